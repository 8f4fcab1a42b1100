"""The tables: what is remembered."""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Row,
    Select,
    Table,
    Text,
    UniqueConstraint,
)

from storage.columns import Address, Key, Moment, Squeezed, Words

NUMBER = 7
"""The number of this schema: that of the newest migration, and SQLite's user_version."""

APPLICATION = 0x5645494C
"""SQLite's application_id of our files: VEIL in ASCII."""

APPEND_ONLY = ("versions", "changes", "digests", "digest_changes", "erasures", "removals")
"""Tables whose rows never change once written; triggers hold it on both engines. The words of a document that
stands in `erasures` are the one exception."""

AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Words, nullable=False),
)

sources = Table(
    "sources",
    metadata,
    Column("name", Text, primary_key=True),
    Column("first_seen", Moment, nullable=False),
    Column("sample", Text),  # the SHA-256 of a body that others of the source are like
)

runs = Table(
    "runs",
    metadata,
    Column("number", Key, primary_key=True),
    Column("source", Text, ForeignKey("sources.name"), nullable=False),
    Column("purpose", Text, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("state", Text),
    Column("reason", Words, nullable=False),
    Column("first", Boolean, nullable=False),
    Column("channels", Words, nullable=False),
    Column("idle_hints", Words, nullable=False),
    Column("holder", Text, nullable=False),
    Index(None, "source", "number"),
)

# Every address ever asked for, and which document is known under it: the aliases are the rows whose
# address is not the document's own.
addresses = Table(
    "addresses",
    metadata,
    Column("id", Key, primary_key=True),
    Column("address", Address, nullable=False, unique=True),
    Column("document", Key, ForeignKey("documents.id"), index=True),
)

outcomes = Table(
    "outcomes",
    metadata,
    Column("run", Key, ForeignKey("runs.number"), nullable=False),
    Column("address", Key, ForeignKey("addresses.id"), nullable=False),
    Column("outcome", Text, nullable=False),
    Column("reason", Words, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("run", "address"),
    sqlite_with_rowid=False,
)

# The outcomes of a finished run that say no more than that all was as before: one row for all addresses
# with the same one. What is here is not in `outcomes`.
tallies = Table(
    "tallies",
    metadata,
    Column("run", Key, ForeignKey("runs.number"), nullable=False),
    Column("outcome", Text, nullable=False),
    Column("reason", Words, nullable=False),
    Column("first", Moment, nullable=False),
    Column("last", Moment, nullable=False),
    Column("count", Integer, nullable=False),
    Column("addresses", LargeBinary, nullable=False),
    PrimaryKeyConstraint("run", "outcome", "reason"),
    sqlite_with_rowid=False,
)

documents = Table(
    "documents",
    metadata,
    Column("id", Key, primary_key=True),
    Column("source", Text, ForeignKey("sources.name"), nullable=False),
    Column("address", Address, nullable=False, unique=True),
    Column("identity", Words, index=True),
    Column("first_seen", Moment, nullable=False),
    Column("first_live_seen", Moment),
    Column("last_checked", Moment, nullable=False),
    Column("absences", Text, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("latest", Integer, nullable=False),
    Column("due_at", Moment),
    Index(None, "source", "id"),
)

# By the address that was asked for: what a later request of it may be made conditional on.
validators = Table(
    "validators",
    metadata,
    Column("address", Key, ForeignKey("addresses.id"), primary_key=True, autoincrement=False),
    Column("etag", Words, nullable=False),
    Column("last_modified", Words, nullable=False),
    Column("read_at", Moment, nullable=False),
)

versions = Table(
    "versions",
    metadata,
    Column("id", Key, primary_key=True),
    Column("document", Key, ForeignKey("documents.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("run", Key, ForeignKey("runs.number"), nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("title", Words, nullable=False),
    Column("content", Squeezed, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("extractor", Words, nullable=False),
    Column("body_sha256", Text),
    Column("page", Words, nullable=False),
    UniqueConstraint("document", "number"),
)

# At most one a document: what shows, without reading its page, that it is still its version of that number.
seals = Table(
    "seals",
    metadata,
    Column("document", Key, ForeignKey("documents.id"), primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("places", Words, nullable=False),
    Column("mark", Text, nullable=False),
)

# How often a version was looked at again and found as it was.
checks = Table(
    "checks",
    metadata,
    Column("version", Key, ForeignKey("versions.id"), primary_key=True, autoincrement=False),
    Column("first", Moment, nullable=False),
    Column("last", Moment, nullable=False),
    Column("count", Integer, nullable=False),
)

changes = Table(
    "changes",
    metadata,
    Column("number", Key, primary_key=True),
    Column("document", Key, ForeignKey("documents.id"), nullable=False, index=True),
    Column("source", Text, ForeignKey("sources.name"), nullable=False),
    Column("address", Address, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("run", Key, ForeignKey("runs.number"), nullable=False, index=True),
    Column("version", Key, ForeignKey("versions.id"), nullable=False),
    Column("previous", Key, ForeignKey("versions.id")),
    Column("hunks", Squeezed, nullable=False),
    Column("significance", Text, nullable=False),
    Column("reason", Words, nullable=False),
    Column("same_as", Integer),
    Column("absences", Text, nullable=False),
    Index(None, "at", "number"),
)

readings = Table(
    "readings",
    metadata,
    Column("sha256", Text, primary_key=True),  # that of the version's content
    Column("rules", Text, nullable=False),
    Column("found", Words, nullable=False),
    sqlite_with_rowid=False,
)

# What was taken out for a legal demand: the row comes first, and opens the triggers for that document.
erasures = Table(
    "erasures",
    metadata,
    Column("document", Key, ForeignKey("documents.id"), primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("why", Words, nullable=False),
)

# Bodies that the archive no longer holds, and is not to hold.
removals = Table(
    "removals",
    metadata,
    Column("body_sha256", Text, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("why", Words, nullable=False),
)

robots = Table(
    "robots",
    metadata,
    Column("address", Address, primary_key=True),
    Column("rules", Words, nullable=False),
    Column("read_at", Moment, nullable=False),
)

# Lines that a source's pages have around their articles; `sha256` is that of the folded `line`.
furniture = Table(
    "furniture",
    metadata,
    Column("source", Text, ForeignKey("sources.name"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("line", Words, nullable=False),
    Column("shown", Words, nullable=False),
    Column("place", Text, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("since", Moment, nullable=False),
    Column("why", Words, nullable=False),
    Column("undone", Boolean, nullable=False),
    PrimaryKeyConstraint("source", "number"),
    UniqueConstraint("source", "sha256"),
)

leases = Table(
    "leases",
    metadata,
    Column("name", Words, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("taken_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

pauses = Table(
    "pauses",
    metadata,
    Column("host", Words, primary_key=True),
    Column("until", Moment, nullable=False),
    Column("reason", Words, nullable=False),
)
