"""`veilleur noise` and `veilleur replay`: what was learned, and what today's rules make of the past."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.observe import observe
from crawler.registry import of_host
from storage.decide import decide
from storage.fold import fingerprint
from storage.furnishing import Furnishing
from storage.records import Document, History, Page, Version
from storage.store import Store, open_store
from tests.crawler.test_observe import BLOCKS, TITLE, body_of
from tests.scheduler.conftest import Said
from tests.scheduler.test_cli import documented

AT = datetime(2026, 11, 16, 5, 30, tzinfo=UTC)
LONG = "Retrouvez toute l'actualité culturelle du Courrier chaque matin dans votre kiosque, à Rabat et à Casablanca."


@pytest.fixture
def store(said: Said) -> Iterator[Store]:
    """The store that the commands find here."""
    with open_store("sqlite:///var/veilleur.db", Path("var/archive")) as store:
        yield store


@pytest.fixture
def furnished(store: Store) -> Store:
    store.begin_run("lopinion", AT)
    lines = [(LONG, "end"), ("L'Opinion", "start")]
    store.furnish(
        "lopinion",
        [
            Furnishing(line=line.lower(), shown=line, place=place, pages=7, since=AT, why="it repeats")
            for line, place in lines
        ],
    )
    return store


def test_noise_lists_what_was_learned_in_words(
    said: Said, furnished: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert said("noise", "lopinion").splitlines() == [
        f"  1  {LONG[:54].rstrip()}…",
        "     stood after the article on 7 pages, 2026-11-16: it repeats",
        "  2  L'Opinion",
        "     stood before the article on 7 pages, 2026-11-16: it repeats",
    ]
    listed = said("noise", "lopinion", "--json")
    assert all(set(each) == documented("Noise") for each in listed)
    assert [(each["number"], each["line"], each["state"]) for each in listed] == [
        (1, LONG, "learned"),
        (2, "L'Opinion", "learned"),
    ]
    assert "Nothing was learned of leseco yet" in said("noise", "leseco")


def test_noise_is_undone_and_done_again_and_learned_once(said: Said, furnished: Store) -> None:
    assert "text again; stood before" in said("noise", "lopinion", "--undo", "2")
    learned = furnished.furniture("lopinion")
    assert [each.undone for each in learned] == [False, True]
    furnished.furnish("lopinion", [replace(each, pages=9) for each in learned])
    assert furnished.furniture("lopinion") == learned, "what was undone stays undone"
    assert "text again" not in said("noise", "lopinion", "--redo", "2")


@pytest.mark.parametrize(
    ("arguments", "saying"),
    [
        (("noise", "lopinon"), "no source is called 'lopinon': known are "),
        (
            ("noise", "lopinion", "--undo", "3"),
            "lopinion has no line 3: `veilleur noise lopinion` lists them",
        ),
        (("replay", "lopinon"), "nothing of 'lopinon' is stored (known: lopinion)"),
    ],
)
def test_a_wrong_name_or_number_is_told(
    said: Said, furnished: Store, arguments: tuple[str, ...], saying: str
) -> None:
    assert saying in said(*arguments, code=2)


COURRIER = "https://courrier.example/"


def page(name: str, body: str, days: int) -> Page:
    return Page(
        source=of_host(COURRIER).name,
        requested=COURRIER + name,
        address=COURRIER + name,
        fetched_at=AT + timedelta(days=days),
        status=200,
        headers={"content-type": "text/html; charset=utf-8"},
        body=body.encode(),
    )


def kept(store: Store, name: str, *bodies: str, added: tuple[str, ...] = ()) -> None:
    """Versions of a page as rules of long ago read them: the second one with the lines `added`."""
    source = of_host(COURRIER)
    latest: Version | None = None
    for days, body in enumerate(bodies):
        seen = observe(page(name, body, days), source)
        assert seen.document is not None
        blocks = (*seen.document.blocks, *(added if days else ()))
        read: Document = replace(seen.document, blocks=blocks, identity=f"courrier:{name}")
        seen = replace(seen, document=read)
        run = store.begin_run(source.name, seen.page.fetched_at)
        verdict = decide(History(latest=latest), seen, seen.page.fetched_at)
        change = store.record(run, seen, verdict, "veilleur 0")
        assert change is not None
        latest = change.version
        assert latest.fingerprint == fingerprint(read)


def test_replay_lists_the_changes_that_todays_rules_would_not_tell(said: Said, store: Store) -> None:
    also = "Lire aussi : Le marché du livre se redresse"
    kept(store, "noise", body_of(TITLE, BLOCKS), body_of(TITLE, [*BLOCKS, also]), added=(also,))
    edited = [BLOCKS[0].replace("45", "54"), *BLOCKS[1:]]
    kept(store, "edit", body_of(TITLE, BLOCKS), body_of(TITLE, edited))
    before = [*store.changes()], store.versions(COURRIER + "noise"), store.runs()
    found = said("replay", "--json")
    assert (found["documents"], found["versions"], found["disappear"], found["appear"]) == (2, 4, 1, 0)
    (gone,) = found["differences"]
    assert (gone["change"], gone["url"], gone["version"]) == (2, COURRIER + "noise", 2)
    assert (gone["told"], gone["today"], gone["reason"]) == ("edited", None, "the words of version 1")
    assert {*found, *gone} == documented("Replay")
    assert ([*store.changes()], store.versions(COURRIER + "noise"), store.runs()) == before
    text = said("replay", of_host(COURRIER).name, "--since", "2026-11-17")
    assert f"would disappear: change 2, edited\n  {COURRIER}noise\n  the words of version 1" in text
    assert "2 pages with 4 versions read again: 1 changes would disappear, 0 would appear" in text
    assert said("replay", "--since", "2026-11-18", "--json")["differences"] == []


def test_replay_finds_the_edit_that_older_rules_overlooked(said: Said, store: Store) -> None:
    source = of_host(COURRIER)
    edited = [BLOCKS[0].replace("45", "54"), *BLOCKS[1:]]
    kept(store, "moved", body_of(TITLE, BLOCKS))
    seen = observe(page("moved-away", body_of(TITLE, edited), 1), source)
    first = store.versions(COURRIER + "moved")[0]
    assert seen.document is not None
    blind = replace(seen.document, blocks=first.document.blocks, identity="courrier:moved")
    seen = replace(seen, document=blind)
    verdict = decide(History(latest=first), seen, seen.page.fetched_at)
    assert verdict.kind == "moved"
    store.record(store.begin_run(source.name, AT + timedelta(days=1)), seen, verdict, "veilleur 0")
    (found,) = said("replay", "--json")["differences"]
    assert (found["change"], found["told"], found["today"], found["version"]) == (None, None, "edited", 2)


def test_replay_names_the_pages_that_it_misses(said: Said, store: Store) -> None:
    edited = [BLOCKS[0].replace("45", "54"), *BLOCKS[1:]]
    kept(store, "edit", body_of(TITLE, BLOCKS), body_of(TITLE, edited))
    lost = store.versions(COURRIER + "edit")[0].body_sha256
    assert lost is not None
    store.archive.path(lost).unlink()
    told = said("replay", code=1)
    assert f"{COURRIER}edit, version 1: " in told
    assert "missing: bring it back from a backup" in told
