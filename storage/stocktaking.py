"""Stocktaking: all that is stored, document by document, for whoever takes it elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from storage.connect import Database
from storage.records import Version
from storage.rows import version_of
from storage.schema import documents, erasures, versions

_BATCH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A version with its document's source and address; `number` is the store's own for it."""

    number: int
    source: str
    address: str
    version: Version


class Stocktaking:
    """The store's part that goes through everything."""

    database: Database

    def stored(
        self,
        since: datetime | None = None,
        until: datetime | None = None,
        source: str | None = None,
        *,
        every: bool = False,
    ) -> Iterator[Stored]:
        """The last version of each document seen in [since, until), or with `every` all of them, in the order
        in which they were stored; erased ones are left out."""
        wanted = (
            select(versions, documents.c.source, documents.c.address)
            .join(documents, documents.c.id == versions.c.document)
            .where(versions.c.document.not_in(select(erasures.c.document)))
            .order_by(versions.c.id)
            .limit(_BATCH)
        )
        if not every:
            wanted = wanted.where(versions.c.number == documents.c.latest)
        if since is not None:
            wanted = wanted.where(versions.c.seen_at >= since)
        if until is not None:
            wanted = wanted.where(versions.c.seen_at < until)
        if source is not None:
            wanted = wanted.where(documents.c.source == source)
        after = 0
        while True:
            with self.database.read() as connection:
                rows = connection.execute(wanted.where(versions.c.id > after)).all()
            for row in rows:
                after, held = row._mapping[versions.c.id], row._mapping
                yield Stored(
                    number=after,
                    source=held[documents.c.source],
                    address=held[documents.c.address],
                    version=version_of(row),
                )
            if len(rows) < _BATCH:
                return
