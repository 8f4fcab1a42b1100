"""Taking out: the words of a document for a legal demand, and raw pages past their time, both on record."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from storage.archive import Archive
from storage.connect import Database
from storage.digest_tables import digest_changes
from storage.documents import located
from storage.errors import StorageError
from storage.records import Document, Page
from storage.rows import packed, page_row, unpacked
from storage.schema import AnyRow, changes, documents, erasures, readings, removals, seals, versions
from storage.searching import taken_out
from storage.story_tables import bands

_ERASED = select(erasures.c.document).where(erasures.c.document == bindparam("document"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What an erasure took out, and in how many digests, sent already, the document was shown."""

    versions: int
    bodies: int
    digests: int


class Erasures:
    """The store's part that takes out what must not stay."""

    database: Database
    archive: Archive

    def erase(self, address: str, why: str, at: datetime) -> Erased:
        """Take out the words and raw pages of the document under `address`, for good, and record why.

        Its addresses, times and hashes stay; what is seen of it later is not kept. Digests that were sent are
        not altered. StorageError where nothing is stored under the address. Doing it twice does no more.
        """
        with self.database.write() as connection:
            row = located(connection, address)
            if row is None:
                raise StorageError(f"{address}: nothing of that page is stored")
            held = connection.execute(select(versions).where(versions.c.document == row.id)).all()
            if not is_erased(connection, row.id):
                connection.execute(insert(erasures).values(document=row.id, at=at, why=why))
                for version in held:
                    _emptied(connection, version)
                connection.execute(update(changes).where(changes.c.document == row.id).values(hunks="[]"))
                _forgotten(connection, row.id, [version.sha256 for version in held])
            told = select(func.count(digest_changes.c.digest.distinct())).join(
                changes, changes.c.number == digest_changes.c.change
            )
            shown = told.where(changes.c.document == row.id, digest_changes.c.shown)
            digests: int = connection.execute(shown).scalar_one()
        return Erased(versions=len(held), bodies=self._erase_bodies(row, why, at), digests=digests)

    def prune(self, before: datetime, at: datetime) -> int:
        """Remove the raw pages of versions seen before then, but never that of a document's last version; how
        many. Documents and changes stay whole."""
        old = (
            select(versions.c.body_sha256)
            .join(documents, documents.c.id == versions.c.document)
            .where(versions.c.body_sha256.is_not(None))
        )
        with self.database.read() as connection:
            wanted = old.where(versions.c.seen_at < before, versions.c.number != documents.c.latest)
            kept = old.where((versions.c.seen_at >= before) | (versions.c.number == documents.c.latest))
            names = set(connection.execute(wanted).scalars()) - set(connection.execute(kept).scalars())
        return self._remove(names, f"seen before {before:%Y-%m-%d}", at)

    def _erase_bodies(self, row: AnyRow, why: str, at: datetime) -> int:
        """Remove the raw pages that are of this document alone."""
        mine = select(versions.c.body_sha256).where(
            versions.c.document == row.id, versions.c.body_sha256.is_not(None)
        )
        others = select(versions.c.body_sha256).where(versions.c.document != row.id)
        with self.database.read() as connection:
            names = set(connection.execute(mine).scalars())
            shared = set(connection.execute(others.where(versions.c.body_sha256.in_(names))).scalars())
        return self._remove(names - shared, why, at)

    def _remove(self, names: Iterable[str], why: str, at: datetime) -> int:
        """Remove bodies: the record first, so that none is ever missing without one."""
        present = sorted(name for name in names if self.archive.path(name).exists())
        with self.database.write() as connection:
            known = set(connection.execute(select(removals.c.body_sha256)).scalars())
            rows = [{"body_sha256": name, "at": at, "why": why} for name in present if name not in known]
            if rows:
                connection.execute(insert(removals), rows)
        self.archive.remove(set(present))
        return len(present)


def is_erased(connection: Connection, document: int) -> bool:
    """Whether the document of that key was erased: nothing of it is written any more."""
    return connection.execute(_ERASED, {"document": document}).first() is not None


def _emptied(connection: Connection, row: AnyRow) -> None:
    """Leave of a version only what names it."""
    document, page = unpacked(Document, row.content), unpacked(Page, row.page)
    taken_out(connection, row)
    bare = Document(address=document.address, title="", blocks=(), aliases=document.aliases)
    values = {"title": "", "content": packed(bare), "page": page_row(replace(page, headers={}))}
    connection.execute(update(versions).where(versions.c.id == row.id).values(**values))


def _forgotten(connection: Connection, document: int, contents: Sequence[str]) -> None:
    """Take out what was made of a document's words: what topics quoted, where its page had them, its sketch."""
    connection.execute(delete(readings).where(readings.c.sha256.in_(contents)))
    connection.execute(delete(seals).where(seals.c.document == document))
    connection.execute(delete(bands).where(bands.c.document == document))
