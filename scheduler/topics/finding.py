"""Finds: the hits that count, of rules whose conditions are met and of clues that are enough together."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scheduler.topics.reading import Hit, Reading
from scheduler.topics.senses import Sight
from scheduler.topics.topic import Clue, Rule

LONGEST = 9
"""A term and its neighbour are marked as one where they span at most so many words."""
PASSAGE = 60
"""Within how many words clues add up; those against are counted from half as many before and after too."""
ENOUGH = 0.849
"""What clues must reach: .85, but for the rounding of sums."""
MOST = 0.75
"""What the clues of the subject count for at most: naming many arts is not naming a trade."""
CLEAR = 0.75
"""What the clearest of the subject and the clearest of the others must reach by themselves."""
SURE = 0.65
"""A subject of this weight is a trade by its name."""
OPENING = 120
"""How many words are the opening, title included."""
MOST_CLUES = 5000
"""How many clues of one document are weighed; the first ones, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """A hit that counts, and for an acronym the sense that was found for it.

    `because` is the word beside a clue that weighs most.
    """

    hit: Hit
    rule: str
    weight: float = 1.0
    branch: str | None = None
    label: bool = False
    sight: Sight | None = None
    because: str = ""


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


def passages(clues: Sequence[Clue], reading: Reading) -> list[Find]:
    """The subjects of the passages whose clues are enough, in order.

    One passage does where it begins within the first `OPENING` words; further down it takes two apart.
    """
    if not any(clue.subject and reading.has(clue.terms) for clue in clues):
        return []
    placed = _longest((hit, clue) for clue in clues for hit in reading.hits(clue.terms))
    against = [(hit, clue) for hit, clue in placed if clue.weight < 0]
    speaking = [(hit, clue) for hit, clue in placed if clue.weight > 0][:MOST_CLUES]
    firsts = [hit.first for hit, _ in against]
    told: dict[Hit, Find] = {}
    begun: list[int] = []
    end = 0
    for start, (opening, _) in enumerate(speaking):
        while end < len(speaking) and speaking[end][0].last - opening.first <= PASSAGE:
            end += 1
        passage = speaking[start:end]
        near = slice(
            bisect_left(firsts, opening.first - PASSAGE // 2),
            bisect_left(firsts, opening.first + PASSAGE * 3 // 2),
        )
        clues_there = {clue.name: clue for _, clue in [*passage, *against[near]]}
        if _enough(clues_there, sure=_in_one_sentence(passage, reading)):
            because = reading.original(_heaviest(passage))
            for hit, clue in passage:
                if clue.subject and (hit not in told or told[hit].weight < clue.weight):
                    told[hit] = _clued(hit, clue, because)
            begun.append(opening.first)
    if not begun or (begun[0] >= OPENING and begun[-1] - begun[0] <= PASSAGE):
        return []
    return list(told.values())


def _in_one_sentence(passage: list[tuple[Hit, Clue]], reading: Reading) -> bool:
    """Whether a trade by its name and a circumstance stand in one sentence."""
    trades = {reading.sentence(hit) for hit, clue in passage if clue.subject and clue.weight >= SURE}
    return any(reading.sentence(hit) in trades for hit, clue in passage if not clue.subject)


def _enough(clues: Mapping[str, Clue], *, sure: bool) -> bool:
    """Whether subject and circumstances both speak and, less what is against, reach `ENOUGH` together.

    Where nothing is against, it does that a trade is named beside a circumstance: `sure`.
    """
    subjects = [clue.weight for clue in clues.values() if clue.subject and clue.weight > 0]
    circumstances = [clue.weight for clue in clues.values() if not clue.subject and clue.weight > 0]
    against = sum(clue.weight for clue in clues.values() if clue.weight < 0)
    if not subjects or not circumstances:
        return False
    if sure and not against:
        return True
    if max(subjects) + max(circumstances) < CLEAR:
        return False
    return min(sum(subjects), MOST) + sum(circumstances) + against >= ENOUGH


def _heaviest(passage: list[tuple[Hit, Clue]]) -> Hit:
    """What weighs most of what is no subject; the first of several."""
    return max((pair for pair in passage if not pair[1].subject), key=lambda pair: pair[1].weight)[0]


def _clued(hit: Hit, clue: Clue, because: str) -> Find:
    return Find(hit=hit, rule=clue.name, weight=clue.weight, branch=clue.branch, because=because)


def _longest(placed: Iterable[tuple[Hit, Clue]]) -> list[tuple[Hit, Clue]]:
    """In order, without those that are a part of a longer one."""
    kept: list[tuple[Hit, Clue]] = []
    for hit, clue in sorted(placed, key=lambda one: (one[0].start, -one[0].end)):
        if not kept or hit.end > kept[-1][0].end or hit == kept[-1][0]:
            kept.append((hit, clue))
    return kept


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
