"""Finds: the hits of a topic's rules that count, near and unless conditions met."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scheduler.topics.reading import Hit, Reading
from scheduler.topics.senses import Refused
from scheduler.topics.topic import Rule

LONGEST = 9
"""A term and its neighbour are marked as one where they span at most so many words."""
WINDOW = 60
"""Within how many words rules that weigh less than 1 add up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """A hit that counts, and for an acronym the cue that decided and the senses refused."""

    hit: Hit
    rule: str
    weight: float = 1.0
    branch: str | None = None
    label: bool = False
    because: str = ""
    refused: tuple[Refused, ...] = ()


def finds(rules: Iterable[Rule], reading: Reading) -> Iterator[Find]:
    """Every hit of every rule that its conditions let through."""
    for rule in rules:
        if not reading.has(rule.terms) or (rule.near and not any(map(reading.has, rule.near))):
            continue
        near = sorted(hit for name in rule.near for hit in reading.hits(name))
        unless = sorted(hit for name in rule.unless for hit in reading.hits(name))
        for hit in reading.hits(rule.terms):
            whole = _with_neighbour(hit, near, rule, reading) if rule.near else hit
            if whole is None or _in_sentence(hit, unless, reading):
                continue
            yield Find(hit=whole, rule=rule.name, weight=rule.weight, branch=rule.branch, label=rule.label)


def adding_up(weak: Iterable[Find]) -> list[Find]:
    """Of finds that weigh less than 1, those that together reach it within a window, each rule counted once."""
    ordered = sorted(weak, key=lambda find: find.hit)
    enough: dict[int, Find] = {}
    start = 0
    for end, last in enumerate(ordered):
        while last.hit.first - ordered[start].hit.first > WINDOW:
            start += 1
        inside = ordered[max(start, end - 20) : end + 1]
        if sum({find.rule: find.weight for find in inside}.values()) >= 1:
            enough.update((id(find), find) for find in inside)
    return list(enough.values())


def _with_neighbour(hit: Hit, near: list[Hit], rule: Rule, reading: Reading) -> Hit | None:
    """The hit together with its nearest neighbour, or alone where that would be long; None without one."""
    best = min(
        (
            other
            for other in _around(hit, near)
            if 0 < hit.words_from(other) <= rule.within and not (rule.after and other > hit)
        ),
        key=hit.words_from,
        default=None,
    )
    if best is None or reading.sentence(best) != reading.sentence(hit):
        return None
    first, last = min(hit, best), max(hit, best, key=lambda one: one.end)
    return Hit(first.start, last.end, first.first, last.last) if last.last - first.first < LONGEST else hit


def _in_sentence(hit: Hit, others: list[Hit], reading: Reading) -> bool:
    sentence = reading.sentence(hit)
    return any(reading.sentence(other) == sentence for other in _around(hit, others))


def _around(hit: Hit, others: list[Hit]) -> list[Hit]:
    """The others nearest in the text, a few on either side."""
    at = bisect_left(others, hit)
    return others[max(0, at - 6) : at + 6]
