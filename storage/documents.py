"""Finding a document's row: by its address, its aliases, its identity, or as an adopted capture."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.columns import indexable
from storage.fold import fold
from storage.records import Document, Version
from storage.rows import version_of
from storage.schema import AnyRow, addresses, documents, sources, versions

CAPTURE = "capture:"
"""What the address of a document begins with that was captured without one."""


_UNDER = select(addresses).where(addresses.c.address.in_(bindparam("names", expanding=True)))
_DOCUMENT = select(documents).where(documents.c.id == bindparam("key"))
_SAME = (
    select(documents).where(documents.c.identity == bindparam("identity")).order_by(documents.c.id).limit(1)
)
# Of all sources: there are few, and the index is that of the addresses.
_CAPTURES = (
    select(documents, versions.c.title)
    .join(versions, (versions.c.document == documents.c.id) & (versions.c.number == documents.c.latest))
    .where(documents.c.address >= CAPTURE, documents.c.address < CAPTURE[:-1] + ";")
    .order_by(documents.c.id)
)
_NEW_ADDRESS = insert(addresses).returning(addresses.c.id)

Addresses = dict[str, tuple[int, int | None]]
"""Stored addresses, each with its key and that of the document known under it."""


def located(connection: Connection, address: str, known: Addresses | None = None) -> AnyRow | None:
    """The document known under `address`, its own or an alias; `known` as for `found`."""
    return _first(connection, known_under(connection, [address]) if known is None else known, [address])


def found(
    connection: Connection,
    source: str,
    document: Document,
    known: Addresses | None = None,
    *,
    captured: bool = True,
) -> AnyRow | None:
    """The row of the document that `document`, read by `source`, is: by address, alias, identity, adoption.

    `known` is what is known under its addresses, where that was asked for before, and `captured` whether
    there are captures to adopt at all.
    """
    names = [document.address, *document.aliases]
    row = _first(connection, known_under(connection, names) if known is None else known, names)
    if row is None and document.identity is not None:
        row = connection.execute(_SAME, {"identity": document.identity}).first()
    if row is None and captured and not document.address.startswith(CAPTURE):
        row = _adopted(connection, source, document.title)
    return row


def holds_captures(connection: Connection) -> bool:
    """Whether there are documents without an address of their own."""
    return connection.execute(_CAPTURES.limit(1)).first() is not None


def known_under(connection: Connection, names: Iterable[str]) -> Addresses:
    """What is known under the addresses `names`."""
    rows = connection.execute(_UNDER, {"names": list(names)})
    return {row.address: (row.id, row.document) for row in rows}


def address_key(connection: Connection, known: Addresses, address: str, document: int | None = None) -> int:
    """The key of `address`, made where `known` has none; `document` is noted where none is known under it."""
    name = indexable(address)
    key, noted = known.get(name, (None, None))
    if key is None:
        key = connection.execute(_NEW_ADDRESS, {"address": name, "document": document}).scalar_one()
    elif document is not None and noted is None:
        connection.execute(update(addresses).where(addresses.c.id == key).values(document=document))
    else:
        document = noted
    known[name] = (key, document)
    return key


def latest(connection: Connection, row: AnyRow) -> tuple[int, Version]:
    """The key of the last version of the document in `row`, and the version."""
    newest = select(versions).where(versions.c.document == row.id, versions.c.number == row.latest)
    version = connection.execute(newest).one()
    return version._mapping[versions.c.id], version_of(version)


def _first(connection: Connection, known: Addresses, names: Iterable[str]) -> AnyRow | None:
    for name in names:
        _, document = known.get(indexable(name), (None, None))
        if document is not None:
            return connection.execute(_DOCUMENT, {"key": document}).one()
    return None


def see_source(connection: Connection, name: str, at: datetime) -> None:
    """Note a source at its first sight."""
    if connection.execute(select(sources.c.name).where(sources.c.name == name)).first() is None:
        connection.execute(insert(sources).values(name=name, first_seen=at))


def _adopted(connection: Connection, source: str, title: str) -> AnyRow | None:
    captures = [row for row in connection.execute(_CAPTURES) if row.source == source]
    wanted = fold(title) if captures else ""
    return next((row for row in captures if fold(row.title) == wanted), None)
