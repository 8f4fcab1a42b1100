from dataclasses import replace
from datetime import date

from storage.lineage import Copy, Story
from storage.records import Document, Stamp
from tests.storage.looks import HOUR, NOON

AGGREGATORS = {"maghress"}


def copy(source: str, **more: object) -> Copy:
    document = Document(address=f"https://{source}.ma/article", title="t", blocks=("b",), **more)  # type: ignore[arg-type]
    return Copy(source=source, document=document, version=1, first_seen=NOON, seen_at=NOON)


def origin(*copies: Copy) -> str:
    return Story(number=1, copies=copies, total=len(copies)).origin(AGGREGATORS).source


def on(day: int) -> Stamp:
    return Stamp(day=date(2026, 11, day))


def test_a_link_names_the_origin_whatever_the_dates_say() -> None:
    assert (
        origin(
            copy("a", published=on(1)), copy("b", published=on(9)), copy("c", origin="https://b.ma/article")
        )
        == "b"
    )


def test_an_aggregator_is_the_origin_of_nothing_that_a_paper_has() -> None:
    assert origin(copy("maghress", published=on(1)), copy("lopinion", published=on(2))) == "lopinion"
    assert origin(copy("maghress")) == "maghress"


def test_a_text_of_its_own_comes_before_one_that_credits_an_agency() -> None:
    assert origin(copy("a", authors=("Avec MAP",), published=on(1)), copy("b", published=on(2))) == "b"


def test_else_the_first_published_then_the_first_seen_is_the_origin() -> None:
    assert origin(copy("a", published=on(2)), copy("b", published=on(1)), copy("c")) == "b"
    later = replace(copy("a"), first_seen=NOON + HOUR)
    assert origin(later, copy("b")) == "b"


def test_the_reprints_are_the_others_and_the_agency_is_known() -> None:
    copies = (copy("a"), copy("b", authors=("Avec MAP",)))
    story = Story(number=1, copies=copies, total=2)
    assert story.reprints(AGGREGATORS) == copies[1:]
    assert story.agency == "MAP"
    assert story.copy_at("https://b.ma/article") is copies[1]
    assert story.copy_at("https://c.ma/article") is None
