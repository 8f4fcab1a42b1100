"""Crawls of a site whose pages share lines: what is learned, what is told, and the text at many addresses."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from crawler import registry
from crawler.config import load
from crawler.observe import observe
from storage.fold import fold
from storage.vocabulary import Kind, Outcome
from tests.crawler.site import HOST, Behaviour, Press, Site, answer, listing

FOOT = "Retrouvez la Gazette chaque matin dans les kiosques de la capitale et des provinces."
OTHER = "La Gazette recrute des correspondants dans toutes les régions du Royaume."
TOWNS = ["Oujda", "Settat", "Safi", "Larache", "Azrou", "Midelt", "Tata"]


def told(number: int, *, after: tuple[str, ...] = (), figure: int = 0) -> Behaviour:
    """An article that has nothing in common with that of another number but what stands after it."""
    town = TOWNS[number]
    blocks = [
        f"La ville de {town} ouvrira {town.lower()}thèque et {number + 3} salles de lecture, a dit mardi le maire de "
        f"{town} devant {number * 11 + 20} élus ; le chantier de {town} coûtera {figure or number + 30} millions.",
        f"À {town}, les libraires de {town} attendent {number + 40} emplois et demandent que {town} soit desservie par "
        f"une ligne de bus, promise à {town} depuis {number + 2010} par la commune de {town}.",
    ]
    paragraphs = "".join(f"<p>{text}</p>" for text in (*blocks, *after))
    title = f"{town} aura sa bibliothèque"
    return answer(
        f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>{title}</title></head><body>'
        f"<article><h1>{title}</h1><time>3 novembre 2026</time>{paragraphs}</article></body></html>"
    )


def site(pages: Mapping[int, Behaviour]) -> dict[str, Behaviour]:
    return {"/": listing(*(f"/a/{n}" for n in pages)), **{f"/a/{n}": page for n, page in pages.items()}}


def kinds(press: Press) -> list[tuple[Kind, str]]:
    """The changes after the first sights."""
    with press.store() as store:
        return [
            (change.kind, change.address.rpartition("/")[2])
            for change in store.changes()
            if change.kind is not Kind.BASELINE
        ]


def shown(press: Press) -> list[tuple[str, int]]:
    with press.store() as store:
        return [(each.shown, each.pages) for each in store.furniture("gazette") if not each.undone]


def test_a_line_that_comes_to_several_articles_in_one_crawl_is_no_edit_of_them(tmp_path: Path) -> None:
    with Site(site({n: told(n) for n in range(5)})) as gazette:
        press = Press(tmp_path, gazette.url)
        press.crawl()
        own = f"Le préfet de {TOWNS[4]} a confirmé la date."
        gazette.pages |= {f"/a/{n}": told(n, after=(FOOT,)) for n in range(4)}
        gazette.pages["/a/4"] = told(4, after=(own, FOOT))
        press.crawl()
        assert kinds(press) == [(Kind.EDITED, "4")]
        assert shown(press) == [(FOOT, 3)]
        assert press.outcomes()["/a/0"] is Outcome.UNCHANGED
        gazette.pages |= {f"/a/{n}": told(n, after=(OTHER,)) for n in range(4)}
        gazette.pages["/a/4"] = told(4, after=(OTHER,), figure=99)
        press.crawl()
    assert kinds(press) == [(Kind.EDITED, "4")] * 2
    assert shown(press)[0] == (FOOT, 3)
    with press.store() as store:
        *_, version = store.versions(f"https://{HOST}/a/4")
        assert FOOT not in version.document.blocks
        assert ", furniture " in version.extractor


def test_a_line_that_comes_to_two_articles_is_an_edit_of_both(tmp_path: Path) -> None:
    with Site(site({n: told(n) for n in range(3)})) as gazette:
        press = Press(tmp_path, gazette.url)
        press.crawl()
        gazette.pages |= {f"/a/{n}": told(n, after=(FOOT,)) for n in range(2)}
        press.crawl()
    assert sorted(kinds(press)) == [(Kind.EDITED, "0"), (Kind.EDITED, "1")]
    assert shown(press) == []


def test_a_correction_that_comes_to_several_articles_is_told_of_each(tmp_path: Path) -> None:
    note = "Rectificatif : le nom du ministre a été rétabli dans cet article."
    with Site(site({n: told(n) for n in range(4)})) as gazette:
        press = Press(tmp_path, gazette.url)
        press.crawl()
        gazette.pages |= {f"/a/{n}": told(n, after=(note,)) for n in range(4)}
        press.crawl()
    assert sorted(kinds(press)) == [(Kind.EDITED, str(n)) for n in range(4)]


def test_learning_and_undoing_change_nothing(tmp_path: Path) -> None:
    with Site(site({n: told(n, after=(FOOT,)) for n in range(6)})) as gazette:
        press = Press(tmp_path, gazette.url)
        press.crawl()
        assert shown(press) == [(FOOT, 6)]
        press.crawl()
        gazette.pages["/a/5"] = told(5)
        press.crawl()
        assert kinds(press) == []
        with press.store() as store:
            store.undo_furniture("gazette", 1)
        gazette.pages["/a/5"] = told(5, after=(FOOT,))
        press.crawl()
        assert kinds(press) == []
        gazette.pages["/a/5"] = told(5)
        press.crawl()
    assert shown(press) == [], "what was undone is not learned again"
    assert kinds(press) == [(Kind.EDITED, "5")]


SAME = (
    "<title>Offre de rentrée</title><h1>Offre de rentrée</h1>"
    + "<p>Découvrez toutes les formules du journal, sur papier et en ligne, et recevez en cadeau un agenda de poche "
    "relié que les lecteurs s'arrachent chaque automne dans les librairies partenaires de la capitale.</p>"
    * 3
)


@pytest.fixture
def outage() -> Behaviour:
    return answer(f"<!DOCTYPE html><html lang=fr><body><article>{SAME}</article></body></html>")


def test_a_text_at_many_addresses_is_no_article(tmp_path: Path, outage: Behaviour) -> None:
    with Site(site({n: told(n) for n in range(3)})) as gazette:
        press = Press(tmp_path, gazette.url)
        press.crawl()
        gazette.pages |= {**site(dict.fromkeys(range(6), outage))}
        press.crawl()
        assert kinds(press) == [(Kind.NEW, "3"), (Kind.NEW, "4")]
        assert [press.outcomes()[f"/a/{n}"] for n in (0, 1, 2, 5)] == [Outcome.SOFT_404] * 4
        with press.store() as store:
            run = store.runs("gazette")[0]
            reasons = {address[-3:]: reason for address, _, reason in store.outcomes(run)}
        assert reasons["a/2"] == f"no article of its own: the same text is at https://{HOST}/a/3"
        gazette.pages |= site({n: told(n) for n in range(3)})
        press.crawl()
    assert kinds(press) == [(Kind.NEW, "3"), (Kind.NEW, "4")], "compared with the last good version"


def test_the_last_version_is_read_again_by_the_furniture_of_today(tmp_path: Path) -> None:
    with Site(site({n: told(n, after=(f"{FOOT} {OTHER}",)) for n in range(5)})) as gazette:
        press = Press(tmp_path, gazette.url)
        press.crawl()
    with press.store() as store:
        kept = store.latest_page(f"https://{HOST}/a/1")
    assert kept is not None
    declared = registry.source("gazette", load({}, tmp_path))
    furniture = frozenset({fold(f"{FOOT} {OTHER}")})
    whole, own = (
        observe(kept, source).document for source in (declared, replace(declared, furniture=furniture))
    )
    assert whole is not None and own is not None
    assert whole.blocks == (*own.blocks, f"{FOOT} {OTHER}")
