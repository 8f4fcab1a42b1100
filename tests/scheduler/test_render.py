"""The bytes of a digest: safe, readable in mail clients, the same wherever they are made."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from scheduler.render import HTML_LIMIT, render
from scheduler.review import Digest
from storage.editions import Message
from storage.records import Attachment, Change, Document
from storage.vocabulary import Kind
from tests.scheduler.newsroom import MASTHEAD, NOON, change, digest, document

IA = document("ia", "L'IA à l'école", "L'intelligence artificielle compte 240.000 emplois.")
VOID = {"meta", "br", "link", "img", "hr", "input"}
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}{% raw %}",
    "=HYPERLINK(1)",
    "=?utf-8?q?=0d=0aBcc:_x@y?=",
    "\u202egnirts\u2066",
    "\r\nBcc: x@y.ma",
    "]]><!-- --!>",
    "IA &amp; <b>ICC</b>",
)


class Page(HTMLParser):
    """The elements of a page as a client meets them, and every element closed in its order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def named(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.words).replace("\u00a0", " "))


def one_of_each() -> tuple[Change, ...]:
    """News, a figure edited, a headline, a withdrawal and a return, a mention, a doubt, an Arabic article."""
    edited = document("e", "L'IA compte", "L'IA vaut 12 millions.", "Elle n'est pas chère.")
    arabic = document("ar", "الذكاء الاصطناعي في المدرسة", "دخل الذكاء الاصطناعي المدرسة.", language="ar")
    gone, back = document("g", "IA partie"), document("r", "IA revenue")
    return (
        change(
            Kind.NEW, replace(IA, attachments=(Attachment(address="https://leseco.ma/é.pdf", label="Étude"),))
        ),
        change(Kind.NEW, document("both", "ICC et IA : 1er bilan, 2e essai", "Les ICC et l'IA.")),
        change(Kind.NEW, document("h", "Avis sur l'IA", "L'IA.", site="haca"), site="haca"),
        change(Kind.NEW, arabic),
        change(
            Kind.EDITED,
            replace(edited, blocks=("L'IA vaut 14 millions.", "Elle est chère.")),
            edited,
            version=2,
        ),
        change(Kind.WITHDRAWN, gone, absences=(NOON, NOON, NOON)),
        change(Kind.RESTORED, back, back, version=2, absences=(NOON - timedelta(days=2),)),
        change(Kind.NEW, document("m", "Budget", "Une ligne pour l'IA.")),
        change(Kind.NEW, document("d", "Élevage", "L'IA au sens inconnu.")),
    )


def hostile() -> Iterator[Change]:
    for number, words in enumerate(HOSTILE):
        told = f"IA {words}"
        yield change(
            Kind.NEW,
            document(
                f"x{number}",
                told,
                f"{told}. {told}.",
                section=words,
                authors=(words,),
                outlet=words,
                attachments=(Attachment(address="javascript:alert(1)", label=words),),
            ),
        )
        before = document(f"y{number}", "IA", "L'IA avant.")
        yield change(Kind.EDITED, replace(before, title=told, blocks=(told,)), before, version=2)
    yield change(Kind.NEW, replace(IA, address="data:text/html,x"))
    yield change(Kind.NEW, replace(IA, address="javascript:alert(1)"))


def many(number: int) -> tuple[Change, ...]:
    body = "L'IA avance. " + "Une phrase assez longue pour peser dans la balance. " * 12
    news = [change(Kind.NEW, document(f"n{each}", f"L'IA, article {each}", body)) for each in range(number)]
    mentions = [
        change(Kind.NEW, document(f"m{each}", f"Mention {each}", "Une ligne d'IA.")) for each in range(number)
    ]
    before = [
        document(f"e{each}", f"L'IA, {each}", f"L'IA vaut {each} millions.", body) for each in range(number)
    ]
    edits = [
        change(Kind.EDITED, replace(each, blocks=("L'IA vaut 1000 millions.", body)), each, version=2)
        for each in before
    ]
    return (*news, *mentions, *edits)


@pytest.fixture(scope="module")
def whole() -> Message:
    return render(digest(*one_of_each(), failing=("lopinion",)))


