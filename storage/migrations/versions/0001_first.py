"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

KEPT = ("versions", "changes", "digests", "digest_changes")
LETTER = "digest, channel, recipient, message_id, data"


def upgrade() -> None:
    """Create all tables, and the triggers that keep what must never change."""
    _watching()
    _documents()
    _versions()
    _telling()
    _leases()
    if op.get_bind().dialect.name == "sqlite":
        _keep_on_sqlite()
    else:
        _keep_on_postgresql()


def _watching() -> None:
    op.create_table(
        "meta",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "sources",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("first_seen", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "runs",
        sa.Column("number", KEY, primary_key=True),
        sa.Column("source", sa.Text, sa.ForeignKey("sources.name"), nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("finished_at", sa.BigInteger),
        sa.Column("state", sa.Text),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("first", sa.Boolean, nullable=False),
        sa.Column("channels", sa.Text, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Index(None, "source", "number"),
    )
    op.create_table(
        "pauses",
        sa.Column("host", sa.Text, primary_key=True),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("source", sa.Text, sa.ForeignKey("sources.name"), nullable=False),
        sa.Column("address", sa.Text, nullable=False, unique=True),
        sa.Column("identity", sa.Text, index=True),
        sa.Column("first_seen", sa.BigInteger, nullable=False),
        sa.Column("first_live_seen", sa.BigInteger),
        sa.Column("last_checked", sa.BigInteger, nullable=False),
        sa.Column("absences", sa.Text, nullable=False),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
        sa.Column("latest", sa.Integer, nullable=False),
        sa.Index(None, "source", "id"),
    )
    op.create_table(
        "addresses",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("address", sa.Text, nullable=False, unique=True),
        sa.Column("document", KEY, sa.ForeignKey("documents.id"), index=True),
    )
    op.create_table(
        "outcomes",
        sa.Column("run", KEY, sa.ForeignKey("runs.number"), nullable=False),
        sa.Column("address", KEY, sa.ForeignKey("addresses.id"), nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("run", "address"),
        sqlite_with_rowid=False,
    )


def _versions() -> None:
    op.create_table(
        "versions",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("document", KEY, sa.ForeignKey("documents.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("run", KEY, sa.ForeignKey("runs.number"), nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("extractor", sa.Text, nullable=False),
        sa.Column("body_sha256", sa.Text),
        sa.Column("page", sa.Text, nullable=False),
        sa.UniqueConstraint("document", "number"),
    )
    op.create_table(
        "changes",
        sa.Column("number", KEY, primary_key=True),
        sa.Column("document", KEY, sa.ForeignKey("documents.id"), nullable=False, index=True),
        sa.Column("source", sa.Text, sa.ForeignKey("sources.name"), nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("run", KEY, sa.ForeignKey("runs.number"), nullable=False, index=True),
        sa.Column("version", KEY, sa.ForeignKey("versions.id"), nullable=False),
        sa.Column("previous", KEY, sa.ForeignKey("versions.id")),
        sa.Column("hunks", sa.Text, nullable=False),
        sa.Column("significance", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("same_as", sa.Integer),
        sa.Column("absences", sa.Text, nullable=False),
        sa.Index(None, "at", "number"),
    )


def _telling() -> None:
    op.create_table(
        "digests",
        sa.Column("number", KEY, primary_key=True),
        sa.Column("profile", sa.Text, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("through", KEY, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("html", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("page", sa.Text, nullable=False),
        sa.Column("shortened", sa.Boolean, nullable=False),
        sa.UniqueConstraint("profile", "until"),
    )
    op.create_table(
        "digest_changes",
        sa.Column("profile", sa.Text, nullable=False),
        sa.Column("change", KEY, sa.ForeignKey("changes.number"), nullable=False),
        sa.Column("digest", KEY, sa.ForeignKey("digests.number"), nullable=False, index=True),
        sa.Column("shown", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("profile", "change"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "deliveries",
        sa.Column("number", KEY, primary_key=True),
        sa.Column("digest", KEY, sa.ForeignKey("digests.number"), nullable=False, index=True),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("message_id", sa.Text, nullable=False, unique=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.Text, nullable=False, index=True),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_attempt_at", sa.BigInteger, index=True),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("holder", sa.Text),
    )


def _leases() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("taken_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
    )


def _keep_on_sqlite() -> None:
    def refuse(name: str, event: str, table: str) -> None:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table}: what was written stays as it is'); END"
        )

    for table in KEPT:
        refuse(f"{table}_stay", "UPDATE", table)
    refuse("letters_stay", f"UPDATE OF {LETTER}", "deliveries")
    for table in (*KEPT, "deliveries"):
        refuse(f"{table}_remain", "DELETE", table)


def _keep_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION '%: what was written stays as it is', TG_TABLE_NAME; END $$"
    )

    def refuse(name: str, event: str, table: str, each: str) -> None:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION refuse()"
        )

    for table in KEPT:
        refuse(f"{table}_stay", "UPDATE", table, "ROW")
    refuse("letters_stay", f"UPDATE OF {LETTER}", "deliveries", "ROW")
    for table in (*KEPT, "deliveries"):
        refuse(f"{table}_remain", "DELETE", table, "ROW")
        refuse(f"{table}_are_not_emptied", "TRUNCATE", table, "STATEMENT")
