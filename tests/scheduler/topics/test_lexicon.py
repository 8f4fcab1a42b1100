"""Lexicon: the same places as a slow matcher that anybody can check."""

import re
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.topics import load
from scheduler.topics.fold import folded
from scheduler.topics.lexicon import Lexicon, Place
from scheduler.topics.terms import Pattern, patterns

from .evaluation import LANGUAGES, texts

BEFORE = "(?:و|ف)?(?:ب|ك)?(?:ال)?|(?:و|ف)?(?:ل|لل)"


def slow_places(lists: dict[str, frozenset[Pattern]], text: str) -> dict[str, list[Place]]:
    """Every term looked for by itself, word after word."""
    found: dict[str, set[Place]] = defaultdict(set)
    for name, terms in lists.items():
        for term in terms:
            if term.text not in text:
                continue
            rest = r"\S*" if term.prefix else "ا?" if term.arabic else ""
            clitics = f"({BEFORE})" if term.arabic else "()"
            for hit in re.finditer(rf"(?<= )(?={clitics}({re.escape(term.text)}{rest})(?= ))", text):
                article = 2 if hit.group(1).endswith(("ال", "لل")) else 0
                found[name].add((hit.start(2) - article, hit.end(2)))
    return {name: sorted(places) for name, places in found.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_packaged_lists_are_found_as_the_slow_matcher_finds_them(language: str) -> None:
    lists = {name: terms for topic in load().files for name, terms in topic.lists.items()}
    lexicon = Lexicon(lists)
    sample = [text for text in texts() if text.language == language][::9]
    for text in sample:
        read = folded(f"{text.title}. {text.text}")
        assert lexicon.places(read) == slow_places(lists, read), text.id


WORDS = st.sampled_from(
    ["ia", "l", "ai", "culture", "cultures", "la", "ذكاء", "والذكاء", "للذكاء", "الاصطناعي", "¶"]
)
TERMS = [
    "IA",
    "l'IA",
    "cultur*",
    "culture",
    "la culture",
    "ذكاء",
    "ذكاء اصطناعي",
    "IA, culture",
]


@given(st.lists(WORDS, max_size=25))
def test_any_row_of_words_is_found_as_the_slow_matcher_finds_it(words: list[str]) -> None:
    lists = {term: patterns(term) for term in TERMS}
    text = f" {' '.join(words)} "
    assert Lexicon(lists).places(text) == slow_places(lists, text)


@pytest.mark.parametrize(
    ("written", "marked"),
    [
        ("الذكاء الاصطناعي", "الذكاء الاصطناعي"),
        ("والذكاء الاصطناعي", "الذكاء الاصطناعي"),
        ("بالذكاء الاصطناعي", "الذكاء الاصطناعي"),
        ("فبالذكاء الاصطناعي", "الذكاء الاصطناعي"),
        ("للذكاء الاصطناعي", "للذكاء الاصطناعي"),
        ("لذكاء اصطناعي", "ذكاء اصطناعي"),
        ("ذكاء اصطناعيا", "ذكاء اصطناعيا"),
    ],
)
def test_arabic_clitics(written: str, marked: str) -> None:
    text = folded(f"قال {written} اليوم")
    ((start, end),) = Lexicon({"ia": patterns("ذكاء اصطناعي")}).places(text)["ia"]
    assert text[start:end] == folded(marked).strip()


@pytest.mark.parametrize("written", ["أذكاء اصطناعي", "ذكاءهم اصطناعي", "ذكاء، اصطناعي", "قمر اصطناعي"])
def test_other_arabic_words_are_not_the_term(written: str) -> None:
    assert Lexicon({"ia": patterns("ذكاء اصطناعي")}).places(folded(written)) == {}
