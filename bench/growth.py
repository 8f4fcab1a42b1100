"""What a store grows by, against keeping every body: `python -m bench.growth`."""

import random
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from bench.compare import SEEDS, article, edited
from storage.compression import squeezed
from storage.decide import decide
from storage.records import Document, Observation, Page, Verdict
from storage.store import Store, open_store
from storage.vocabulary import Outcome, RunState

PAGES, DAYS, QUIET = 40, 24, 10
EDITED = 0.02
WORDS = 1_100  # some 7 KB of text, on a page of some 97 KB
CHECKED, ROUNDS = 1_000, 100
BATCH = 50
BEGIN = datetime(2026, 11, 1, 6, 0, tzinfo=UTC)
DAY = timedelta(days=1)


class Newspaper:
    """Articles on pages whose furniture is their site's, with a ticker that has moved at every visit."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.pool = " ".join(path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))).split()
        self.followers: dict[str, list[str]] = {}
        for word, after in pairwise(self.pool):
            self.followers.setdefault(word, []).append(after)
        self.articles = [article(self.chance, WORDS, self.followers) for _ in range(PAGES)]
        self.frame = "".join(
            f'<div class="col-12 col-md-6 col-lg-4 mb-4"><article class="card card--horizontal h-100 border-0'
            f' shadow-sm" itemscope itemtype="https://schema.org/NewsArticle"><a class="card-img-link"'
            f' href="/rubrique/{n}" aria-label="Lire la suite"><picture><source media="(min-width: 768px)"'
            f' srcset="/medias/cache/large/{n}.webp 2x"><img class="card-img-top lazyload" loading="lazy"'
            f' width="360" height="240" src="/medias/cache/small/{n}.jpg" alt=""></picture></a><div'
            f' class="card-body"><span class="badge badge-rubrique">Rubrique</span><h3 class="card-title h6">'
            f'<a href="/rubrique/{n}">{self.line(9)}</a></h3><p class="card-text small">{self.line(12)}</p>'
            f'<time class="text-muted" itemprop="datePublished">il y a une heure</time></div></article></div>\n'
            for n in range(90)
        )

    def line(self, words: int) -> str:
        return " ".join(self.chance.choice(self.pool) for _ in range(words))

    def edit(self) -> None:
        """A day's corrections: some words of some articles."""
        for number, blocks in enumerate(self.articles):
            if self.chance.random() < EDITED:
                self.articles[number] = edited(self.chance, blocks, 0.01, self.pool)

    def observation(self, number: int, at: datetime) -> Observation:
        blocks, address = self.articles[number], f"https://presse.ma/articles/{number}"
        ticker = "".join(f"<li>{self.line(8)}</li>" for _ in range(12))
        related = "".join(f'<a href="/a/{self.chance.getrandbits(20)}">{self.line(7)}</a>' for _ in range(10))
        half = len(self.frame) // 2
        body = (
            f'<html><body nonce="{self.chance.getrandbits(96):x}"><ul class="ticker">{ticker}</ul>'
            f"{self.frame[:half]}<article><h1>Article {number}</h1>"
            + "".join(f"<p>{block}</p>" for block in blocks)
            + f"</article><aside>{related}</aside>{self.frame[half:]}</body></html>"
        ).encode()
        headers = {"content-type": "text/html; charset=utf-8", "date": at.isoformat()}
        page = Page(
            source="presse",
            requested=address,
            address=address,
            fetched_at=at,
            status=200,
            headers=headers,
            body=body,
        )
        document = Document(address=address, title=f"Article {number}", blocks=blocks, language="fr")
        return Observation(outcome=Outcome.ARTICLE, page=page, document=document)


def crawl(store: Store, seen: Sequence[Observation], at: datetime) -> None:
    """One run that takes in what was seen, as a crawl does."""
    run = store.begin_run("presse", at)
    for first in range(0, len(seen), BATCH):
        decided = []
        for each in seen[first : first + BATCH]:
            history = store.history(run, each.document, each.page.requested)
            decided.append((each, decide(history, each, at), "bench"))
        store.record_all(run, decided)
    store.finish_run(run.number, at, RunState.COMPLETE)


def size(folder: Path) -> int:
    """Bytes of all files, once the store is closed."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def visited(folder: Path, days: Iterable[tuple[datetime, Sequence[Observation]]]) -> Iterator[int]:
    """The store's size after each day."""
    for at, seen in days:
        with open_store(f"sqlite:///{folder / 'veilleur.db'}", folder / "archive") as store:
            crawl(store, seen, at)
        yield size(folder)


def month(folder: Path) -> tuple[float, float, float]:
    """The share of "every body, zstd-9" that 24 days take; bytes a page that a day without edits adds; the
    share once more with the index that a first search makes."""
    paper, every = Newspaper(7), 0

    def days(first: int, many: int, *, quiet: bool) -> Iterator[tuple[datetime, list[Observation]]]:
        nonlocal every
        for day in range(first, first + many):
            at = BEGIN + day * DAY
            if day and not quiet:
                paper.edit()
            seen = [paper.observation(number, at) for number in range(PAGES)]
            every += 0 if quiet else sum(len(squeezed(each.page.body)) for each in seen)
            yield at, seen

    *_, after = visited(folder, days(0, DAYS, quiet=False))
    *_, last = visited(folder, days(DAYS, QUIET, quiet=True))
    with open_store(f"sqlite:///{folder / 'veilleur.db'}", folder / "archive") as store:
        store.index()
    return after / every, (last - after) / QUIET / PAGES, size(folder) / every


def unchanged(folder: Path) -> float:
    """Megabytes that 100,000 checks of unchanged pages add."""
    seen = []
    for number in range(CHECKED):
        address = f"https://presse.ma/articles/{number}"
        page = Page(source="presse", requested=address, address=address, fetched_at=BEGIN, status=200)
        document = Document(address=address, title=f"Article {number}", blocks=("Un paragraphe.",))
        seen.append(Observation(outcome=Outcome.ARTICLE, page=page, document=document))
    *_, before = visited(folder, [(BEGIN, seen)])
    again = Verdict(outcome=Outcome.UNCHANGED, reason="the words of version 1")
    with open_store(f"sqlite:///{folder / 'veilleur.db'}", folder / "archive") as store:
        for number in range(1, ROUNDS + 1):
            at = BEGIN + number * DAY
            run = store.begin_run("presse", at)
            looks = [(replace(each, page=replace(each.page, fetched_at=at)), again, "bench") for each in seen]
            for first in range(0, CHECKED, BATCH):
                store.record_all(run, looks[first : first + BATCH])
            store.finish_run(run.number, at, RunState.COMPLETE)
    return (size(folder) - before) / 1e6


def main() -> None:
    print("growth: bytes of all files of the store, closed")
    with tempfile.TemporaryDirectory(prefix="veilleur-bench-") as name:
        share, quiet, searched = month(Path(name) / "month")
        checks = unchanged(Path(name) / "checks")
    rows = [
        (f'{PAGES} pages, {DAYS} days, {EDITED:.0%} edited, to "every body, zstd-9"', share, 0.08),
        ("the same, with the index that a search makes", searched, 0.08),
        ("a day in which only tickers moved, bytes a page", quiet, 200),
        (f"{CHECKED * ROUNDS:,} unchanged checks, MB", checks, 5),
    ]
    for what, seen, goal in rows:
        print(f"  {what:<58} {seen:8.3f}   goal <= {goal}")


if __name__ == "__main__":
    main()
