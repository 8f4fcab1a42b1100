"""Owns what two looks at a page show together: rows of headlines at its edges that turn over, and are no edit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from crawler.furniture import is_headline
from crawler.phrases import plain
from storage.fold import fold
from storage.records import Document

TURNS_OVER = "turns_over"
"""The note of a document from whose edges such rows were taken."""

FEWEST = 3
"""Headlines in a row on both sides; on one side alone, one more."""

_SHORTEST = 5
"""Words of a headline, on average: the items of a list have fewer."""

_FOREIGN = 0.75
"""The share of the headlines that come and go which must not be about what the article is about."""

_ABOUT = 1 / 3
"""The share of a headline's telling words that stand in the article too, where it is about the same."""

_FEW = 6
_ALIKE = 0.6
_TELLING = re.compile(r"[^\W\d_]{5,}")


@dataclass(frozen=True, slots=True)
class _Text:
    """A document's blocks in the order in which an edge is looked at, and folded."""

    blocks: tuple[str, ...]
    folded: tuple[str, ...]

    @classmethod
    def of(cls, document: Document) -> "_Text":
        return cls(document.blocks, tuple(map(fold, document.blocks)))

    def reversed(self) -> "_Text":
        return _Text(self.blocks[::-1], self.folded[::-1])

    def without(self, count: int) -> "_Text":
        return _Text(self.blocks[count:], self.folded[count:])


def without_turnover(old: Document, new: Document) -> tuple[Document, Document]:
    """Both documents without the rows of headlines before and after their text, where these have turned over
    between the two looks and nothing says that they are the article's own.

    One look cannot tell such a row from a list that ends an article; two can: headlines leave, others come,
    and they speak of something else. Whatever stands between two lines of the text stays.
    """
    a, b = _Text.of(old), _Text.of(new)
    if a.folded == b.folded:
        return old, new
    turning = TURNS_OVER in old.notes
    ends = _row(a.reversed(), b.reversed(), turning)
    a, b = a.reversed().without(ends[0]).reversed(), b.reversed().without(ends[1]).reversed()
    starts = _row(a, b, turning)
    a, b = a.without(starts[0]), b.without(starts[1])
    if not any((*ends, *starts)):
        return old, new
    return _noted(old, a.blocks), _noted(new, b.blocks)


def _noted(document: Document, blocks: tuple[str, ...]) -> Document:
    return replace(document, blocks=blocks, notes=tuple(dict.fromkeys((*document.notes, TURNS_OVER))))


def _row(old: _Text, new: _Text, turning: bool) -> tuple[int, int]:
    """How many of the first lines of each side are a row that turned over; (0, 0) where there is none.

    `turning` says that one was seen at this page before.
    """
    first, second = _loose(old, set(new.folded)), _loose(new, set(old.folded))
    # What both have next to the text is the article's: a subhead, the items of a list.
    while first and second and old.folded[first - 1] == new.folded[second - 1]:
        first, second = first - 1, second - 1
    a, b = old.folded[:first], new.folded[:second]
    if max(len(a), len(b)) == max(len(old.folded), len(new.folded)):
        return 0, 0  # nothing would be left
    fewest, other = sorted((len(a), len(b)))
    if fewest < FEWEST and not (turning or (not fewest and other > FEWEST)):
        return 0, 0
    moving = [line for line in a if line not in b], [line for line in b if line not in a]
    text = " ".join(block for block in (*old.blocks, *new.blocks) if not is_headline(block))
    return (first, second) if _is_foreign(*moving, text=text) else (0, 0)


def _loose(side: _Text, other: set[str]) -> int:
    """How many headlines stand in a row before the first line that is none; it must stand on both sides."""
    count = 0
    while count < len(side.blocks) and is_headline(side.blocks[count]):
        count += 1
    return count if count < len(side.blocks) and side.folded[count] in other else 0


def _is_foreign(leaving: Sequence[str], coming: Sequence[str], text: str) -> bool:
    """Whether the headlines that left and came are no part of `text`."""
    lines = [*leaving, *coming]
    if not lines or sum(len(line.split()) for line in lines) < _SHORTEST * len(lines):
        return False
    if len(leaving) < _FEW and any(_alike(old, new) for old in leaving for new in coming):
        return False  # an item that was edited
    told = {word[:6] for word in _telling(text)}
    foreign = sum(_is_about_else(line, told) for line in lines)
    return foreign >= _FOREIGN * len(lines)


def _is_about_else(line: str, told: set[str]) -> bool:
    words = _telling(line)
    return sum(word[:6] in told for word in words) <= _ABOUT * len(words)


def _telling(text: str) -> list[str]:
    return _TELLING.findall(plain(text))


def _alike(old: str, new: str) -> bool:
    a, b = set(old.split()), set(new.split())
    return len(a & b) >= _ALIKE * min(len(a), len(b))
