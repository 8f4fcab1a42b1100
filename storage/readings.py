"""Readings: what a set of rules found in the text of a version, kept so that it is read once."""

from collections.abc import Mapping
from hashlib import sha256
from itertools import islice
from typing import TypeVar

from sqlalchemy import delete, insert, select

from storage.connect import Database
from storage.records import Document
from storage.rows import packed, unpacked
from storage.schema import readings

T = TypeVar("T")
_BATCH = 200


class Readings:
    """The store's part that keeps readings: one a text, that of the rules that read it last."""

    database: Database

    def reading(self, document: Document, rules: str, shape: type[T]) -> T | None:
        """What the rules with the fingerprint `rules` found in `document`, a value of type `shape`.

        None where other rules read it last, or none did.
        """
        wanted = select(readings.c.found).where(
            readings.c.sha256 == content_sha256(packed(document)), readings.c.rules == rules
        )
        with self.database.read() as connection:
            found: str | None = connection.execute(wanted).scalar_one_or_none()
        return None if found is None else unpacked(shape, found)

    def keep_readings(self, rules: str, found: Mapping[Document, object]) -> None:
        """Write down what those rules found; what other rules had found in the same texts is replaced."""
        left = iter(found.items())
        while batch := list(islice(left, _BATCH)):
            rows = {
                content_sha256(packed(document)): {"rules": rules, "found": packed(value)}
                for document, value in batch
            }
            with self.database.write() as connection:
                connection.execute(delete(readings).where(readings.c.sha256.in_(list(rows))))
                connection.execute(insert(readings), [{"sha256": key} | row for key, row in rows.items()])


def content_sha256(content: str) -> str:
    """The name of a version's content, `versions.sha256`, by which its reading is kept."""
    return sha256(content.encode()).hexdigest()
