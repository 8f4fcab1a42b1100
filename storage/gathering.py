"""Rows on their way into one transaction: gathered, and then written with one statement a table."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Executable, bindparam, func, insert, select, update

from storage.checks import NEW_CHECK
from storage.columns import indexable
from storage.documents import CAPTURE, Addresses, holds_captures
from storage.records import Document
from storage.runs import NEW_OUTCOME
from storage.schema import addresses, changes, documents, versions

Row = dict[str, Any]

_KEYED = {"documents": documents.c.id, "addresses": addresses.c.id, "versions": versions.c.id}
_KEYED["changes"] = changes.c.number

_WRITES: Mapping[str, Executable | Mapping[str, Executable]] = {
    "documents": insert(documents),
    "addresses": insert(addresses),
    "named": update(addresses).where(addresses.c.id == bindparam("key")),
    "versions": insert(versions),
    "checks": NEW_CHECK,
    "changed": update(documents).where(documents.c.id == bindparam("key")),
    "changes": insert(changes),
    "outcomes": NEW_OUTCOME,
}
"""In the order in which each finds what it refers to. A check counts for the version that was the last."""


class Gathered:
    """Rows to be written in `connection`, where nobody else writes; `known` grows by what is gathered.

    `looks` is how many they come from, by which keys are asked for; `texts` are the documents of new
    versions, by the keys of theirs, with the times at which they were seen.
    """

    def __init__(self, connection: Connection, known: Addresses, looks: int) -> None:
        self.connection = connection
        self.known = known
        self._looks = looks
        self.captured = holds_captures(connection)
        self._rows: dict[str, list[Row]] = {name: [] for name in _WRITES}
        self._keys: dict[str, Iterator[int]] = {}
        self.texts: list[tuple[int, Document, datetime]] = []
        self._pending: set[int] = set()  # documents that are not in the database as they are to be

    def add(self, name: str, row: Row) -> int:
        """Gather a row that is to be inserted; its key."""
        column = _KEYED[name]
        row[column.name] = key = self._next(name, column)
        self._rows[name].append(row)
        if name == "documents":
            self._pending.add(key)
        return key

    def change(self, document: int, row: Row) -> None:
        """Gather what becomes of the row of a document."""
        self._rows["changed"].append(row | {"key": document})
        self._pending.add(document)

    def note(self, name: str, row: Row) -> None:
        """Gather an outcome or a check, which a later one of the same replaces or counts on."""
        self._rows[name].append(row)

    def address(self, address: str, document: int | None = None) -> int:
        """The key of `address`; `document` is noted where none is known under it."""
        name = indexable(address)
        key, noted = self.known.get(name, (None, None))
        if key is None:
            key = self.add("addresses", {"address": name, "document": document})
        elif document is not None and noted is None:
            self._rows["named"].append({"key": key, "document": document})
        else:
            document = noted
        self.known[name] = (key, document)
        return key

    def settle(self, names: tuple[str, ...], document: Document | None) -> None:
        """Write what is gathered if it bears on who the document is that is known under `names`."""
        under = {self.known.get(indexable(name), (None, None))[1] for name in names}
        new = self._rows["documents"]
        alike = document is not None and any(
            (row["identity"] is not None and row["identity"] == document.identity)
            or row["address"].startswith(CAPTURE)
            for row in new
        )
        if alike or under & self._pending:
            self.write()

    def write(self) -> None:
        """Write all that is gathered."""
        new = self._rows["documents"]
        self.captured = self.captured or any(row["address"].startswith(CAPTURE) for row in new)
        for name, written in _WRITES.items():
            rows = self._rows[name]
            if rows:
                if isinstance(written, Mapping):
                    written = written[self.connection.dialect.name]
                self.connection.execute(written, rows)
                self._rows[name] = []
        self._pending.clear()

    def _next(self, name: str, column: Column[int]) -> int:
        if name not in self._keys:
            self._keys[name] = _keys(self.connection, column, self._looks)
        return next(self._keys[name])


def _keys(connection: Connection, column: Column[int], ahead: int) -> Iterator[int]:
    """Keys that no row has: on SQLite those after the last one, as it counts itself; else the sequence's, `ahead`
    at once."""
    if connection.dialect.name == "sqlite":
        key = connection.execute(select(func.coalesce(func.max(column), 0))).scalar_one()
        while True:
            yield (key := key + 1)
    sequence = func.pg_get_serial_sequence(column.table.name, column.name)
    wanted = select(func.nextval(sequence)).select_from(func.generate_series(1, ahead))
    while True:
        yield from connection.execute(wanted).scalars().all()
