"""Lines of JSON with texts, answered by lines of JSON with topics."""

import json
from typing import Any

import pytest

from crawler.errors import BadArgument
from scheduler.topics import load
from scheduler.topics.answers import answer

RULES = load()


def asked(**line: Any) -> Any:
    return json.loads(answer(json.dumps(line), RULES))


def test_a_line_is_answered_with_its_topics() -> None:
    text = "Une étude.\n\nLes banques misent sur l'IA pour leurs crédits."
    answered = asked(id=7, text=text, title="Demain", lang="fr")
    (evidence,) = answered["topics"]["ia"]["evidence"]
    assert answered["id"] == 7
    assert set(answered["topics"]) == {"ia"}
    assert set(answered["topics"]["ia"]) == {"band", "score", "branches", "evidence"}
    assert set(evidence) == {"where", "sentence", "start", "end", "rule", "refused"}
    assert evidence["where"] == "text"
    assert text[evidence["start"] : evidence["end"]] == "IA"
    assert evidence["sentence"] == "Les banques misent sur l'IA pour leurs crédits."
    assert {"sense", "reason"} == set(evidence["refused"][0])


def test_offsets_are_those_of_the_text_as_given() -> None:
    text = "  😀 Un.\n\n \nDeux :\n« L'intelligence\nartificielle »\r\n\r\nTrois. ChatGPT\n"
    evidence = asked(id="x", text=text)["topics"]["ia"]["evidence"]
    terms = {text[one["start"] : one["end"]] for one in evidence}
    assert terms == {"intelligence\nartificielle", "ChatGPT"}
    assert all(one["sentence"] in text for one in evidence)


def test_half_a_character_comes_back_as_it_was_given() -> None:
    line = '{"id": "\\ud83d", "text": "L\'IA générative \\ude00 progresse."}'
    answered = answer(line, RULES)
    assert answered.isascii()
    assert (
        json.loads(answered)["topics"]["ia"]["evidence"][0]["sentence"] == "L'IA générative \ude00 progresse."
    )


def test_a_title_has_its_own_offsets() -> None:
    (evidence,) = asked(id=1, text="Rien.", title="L'IA et les données")["topics"]["ia"]["evidence"]
    assert (evidence["where"], evidence["start"], evidence["end"]) == ("title", 2, 4)


def test_a_text_about_neither_has_no_topics() -> None:
    assert asked(id=1, text="Il pleut sur Fès.", title=None, lang=None) == {"id": 1, "topics": {}}


@pytest.mark.parametrize(
    "line",
    [
        "",
        "[]",
        "{",
        '{"text": "a"}',
        '{"id": 1}',
        '{"id": 1, "text": 2}',
        '{"id": 1, "text": "", "title": 3}',
    ],
)
def test_a_line_that_cannot_be_answered_is_refused(line: str) -> None:
    with pytest.raises(BadArgument):
        answer(line, RULES)
