"""Lineage: the copies of one story, which of them is the origin, and from whom each of the others is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from storage.credits import agency
from storage.records import Document
from storage.sketch import same_address


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A document in a story, as it stands in its latest version, `version`, first seen at `seen_at`.

    `first_seen` is the first sight of the document; `reason` says why it joined, `matched` the address of the
    copy that it was found alike with, both empty for the one that was there first.
    """

    source: str
    document: Document
    version: int
    first_seen: datetime
    seen_at: datetime
    withdrawn: bool = False
    reason: str = ""
    matched: str = ""

    @property
    def address(self) -> str:
        return self.document.address


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Copies of one text in the order of their first sights; `total` counts those left out as well."""

    number: int
    copies: tuple[Copy, ...]
    total: int

    def origin(self, aggregators: Collection[str]) -> Copy:
        """The copy that the others are from: by their links, else none of an aggregator's, else one that
        credits nobody else, else the first published, the first seen, the longest.

        `aggregators` are the names of the sources that only reprint.
        """
        return min(self.copies, key=lambda copy: _rank(copy, self.copies, aggregators))

    def reprints(self, aggregators: Collection[str]) -> tuple[Copy, ...]:
        """All but the origin, in the order of their first sights."""
        origin = self.origin(aggregators)
        return tuple(copy for copy in self.copies if copy is not origin)

    @property
    def agency(self) -> str:
        """The news agency that a copy credits, or an empty string: the dispatch itself may not be among us."""
        return next(filter(None, (agency(copy.document) for copy in self.copies)), "")

    def copy_at(self, address: str) -> Copy | None:
        """The copy with that address."""
        return next((copy for copy in self.copies if address in (copy.address, *copy.document.aliases)), None)


def _rank(copy: Copy, copies: Collection[Copy], aggregators: Collection[str]) -> tuple[object, ...]:
    document = copy.document
    names = (document.address, *document.aliases)
    links = sum(
        any(same_address(other.document.origin, name) for name in names)
        for other in copies
        if other is not copy
    )
    published = document.published
    return (
        -links,
        copy.source in aggregators or bool(document.origin),
        bool(agency(document)),
        published.day if published else date.max,
        copy.first_seen,
        -sum(map(len, document.blocks)),
        copy.address,
    )
