"""Look: one observation with its verdict, as it is written down, and the rows that come of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.documents import CAPTURE
from storage.pages import SEEN_BEFORE
from storage.readings import content_sha256
from storage.records import Change, Observation, Run, Verdict, Version
from storage.rows import Times, packed, page_row, unpacked
from storage.schema import AnyRow
from storage.vocabulary import Kind

_FIRST = (Kind.BASELINE, Kind.NEW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
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

    def keeps_a_version(self, before: Version | None) -> bool:
        """Whether the verdict's document is to be stored after the version `before`."""
        if self.verdict.document is None:
            return False
        return before is None or self.verdict.kind is Kind.MOVED or not _same(before, self.verdict)

    def says_nothing_new(self, row: AnyRow | None, version: Version | None) -> bool:
        """Whether the verdict is on record already, overtaken, or about nothing that is kept."""
        verdict, document = self.verdict, self.observation.document
        if row is None:
            return verdict.document is None or verdict.kind not in (*_FIRST, None)
        if version is None:
            return False
        if not self.live and self.at < version.seen_at:
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

    def version(self, number: int) -> Version:
        """The version that is to be stored."""
        assert self.verdict.document is not None
        return Version(
            number=number,
            seen_at=self.at,
            document=self.verdict.document,
            fingerprint=self.verdict.fingerprint,
            extractor=self.extractor,
            body_sha256=self.body,
        )


def first_row(look: Look) -> dict[str, Any]:
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


def later_row(row: AnyRow, look: Look) -> dict[str, Any]:
    """What becomes of the row of a document that is known."""
    document, verdict = look.observation.document, look.verdict
    values: dict[str, Any] = {
        "source": row.source,
        "address": row.address,
        "identity": row.identity,
        "first_live_seen": row.first_live_seen,
        "last_checked": max(row.last_checked, look.at),
        "absences": packed(verdict.absences),
        # Any step told after a withdrawal takes it back.
        "withdrawn": verdict.kind is Kind.WITHDRAWN or (row.withdrawn and verdict.kind is None),
        "latest": row.latest,
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


def version_row(look: Look, version: Version, document: int) -> dict[str, Any]:
    """The row of a version of the document with that key."""
    content = packed(version.document)
    return {
        "document": document,
        "number": version.number,
        "run": look.run.number,
        "seen_at": version.seen_at,
        "title": version.document.title,
        "content": content,
        "sha256": content_sha256(content),
        "fingerprint": version.fingerprint,
        "extractor": version.extractor,
        "body_sha256": version.body_sha256,
        "page": page_row(look.observation.page),
    }


def told(
    standing: Mapping[str, Any], row: AnyRow | None, look: Look, version: Version, previous: Version | None
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


def change_row(change: Change, run: int, document: int, version: int, previous: int | None) -> dict[str, Any]:
    """The row of a change, by the keys of what it is about."""
    return {
        "document": document,
        "source": change.source,
        "address": change.address,
        "kind": change.kind,
        "at": change.at,
        "run": run,
        "version": version,
        "previous": previous,
        "hunks": packed(change.hunks),
        "significance": packed(change.significance),
        "reason": change.reason,
        "same_as": change.same_as,
        "absences": packed(change.absences),
    }


def _same(version: Version, verdict: Verdict) -> bool:
    """Whether `version` is what the verdict wants stored: the same folded text and no other day."""
    assert verdict.document is not None
    days = {each.published.day for each in (version.document, verdict.document) if each.published}
    return version.fingerprint == verdict.fingerprint and len(days) < 2
