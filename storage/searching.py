"""Searching: the full text of every version, in SQLite's FTS5 or PostgreSQL's GIN, with the same answers."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, exists, select, text

from storage.connect import Database
from storage.query import Query, for_fts5, for_tsquery, wanted
from storage.records import Document, Version
from storage.rows import unpacked, version_of
from storage.schema import AnyRow, AnySelect, changes, documents, versions
from storage.snippets import Snippet, snippet
from storage.terms import searched, terms
from storage.vocabulary import Kind

_BATCH = 500
_LAST_PLACE = 16_383
"""PostgreSQL keeps no place of a word beyond this one, and 256 places of each: phrases are found up to there."""

_NEWEST = {
    "sqlite": "SELECT coalesce(max(id), 0) FROM searched_docsize",
    "postgresql": "SELECT coalesce(max(version), 0) FROM searched",
}
_ADDED = {
    "sqlite": "INSERT INTO searched (rowid, text) VALUES (:version, :text)",
    "postgresql": "INSERT INTO searched (version, text) VALUES (:version, CAST(:text AS tsvector))",
}
_TAKEN_OUT = {
    "sqlite": "INSERT INTO searched (searched, rowid, text) VALUES ('delete', :version, :text)",
    "postgresql": "DELETE FROM searched WHERE version = :version",
}
_MATCHING = {
    "sqlite": "versions.id IN (SELECT rowid FROM searched WHERE searched MATCH :query)",
    "postgresql": "versions.id IN (SELECT version FROM searched WHERE text @@ CAST(:query AS tsquery))",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """A version in which a query was found, and what its document's life step it was, if it was one."""

    source: str
    address: str
    version: Version
    kind: Kind | None
    snippet: Snippet


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Where to look: versions of one source, seen in [since, until), that were a change of one kind."""

    source: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    kind: Kind | None = None


class Searching:
    """The store's part that finds versions by their words."""

    database: Database

    def index(self, step: Callable[[int, int], None] = lambda *_: None) -> None:
        """Bring the index up to all that is stored. `step` is told how far it is: version, of the last one."""
        while True:
            with self.database.write() as connection:
                after = connection.execute(text(_NEWEST[connection.dialect.name])).scalar_one()
                missing = select(versions).where(versions.c.id > after).order_by(versions.c.id).limit(_BATCH)
                rows = connection.execute(missing).all()
                if not rows:
                    return
                added = [{"version": row.id, "text": _indexed(connection, row)} for row in rows]
                connection.execute(text(_ADDED[connection.dialect.name]), added)
            step(rows[-1].id, rows[-1].id)

    def search(self, query: Query, limits: Limits = Limits()) -> Iterator[Find]:  # it is frozen
        """The versions that `query` finds, the last stored first. The index is brought up to them before."""
        self.index()
        words = wanted(query)
        before: int | None = None
        while True:
            with self.database.read() as connection:
                rows = connection.execute(*_selection(connection, query, limits, before)).all()
                kinds = _kinds(connection, [row._mapping[versions.c.id] for row in rows])
            for row in rows:
                version, key = version_of(row), row._mapping[versions.c.id]
                yield Find(
                    source=row._mapping[documents.c.source],
                    address=row._mapping[documents.c.address],
                    version=version,
                    kind=kinds.get(key),
                    snippet=snippet(_whole(version.document), words),
                )
            if len(rows) < _PAGE:
                return
            before = rows[-1]._mapping[versions.c.id]


_PAGE = 50


def taken_out(connection: Connection, row: AnyRow) -> None:
    """Take the text of a version, in a row of `versions`, out of the index, if it is in it."""
    newest = connection.execute(text(_NEWEST[connection.dialect.name])).scalar_one()
    if row.id <= newest:
        values = {"version": row.id, "text": searched(_whole(unpacked(Document, row.content)))}
        connection.execute(text(_TAKEN_OUT[connection.dialect.name]), values)


def _selection(
    connection: Connection, query: Query, limits: Limits, before: int | None
) -> tuple[AnySelect, dict[str, str]]:
    engine = connection.dialect.name
    found = (
        select(versions, documents.c.source, documents.c.address)
        .join(documents, documents.c.id == versions.c.document)
        .where(text(_MATCHING[engine]))
        .order_by(versions.c.id.desc())
        .limit(_PAGE)
    )
    if before is not None:
        found = found.where(versions.c.id < before)
    if limits.source is not None:
        found = found.where(documents.c.source == limits.source)
    if limits.since is not None:
        found = found.where(versions.c.seen_at >= limits.since)
    if limits.until is not None:
        found = found.where(versions.c.seen_at < limits.until)
    if limits.kind is not None:
        found = found.where(exists().where(changes.c.version == versions.c.id, changes.c.kind == limits.kind))
    return found, {"query": for_fts5(query) if engine == "sqlite" else for_tsquery(query)}


def _kinds(connection: Connection, keys: list[int]) -> dict[int, Kind]:
    """The step with which each version came."""
    told = select(changes.c.version, changes.c.kind).where(changes.c.version.in_(keys))
    rows = connection.execute(told.order_by(changes.c.number.desc()))
    return {row.version: Kind(row.kind) for row in rows}


def _indexed(connection: Connection, row: AnyRow) -> str:
    whole = _whole(unpacked(Document, row.content))
    if connection.dialect.name == "sqlite":
        return searched(whole)
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, term in enumerate(terms(whole), 1):
        if place <= _LAST_PLACE:
            places[term.form].append(place)
        else:
            places.setdefault(term.form, [_LAST_PLACE])
    return " ".join(f"{form}:{','.join(map(str, at))}" for form, at in places.items())


def _whole(document: Document) -> str:
    return "\n".join((document.title, *document.blocks))
