"""Documents and their lives as they are read: versions, changes, and what deciding has to know."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, or_, select

from storage.archive import Archive
from storage.connect import Database
from storage.documents import found, latest, located
from storage.known import Known
from storage.records import Change, Document, History, Page, Run, Version
from storage.rows import Times, change_of, page_of, unpacked, version_of
from storage.runs import read_neighbours
from storage.schema import AnyRow, AnySelect, changes, documents, versions
from storage.vocabulary import Kind

SEEN_BEFORE = frozenset({"seeds", "import"})
"""Purposes of runs whose first sights are never news."""

LATELY = timedelta(days=1)
"""How far back the other addresses of a source tell whether it is healthy."""

_BATCH = 100
_TOUCHES = (Kind.EDITED, Kind.REVERTED, Kind.WITHDRAWN, Kind.RESTORED)
_before = versions.alias("before")


class Pages:
    """The store's part that tells what is known of documents."""

    database: Database
    archive: Archive

    def known(self, source: str) -> Iterator[Known]:
        """Every document of `source`, in the order of first sight; it may be written to meanwhile."""
        wanted = select(documents).where(documents.c.source == source)
        for rows in self._by_document(wanted):
            with self.database.read() as connection:
                touched = _touched(connection, [row.id for row in rows])
            yield from (_known(row, touched[row.id]) for row in rows)

    def find(self, source: str, document: Document) -> Known | None:
        """The document that this one, read by `source`, already is: found by address, alias or identity.

        One that was captured without an address (`capture:NAME`) is found by the same title, once a page of
        its source has it: the page adopts it.
        """
        with self.database.read() as connection:
            row = found(connection, source, document)
            return None if row is None else _known(row, _touched(connection, [row.id])[row.id])

    def history(
        self, run: Run, document: Document | None, address: str, at: datetime | None = None
    ) -> History:
        """What is known of `document`, or of what is known under `address` where there was none to read.

        Of an absent page it says whether the source was healthy in the day before `at`, by default the
        run's start: whether more of its other addresses ended well than badly, or none badly.
        """
        with self.database.read() as connection:
            row = (
                located(connection, address) if document is None else found(connection, run.source, document)
            )
            history = History(first_sight_is_baseline=run.first or run.purpose in SEEN_BEFORE)
            if row is None:
                return history
            _, version = latest(connection, row)
            since = (at or run.started_at) - LATELY
            well, badly = (1, 0) if document else read_neighbours(connection, run.source, since, address)
            return replace(
                history,
                latest=version,
                earlier=_earlier(connection, row),
                absences=unpacked(Times, row.absences),
                withdrawn=row.withdrawn,
                source_healthy=badly == 0 or badly < well,
            )

    def latest_page(self, address: str) -> Page | None:
        """The page that the last version of the document at `address` was read from, body included.

        Any address of it will do, also that of its last version. None where there is no such document, or
        its version came without a body. `text` is empty: it is read from the body again. MissingBody where
        the archive has lost it.
        """
        return self._page(address, None)

    def page(self, address: str, number: int) -> Page | None:
        """As `latest_page`, of version `number` of the document."""
        return self._page(address, number)

    def _page(self, address: str, number: int | None) -> Page | None:
        with self.database.read() as connection:
            row = located(connection, address)
            if row is None:
                return None
            wanted = select(versions.c.page, versions.c.body_sha256).where(
                versions.c.document == row.id, versions.c.number == (number or row.latest)
            )
            kept = connection.execute(wanted).first()
        if kept is None or kept.body_sha256 is None:
            return None
        return page_of(kept.page, self.archive.body(kept.body_sha256))

    def newest(self, source: str, limit: int) -> tuple[Document, ...]:
        """The documents of `source` that were first seen last, each as its latest version has it."""
        latest_ones = (versions.c.document == documents.c.id) & (versions.c.number == documents.c.latest)
        wanted = select(versions.c.content).join(documents, latest_ones)
        wanted = wanted.where(documents.c.source == source).order_by(documents.c.id.desc()).limit(limit)
        with self.database.read() as connection:
            return tuple(unpacked(Document, row.content) for row in connection.execute(wanted))

    def versions(self, address: str) -> tuple[Version, ...]:
        """All versions of the document known under `address`, oldest first; none where there is none."""
        with self.database.read() as connection:
            row = located(connection, address)
            if row is None:
                return ()
            wanted = select(versions).where(versions.c.document == row.id).order_by(versions.c.number)
            return tuple(map(version_of, connection.execute(wanted)))

    def latest(self, since: datetime | None = None) -> Iterator[tuple[str, Version]]:
        """The last version of every document with its source, of those whose last version was first read
        from `since` on; it may be written to meanwhile."""
        wanted = select(documents.c.id, documents.c.source, versions).join(
            versions, and_(versions.c.document == documents.c.id, versions.c.number == documents.c.latest)
        )
        if since is not None:
            wanted = wanted.where(versions.c.seen_at >= since)
        for rows in self._by_document(wanted):
            for row in rows:
                yield row._mapping[documents.c.source], version_of(row)

    def _by_document(self, wanted: AnySelect) -> Iterator[Sequence[AnyRow]]:
        """The rows, in the order of first sight, some at a time, read as they are asked for."""
        batch = wanted.order_by(documents.c.id).limit(_BATCH)
        after = 0
        while True:
            with self.database.read() as connection:
                rows = connection.execute(batch.where(documents.c.id > after)).all()
            if not rows:
                return
            yield rows
            after = rows[-1]._mapping[documents.c.id]

    def changes(
        self,
        since: datetime | None = None,
        until: datetime | None = None,
        source: str | None = None,
        kinds: Collection[Kind] | None = None,
        address: str | None = None,
    ) -> Iterator[Change]:
        """The changes of [since, until) in order of time, of one source, some kinds, one document if asked.

        They are read as they are asked for, so that any number of them takes little memory.
        """
        wanted = selected_changes()
        if since is not None:
            wanted = wanted.where(changes.c.at >= since)
        if until is not None:
            wanted = wanted.where(changes.c.at < until)
        if source is not None:
            wanted = wanted.where(changes.c.source == source)
        if kinds is not None:
            wanted = wanted.where(changes.c.kind.in_(sorted(kinds)))
        if address is not None:
            with self.database.read() as connection:
                row = located(connection, address)
            wanted = wanted.where(changes.c.document == (None if row is None else row.id))
        yield from self._streamed(wanted.limit(_BATCH))

    def _streamed(self, wanted: AnySelect) -> Iterator[Change]:
        batch = wanted
        while True:
            with self.database.read() as connection:
                told = [read_change(row) for row in connection.execute(batch)]
            yield from told
            if len(told) < _BATCH:
                return
            at, number = told[-1].at, told[-1].number
            later = or_(changes.c.at > at, and_(changes.c.at == at, changes.c.number > number))
            batch = wanted.where(changes.c.at >= at, later)


