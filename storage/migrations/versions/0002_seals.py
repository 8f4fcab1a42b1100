"""Seals: what shows that a page is unchanged without reading it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the table; it fills by itself as pages are read."""
    op.create_table(
        "seals",
        sa.Column("document", KEY, sa.ForeignKey("documents.id"), primary_key=True, autoincrement=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("places", sa.Text, nullable=False),
        sa.Column("mark", sa.Text, nullable=False),
    )
