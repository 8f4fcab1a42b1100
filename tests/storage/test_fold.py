"""What typography may do to a text without changing it, and what it may not."""

import re
import unicodedata
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from storage.fold import fingerprint, fold, words
from storage.records import Attachment, Document, Stamp

TRICKY = (
    "0123456789 ,.-−+'’\"«»“”…%°nºÉéEeŒœ\u00a0\u202f\u2009\u00ad\u200b\u200f\u0301\u0338أامَّـ\u0654٢٤،ﻻﬁ½²"
)
TEXTS = st.text(st.one_of(st.sampled_from(TRICKY), st.characters()), max_size=40)

SAME = [
    ("l’intelligence", "l'intelligence"),
    ("« mot »", "«mot»"),
    ("«\u00a0mot\u00a0»", '"mot"'),
    ("“mot”", '"mot"'),
    ("''mot''", "<<mot>>"),
    ("prêts ?", "prêts\u202f?"),
    ("prêts ?", "prêts?"),
    ("Sud–Sud", "Sud-Sud"),
    ("2018\u20102025", "2018-2025"),
    ("fin...", "fin…"),
    ("67 %", "67%"),
    ("67\u00a0%", "67\u202f%"),
    ("240\u00a0000", "240\u202f000"),
    ("240\u00a0000", "240 000"),
    ("−5 %", "-5 %"),
    ("n° 27", "nº 27"),
    ("infor\u00admation", "information"),
    ("\u200fنص\u200e", "نص"),
    ("المـــغرب", "المغرب"),
    ("مُحَمَّد", "محمد"),
    ("الإعلام", "الاعلام"),
    ("ﻻ", "لا"),
    ("أ", "ا\u0654"),
    ("٢٤٠", "240"),
    ("؟", "?"),
    ("ﬁn", "fin"),
    ("cœur", "coeur"),
    ("Œuvre", "Oeuvre"),
    ("été", unicodedata.normalize("NFD", "été")),
    ("Etat", "État"),
    ("ECO", "ÉCO"),
    ("A Rabat", "À Rabat"),
    ("un\n deux", "un deux"),
    ("≠", "=\u0338"),
]

EDITED = [
    ("11,5", "115"),
    ("11,5", "11.5"),
    ("11,5", "11, 5"),
    ("67", "76"),
    ("1.500", "1,500"),
    ("240.000", "140.000"),
    ("240 000", "240000"),
    ("-5", "5"),
    ("−5", "5"),
    ("+5", "5"),
    ("10-15", "1015"),
    ("10²", "102"),
    ("1½", "11⁄2"),
    ("m²", "m2"),
    ("12 30", "1230"),
    ("TUÉ", "TUE"),
    ("ou", "où"),
    ("marche", "marché"),
    ("Maroc", "maroc"),
    ("على", "علي"),
    ("A4", "A 4"),
    ("prêts", "prêts !"),
    ("لم يوافق", "يوافق"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_typography_is_folded_away(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), EDITED)
def test_an_edit_is_not(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(TEXTS)
@example("\u05e9\u05c1")
@example("\U0001d157\U0001d165")
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TEXTS)
def test_the_words_of_a_text_are_the_text(text: str) -> None:
    read = words(text)
    assert "".join(text[a:b] for a, b in zip(read.cuts, read.cuts[1:], strict=False)) == text
    assert len(read.cuts) == max(len(read.forms), 1) + 1


@given(
    st.lists(st.integers(0, 10**9).map(str), min_size=2, max_size=4),
    st.sampled_from(" ,.-−+%’\u00a0\u202f/:"),
)
def test_no_two_figures_are_joined_and_no_digit_is_lost(figures: list[str], between: str) -> None:
    assert re.findall(r"\d+", fold(between.join(figures))) == figures


@given(TEXTS)
def test_a_figure_put_before_a_text_changes_it(text: str) -> None:
    assert fold(f"7 {text}") != fold(f"8 {text}")


def test_hostile_lengths_stay_linear() -> None:
    assert fold("5" + " " * 100_000 + "6") == "5 6"
    assert fold("." * 100_000) == "…"
    assert fold("\u00ad" * 100_000) == ""
    assert len(fold("é" * 100_000)) == 100_000


def document(*blocks: str, title: str = "Titre", **more: object) -> Document:
    return Document(address="https://example.com/1", title=title, blocks=blocks, **more)  # type: ignore[arg-type]


def test_the_fingerprint_is_blind_to_what_is_no_edit() -> None:
    plain = document("Le taux est de 67 %.", "Fin.")
    same = [
        document("Le taux est de 67%. Fin."),
        document("Le taux est", "de 67\u00a0%.", " ", "Fin."),
        document("Le taux est de 67 %.", "Fin.", title="Titre\u00a0"),
        document("Le taux est de 67 %.", "Fin.", authors=("X",), section="Y", language="fr"),
        document("Le taux est de 67 %.", "Fin.", published=Stamp(day=date(2025, 7, 3))),
    ]
    assert {fingerprint(each) for each in same} == {fingerprint(plain)}


def test_the_fingerprint_sees_every_edit() -> None:
    file = Attachment(address="https://example.com/a.pdf", label="Étude")
    different = [
        document("A b.", "C d."),
        document("C d.", "A b."),
        document("A b.", "C d.", title="Autre"),
        document("A b.", "C d.", attachments=(file,)),
        document("A b.", "C d.", "C d."),
    ]
    assert len({fingerprint(each) for each in different}) == len(different)
    assert re.fullmatch(r"[0-9a-f]{64}", fingerprint(document("\ud800")))


def test_attachments_count_by_address_in_any_order() -> None:
    files = tuple(Attachment(address=f"https://example.com/{n}.pdf", label=str(n)) for n in range(3))
    relabelled = tuple(Attachment(address=file.address) for file in reversed(files))
    assert fingerprint(document("A", attachments=files)) == fingerprint(document("A", attachments=relabelled))
