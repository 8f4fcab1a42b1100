"""The unchanged gate: nothing that changes an article passes it, and what only surrounds one does."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from lxml import html

from crawler.bylines import authors
from crawler.datelines import stamps
from crawler.metadata import Metadata
from crawler.observe import observe
from crawler.sealing import sealed
from crawler.seals import declared, holds
from crawler.titles import title
from storage.records import Page
from storage.seal import Place, Seal
from tests.crawler.evaluation import judging
from tests.crawler.evaluation.frames import TEXT_FRAMES
from tests.crawler.evaluation.judging import FRAMES, LATER
from tests.crawler.evaluation.outages import OUTAGES
from tests.crawler.evaluation.paint import TICKERS, Paint
from tests.crawler.test_observe import SOURCE
from tests.replica.articles import load_articles

SEALABLE = sorted(set(FRAMES) - set(TEXT_FRAMES) - {"flat"})
ARTICLES = list(load_articles().values())
AROUND = {"nothing", "ticker", "comments", "scripts"}
"""Noise that in every frame stands outside the article's own element."""

ADDRESS = "https://courrier.example/un-fonds-12"
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
LINKED = """<script type="application/ld+json">{"@type":"NewsArticle",
"headline":"Un fonds pour les librairies de quartier","author":{"@type":"Person","name":"Salma Idrissi"}}</script>"""
PAGE = f"""<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8">
<title>Un fonds pour les librairies de quartier - Le Courrier</title>
<meta name="csrf-token" content="a81"><meta property="article:published_time" content="2026-11-19T08:00:00Z">
<link rel="canonical" href="{ADDRESS}">LINKED</head><body>
<ul><li><a href="/1">Une dépêche</a></li><li><a href="/2">Une autre dépêche</a></li></ul>
<article><h1>Un fonds pour les librairies de quartier</h1><p class="meta">Publié le 19 novembre 2026</p>
<p class="by">Par Salma Idrissi</p>
<div class="text"><p>Le ministère a présenté mardi un fonds de garantie pour les librairies, doté de 45 millions.</p>
<div class="quote"><p>Selon la note de cadrage, le fonds couvrira jusqu'à 60 % des prêts de chaque dossier.</p></div>
<p>Les libraires saluent la mesure mais demandent un calendrier : le premier guichet n'ouvrira qu'en automne.</p>
</div><div class="files"><a href="/decret-45.pdf">Le décret</a></div></article>
<div class="more"><p>Lire aussi : une dépêche</p></div><footer>Le Courrier</footer></body></html>"""
FULL = PAGE.replace("LINKED", LINKED)
BARE = PAGE.replace("LINKED", "").replace(
    '<meta property="article:published_time" content="2026-11-19T08:00:00Z">', ""
)


def of(markup: str, **other: object) -> Page:
    values = {
        "source": "courrier", "requested": ADDRESS, "address": ADDRESS, "fetched_at": AT, "status": 200,
        "headers": {"content-type": "text/html; charset=utf-8"}, "body": markup.encode(),
    }  # fmt: skip
    return Page(**(values | other))  # type: ignore[arg-type]


def seal_of(markup: str) -> Seal:
    seen = observe(of(markup), SOURCE)
    assert seen.document is not None
    seal = sealed(seen.page, seen.document)
    assert seal is not None
    assert holds(seal, of(markup))
    return seal


