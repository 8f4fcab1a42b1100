"""Joining: a version's sketch kept, its copies found by index and confirmed, and the stories they make."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, delete, exists, func, insert, or_, select, update

from storage.likeness import Likeness, Text, compared, linked
from storage.records import Document
from storage.rows import unpacked
from storage.schema import documents, versions
from storage.sketch import kept_keys, sought_keys
from storage.story_tables import bands, members, partings, stories

MOST_A_KEY = 4
"""How many documents one key finds, the latest first: ten thousand copies of one text are told by four of them."""

MOST_CONFIRMED = 12
"""How many texts one document is compared with at most; those that share most keys come first."""

_UNDER_KEY = (
    select(bands.c.document)
    .where(bands.c.key == bindparam("key"), bands.c.document != bindparam("self"))
    .order_by(bands.c.document.desc())
    .limit(MOST_A_KEY)
)
_KEPT = select(bands.c.key).where(
    bands.c.key.in_(bindparam("keys", expanding=True)), bands.c.document == bindparam("document")
)
_CONTENTS = (
    select(documents.c.id, versions.c.content)
    .join(versions, and_(versions.c.document == documents.c.id, versions.c.number == documents.c.latest))
    .where(documents.c.id.in_(bindparam("found", expanding=True)))
)
_STORY = select(members.c.story).where(members.c.document == bindparam("document"))
_NEW_STORY = insert(stories).returning(stories.c.number)


def take_in(connection: Connection, key: int, document: Document, at: datetime) -> None:
    """Keep the sketch of the document `key`, whose latest version is `document`, and join it to its copies."""
    keep_sketch(connection, key, document)
    found = candidates(connection, key, document)
    for other, alike in _confirmed(connection, document, found):
        unite(connection, key, other, alike.reason, at)


def keep_sketch(connection: Connection, key: int, document: Document) -> None:
    """Add the document's keys; those of its earlier versions stay, for copies made of these."""
    keys = kept_keys(document)
    if not keys:
        return
    there = set(connection.execute(_KEPT, {"keys": list(keys), "document": key}).scalars())
    rows = [{"key": each, "document": key} for each in sorted(keys - there)]
    if rows:
        connection.execute(insert(bands), rows)


def candidates(connection: Connection, key: int, document: Document) -> list[int]:
    """The documents that may be copies of `document`, those with most keys in common first.

    One index seek a key, of which there are `sketch.SEEKS` at most.
    """
    votes: Counter[int] = Counter()
    for sought in sought_keys(document):
        votes.update(connection.execute(_UNDER_KEY, {"key": sought, "self": key}).scalars())
    return [found for found, _ in votes.most_common(MOST_CONFIRMED)]


def _confirmed(
    connection: Connection, document: Document, found: Iterable[int]
) -> Iterable[tuple[int, Likeness]]:
    """Those of `found` that are copies of `document`; of each story one will do."""
    ordered = list(found)
    if not ordered:
        return
    contents = {row.id: row.content for row in connection.execute(_CONTENTS, {"found": ordered})}
    text = Text(document)
    told: set[int] = set()
    for other in ordered:
        story = story_of(connection, other)
        if story in told:
            continue
        candidate = unpacked(Document, contents[other])
        alike = linked(document, candidate) or compared(text, Text(candidate))
        if alike.same:
            yield other, alike
            told |= {story} if story is not None else set()


def story_of(connection: Connection, document: int) -> int | None:
    """The number of the story that a document is in, if it is in one."""
    story: int | None = connection.execute(_STORY, {"document": document}).scalar()
    return story


def unite(connection: Connection, one: int, other: int, reason: str, at: datetime) -> bool:
    """Bring two documents into one story, with all of theirs, unless a person parted them; whether they are in one.

    The number of the larger story stays.
    """
    ours, theirs = story_of(connection, one), story_of(connection, other)
    if ours is not None and theirs is not None:
        return ours == theirs or _merge(connection, ours, theirs)
    if ours is None and theirs is None:
        theirs = int(connection.execute(_NEW_STORY, {"began_at": at}).scalar_one())
        _enter(connection, other, theirs, None, "", at)
    entering, met, story = (one, other, theirs) if ours is None else (other, one, ours)
    assert story is not None
    if _is_parted(connection, entering, story):
        return False
    _enter(connection, entering, story, met, reason, at)
    return True


def _enter(
    connection: Connection, document: int, story: int, met: int | None, reason: str, at: datetime
) -> None:
    row = {"document": document, "story": story, "joined_at": at, "matched": met, "reason": reason}
    connection.execute(insert(members), row)


def _is_parted(connection: Connection, document: int, story: int) -> bool:
    parted = exists().where(partings.c.document == document, partings.c.story == story)
    return bool(connection.execute(select(parted)).scalar())


def _merge(connection: Connection, one: int, other: int) -> bool:
    apart = (
        select(partings.c.document)
        .join(members, members.c.document == partings.c.document)
        .where(
            or_(
                and_(partings.c.story == one, members.c.story == other),
                and_(partings.c.story == other, members.c.story == one),
            )
        )
        .limit(1)
    )
    if connection.execute(apart).first() is not None:
        return False
    size = select(func.count()).select_from(members)
    small, large = sorted(
        (one, other),
        key=lambda story: (connection.execute(size.where(members.c.story == story)).scalar_one(), -story),
    )
    connection.execute(update(members).where(members.c.story == small).values(story=large))
    forbidden = select(partings.c.document).where(partings.c.story == large)
    connection.execute(
        update(partings)
        .where(partings.c.story == small, partings.c.document.not_in(forbidden))
        .values(story=large)
    )
    connection.execute(delete(partings).where(partings.c.story == small))
    connection.execute(delete(stories).where(stories.c.number == small))
    return True
