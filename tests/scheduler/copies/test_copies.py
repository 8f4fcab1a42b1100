import json
from datetime import UTC, datetime

import pytest

from crawler.errors import BadArgument
from crawler.pasted import pasted
from scheduler.cli import main
from scheduler.copies import answer
from tests.scheduler.copies.__main__ import GOAL, f1, judged
from tests.scheduler.copies.pairs import pairs

AT = datetime(2026, 11, 21, tzinfo=UTC)


def test_held_out_pairs_are_told_as_well_as_the_goal_asks() -> None:
    held_out = [pair for pair in pairs() if pair.held_out]
    assert len(held_out) > 450
    precision, recall, both = f1([(pair, judged(pair)["same"]) for pair in held_out])
    assert min(precision, recall, both) >= GOAL - 0.005
    assert both >= GOAL


def test_the_pairs_are_many_and_of_both_sorts() -> None:
    every = pairs()
    assert len({pair.id for pair in every}) == len(every) >= 800
    assert 0.3 < sum(pair.same for pair in every) / len(every) < 0.7


@pytest.mark.parametrize(
    ("line", "saying"),
    [
        ("x", "not a line of JSON"),
        ("[1]", 'needs "id"'),
        ('{"id": 1, "a": {"text": ""}}', '"b" needs a text'),
        ('{"id": 1, "a": {"text": 3}, "b": {"text": ""}}', '"a" needs a text'),
        ('{"id": 1, "a": {"text": "", "title": 3}, "b": {"text": ""}}', '"title" of "a"'),
    ],
)
def test_a_line_that_is_none_is_named(line: str, saying: str) -> None:
    with pytest.raises(BadArgument, match=saying):
        answer(line, AT)


def test_any_address_will_do() -> None:
    for url in ("", "x", "https://", "https://www.maghress.com/fr/lopinion/1", "javascript:x", "http://[::1"):
        side = {"text": "Une phrase.", "url": url, "published": "2026-11-21T10:00:00Z"}
        assert json.loads(answer(json.dumps({"id": None, "a": side, "b": side}), AT))["same"] is False


def test_the_command_answers_line_by_line(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    text = (
        "Le conseil a voté lundi un budget de douze millions pour les bibliothèques mobiles de la région, "
        * 3
    )
    good = {"id": "é", "a": {"title": "A", "text": f"{text}."}, "b": {"title": "B", "text": f"{text}."}}
    file = tmp_path / "pairs.jsonl"
    file.write_text(f"{json.dumps(good)}\n\nnonsense\n{json.dumps(good)}\n")
    assert main(["copies", str(file), "--json"]) == 1
    said = capsys.readouterr()
    answers = [json.loads(line) for line in said.out.splitlines()]
    assert [(each["id"], each["same"], each["score"]) for each in answers] == [("é", True, 1.0)] * 2
    assert "line 3: not a line of JSON" in said.err


def test_a_pasted_text_is_trimmed_of_its_frame_and_of_notices() -> None:
    ticker = "\xa0\xa0\xa0\xa0".join(f"Un titre du jour numéro {n} à Casablanca" for n in range(48))
    body = "Le conseil a voté lundi un budget de douze millions de dirhams pour les bibliothèques de la région entière."
    notice = "La suite de cet article est réservée aux abonnés."
    read = pasted("Le titre", f"{ticker}\n\nLe titre\n{body}\n{notice}", at=AT)
    assert read.blocks == (body,)


def test_two_stubs_with_one_offer_are_two_stories() -> None:
    offer = (
        "Cet article est réservé aux abonnés. Abonnez-vous pour lire la suite. Accédez à tous nos contenus en "
        "illimité, sur le web et dans l'application, à partir de 1 euro le premier mois, sans engagement et sans "
        "frais pour les abonnés de la version imprimée du journal."
    )
    leads = (
        "Le conseil a adopté mardi soir le budget de la culture, en hausse de douze pour cent, après un débat de",
        "Les chalutiers ont repris la mer lundi à l'aube au port de Safi, où la sardine avait manqué tout un mois",
    )
    one, other = ({"title": lead[:30], "text": f"{lead}\n\n{offer}"} for lead in leads)
    assert json.loads(answer(json.dumps({"id": 1, "a": one, "b": other}), AT))["same"] is False
