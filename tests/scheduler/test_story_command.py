import json
from pathlib import Path

import pytest

from scheduler.cli import main
from storage.store import open_store
from tests.storage.test_stories import DISPATCH, paper, recorded

ORIGIN = paper("lopinion", outlet="L'Opinion")
COPY = paper(
    "maghress", *DISPATCH[:2], DISPATCH[2].replace("4,5", "5,4"), title="Autre titre", outlet="L'Opinion"
)


@pytest.fixture(autouse=True)
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VEILLEUR_DATABASE", f"sqlite:///{tmp_path / 'veilleur.db'}")
    with open_store(f"sqlite:///{tmp_path / 'veilleur.db'}", tmp_path / "archive") as store:
        recorded(store, ORIGIN, COPY, paper("safi", "Rien de tout cela.", title="Seul"))


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["story", *arguments]) == 0
    return capsys.readouterr().out


def test_the_tree_shows_origin_copies_and_where_they_differ(capsys: pytest.CaptureFixture[str]) -> None:
    said = told(capsys, COPY.address)
    assert said.index(f"origin: L'Opinion (read on haca)\n  {ORIGIN.address}") < said.index(COPY.address)
    for line in ("retitled: Autre titre", "figure: 5,4 for 4,5", "paragraphs cut: 1", "why: "):
        assert line in said


def test_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(told(capsys, ORIGIN.address, "--json"))
    assert (found["total"], found["origin"]) == (2, ORIGIN.address)
    copy = found["copies"][1]
    assert (copy["url"], copy["retitled"], copy["cut"]) == (COPY.address, True, 1)
    assert copy["figures"] == [{"origin": "4,5", "copy": "5,4"}]


def test_two_documents_are_compared(capsys: pytest.CaptureFixture[str]) -> None:
    difference = json.loads(told(capsys, ORIGIN.address, "--diff", COPY.address, "--json"))
    assert (difference["old"], difference["new"]) == (ORIGIN.address, COPY.address)
    assert {hunk["part"] for hunk in difference["hunks"]} == {"title", "block"}


def test_a_wrong_join_is_undone_and_done_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert "No copy of it is stored." in told(capsys, COPY.address, "--part")
    assert json.loads(told(capsys, COPY.address, "--json"))["story"] is None
    assert main(["story", COPY.address, "--part"]) == 2
    assert "nothing to part it from" in capsys.readouterr().err
    assert "joined by hand" in told(capsys, COPY.address, "--join", ORIGIN.address)


def test_what_is_not_stored_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["story", "https://nowhere.ma/1"]) == 2
    assert "nothing of that page is stored" in capsys.readouterr().err
    assert main(["story", COPY.address, "--join", COPY.address]) == 2
