"""When a page is due again, how many looks were made, and what a look may be conditional on."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from storage.known import Validator
from storage.records import Observation, Run, Verdict
from storage.store import Store
from storage.vocabulary import Kind, Outcome
from tests.storage.looks import DAY, EXTRACTOR, HOUR, NOON, UNCHANGED, absence, article, look, read, stored

PAGE = article()
TAGS = {"etag": '"un"', "last-modified": "Thu, 19 Nov 2026 06:00:00 GMT"}


def sent(headers: Mapping[str, str], at: datetime = NOON) -> Observation:
    seen = look(PAGE, at)
    return replace(seen, page=replace(seen.page, headers=headers))


@pytest.fixture
def run(store: Store) -> Run:
    run = store.begin_run("haca", NOON)
    store.record(run, sent(TAGS), stored(Kind.NEW, PAGE), EXTRACTOR)
    return run


def kept(store: Store, since: datetime = NOON) -> Mapping[str, Validator]:
    return store.validators("haca", since)


def test_what_came_with_a_page_is_kept_as_long_as_it_is_trusted(store: Store, run: Run) -> None:
    validator = Validator(etag=TAGS["etag"], last_modified=TAGS["last-modified"], read_at=NOON)
    assert kept(store) == {PAGE.address: validator}
    assert kept(store, NOON + HOUR) == {}
    assert store.validators("lopinion", NOON) == {}


def test_a_later_reading_takes_its_place_and_a_304_leaves_it(store: Store, run: Run) -> None:
    store.record(run, sent({"etag": '"deux"'}, NOON + HOUR), UNCHANGED, EXTRACTOR)
    store.outcome(run, PAGE.address, Outcome.NOT_MODIFIED, "", NOON + 2 * HOUR)
    assert kept(store) == {
        PAGE.address: Validator(etag='"deux"', last_modified="", read_at=NOON + HOUR),
    }
    assert [known.last_checked for known in store.known("haca")] == [NOON + 2 * HOUR]


@pytest.mark.parametrize(
    ("headers", "outcome"),
    [
        ({}, Outcome.UNCHANGED),
        (TAGS, Outcome.PAYWALL),
        (TAGS, Outcome.EXTRACT_FAILED),
        ({"etag": "é", "last-modified": "x" * 600}, Outcome.UNCHANGED),
    ],
)
def test_any_other_answer_forgets_it(
    store: Store, run: Run, headers: Mapping[str, str], outcome: Outcome
) -> None:
    store.record(run, sent(headers, NOON + HOUR), Verdict(outcome=outcome), EXTRACTOR)
    assert kept(store) == {}


def test_there_is_none_for_a_page_that_seems_gone(store: Store, run: Run) -> None:
    gone = Verdict(outcome=Outcome.GONE, absences=(NOON + HOUR,))
    store.record(run, absence(PAGE.address, NOON + HOUR), gone, EXTRACTOR)
    assert kept(store) == {}


def test_captures_have_none(store: Store) -> None:
    run = store.begin_run("seeds", NOON, purpose="seeds")
    store.record(run, sent(TAGS), stored(Kind.BASELINE, PAGE), EXTRACTOR)
    assert kept(store) == {}


def test_when_a_page_is_due_again_is_remembered(store: Store, run: Run) -> None:
    read(store, run, article("https://haca.ma/fr/b"))
    store.plan({PAGE.address: NOON + DAY, "https://haca.ma/unknown": NOON})
    store.plan({})
    assert {known.address: known.due for known in store.known("haca")} == {
        PAGE.address: NOON + DAY,
        "https://haca.ma/fr/b": None,
    }


def test_looks_at_what_was_known_are_counted_and_first_sights_are_not(store: Store, run: Run) -> None:
    assert store.looks("haca", NOON - DAY) == 0
    later = store.begin_run("haca", NOON + HOUR)
    store.record(later, look(PAGE, NOON + HOUR), UNCHANGED, EXTRACTOR)
    read(store, later, article("https://haca.ma/fr/b"))
    store.outcome(later, "https://haca.ma/fr/", Outcome.LISTING, "", NOON + HOUR)
    assert store.looks("haca", NOON) == 1
    assert store.looks("haca", NOON + timedelta(hours=2)) == 0
    assert store.looks("lopinion", NOON) == 0


def test_when_a_page_was_found_other_than_before(store: Store, run: Run) -> None:
    new = article(PAGE.address, "Un autre.")
    store.record(run, look(new, NOON + HOUR), stored(Kind.EDITED, new), EXTRACTOR)
    store.record(run, look(PAGE, NOON + DAY), stored(Kind.REVERTED, PAGE, same_as=1), EXTRACTOR)
    (known,) = store.known("haca")
    assert known.touched == (NOON + HOUR, NOON + DAY)


def test_many_ends_are_written_at_once(store: Store, run: Run) -> None:
    at = NOON + HOUR
    ends = [(f"https://haca.ma/{number}", Outcome.TIMEOUT, "late", at) for number in range(1200)]
    store.ended(run, [*ends, (PAGE.address, Outcome.NOT_MODIFIED, "", at)])
    store.ended(run, [])
    assert store.run(run.number).counts == {"timeout": 1200, "not_modified": 1}
    assert [known.last_checked for known in store.known("haca")] == [NOON + HOUR]
