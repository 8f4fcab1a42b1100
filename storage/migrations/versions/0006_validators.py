"""When a document is to be looked at again, and what a request for it may be made conditional on."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Both are unknown of what is there: it is due by its age, and asked for without a condition."""
    op.add_column("documents", sa.Column("due_at", sa.BigInteger))
    op.create_table(
        "validators",
        sa.Column("address", KEY, sa.ForeignKey("addresses.id"), primary_key=True, autoincrement=False),
        sa.Column("etag", sa.Text, nullable=False),
        sa.Column("last_modified", sa.Text, nullable=False),
        sa.Column("read_at", sa.BigInteger, nullable=False),
    )