def selected_changes() -> AnySelect:
    """All changes with their two versions, in order of time; `read_change` reads the rows."""
    return (
        select(changes, versions, _before)
        .join(versions, versions.c.id == changes.c.version)
        .join(_before, _before.c.id == changes.c.previous, isouter=True)
        .order_by(changes.c.at, changes.c.number)
    )


def read_change(row: AnyRow) -> Change:
    """The change in a row of `selected_changes`."""
    return change_of(row, _before)


def _touched(connection: Connection, keys: Sequence[int]) -> Mapping[int, tuple[datetime, ...]]:
    """When each of the documents was found other than before."""
    wanted = select(changes.c.document, changes.c.at).where(
        changes.c.document.in_(keys), changes.c.kind.in_(_TOUCHES)
    )
    times: defaultdict[int, tuple[datetime, ...]] = defaultdict(tuple)
    for row in connection.execute(wanted.order_by(changes.c.number)):
        times[row.document] += (row.at,)
    return times


def _known(row: AnyRow, touched: tuple[datetime, ...]) -> Known:
    return Known(
        address=row.address,
        identity=row.identity,
        first_seen=row.first_live_seen or row.first_seen,
        last_checked=row.last_checked,
        touched=touched,
        absent=row.absences != "[]" and not row.withdrawn,
        due=row.due_at,
    )


def _earlier(connection: Connection, row: AnyRow) -> dict[str, int]:
    older = (
        select(versions.c.fingerprint, versions.c.number)
        .where(versions.c.document == row.id, versions.c.number < row.latest)
        .order_by(versions.c.number)
    )
    return {each.fingerprint: each.number for each in connection.execute(older)}
