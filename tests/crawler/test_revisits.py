"""Which pages are looked at again, and how the rhythm follows what an outlet does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.revisits import (
    LEAST_PRICE,
    LONGEST,
    STAGES,
    USUAL,
    due,
    habits,
    next_look,
    patience,
    price,
)
from storage.known import Known

NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EVERY = 6 * HOUR
UNKNOWN = habits([])


def page(age: timedelta, *edits: timedelta, unseen: timedelta = timedelta(0), **rest: object) -> Known:
    """A page first seen `age` ago, found edited so long ago each, and looked at `unseen` ago."""
    known = Known(
        address=f"https://gazette.ma/{age}",
        identity=None,
        first_seen=NOW - age,
        last_checked=NOW - unseen,
        touched=tuple(NOW - edit for edit in edits),
    )
    return replace(known, **rest)  # type: ignore[arg-type]


def wait(known: Known, learned: object = UNKNOWN, worth: float = LEAST_PRICE) -> timedelta:
    return next_look(known, learned, worth) - known.last_checked  # type: ignore[arg-type]


def test_nothing_learned_yet_the_older_a_page_the_rarer_the_look() -> None:
    waits = [wait(page(age)) for age in (0 * HOUR, 5 * HOUR, DAY, 2 * DAY, 5 * DAY, 30 * DAY, 90 * DAY)]
    assert waits == sorted(waits)
    assert all(each <= EVERY for each in waits[:4]), "in every run for three days"
    assert 18 * HOUR < waits[4] < 30 * HOUR
    assert 2 * DAY < waits[5] < 4 * DAY
    assert 9 * DAY < waits[6] <= LONGEST


def test_a_page_that_was_edited_is_young_again() -> None:
    assert wait(page(90 * DAY, HOUR)) < EVERY < wait(page(90 * DAY))


def test_an_outlet_that_edits_more_is_looked_at_sooner() -> None:
    lively = habits([page(20 * DAY, 15 * DAY, 10 * DAY, 5 * DAY) for _ in range(40)])
    still = habits([page(20 * DAY) for _ in range(40)])
    known = page(7 * DAY)
    assert wait(known, lively) < wait(known) < wait(known, still)


def test_a_page_that_was_edited_more_often_is_looked_at_sooner() -> None:
    pages = [page(20 * DAY, *(hours * HOUR for hours in range(470, 0, -20))) for _ in range(10)]
    learned = habits([*pages, *(page(20 * DAY) for _ in range(400))])
    assert wait(page(30 * DAY, 29 * DAY, 28 * DAY), learned) < wait(page(28 * DAY), learned)


def test_the_price_keeps_the_looks_within_the_budget() -> None:
    pages = [page(age * HOUR) for age in range(2000)]
    free = price(pages, UNKNOWN, every=HOUR, budget=100_000)
    dear = price(pages, UNKNOWN, every=HOUR, budget=500)
    assert free == LEAST_PRICE < dear

    def looks(worth: float) -> float:
        return sum(DAY / max(wait(each, UNKNOWN, worth), HOUR) for each in pages)

    assert 400 < looks(dear) <= 500 < looks(free)


def test_what_seems_gone_comes_first_in_every_run_and_whatever_the_budget() -> None:
    gone = page(400 * DAY, unseen=HOUR, absent=True)
    fresh = page(HOUR, unseen=timedelta(minutes=1))
    assert due([fresh, gone], NOW, every=EVERY, room=0) == (gone,)
    assert due([fresh, gone], NOW, every=EVERY, room=9) == (gone, fresh)


def test_what_was_planned_holds_and_the_longest_overdue_comes_first() -> None:
    late, later, not_yet = (page(50 * DAY, unseen=5 * DAY, due=NOW - hours * HOUR) for hours in (1, 9, -70))
    assert due([late, not_yet, later], NOW, every=EVERY, room=9) == (later, late)
    assert due([late, not_yet, later], NOW, every=EVERY, room=1) == (later,)


@pytest.mark.parametrize(("unseen", "expected"), [(21, False), (22, True), (23.9, True), (24, True)])
def test_a_run_that_starts_early_does_not_put_a_page_off_by_a_run(unseen: float, expected: bool) -> None:
    seen = NOW - unseen * HOUR
    known = page(9 * DAY, unseen=unseen * HOUR, due=seen + DAY)
    assert bool(due([known], NOW, every=EVERY, room=1)) is expected


@given(st.floats(0, 1e6), st.floats(1e-3, 1e4), st.floats(1.001, 100))
def test_a_higher_price_means_a_longer_wait(age: float, worth: float, times: float) -> None:
    assert 0 < patience(USUAL, age, worth) < patience(USUAL, age, worth * times)


@given(st.sampled_from(STAGES[:-1]), st.floats(1e-3, 1e3))
def test_the_end_of_a_stage_is_no_jump(end: float, worth: float) -> None:
    before, after = (patience(USUAL, end + step, worth) for step in (-1e-6, 1e-6))
    assert before == pytest.approx(after, rel=1e-3)


@given(st.lists(st.floats(0, 2000), max_size=6), st.floats(0, 2000))
def test_rates_are_rates_whatever_was_seen(ages: list[float], age: float) -> None:
    edits = sorted((hours * HOUR for hours in ages), reverse=True)
    learned = habits([page(max([age, *ages]) * HOUR, *edits)])
    assert all(0 < rate < 10 for level in learned.rates for rate in level)
