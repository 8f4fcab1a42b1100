"""Verifying: every hash of what is stored, computed again from what is there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import func, select, type_coerce
from sqlalchemy.types import NullType

from storage import compression
from storage.archive import Archive
from storage.compression import opened_text
from storage.connect import Database
from storage.errors import MissingBody
from storage.schema import AnyRow, documents, erasures, removals, versions

_BATCH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """A stored thing that is no longer what it was: a `document` (the text of a version) or a `body`."""

    part: str
    address: str
    version: int
    sha256: str
    reason: str


@dataclass(slots=True)
class Tally:
    """What was looked at: texts and bodies recomputed, and how many are known to have been taken out."""

    documents: int = 0
    bodies: int = 0
    erased: int = 0
    removed: int = 0


class Verifying:
    """The store's part that looks whether all is as it was written."""

    database: Database
    archive: Archive

    def verify(
        self, tally: Tally, since: datetime | None = None, step: Callable[[int, int], None] = lambda *_: None
    ) -> Iterator[Flaw]:
        """Every flaw in the versions seen from `since` on, counting into `tally` what was looked at.

        What was erased or pruned on record is none. `step` is told how many versions are done, of how many.
        """
        wanted = (
            select(
                versions.c.id,
                versions.c.number,
                type_coerce(versions.c.content, NullType()).label("content"),
                versions.c.sha256,
                versions.c.body_sha256,
                documents.c.address,
                erasures.c.document.label("erased"),
            )
            .join(documents, documents.c.id == versions.c.document)
            .join(erasures, erasures.c.document == versions.c.document, isouter=True)
            .order_by(versions.c.id)
            .limit(_BATCH)
        )
        many = select(func.count()).select_from(versions)
        if since is not None:
            wanted, many = (each.where(versions.c.seen_at >= since) for each in (wanted, many))
        with self.database.read() as connection:
            removed = set(connection.execute(select(removals.c.body_sha256)).scalars())
            of = connection.execute(many).scalar_one()
        done, after, seen = 0, 0, set[str]()
        while True:
            with self.database.read() as connection:
                rows = connection.execute(wanted.where(versions.c.id > after)).all()
            if not rows:
                return
            for row in rows:
                yield from _text_flaws(row, tally)
                if row.body_sha256 is not None and row.body_sha256 not in seen:
                    seen.add(row.body_sha256)
                    yield from self._body_flaws(row, tally, removed)
            done, after = done + len(rows), rows[-1].id
            step(done, of)

    def _body_flaws(self, row: AnyRow, tally: Tally, removed: set[str]) -> Iterator[Flaw]:
        if row.body_sha256 in removed and not self.archive.path(row.body_sha256).exists():
            tally.removed += 1
            return
        tally.bodies += 1
        try:
            self.archive.body(row.body_sha256)
        except MissingBody as error:
            yield _flaw("body", row, row.body_sha256, str(error))


def _text_flaws(row: AnyRow, tally: Tally) -> Iterator[Flaw]:
    if row.erased is not None:
        tally.erased += 1
        return
    tally.documents += 1
    try:
        text = row.content if isinstance(row.content, str) else opened_text(bytes(row.content))
    except (compression.Error, UnicodeDecodeError) as error:
        yield _flaw("document", row, row.sha256, f"cannot be read ({error}): restore a backup")
        return
    if sha256(text.encode()).hexdigest() != row.sha256:
        yield _flaw("document", row, row.sha256, "is not the text that was stored: restore a backup")


def _flaw(part: str, row: AnyRow, name: str, reason: str) -> Flaw:
    return Flaw(part=part, address=row.address, version=row.number, sha256=name, reason=reason)
