"""Recording: what one look at an address showed, written in one transaction and once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, update

from storage.archive import Archive
from storage.connect import Database
from storage.documents import CAPTURE, Addresses, address_key, found, known_under, latest, located, see_source
from storage.joining import take_in
from storage.pages import SEEN_BEFORE
from storage.readings import content_sha256
from storage.records import Change, Observation, Run, Verdict, Version
from storage.revisits import keep_validator
from storage.rows import Times, packed, page_row, unpacked
from storage.runs import write_outcome
from storage.schema import AnyRow, changes, documents, versions
from storage.vocabulary import Kind

_FIRST = (Kind.BASELINE, Kind.NEW)

_NEW_DOCUMENT = insert(documents).returning(documents.c.id)
_NEW_VERSION = insert(versions).returning(versions.c.id)
_NEW_CHANGE = insert(changes).returning(changes.c.number)
_CHANGED_DOCUMENT = update(documents).where(documents.c.id == bindparam("key"))


class Recording:
    """The store's part that writes observations down."""

    database: Database
    archive: Archive

    def record(self, run: Run, observation: Observation, verdict: Verdict, extractor: str) -> Change | None:
        """Write down an observation and its verdict: the body first, then everything in one transaction.

        The change that was written, if any. What is already there is not written again: the same
        observation recorded twice is recorded once, and a verdict that another process has overtaken is
        not written either (the next look decides anew). Nor is a capture older than the last version.
        """
        page = observation.page
        kept = self.archive.keep(page.body) if verdict.document is not None and page.body else None
        with self.database.write() as connection:
            look = _Look(run=run, observation=observation, verdict=verdict, extractor=extractor, body=kept)
            return _written(connection, look)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What there is to write down; `body` is the SHA-256 of the archived body."""

    run: Run
    observation: Observation
    verdict: Verdict
    extractor: str
    body: str | None

    @property
    def at(self) -> datetime:
        return self.observation.page.fetched_at

    @property
    def live(self) -> bool:
        return self.run.purpose not in SEEN_BEFORE

    @property
    def names(self) -> tuple[str, ...]:
        """The addresses of the document that was read."""
        document = self.observation.document
        return () if document is None else (document.address, *document.aliases)

    def keeps_a_version(self, before: tuple[int, Version] | None) -> bool:
        """Whether the verdict's document is to be stored after the version `before`."""
        if self.verdict.document is None:
            return False
        return before is None or self.verdict.kind is Kind.MOVED or not _same(before[1], self.verdict)


def _written(connection: Connection, look: _Look) -> Change | None:
    page, document, verdict = look.observation.page, look.observation.document, look.verdict
    known = known_under(connection, (page.requested, *look.names))
    requested = address_key(connection, known, page.requested)
    reason = verdict.reason or look.observation.reason
    write_outcome(connection, look.run, requested, verdict.outcome, reason, look.at)
    if look.live:
        keep_validator(connection, requested, page, verdict.outcome)
    row = found(connection, page.source, document, known) if document else located(connection, page.requested)
    plain = verdict.kind is None and verdict.document is None and look.live
    before = None if row is None or plain else latest(connection, row)
    if _nothing_new(row, before[1] if before else None, look):
        return None
    return _taken_in(connection, look, known, row, before)


def _taken_in(
    connection: Connection,
    look: _Look,
    known: Addresses,
    row: AnyRow | None,
    before: tuple[int, Version] | None,
) -> Change | None:
    """Bring the document, its versions and changes up to what was seen; `before` is its last version."""
    if row is None:
        see_source(connection, look.observation.page.source, look.at)
        values = _first_values(look)
        key = int(connection.execute(_NEW_DOCUMENT, values).scalar_one())
    else:
        values = _later_values(row, look)
        key = row.id
    for name in look.names:
        address_key(connection, known, name, key)
    after = before
    if look.keeps_a_version(before):
        after = _new_version(connection, key, before[1].number + 1 if before else 1, look)
        take_in(connection, key, after[1].document, look.at)
    if row is not None:
        values["latest"] = after[1].number if after else row.latest
        connection.execute(_CHANGED_DOCUMENT, values | {"key": key})
    if look.verdict.kind is None or after is None:
        return None
    previous = before if after is not before else None
    change = _change(values, row, look, after[1], previous[1] if previous else None)
    return _new_change(connection, change, look, key, after[0], previous[0] if previous else None)


