"""One address a document: all its spellings have one form, and no two documents share one."""

import re
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.addresses import canonical, identity, is_file, is_home, stands_for
from crawler.source import Source

OPINION = Source(
    name="lopinion",
    title="L'Opinion",
    site="https://lopinion.ma/",
    discovery=(),
    article=re.compile(r"https://lopinion\.ma/(?:fr/(?:[^/?]+/){1,2})?[^/?]+_(?P<id>a\d+)(?:\.html)?"),
)
MAGHRESS = Source(
    name="maghress",
    title="Maghress",
    site="https://www.maghress.com/",
    discovery=(),
    article=re.compile(r"https://www\.maghress\.com/(?:(?P<side>fr)/)?(?P<journal>[a-z]+)/(?P<id>\d+)"),
    aggregator=True,
)
ANY = Source(
    name="x", title="X", site="https://x.example/", discovery=(), article=re.compile(r"https://x\.example/.+")
)
PDF = "https://www.haca.ma/sites/default/files/upload/Projet%20IA%20taille%20du%20texte%20%20(1)_1.pdf"


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("http://WWW.LOpinion.ma:80/Titre_a12.html#top", "https://lopinion.ma/Titre_a12.html"),
        ("https://m.lopinion.ma/Titre_a12.html", "https://lopinion.ma/Titre_a12.html"),
        ("https://lopinion.ma/Titre_a12.amp.html", "https://lopinion.ma/Titre_a12.html"),
        ("https://lopinion.ma/Titre_a12.html?print=1", "https://lopinion.ma/Titre_a12.html"),
        (
            "https://lopinion.ma/fr/x/s_a32?articleId=0f8fad5b-d9cd-469f-a165-70867728950e",
            "https://lopinion.ma/fr/x/s_a32",
        ),
        ("https://other.example/p?utm_source=a&id=7&fbclid=b", "https://other.example/p?id=7"),
        ("https://leseco.ma/?p=249927&gclid=x", "https://leseco.ma/?p=249927"),
        ("https://other.example/été/a b", "https://other.example/%C3%A9t%C3%A9/a%20b"),
        ("https://other.example/%c3%a9t%C3%a9/", "https://other.example/%C3%A9t%C3%A9"),
        ("https://other.example/a/../b/./c/index.html", "https://other.example/b/c"),
        ("https://other.example/slug/amp/", "https://other.example/slug"),
        ("https://other.example/a;jsessionid=12AB?x=1", "https://other.example/a?x=1"),
        ("https://other.example", "https://other.example/"),
        ("https://other.example/#!/article/5", "https://other.example/#!/article/5"),
        ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
    ],
)
def test_spellings_of_one_address_have_one_form(written: str, form: str) -> None:
    assert canonical(written, OPINION) == form


@pytest.mark.parametrize(
    "spelling",
    [
        "https://www.haca.ma/sites/default/files/upload/Projet IA taille du texte  (1)_1.pdf",
        "https://www.haca.ma/sites/default/files/upload/Projet%20IA%20taille%20du%20texte%20%20%281%29_1.pdf?itok=9",
        "http://www.haca.ma/sites/default/files/upload/Projet%20IA%20taille%20du%20texte%20%20(1)_1.pdf",
    ],
)
def test_an_awkward_file_name_has_one_form(spelling: str) -> None:
    assert canonical(spelling) == PDF
    assert is_file(PDF)


@pytest.mark.parametrize(
    "address",
    [
        "mailto:a@b.ma",
        "javascript:;",
        "file:///etc/passwd",
        "https://user:pw@x.example/",
        "https://x\\y/",
        "",
        "capture:002",
    ],
)
def test_what_is_no_web_address_stays_as_it_is(address: str) -> None:
    assert canonical(address, ANY) == address


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://x.example/?p=1", "https://x.example/?p=2"),
        ("https://x.example/a?id=1", "https://x.example/a"),
        ("https://x.example/a%2Fb", "https://x.example/a/b"),
        ("https://x.example/A", "https://x.example/a"),
        ("https://x.example/a?articleId=12", "https://x.example/a?articleId=13"),
        ("https://x.example/%E9", "https://x.example/%C3%A9"),
        ("https://x.example:8443/a", "https://x.example/a"),
        ("https://ar.x.example/a", "https://x.example/a"),
    ],
)
def test_two_documents_keep_two_addresses(one: str, other: str) -> None:
    assert canonical(one, ANY) != canonical(other, ANY)


_SEGMENT = st.text(alphabet="aé ب%/?#&=+_-.()~;:@'\"<>", max_size=12)


@given(
    _SEGMENT,
    _SEGMENT,
    _SEGMENT,
    st.sampled_from(["https://x.example/", "http://www.x.example/", "https://m.other.example:8080/"]),
)
def test_a_canonical_address_is_its_own(path: str, key: str, value: str, site: str) -> None:
    once = canonical(f"{site}{path}?{key}={value}", ANY)
    assert canonical(once, ANY) == once


@given(st.text(max_size=40))
def test_encoding_more_than_needed_changes_nothing(name: str) -> None:
    name = name.replace("\\", "").encode("utf-8", "ignore").decode()
    if (
        name.strip(".")
        and "%" not in name
        and "/" not in name
        and not re.search(r"[?#\s]|amp|index|default", name)
    ):
        assert canonical(f"https://x.example/a/{quote(name, safe='')}x") == canonical(
            f"https://x.example/a/{quote(name)}x"
        )


@pytest.mark.parametrize(
    ("address", "source", "name"),
    [
        ("https://www.lopinion.ma/Un-Titre_a32336.html", OPINION, "lopinion:a32336"),
        ("https://lopinion.ma/fr/culture/un-titre_a32336?articleId=1", OPINION, "lopinion:a32336"),
        ("https://maghress.com/fr/lopinion/169433", MAGHRESS, "maghress:fr:lopinion:169433"),
        ("https://www.maghress.com/attajdid/169433", MAGHRESS, "maghress:attajdid:169433"),
        ("https://lopinion.ma/fr/culture", OPINION, None),
    ],
)
def test_a_site_names_its_documents(address: str, source: Source, name: str | None) -> None:
    assert identity(address, source) == name


@pytest.mark.parametrize(
    "address",
    ["https://x.example/", "https://x.example/fr", "https://x.example/fr-ma/", "https://x.example/index.php"],
)
def test_front_pages(address: str) -> None:
    assert is_home(address)


@pytest.mark.parametrize(
    "address", ["https://x.example/?p=3", "https://x.example/fr/a", "https://x.example/faq"]
)
def test_other_pages(address: str) -> None:
    assert not is_home(address)


@pytest.mark.parametrize(
    ("claimed", "fetched", "believed"),
    [
        ("https://x.example/culture/slug", "https://x.example/node/7", True),
        ("https://x.example/culture/slug", "https://x.example/culture/slug/print", True),
        ("https://x.example/", "https://x.example/culture/slug", False),
        ("https://x.example/culture", "https://x.example/culture/slug", False),
        ("https://elsewhere.example/slug", "https://x.example/culture/slug", False),
    ],
)
def test_a_page_is_believed_about_its_address_within_reason(
    claimed: str, fetched: str, believed: bool
) -> None:
    assert stands_for(claimed, fetched, ANY) is believed


def test_a_page_cannot_claim_another_documents_number() -> None:
    assert not stands_for("https://lopinion.ma/A_a1.html", "https://lopinion.ma/B_a2.html", OPINION)