def test_the_page_is_well_formed_and_loads_nothing(whole: Message) -> None:
    for html in (whole.html, whole.page):
        page = Page(html)
        names = {name for name, _ in page.elements}
        assert not names & {"script", "img", "link", "iframe", "object", "form", "input", "base", "svg"}
        for _, attributes in page.elements:
            assert not any(name.startswith("on") or name in ("src", "background") for name in attributes)
            assert "url(" not in attributes.get("style", "")
    assert "<style" not in whole.html


def test_language_direction_and_headings_are_said(whole: Message) -> None:
    page = Page(whole.html)
    assert page.named("html") == [{"lang": "fr", "dir": "ltr"}]
    levels = [int(name[1]) for name, _ in page.elements if re.fullmatch("h[1-6]", name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    arabic = [attributes for attributes in page.named("h3") if attributes.get("lang") == "ar"]
    assert [(one["dir"], "direction:rtl" in one["style"]) for one in arabic] == [("rtl", True)]


def test_type_is_never_smaller_than_fourteen_pixels(whole: Message) -> None:
    sizes = [int(size) for size in re.findall(r"font-size:(\d+)px", whole.html)]
    assert {size for size in sizes if size < 14} <= {1}  # 1 px: the cells of bars, which hold no text


def test_links_lead_to_fetched_addresses_and_anchors_that_exist(whole: Message) -> None:
    page = Page(whole.html)
    anchors = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    links = [attributes["href"] for attributes in page.named("a")]
    assert all(link[1:] in anchors for link in links if link.startswith("#"))
    outside = {link for link in links if not link.startswith("#")}
    assert all(
        link.startswith(("https://leseco.ma/", "https://haca.ma/", "mailto:veille@exemple.ma"))
        for link in outside
    )
    assert "https://leseco.ma/%C3%A9.pdf" in outside


def test_ids_are_unique(whole: Message) -> None:
    ids = [attributes["id"] for _, attributes in Page(whole.html).elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_the_text_part_says_it_all_in_76_columns_with_every_link(whole: Message) -> None:
    for line in whole.text.splitlines():
        assert len(line) <= 76 or "<http" in line or "<mailto" in line
        assert line == line.rstrip()
    links = {attributes["href"] for attributes in Page(whole.html).named("a")}
    for link in links:
        if link.startswith("http"):
            assert f"<{link}>" in whole.text
    assert "\n\n\n\n" not in whole.text


@pytest.mark.parametrize(
    "words",
    [
        "REVUE DE PRESSE n° 7",
        "Sources consultées 3/4",
        "L’Opinion : en échec depuis le 15 novembre à 7 h 00",
        "Cause. Le nom du site est introuvable.",
        "Aucun retrait n’est déduit de cette panne.",
        "[-12-] {+14+}",
        "Chiffre modifié",
        "Page introuvable à trois lectures de suite",
        "après deux jours d’absence",
        "IA : intelligence artificielle, ou insémination artificielle ?",
        "Se désabonner",
    ],
)
def test_the_wording_of_a_digest(whole: Message, words: str) -> None:
    assert words in re.sub(r"\s+", " ", whole.text.replace("\u00a0", " "))


def test_both_parts_tell_the_same_articles(whole: Message) -> None:
    page = Page(whole.html)
    for title in ("L’IA à l’école", "Avis sur l’IA", "الذكاء الاصطناعي في المدرسة", "IA partie", "Élevage"):
        assert title in page.text
        assert title in whole.text


def test_ordinals_are_raised_and_the_right_to_left_is_kept_apart(whole: Message) -> None:
    outlet = replace(IA, outlet="جريدة", authors=("سعاد العلوي",))
    html = render(digest(change(Kind.NEW, outlet))).html
    assert "<bdi>سعاد العلوي</bdi>" in html
    assert re.search(r"1<sup [^>]*>er</sup>", render(digest(*one_of_each())).html)


def test_hostile_text_is_shown_as_text() -> None:
    told = tuple(hostile())
    message = render(digest(*told))
    for html in (message.html, message.page):
        page = Page(html)
        assert not {name for name, _ in page.elements} & {"script", "img", "b2"}
        links = [attributes["href"] for attributes in page.named("a")]
        assert all(re.match(r"#|https://leseco\.ma/|mailto:veille@exemple\.ma", link) for link in links)
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f\x00-\x08\x0b-\x1f]", html)
        assert "<script>alert(1)</script>" in page.text
        assert "{{ 7 * 7 }}" in page.text
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x09\x0b-\x1f]", message.text)
    assert "javascript:" not in message.text
    assert not set(message.subject) & set("\r\n<>")
    assert "gnirts" not in message.subject


def test_nothing_new_is_said_only_where_everything_was_read() -> None:
    complete, broken = render(digest()), render(digest(failing=("haca",)))
    assert "Rien de nouveau sur ICC et IA." in Page(complete.html).text
    assert "rien de nouveau" in complete.subject
    for part in (broken.subject, broken.html, broken.text):
        assert "rien de nouveau" not in part.lower()
    assert "Aucun article trouvé dans les sources lues (3/4)." in Page(broken.html).text
    assert "[3/4 sources]" in broken.subject
    assert "Couverture incomplète." in broken.text


def test_a_review_of_invented_articles_says_so_everywhere() -> None:
    message = render(digest(change(Kind.NEW, IA), masthead=replace(MASTHEAD, replica=True)))
    assert message.subject.startswith("[ESSAI] ")
    for part in (Page(message.html).text, message.text, Page(message.page).text):
        assert "Données d’essai : copie locale des sites, articles inventés." in part.replace("\u00a0", " ")
    assert "essai" not in render(digest(change(Kind.NEW, IA))).html.lower()


def test_a_first_review_is_named_a_state_of_things() -> None:
    message = render(digest(change(Kind.BASELINE, IA), first=True))
    assert "état des lieux" in message.subject
    assert "trouvés à la première lecture" in re.sub(r"\s+", " ", message.text)


def test_a_long_period_is_called_a_catch_up() -> None:
    usual = replace(MASTHEAD, rhythm=timedelta(hours=6))
    assert "rattrapage" in render(digest(change(Kind.NEW, IA), masthead=usual)).subject


def test_a_subject_counts_and_stays_short(whole: Message) -> None:
    assert whole.subject.replace("\u00a0", " ").startswith(
        "Revue de presse ICC et IA n° 7 : chiffre modifié, 4 articles"
    )
    assert len(whole.subject) <= 110


@pytest.mark.parametrize("number", [25, 60, 300])
def test_a_long_review_is_shortened_and_says_what_is_left_out(number: int) -> None:
    changes = many(number)
    told = digest(*changes)
    message = render(told)
    assert message.shortened
    assert len(message.html.encode()) <= HTML_LIMIT
    assert "version complète en pièce jointe" in Page(message.html).text
    assert "version complète en pièce jointe" in re.sub(r"\s+", " ", message.text)
    for each in changes:
        assert each.address in message.page
    assert f"{number} articles" in Page(message.html).text
    assert "Couverture" in message.html
    Page(message.html)


def test_a_short_review_is_not_shortened(whole: Message) -> None:
    assert not whole.shortened
    assert "pièce jointe" not in whole.subject
    assert len(whole.html.encode()) < HTML_LIMIT


_AGAIN = """
import sys
from tests.scheduler.test_render import fixed
from scheduler.render import render
message = render(fixed())
sys.stdout.buffer.write("\\0".join((message.subject, message.html, message.text, message.page)).encode())
"""


def fixed() -> Digest:
    """The same digest in any process: every change numbered from one."""
    changes = (replace(each, number=number) for number, each in enumerate(one_of_each(), 1))
    return digest(*changes, failing=("lopinion",))


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONHASHSEED": "0", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "1", "TZ": "America/Lima", "LC_ALL": "C.UTF-8", "LANG": "ar_MA.UTF-8"},
    ],
)
def test_the_same_digest_is_the_same_bytes_anywhere(surroundings: dict[str, str]) -> None:
    here = render(fixed())
    there = subprocess.run(
        [sys.executable, "-c", _AGAIN],
        env={**os.environ, **surroundings},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=True,
    ).stdout.decode()
    assert there.split("\0") == [here.subject, here.html, here.text, here.page]


def test_a_document_without_anything_is_still_told() -> None:
    bare = Document(address="https://leseco.ma/", title="IA", blocks=())
    page = Page(render(digest(change(Kind.NEW, bare))).html)
    assert "date non indiquée" in page.text
