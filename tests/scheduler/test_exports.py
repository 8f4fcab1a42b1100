"""That what is handed out is what is stored, and harmless in whatever opens it."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from scheduler.cli.keeping import FORMATS
from scheduler.exports import FORMATS as WRITERS
from storage.records import Stamp
from storage.store import Store, open_store
from storage.vocabulary import Kind
from tests.scheduler.conftest import Said
from tests.storage.looks import DAY, EXTRACTOR, NOON, article, look, read, stored

HOSTILE = article(
    "https://haca.ma/fr/1",
    '=HYPERLINK("http://evil","x")',
    "Fin & <script>",
    title="@cmd {50 %} d'« IA »\n& \x01cie",
    authors=("A. B.", "C_D"),
    outlet="HACA",
    language="fr",
    published=Stamp(day=date(2026, 11, 3)),
)


@pytest.fixture
def filled(said: Said) -> Iterator[Store]:
    with open_store("sqlite:///var/veilleur.db", Path("var/archive")) as store:
        run = store.begin_run("haca", NOON)
        read(store, run, HOSTILE, article("https://haca.ma/fr/2", "Un texte.", title="Deux"))
        new = article("https://haca.ma/fr/2", "Un autre.", title="Deux")
        store.record(run, look(new, NOON + DAY), stored(Kind.EDITED, new), EXTRACTOR)
        yield store


def test_the_formats_of_the_command_are_those_that_are_written() -> None:
    assert tuple(WRITERS) == FORMATS


def test_json_lines_hold_the_last_version_of_each_or_all(said: Said, filled: Store) -> None:
    last = [json.loads(line) for line in said("export", "jsonl").splitlines()]
    assert [(row["url"][-1], row["version"]) for row in last] == [("1", 1), ("2", 2)]
    assert last[0]["blocks"] == list(HOSTILE.blocks)
    assert last[0]["published"] == "2026-11-03"
    assert len(said("export", "jsonl", "--versions").splitlines()) == 3
    assert len(said("export", "jsonl", "--versions", "--since", "2026-11-21").splitlines()) == 1
    filled.erase(HOSTILE.address, "x", NOON)
    assert len(said("export", "jsonl").splitlines()) == 1


def test_a_spreadsheet_gets_no_formula(said: Said, filled: Store) -> None:
    said("export", "csv", "--output", "out.csv")
    with Path("out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["text"] == "'" + "\n".join(HOSTILE.blocks)
    assert rows[0]["title"].startswith("'@cmd")
    assert rows[0]["authors"] == "A. B.; C_D"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    assert "name another file" in said("export", "csv", "--output", "out.csv", code=2)


def test_bibtex_and_ris_are_one_record_each_that_nothing_breaks_out_of(said: Said, filled: Store) -> None:
    bib = said("export", "bibtex")
    assert bib.count("@online{") == 2
    assert r"title = {@cmd \{50 \%\} d'« IA » \& cie}" in bib
    assert r"author = {{A. B.} and {C\_D}}" in bib
    assert "date = {2026-11-03}" in bib
    records = said("export", "ris").split("ER  - ")
    assert len(records) == 3
    assert "TI  - @cmd {50 %} d'« IA » & cie\n" in records[0].replace("\r\n", "\n")
    assert "DA  - 2026/11/03\n" in records[0].replace("\r\n", "\n")


def test_atom_is_well_formed(said: Said, filled: Store) -> None:
    feed = ElementTree.fromstring(said("export", "atom"))
    space = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{space}entry")
    assert [entry.findtext(f"{space}title") for entry in entries] == ["@cmd {50 %} d'« IA » & cie", "Deux"]
    latest = max(entry.findtext(f"{space}updated", "") for entry in entries)
    assert feed.findtext(f"{space}updated") == latest == "2026-11-21T12:00:00Z"
    assert (
        ElementTree.fromstring(said("export", "atom", "--since", "2027-01-01")).find(f"{space}updated")
        is not None
    )
