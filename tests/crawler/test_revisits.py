"""When known pages are looked at again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.revisits import due, interval
from storage.records import Known

NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)


def page(age: float, unseen: float, *, absent: bool = False, address: str = "https://x.ma/1") -> Known:
    """A page first seen `age` days ago and looked at `unseen` hours ago."""
    return Known(
        address=address,
        identity=None,
        first_seen=NOW - timedelta(days=age),
        last_checked=NOW - timedelta(hours=unseen),
        absent=absent,
    )


@pytest.mark.parametrize(
    ("age", "unseen", "expected"),
    [
        (0, 0.1, True),
        (2.9, 0.1, True),
        (3.1, 12, False),
        (3.1, 24, True),
        (13.9, 24, True),
        (14.1, 48, False),
        (14.1, 72, True),
        (61, 13 * 24, False),
        (61, 14 * 24, True),
        (4000, 14 * 24, True),
    ],
)
def test_the_older_a_page_the_rarer_the_look(age: float, unseen: float, expected: bool) -> None:
    assert bool(due([page(age, unseen)], NOW)) is expected


def test_a_run_that_starts_early_does_not_put_a_page_off_by_a_run() -> None:
    assert due([page(5, 23.5)], NOW)
    assert not due([page(5, 18)], NOW)


def test_a_page_that_seems_gone_is_looked_at_in_every_run_and_first() -> None:
    gone, young = page(400, 6, absent=True, address="b"), page(1, 6, address="a")
    assert due([young, gone], NOW) == (gone, young)


def test_the_longest_unseen_come_first() -> None:
    recent, forgotten = page(1, 6, address="a"), page(100, 24 * 60, address="b")
    assert due([recent, forgotten], NOW) == (forgotten, recent)


@given(st.floats(0, 5000), st.floats(0, 5000))
def test_intervals_grow_with_age(one: float, other: float) -> None:
    younger, older = sorted((timedelta(days=one), timedelta(days=other)))
    assert interval(younger) <= interval(older)
