"""Pages along sixteen looks, through the store: edits, returns to older words, absences, outages, and noise at
every look."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from crawler.addresses import canonical
from crawler.observe import observe
from crawler.recorder import Recorder
from storage.store import Store, open_store
from storage.vocabulary import Kind
from tests.crawler.evaluation.frames import TEXT_FRAMES, Frame
from tests.crawler.evaluation.judging import AT, FRAMES, SOURCE, Evaluation, page, settings
from tests.crawler.evaluation.mutations import EDITS, TEXTS
from tests.crawler.evaluation.outages import OUTAGES
from tests.crawler.evaluation.paint import Paint
from tests.replica.articles import Article

LOOKS = 16
APART = timedelta(hours=8)
BETWEEN = timedelta(days=20)
"""Between two timelines: one's outages must not speak on the other's health."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the page shows at one time, and the step that is to be told of it."""

    body: bytes
    status: int = 200
    kind: Kind | None = None
    note: str = ""


def judge_timelines(result: Evaluation, folder: Path, *, spread: int) -> None:
    """Judge every `spread`-th timeline, in a store under `folder`."""
    with open_store(f"sqlite:///{folder / 'timelines.db'}", folder / "archive") as store:
        for number, (article, name, paint) in enumerate(settings(spread)):
            start = AT + number * BETWEEN
            looks = list(timeline(article, FRAMES[name], paint, whole=name not in TEXT_FRAMES))
            for position, (look, told) in enumerate(_followed(store, looks, article, name, start)):
                if position == 0:
                    continue
                group = "step" if look.kind else "rest"
                label = str(look.kind) if look.kind else look.note.split(":")[0]
                note = f"{article.name} in {name}, look {position}, {look.note}: {told}"
                result.scores[group, label].add((look.kind or "None") == told.split()[0], note)


def _followed(
    store: Store, looks: list[Look], article: Article, name: str, start: datetime
) -> Iterator[tuple[Look, str]]:
    """Each look with what was told of it."""
    recorder = Recorder(store=store, source_of=lambda _: SOURCE)
    run = store.begin_run(SOURCE.name, start, purpose="import")
    # A page of its own for each frame: another frame's versions are not its past.
    address = canonical(f"{page(b'', name, article).requested}-{name}", SOURCE)
    for number, look in enumerate(looks):
        shown = page(look.body, name, article, start + number * APART, look.status)
        shown = replace(shown, requested=address, address=address)
        done = recorder.record(run, observe(shown, SOURCE))
        kind = done.change.kind if done.change else None
        yield look, f"{kind} {done.verdict.outcome} {done.verdict.reason}"


def timeline(article: Article, frame: Frame, paint: Paint, *, whole: bool) -> Iterator[Look]:
    """Sixteen looks at one article. `whole` says that its frame is a page, in whose place others may come."""
    rng = random.Random(f"{article.name} {frame.__name__}")
    states = [article]
    plan = _plan(rng, whole=whole)
    gone = 0
    for event in plan:
        paint = paint.turned()
        kind: Kind | None = None
        rewrite = TEXTS[rng.choice(("scripts", "indented", "attributes", "quotes", "no-break spaces"))]
        if event == "edit":
            edited = _edited(states[-1], rng)
            kind = Kind.EDITED if edited not in states else Kind.REVERTED
            states.append(edited)
        elif event == "return":
            states.append(states[-2])
            kind = Kind.REVERTED
        elif event == "gone":
            gone += 1
            yield Look(body=b"<p>404</p>", status=404, kind=Kind.WITHDRAWN if gone == 4 else None, note=event)
            continue
        elif event == "outage":
            name = rng.choice([name for name, outage in OUTAGES.items() if outage.status != 410])
            outage = OUTAGES[name]
            body = outage.body(frame(states[-1], paint), states[-1], paint)
            if outage.status != 404 and not outage.home:
                yield Look(body=body, status=outage.status, note=f"outage: {name}")
                continue
        if gone >= 4:
            kind = Kind.RESTORED
        gone = 0
        yield Look(body=rewrite(frame(states[-1], paint)).encode(), kind=kind, note=event)


def _plan(rng: random.Random, *, whole: bool) -> list[str]:
    """The events of a timeline; what follows an absence shows the page again."""
    events = ["noise"] * (LOOKS - 1)
    free = list(range(LOOKS - 1))
    if rng.random() < 0.4:
        start = rng.randrange(3, 8)
        events[start : start + 4] = ["gone"] * 4
        free = [place for place in free if not start <= place <= start + 4]
    edits = sorted(rng.sample(free, rng.randrange(1, 4)))
    for place in edits:
        events[place] = "edit"
    after = [place for place in free if place > edits[-1]]
    if after and rng.random() < 0.4:
        events[rng.choice(after)] = "return"
    quiet = [place for place in free if events[place] == "noise"]
    for place in rng.sample(quiet, min(3 if whole else 0, len(quiet))):
        events[place] = "outage"
    return ["first", *events]


def _edited(article: Article, rng: random.Random) -> Article:
    for name in rng.sample(list(EDITS), len(EDITS)):
        edited = EDITS[name](article, rng)
        if edited is not None and edited != article:
            return edited
    raise AssertionError(f"{article.name} cannot be edited")
