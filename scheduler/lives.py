"""What happened to each document in a period: the changes of one document as one life."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storage.diff import changed, compare
from storage.records import Change, Document, Hunk, Significance, Version
from storage.significance import weigh
from storage.vocabulary import Kind

_WORDS = (Kind.EDITED, Kind.REVERTED)
_FATES = (Kind.WITHDRAWN, Kind.RESTORED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The net way from a text before the period to the text after it. Nothing in `hunks`: put back."""

    old: Version
    new: Version
    hunks: tuple[Hunk, ...]
    significance: Significance
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """The changes of one document in order."""

    changes: tuple[Change, ...]

    @property
    def number(self) -> int:
        """The number of the first change: the life's own, for the same changes."""
        return self.changes[0].number

    @property
    def source(self) -> str:
        return self.changes[-1].source

    @property
    def latest(self) -> Version:
        return self.changes[-1].version

    @property
    def document(self) -> Document:
        return self.latest.document

    @property
    def documents(self) -> tuple[Document, ...]:
        """Every state of the text that the period knows, the latest first."""
        states = [self.document]
        for change in reversed(self.changes):
            states += [version.document for version in (change.version, change.previous) if version]
        return tuple(dict.fromkeys(states))

    @property
    def numbers(self) -> frozenset[int]:
        return frozenset(change.number for change in self.changes)

    @property
    def first_seen_at(self) -> datetime:
        return self.changes[0].version.seen_at

    def has(self, kind: Kind) -> bool:
        return any(change.kind is kind for change in self.changes)

    def fates(self) -> tuple[Change, ...]:
        """The withdrawals and returns."""
        return tuple(change for change in self.changes if change.kind in _FATES)

    def difference(self) -> Difference | None:
        """The net difference over the period, or None where the text was never edited.

        A page that comes back with another text was edited too.
        """
        edits = tuple(change for change in self.changes if _rewrites(change))
        if not edits or edits[0].previous is None:
            return None
        old, new = edits[0].previous, edits[-1].version
        hunks, significance = edits[0].hunks, edits[0].significance
        if len(edits) > 1:
            whole = compare(old.document, new.document)
            hunks, significance = whole, weigh(old.document, new.document, whole)
        return Difference(old=old, new=new, hunks=changed(hunks), significance=significance, changes=edits)


def _rewrites(change: Change) -> bool:
    return change.previous is not None and (
        change.kind in _WORDS or (change.kind is Kind.RESTORED and bool(changed(change.hunks)))
    )


def lives(changes: Iterable[Change]) -> tuple[Life, ...]:
    """The changes grouped by document, across a change of address, in the order of their first ones."""
    told: dict[str, list[Change]] = {}
    moved: dict[str, str] = {}
    for change in sorted(changes, key=lambda each: (each.at, each.number)):
        key = change.address
        if change.previous is not None:
            before = change.previous.document.address
            key = before if before in told else key
        key = moved.get(key, key)
        moved.setdefault(change.version.document.address, key)
        told.setdefault(key, []).append(change)
    return tuple(Life(changes=tuple(group)) for group in told.values())
