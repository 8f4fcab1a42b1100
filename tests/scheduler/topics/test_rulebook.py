"""Topic files: what they may say, and how a mistake is named."""

from pathlib import Path

import pytest

from scheduler.errors import BadTopics
from scheduler.topics import load
from scheduler.topics.examples import check
from scheduler.topics.files import read
from scheduler.topics.rulebook import read_topic

from .samples import SMALL, document, rules


def test_a_topic_needs_one_file(tmp_path: Path) -> None:
    (tmp_path / "sport.toml").write_text(SMALL, encoding="utf-8")
    found = load(tmp_path)
    assert [topic.key for topic in found.topics] == ["icc", "ia", "sport"]
    match = found.match(document("Le football, et l'IA générative."))
    assert set(match) == {"sport", "ia"}
    assert match["sport"].evidence[0].marked == ("Le ", "football", ", et l'IA générative.")


def test_an_own_file_replaces_the_packaged_topic_of_its_key(tmp_path: Path) -> None:
    (tmp_path / "ia.toml").write_text(SMALL.replace('"sport"', '"ia"'), encoding="utf-8")
    found = load(tmp_path)
    assert [topic.name() for topic in found.topics] == ["Industries culturelles et créatives", "Sport"]


def test_no_folder_is_no_own_topic(tmp_path: Path) -> None:
    assert load(tmp_path / "none").fingerprint == load().fingerprint


def test_the_fingerprint_is_that_of_what_the_files_say(tmp_path: Path) -> None:
    own = tmp_path / "sport.toml"
    own.write_text(SMALL, encoding="utf-8")
    first = load(tmp_path).fingerprint
    assert first == load(tmp_path).fingerprint != load().fingerprint
    own.write_text(SMALL.replace("foot*", "rugby"), encoding="utf-8")
    assert load(tmp_path).fingerprint != first


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            'name = "football"',
            'name = "football"\nwieght = 2',
            "line 10, wieght: unknown key; did you mean weight",
        ),
        ('key = "sport"', 'key = "sport"\ncolour = 1', "line 3, colour: unknown key"),
        ('key = "sport"', 'key = "Le Sport"', "line 2, key: 'Le Sport'"),
        ('key = "sport"', "", "key: is missing"),
        ('names.fr = "Sport"', 'names.en = "Sport"', "names: the topic's French name"),
        ('terms = ["@ballon"]', 'terms = ["@balle"]', "line 10, terms: no list named 'balle'"),
        ('terms = ["@ballon"]', 'terms = ["@ballon", "a.*"]', "line 10, terms: 'a.*' looks like a regular"),
        ('terms = ["@ballon"]', "terms = []", "line 10, terms: is missing or empty"),
        ('terms = ["@ballon"]', 'terms = "ballon"', "line 10, terms: must be a list"),
        ('terms = ["@ballon"]', 'terms = ["@ballon"]\nweight = "2"', "line 11, weight: must be a figure"),
        ('terms = ["@ballon"]', 'terms = ["@ballon"]\nbranch = "x"', "line 11, branch: 'x' has no line"),
        ('terms = ["@ballon"]', 'terms = ["@ballon"]\nlabel = true', "line 11, label: a label needs"),
        (
            'terms = ["@ballon"]',
            'terms = ["@ballon"]\nnear = ["a1"]\nafter = ["b1"]',
            "line 12, after: a rule",
        ),
        ("[[rule]]", "[rule]", r"rule: must be written as \[\[rule\]\]"),
        ("[lists]", "[lists", "line 5: not TOML"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_key(old: str, new: str, told: str) -> None:
    assert old in SMALL
    with pytest.raises(BadTopics) as caught:
        read_topic(SMALL.replace(old, new), "sport.toml")
    assert str(caught.value).startswith("sport.toml, line ")
    assert "\n" not in str(caught.value)
    assert caught.match(told)


def test_the_second_entry_of_a_name_is_refused() -> None:
    twice = SMALL + SMALL[SMALL.index("[[rule]]") :]
    with pytest.raises(BadTopics, match="line 14, name: 'football' is the name of an entry above"):
        read_topic(twice, "sport.toml")


def test_two_files_of_one_key_are_refused(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(SMALL, encoding="utf-8")
    with pytest.raises(BadTopics, match=r"b\.toml.*a\.toml.*'sport'"):
        load(tmp_path)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadTopics, match=r"bad\.toml: is not UTF-8"):
        read(path)


def test_a_topic_without_entries_is_refused() -> None:
    with pytest.raises(BadTopics, match="nothing can match it"):
        read_topic('key = "leer"\nnames.fr = "Rien"', "leer.toml")


def test_near_after_and_unless() -> None:
    found = rules(
        'key = "cine"\nnames.fr = "C"\n[[rule]]\nname = "i"\nterms = ["du film"]\nafter = ["industrie"]\n'
        'within = 3\nunless = ["casino"]'
    )
    assert found.match(document("L'industrie marocaine du film."))["cine"].evidence[0].marked[1] == (
        "industrie marocaine du film"
    )
    assert not found.match(document("La vedette du film visite une industrie."))
    assert not found.match(document("L'industrie. La fin du film."))
    assert not found.match(document("L'industrie du film et du casino."))


def test_clues_must_meet() -> None:
    found = rules(
        'key = "c"\nnames.fr = "C"\n[[clue]]\nname = "art"\nweight = 0.6\nsubject = true\nterms = ["libraires"]\n'
        '[[clue]]\nname = "argent"\nweight = 0.5\nterms = ["TVA"]\n'
        '[[clue]]\nname = "fête"\nweight = -0.5\nterms = ["bal"]'
    )
    assert found.match(document("Les libraires paient la TVA."))["c"].evidence[0].marked[1] == "libraires"
    assert not found.match(document("Les libraires et les libraires."))
    assert not found.match(document("La TVA."))
    assert not found.match(document("Les libraires paient la TVA au bal."))
    assert not found.match(document("Les libraires. " + "rien " * 80 + "TVA."))


def test_failing_examples_are_told() -> None:
    bad = SMALL.replace('["Un ballon neuf."]', '["Un vélo neuf."]').replace(
        'refuses = ["Un vélo neuf."]', 'refuses = ["Le ballon."]'
    )
    assert [str(failing) for failing in check(read_topic(bad, "sport.toml"))] == [
        "sport.toml: an example of 'football' must match and does not: Un vélo neuf.",
        "sport.toml: an example of 'football' must not match and does: Le ballon.",
    ]


@pytest.mark.parametrize("topic", load().files, ids=lambda topic: topic.info.key)
def test_the_packaged_files_keep_their_own_examples(topic) -> None:  # type: ignore[no-untyped-def]
    assert [str(failing) for failing in check(topic)] == []


@pytest.mark.parametrize("topic", load().files, ids=lambda topic: topic.info.key)
def test_every_packaged_entry_has_examples_of_both_kinds(topic) -> None:  # type: ignore[no-untyped-def]
    bare = [
        entry.name
        for entry in (*topic.rules, *topic.clues, *topic.acronyms)
        if not entry.examples.matches or not entry.examples.refuses
    ]
    assert bare == []


def test_readers_names() -> None:
    by_key = {topic.key: topic for topic in load().topics}
    assert by_key["icc"].name() == "Industries culturelles et créatives"
    assert by_key["icc"].short_name() == by_key["icc"].short_name("de") == "ICC"
    assert by_key["ia"].name("ar") == "الذكاء الاصطناعي"
    assert by_key["icc"].branch_name("games") == "jeu vidéo"
