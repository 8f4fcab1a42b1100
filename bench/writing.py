"""What writing costs beside raw sqlite3, as a ratio within one run: `python -m bench.writing`."""

import random
import shutil
import sqlite3
import statistics
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from storage.compression import squeezed_text
from storage.fold import fingerprint
from storage.records import Document, Observation, Page, Verdict
from storage.rows import packed, page_row
from storage.store import open_store
from storage.vocabulary import Kind, Outcome

PAGES = 3_000
BATCH = 50
ROUNDS = 5
TABLES = ("addresses", "documents", "versions", "changes", "outcomes")
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
Seen = tuple[Observation, Verdict]


def looks() -> list[Seen]:
    """First sights of articles of some 3 KB, without their bodies: those go into files, not into rows."""
    chance = random.Random(7)
    made = []
    for number in range(PAGES):
        address = f"https://presse.ma/articles/{number}"
        blocks = tuple(" ".join(f"{chance.getrandbits(24):x}" for _ in range(60)) for _ in range(7))
        document = Document(address=address, title=f"Un titre {number}", blocks=blocks, language="fr")
        at = NOON + timedelta(seconds=number)
        page = Page(source="presse", requested=address, address=address, fetched_at=at, status=200)
        verdict = Verdict(
            outcome=Outcome.ARTICLE, kind=Kind.NEW, document=document, fingerprint=fingerprint(document)
        )
        made.append((Observation(outcome=Outcome.ARTICLE, page=page, document=document), verdict))
    return made


def ours(folder: Path, seen: list[Seen]) -> float:
    """CPU seconds of recording `seen` in batches."""
    with open_store(f"sqlite:///{folder / 'veilleur.db'}", folder / "archive") as store:
        run = store.begin_run("presse", NOON)
        start = time.process_time()
        for first in range(0, PAGES, BATCH):
            store.record_all(run, [(*each, "bench") for each in seen[first : first + BATCH]])
        return time.process_time() - start


def made(seen: list[Seen]) -> float:
    """The same of only turning `seen` into the values that are stored: packed, hashed and compressed."""
    start = time.process_time()
    for observation, verdict in seen:
        content = packed(verdict.document)
        sha256(content.encode()).hexdigest()
        squeezed_text(content)
        page_row(observation.page)
        squeezed_text(packed(verdict.hunks))
        packed(verdict.significance)
    return time.process_time() - start


def raw(folder: Path, filled: Path) -> float:
    """The same of writing the rows of `filled`, as they stand, by executemany."""
    with closing(sqlite3.connect(filled)) as source:
        rows = {name: source.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in TABLES}
    with closing(sqlite3.connect(folder / "veilleur.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        start = time.process_time()
        for first in range(0, PAGES, BATCH):
            connection.execute("BEGIN IMMEDIATE")
            for name, held in rows.items():
                marks = ", ".join("?" * len(held[0]))
                connection.executemany(f"INSERT INTO {name} VALUES ({marks})", held[first : first + BATCH])
            connection.execute("COMMIT")
        return time.process_time() - start


def main() -> None:
    seen = looks()
    spent: dict[str, list[float]] = {"ours": [], "raw": [], "made": []}
    with tempfile.TemporaryDirectory(prefix="veilleur-bench-") as name:
        root = Path(name)
        empty = root / "empty" / "veilleur.db"
        with open_store(f"sqlite:///{empty}", root / "empty" / "archive") as store:
            store.begin_run("presse", NOON)
        for _ in range(ROUNDS):
            for which in spent:
                if which == "made":
                    spent[which].append(made(seen))
                    continue
                folder = root / which
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                if which == "ours":
                    spent[which].append(ours(folder, seen))
                else:
                    shutil.copy(empty, folder)
                    spent[which].append(raw(folder, root / "ours" / "veilleur.db"))
    took = {which: statistics.median(each) for which, each in spent.items()}
    print(f"writing: medians of {ROUNDS}, CPU time, {PAGES} new articles, {BATCH} a commit")
    print(
        f"  raw executemany {PAGES / took['raw']:,.0f} a second, ours {PAGES / took['ours']:,.0f};"
        f" packing alone {PAGES / took['made']:,.0f}"
    )
    rows = [
        ("speed, to packing and raw executemany of the same", (took["raw"] + took["made"]) / took["ours"]),
        ("speed, to raw executemany of rows packed before", took["raw"] / took["ours"]),
    ]
    for name, ratio in rows:
        print(f"  {name:<54} {ratio:7.3f}   goal >= 0.7")


if __name__ == "__main__":
    main()
