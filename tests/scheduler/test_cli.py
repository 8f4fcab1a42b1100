"""The command as a person types it: what it prints, what it documents, how it ends."""

import base64
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from scheduler.cli import COMMANDS, main
from tests.replica import Replica
from tests.replica.reading import fetch
from tests.scheduler.conftest import Said

DOCS = Path(__file__).parents[2] / "docs" / "json.md"
FIGURE = "https://www.maghress.com/fr/lesechos/383284"
STRANGER = "https://exemple.org/2026/une-page.html"
FIRST = datetime(2026, 11, 16, 5, 30, tzinfo=UTC)


def capture(url: str, body: bytes, at: datetime, status: int = 200) -> str:
    return json.dumps(
        {
            "url": url,
            "status": status,
            "headers": {"Content-Type": "text/html; charset=utf-8"},
            "final_url": url,
            "fetched_at": at.isoformat(),
            "body_b64": base64.b64encode(body).decode(),
        }
    )


@pytest.fixture(scope="module")
def captures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One page of the replica on three days, edited on the second, and a page of a site nobody declared."""
    path = tmp_path_factory.mktemp("captures") / "captures.jsonl"
    lines = []
    with Replica() as replica:
        for days in range(3):
            replica.at = at = FIRST + timedelta(days=days)
            body = fetch(replica, FIGURE).body
            lines += [capture(FIGURE, body, at), capture(STRANGER, body, at)]
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def imported(said: Said, captures: Path) -> Iterator[list[dict[str, Any]]]:
    yield said("import", str(captures), "--json")


def documented(section: str) -> set[str]:
    """The field names that docs/json.md gives under a heading."""
    text = DOCS.read_text().split(f"\n## {section}", 1)[1].split("\n## ", 1)[0]
    table = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", text, re.M)
    prose = re.sub(r"\([^)]*\)", "", text.partition("\n| ")[0].partition("\n")[2])
    return set(re.findall(r"`(\w+)`", "".join(table) if table else prose))


def test_an_import_answers_each_capture_with_its_verdict(imported: list[dict[str, Any]]) -> None:
    verdicts = [(line["url"], line["kind"], line["version"]) for line in imported]
    assert verdicts == [
        (FIGURE, "baseline", 1),
        (STRANGER, "baseline", 1),
        (FIGURE, "edited", 2),
        (STRANGER, "edited", 2),
        (FIGURE, None, 2),
        (STRANGER, None, 2),
    ]
    words = [word for hunk in imported[2]["hunks"] for word in hunk["words"] if word["op"] != "equal"]
    assert [(word["op"], word["old"].strip(), word["new"].strip()) for word in words] == [
        ("replace", "240.000", "140.000")
    ]


def test_importing_twice_records_nothing(said: Said, imported: list[dict[str, Any]], captures: Path) -> None:
    again = said("import", str(captures), "--json")
    assert [line["kind"] for line in again] == [None] * 6
    assert len(said("history", FIGURE, "--json")["versions"]) == 2


def test_a_capture_that_is_one_line_of_50_megabytes_ends_alone(
    said: Said, captures: Path, tmp_path: Path
) -> None:
    good = captures.read_text().splitlines()[0]
    line = b"<html><body><p>" + b"Une phrase de plus. " * 2_500_000 + b"</body></html>"
    (tmp_path / "captures.jsonl").write_text("\n".join([capture(STRANGER, line, FIRST), good]))
    large, after = said("import", "captures.jsonl", "--json")
    # Which of its two limits it meets first is a matter of the machine.
    assert large["outcome"] in ("extract_failed", "extract_timeout") and large["kind"] is None
    assert after["kind"] == "baseline"


def test_verdicts_hunks_changes_versions_and_diffs_have_the_documented_fields(
    said: Said, imported: list[dict[str, Any]]
) -> None:
    assert all(set(line) == documented("Verdict") for line in imported)
    assert all(set(hunk) == documented("Hunk") for line in imported for hunk in line["hunks"])
    history = said("history", FIGURE, "--json")
    assert set(history) == {"url", "versions", "changes"}
    assert {*history, *history["versions"][0]} == documented("History")
    assert set(history["changes"][1]) == documented("Change ")
    assert set(said("diff", FIGURE, "--json")) == documented("Diff")
    assert set(said("changes", "--since", "2026-11-01", "--json")[0]) == documented("Change ")


def test_extract_prints_the_documented_document(said: Said, tmp_path: Path) -> None:
    with Replica(at=FIRST) as replica:
        (tmp_path / "page.html").write_bytes(fetch(replica, FIGURE).body)
    found = said("extract", "page.html", "--url", FIGURE, "--json")
    assert set(found) == documented("Document") - {"day", "time", "read_from", "label"}
    assert set(found["published"]) == {"day", "time", "read_from"}
    assert (found["outlet"], found["published"]["day"]) == ("Les ECO", "2025-07-02")
    assert found["blocks"][0].startswith("Les Assises nationales")


def test_status_and_digest_have_the_documented_fields(said: Said, imported: list[dict[str, Any]]) -> None:
    status = said("status", "--json")
    fields = {*status, *status["sources"][0]}
    assert fields == documented("Status")
    (digest,) = said("digest", "--since", "2026-11-01", "--until", "2026-11-30", "--json")
    assert set(digest) == documented("Digest") - {"recipient", "channel", "state", "said"}
    assert Path(digest["file"]).read_text().startswith("<!DOCTYPE html>")


def test_match_answers_in_order_with_spans_of_what_was_given(said: Said, tmp_path: Path) -> None:
    texts = [
        {
            "id": 7,
            "title": "Ce que l’IA change",
            "text": "Un texte.\n\nLes ICC, industries culturelles et créatives.",
        },
        {"id": "b", "text": "Il pleut sur le Rif."},
    ]
    (tmp_path / "texts.jsonl").write_text("\n".join(json.dumps(text) for text in texts))
    first, second = said("match", "texts.jsonl", "--json", lines=True)
    assert (first["id"], set(first["topics"]), second) == (7, {"icc", "ia"}, {"id": "b", "topics": {}})
    for match in first["topics"].values():
        assert set(match) == {"band", "score", "branches", "evidence"}
        for evidence in match["evidence"]:
            assert set(evidence) == {"where", "sentence", "start", "end", "rule", "refused"}
            given = texts[0][evidence["where"]]
            assert given[evidence["start"] : evidence["end"]] in evidence["sentence"]


def test_topic_files_are_checked_with_their_examples(said: Said, tmp_path: Path) -> None:
    assert "all examples come out" in said("topics", "test")
    (tmp_path / "mine.toml").write_text('key = "mine"\nnames.fr = "Le mien"\nquerry = "x"\n')
    err = said("topics", "test", "mine.toml", code=1)
    assert "mine.toml, line 3, querry" in err


def test_a_ruling_wins_and_is_a_test_case_from_then_on(said: Said, imported: list[dict[str, Any]]) -> None:
    before = said("topics", "why", FIGURE, "--json")
    (key,) = before["topics"]
    assert set(before) == documented("Why")
    assert {"block", "because"} <= set(before["topics"][key]["evidence"][0])
    told = said("topics", "refuse", FIGURE, "--json")
    assert told == {"url": FIGURE, "topic": key, "about": False, "file": "topics/rulings.jsonl"}
    after = said("topics", "why", FIGURE, "--json")
    assert (after["ruled"], after["topics"]) == ({key: False}, {})
    assert FIGURE in said("topics", "test", code=1)
    said("topics", "confirm", FIGURE, "--topic", key)
    assert "all examples come out" in said("topics", "test")
    assert "confirmed by a person" in said("topics", "why", FIGURE)
    assert "no such topic (known: icc, ia)" in said("topics", "refuse", FIGURE, "--topic", "sport", code=2)


def test_a_topic_is_tried_on_what_is_stored(
    said: Said, imported: list[dict[str, Any]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trial = said("topics", "try", "studio* OR jeu*", "--json")
    assert set(trial) == {"topic", "share", "sources", "digests"} == documented("Trial")
    assert trial["sources"]["maghress"] == {"read": 1, "matched": 1}
    assert trial["share"] >= 0.5
    (tmp_path / "mine.toml").write_text('key = "mine"\nnames.fr = "Le mien"\nquery = "zzz"\n')
    assert "0 of 2 stored documents match" in said("topics", "try", "mine.toml", "--since", "2026-11-01")


def test_a_diff_rebuilds_both_sides(said: Said, imported: list[dict[str, Any]]) -> None:
    hunks = said("diff", FIGURE, "1", "2", "--equal", "--json")["hunks"]
    blocks = [hunk for hunk in hunks if hunk["part"] == "block"]
    assert [hunk["old_index"] for hunk in blocks] == list(range(len(blocks)))
    assert sum(hunk["op"] != "equal" for hunk in blocks) == 1


def test_a_line_that_is_no_capture_is_named_and_the_rest_is_imported(
    said: Said, captures: Path, tmp_path: Path
) -> None:
    good = captures.read_text().splitlines()[0]
    wrong = [
        "{",
        "[]",
        '{"url": "ftp://x"}',
        good.replace("+00:00", ""),
        good.replace('"status": 200', '"status": "ok"'),
    ]
    (tmp_path / "mixed.jsonl").write_text("\n".join([*wrong, good]))
    err = said("import", "mixed.jsonl", code=1)
    assert [f"line {number}:" in err for number in range(1, 7)] == [True] * 5 + [False]
    assert len(said("history", FIGURE, "--json")["versions"]) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        (["history", "https://www.haca.ma/fr/node/1"], 2, "nothing of that page"),
        (["check", "https://unknown.example/"], 2, "no source watches"),
        (["crawl", "hacca"], 2, "haca"),
        (["digest", "--until", "2026-11-16"], 2, "--since"),
        (["digest", "--since", "2026-11-17", "--until", "2026-11-16"], 2, "before"),
        (["digest", "--profile", "nobody"], 2, "revue"),
        (["digest", "--at", "2026-11-16T18:00Z"], 2, "VEILLEUR_UPSTREAM"),
        (["import", "nowhere.jsonl"], 2, "nowhere.jsonl"),
        (["extract", "nowhere.html", "--url", FIGURE], 2, "nowhere.html"),
        (["--config", "nowhere.toml", "status"], 2, "nowhere.toml"),
        (["topics", "try", "nowhere.toml"], 1, "nowhere.toml"),
        (["topics", "try", "a[bc]+"], 2, "looks like a regular expression"),
        (["topics", "try", "NOT x"], 2, "would match every document"),
        (["topics", "why", "https://www.haca.ma/fr/node/1"], 2, "nothing of that page"),
    ],
)
def test_bad_input_gets_one_line_that_says_what_to_do(
    said: Said, arguments: list[str], code: int, named: str
) -> None:
    err = said(*arguments, code=code)
    assert named in err
    assert err.startswith("veilleur: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize("arguments", [["--help"], *([name, "--help"] for name in COMMANDS)])
def test_every_command_has_help_with_an_example(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0
    assert "  veilleur " in capsys.readouterr().out


@pytest.mark.parametrize(
    "damage", [b"not a database at all, but long enough to be read as one", b"SQLite format 3\0"]
)
def test_a_damaged_store_is_refused_and_left_as_it_is(said: Said, tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "var").mkdir()
    store = tmp_path / "var" / "veilleur.db"
    store.write_bytes(damage)
    err = said("status", code=1)
    assert "veilleur.db" in err
    assert store.read_bytes() == damage
