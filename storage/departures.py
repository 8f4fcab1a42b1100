"""Departures: where a copy differs from its origin, and what it still says after the origin was edited."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from storage.diff import changed, compare
from storage.fold import fold
from storage.records import Document, Hunk
from storage.significance import swaps
from storage.vocabulary import Op, Part, Touched

Pair = tuple[str, str]

_BESIDE = 2  # words


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """The way from an origin to a copy: `hunks` without what is equal, `figures` the exchanged ones as
    (origin's, copy's), `added` and `cut` counts of paragraphs."""

    hunks: tuple[Hunk, ...]
    retitled: bool
    added: int
    cut: int
    figures: tuple[Pair, ...]


def departure(origin: Document, copy: Document) -> Departure:
    """What `copy` made of `origin`."""
    hunks = tuple(hunk for hunk in changed(compare(origin, copy)) if hunk.part in (Part.TITLE, Part.BLOCK))
    blocks = [hunk for hunk in hunks if hunk.part is Part.BLOCK and not hunk.repeated]
    return Departure(
        hunks=hunks,
        retitled=any(hunk.part is Part.TITLE for hunk in hunks),
        added=sum(hunk.op is Op.INSERT for hunk in blocks),
        cut=sum(hunk.op is Op.DELETE for hunk in blocks),
        figures=tuple(_exchanged(hunks)),
    )


def kept_figures(hunks: Iterable[Hunk], copy: Document) -> tuple[Pair, ...]:
    """The figures that an edit exchanged, (old, new), and of which `copy` still has the old one in that place."""
    texts = {Part.TITLE: (fold(copy.title),), Part.BLOCK: tuple(map(fold, copy.blocks))}
    return tuple(
        pair
        for hunk in hunks
        if hunk.part in texts
        for pair in _exchanged([hunk])
        if any(_stands_in(hunk, pair, text) for text in texts[hunk.part])
    )


def keeps_title(old: Document, new: Document, copy: Document) -> bool:
    """Whether the title was edited, and `copy` still has the old one."""
    before, after, kept = (fold(each.title).casefold() for each in (old, new, copy))
    return before != after and kept == before


def _exchanged(hunks: Iterable[Hunk]) -> Iterator[Pair]:
    for hunk in hunks:
        yield from (pair for pair in swaps(hunk, Touched.FIGURE) if all(pair))


def _stands_in(hunk: Hunk, pair: Pair, text: str) -> bool:
    """Whether the old figure stands in `text` between the words that were around it before the edit."""
    old, figure = fold(hunk.old).split(), fold(pair[0]).split()
    ends = (n + len(figure) for n in range(len(old)) if old[n : n + len(figure)] == figure)
    around = (old[max(end - len(figure) - _BESIDE, 0) : end + _BESIDE] for end in ends)
    return any(f" {' '.join(words)} " in f" {text} " for words in around)
