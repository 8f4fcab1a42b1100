"""What the rules of the topics found, kept with the text they read."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; it fills as texts are read."""
    op.create_table(
        "readings",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("rules", sa.Text, nullable=False),
        sa.Column("found", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