def _nothing_new(row: AnyRow | None, version: Version | None, look: _Look) -> bool:
    """Whether the verdict is on record already, overtaken, or about nothing that is kept."""
    verdict, document = look.verdict, look.observation.document
    if row is None:
        return verdict.document is None or verdict.kind not in (*_FIRST, None)
    if version is None:
        return False
    if not look.live and look.at < version.seen_at:
        return True
    match verdict.kind:
        case Kind.BASELINE | Kind.NEW:
            return True
        case Kind.WITHDRAWN:
            return bool(row.withdrawn)
        case Kind.RESTORED:
            return not row.withdrawn
        case Kind.MOVED:
            return document is None or row.address == document.address
        case Kind.EDITED | Kind.REVERTED:
            return _same(version, verdict)
    return False


def _same(version: Version, verdict: Verdict) -> bool:
    """Whether `version` is what the verdict wants stored: the same folded text and no other day."""
    assert verdict.document is not None
    days = {each.published.day for each in (version.document, verdict.document) if each.published}
    return version.fingerprint == verdict.fingerprint and len(days) < 2


def _first_values(look: _Look) -> dict[str, Any]:
    """The row of a document at its first sight."""
    document = look.verdict.document
    assert document is not None
    return {
        "source": look.observation.page.source,
        "address": document.address,
        "identity": document.identity,
        "first_seen": look.at,
        "first_live_seen": look.at if look.live else None,
        "last_checked": look.at,
        "absences": "[]",
        "withdrawn": False,
        "latest": 1,
    }


def _new_version(connection: Connection, key: int, number: int, look: _Look) -> tuple[int, Version]:
    document = look.verdict.document
    assert document is not None
    version = Version(
        number=number,
        seen_at=look.at,
        document=document,
        fingerprint=look.verdict.fingerprint,
        extractor=look.extractor,
        body_sha256=look.body,
    )
    content = packed(document)
    row = {
        "document": key,
        "number": number,
        "run": look.run.number,
        "seen_at": look.at,
        "title": document.title,
        "content": content,
        "sha256": content_sha256(content),
        "fingerprint": version.fingerprint,
        "extractor": version.extractor,
        "body_sha256": version.body_sha256,
        "page": page_row(look.observation.page),
    }
    return int(connection.execute(_NEW_VERSION, row).scalar_one()), version


def _later_values(row: AnyRow, look: _Look) -> dict[str, Any]:
    """What becomes of the row of a document that is known."""
    document, verdict = look.observation.document, look.verdict
    values: dict[str, Any] = {
        "source": row.source,
        "address": row.address,
        "last_checked": max(row.last_checked, look.at),
        "absences": packed(verdict.absences),
        # Any step told after a withdrawal takes it back.
        "withdrawn": verdict.kind is Kind.WITHDRAWN or (row.withdrawn and verdict.kind is None),
    }
    if document is None:
        return values
    values["identity"] = document.identity or row.identity
    if look.live and row.first_live_seen is None:
        # A capture goes over to the source that first reads it on the site itself.
        values |= {"first_live_seen": look.at, "source": look.observation.page.source}
    renamed = verdict.document is not None or verdict.kind is Kind.MOVED or row.address.startswith(CAPTURE)
    if renamed and not document.address.startswith(CAPTURE):
        values["address"] = document.address
    return values


def _change(
    standing: Mapping[str, Any], row: AnyRow | None, look: _Look, version: Version, previous: Version | None
) -> Change:
    """The change as it will be told, without its number."""
    verdict, absences = look.verdict, look.verdict.absences
    assert verdict.kind is not None
    if row is not None and verdict.kind is Kind.RESTORED:
        # It was absent until now: its reader wants to know since when.
        absences = unpacked(Times, row.absences)
    return Change(
        number=0,
        source=standing["source"],
        address=standing["address"],
        kind=verdict.kind,
        at=look.at,
        version=version,
        previous=previous,
        hunks=verdict.hunks,
        significance=verdict.significance,
        reason=verdict.reason,
        same_as=verdict.same_as,
        absences=absences,
    )


def _new_change(
    connection: Connection, change: Change, look: _Look, document: int, version: int, previous: int | None
) -> Change:
    row = {
        "document": document,
        "source": change.source,
        "address": change.address,
        "kind": change.kind,
        "at": change.at,
        "run": look.run.number,
        "version": version,
        "previous": previous,
        "hunks": packed(change.hunks),
        "significance": packed(change.significance),
        "reason": change.reason,
        "same_as": change.same_as,
        "absences": packed(change.absences),
    }
    return replace(change, number=connection.execute(_NEW_CHANGE, row).scalar_one())
