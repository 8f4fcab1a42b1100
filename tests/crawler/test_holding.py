"""Edits that are kept back: how many, and what they turn out to be together."""

from datetime import UTC, datetime

from crawler.edges import edge_lines
from crawler.holding import FEWEST, MOST, Held
from crawler.recorder import Weighed
from storage.decide import decide
from storage.fold import fingerprint, fold
from storage.records import Document, History, Observation, Page, Version
from storage.vocabulary import Outcome
from tests.crawler.test_learning import FOOT, document

AT = datetime(2026, 11, 20, tzinfo=UTC)


def edit(old: Document, new: Document, name: str = "") -> Weighed:
    address = new.address + name
    page = Page(
        source="courrier", requested=address, address=address, fetched_at=AT, status=200, body=b"x" * 99
    )
    seen = Observation(outcome=Outcome.ARTICLE, page=page, document=new)
    latest = Version(number=1, seen_at=AT, document=old, fingerprint=fingerprint(old), extractor="")
    return Weighed(
        observation=seen, verdict=decide(History(latest=latest), seen, AT), latest=latest, extractor=""
    )


def held(*edits: Weighed) -> Held:
    kept = Held()
    for each in edits:
        kept.hold(each, edge_lines(each.verdict.hunks))
    return kept


def test_a_line_that_comes_or_goes_at_three_articles_is_furniture() -> None:
    came = [edit(document(n), document(n, after=(FOOT,))) for n in range(FEWEST)]
    went = [edit(document(n, after=(FOOT,)), document(n)) for n in range(FEWEST)]
    for edits in (came, went):
        (found,) = held(*edits).furniture(AT, (), ())
        assert (found.shown, found.place, found.pages) == (FOOT, "end", 3)
        assert held(*edits[1:]).furniture(AT, (), ()) == ()
        assert held(*edits).furniture(AT, {fold(FOOT)}, ()) == ()
        assert held(*edits).furniture(AT, (), {fold(FOOT)}) == ()


def test_the_copies_of_one_article_are_edited_together() -> None:
    copies = [edit(document(1), document(1, after=(FOOT,)), f"/{n}") for n in range(9)]
    assert held(*copies).furniture(AT, (), ()) == ()


def test_only_the_edits_that_a_line_explains_are_given_back() -> None:
    other = edit(document(7), document(7, after=("Le maire a démenti.",)))
    kept = held(*(edit(document(n), document(n, after=(FOOT,))) for n in range(3)), other)
    released = kept.touched(kept.furniture(AT, (), ()))
    assert [each.latest and each.latest.document.title for each in released] == [
        f"Titre {n}" for n in range(3)
    ]
    assert [each.verdict for each in kept.all()] == [other.verdict]


def test_too_many_edits_are_given_back_the_oldest_first() -> None:
    edits = [edit(document(1), document(1, after=(FOOT,)), f"/{n}") for n in range(MOST + 2)]
    kept = held(*edits)
    assert [each.verdict for each in kept.surplus()] == [each.verdict for each in edits[:2]]
    assert len(list(kept.all())) == MOST