@pytest.mark.parametrize("name", SEALABLE)
def test_every_edit_breaks_the_seal_and_what_surrounds_the_article_does_not(name: str) -> None:
    for n in range(2):
        article = ARTICLES[(3 * n + SEALABLE.index(name)) % len(ARTICLES)]
        paint = Paint(ticker_markup=list(TICKERS)[(5 * n + SEALABLE.index(name)) % len(TICKERS)])
        markup = FRAMES[name](article, paint)
        seen = observe(judging.page(markup.encode(), name, article), judging.SOURCE)
        assert seen.document is not None
        seal = sealed(seen.page, seen.document)
        assert seal is not None
        for mutation, changed, is_edit in judging._mutated(article, FRAMES[name], paint, markup):
            passes = holds(seal, judging.page(changed.encode(), name, article, LATER))
            if is_edit or mutation in AROUND:
                assert passes is not is_edit, f"{mutation} of {article.name}"
        for outage in OUTAGES.values():
            answer = judging.page(outage.body(markup, article, paint), "", article, LATER, outage.status)
            answer = replace(answer, address=judging.SOURCE.site) if outage.home else answer
            assert not holds(seal, answer)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("45 millions", "46 millions"),
        ("guichet", "bureau"),
        ("<h1>Un fonds", "<h1>Un plan"),
        ("<title>Un fonds", "<title>Un plan"),
        ('"headline":"Un fonds', '"headline":"Un plan'),
        ('"name":"Salma', '"name":"Selma'),
        ("2026-11-19T08:00", "2026-11-18T08:00"),
        (f'canonical" href="{ADDRESS}', f'canonical" href="{ADDRESS}3'),
        ("decret-45.pdf", "decret-46.pdf"),
        ("Le décret</a>", 'Le décret</a><a href="/annexe.pdf">Une annexe</a>'),
        ("Lire aussi : une dépêche", '<a href="/annexe.pdf">Une annexe</a>'),
        ("prêts de chaque dossier.</p></div>", "prêts de chaque dossier.</p>"),  # not balanced any more
        ('<div class="more">', '<div class="text"><p>Un autre texte</p></div><div class="more">'),
        ('<div class="text">', '<div class="text-2">'),
        ("</body></html>", ""),
        ("</head>", '<meta name="author" content="Omar Tazi"></head>'),
    ],
)
def test_one_word_anywhere_in_what_was_read_breaks_it(old: str, new: str) -> None:
    assert FULL.count(old) == 1
    assert not holds(seal_of(FULL), of(FULL.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("19 novembre", "18 novembre"),
        ("Par Salma Idrissi", "Par Selma Idrissi"),
        ("<h1>Un fonds", "<h1>Un plan"),
    ],
)
def test_lines_that_were_read_because_no_metadata_say_it_break_it(old: str, new: str) -> None:
    assert not holds(seal_of(BARE), of(BARE.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Une autre dépêche", "Encore une autre, plus longue que celle d'hier"),
        ('content="a81"', 'content="b92"'),
        ("Lire aussi : une dépêche", "Lire aussi : une tout autre dépêche"),
        ("<footer>", "<script>track(42)</script><footer>"),
        ("</footer>", " 1204 vues</footer>"),
    ],
)
def test_what_stands_elsewhere_does_not_break_it(old: str, new: str) -> None:
    assert FULL.count(old) == 1
    for markup in (FULL, BARE):
        assert holds(seal_of(markup), of(markup.replace(old, new)))


def test_another_charset_address_or_status_breaks_it() -> None:
    seal = seal_of(FULL)
    for other in (
        {"headers": {"content-type": "text/html; charset=windows-1252"}},
        {"headers": {"content-type": "text/html"}},
        {"address": SOURCE.site},
        {"address": ADDRESS + "/amp"},
        {"requested": ADDRESS + "/amp"},
        {"status": 203},
        {"status": 404},
    ):
        assert not holds(seal, of(FULL, **other)), other


@pytest.mark.parametrize(
    "doubtful",
    [
        FULL.replace("</body></html>", ""),
        FULL.replace("<p>Les libraires", "<script>var s = '</div>'</script><p>Les libraires"),
        FULL.replace("<title>", "<TITLE>").replace("</title>", "</TITLE>"),
        FULL.replace("<article>", "")
        .replace("</article>", "")
        .replace('<div class="text">', "")
        .replace('</div><div class="files">', '<div class="files">'),
    ],
)
def test_where_there_is_doubt_there_is_no_seal(doubtful: str) -> None:
    seen = observe(of(doubtful), SOURCE)
    assert seen.document is not None
    assert sealed(seen.page, seen.document) is None


def test_two_halves_in_elements_of_one_kind_are_sealed_as_a_row() -> None:
    halves = (
        FULL.replace('<div class="text">', '<span class="half">')
        .replace('<div class="quote"><p>', '</span><span class="half"><p>')
        .replace("dossier.</p></div>", "dossier.</p>")
        .replace('</div><div class="files">', '</span><div class="files">')
    )
    halves = halves.replace("<article>", "").replace("</article>", "")
    seal = seal_of(halves)
    assert seal.places[0] == Place(opening='<span class="half">', times=2)
    third = halves.replace(
        '<div class="files">', '<span class="half">Un troisième.</span><div class="files">'
    )
    assert not holds(seal, of(third))


class _Asked(Mapping[str, tuple[str, ...]]):
    """Metas that remember which names they were asked for."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> tuple[str, ...]:
        self.names.add(name)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def test_every_meta_that_the_extraction_reads_is_in_the_mark() -> None:
    asked = _Asked()
    declaration = Metadata(meta=asked)
    tree = html.document_fromstring("<p>Un texte</p>")
    title(tree, declaration, None, [])
    stamps(declaration, [], [], AT)
    authors(declaration, [], [], [])
    assert len(asked.names) > 20
    for name in {*asked.names, "article:section", "section", "article:content_tier"}:
        meta = f'<meta property="{name}" content="x">'.encode()
        assert list(declared(meta)), name
    assert not list(declared(b'<meta name="csrf-token" content="x"><meta name="viewport" content="x">'))
