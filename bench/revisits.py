"""How soon edits are seen for the same number of requests, on made histories: `python -m bench.revisits`.

Outlets differ in how much they publish and edit, pages in how lively they are; an edit's time follows a
power law of the page's age (Omori's), some come late, some come in bursts. Nothing of that is told to the
policies. The fixed interval and ours are set so that they ask no more often than the ladder does.
"""

import heapq
import math
import random
import statistics
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from crawler.revisits import LEVELS, LONGEST, Habits, habits, patience
from storage.known import Known

SEEDS = (11, 12, 13)
OUTLETS = 4
DAYS = 40
END = DAYS * 24.0  # hours, as all times here
TICK = 0.25
START = datetime(2026, 1, 1, tzinfo=UTC)

LADDER = ((3, 0.25), (24, 1), (7 * 24, 3), (30 * 24, 72), (360 * 24, 720), (math.inf, math.inf))
"""NewsDiffs: since the last change less than so long, looked at every so often (its `get_update_delay`)."""


@dataclass(slots=True)
class Page:
    """A page's true edits, and what a crawler has seen of it."""

    outlet: int
    edits: list[float]
    first: float
    checked: float = 0.0
    touched: list[float] = field(default_factory=list)
    unseen: int = 0  # the number of the first edit that nobody saw

    @property
    def age(self) -> float:
        """Hours since the last touch at the last look."""
        return self.checked - (self.touched[-1] if self.touched else self.first)


Policy = Callable[[Page], float]
"""For how long a page that was just looked at is left alone."""


def poisson(chance: random.Random, mean: float) -> int:
    threshold, product, count = math.exp(-mean), chance.random(), 0
    while product > threshold:
        product *= chance.random()
        count += 1
    return count


def outlet(chance: random.Random, number: int) -> Iterable[Page]:
    """The pages of one outlet, with its own habits of publishing and editing."""
    edits = math.exp(chance.gauss(-0.7, 0.8))
    articles = chance.choice((4, 8, 16))
    late, liveliness = chance.uniform(0, 0.05), chance.uniform(0.3, 1)
    decay, knee = chance.uniform(1.2, 1.8), chance.uniform(0.3, 2)
    published = chance.expovariate(articles / 24)
    while published < END:
        times = []
        for _ in range(poisson(chance, edits * chance.gammavariate(liveliness, 1 / liveliness))):
            omori = knee * ((1 - chance.random()) ** (-1 / (decay - 1)) - 1)
            times.append(published + (chance.uniform(0, END) if chance.random() < late else omori))
            while chance.random() < 0.25:
                times.append(times[-1] + chance.expovariate(1 / 1.5))
        seen = math.ceil(published / TICK) * TICK
        yield Page(number, sorted(time for time in times if seen < time < END), seen)
        published += chance.expovariate(articles / 24)


def world(seed: int) -> list[Page]:
    chance = random.Random(seed)
    return [page for number in range(OUTLETS) for page in outlet(chance, number)]


def played(pages: list[Page], policy: Policy, each_day: Callable[[list[Page]], None]) -> tuple[int, float]:
    """The requests that a policy makes, and its mean delay in seeing an edit, in hours."""
    for page in pages:
        page.checked, page.touched, page.unseen = page.first, [], 0
    queue = [(page.first, number, False) for number, page in enumerate(pages)]
    heapq.heapify(queue)
    known: list[Page] = []
    requests, delay, day = 0, 0.0, -1
    while queue and queue[0][0] < END:
        now, number, again = heapq.heappop(queue)
        if now // 24 > day:
            day = int(now // 24)
            each_day(known)
        page = pages[number]
        requests += again
        page.checked = now
        happened = bisect_right(page.edits, now)
        if happened > page.unseen:
            delay += sum(now - edit for edit in page.edits[page.unseen : happened])
            page.unseen = happened
            page.touched.append(now)
        if not again:
            known.append(page)
        due = min(now + policy(page), END)
        heapq.heappush(queue, (max(math.ceil(due / TICK) * TICK, now + TICK), number, True))
    delay += sum(END - edit for page in pages for edit in page.edits[page.unseen :])
    return requests, delay / sum(len(page.edits) for page in pages)


def ladder(page: Page) -> float:
    return next(pause for limit, pause in LADDER if page.age < limit)


def fixed(interval: float) -> tuple[Policy, Callable[[list[Page]], None]]:
    return lambda page: interval, lambda known: None


def ours(price: float) -> tuple[Policy, Callable[[list[Page]], None]]:
    """What `crawler.revisits` makes of what was seen, learned anew each day."""
    learned: defaultdict[int, Habits] = defaultdict(lambda: habits([]))
    longest = LONGEST / timedelta(hours=1)

    def policy(page: Page) -> float:
        rates = learned[page.outlet].rates[min(len(page.touched), LEVELS - 1)]
        return min(patience(rates, page.age, price), longest)

    def learn(known: list[Page]) -> None:
        for number in range(OUTLETS):
            learned[number] = habits(record(page) for page in known if page.outlet == number)

    return policy, learn


def record(page: Page) -> Known:
    """What the store would tell of a page."""
    times = [START + timedelta(hours=hours) for hours in (page.first, page.checked, *page.touched)]
    return Known(
        address="", identity=None, first_seen=times[0], last_checked=times[1], touched=tuple(times[2:])
    )


def matched(
    pages: list[Page],
    make: Callable[[float], tuple[Policy, Callable[[list[Page]], None]]],
    low: float,
    high: float,
    requests: int,
) -> tuple[int, float]:
    """The outcome of the policy at the least parameter with which it makes no more than `requests`."""
    while high > low * 1.02:
        middle = math.sqrt(low * high)
        made, _ = played(pages, *make(middle))
        low, high = (middle, high) if made > requests else (low, middle)
    return played(pages, *make(high))


def main() -> None:
    saved = []
    print("Delay in seeing an edit, mean, in hours, each at no more requests than the ladder of NewsDiffs")
    print(
        f"{'history':>8}{'pages':>7}{'edits':>7}{'requests':>10}{'fixed':>8}{'ladder':>8}{'ours':>7}{'less':>7}"
    )
    for seed in SEEDS:
        pages = world(seed)
        requests, by_ladder = played(pages, ladder, lambda known: None)
        _, by_interval = matched(pages, fixed, 1.0, 200.0, requests)
        made, by_us = matched(pages, ours, 1e-4, 1.0, requests)
        saved.append(1 - by_us / min(by_ladder, by_interval))
        edits = sum(len(page.edits) for page in pages)
        print(
            f"{seed:8}{len(pages):7}{edits:7}{made:10}{by_interval:8.2f}{by_ladder:8.2f}{by_us:7.2f}{saved[-1]:7.0%}"
        )
    median = statistics.median(saved)
    print(f"Less delay than the better of the two: {median:.0%} (median), at least 25 % is wanted")
    if median < 0.25:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
