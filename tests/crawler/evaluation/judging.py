"""The judging: each page fetched twice, the verdict held against what was done to it."""

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from crawler.extract import EXTRACTOR
from crawler.observe import observe, side_by_side
from crawler.source import Source
from storage.decide import decide
from storage.fold import fingerprint, fold
from storage.records import Document, History, Observation, Page, Verdict, Version
from storage.vocabulary import Kind, Op
from tests.crawler.evaluation.frames import HTML_FRAMES, TEXT_FRAMES, Frame
from tests.crawler.evaluation.mutations import EDITS, PAINTS, TEXTS, heading_only
from tests.crawler.evaluation.newsrooms import NEWSROOMS
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
LATER = AT + timedelta(hours=8)
FRAMES = {**HTML_FRAMES, **NEWSROOMS, **TEXT_FRAMES}


@dataclass(slots=True)
class Score:
    """Right verdicts, all verdicts, and a line for each that was wrong."""

    right: int = 0
    all: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, good: bool, note: str) -> None:
        self.all += 1
        self.right += good
        if not good:
            self.wrong.append(note[:700])


@dataclass(slots=True)
class Evaluation:
    """The scores by group and name: `reading`, `noise`, `edit` and `outage` of two looks; `step` and `rest`,
    what was to be told and what was not, of timelines."""

    scores: dict[tuple[str, str], Score] = field(default_factory=lambda: defaultdict(Score))

    def rate(self, group: str) -> float:
        """The share of right verdicts in a group."""
        chosen = [score for (name, _), score in self.scores.items() if name == group]
        return sum(score.right for score in chosen) / max(1, sum(score.all for score in chosen))

    def precision(self, told: str = "edit", silent: str = "noise") -> float:
        """Of the changes told, the share that were to be told."""
        right = sum(score.right for (group, _), score in self.scores.items() if group == told)
        false = sum(score.all - score.right for (group, _), score in self.scores.items() if group == silent)
        return right / max(1, right + false)

    def table(self, show: str = "") -> str:
        """The table as text; `show` names a mutation whose wrong verdicts are listed, or `all`."""
        rows = [f"{'group':<9}{'mutation':<34}{'right':>7}{'of':>7}"]
        for (group, name), score in self.scores.items():
            mark = "" if score.right == score.all else "   <-"
            rows.append(f"{group:<9}{name:<34}{score.right:>7}{score.all:>7}{mark}")
            if show in (name, "all"):
                rows.extend("    " + line for line in score.wrong[:40])
        rows.append("")
        groups = {group for group, _ in self.scores}
        if "edit" in groups:
            rows.append(f"edits told (recall)      {self.rate('edit'):.3f}")
            rows.append(f"changes that are edits   {self.precision():.3f}")
            rows.append(f"noise kept silent        {self.rate('noise'):.3f}")
            rows.append(f"outages named            {self.rate('outage'):.3f}")
            rows.append(f"texts, titles, dates     {self.rate('reading'):.3f}")
        if "step" in groups:
            rows.append(f"timelines: steps told    {self.rate('step'):.3f}")
            rows.append(f"steps that were steps    {self.precision('step', 'rest'):.3f}")
        return "\n".join(rows)


def evaluate(*, spread: int) -> Evaluation:
    """Judge every `spread`-th pair of article and frame."""
    result = Evaluation()
    for article, name, paint in settings(spread):
        frame = FRAMES[name]
        markup = frame(article, paint)
        first = observe(page(markup.encode(), name, article), SOURCE)
        note = f"{article.name} in {name}, ticker in {paint.ticker_markup}"
        _read(result, first, article, note)
        if first.document is None:
            continue
        for mutation, changed, is_edit in _mutated(article, frame, paint, markup):
            verdict = judged(first.document, observe(page(changed.encode(), name, article, LATER), SOURCE))
            good = (verdict.kind is Kind.EDITED) == is_edit
            result.scores["edit" if is_edit else "noise", mutation].add(good, f"{note}: {_said(verdict)}")
        if name not in TEXT_FRAMES:
            _out(result, first.document, markup, article, paint, note)
    return result


