"""Folding: one form of each word, and the way back to the original."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.topics.fold import BREAK, Folded, folded

LETTERS = st.text(
    st.sampled_from("aéÉœßİ l'’-‐–.,;()«»  \u00a0\u00ad\u200f\u0301ﬁ½ﷺ٣العَـأإةىلإٱⵜⵉ中\n\u2029"), max_size=60
)
ANY = st.one_of(LETTERS, st.text(max_size=60))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’Intelligence Artificielle", "l intelligence artificielle"),
        ("J'AI", "j ai"),
        ("médias culturels et créatifs", "medias culturels et creatifs"),
        ("œuvre ŒUVRE", "oeuvre oeuvre"),
        ("in\u00adtel\u200bligence", "intelligence"),
        ("الذَّكَاءُ الاصْطِنَاعِيُّ", "الذكاء الاصطناعي"),
        ("الذكـــاء الإصطناعى", "الذكاء الاصطناعي"),
        ("ثقافة", "ثقافه"),
        ("سنة ٢٠٢٦", "سنه 2026"),
        ("IA, ICC.", "ia ¶ icc ¶"),
        ("ＩＡ", "ia"),
    ],
)
def test_words_have_one_form(text: str, words: str) -> None:
    assert folded(text).split() == words.split()


@given(ANY)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(ANY)
def test_a_decomposed_text_folds_alike(text: str) -> None:
    assert folded(unicodedata.normalize("NFD", text)) == folded(text)


@given(ANY)
def test_every_word_leads_back_to_where_it_came_from(text: str) -> None:
    read = Folded(text)
    last = 0
    for start in read.words:
        end = read.text.index(" ", start)
        first, after = read.origin(start, end)
        word = read.text[start:end]
        assert 0 <= first < after <= len(text)
        assert first >= last
        assert word in folded(text[first:after]).split() or word in folded(text[first:after])
        last = first


@given(st.text(st.sampled_from("0123456789.,  -−"), max_size=30))
def test_no_two_figures_are_joined(text: str) -> None:
    kept = [word for word in folded(text).split() if word != BREAK]
    assert sum(map(len, kept)) == sum(char.isdigit() for char in text)


def test_a_mark_after_the_last_letter_belongs_to_the_word() -> None:
    text = "قال الذَّكَاءُ نعم"
    read = Folded(text)
    start = read.text.index("الذكاء")
    first, after = read.origin(start, start + len("الذكاء"))
    assert text[first:after] == "الذَّكَاءُ"
