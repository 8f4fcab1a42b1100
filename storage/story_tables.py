"""The tables of stories: the keys by which copies are found, who belongs together, and who was parted."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, PrimaryKeyConstraint, Table

from storage.columns import Key, Moment, Words
from storage.schema import metadata

# By which a document is found by its copies: a few numbers that texts share which have much in common.
bands = Table(
    "bands",
    metadata,
    Column("key", BigInteger, nullable=False),
    Column("document", Key, ForeignKey("documents.id"), nullable=False),
    PrimaryKeyConstraint("key", "document"),
    sqlite_with_rowid=False,
)

stories = Table(
    "stories",
    metadata,
    Column("number", Key, primary_key=True),
    Column("began_at", Moment, nullable=False),
)

# A document that is like no other is in no story.
members = Table(
    "members",
    metadata,
    Column("document", Key, ForeignKey("documents.id"), primary_key=True, autoincrement=False),
    Column("story", Key, ForeignKey("stories.number"), nullable=False),
    Column("joined_at", Moment, nullable=False),
    Column("matched", Key, ForeignKey("documents.id")),
    Column("reason", Words, nullable=False),
    Index(None, "story", "document"),
)

# Wrong joins that a person undid: the document never joins that story again by itself.
partings = Table(
    "partings",
    metadata,
    Column("document", Key, ForeignKey("documents.id"), nullable=False),
    Column("story", Key, ForeignKey("stories.number"), nullable=False, index=True),
    Column("parted_at", Moment, nullable=False),
    PrimaryKeyConstraint("document", "story"),
)
