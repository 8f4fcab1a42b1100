"""What two sequences have in common, in order, at a cost that stays near their length."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Indel

DENSE = 4_000_000
"""How many pairs of items may be compared densely (bits of one matrix); beyond it, only in smaller pieces."""


class Link(NamedTuple):
    """Old items [old, old_end) that face new items [new, new_end)."""

    old: int
    old_end: int
    new: int
    new_end: int


def rising(numbers: Sequence[int]) -> set[int]:
    """The places of a longest strictly rising subsequence."""
    tops: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        row = bisect_left(tops, number)
        before.append(places[row - 1] if row else -1)
        tops[row : row + 1] = [number]
        places[row : row + 1] = [place]
    kept: set[int] = set()
    place = places[-1] if places else -1
    while place >= 0:
        kept.add(place)
        place = before[place]
    return kept


def matches(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Pairs of places with equal items, rising on both sides.

    A longest common subsequence where that can be had within DENSE; else items that are unique on both
    sides hold the rest in place (Cohen's patience diff).
    """
    found: list[tuple[int, int]] = []
    for gap in gaps(old, new, _anchors(old, new)):
        left, right = old[gap.old : gap.old_end], new[gap.new : gap.new_end]
        if len(left) * len(right) <= DENSE and not set(left).isdisjoint(right):
            for step in Indel.opcodes(left, right):
                if step.tag == "equal":
                    olds = range(gap.old + step.src_start, gap.old + step.src_end)
                    found += zip(olds, range(gap.new + step.dest_start, gap.new + step.dest_end), strict=True)
        found += [(gap.old_end, gap.new_end)] if gap.old_end < len(old) and gap.new_end < len(new) else []
    return found


def gaps(old: Sequence[Hashable], new: Sequence[Hashable], anchors: Iterable[tuple[int, int]]) -> list[Link]:
    """The stretches before, between and after anchors that rise on both sides, empty ones included."""
    ends = [(-1, -1), *anchors, (len(old), len(new))]
    return [Link(a + 1, a_next, b + 1, b_next) for (a, b), (a_next, b_next) in pairwise(ends)]


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Equal beginnings and ends, and between them the unique items of both sides that kept their order."""
    shorter = min(len(old), len(new))
    head = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    tail = next((n for n in range(shorter - head) if old[-1 - n] != new[-1 - n]), shorter - head)
    old_counts = Counter(old[head : len(old) - tail])
    new_counts = Counter(new[head : len(new) - tail])
    places = {old[place]: place for place in range(head, len(old) - tail)}
    unique = [
        (places[new[place]], place)
        for place in range(head, len(new) - tail)
        if new_counts[new[place]] == 1 and old_counts[new[place]] == 1
    ]
    kept = rising([place for place, _ in unique])
    return [
        *((n, n) for n in range(head)),
        *(pair for n, pair in enumerate(unique) if n in kept),
        *((len(old) - n, len(new) - n) for n in range(tail, 0, -1)),
    ]
