"""The tables of digests: what was chosen and told, and the letters that carry it."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from storage.columns import Key, Moment, Words
from storage.schema import metadata

digests = Table(
    "digests",
    metadata,
    Column("number", Key, primary_key=True),
    Column("profile", Words, nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("through", Key, nullable=False),  # the highest number of a change that existed when it was chosen
    Column("subject", Words, nullable=False),
    Column("html", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("page", Words, nullable=False),
    Column("shortened", Boolean, nullable=False),
    UniqueConstraint("profile", "until"),
)

digest_changes = Table(
    "digest_changes",
    metadata,
    Column("profile", Words, nullable=False),
    Column("change", Key, ForeignKey("changes.number"), nullable=False),
    Column("digest", Key, ForeignKey("digests.number"), nullable=False, index=True),
    Column("shown", Boolean, nullable=False),
    PrimaryKeyConstraint("profile", "change"),
    sqlite_with_rowid=False,
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("number", Key, primary_key=True),
    Column("digest", Key, ForeignKey("digests.number"), nullable=False, index=True),
    Column("channel", Words, nullable=False),
    Column("recipient", Words, nullable=False),
    Column("message_id", Words, nullable=False, unique=True),
    Column("data", LargeBinary, nullable=False),
    Column("state", Text, nullable=False, index=True),
    Column("attempts", Integer, nullable=False),
    Column("next_attempt_at", Moment, index=True),
    Column("changed_at", Moment, nullable=False),
    Column("reason", Words, nullable=False),
    Column("holder", Text),
)
