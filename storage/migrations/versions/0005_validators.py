"""What a crawl remembers for the next: due times, validators, robots.txt, hints that matched nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """All of it is unknown of what is there: a page is due by its age, and asked for without a condition."""
    op.add_column("documents", sa.Column("due_at", sa.BigInteger))
    op.create_table(
        "validators",
        sa.Column("address", KEY, sa.ForeignKey("addresses.id"), primary_key=True, autoincrement=False),
        sa.Column("etag", sa.Text, nullable=False),
        sa.Column("last_modified", sa.Text, nullable=False),
        sa.Column("read_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "robots",
        sa.Column("address", sa.Text, primary_key=True),
        sa.Column("rules", sa.Text, nullable=False),
        sa.Column("read_at", sa.BigInteger, nullable=False),
    )
    op.add_column("runs", sa.Column("idle_hints", sa.Text, nullable=False, server_default="[]"))
