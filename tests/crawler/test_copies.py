"""One text at many addresses: an outage, or an article that stands at several for good reason."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from crawler.copies import Copies
from storage.records import Document, Observation, Page, Run, Stamp
from storage.vocabulary import Outcome

AT = datetime(2026, 11, 20, tzinfo=UTC)
CRAWL = Run(number=1, source="courrier", started_at=AT)
BLOCKS = (
    "Découvrez toutes les formules du journal, sur papier et en ligne, et recevez en cadeau un agenda relié.",
    "Cette offre est réservée aux nouveaux lecteurs qui habitent le Royaume et prend fin avec l'automne, sauf mention.",
)
KNOWN = Document(
    address="",
    title="Les libraires attendent",
    blocks=(
        "Le fonds de garantie sera doté de 45 millions de dirhams, a dit mardi le ministre aux libraires.",
    ),
)


def document(path: str, **more: object) -> Document:
    return Document(
        address=f"https://courrier.example/{path}", title="Offre de rentrée", blocks=BLOCKS, **more
    )  # type: ignore[arg-type]


def seen(given: Document) -> Observation:
    page = Page(source="courrier", requested=given.address, address=given.address, fetched_at=AT, status=200)
    return Observation(outcome=Outcome.ARTICLE, page=page, document=given)


def outcomes(*looks: tuple[Document, Document | None], run: Run = CRAWL) -> list[Outcome]:
    copies = Copies()
    return [copies.compared(run, seen(given), known).outcome for given, known in looks]


ARTICLE, SOFT = Outcome.ARTICLE, Outcome.SOFT_404


def test_the_third_new_address_of_one_text_has_none_of_its_own() -> None:
    looks = [(document(str(n)), None) for n in range(4)]
    assert outcomes(*looks) == [ARTICLE, ARTICLE, SOFT, SOFT]
    assert outcomes(*looks, run=replace(CRAWL, purpose="import")) == [ARTICLE] * 4


@pytest.mark.parametrize(
    "own",
    [
        {"published": Stamp(day=date(2026, 11, 3))},
        {"aliases": ("https://courrier.example/0",)},
        {"identity": "courrier:7"},
    ],
)
def test_an_article_may_stand_at_several_addresses(own: dict[str, object]) -> None:
    assert outcomes(*((document(str(n), **own), None) for n in range(4))) == [ARTICLE] * 4


def test_an_address_that_names_its_title_has_its_own_text() -> None:
    assert outcomes(*((document(f"{n}/offre-de-rentree"), None) for n in range(4))) == [ARTICLE] * 4


def test_a_short_text_may_be_that_of_several() -> None:
    brief = [(replace(document(str(n)), blocks=("Plus de détails à venir.",)), None) for n in range(4)]
    assert outcomes(*brief) == [ARTICLE] * 4


@pytest.mark.parametrize("purpose", ["crawl", "import"])
def test_a_text_in_place_of_known_articles_is_never_their_edit(purpose: str) -> None:
    looks = [(document("0"), None), (document("1"), KNOWN), (document("2"), None), (document("3"), KNOWN)]
    assert outcomes(*looks, run=replace(CRAWL, purpose=purpose)) == [ARTICLE, SOFT, SOFT, SOFT]


def test_a_known_article_that_takes_another_wording_from_its_copy_is_edited() -> None:
    known = replace(KNOWN, blocks=(*BLOCKS[:1], "Une phrase d'hier."))
    assert outcomes((document("0"), known), (document("1"), known)) == [ARTICLE, ARTICLE]


def test_the_reason_names_another_address_and_another_run_is_another_matter() -> None:
    copies = Copies()
    copies.compared(CRAWL, seen(document("0")), None)
    told = copies.compared(CRAWL, seen(document("1")), KNOWN)
    assert (told.document, told.reason) == (
        None,
        "no article of its own: the same text is at https://courrier.example/0",
    )
    assert copies.compared(replace(CRAWL, number=2), seen(document("1")), KNOWN).outcome is ARTICLE
