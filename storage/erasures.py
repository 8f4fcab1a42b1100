"""Erasures: documents whose words were taken out for a legal demand, and stay out."""

from sqlalchemy import Connection, bindparam, select

from storage.schema import erasures

_ERASED = select(erasures.c.document).where(erasures.c.document == bindparam("document"))


def is_erased(connection: Connection, document: int) -> bool:
    """Whether the document of that key was erased: nothing of it is written any more."""
    return connection.execute(_ERASED, {"document": document}).first() is not None
