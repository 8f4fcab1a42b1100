"""From page to document: the seeds, a live page of each site, and the laws that hold for any page."""

import json
import random
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import ExtractionFailed
from crawler.extract import MOST_BLOCKS, extract, parts
from crawler.source import Source
from storage.diff import compare, edits
from storage.fold import fingerprint
from storage.records import Document, Page
from tests.crawler import samples
from tests.replica.ticker import markup, ticker

SEEDS = {file.stem[:3]: (file, page, name) for file, page, name in samples.seeds()}
LIVE = {folder.name: (page, expected) for folder, page, expected in samples.live()}


def document_of(seed: str) -> Document:
    _, page, name = SEEDS[seed]
    return extract(page, samples.declared(name))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_seed_gives_exactly_its_article(seed: str) -> None:
    file, page, name = SEEDS[seed]
    assert samples.plain(extract(page, samples.declared(name))) == json.loads(
        file.read_text(encoding="utf-8")
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_every_block_of_a_seed_is_a_line_of_its_capture_in_order(seed: str) -> None:
    _, page, _ = SEEDS[seed]
    lines = iter(line.strip() for line in page.text.split("\n"))
    assert all(any(block == line for line in lines) for block in document_of(seed).blocks)


@pytest.mark.parametrize(
    ("seed", "left_out"),
    [
        ("000", 2 + 1 + 2),  # ticker, two report lines, title and date, source line: see the count below
        ("001", 2 + 1 + 1),
        ("004", 2 + 1 + 2 + 1),  # and the byline, which is the author
    ],
)
def test_nothing_else_is_left_out_of_a_seed(seed: str, left_out: int) -> None:
    _, page, _ = SEEDS[seed]
    lines = [line for line in page.text.split("\n") if line.strip()]
    assert len(lines) - len(document_of(seed).blocks) == left_out + 1


@pytest.mark.parametrize("name", LIVE)
def test_a_live_page_gives_its_document(name: str) -> None:
    page, expected = LIVE[name]
    assert samples.plain(extract(page, samples.declared(name))) == expected


@pytest.mark.parametrize(
    ("name", "seed"), [("maghress", "004"), ("haca", "002"), ("leseco", "004"), ("lopinion", "000")]
)
def test_the_live_form_of_a_seed_has_its_words(name: str, seed: str) -> None:
    """Another ticker, other apostrophes and no-break spaces: the same article."""
    live = extract(LIVE[name][0], samples.declared(name))
    assert fingerprint(live) == fingerprint(document_of(seed))


def test_the_live_form_of_a_seed_without_a_title_differs_in_nothing_told() -> None:
    live = extract(LIVE["lodj"][0], samples.declared("lodj"))
    assert not edits(compare(document_of("003"), live))


@pytest.mark.parametrize("name", LIVE)
def test_a_live_page_is_read_as_well_without_any_rule_of_its_source(name: str) -> None:
    page, expected = LIVE[name]
    blind = replace(
        samples.declared(name), content=None, heading=None, dateline=None, byline=None, prune=(), trims=()
    )
    document = samples.plain(extract(page, blind))
    assert document["title"] == expected["title"]
    assert document["blocks"] == expected["blocks"]
    assert document["published"] == expected["published"]


@pytest.mark.parametrize("minute", range(4))
def test_a_turning_ticker_changes_nothing(minute: int) -> None:
    page, _ = LIVE["maghress"]
    at = datetime(2026, 5, 4, 12, minute, tzinfo=UTC)
    turned = re.sub(
        r'(<div id="lastnews">).*?(</div>\n<div id="reportimage">)',
        lambda m: m[1] + markup(at) + m[2],
        page.text,
        flags=re.S,
    )
    assert turned != page.text
    source = samples.declared("maghress")
    assert extract(replace(page, text=turned), source) == extract(page, source)


def test_a_turning_ticker_changes_nothing_in_a_plain_text() -> None:
    _, page, name = SEEDS["000"]
    line = page.text.partition("\n")[0]
    other = "\xa0\xa0\xa0\xa0".join([*ticker(datetime(2026, 5, 4, tzinfo=UTC)), ""])
    again = extract(replace(page, text=page.text.replace(line, other)), samples.declared(name))
    assert again == document_of("000")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_changed_figure_counts(seed: str) -> None:
    """Every figure of every block, one at a time."""
    _, page, name = SEEDS[seed]
    source, known = samples.declared(name), document_of(seed)
    for block in known.blocks:
        for figure in re.finditer(r"\d+", block):
            changed = block[: figure.start()] + str(int(figure[0]) + 1) + block[figure.end() :]
            text = page.text.replace(block, changed)
            assert changed in extract(replace(page, text=text), source).blocks


def test_a_copy_of_the_passage_that_differs_by_a_figure_is_told() -> None:
    _, page, name = SEEDS["003"]
    place = page.text.rindex("treize filières")
    text = page.text[:place] + "quatorze" + page.text[place + len("treize") :]
    blocks = extract(replace(page, text=text), samples.declared(name)).blocks
    assert len(blocks) == len(document_of("003").blocks) + 1


def test_extraction_is_the_same_in_every_process() -> None:
    """Other hash seeds, other pages before it: the same document."""
    code = (
        "import sys; from tests.crawler import samples; from crawler.extract import extract;"
        "pages = list(samples.live()); order = pages if sys.argv[1] == '1' else pages[::-1];"
        "found = {f.name: repr(extract(p, samples.declared(f.name))) for f, p, _ in order * int(sys.argv[1])};"
        "print(sorted(found.items()))"
    )
    root = Path(__file__).resolve().parents[2]
    outputs = [
        subprocess.run(
            [sys.executable, "-c", code, turns],
            cwd=root,
            env={"PYTHONHASHSEED": turns, "PATH": ""},
            capture_output=True,
            check=True,
        ).stdout
        for turns in ("1", "2")
    ]
    assert outputs[0] == outputs[1]
    assert b"Stamp" in outputs[0]


def page_of(
    text: str, address: str = "https://a.example/slug-7", requested: str = "", kind: str = "text/html"
) -> Page:
    return Page(
        source="a",
        requested=requested or address,
        address=address,
        fetched_at=datetime(2026, 11, 20, tzinfo=UTC),
        status=200,
        headers={"content-type": kind},
        text=text,
    )


ANY = Source(
    name="a",
    title="Le Journal",
    site="https://a.example/",
    discovery=(),
    article=re.compile(r"https://a\.example/.+"),
)
BODY = "".join(
    f"<p>Le conseil régional a examiné le point {n} de son ordre du jour, qui porte sur le soutien aux librairies.</p>"
    for n in range(1, 7)
)


def test_the_head_is_read() -> None:
    head = """<title>Le titre de l'article - Le Journal</title><link rel="canonical" href="/culture/slug-7">
<link rel="shortlink" href="https://a.example/?p=77"><meta property="article:section" content="Culture">
<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "Le Journal"},
{"@type": "Person", "@id": "#p", "name": "Meryem Alaoui"},
{"@type": "NewsArticle", "headline": "Le titre de l&#039;article", "author": {"@id": "#p"},
"datePublished": "2026-11-18T09:30:00+01:00", "dateModified": "2026-11-19"}]}</script>"""
    document = extract(
        page_of(f"<html lang=fr><head>{head}</head><body><h1>Le titre de l'article</h1>{BODY}</body></html>"),
        ANY,
    )
    assert document.title == "Le titre de l'article"
    assert document.authors == ("Meryem Alaoui",)
    assert (document.section, document.language, document.outlet) == ("Culture", "fr", "Le Journal")
    assert document.published is not None and document.published.time == datetime(
        2026, 11, 18, 8, 30, tzinfo=UTC
    )
    assert document.updated is not None and (document.updated.time, document.updated.read_from) == (
        None,
        "json-ld",
    )
    assert document.address == "https://a.example/culture/slug-7"
    assert document.aliases == ("https://a.example/slug-7", "https://a.example/?p=77")
    assert document.identity == "a:77"
    assert len(document.blocks) == 6


@pytest.mark.parametrize(
    ("head", "heading", "title"),
    [
        (
            '<title>Le titre | Site</title><meta property="og:site_name" content="Site">',
            "<h1>Le titre</h1>",
            "Le titre",
        ),
        (
            "<title>Un plan pour les librairies - Site</title>",
            "<h1>Un plan pour les librairies</h1>",
            "Un plan pour les librairies",
        ),
        (
            '<meta property="og:title" content="Un plan pour les librairies de quartier">',
            "<h1>Un plan pour les librairies du quartier</h1>",
            "Un plan pour les librairies du quartier",
        ),
        (
            '<meta property="og:title" content="Un plan pour les librairies">',
            "<h1>Culture</h1>",
            "Un plan pour les librairies",
        ),
        (
            '<meta property="og:title" content="Un plan pour les librairies">',
            "<h1><span>Culture</span> Un plan pour les librairies</h1>",
            "Un plan pour les librairies",
        ),
        ("", "<h1>Un plan pour les librairies</h1>", "Un plan pour les librairies"),
        ("<title>Hausse de 1,5 % - Site</title>", "<h1>Hausse de 15 %</h1>", "Hausse de 15 %"),
    ],
)
def test_the_title_is_the_one_that_readers_see(head: str, heading: str, title: str) -> None:
    if "1,5" in head:
        head = '<meta property="og:title" content="Les librairies en hausse de 1,5 %">'
        heading, title = "<h1>Les librairies en hausse de 15 %</h1>", "Les librairies en hausse de 15 %"
    assert (
        extract(page_of(f"<html><head>{head}</head><body>{heading}{BODY}</body></html>"), ANY).title == title
    )


def test_a_bare_first_of_january_needs_a_second_witness() -> None:
    alone = page_of(
        f'<html><head><meta name="date" content="2024-01-01"></head><body><h1>Un titre assez long</h1>{BODY}'
    )
    assert extract(alone, ANY).published is None
    seen_too = replace(alone, text=alone.text.replace("</h1>", "</h1><p>Publié le 1er janvier 2024</p>"))
    assert str(extract(seen_too, ANY).published and extract(seen_too, ANY).published.day) == "2024-01-01"


def test_files_handed_out_are_attachments_and_no_blocks() -> None:
    text = f"""<html><body><nav><a href="/charte.pdf">Charte</a></nav><h1>Une étude sur les librairies</h1><div>{BODY}
<p><a href="/f/Étude finale (2).pdf?itok=x">Télécharger l'étude</a></p></div>
<footer><a href="/m.pdf">Mentions</a></footer>"""
    document = extract(page_of(text), ANY)
    assert [(a.address, a.label) for a in document.attachments] == [
        ("https://a.example/f/%C3%89tude%20finale%20(2).pdf", "Télécharger l'étude")
    ]
    assert len(document.blocks) == 6


def test_hints_that_match_nothing_are_reported() -> None:
    source = replace(ANY, content='//div[@class="corps"]', heading="//h9", prune=('//div[@class="pub"]',))
    read = parts(page_of(f"<html><body><h1>Une étude sur les librairies</h1>{BODY}</body></html>"), source)
    assert set(read.idle_hints) == {'//div[@class="corps"]', "//h9", '//div[@class="pub"]'}
    assert len(read.lines) == 6


def test_a_hint_that_is_no_xpath_is_named() -> None:
    with pytest.raises(ExtractionFailed, match="no XPath"):
        extract(page_of("<html><body><p>a</p></body></html>"), replace(ANY, content="//["))


def test_a_content_hint_bounds_the_article() -> None:
    other = BODY.replace("librairies", "cinémas")
    text = f"<html><body><h1>Une étude</h1><div class=a>{BODY}</div><div class=b>{other}</div>"
    document = extract(page_of(text), replace(ANY, content="//div[@class='a']"))
    assert not any("cinémas" in block for block in document.blocks)
    assert len(document.blocks) == 6


def test_long_tables_and_lists_of_the_body_stay() -> None:
    items = "".join(f"<li>Le prix spécial pour le film numéro {n}</li>" for n in range(12))
    rows = "".join(f"<tr><td>Région {n}</td><td>{n * 7} librairies</td></tr>" for n in range(1, 14))
    body = f"<h1>Le palmarès complet</h1><div>{BODY}<ul>{items}</ul>{BODY}<table>{rows}</table>{BODY}</div>"
    text = f"<html><body>{body}</body></html>"
    text = re.sub(r"point (\d)", lambda m: f"point {random.Random(m.start()).randrange(1000)}", text)
    blocks = extract(page_of(text), ANY).blocks
    assert sum("prix spécial" in block for block in blocks) == 12
    assert "91 librairies" in " ".join(blocks)


def test_an_article_does_not_end_with_its_own_title() -> None:
    related = "<ul><li>Un autre sujet du jour</li><li>Une étude sur les librairies</li></ul>"
    text = f"<html><body><h1>Une étude sur les librairies</h1>{BODY}{related}</body></html>"
    assert "Une étude sur les librairies" not in extract(page_of(text), ANY).blocks


def test_a_list_without_end_is_no_article() -> None:
    lines = "".join(
        f"<p>Une ligne au numéro {n}, que rien ne distingue.</p>" for n in range(MOST_BLOCKS + 10)
    )
    with pytest.raises(ExtractionFailed, match="no article has so many"):
        extract(page_of(f"<html><body><h1>Un titre</h1><div>{lines}</div></body></html>"), ANY)


@pytest.mark.parametrize(
    "bomb",
    [
        "<p>" * 70_000,
        "<div>" * 300_000 + "x",
        "<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">hello</p>",
        "<p>" + "mot " * 2_000_000,
        "<table>" * 5_000,
        "<b>" * 30_000 + "x",
        '<script type="application/ld+json">' + "[" * 100_000 + "</script><p>x",
        "<h1>" + "a" * 500_000 + "</h1>",
        "<a href='x'>" * 20_000,
        "&" * 500_000,
        "<" * 50_000,
        "\x00" * 1000,
    ],
    ids=range(12),
)
def test_a_bomb_ends_soon(bomb: str) -> None:
    try:
        extract(page_of(f"<html><body>{bomb}"), ANY)
    except ExtractionFailed as error:
        assert str(error)


@given(
    st.text(alphabet=st.sampled_from("<>/ \"'=pdivabrh1&;éم.,\n\xa0"), max_size=400),
    st.sampled_from(["text/html", "text/plain"]),
)
def test_any_text_gives_a_document_or_says_why_not(text: str, kind: str) -> None:
    try:
        document = extract(page_of(text, kind=kind), ANY)
    except ExtractionFailed as error:
        assert str(error)
    else:
        assert document.title and all(document.blocks)
