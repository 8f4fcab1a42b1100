"""What people ruled: kept, in force over the rules, and run as test cases."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.errors import BadTopics
from scheduler.topics import Match, load, rulings
from scheduler.topics.rulings import Ruling, Rulings
from storage.records import Document
from storage.vocabulary import Band

from .samples import document

RULES = load()
UNSURE = document("La décision de l'ICC est attendue lundi.", title="Attente")
SURE = document("Les industries culturelles recrutent.", title="Emploi")


def ruling(read: Document, *, about: bool, topic: str = "icc") -> Ruling:
    return Ruling(address=read.address, topic=topic, about=about, title=read.title, blocks=read.blocks)


def applied(read: Document, *ruled: Ruling) -> dict[str, Match]:
    return dict(Rulings(ruled).applied(read, RULES.match(read)))


def test_a_refusal_takes_the_topic_away() -> None:
    assert "icc" in RULES.match(SURE)
    assert "icc" not in applied(SURE, ruling(SURE, about=False))


def test_a_confirmation_settles_what_was_to_be_checked() -> None:
    unsure = document("ICC : la réunion est reportée.")
    assert RULES.match(unsure)["icc"].band is Band.CHECK
    confirmed = applied(unsure, ruling(unsure, about=True))["icc"]
    assert confirmed.band is Band.SECONDARY
    assert confirmed.evidence[0].marked[1] == "ICC"


@pytest.mark.parametrize("title", ["Un colloque", ""])
def test_a_confirmation_adds_a_topic_that_no_rule_found(title: str) -> None:
    plain = document("", "Le colloque s'ouvre lundi.", title=title)
    (evidence,) = applied(plain, ruling(plain, about=True, topic="ia"))["ia"].evidence
    assert evidence.rule == rulings.CONFIRMED
    assert evidence.marked[1] == (title or "Le colloque s'ouvre lundi.")


def test_a_ruling_holds_for_the_other_addresses_of_its_page_and_for_no_other_page() -> None:
    ruled = ruling(SURE, about=False)
    moved = replace(SURE, address="https://example.org/2", aliases=(SURE.address,))
    assert "icc" not in applied(moved, ruled)
    assert "icc" in applied(replace(SURE, address="https://example.org/3"), ruled)


def test_what_the_rules_leave_to_be_checked_disputes_nothing() -> None:
    unsure = document("ICC : la réunion est reportée.")
    assert not ruling(unsure, about=True).disputed_by(RULES.match(unsure))
    assert not ruling(unsure, about=False).disputed_by(RULES.match(unsure))
    assert ruling(SURE, about=False).disputed_by(RULES.match(SURE))
    assert ruling(SURE, about=True, topic="ia").disputed_by(RULES.match(SURE))


def test_the_last_answer_on_a_page_and_topic_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "topics"
    assert rulings.load(folder).all == ()
    first, other = ruling(SURE, about=False), ruling(UNSURE, about=True, topic="ia")
    for each in (first, other, replace(first, about=True)):
        rulings.keep(folder, each)
    assert set(rulings.load(folder).all) == {other, replace(first, about=True)}
    assert not list(folder.glob("*.toml"))


@pytest.mark.parametrize("line", ["{", "[]", "{}", '{"address": "x"}', '{"blocks": 1}'])
def test_a_line_that_is_no_ruling_is_named(tmp_path: Path, line: str) -> None:
    rulings.keep(tmp_path, ruling(SURE, about=True))
    with (tmp_path / rulings.FILE).open("a") as file:
        file.write(line + "\n")
    with pytest.raises(BadTopics, match=rf"{rulings.FILE}, line 2: not a ruling"):
        rulings.load(tmp_path)


def test_a_ruling_is_a_line_that_people_can_read(tmp_path: Path) -> None:
    path = rulings.keep(tmp_path, ruling(SURE, about=True))
    (line,) = path.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["blocks"] == ["Les industries culturelles recrutent."]
