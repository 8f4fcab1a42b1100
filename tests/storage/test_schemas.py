"""Stores as earlier releases wrote them, one a schema: each comes up to today's with every row and hash.

A new schema's release adds a folder `schemas/NUMBER`: its `veilleur.db`, compressed, and its archive.
"""

import shutil
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from storage.compression import opened
from storage.query import parsed
from storage.store import Store, open_store
from storage.verifying import Tally
from storage.vocabulary import Kind, Outcome, RunState
from tests.storage.looks import DAY, EXTRACTOR, NOON, UNCHANGED, article, in_child, look

SCHEMAS = Path(__file__).parent / "schemas"
Rows = dict[str, set[tuple[object, ...]]]


@pytest.fixture(params=sorted(folder.name for folder in SCHEMAS.iterdir()))
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The file of a store of an older schema, with its archive beside it."""
    folder = tmp_path / "old"
    shutil.copytree(SCHEMAS / request.param, folder)
    (folder / "veilleur.db").write_bytes(opened((folder / "veilleur.db.zst").read_bytes()))
    return folder / "veilleur.db"


def opening(file: Path) -> Store:
    return open_store(f"sqlite:///{file}", file.parent / "archive")


def rows(file: Path, columns: dict[str, list[str]] | None = None) -> Rows:
    """Every row of every table of ours, in the columns that an older schema had."""
    with closing(sqlite3.connect(file)) as connection:
        return {
            table: set(connection.execute(f"SELECT {', '.join(names)} FROM {table}"))
            for table, names in (columns or tables(file)).items()
        }


def tables(file: Path) -> dict[str, list[str]]:
    with closing(sqlite3.connect(file)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: [f'"{column[1]}"' for column in connection.execute(f"PRAGMA table_info({name})")]
            for (name,) in names
            if name != "alembic_version"
        }


def test_an_older_store_is_whole_after_its_upgrade_and_goes_on(old: Path) -> None:
    columns, before = tables(old), rows(old)
    with opening(old) as store:
        assert list(store.verify(tally := Tally())) == []
        assert (tally.documents, tally.bodies) == (5, 5)
        told = list(store.changes())
        assert [change.kind for change in told] == [Kind.NEW] * 4 + [Kind.EDITED]
        assert told[4].hunks[1].new == "Un communiqué 11."
        assert [find.version.number for find in store.search(parsed("communique 11"))] == [2]
        assert [len(store.versions(f"https://haca.ma/fr/{number}")) for number in range(4)] == [1, 2, 1, 1]
        assert [run.counts for run in store.runs()] == [
            {},
            {"article": 1, "unchanged": 3},
            {"article": 4, "listing": 1, "timeout": 1},
        ]
    assert kept(before, rows(old, columns=columns))
    with opening(old) as store:
        run = store.begin_run("haca", NOON + 3 * DAY)
        page = article("https://haca.ma/fr/0", identity="haca:0")
        store.record(run, look(page, NOON + 3 * DAY), UNCHANGED, EXTRACTOR)
        store.finish_run(run.number, NOON + 3 * DAY, RunState.COMPLETE)
        assert list(store.outcomes(run)) == [(page.address, Outcome.UNCHANGED, "")]
        assert len(store.close_abandoned("haca", NOON + 9 * DAY)) == 1


@pytest.mark.parametrize("point", range(0, 72, 6))
def test_killed_at_any_point_of_its_upgrade_it_keeps_every_row(old: Path, point: int) -> None:
    columns, before = tables(old), rows(old)
    killed(lambda: opening(old).close(), point)
    with opening(old) as store:
        assert list(store.verify(Tally())) == []
    assert kept(before, rows(old, columns=columns))


def kept(before: Rows, after: Rows) -> bool:
    """Whether every row is there still; an upgrade may add some of its own."""
    return all(after[table] >= found for table, found in before.items())


def killed(act: Callable[[], None], point: int) -> None:
    assert in_child(act, killed_at=point) in (0, -signal.SIGKILL)
