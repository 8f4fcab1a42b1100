"""What is due follows from the store's rows and the clock alone."""

import re
from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crawler.source import Feed, Source
from scheduler.agenda import Hour, digest_is_due, due_at, due_crawls
from scheduler.zones import zone
from storage.records import Run
from storage.vocabulary import RunState

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
PARIS = zone("Europe/Paris")


def source(name: str, hours: int = 6) -> Source:
    return Source(
        name=name,
        title=name,
        site=f"https://{name}.ma/",
        discovery=(Feed(f"https://{name}.ma/feed"),),
        article=re.compile(r".+"),
        every=timedelta(hours=hours),
    )


def run(name: str, ago: timedelta, state: RunState | None = RunState.COMPLETE) -> Run:
    return Run(number=1, source=name, started_at=NOW - ago, state=state)


def test_a_source_never_crawled_is_due_at_once_and_before_the_others() -> None:
    late, never = source("late"), source("never")
    assert due_at(never, None) is None
    assert due_crawls([late, never], {"late": run("late", timedelta(days=9))}, NOW) == (never, late)


def test_a_source_is_due_when_its_rhythm_has_passed_since_the_last_start() -> None:
    assert due_crawls([source("a")], {"a": run("a", timedelta(hours=5, minutes=59))}, NOW) == ()
    assert due_crawls([source("a")], {"a": run("a", timedelta(hours=6))}, NOW) == (source("a"),)


def test_a_failed_crawl_is_tried_again_within_the_hour() -> None:
    failed = run("a", timedelta(minutes=61), RunState.FAILED)
    assert due_crawls([source("a")], {"a": failed}, NOW) == (source("a"),)
    assert due_at(source("a"), failed) == failed.started_at + timedelta(hours=1)


def test_one_digest_makes_up_for_all_the_hours_missed() -> None:
    hour = Hour(at=time(7), zone=zone("Africa/Casablanca"))
    assert digest_is_due(hour, NOW - timedelta(days=5), NOW)
    assert not digest_is_due(hour, NOW, NOW)
    assert not digest_is_due(hour, NOW, NOW + timedelta(hours=18))
    assert digest_is_due(hour, NOW, NOW + timedelta(hours=20))


def test_weekdays_are_kept() -> None:
    monday_only = Hour(at=time(7), zone=zone("UTC"), weekdays=frozenset({0}))
    assert monday_only.latest(datetime(2026, 11, 18, 12, tzinfo=UTC)) == datetime(2026, 11, 16, 7, tzinfo=UTC)
    assert Hour(at=time(7), zone=zone("UTC"), weekdays=frozenset()).latest(NOW) is None


def test_the_rhythm_is_the_longest_usual_gap() -> None:
    def rhythm(*days: int) -> int:
        return Hour(at=time(7), zone=PARIS, weekdays=frozenset(days)).rhythm.days

    assert (rhythm(*range(7)), rhythm(0), rhythm(0, 1, 2, 3, 4)) == (1, 7, 3)


def test_an_hour_that_the_clocks_skip_or_repeat_strikes_once_a_day() -> None:
    hour = Hour(at=time(2, 30), zone=PARIS)
    for day in (datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)):
        moments = {hour.latest(day + timedelta(minutes=minutes)) for minutes in range(0, 24 * 60, 5)}
        assert len(moments) == 2  # the day before's, then this day's: never two for one day


@given(st.datetimes(min_value=datetime(2025, 1, 1), max_value=datetime(2027, 1, 1)), st.integers(0, 72))
def test_no_digest_is_owed_right_after_one_and_one_is_owed_a_day_later(moment: datetime, hours: int) -> None:
    now = moment.replace(tzinfo=UTC)
    hour = Hour(at=time(7), zone=zone("Africa/Casablanca"))
    assert not digest_is_due(hour, now, now)
    assert digest_is_due(hour, now, now + timedelta(hours=25 + hours))


def test_morocco_is_on_utc_since_september_2026_whatever_the_system_says() -> None:
    assert datetime(2026, 11, 16, 7, tzinfo=zone("Africa/Casablanca")).utcoffset() == timedelta(0)
    assert datetime(2026, 8, 16, 7, tzinfo=zone("Africa/Casablanca")).utcoffset() == timedelta(hours=1)
