"""The gate of a round: what it lets pass, what it reads all the same, and what it writes when."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.extract import EXTRACTOR
from crawler.gate import ONE_IN, Gate, is_sampled
from crawler.observe import observe
from crawler.sealing import sealed
from storage.decide import decide
from storage.records import History, Observation, Page, Run, Verdict
from storage.store import Store, open_store
from storage.vocabulary import Kind, Outcome
from tests.crawler.test_seals import ADDRESS, AT, FULL, SOURCE, of

SAME_WORDS = Verdict(outcome=Outcome.UNCHANGED, reason="the words of version 1")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path / 'veilleur.db'}", tmp_path / "archive") as store:
        yield store


def numbered(number: int) -> Page:
    address = f"{ADDRESS}{number}"
    return of(FULL.replace(ADDRESS, address), requested=address, address=address)


def look(page: Page) -> Observation:
    seen = observe(page, SOURCE)
    assert seen.document is not None
    return replace(seen, seal=sealed(seen.page, seen.document))


def read(store: Store, pages: list[Page]) -> None:
    """A first run, in which the pages are recorded and sealed."""
    run = store.begin_run(SOURCE.name, AT)
    gate = Gate(store, run)
    for page in pages:
        seen = look(page)
        verdict = decide(History(), seen, AT)
        store.record(run, seen, verdict, EXTRACTOR)
        gate.read(seen, verdict)
    gate.write()


def later(store: Store, *, sampled: bool, address: str = ADDRESS + "0") -> Run:
    """A run in which the page at `address` is, or is not, one of those that are read all the same."""
    runs = (store.begin_run(SOURCE.name, AT + timedelta(days=1)) for _ in range(40 * ONE_IN))
    return next(run for run in runs if is_sampled(address, run) is sampled)


def planned(store: Store, run: Run, pages: list[Page]) -> Gate:
    gate = Gate(store, run)
    gate.plan([page.requested for page in pages])
    return gate


def test_what_is_planned_is_found_whatever_the_order(store: Store) -> None:
    pages = [numbered(number) for number in range(7)]
    read(store, pages[:5])
    gate = planned(store, later(store, sampled=False), pages)
    assert not gate.passes(pages[6])
    held = {page.requested for page in reversed(pages) if gate.passes(page)}
    assert held == {page.requested for page in pages[:5] if not is_sampled(page.requested, gate.run)}
    assert not gate.passes(of(FULL)), "not planned"


def test_a_page_that_is_read_all_the_same_and_differs_is_told(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    page = numbered(0)
    read(store, [page])
    gate = planned(store, later(store, sampled=True), [page])
    assert not gate.passes(page)
    gate.read(look(page), SAME_WORDS)
    assert gate.disagreement == ""
    gate = planned(store, gate.run, [page])
    assert not gate.passes(page)
    gate.read(look(page), Verdict(outcome=Outcome.ARTICLE, kind=Kind.EDITED, reason="other words"))
    assert gate.disagreement == f"1 seals held on pages that had changed: {page.requested}"
    assert "other words" in caplog.text


@pytest.mark.parametrize(
    "outcome", [Outcome.PAYWALL, Outcome.TRUNCATED, Outcome.SOFT_404, Outcome.EXTRACT_FAILED]
)
def test_what_is_no_article_leaves_no_seal(store: Store, outcome: Outcome) -> None:
    gate = Gate(store, store.begin_run(SOURCE.name, AT))
    gate.read(look(numbered(0)), Verdict(outcome=outcome))
    assert not len(gate)


def test_checks_wait_until_they_are_written_together(store: Store) -> None:
    pages = [numbered(number) for number in range(3)]
    read(store, pages)
    gate = planned(store, later(store, sampled=False), pages)
    for page in pages:
        gate.unchanged(replace(page, fetched_at=AT + timedelta(days=1)))

    def checked() -> int:
        return sum(known.last_checked > AT for known in store.known(SOURCE.name))

    assert (checked(), len(gate)) == (0, 3)
    gate.write()
    assert (checked(), len(gate)) == (3, 0)
    assert store.run(gate.run.number).counts == {Outcome.UNCHANGED: 3}


def test_every_page_has_its_turn(store: Store) -> None:
    run = store.begin_run(SOURCE.name, AT)
    for step in (1, 5, 20):
        runs = [replace(run, number=number) for number in range(0, 200 * step, step)]
        turns = [sum(is_sampled(f"{ADDRESS}{page}", each) for each in runs) for page in range(100)]
        assert min(turns) > 0
        assert 0.04 < sum(turns) / 20_000 < 0.06
