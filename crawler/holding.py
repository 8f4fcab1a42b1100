"""Held: edits of nothing but edge lines, kept back until it shows whether the site or its newsroom made them."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from crawler.learning import learned
from crawler.recorder import Weighed
from storage.furnishing import Furnishing
from storage.records import Document

FEWEST = 3
"""At the edge of how many known documents a line comes or goes in one crawl that is furniture."""

MOST = 200
LARGEST = 64 * 1024 * 1024
"""Bytes of pages that are kept back at most."""

_ENOUGH = 20  # to learn from
_CAME = "it came to several articles in one crawl"
_WENT = "it went from several articles in one crawl"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edit:
    weighed: Weighed
    lines: frozenset[str]
    old: Document
    new: Document


class Held:
    """The edits kept back, by the address that was asked for."""

    def __init__(self) -> None:
        self._edits: dict[str, _Edit] = {}

    def hold(self, weighed: Weighed, lines: frozenset[str]) -> None:
        """Keep an edit of a known document back, whose `lines`, folded, came or went at its edges."""
        page, old, new = weighed.observation.page, weighed.latest, weighed.observation.document
        assert old is not None and new is not None
        slim = replace(weighed, observation=replace(weighed.observation, page=replace(page, text="")))
        self._edits[page.requested] = _Edit(weighed=slim, lines=lines, old=old.document, new=new)

    def furniture(
        self, at: datetime, known: Collection[str], never: Collection[str]
    ) -> tuple[Furnishing, ...]:
        """What of the lines is furniture: it stood at the edges of several that have nothing else in common."""
        counted = Counter(line for edit in self._edits.values() for line in edit.lines)
        often = {line for line, count in counted.items() if count >= FEWEST}
        edits = [edit for edit in self._edits.values() if not often.isdisjoint(edit.lines)][-_ENOUGH:]
        came = learned([edit.new for edit in edits], at, known=known, never=never, fewest=FEWEST, why=_CAME)
        went = learned([edit.old for edit in edits], at, known=known, never=never, fewest=FEWEST, why=_WENT)
        return tuple({each.line: each for each in (*went, *came) if each.line in often}.values())

    def touched(self, found: Collection[Furnishing]) -> list[Weighed]:
        """Give back the edits in which these lines came or went."""
        lines = {each.line for each in found}
        addresses = [name for name, edit in self._edits.items() if not lines.isdisjoint(edit.lines)]
        return [self._edits.pop(address).weighed for address in addresses]

    def surplus(self) -> Iterator[Weighed]:
        """Give back the oldest edits, as many as are too many to keep."""
        while len(self._edits) > MOST or self._size() > LARGEST:
            yield self._edits.pop(next(iter(self._edits))).weighed

    def all(self) -> Iterator[Weighed]:
        """Give back every edit, in the order in which they came."""
        while self._edits:
            yield self._edits.pop(next(iter(self._edits))).weighed

    def _size(self) -> int:
        return sum(len(edit.weighed.observation.page.body) for edit in self._edits.values())
