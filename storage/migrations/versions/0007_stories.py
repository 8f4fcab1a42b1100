"""Stories: the keys by which copies are found, who belongs to which story, and who was parted from one."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables; documents that are stored already are sketched at the first use of stories."""
    op.create_table(
        "bands",
        sa.Column("key", sa.BigInteger, nullable=False),
        sa.Column("document", KEY, sa.ForeignKey("documents.id"), nullable=False),
        sa.PrimaryKeyConstraint("key", "document"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stories",
        sa.Column("number", KEY, primary_key=True),
        sa.Column("began_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "members",
        sa.Column("document", KEY, sa.ForeignKey("documents.id"), primary_key=True, autoincrement=False),
        sa.Column("story", KEY, sa.ForeignKey("stories.number"), nullable=False),
        sa.Column("joined_at", sa.BigInteger, nullable=False),
        sa.Column("matched", KEY, sa.ForeignKey("documents.id")),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Index(None, "story", "document"),
    )
    op.create_table(
        "partings",
        sa.Column("document", KEY, sa.ForeignKey("documents.id"), nullable=False),
        sa.Column("story", KEY, sa.ForeignKey("stories.number"), nullable=False, index=True),
        sa.Column("parted_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("document", "story"),
    )
    op.execute(
        "INSERT INTO meta (key, value)"
        " SELECT 'unsketched', '0-' || max(id) FROM documents HAVING max(id) IS NOT NULL"
    )
