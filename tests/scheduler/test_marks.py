"""Hunks made visible, in mail, terminal, HTML and JSON: words first, colours second, nothing unescaped."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.marks import Html, as_html, as_json, as_terminal, as_text
from scheduler.passages import LONGEST, Passage, passage, passages
from storage.diff import changed, compare
from storage.records import Document, Hunk
from storage.vocabulary import Op, Part

ONE = "Une phrase ouvre le texte. Elle est suivie d’une autre. "
TWO = "Le plan prévoit 240.000 emplois d’ici 2030. "
THREE = "Il a été salué. Puis vient la dernière phrase."
TEXT = ONE + TWO + THREE


def document(*blocks: str, title: str = "Un titre") -> Document:
    return Document(address="https://example.com/1", title=title, blocks=blocks)


def hunks(old: str, new: str) -> tuple[Hunk, ...]:
    return changed(compare(document(old), document(new)))


def shown(old: str, new: str) -> Passage:
    (only,), others = passages(hunks(old, new))
    assert not others
    return only


def test_words_are_marked_in_text() -> None:
    marked = as_text(shown("La création de 240.000 emplois.", "La création de 140.000 emplois."))
    assert marked == "La création de [-240.000-] {+140.000+} emplois."
    assert as_text(shown("Un plan.", "Un plan caché.")) == "Un plan {+caché+}."
    assert as_text(shown("Un plan très caché.", "Un plan caché.")) == "Un plan [-très-] caché."
    assert as_text(shown("Un plan ici !", "Un plan ici")) == "Un plan ici [-!-]"


def test_text_is_wrapped_for_mail() -> None:
    marked = as_text(shown(TEXT, TEXT.replace("240", "140")), width=40, indent="  > ")
    assert all(line.startswith("  > ") and len(line) <= 40 for line in marked.split("\n"))
    assert "[-240.000-]" in marked


def test_only_the_changed_sentence_and_its_neighbours_are_shown() -> None:
    marked = as_text(shown(TEXT, TEXT.replace("240", "140")), width=1000)
    assert marked == (
        "[…] Elle est suivie d’une autre. Le plan prévoit [-240.000-] {+140.000+} emplois d’ici 2030. "
        "Il a été salué. […]"
    )


def test_what_lies_between_two_changes_is_shortened() -> None:
    between = " ".join(f"La phrase numéro {n} ne change pas." for n in range(9))
    old = f"Le début dit oui. {between} La fin dit oui."
    marked = as_text(shown(old, old.replace("oui", "non")), width=2000)
    assert marked == (
        "Le début dit [-oui-] {+non+}. La phrase numéro 0 ne change pas. […] "
        "La phrase numéro 8 ne change pas. La fin dit [-oui-] {+non+}."
    )


def test_three_places_are_shown_the_gravest_in_the_order_of_the_text() -> None:
    old = [
        f"Le paragraphe {word} dit une chose à propos du pays." for word in ("un", "deux", "trois", "quatre")
    ]
    new = [block.replace("chose", "affaire") for block in [*old[:3], old[3].replace("quatre", "cinq")]]
    places, others = passages(changed(compare(document(*old, title="A"), document(*new, title="B"))))
    assert [(place.part, place.place) for place in places] == [
        (Part.TITLE, 0),
        (Part.BLOCK, 1),
        (Part.BLOCK, 4),
    ]
    assert others == 2


def test_what_moved_or_was_copied_has_no_passage() -> None:
    old = ("Un premier paragraphe du texte.", "Un second, qui est plus long.", "Un dernier pour finir.")
    for new in ((old[2], *old[:2]), (*old, old[0]), (" ".join(old[:2]), old[2])):
        assert passages(changed(compare(document(*old), document(*new)))) == ((), 0)


def test_giant_runs_are_cut() -> None:
    marked = as_text(passage(Hunk(op=Op.INSERT, part=Part.BLOCK, new="mot " * 9_000)))
    assert len(marked) < LONGEST * 1.3
    assert marked.endswith("[…]+}")


def test_html_has_ins_and_del_with_inline_styles_alone() -> None:
    marked = as_html(shown("La création de 240.000 emplois.", "La création de 140.000 emplois."))
    assert isinstance(marked, Html)
    assert (
        re.sub(r' style="[^"]*"', "", marked)
        == "La création de <del>240.000</del> <ins>140.000</ins> emplois."
    )
    assert "line-through" in marked
    assert "underline" in marked
    assert marked.__html__() == marked


def test_arabic_runs_from_the_right() -> None:
    marked = as_html(shown("وافقت الحكومة على 240 مليون درهم", "وافقت الحكومة على 140 مليون درهم"), "ar")
    assert marked.startswith('<div lang="ar" dir="rtl" style="')
    assert "direction:rtl" in marked
    assert as_html(shown("A plan of 240 jobs", "A plan of 140 jobs"), "en").startswith(
        '<div lang="en" dir="ltr">'
    )
    assert as_html(shown("Un plan de 240 emplois", "Un plan de 140 emplois"), "ar").startswith("Un plan")


HOSTILE = "<script>alert(1)</script>&\"'\x1b[2J\u202e\u0000[-x-]{+y+}"


@given(st.text(max_size=60))
def test_nothing_of_a_source_gets_out_unescaped(text: str) -> None:
    for old, new in ((f"a {HOSTILE} {text}", f"b {text} {HOSTILE}"), (text, HOSTILE)):
        for hunk in hunks(old, new):
            marked = as_html(passage(hunk, whole=True))
            tags = re.sub(r"</?(?:ins|del|div)\b[^<>]*>", "", marked)
            assert "<" not in tags
            assert ">" not in tags
            for plain in (marked, as_text(passage(hunk)), as_terminal([hunk])):
                assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", plain)


@given(st.text(max_size=80), st.text(max_size=80))
def test_colours_only_repeat_what_the_marks_say(old: str, new: str) -> None:
    steps = hunks(old, new)
    plain, coloured = as_terminal(steps, width=30), as_terminal(steps, width=30, colour=True)
    assert re.sub("\x1b\\[\\d*m", "", coloured) == plain


def test_a_terminal_shows_where_each_step_stands() -> None:
    old = (
        "Un premier paragraphe.",
        "Un second, qui est plus long. Il a deux phrases.",
        "Le dernier de 2024.",
    )
    new = (
        "Le dernier de 2025.",
        "Un premier paragraphe.",
        "Un second, qui est plus long.",
        "Il a deux phrases.",
    )
    assert as_terminal(compare(document(*old, title="A b c d"), document(*new, title="A b c e"))).split(
        "\n"
    ) == [
        "title: edited",
        "  A b c [-d-] {+e+}",
        "paragraph 3: moved to 1, edited",
        "  Le dernier de [-2024-] {+2025+}.",
        "paragraph 2: split into 2, from 3",
        "  Un second, qui est plus long. Il a deux phrases.",
    ]
    assert as_terminal(compare(document("A"), document("A"))) == ""
    assert as_terminal(compare(document("A"), document("A")), equal=True, indent=2).split("\n")[:2] == [
        "  title: unchanged",
        "    Un titre",
    ]


def test_colours_end_with_the_line() -> None:
    steps = hunks("Un plan de 240.000 emplois", "Un plan de 140.000 emplois")
    assert "\x1b[31m[-240.000-]\x1b[0m \x1b[32m{+140.000+}\x1b[0m" in as_terminal(steps, colour=True)


@pytest.mark.parametrize("equal", [False, True])
def test_json_values_are_those_of_the_hunks(equal: bool) -> None:
    old = document("Un plan de 240.000 emplois", "Une suite. Une fin.", "A", title="Un titre")
    new = document("Un plan de 140.000 emplois", "Une suite.", "Une fin.", "A", "A", title="Un titre")
    values = as_json(compare(old, new), equal)
    assert json.loads(json.dumps(values)) == values
    assert [value["op"] for value in values if value["op"] != "equal"] == ["replace", "split", "insert"]
    assert any(value["op"] == "equal" for value in values) is equal
    replaced, split, copy = (value for value in values if value["op"] != "equal")
    fields = ["op", "part", "old_index", "new_index", "old", "new", "words", "pieces", "repeated"]
    assert all(list(value) == fields for value in values)
    assert replaced["words"][1] == {"op": "replace", "old": "240.000 ", "new": "140.000 "}
    assert (split["pieces"], split["words"]) == (["Une suite.", "Une fin."], [])
    assert (copy["repeated"], copy["old_index"]) == (True, None)