def judged(known: Document, look: Observation) -> Verdict:
    """The verdict on a second look at a document."""
    version = Version(
        number=1, seen_at=AT, document=known, fingerprint=fingerprint(known), extractor=EXTRACTOR
    )
    look, version = side_by_side(look, version)
    return decide(History(latest=version), look, look.page.fetched_at)


def page(body: bytes, frame: str, article: Article, at: datetime = AT, status: int = 200) -> Page:
    """What the site answers for an article."""
    address = f"https://lecourrier.example/{article.slug}-{article.id}"
    kind = "text/plain" if frame in TEXT_FRAMES else "text/html"
    return Page(
        source="courrier",
        requested=address,
        address=address,
        fetched_at=at,
        status=status,
        headers={"content-type": f"{kind}; charset=utf-8"},
        body=body,
    )


def settings(spread: int) -> Iterator[tuple[Article, str, Paint]]:
    """Every `spread`-th pair of article and frame, with a ticker."""
    kinds = list(TICKERS)
    for n, article in enumerate(load_articles().values()):
        for m, name in enumerate(FRAMES):
            if (n + m) % spread == 0:
                yield article, name, Paint(ticker_markup=kinds[(n + 3 * m) % len(kinds)])


def _read(result: Evaluation, first: Observation, article: Article, note: str) -> None:
    document = first.document
    if document is None:
        result.scores["reading", "text"].add(False, f"{note}: {first.outcome} {first.reason}")
        return
    want = [fold(b.removeprefix("## ")) for b in article.blocks if " / Les Inspirations" not in b]
    got = [fold(block) for block in document.blocks]
    extra = [block[:80] for block in got if block not in want]
    missing = [block[:80] for block in want if block not in got]
    result.scores["reading", "text"].add(not extra and not missing, f"{note}: {extra=} {missing=}")
    titled = fold(document.title) == fold(article.title)
    result.scores["reading", "title"].add(titled, f"{note}: {document.title}")
    day = document.published and document.published.day
    result.scores["reading", "date"].add(day == article.published.date(), f"{note}: {day}")


def _mutated(article: Article, frame: Frame, paint: Paint, markup: str) -> Iterator[tuple[str, str, bool]]:
    rng = random.Random(article.name)
    for mutation, change in PAINTS.items():
        yield mutation, frame(article, change(paint)), False
    for mutation, rewrite in TEXTS.items():
        yield mutation, rewrite(markup), False
    for mutation, edit in EDITS.items():
        edited = edit(article, rng)
        if edited is not None and edited != article:
            yield mutation, frame(edited, paint), True
            yield f"{mutation} + noise", frame(edited, paint.turned()), True
    renamed = EDITS["title"](article, rng)
    if renamed and (changed := heading_only(markup, article.title, renamed.title)) != markup:
        yield "title in its heading only", changed, True


def _out(result: Evaluation, known: Document, markup: str, article: Article, paint: Paint, note: str) -> None:
    for name, outage in OUTAGES.items():
        answer = page(outage.body(markup, article, paint), "", article, LATER, outage.status)
        if outage.home:
            answer = replace(answer, address=SOURCE.site)
        looks = {name: observe(answer, SOURCE, known)}
        if outage.first:
            looks[f"{name}, never seen"] = observe(answer, SOURCE)
        for label, look in looks.items():
            good = look.outcome in outage.named
            result.scores["outage", label].add(good, f"{note}: {look.outcome} {look.reason}")


def _said(verdict: Verdict) -> str:
    hunks = "; ".join(
        f"{hunk.part} {hunk.op} {hunk.old[:90]!r} > {hunk.new[:90]!r}"
        for hunk in verdict.hunks
        if hunk.op is not Op.EQUAL
    )
    return f"{verdict.outcome} {verdict.kind} {verdict.reason} {hunks}"
