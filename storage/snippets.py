"""Snippets: the stretch of a text that shows best what a query found in it."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from storage.query import Words
from storage.terms import Term, terms

WIDTH = 200
"""In characters: about how long a snippet is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A stretch of text; `hits` are [start, end) in it, in code points, and `found` how many the whole has."""

    text: str
    hits: tuple[tuple[int, int], ...]
    found: int


def snippet(text: str, words: Sequence[Words]) -> Snippet:
    """The stretch of `text` with the most hits, the earliest of several."""
    hits = found(list(terms(text)), words)
    starts = [start for start, _ in hits]
    best = max(
        range(len(hits)), key=lambda n: (bisect_right(starts, starts[n] + WIDTH - 60) - n, -n), default=None
    )
    begin = 0 if best is None else max(0, starts[best] - 60)
    while 0 < begin < len(text) and not text[begin - 1].isspace():
        begin -= 1
    end = min(len(text), begin + WIDTH)
    while end < len(text) and not text[end].isspace() and end < begin + WIDTH + 40:
        end += 1
    inside = hits[bisect_left(starts, begin) :]
    shown = tuple((start - begin, stop - begin) for start, stop in inside if stop <= end)
    stretch = text[begin:end].replace("\n", " ")
    return Snippet(text=stretch, hits=shown, found=len(hits))


def found(read: Sequence[Term], words: Sequence[Words]) -> list[tuple[int, int]]:
    """Where `words` stand in a text, in order, each place once."""
    places: set[tuple[int, int]] = set()
    for wanted in words:
        many = len(wanted.forms)
        for first in range(len(read) - many + 1):
            if all(
                _is(read[first + n].form, form, wanted.prefix and n == many - 1)
                for n, form in enumerate(wanted.forms)
            ):
                places.add((read[first].start, read[first + many - 1].end))
    return sorted(places)


def _is(form: str, asked: str, prefix: bool) -> bool:
    return form.startswith(asked) if prefix else form == asked
