"""The speed and the surety of finding copies: `python -m bench.stories`; it exits with 1 where a goal is missed.

Two stores of sketches in SQLite files: of 10,000 invented articles, and of these with 90,000 others whose keys are
drawn at random, to be quick. The same articles are looked up in both, by turns in one process, medians of CPU
time. The copies have one word in twenty edited. False candidates are counted among the 10,000, times ten.
"""

import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, event, insert

from storage.joining import candidates
from storage.records import Document
from storage.schema import documents, sources
from storage.sketch import SEEKS, keys_of
from storage.store import Store, open_store

SMALL, LARGE = 10_000, 100_000
LOOKUPS = 300
WORDS = 250
EDITED = 0.05
FLATTER, RECALL, FALSE, GROWTH = 2.0, 0.98, 0.1, 10
AT = datetime(2026, 11, 21, tzinfo=UTC)


def main() -> int:
    """Print the table; 0 where every goal is met."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = Path(folder) / "few", Path(folder) / "many"
        with _opened(few) as store:
            _fill(store, 0, SMALL)
        shutil.copytree(few, many)
        with _opened(few) as small, _opened(many) as large:
            _fill(large, SMALL, LARGE)
            return _measured(small, large)


def _measured(small: Store, large: Store) -> int:
    pick = random.Random(7)
    known = [pick.randrange(SMALL) for _ in range(LOOKUPS)]
    copies = [(number, _edited(_article(number), pick)) for number in known]
    strangers = [_article(LARGE + number) for number in range(LOOKUPS)]
    times: dict[Store, list[float]] = {small: [], large: []}
    seeks: list[int] = []
    before = _resident()
    with small.database.read() as few, large.database.read() as many:
        _counted(many, seeks)
        found = invented = 0
        for place, (number, copy) in enumerate(copies):
            seeks.append(0)
            for store, connection in ((small, few), (large, many)):
                began = time.process_time()
                answer = candidates(connection, 0, copy)
                times[store].append(time.process_time() - began)
            found += number + 1 in answer
            invented += len(set(candidates(few, 0, copy)) - {number + 1})
            invented += len(candidates(few, 0, strangers[place]))
    grown = _resident() - before
    recall, false = found / len(copies), invented / (2 * LOOKUPS) * LARGE / SMALL
    quick, slow = (statistics.median(times[store]) for store in (small, large))
    rows = (
        ("index seeks a lookup", f"{max(seeks)}", f"at most {SEEKS}", 0 < max(seeks) <= SEEKS),
        (
            "100,000 to 10,000 documents",
            f"{slow / quick:.2f} times the time",
            f"at most {FLATTER:g}",
            slow <= FLATTER * quick,
        ),
        (f"recall at {EDITED:.0%} of words edited", f"{recall:.3f}", f"at least {RECALL}", recall >= RECALL),
        ("false candidates a lookup", f"{false:.3f}", f"at most {FALSE}", false <= FALSE),
        ("growth of the process", f"{grown:.1f} MB", f"at most {GROWTH}", grown <= GROWTH),
    )
    print(
        f"{LOOKUPS} copies and {LOOKUPS} strangers, {slow * 1e3:.1f} ms a lookup, the sketch made anew each time"
    )
    for name, seen, goal, _ in rows:
        print(f"{name:32} {seen:24} (goal: {goal})")
    return 0 if all(row[3] for row in rows) else 1


def _resident() -> float:
    """The memory that the process holds now, in megabytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _counted(connection: Connection, seeks: list[int]) -> None:
    """Count the seeks into the bands that the lookups on `connection` make, into the last of `seeks`."""

    def note(_: object, __: object, statement: str, *___: object) -> None:
        seeks[-1] += "FROM bands" in statement

    event.listen(connection, "before_cursor_execute", note)


def _opened(folder: Path) -> Store:
    folder.mkdir(exist_ok=True)
    return open_store(f"sqlite:///{folder / 'veilleur.db'}", folder / "archive")


def _fill(store: Store, first: int, end: int) -> None:
    """The sketches of the articles first..end, and nothing else of them."""
    with store.database.write() as connection:
        if not first:
            connection.execute(insert(sources).values(name="bench", first_seen=AT))
        for start in range(first, end, 5000):
            numbers = range(start, start + 5000)
            connection.execute(insert(documents), [_row(number) for number in numbers])
            rows = sorted((key, number + 1) for number in numbers for key in _keys(number))
            connection.exec_driver_sql("INSERT INTO bands (key, document) VALUES (?, ?)", rows)


def _keys(number: int) -> list[int]:
    if number < SMALL:
        return keys_of(*_words(number))
    pick = random.Random(number)
    return [pick.getrandbits(64) - (1 << 63) for _ in range(SEEKS)]


def _row(number: int) -> dict[str, object]:
    return {
        "id": number + 1, "source": "bench", "address": f"https://bench.ma/{number}", "identity": None,
        "first_seen": AT, "first_live_seen": AT, "last_checked": AT, "absences": "[]", "withdrawn": False, "latest": 1,
    }  # fmt: skip


_VOCABULARY = [
    "".join(random.Random(number).choices("abcdefghilmnoprstuv", k=2 + number % 9))
    for number in range(12_000)
]


def _words(number: int) -> tuple[list[str], list[str]]:
    """An invented article's text and title; frequent words are as frequent as in a language (Zipf)."""
    pick = random.Random(number)
    words = [_VOCABULARY[int(12_000 ** pick.random()) - 1] for _ in range(WORDS)]
    return words, words[10:18]


def _article(number: int) -> Document:
    words, title = _words(number)
    blocks = tuple(" ".join(words[start : start + 50]) + "." for start in range(0, WORDS, 50))
    return Document(address=f"https://bench.ma/article/{number}", title=" ".join(title), blocks=blocks)


def _edited(article: Document, pick: random.Random) -> Document:
    """A copy elsewhere with other words in some places, and another title."""

    def edited(block: str) -> str:
        words = (pick.choice(_VOCABULARY) if pick.random() < EDITED else word for word in block.split())
        return " ".join(words)

    return Document(
        address=article.address.replace("bench", "copy"),
        title="Un tout autre titre que celui de l'article",
        blocks=tuple(map(edited, article.blocks)),
    )


if __name__ == "__main__":
    sys.exit(main())
