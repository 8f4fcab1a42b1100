import subprocess
import sys
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.credits import agency
from storage.likeness import MOST, Text, likeness
from storage.records import Document
from storage.shingles import running, shingles, unquoted
from storage.sketch import SEEKS, bands, kept_keys, same_address, sought_keys
from tests.storage.test_stories import DISPATCH, OTHER

KEYS = "from tests.storage.test_likeness import *; print(sorted(kept_keys(WHOLE)))"


def text(*blocks: str, title: str = "Douze bibliothèques prennent la route", **more: str) -> Document:
    return Document(address=more.pop("address", ""), title=title, blocks=blocks, **more)  # type: ignore[arg-type]


WHOLE = text(*DISPATCH, address="https://lopinion.ma/douze")


@pytest.mark.parametrize(
    "blocks",
    [
        DISPATCH,
        DISPATCH[:2],
        (" ".join(DISPATCH),),
        ("(MAP) - " + DISPATCH[0], *DISPATCH[1:], "Avec MAP"),
        tuple(block.replace("'", "’").replace(" d", "\u00a0d") for block in DISPATCH),
        ("Un sous-titre", DISPATCH[0], "LIRE AUSSI", *DISPATCH[1:]),
        (*DISPATCH, "Une phrase que le journal ajoute pour ses propres lecteurs de la région."),
    ],
)
def test_copies(blocks: tuple[str, ...]) -> None:
    for one, other in permutations((WHOLE, text(*blocks, title="Autre titre"))):
        found = likeness(one, other)
        assert found.same, found.reason
        assert 0.5 <= found.score <= 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((), ()),
        (DISPATCH, OTHER),
        (("La suite de cet article est réservée aux abonnés du journal.",) * 2,) * 2,
        (
            (
                "Une phrase à moi, et à moi seul, sur le programme des livres de la région et ses camions.",
                f"« {' '.join(DISPATCH)} »",
            ),
            (OTHER[0], f"« {' '.join(DISPATCH)} »"),
        ),
        ((*OTHER, "نص مشترك قصير بالعربية"), (*DISPATCH, "نص مشترك قصير بالعربية")),
        (("  Titre un    Titre deux    Titre trois    Titre quatre    Titre cinq    Titre six  " * 9,),) * 2,
    ],
    ids=["empty", "others", "stubs", "quotation", "languages", "tickers"],
)
def test_no_copies(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    found = likeness(text(*one), text(*other))
    assert not found.same
    assert found.score < 0.5
    assert found.reason


def test_a_book_is_compared_by_its_beginning() -> None:
    book = text(" ".join(f"mot{n}" for n in range(3 * MOST)) + ".")
    assert len(Text(book).words) == MOST
    assert likeness(book, book).same


def test_links_decide_before_texts_and_a_home_is_no_link() -> None:
    arabic = text("نص", origin="http://www.lopinion.ma/douze/")
    assert likeness(arabic, WHOLE).reason == "one names the other as its source"
    assert not likeness(text("نص", origin="https://lopinion.ma/fr"), WHOLE).same
    assert same_address("https://a.ma/?p=12", "https://www.a.ma/?p=12")
    assert not same_address("https://a.ma/?p=12", "https://a.ma/?p=13")
    assert not same_address("", "")


def test_keys_are_those_of_every_process() -> None:
    made = subprocess.run([sys.executable, "-c", KEYS], capture_output=True, text=True, check=True)
    assert made.stdout.strip() == str(sorted(kept_keys(WHOLE)))


def test_a_lookup_has_so_many_keys_and_a_copy_shares_some() -> None:
    copy = text(
        *DISPATCH[:3],
        address="https://maghress.com/fr/1",
        origin=WHOLE.address,
        title="Un autre titre encore",
    )
    assert len(sought_keys(copy)) <= SEEKS
    assert kept_keys(WHOLE) & set(sought_keys(copy))
    assert not kept_keys(text(*OTHER, title="La mer")) & set(sought_keys(copy))


@given(st.sets(st.integers(0, (1 << 64) - 1), min_size=1, max_size=40))
def test_bands_of_the_same_shingles_are_the_same_in_any_order(numbers: set[int]) -> None:
    assert bands(numbers, 11) == bands(sorted(numbers, reverse=True), 11)
    assert len(bands(numbers, 11)) == 11


@given(st.lists(st.text(max_size=60), max_size=6))
def test_any_text_is_like_itself_or_too_short(blocks: list[str]) -> None:
    found = likeness(text(*blocks), text(*blocks))
    assert found.same or found.score < 0.5
    assert shingles(running(blocks)) == shingles(running(running(blocks)))


def test_what_stands_in_quotation_marks_is_left_out() -> None:
    assert " ".join(unquoted(["Il dit : « non “jamais” », puis", 'elle : "oui".'])).split() == [
        *("Il", "dit", ":", ",", "puis", "elle", ":", ".")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("document", "named"),
    [
        (text("Rabat (MAP) - Le conseil a voté."), "MAP"),
        (text("Le conseil a voté.", "Avec AFP"), "AFP"),
        (text("Le conseil a voté un budget et une longue liste de projets pour la région (MAP)."), "MAP"),
        (Document(address="", title="", blocks=("x",), authors=("L'Opinion avec MAP",)), "MAP"),
        (
            text(
                "Selon la MAP, le conseil a voté un budget.",
                "La séance a duré neuf heures et demie ce lundi à Rabat.",
            ),
            "",
        ),
        (text("الرباط (و م ع) - صوت المجلس"), "MAP"),
    ],
)
def test_agencies_that_are_credited(document: Document, named: str) -> None:
    assert agency(document) == named
