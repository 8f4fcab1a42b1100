"""The judging: each page fetched twice, the verdict held against what was done to it."""

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from crawler.extract import EXTRACTOR
from crawler.observe import observe
from crawler.source import Source
from storage.decide import decide
from storage.fold import fingerprint, fold
from storage.records import Document, History, Observation, Page, Version
from storage.vocabulary import Kind
from tests.crawler.evaluation.frames import HTML_FRAMES, TEXT_FRAMES, Frame
from tests.crawler.evaluation.mutations import EDITS, PAINTS, TEXTS, heading_only
from tests.crawler.evaluation.outages import OUTAGES
from tests.crawler.evaluation.paint import TICKERS, Paint
from tests.replica.articles import Article, load_articles

SOURCE = Source(
    name="courrier",
    title="Le Courrier",
    site="https://lecourrier.example/",
    discovery=(),
    article=re.compile(r"https://lecourrier\.example/.+"),
)
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)


@dataclass(slots=True)
class Score:
    """Counts by mutation: right, all, and a line for each that went wrong."""

    right: int = 0
    all: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, good: bool, note: str) -> None:
        self.all += 1
        self.right += good
        if not good:
            self.wrong.append(note)


@dataclass(slots=True)
class Evaluation:
    scores: dict[tuple[str, str], Score] = field(default_factory=lambda: defaultdict(Score))

    def rate(self, group: str) -> float:
        """The share of right verdicts in a group."""
        chosen = [score for (name, _), score in self.scores.items() if name == group]
        return sum(score.right for score in chosen) / max(1, sum(score.all for score in chosen))

    @property
    def precision(self) -> float:
        """Of the changes told, the share that were edits."""
        told = sum(score.right for (group, _), score in self.scores.items() if group == "edit")
        false = sum(score.all - score.right for (group, _), score in self.scores.items() if group == "noise")
        return told / max(1, told + false)

    def table(self, show: str = "") -> str:
        rows = [f"{'group':<10}{'mutation':<28}{'right':>7}{'of':>7}"]
        for (group, name), score in self.scores.items():
            rows.append(f"{group:<10}{name:<28}{score.right:>7}{score.all:>7}" + ("" if score.right == score.all else "   <-"))
            if show and show in (name, "all"):
                rows.extend("    " + line for line in score.wrong[:40])
        rows.append(f"\nedits found (recall) {self.rate('edit'):.3f}   precision {self.precision:.3f}   noise kept silent {self.rate('noise'):.3f}")
        rows.append(f"outages named {self.rate('outage'):.3f}   bodies read exactly {self.rate('reading'):.3f}")
        return "\n".join(rows)


def page(body: bytes, frame: str, article: Article, at: datetime = AT, status: int = 200, address: str = "") -> Page:
    asked = f"https://lecourrier.example/{article.slug}-{article.id}"
    kind = "text/plain; charset=utf-8" if frame in TEXT_FRAMES else "text/html; charset=utf-8"
    return Page(source="courrier", requested=asked, address=address or asked, fetched_at=at, status=status, headers={"content-type": kind}, body=body)


def seen(document: Document) -> History:
    version = Version(number=1, seen_at=AT, document=document, fingerprint=fingerprint(document), extractor=EXTRACTOR)
    return History(latest=version, earlier={})


def evaluate(*, full: bool = False, spread: int = 6) -> Evaluation:
    result = Evaluation()
    for article, name, frame, paint in _settings(full, spread):
        markup = frame(article, paint)
        first = observe(page(markup.encode(), name, article), SOURCE)
        note = f"{article.name} in {name}, ticker {paint.ticker_markup}"
        _read(result, first, article, note)
        if first.document is None:
            continue
        later = AT + timedelta(hours=8)
        for mutation, html, is_edit in _mutated(article, frame, paint, markup):
            look = observe(page(html.encode(), name, article, later), SOURCE, first.document)
            verdict = decide(seen(first.document), look, later)
            told = verdict.kind is Kind.EDITED
            detail = "; ".join(f"{h.part} {h.op} {h.old[:90]!r} > {h.new[:90]!r}" for h in verdict.hunks if h.op != "equal")
            result.scores["edit" if is_edit else "noise", mutation].add(told == is_edit, f"{note}: {look.outcome} {verdict.kind} {look.reason} {detail}"[:700])
        if name not in TEXT_FRAMES:
            _outages(result, first.document, markup, name, article, paint)
    return result


def _settings(full: bool, spread: int = 6) -> Iterator[tuple[Article, str, Frame, Paint]]:
    articles = list(load_articles().values())
    frames = {**HTML_FRAMES, **TEXT_FRAMES}
    kinds = list(TICKERS)
    if full:
        for n, article in enumerate(articles):
            for name, frame in frames.items():
                for kind in kinds if name not in TEXT_FRAMES else kinds[:1]:
                    yield article, name, frame, Paint(ticker_markup=kind)
        return
    for n, article in enumerate(articles):
        for m, (name, frame) in enumerate(frames.items()):
            if (n + m) % spread == 0:
                yield article, name, frame, Paint(ticker_markup=kinds[(n + 3 * m) % len(kinds)])


def _read(result: Evaluation, first: Observation, article: Article, note: str) -> None:
    document = first.document
    if document is None:
        result.scores["reading", "body"].add(False, f"{note}: {first.outcome} {first.reason}")
        return
    want = [fold(b.removeprefix("## ")) for b in article.blocks if " / Les Inspirations" not in b]
    got = [fold(b) for b in document.blocks]
    extra = [g[:80] for g in got if g not in want]
    missing = [w[:80] for w in want if w not in got]
    result.scores["reading", "body"].add(not extra and not missing, f"{note}: extra {extra} missing {missing}"[:900])
    result.scores["reading", "title"].add(fold(document.title) == fold(article.title), f"{note}: {document.title}")
    day = document.published and document.published.day
    result.scores["reading", "date"].add(day == article.published.date(), f"{note}: {day} for {article.published.date()}")


def _mutated(article: Article, frame: Frame, paint: Paint, markup: str) -> Iterator[tuple[str, str, bool]]:
    rng = random.Random(article.name)
    for mutation, change in PAINTS.items():
        other = change(paint)
        yield mutation, frame(article, other), False
    for mutation, rewrite in TEXTS.items():
        yield mutation, rewrite(markup), False
    busy = paint.turned()
    for mutation, edit in EDITS.items():
        edited = edit(article, rng)
        if edited is not None and edited != article:
            yield mutation, frame(edited, paint), True
            yield f"{mutation} + noise", frame(edited, busy), True
    renamed = EDITS["title"](article, rng)
    if renamed and (html := heading_only(markup, article.title, renamed.title)) != markup:
        yield "title in h1 only", html, True


def _outages(result: Evaluation, known: Document, markup: str, name: str, article: Article, paint: Paint) -> None:
    for outage_name, outage in OUTAGES.items():
        body = outage.body(markup, article, paint)
        home = "https://lecourrier.example/" if outage.home else ""
        look = page(body, name, article, AT + timedelta(hours=8), outage.status, home)
        second = observe(look, SOURCE, known)
        result.scores["outage", outage_name].add(second.outcome in outage.named, f"{article.name} in {name}: {second.outcome} {second.reason}")
        if outage.first:
            first = observe(replace(look), SOURCE)
            result.scores["outage", f"{outage_name}, unseen"].add(first.outcome in outage.named, f"{article.name} in {name}: {first.outcome} {first.reason}")
