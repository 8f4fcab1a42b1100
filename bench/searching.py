"""What searching costs among a hundred times as many documents: `python -m bench.searching [MANY]`."""

import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import insert

from storage.query import parsed
from storage.records import Document
from storage.rows import packed
from storage.schema import documents, versions
from storage.store import Store, open_store

FEW = 10_000
MANY = int(sys.argv[1]) if sys.argv[1:] else 1_000_000
BATCH = 10_000
SHOWN = 20
ROUNDS = 9
QUERIES = ("rare7", '"souche terre"', "souche NOT terre", "prefixe*", "mot3 OR mot5")
AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def fill(store: Store, many: int) -> None:
    """Thin rows of short documents, past the recording, which is not what is looked at; then the index."""
    chance = random.Random(7)
    run = store.begin_run("presse", AT)
    common = [f"mot{n}" for n in range(2_000)] + ["souche", "terre"]
    every = many // 100  # what is rare is in a hundred of them, however many there are
    for first in range(0, many, BATCH):
        rows, texts = [], []
        for key in range(first + 1, first + BATCH + 1):
            words = chance.choices(common, k=12)
            if key % every == 0:
                words += ["rare7", f"prefixe{key}", "souche", "terre"]
            address = f"https://presse.ma/{key}"
            document = Document(address=address, title=" ".join(words[:4]), blocks=(" ".join(words[4:]),))
            seen = {"first_seen": AT, "first_live_seen": AT, "last_checked": AT}
            rows.append(
                {
                    "id": key,
                    "source": "presse",
                    "address": address,
                    "absences": "[]",
                    "withdrawn": False,
                    "latest": 1,
                }
                | seen
            )
            texts.append(
                {
                    "id": key,
                    "document": key,
                    "number": 1,
                    "run": run.number,
                    "seen_at": AT,
                    "title": document.title,
                }
                | {
                    "content": packed(document),
                    "sha256": "",
                    "fingerprint": "",
                    "extractor": "bench",
                    "page": "{}",
                }
            )
        with store.database.write() as connection:
            connection.execute(insert(documents), rows)
            connection.execute(insert(versions), texts)
    store.index()


def spent(store: Store, query: str) -> float:
    """CPU seconds of the first finds of a query."""
    start = time.process_time()
    list(islice(store.search(parsed(query)), SHOWN))
    return time.process_time() - start


def main() -> None:
    took: dict[tuple[str, int], list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="veilleur-bench-") as name:
        stores = {}
        for many in (FEW, MANY):
            folder = Path(name) / str(many)
            stores[many] = open_store(f"sqlite:///{folder / 'veilleur.db'}", folder / "archive")
            fill(stores[many], many)
        for _ in range(ROUNDS):
            for query in QUERIES:
                for many, store in stores.items():
                    took.setdefault((query, many), []).append(spent(store, query))
        for store in stores.values():
            store.close()
    print(f"searching: medians of {ROUNDS}, CPU time, the first {SHOWN} finds, {MANY:,} documents to {FEW:,}")
    for query in QUERIES:
        few, many = (statistics.median(took[query, each]) for each in (FEW, MANY))
        print(f"  {query:<30} {few * 1000:6.1f} ms {many * 1000:8.1f} ms {many / few:7.2f}   goal <= 5")


if __name__ == "__main__":
    main()
