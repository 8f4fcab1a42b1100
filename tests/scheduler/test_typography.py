"""French typography of our own sentences, and the harmless form of other people's text."""

import unicodedata
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler import typography
from scheduler.typography import NBSP, Clock, clean, french, quoted, tight
from scheduler.zones import zone

CASABLANCA = zone("Africa/Casablanca")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("« Oui » : 67 % ; vraiment ? oui !", "«~Oui~»~: 67~%~; vraiment~? oui~!"),
        ("n° 27 à 7 h 00, le 3 juillet", "n°~27 à 7~h~00, le 3~juillet"),
        ("le 1er août", "le 1er~août"),
        ("l'IA d'aujourd'hui", "l’IA d’aujourd’hui"),
        ("10:30, https://x.ma/?a=1", "10:30, https://x.ma/?a=1"),
        ("5'10 et 'x'", "5'10 et 'x'"),
    ],
)
def test_sentences_of_ours_are_set_as_french_sets_them(typed: str, printed: str) -> None:
    assert french(typed) == printed.replace("~", NBSP)


@given(st.text())
def test_setting_twice_is_setting_once_and_moves_no_character(text: str) -> None:
    once = french(text)
    assert french(once) == once
    assert len(once) == len(text)
    assert tight(text).replace(NBSP, " ") == text.replace(NBSP, " ")


@given(st.text(alphabet=st.characters(), max_size=200))
def test_cleaned_text_is_one_line_without_controls_or_bidi_marks(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert not any(char in "\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\u00ad\u2028\n\r\0" for char in cleaned)
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in cleaned)
    cleaned.encode()  # no lone surrogate is left


def test_cleaning_keeps_words_figures_and_no_break_spaces() -> None:
    assert clean(" 240.000\u00a0emplois,\t\n 11,5 \u202e%") == "240.000\u00a0emplois, 11,5 %"
    assert clean("الذكاء\u200f الاصطناعي\u202c") == "الذكاء الاصطناعي"


def test_a_text_too_long_is_cut_at_a_word_and_says_so() -> None:
    cut = clean("mot " * 100, 30)
    assert len(cut) <= 30
    assert cut.endswith("mot […]")


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0~article"), (1, "1~article"), (2, "2~articles"), (1284, "1~284~articles")],
)
def test_plurals_begin_at_two_and_thousands_stand_apart(number: int, said: str) -> None:
    assert typography.counted(number, "article") == said.replace("~", NBSP)


def test_ordinals() -> None:
    assert [typography.ordinal(n) for n in (1, 2, 14)] == ["1er", "2e", "14e"]
    assert typography.ordinal(1, feminine=True) == "1re"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2025, 6, 30), date(2025, 7, 6), "du lundi 30~juin au dimanche 6~juillet 2025"),
        (date(2025, 7, 4), date(2025, 7, 6), "du vendredi 4 au dimanche 6~juillet 2025"),
        (date(2025, 12, 30), date(2026, 1, 1), "du mardi 30~décembre 2025 au jeudi 1er~janvier 2026"),
        (date(2025, 7, 1), date(2025, 7, 1), "le mardi 1er~juillet 2025"),
    ],
)
def test_a_period_says_month_and_year_once(first: date, last: date, said: str) -> None:
    assert typography.span(first, last) == said.replace("~", NBSP)


def test_a_period_says_its_hours_unless_they_are_midnights() -> None:
    def local(day: int, hour: int) -> datetime:
        return datetime(2025, 7, day, hour, tzinfo=CASABLANCA)

    assert typography.period(local(6, 7), local(7, 7)) == (
        f"du dimanche 6{NBSP}juillet à 7{NBSP}h{NBSP}00 au lundi 7{NBSP}juillet 2025 à 7{NBSP}h{NBSP}00"
    )
    assert typography.period(local(1, 0), local(7, 0)) == f"du mardi 1er au dimanche 6{NBSP}juillet 2025"
    assert typography.period(local(1, 7), local(1, 19)) == (
        f"le mardi 1er{NBSP}juillet 2025, de 7{NBSP}h{NBSP}00 à 19{NBSP}h{NBSP}00"
    )


def test_short_periods_for_subjects() -> None:
    assert typography.short_span(date(2025, 6, 30), date(2025, 7, 6)) == f"30{NBSP}juin{NBSP}– 6{NBSP}juil."
    assert typography.short_span(date(2025, 7, 7), date(2025, 7, 13)) == f"7{NBSP}– 13{NBSP}juil."
    assert typography.short_span(date(2025, 7, 1), date(2025, 7, 1)) == f"1er{NBSP}juil."


def test_hours_are_those_of_casablanca_which_left_utc_plus_one_in_september_2026() -> None:
    clock = Clock(zone=CASABLANCA, year=2026)
    before = clock.moment(datetime(2026, 7, 1, 6, 0, tzinfo=UTC))
    after = clock.moment(datetime(2026, 11, 16, 7, 0, tzinfo=UTC))
    assert before == f"mercredi 1er{NBSP}juillet à 7{NBSP}h{NBSP}00"
    assert after == f"lundi 16{NBSP}novembre à 7{NBSP}h{NBSP}00"
    assert clock.day(date(2025, 7, 2)) == f"mercredi 2{NBSP}juillet 2025"


def test_quotation_marks_of_the_language_and_inner_ones() -> None:
    assert quoted("dit « non »") == f"«{NBSP}dit “non”{NBSP}»"
    assert quoted("قال «لا»", "ar") == "«قال “لا”»"
