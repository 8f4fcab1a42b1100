"""Growth that follows content, the full text for searching, and content that may have to be taken out."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

SQUEEZED = (("versions", "content"), ("changes", "hunks"))

ERASABLE = {"versions": ("title", "content", "page"), "changes": ("hunks",)}
"""What may be overwritten, once the document stands in `erasures`."""

KEPT = ("erasures", "removals")


def upgrade() -> None:
    """Make room for folded checks, searching and erasures; on PostgreSQL long texts become bytes."""
    op.add_column("sources", sa.Column("sample", sa.Text))
    _folded()
    _taken_out()
    if op.get_bind().dialect.name == "sqlite":
        # SQLite's columns of text take the compressed bytes as well: nothing has to be rewritten.
        op.execute(
            "CREATE VIRTUAL TABLE searched USING fts5"
            "(text, content='', tokenize='unicode61 remove_diacritics 0')"
        )
        _open_on_sqlite()
    else:
        for table, column in SQUEEZED:
            op.execute(f"ALTER TABLE {table} ALTER {column} TYPE bytea USING convert_to({column}, 'UTF8')")
        op.create_table(
            "searched",
            sa.Column("version", KEY, sa.ForeignKey("versions.id"), primary_key=True, autoincrement=False),
            sa.Column("text", TSVECTOR, nullable=False),
        )
        op.execute("CREATE INDEX ix_searched_text ON searched USING gin (text)")
        _open_on_postgresql()


def _folded() -> None:
    op.create_table(
        "tallies",
        sa.Column("run", KEY, sa.ForeignKey("runs.number"), nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("first", sa.BigInteger, nullable=False),
        sa.Column("last", sa.BigInteger, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("addresses", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("run", "outcome", "reason"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "checks",
        sa.Column("version", KEY, sa.ForeignKey("versions.id"), primary_key=True, autoincrement=False),
        sa.Column("first", sa.BigInteger, nullable=False),
        sa.Column("last", sa.BigInteger, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
    )


def _taken_out() -> None:
    op.create_table(
        "erasures",
        sa.Column("document", KEY, sa.ForeignKey("documents.id"), primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
    )
    op.create_table(
        "removals",
        sa.Column("body_sha256", sa.Text, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
    )


def _others(table: str, columns: tuple[str, ...]) -> str:
    """The columns of `table` that stay as they are in any case."""
    names = [column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)]
    return ", ".join(name for name in names if name not in columns)


def _open_on_sqlite() -> None:
    def refuse(name: str, event: str, table: str, when: str = "") -> None:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} {when}"
            f" BEGIN SELECT RAISE(ABORT, '{table}: what was written stays as it is'); END"
        )

    erased = "WHEN NOT EXISTS (SELECT 1 FROM erasures WHERE document = OLD.document)"
    for table, columns in ERASABLE.items():
        op.execute(f"DROP TRIGGER {table}_stay")
        refuse(f"{table}_stay", f"UPDATE OF {_others(table, columns)}", table)
        refuse(f"{table}_words_stay", f"UPDATE OF {', '.join(columns)}", table, erased)
    for table in KEPT:
        refuse(f"{table}_stay", "UPDATE", table)
        refuse(f"{table}_remain", "DELETE", table)


def _open_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_unless_erased() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN"
        " IF NOT EXISTS (SELECT 1 FROM erasures WHERE document = OLD.document) THEN"
        " RAISE EXCEPTION '%: what was written stays as it is', TG_TABLE_NAME; END IF;"
        " RETURN NEW; END $$"
    )

    def refuse(name: str, event: str, table: str, *, each: str = "ROW", by: str = "refuse") -> None:
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION {by}()")

    for table, columns in ERASABLE.items():
        op.execute(f"DROP TRIGGER {table}_stay ON {table}")
        refuse(f"{table}_stay", f"UPDATE OF {_others(table, columns)}", table)
        refuse(f"{table}_words_stay", f"UPDATE OF {', '.join(columns)}", table, by="refuse_unless_erased")
    for table in KEPT:
        refuse(f"{table}_stay", "UPDATE", table)
        refuse(f"{table}_remain", "DELETE", table)
        refuse(f"{table}_are_not_emptied", "TRUNCATE", table, each="STATEMENT")
