"""That what does not change leaves next to nothing, and is still told apart."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.archive import DEEPEST, Archive
from storage.errors import MissingBody
from storage.known import Check
from storage.records import Verdict
from storage.store import Store
from storage.tallies import keys_of, packed_keys
from storage.vocabulary import Kind, Outcome, RunState
from tests.storage.looks import EXTRACTOR, HOUR, NOON, UNCHANGED, article, look, read, stored

PAGE = b"".join(b"<p>Le paragraphe %d de la page, avec ses mots.</p>" % (n * n * 7919) for n in range(300))


# Bodies beside those they are like


def test_a_body_is_written_against_the_one_it_is_like(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    first = archive.keep(PAGE)
    second = archive.keep(PAGE.replace(b"page", b"feuille", 1), [first])
    assert archive.leans_on(first) is None
    assert archive.leans_on(second) == first
    assert archive.path(second).stat().st_size < archive.path(first).stat().st_size / 20
    assert Archive(tmp_path).body(second) == PAGE.replace(b"page", b"feuille", 1)
    assert list(archive.names()) == sorted([first, second])


def test_a_body_like_nothing_that_is_there_stands_alone(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    first = archive.keep(PAGE)
    other = archive.keep(bytes(range(256)) * 9, [first, "0" * 64])
    assert archive.leans_on(other) is None


def test_no_body_needs_more_than_a_few_others(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    names = [archive.keep(PAGE)]
    for number in range(DEEPEST + 2):
        names.append(archive.keep(PAGE + b"%d" % number, [names[-1]]))
    alone = [name for name in names if archive.leans_on(name) is None]
    assert len(alone) == 2, "a chain ends, and another one begins"
    assert [Archive(tmp_path).body(name)[: len(PAGE)] for name in names] == [PAGE] * len(names)


def test_the_loss_of_a_body_is_told_of_those_that_lean_on_it(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    first = archive.keep(PAGE)
    second = archive.keep(PAGE + b"2", [first])
    archive.path(first).unlink()
    with pytest.raises(MissingBody, match=str(archive.path(first))):
        Archive(tmp_path).body(second)
    Archive(tmp_path).keep(PAGE + b"2")
    assert Archive(tmp_path).body(second) == PAGE + b"2", "kept again, it stands alone"


def test_bodies_that_claim_to_lean_on_each_other_are_refused(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    first = archive.keep(PAGE)
    second = archive.keep(PAGE + b"2", [first])
    data = archive.path(second).read_bytes()
    archive.path(first).write_bytes(data.replace(bytes.fromhex(first), bytes.fromhex(second)))
    with pytest.raises(MissingBody):
        Archive(tmp_path).body(second)


def test_a_new_version_is_written_against_the_last_and_a_first_one_against_its_source(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    pages = [article("https://haca.ma/fr/a"), article("https://haca.ma/fr/b")]
    for number, page in enumerate(pages):
        seen = look(page, NOON)
        seen = replace(seen, page=replace(seen.page, body=PAGE + b"<h1>%d</h1>" % number))
        store.record(run, seen, stored(Kind.NEW, page), EXTRACTOR)
    new = article("https://haca.ma/fr/b", "Un autre.")
    edited = look(new, NOON + HOUR)
    edited = replace(edited, page=replace(edited.page, body=PAGE + b"<h1>1</h1>, un autre"))
    store.record(run, edited, stored(Kind.EDITED, new), EXTRACTOR)
    (first,), (second, third) = (store.versions(page.address) for page in pages)
    assert first.body_sha256 and second.body_sha256 and third.body_sha256
    assert store.archive.leans_on(first.body_sha256) is None
    assert store.archive.leans_on(second.body_sha256) == first.body_sha256
    assert store.archive.leans_on(third.body_sha256) == second.body_sha256
    assert store.latest_page(new.address) == replace(edited.page, text="")


# Checks that found nothing new


def test_checks_of_a_version_are_counted_with_their_first_and_last(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    read(store, run, article())
    for hours in (1, 2, 2, 5):
        store.record(run, look(article(), NOON + hours * HOUR), UNCHANGED, EXTRACTOR)
    new = article("https://haca.ma/fr/a", "Un autre.")
    store.record(run, look(new, NOON + 6 * HOUR), stored(Kind.EDITED, new), EXTRACTOR)
    store.record(run, look(new, NOON + 7 * HOUR), Verdict(outcome=Outcome.NOT_MODIFIED), EXTRACTOR)
    assert store.checks(new.address) == {
        1: Check(first=NOON + HOUR, last=NOON + 5 * HOUR, count=3),
        2: Check(first=NOON + 7 * HOUR, last=NOON + 7 * HOUR, count=1),
    }
    assert store.checks("https://haca.ma/never") == {}


def test_a_finished_run_is_folded_and_answers_as_before(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    for number in range(600):
        outcome = Outcome.NOT_MODIFIED if number % 3 else Outcome.LISTING
        store.outcome(run, f"https://haca.ma/{number}", outcome, "etag", NOON)
    store.outcome(run, "https://haca.ma/x", Outcome.TIMEOUT, "30 s", NOON)
    before = list(store.outcomes(run)), store.run(run.number).counts, store.neighbours("haca", NOON)
    store.finish_run(run.number, NOON + HOUR, RunState.COMPLETE)
    after = list(store.outcomes(run)), store.run(run.number).counts, store.neighbours("haca", NOON)
    assert after == before
    assert before[1:] == ({"not_modified": 400, "listing": 200, "timeout": 1}, (600, 1))
    (health,) = store.health(["haca"], NOON, NOON + HOUR)
    assert (health.read, health.failures) == (600, {"timeout": 1})
    assert store.neighbours("haca", NOON, besides="https://haca.ma/1") == (599, 1)
    with store.database.read() as connection:
        left = connection.exec_driver_sql("SELECT count(*) FROM outcomes").scalar()
    assert left == 1, "what failed keeps its row, and its time"


def test_a_run_that_is_finished_twice_counts_each_address_once(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    store.outcome(run, "https://haca.ma/1", Outcome.NOT_MODIFIED, "", NOON)
    store.outcome(run, "https://haca.ma/2", Outcome.NOT_MODIFIED, "", NOON)
    store.finish_run(run.number, NOON, RunState.PARTIAL)
    store.outcome(run, "https://haca.ma/2", Outcome.TIMEOUT, "", NOON)
    finished = store.finish_run(run.number, NOON, RunState.COMPLETE)
    assert finished.counts == {"not_modified": 1, "timeout": 1}


@given(keys=st.sets(st.integers(1, 2**62)))
def test_keys_come_back_as_they_went_in(keys: set[int]) -> None:
    assert list(keys_of(packed_keys(sorted(keys)))) == sorted(keys)


# Written together


def test_looks_written_together_are_as_if_written_one_by_one(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    old, new = article(identity="haca:1"), article("https://haca.ma/fr/a", "Un autre.", identity="haca:1")
    twin = article("https://haca.ma/fr/b", identity="haca:1")
    capture, adopting = (
        article("capture:1", title="Une étude"),
        article("https://haca.ma/c", title="Une étude"),
    )
    seen = [
        (look(old, NOON), stored(Kind.NEW, old)),
        (look(new, NOON + HOUR), stored(Kind.EDITED, new)),
        (look(twin, NOON + 2 * HOUR), UNCHANGED),
        (look(capture, NOON), stored(Kind.BASELINE, capture)),
        (look(adopting, NOON + HOUR), UNCHANGED),
        (look(old, NOON), stored(Kind.NEW, old)),
    ]
    told = store.record_all(run, [(*each, EXTRACTOR) for each in seen])
    assert [change and change.kind for change in told] == [
        Kind.NEW,
        Kind.EDITED,
        None,
        Kind.BASELINE,
        None,
        None,
    ]
    assert list(store.changes()) == sorted(filter(None, told), key=lambda each: (each.at, each.number))
    assert told[1] is not None and told[1].previous == store.versions(twin.address)[0]
    assert [len(store.versions(page.address)) for page in (old, twin, adopting)] == [2, 2, 1]
    assert [known.address for known in store.known("haca")] == [new.address, adopting.address]
    more = article("https://haca.ma/fr/d")
    assert store.record(run, look(more), stored(Kind.NEW, more), EXTRACTOR) is not None
