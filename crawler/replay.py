"""Replay: a stored history read and decided on by today's rules, beside what was told at the time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from crawler.extractor_process import Extractor
from crawler.observe import side_by_side
from crawler.source import Source
from storage.decide import decide
from storage.errors import MissingBody
from storage.records import Change, History, Observation, Page, Version
from storage.store import Store
from storage.vocabulary import Kind, Outcome

EDITS = frozenset({Kind.EDITED, Kind.REVERTED})
"""The kinds that depend on how pages are read and compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A step to a version that was `told` as an edit or not, and of which `today` says the contrary.

    `change` is the number of the change that was told; `reason` is today's.
    """

    address: str
    version: int
    at: datetime
    change: int | None
    told: Kind | None
    today: Kind | None
    reason: str


class Replay:
    """Reads the versions of documents again, in order, and changes nothing in the store.

    `documents` and `versions` count what was gone through; `unreadable` says of each stored page that is
    missing or damaged what is wrong: its version stands in as it was read at the time.
    """

    def __init__(self, store: Store, extractor: Extractor) -> None:
        self.documents = 0
        self.versions = 0
        self.unreadable: list[str] = []
        self._store = store
        self._extractor = extractor

    def of(self, address: str, source: Source) -> Iterator[Difference]:
        """What differs in the history of the document at `address`, read as a page of `source`."""
        made = {
            change.version.number: change
            for change in self._store.changes(address=address)
            if change.previous is not None
        }
        latest: Version | None = None
        earlier: dict[str, int] = {}
        self.documents += 1
        for version in self._store.versions(address):
            change = made.get(version.number)
            observation = self._read(address, version, source)
            before = latest
            if latest is not None:
                observation, before = side_by_side(observation, latest, earlier)
            back = change is not None and change.kind is Kind.RESTORED
            history = History(latest=before, earlier=earlier, withdrawn=back)
            verdict = decide(history, observation, version.seen_at)
            today = verdict.kind if verdict.kind in EDITS else None
            if version.number > 1 and (today is None) != (_told(change) is None):
                yield _difference(address, version, change, today, verdict.reason)
            if verdict.document is not None:
                if latest is not None:
                    earlier.setdefault(latest.fingerprint, latest.number)
                latest = Version(
                    number=version.number,
                    seen_at=version.seen_at,
                    document=verdict.document,
                    fingerprint=verdict.fingerprint,
                    extractor=version.extractor,
                )

    def _read(self, address: str, version: Version, source: Source) -> Observation:
        """Today's look at the page of a version."""
        self.versions += 1
        try:
            page = self._store.page(address, version.number)
        except MissingBody as error:
            self.unreadable.append(f"{address}, version {version.number}: {error}")
            page = None
        if page is not None:
            return self._extractor.observe(page, source)
        at = version.document.address
        kept = Page(source="", requested=at, address=at, fetched_at=version.seen_at, status=200)
        return Observation(outcome=Outcome.ARTICLE, page=kept, document=version.document)


def _told(change: Change | None) -> Kind | None:
    return change.kind if change is not None and change.kind in EDITS else None


def _difference(
    address: str, version: Version, change: Change | None, today: Kind | None, reason: str
) -> Difference:
    told = _told(change)
    return Difference(
        address=address,
        version=version.number,
        at=version.seen_at,
        change=change.number if change and told else None,
        told=told,
        today=today,
        reason=reason,
    )
