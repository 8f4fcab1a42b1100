"""Which known pages to look at again, and when: each as soon as what it may hide is worth a request.

An edit that nobody has seen yet costs its delay. The rate of edits is learned for each outlet, by how long
ago a page was touched last (published or edited) and how often it was edited before; a page is due when
the delay to be expected of its unseen edits has reached the price of a request.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.known import Known

STAGES = (1.0, 3.0, 8.0, 24.0, 72.0, 14 * 24.0, 60 * 24.0, math.inf)
"""Where the stages since the last touch end, in hours."""

USUAL = (0.1, 0.06, 0.03, 0.012, 0.004, 3e-4, 3e-5, 2e-6)
"""Edits an hour of a page in each stage, before anything was learned: guesses, soon outweighed."""

WEIGHT = 10.0
"""How many edits the guesses count for."""

LEVELS = 3
"""Pages never edited, edited once, and more often."""

LEAST_PRICE = 0.07
"""Hours of delay that a request must save even where the budget has room for more."""

MOST_PRICE = 1e4
LONGEST = timedelta(days=14)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
EARLY = 0.9
"""Runs start some minutes early or late: who waited for nine tenths of the time is not put off to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How often an outlet edits: edits an hour, by level (how often before) and by stage."""

    rates: tuple[tuple[float, ...], ...]


def habits(pages: Iterable[Known]) -> Habits:
    """What the pages of one outlet show of its habits.

    Each rate is that of its stage over all levels where a level was seen too little, and that one the
    usual one where the outlet was.
    """
    edits = [[0.0] * len(STAGES) for _ in range(LEVELS)]
    hours = [[0.0] * len(STAGES) for _ in range(LEVELS)]
    for page in pages:
        for level, length, edited in _stays(page):
            begin = 0.0
            for stage, end in enumerate(STAGES):
                hours[level][stage] += min(length, end) - begin
                if length <= end:
                    edits[level][stage] += edited
                    break
                begin = end
    pooled = [
        _shrunk(sum(seen), sum(over), usual)
        for seen, over, usual in zip(zip(*edits, strict=True), zip(*hours, strict=True), USUAL, strict=True)
    ]
    return Habits(
        rates=tuple(tuple(map(_shrunk, seen, over, pooled)) for seen, over in zip(edits, hours, strict=True))
    )


def _shrunk(edits: float, hours: float, expected: float) -> float:
    """The rate that the count shows, drawn towards the expected one (a gamma prior of WEIGHT edits)."""
    return (WEIGHT + edits) / (WEIGHT / expected + hours)


def _stays(page: Known) -> Iterator[tuple[int, float, bool]]:
    """The times between two touches of a page, as seen: its level, hours, and whether an edit ended it."""
    touched = page.first_seen
    for number, at in enumerate(page.touched):
        yield min(number, LEVELS - 1), max(0.0, (at - touched) / HOUR), True
        touched = at
    if page.last_checked > touched:
        yield min(len(page.touched), LEVELS - 1), (page.last_checked - touched) / HOUR, False


def patience(rates: Sequence[float], age: float, price: float) -> float:
    """For how many hours a page, touched `age` hours ago and seen just now, may be left alone.

    At that time the expected delay of its unseen edits is `price`: over x hours at a rate r the n that
    came before add n·x to it, and the new ones r·x²/2.
    """
    unseen = cost = waited = 0.0
    for rate, end in zip(rates, STAGES, strict=True):
        if age + waited >= end:
            continue
        enough = (math.sqrt(unseen * unseen + 2 * rate * (price - cost)) - unseen) / rate
        rest = end - age - waited
        if enough <= rest:
            return waited + enough
        cost += rest * (unseen + rate * rest / 2)
        unseen += rate * rest
        waited += rest
    raise AssertionError("the last stage has no end")


def next_look(page: Known, habits: Habits, price: float) -> datetime:
    """When `page` is due again; one that seems gone is due at once, until that is certain."""
    if page.absent:
        return page.last_checked
    touched = page.touched[-1] if page.touched else page.first_seen
    rates = habits.rates[min(len(page.touched), LEVELS - 1)]
    hours = patience(rates, max(0.0, (page.last_checked - touched) / HOUR), price)
    return page.last_checked + min(hours * HOUR, LONGEST)


def price(pages: Sequence[Known], habits: Habits, *, every: timedelta, budget: int) -> float:
    """The price of a request at which `pages` ask for at most `budget` looks a day.

    `every` is the pace of the source's runs, than which no page is looked at more often.
    """

    def asked(price: float) -> float:
        waits = (next_look(page, habits, price) - page.last_checked for page in pages)
        return sum(DAY / max(wait, every) for wait in waits)

    low, high = LEAST_PRICE, MOST_PRICE
    if asked(low) <= budget:
        return low
    while high > low * 1.1:
        middle = math.sqrt(low * high)
        low, high = (middle, high) if asked(middle) > budget else (low, middle)
    return high


def due(pages: Sequence[Known], now: datetime, *, every: timedelta, room: int) -> tuple[Known, ...]:
    """The pages to look at again now: those that seem to be gone, then the longest overdue, `room` of them.

    A page that can wait for less than `every` is due in each run.
    """
    gone = [page for page in pages if page.absent]
    ready = []
    unplanned = habits(pages)
    for page in pages:
        at = page.due or next_look(page, unplanned, LEAST_PRICE)
        wait = at - page.last_checked
        if not page.absent and (wait <= every or now - page.last_checked >= wait * EARLY):
            ready.append((at, page.address, page))
    gone.sort(key=lambda page: (page.last_checked, page.address))
    return (*gone, *(page for *_, page in sorted(ready)[: max(room, 0)]))
