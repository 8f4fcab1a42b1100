"""Stories as they are stored: read whole, parted and joined by hand, and made of what was stored before."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, and_, delete, func, insert, select, update

from storage.connect import Database
from storage.documents import located
from storage.joining import story_of, take_in, unite
from storage.lineage import Copy, Story
from storage.records import Document
from storage.rows import unpacked, version_of
from storage.schema import AnyRow, AnySelect, documents, meta, versions
from storage.story_tables import members, partings

MOST_COPIES = 200
"""How many copies of a story are read, the first ones and the one that was asked for."""

BY_HAND = "joined by hand"

_UNSKETCHED = "unsketched"
"""The key in `meta` of the documents (after-until) stored before there were stories, not sketched yet."""

_BATCH = 50
_matched = documents.alias("matched_documents")


class Stories:
    """The store's part that keeps stories."""

    database: Database

    def story(self, address: str, most: int = MOST_COPIES) -> Story | None:
        """The story of the document known under `address`, its first copies and itself; None where it is in none."""
        with self.database.read() as connection:
            row = located(connection, address)
            number = None if row is None else story_of(connection, row.id)
            if row is None or number is None:
                return None
            wanted = _copies().where(members.c.story == number).order_by(members.c.document).limit(most)
            rows = list(connection.execute(wanted))
            if row.id not in {each._mapping[members.c.document] for each in rows}:
                rows.append(connection.execute(_copies().where(members.c.document == row.id)).one())
            total = select(func.count()).select_from(members).where(members.c.story == number)
            copies = sorted(map(_copy, rows), key=lambda copy: (copy.first_seen, copy.address))
            return Story(number=number, copies=tuple(copies), total=connection.execute(total).scalar_one())

    def story_number(self, address: str) -> int | None:
        """The number of the story of the document known under `address`; quick, however large the story."""
        with self.database.read() as connection:
            row = located(connection, address)
            return None if row is None else story_of(connection, row.id)

    def part(self, address: str, at: datetime) -> bool:
        """Take a document out of its story for good; False where it is in none."""
        with self.database.write() as connection:
            row = located(connection, address)
            story = None if row is None else story_of(connection, row.id)
            if row is None or story is None:
                return False
            connection.execute(delete(members).where(members.c.document == row.id))
            connection.execute(insert(partings).values(document=row.id, story=story, parted_at=at))
            return True

    def join(self, address: str, other: str, at: datetime) -> bool:
        """Bring two documents into one story, with the copies of both, whatever was parted before.

        False where one of them is not stored, or they are one document.
        """
        with self.database.write() as connection:
            rows = [located(connection, each) for each in (address, other)]
            one, two = (None if row is None else int(row.id) for row in rows)
            if one is None or two is None or one == two:
                return False
            _reconcile(connection, one, two)
            return unite(connection, one, two, BY_HAND, at)

    def sketch_earlier(self, at: datetime) -> Iterator[tuple[int, int]]:
        """Make the stories of what was stored before there were any, a few documents a transaction: (done, all).

        Interrupted, the next call goes on where it was.
        """
        while True:
            with self.database.write() as connection:
                left = connection.execute(select(meta.c.value).where(meta.c.key == _UNSKETCHED)).scalar()
                if left is None:
                    return
                after, until = map(int, left.split("-"))
                done = _sketch_some(connection, after, until, at)
                mine = meta.c.key == _UNSKETCHED
                if done >= until:
                    connection.execute(delete(meta).where(mine))
                else:
                    connection.execute(update(meta).where(mine).values(value=f"{done}-{until}"))
            yield min(done, until), until


def _sketch_some(connection: Connection, after: int, until: int, at: datetime) -> int:
    """Take in the next documents after the one numbered `after`; the number of the last of them."""
    wanted = (
        select(documents.c.id, versions.c.content)
        .join(versions, and_(versions.c.document == documents.c.id, versions.c.number == documents.c.latest))
        .where(documents.c.id > after, documents.c.id <= until)
        .order_by(documents.c.id)
        .limit(_BATCH)
    )
    rows = connection.execute(wanted).all()
    for row in rows:
        take_in(connection, row.id, unpacked(Document, row.content), at)
    return rows[-1].id if len(rows) == _BATCH else until


def _reconcile(connection: Connection, one: int, other: int) -> None:
    """Forget what keeps two documents, or their stories, apart."""
    for mine, theirs in ((one, other), (other, one)):
        story = story_of(connection, theirs)
        if story is None:
            continue
        ours = story_of(connection, mine)
        family = select(members.c.document).where(members.c.story == ours)
        whose = partings.c.document == mine if ours is None else partings.c.document.in_(family)
        connection.execute(delete(partings).where(partings.c.story == story, whose))


def _copies() -> AnySelect:
    return (
        select(members, documents, versions, _matched.c.address.label("matched_address"))
        .join(documents, documents.c.id == members.c.document)
        .join(versions, and_(versions.c.document == documents.c.id, versions.c.number == documents.c.latest))
        .join(_matched, _matched.c.id == members.c.matched, isouter=True)
    )


def _copy(row: AnyRow) -> Copy:
    held = row._mapping
    version = version_of(row)
    return Copy(
        source=held[documents.c.source],
        document=version.document,
        version=version.number,
        first_seen=held[documents.c.first_seen],
        seen_at=version.seen_at,
        withdrawn=held[documents.c.withdrawn],
        reason=held[members.c.reason],
        matched=row.matched_address or "",
    )
