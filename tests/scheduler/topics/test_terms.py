"""Terms: what people write and what it stands for."""

import pytest

from scheduler.topics.terms import Pattern, patterns


def texts(term: str) -> set[str]:
    return {pattern.text for pattern in patterns(term)}


def test_groups_stand_for_each_of_their_forms() -> None:
    assert texts("industrie(s) (créative|culturelle)(s)") == {
        f"industrie{a} {b}{c}" for a in ("", "s") for b in ("creative", "culturelle") for c in ("", "s")
    }


def test_a_star_lets_the_last_word_go_on() -> None:
    assert patterns("cultur*") == {Pattern("cultur", prefix=True)}


def test_punctuation_in_a_term_is_literal() -> None:
    assert texts("DALL·E") == {"dall e"}
    assert texts("I.A.") == {"i ¶ a"}
    assert texts("C++") == {"c"}


@pytest.mark.parametrize("article", ["ذكاء اصطناعي", "الذكاء الاصطناعي", "ذكاء الاصطناعي"])
def test_arabic_words_are_known_with_and_without_their_article(article: str) -> None:
    assert texts(article) == {"ذكاء اصطناعي", "ذكاء الاصطناعي", "ذكاء للاصطناعي"}


def test_an_alef_with_hamza_is_no_article() -> None:
    assert texts("ألعاب إلكترونية") == {"العاب الكترونيه", "العاب الالكترونيه", "العاب للالكترونيه"}


@pytest.mark.parametrize(
    ("term", "what"),
    [
        ("[a-z]+", "regular expression"),
        ("intelligence.*", "regular expression"),
        ("^IA$", "regular expression"),
        (r"\bIA\b", "regular expression"),
        ("(IA", "bracket"),
        ("((IA))", "bracket"),
        ("!?", "no letter"),
        ("", "no letter"),
        ("ia*", "too short"),
        ("(a|b|c|d)(a|b|c|d)(a|b|c|d)(a|b|c|d)(a|b|c|d)", "forms"),
    ],
)
def test_what_is_not_a_term_is_refused_with_its_reason(term: str, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        patterns(term)
