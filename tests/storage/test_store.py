import resource
import shutil
import signal
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.errors import BusyStore, StorageError, UnusableStore
from storage.fold import fingerprint
from storage.records import Attachment, Health, Observation, Significance, Stamp, Verdict
from storage.store import Store, open_store
from storage.vocabulary import Kind, Outcome, RunState, Touched
from tests.storage.looks import (
    DAY,
    EXTRACTOR,
    HOUR,
    NOON,
    UNCHANGED,
    absence,
    article,
    edit,
    in_child,
    look,
    read,
    stored,
)

FULL = article(
    "https://haca.ma/fr/étude",
    "Le « PIB » croît de 11,5 %.",
    "دراسة الهيئة",
    outlet="HACA",
    aliases=("https://haca.ma/node/12", "https://haca.ma/print/12"),
    identity="haca:12",
    published=Stamp(day=date(2025, 7, 3), time=NOON, read_from="json-ld"),
    updated=Stamp(day=date(2025, 7, 4)),
    authors=("A. B.", "C. D."),
    section="Études",
    language="fr-MA",
    attachments=(Attachment(address="https://haca.ma/étude.pdf", label="L'étude"),),
    notes=("repeated",),
)


# What is recorded, and how it is read back


def test_a_first_sight_is_kept_with_all_that_reading_it_again_needs(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    seen = look(FULL)
    change = store.record(run, seen, stored(Kind.NEW, FULL), EXTRACTOR)
    assert change is not None
    assert (change.kind, change.address, change.source, change.at) == (Kind.NEW, FULL.address, "haca", NOON)
    assert list(store.changes()) == [change]
    (version,) = store.versions(FULL.address)
    assert version == change.version
    assert (version.document, version.number, version.seen_at) == (FULL, 1, NOON)
    assert (version.fingerprint, version.extractor) == (fingerprint(FULL), EXTRACTOR)
    assert store.latest_page(FULL.address) == replace(seen.page, text="")
    assert store.outcomes(run).__next__() == (FULL.address, Outcome.ARTICLE, "")


def test_an_edit_is_told_with_its_words_and_both_versions(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    old, new = article(), article("https://haca.ma/fr/a", "Un autre.")
    read(store, run, old)
    significance = Significance(touched=(Touched.FIGURE,), share=0.25, score=3.5)
    verdict = stored(Kind.EDITED, new, hunks=edit("paragraphe.", "autre."), significance=significance)
    change = store.record(run, look(new, NOON + HOUR), verdict, EXTRACTOR)
    assert change is not None
    assert change.previous == store.versions(old.address)[0]
    assert change.version.number == 2
    assert (change.hunks, change.significance) == (verdict.hunks, significance)
    assert list(store.changes(kinds=[Kind.EDITED])) == [change]
    assert store.history(run, new, new.address).earlier == {fingerprint(old): 1}


def test_an_unchanged_page_leaves_only_its_outcome_and_the_time(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    read(store, run, FULL)
    assert store.record(run, look(FULL, NOON + HOUR), UNCHANGED, EXTRACTOR) is None
    (known,) = store.known("haca")
    assert (known.address, known.identity, known.absent) == (FULL.address, "haca:12", False)
    assert (known.first_seen, known.last_checked) == (NOON, NOON + HOUR)
    assert len(store.versions(FULL.address)) == 1
    assert store.run(run.number).counts == {"unchanged": 1}


def test_the_same_thing_recorded_twice_is_recorded_once(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    new = article("https://haca.ma/fr/a", "Un autre.")
    absent = absence(new.address, NOON + DAY)
    gone = Verdict(outcome=Outcome.GONE, kind=Kind.WITHDRAWN, absences=(NOON, NOON + DAY))
    moved = article("https://haca.ma/fr/b", "Un autre.", aliases=(new.address,))
    steps: list[tuple[Observation, Verdict]] = [
        (look(article()), stored(Kind.NEW, article())),
        (look(new, NOON + HOUR), stored(Kind.EDITED, new)),
        (look(article(), NOON + 2 * HOUR), stored(Kind.REVERTED, article(), same_as=1)),
        (absent, gone),
        (look(article(), NOON + 2 * DAY), Verdict(outcome=Outcome.ARTICLE, kind=Kind.RESTORED)),
        (look(moved, NOON + 3 * DAY), stored(Kind.MOVED, moved)),
    ]
    for observation, verdict in steps:
        assert store.record(run, observation, verdict, EXTRACTOR) is not None
        assert store.record(run, observation, verdict, EXTRACTOR) is None
    told = list(store.changes())
    assert [change.kind for change in told] == [verdict.kind for _, verdict in steps]
    assert [version.number for version in store.versions(moved.address)] == [1, 2, 3, 4]
    assert told[2].same_as == 1


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("lasting")
    with open_store(f"sqlite:///{folder / 'veilleur.db'}", folder / "archive") as store:
        yield store


@settings(max_examples=20, deadline=None)
@given(texts=st.lists(st.text(max_size=20), min_size=1, max_size=5), again=st.integers(1, 3))
def test_any_life_recorded_any_number_of_times_is_recorded_once(
    lasting: Store, texts: list[str], again: int
) -> None:
    run = lasting.begin_run("law", NOON)
    address = f"https://law.ma/{run.number}"
    lives = [article(address, each) for each in texts]
    expected = [
        life for life, before in zip(lives, [None, *lives], strict=False)
        if before is None or fingerprint(life) != fingerprint(before)
    ]  # fmt: skip
    for hours, life in enumerate(lives):
        kind = Kind.EDITED if hours else Kind.NEW
        for _ in range(again):
            lasting.record(run, look(life, NOON + hours * HOUR, source="law"), stored(kind, life), EXTRACTOR)
    versions = lasting.versions(address)
    assert [version.fingerprint for version in versions] == [fingerprint(life) for life in expected]
    assert lasting.run(run.number).changes.get("new") == 1


def test_text_that_no_engine_keeps_alike_is_made_storable(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    hostile = article("https://haca.ma/\ud800", "a\x00b\udfff", title="\x00" * 3)
    read(store, run, hostile)
    (version,) = store.versions("https://haca.ma/\ud800")
    assert version.document.title == "�" * 3
    assert version.document.blocks == ("a�b�",)


def test_addresses_longer_than_an_index_row_keep_apart(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    long = "https://haca.ma/" + "é" * 5000
    store.outcome(run, long, Outcome.TIMEOUT, "", NOON)
    store.outcome(run, long + "é", Outcome.DNS_ERROR, "", NOON)
    store.outcome(run, long, Outcome.LISTING, "", NOON)
    assert [outcome for _, outcome, _ in store.outcomes(run)] == [Outcome.LISTING, Outcome.DNS_ERROR]


# Who is who


@pytest.mark.parametrize(
    "address", ["https://haca.ma/node/12", "https://haca.ma/print/12", "https://haca.ma/ar/autre"]
)
def test_aliases_and_identity_lead_to_the_one_document(store: Store, address: str) -> None:
    run = store.begin_run("haca", NOON)
    read(store, run, FULL)
    twin = replace(FULL, address=address, aliases=())
    found = store.find("haca", twin)
    assert found is not None
    assert found.address == FULL.address
    history = store.history(run, twin, address)
    assert history.latest is not None
    assert history.latest.document == FULL
    assert store.find("haca", replace(twin, address="https://haca.ma/ar/autre", identity="haca:13")) is None


def test_an_alias_learnt_later_leads_there_too(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    read(store, run, article("https://haca.ma/fr/a"))
    store.record(run, look(article("https://haca.ma/fr/a", aliases=("https://haca.ma/m/a",))), UNCHANGED, "x")
    assert len(store.versions("https://haca.ma/m/a")) == 1


def test_a_capture_is_adopted_by_the_first_page_of_its_source_with_its_title(store: Store) -> None:
    seeds = store.begin_run("seeds", NOON - DAY, purpose="seeds")
    capture = article("capture:002", title="L’« étude » de la HACA")
    other = replace(capture, address="capture:other", title="Autre")
    assert store.record(seeds, look(other), stored(Kind.BASELINE, other), EXTRACTOR) is not None
    captured = look(capture, NOON - DAY)
    assert store.record(seeds, captured, stored(Kind.BASELINE, capture), EXTRACTOR) is not None
    run = store.begin_run("haca", NOON)
    page = article("https://haca.ma/fr/étude", title="L'\u00ab\u00a0étude\u00a0\u00bb de la HACA")
    assert store.find("maghress", page) is None
    assert store.find("haca", replace(page, title="L'étude de la HACA 2")) is None
    history = store.history(run, page, page.address)
    assert history.latest is not None
    assert store.latest_page(history.latest.document.address) == replace(captured.page, text="")
    assert store.record(run, look(page), UNCHANGED, EXTRACTOR) is None
    assert [known.address for known in store.known("haca")] == ["capture:other", page.address]
    assert store.versions(page.address) == store.versions("capture:002")
    # Both ways of reading it again find the same document, and nothing to tell.
    assert store.record(seeds, captured, stored(Kind.BASELINE, capture), EXTRACTOR) is None
    assert store.history(run, capture, capture.address) == history
    assert len(list(store.changes())) == 2


def test_a_capture_older_than_the_live_page_adds_nothing(store: Store) -> None:
    seeds = store.begin_run("seeds", NOON - DAY, purpose="seeds")
    old, new = article(), article("https://haca.ma/fr/a", "Un autre.")
    read(store, seeds, old, kind=Kind.BASELINE, at=NOON - DAY)
    run = store.begin_run("haca", NOON)
    store.record(run, look(new), stored(Kind.EDITED, new), EXTRACTOR)
    assert store.record(seeds, look(old, NOON - DAY), stored(Kind.REVERTED, old), EXTRACTOR) is None
    assert len(store.versions(old.address)) == 2


def test_a_capture_goes_over_to_the_source_that_reads_it_live(store: Store) -> None:
    seeds = store.begin_run("seeds", NOON, purpose="seeds")
    read(store, seeds, article(), kind=Kind.BASELINE)
    run = store.begin_run("maghress", NOON)
    store.record(run, look(article(), NOON + HOUR, source="maghress"), UNCHANGED, EXTRACTOR)
    other = store.begin_run("lopinion", NOON)
    store.record(other, look(article(), NOON + DAY, source="lopinion"), UNCHANGED, EXTRACTOR)
    assert [list(store.known(name)) != [] for name in ("seeds", "maghress", "lopinion")] == [
        False,
        True,
        False,
    ]


def test_a_moved_page_has_its_new_address_and_keeps_the_old_one_as_alias(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    read(store, run, FULL)
    moved = replace(FULL, address="https://haca.ma/fr/2", aliases=())
    change = store.record(
        run, look(moved, NOON + HOUR), Verdict(outcome=Outcome.ARTICLE, kind=Kind.MOVED), "x"
    )
    assert change is not None
    assert (change.address, change.version.number, change.previous) == (moved.address, 1, None)
    assert [known.address for known in store.known("haca")] == [moved.address]
    assert store.versions(FULL.address) == store.versions(moved.address) != ()


# Absence


def test_an_absence_is_remembered_told_once_and_taken_back(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    read(store, run, FULL)
    times = tuple(NOON + hours * HOUR for hours in (1, 13, 26))
    for so_far, at in enumerate(times, start=1):
        history = store.history(run, None, FULL.address, at)
        assert (history.absences, history.withdrawn) == (times[: so_far - 1], False)
        kind = Kind.WITHDRAWN if so_far == 3 else None
        verdict = Verdict(outcome=Outcome.GONE, kind=kind, absences=times[:so_far])
        told = store.record(run, absence(FULL.address, at), verdict, EXTRACTOR)
    assert told is not None
    assert (told.kind, told.absences, told.version.document) == (Kind.WITHDRAWN, times, FULL)
    assert [(known.absent, known.touched) for known in store.known("haca")] == [(False, (times[-1],))]
    assert store.history(run, None, FULL.address).withdrawn
    back = look(FULL, NOON + 2 * DAY)
    restored = store.record(run, back, Verdict(outcome=Outcome.ARTICLE, kind=Kind.RESTORED), EXTRACTOR)
    assert restored is not None
    assert restored.absences == times, "the reader wants to know since when it was away"
    history = store.history(run, FULL, FULL.address)
    assert (history.absences, history.withdrawn) == ((), False)


def test_an_address_nobody_knows_leaves_its_outcome_only(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    verdict = Verdict(outcome=Outcome.GONE, absences=(NOON,))
    assert store.record(run, absence("https://haca.ma/never", NOON), verdict, EXTRACTOR) is None
    assert list(store.outcomes(run)) == [("https://haca.ma/never", Outcome.GONE, "")]
    assert store.history(run, None, "https://haca.ma/never").latest is None
    assert store.latest_page("https://haca.ma/never") is None


@pytest.mark.parametrize(
    ("others", "healthy"),
    [
        ([], True),
        ([Outcome.LISTING, Outcome.SERVER_ERROR, Outcome.UNCHANGED], True),
        ([Outcome.LISTING, Outcome.SERVER_ERROR], False),
        ([Outcome.TIMEOUT], False),
        ([Outcome.BUDGET, Outcome.ROBOTS_DENIED], True),
    ],
)
def test_a_source_is_healthy_while_its_other_addresses_are_read(
    store: Store, others: list[Outcome], healthy: bool
) -> None:
    before = store.begin_run("haca", NOON - 3 * DAY)
    read(store, before, article(), at=NOON - 3 * DAY)
    store.outcome(before, "https://haca.ma/x", Outcome.TIMEOUT, "", NOON - 3 * DAY)
    store.finish_run(before.number, NOON - 3 * DAY, RunState.COMPLETE)
    run = store.begin_run("haca", NOON)
    other = store.begin_run("lopinion", NOON)
    store.outcome(other, "https://lopinion.ma/", Outcome.TIMEOUT, "", NOON)
    store.outcome(run, article().address, Outcome.GONE, "", NOON)
    for number, outcome in enumerate(others):
        store.outcome(run, f"https://haca.ma/{number}", outcome, "", NOON)
    assert store.history(run, None, article().address).source_healthy is healthy


def test_neighbours_count_the_last_outcome_of_each(store: Store) -> None:
    first, second = store.begin_run("haca", NOON), store.begin_run("haca", NOON + HOUR)
    for run, outcome in ((first, Outcome.TIMEOUT), (second, Outcome.LISTING)):
        store.outcome(run, "https://haca.ma/", outcome, "", run.started_at)
    store.outcome(second, "https://haca.ma/b", Outcome.GONE, "", NOON + HOUR)
    assert store.neighbours("haca", NOON) == (1, 1)
    assert store.neighbours("haca", NOON, besides="https://haca.ma/b") == (1, 0)
    assert store.neighbours("haca", NOON + 2 * HOUR) == (0, 0)


# Runs


def test_a_source_is_new_to_us_until_a_crawl_that_read_an_article_has_ended(store: Store) -> None:
    def begin(purpose: str = "crawl", first_ok: bool = True) -> bool:
        run = store.begin_run("haca", NOON, purpose=purpose, first_ok=first_ok)
        assert store.run(run.number) == run
        return run.first

    read(store, store.begin_run("lopinion", NOON), article("https://lopinion.ma/a"))
    assert begin()
    nothing = store.begin_run("haca", NOON)
    store.outcome(nothing, "https://haca.ma/", Outcome.TIMEOUT, "", NOON)
    assert begin()
    read(store, store.begin_run("haca", NOON, purpose="check"), article("https://haca.ma/checked"))
    assert begin()
    assert not begin(first_ok=False)
    unfinished = store.begin_run("haca", NOON)
    read(store, unfinished, article("https://haca.ma/read"), kind=Kind.BASELINE)
    assert begin()
    store.finish_run(unfinished.number, NOON, RunState.PARTIAL)
    assert not begin()
    assert store.history(unfinished, None, "https://haca.ma/b").first_sight_is_baseline
    for purpose, baseline in (("crawl", False), ("check", False), ("seeds", True), ("import", True)):
        run = store.begin_run("haca", NOON, purpose=purpose)
        assert store.history(run, None, "https://haca.ma/b").first_sight_is_baseline is baseline


def test_a_run_is_finished_with_what_came_of_it(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    read(store, run, article(), article("https://haca.ma/b"))
    store.outcome(run, "https://haca.ma/c", Outcome.TIMEOUT, "30 s", NOON)
    finished = store.finish_run(run.number, NOON + HOUR, RunState.PARTIAL, "1 failed", {"feed": 3})
    assert (finished.state, finished.reason, finished.finished_at) == (
        RunState.PARTIAL,
        "1 failed",
        NOON + HOUR,
    )
    assert finished.counts == {"article": 2, "timeout": 1}
    assert (finished.changes, finished.channels) == ({"new": 2}, {"feed": 3})
    other = store.begin_run("lopinion", NOON)
    assert [run.number for run in store.runs()] == [other.number, run.number]
    assert store.runs(source="haca", limit=1) == (finished,)
    assert store.sources() == ("haca", "lopinion")
    with pytest.raises(StorageError, match="no run 99"):
        store.run(99)


def test_the_run_of_a_dead_process_is_closed_and_a_living_one_is_left(
    store: Store, url: str, archive: Path
) -> None:
    living = store.begin_run("haca", NOON)
    store.close()

    def abandon() -> None:
        with open_store(url, archive) as child:
            child.begin_run("haca", NOON)

    assert in_child(abandon) == 0
    (closed,) = store.close_abandoned("haca", NOON + HOUR)
    assert (closed.state, closed.reason, closed.finished_at) == (RunState.FAILED, "interrupted", NOON + HOUR)
    assert store.close_abandoned("haca", NOON + HOUR) == ()
    assert store.run(living.number).state is None


def test_every_outcome_is_streamed_and_the_last_of_an_address_counts(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    for number in range(5):
        store.outcome(run, f"https://haca.ma/{number}", Outcome.TIMEOUT, "", NOON)
    store.outcome(run, "https://haca.ma/3", Outcome.NOT_MODIFIED, "etag", NOON)
    assert {address: outcome for address, outcome, _ in store.outcomes(run)} == {
        f"https://haca.ma/{number}": Outcome.NOT_MODIFIED if number == 3 else Outcome.TIMEOUT
        for number in range(5)
    }


def test_a_page_that_is_not_modified_counts_as_checked_and_one_that_fails_does_not(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    read(store, run, FULL)
    store.outcome(run, FULL.aliases[0], Outcome.NOT_MODIFIED, "", NOON + HOUR)
    store.outcome(run, FULL.address, Outcome.TIMEOUT, "", NOON + DAY)
    assert [known.last_checked for known in store.known("haca")] == [NOON + HOUR]


def test_health_says_how_each_source_fared(store: Store) -> None:
    good = store.begin_run("haca", NOON)
    read(store, good, article())
    store.finish_run(good.number, NOON + HOUR, RunState.COMPLETE)
    for hours in (24, 30):
        bad = store.begin_run("haca", NOON + hours * HOUR)
        store.outcome(bad, "https://haca.ma/", Outcome.DNS_ERROR, "", NOON + hours * HOUR)
        last = store.finish_run(bad.number, NOON + hours * HOUR, RunState.FAILED, f"no such host {hours}")
    store.begin_run("haca", NOON + 10 * DAY)
    haca, silent = store.health(["haca", "lodj"], NOON + HOUR, NOON + 2 * DAY)
    assert haca == Health(
        source="haca",
        runs=2,
        read=0,
        failures={"dns_error": 2},
        last_run=last,
        last_success_at=NOON + HOUR,
        failing_since=NOON + DAY,
        reason="no such host 30",
        quiet_since=NOON,
    )
    assert silent == Health(source="lodj")
    (before,) = store.health(["haca"], NOON - DAY, NOON + 2 * HOUR)
    assert (before.runs, before.read, before.failing_since, before.reason) == (1, 1, None, "")


# Reading while writing, and many


def test_changes_are_streamed_in_order_of_time_while_the_store_is_written(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    other = store.begin_run("lopinion", NOON)
    for number in range(110):
        at = NOON + timedelta(minutes=(number * 7) % 13)
        read(store, run if number % 2 else other, article(f"https://haca.ma/{number}"), at=at)
    told = []
    for change in store.changes():
        told.append((change.at, change.number))
        store.outcome(run, f"https://haca.ma/during/{len(told)}", Outcome.TIMEOUT, "", NOON)
    assert told == sorted(told)
    assert len(told) == 110
    assert len(list(store.known("haca"))) + len(list(store.known("lopinion"))) == 110
    assert len(list(store.outcomes(run))) == 55 + 110


def test_changes_are_those_asked_for(store: Store) -> None:
    run, other = store.begin_run("haca", NOON), store.begin_run("lopinion", NOON)
    for day in range(3):
        read(store, run, article(f"https://haca.ma/{day}"), at=NOON + day * DAY)
    read(store, other, article("https://lopinion.ma/"), kind=Kind.BASELINE)
    assert [change.at for change in store.changes(NOON, NOON + DAY, source="haca")] == [NOON]
    assert [change.source for change in store.changes(kinds={Kind.BASELINE})] == ["lopinion"]
    assert [change.address for change in store.changes(address="https://haca.ma/1")] == ["https://haca.ma/1"]
    assert list(store.changes(address="https://haca.ma/never")) == []


# One writer at a time


def test_two_processes_write_side_by_side(store: Store, url: str, archive: Path) -> None:
    store.close()

    def crawl(source: str) -> None:
        with open_store(url, archive) as child:
            run = child.begin_run(source, NOON)
            for number in range(25):
                page = article(f"https://{source}.ma/{number}")
                assert child.record(run, look(page, source=source), stored(Kind.NEW, page), EXTRACTOR)
            child.finish_run(run.number, NOON, RunState.COMPLETE)

    children = [get_context("fork").Process(target=crawl, args=(name,)) for name in ("haca", "lopinion")]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert [run.changes for run in store.runs()] == [{"new": 25}, {"new": 25}]
    numbers = [change.number for change in store.changes()]
    assert len(set(numbers)) == 50


def test_who_waits_too_long_for_the_writer_is_told_so(store: Store, url: str, archive: Path) -> None:
    with open_store(url, archive, patience=timedelta(milliseconds=50)) as hasty:
        with store.database.write(), pytest.raises(BusyStore, match="another process") as refusal:
            hasty.begin_run("haca", NOON)
        assert "\n" not in str(refusal.value)
        assert hasty.begin_run("haca", NOON).first


@pytest.mark.parametrize("statement", [9, 14, 19, 21, 24, 27, 30, 33, 61])
def test_killed_at_any_statement_the_store_opens_and_the_next_run_finishes(
    store: Store, url: str, archive: Path, statement: int
) -> None:
    store.close()

    def crawl() -> None:
        with open_store(url, archive) as child:
            run = child.begin_run("haca", NOON)
            for number in range(4):
                page = article(f"https://haca.ma/{number}")
                if child.find("haca", page) is None:
                    child.record(run, look(page), stored(Kind.NEW, page), EXTRACTOR)
            child.finish_run(run.number, NOON, RunState.COMPLETE)

    assert in_child(crawl, killed_at=statement) == -signal.SIGKILL
    for change in store.changes():  # what was committed is whole
        assert store.latest_page(change.address) is not None
    store.close()
    assert in_child(crawl) == 0
    assert sorted(change.address for change in store.changes()) == [f"https://haca.ma/{n}" for n in range(4)]
    assert store.runs()[0].state is RunState.COMPLETE
    assert len(store.close_abandoned("haca", NOON)) in (0, 1)


def test_on_a_full_disk_nothing_is_half_written_and_the_next_run_finishes(
    tmp_path: Path, blank: Path
) -> None:
    url, archive = f"sqlite:///{shutil.copy(blank, tmp_path / 'veilleur.db')}", tmp_path / "archive"
    pages = [article(f"https://haca.ma/{number}", "é" * 3000) for number in range(20)]

    def crawl() -> None:
        with open_store(url, archive) as child:
            run = child.begin_run("haca", NOON)
            for page in pages:
                if child.find("haca", page) is None:
                    child.record(run, look(page), stored(Kind.NEW, page), EXTRACTOR)

    def cramped() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))
        crawl()

    assert in_child(cramped) == 3, "refused as a StorageError"
    with open_store(url, archive) as store:
        told = list(store.changes())
        assert 0 < len(told) < len(pages)
        assert all(store.latest_page(change.address) for change in told)
    assert in_child(crawl) == 0
    with open_store(url, archive) as store:
        assert len(list(store.changes())) == len(pages)


# What is written stays


@pytest.mark.parametrize("table", ["versions", "changes", "digests", "digest_changes", "deliveries"])
def test_what_was_written_can_be_neither_changed_nor_removed(store: Store, table: str) -> None:
    from tests.storage.test_outbox import send  # fills all five tables

    send(store)
    columns = {
        "versions": "title", "changes": "reason", "digests": "html", "digest_changes": "profile",
        "deliveries": "data",
    }  # fmt: skip
    column = columns[table]
    with store.database.read() as connection:
        before = connection.execute(text(f"SELECT * FROM {table}")).all()
    assert before
    attempts = [f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"]
    if not store.database.on_sqlite:
        attempts.append(f"TRUNCATE {table} CASCADE")
    for attempt in attempts:
        with (
            pytest.raises((DBAPIError, StorageError), match="stays as it is"),
            store.database.write() as writing,
        ):
            writing.execute(text(attempt))
    with store.database.read() as connection:
        assert connection.execute(text(f"SELECT * FROM {table}")).all() == before


# Marks


def test_a_pause_outlives_the_process(store: Store, url: str, archive: Path) -> None:
    store.pause("haca.ma", NOON + HOUR, "429")
    store.pause("haca.ma", NOON, "a shorter one does not shorten it")
    store.close()
    with open_store(url, archive) as reopened:
        assert reopened.paused("haca.ma", NOON) == NOON + HOUR
        assert reopened.paused("haca.ma", NOON + HOUR) is None
        assert reopened.paused("lopinion.ma", NOON) is None
        reopened.pause("haca.ma", NOON + DAY, "503")
        assert reopened.paused("haca.ma", NOON) == NOON + DAY


@pytest.mark.parametrize("replica", [True, False])
def test_the_first_crawl_decides_for_good_what_the_store_is_filled_from(
    store: Store, url: str, archive: Path, replica: bool
) -> None:
    assert not store.replica
    store.stamp_replica(replica)
    store.stamp_replica(replica)
    with open_store(url, archive) as reopened:
        assert reopened.replica is replica
        with pytest.raises(UnusableStore, match="name another database") as refusal:
            reopened.stamp_replica(not replica)
        assert "\n" not in str(refusal.value)
        assert reopened.replica is replica


def test_a_store_has_a_name_of_its_own(store: Store, url: str, archive: Path, tmp_path: Path) -> None:
    with open_store(url, archive) as reopened:
        assert reopened.instance == store.instance
    with open_store(f"sqlite:///{tmp_path / 'other.db'}", archive) as other:
        assert other.instance != store.instance
