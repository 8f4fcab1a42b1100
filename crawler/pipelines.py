"""Record: the only door from a crawl to storage."""

import asyncio
from dataclasses import replace
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure

from crawler.batch import SECONDS, Batch
from crawler.edges import edge_lines, without_furniture
from crawler.holding import Held
from crawler.observe import idle_hints
from crawler.planning import plan_ahead
from crawler.recorder import Recorder, Weighed
from crawler.round import Round
from storage.errors import StorageError
from storage.records import Document, Observation, Page
from storage.runs import CRAWL
from storage.vocabulary import Kind, Outcome

CUT = {
    "closespider_timeout": "stopped at the time limit of the run",
    "closespider_pagecount": "stopped at the limit of answers of a run",
    "memusage_exceeded": "stopped at the memory limit",
    "shutdown": "stopped from outside",
    "start_error": "the crawler failed while it planned the run",
}
"""Scrapy's words for an end before the work was done, and ours."""


class Record:
    """Decides on each page as it comes and writes it down with others, a few seconds later at most.

    Missing ones wait (whether a page is missing or its site is in trouble shows at the end of the run), and so do
    edits that may be the site's furniture and no edits.
    """

    def __init__(self, crawler: Crawler, round: Round) -> None:
        self.crawler = crawler
        self.round = round
        self.recorder = Recorder(
            store=round.store, source_of=round.furnished.of, look=round.extractor.observe
        )
        self.batch = Batch(round.store, round.run, round.gate)
        self.timer: asyncio.TimerHandle | None = None
        self.missing: list[Observation] = []
        self.held = Held()
        self.ending: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        spider: Any = crawler.spider  # every spider of ours has its round
        record = cls(crawler, spider.round)
        crawler.signals.connect(record.crashed, signals.item_error)
        crawler.signals.connect(record.close, signals.spider_closed)
        return record

    def process_item(self, item: Observation) -> Observation:
        round, address = self.round, item.page.requested
        if round.broken is not None:
            return item
        if item.outcome is Outcome.NOT_MODIFIED:
            # It was asked for with what came with a page in good standing: there is nothing to decide.
            round.ended(address, item.outcome, "the same as when it was last read")
            return item
        if item.outcome is Outcome.GONE:
            self.missing.append(item)
            round.ended(address, item.outcome, item.reason, written=True)
            return item
        try:
            if item.outcome is Outcome.UNCHANGED:
                outcome, reason = round.gate.unchanged(item.page)
            else:
                verdict = self._take(self._as_furnished(item)).verdict
                outcome, reason = verdict.outcome, verdict.reason
            self.batch.write_if_full()
        except StorageError as error:
            self._give_up(error)
            return item
        round.ended(address, outcome, reason, written=True)
        if len(self.batch) and self.timer is None:
            self.timer = asyncio.get_running_loop().call_later(SECONDS, self._write_in_time)
        return item

    def _write_in_time(self) -> None:
        """Write down what has waited long enough."""
        self.timer = None
        if self.round.broken is None:
            try:
                self.batch.write()
            except StorageError as error:
                self._give_up(error)

    def _give_up(self, error: StorageError) -> None:
        self.round.broken = error
        self.ending = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="broken"))

    def crashed(self, item: Observation, failure: Failure) -> None:
        """A page that could not be decided on: our own fault, told in the log, and still an outcome."""
        reason = f"the crawler failed on it ({type(failure.value).__name__})"
        self.round.ended(item.page.requested, Outcome.EXTRACT_FAILED, reason)

    def close(self, spider: Spider, reason: str) -> None:
        """Settle what is open, judge the run and finish it."""
        round = self.round
        if self.timer is not None:
            self.timer.cancel()
        if round.broken is None:
            round.cut = round.cut or CUT.get(reason, "")
            try:
                self._finish()
            except StorageError as error:
                round.broken = error

    def _finish(self) -> None:
        round = self.round
        round.ledger.close(round.cut or "the run ended before it")
        judgement = round.ledger.judge(round.site, cut=round.cut)
        # The failures first: they speak on whether the source was well while pages were missing.
        self.batch.write()
        failed = [
            (entry.address, entry.outcome, entry.reason, round.clock())
            for entry in round.ledger
            if not entry.written and entry.outcome is not None
        ]
        round.store.ended(round.run, failed)
        for edit in self.held.all():
            self.batch.add(edit)
        for observation in self.missing:
            self.batch.add(self._weighed(observation, healthy=judgement.healthy))
            self.batch.write_if_full()
        self.batch.write()
        if round.run.purpose == CRAWL:
            self._learn()
        plan_ahead(round)
        round.finish(judgement.state, "; ".join(filter(None, (judgement.reason, round.gate.disagreement))))

    def _take(self, observation: Observation) -> Weighed:
        """Decide on a page, and write it down or hold it back."""
        weighed = self._weighed(observation)
        told = self.round.run.purpose == CRAWL and weighed.verdict.kind in (Kind.EDITED, Kind.REVERTED)
        if lines := edge_lines(weighed.verdict.hunks) if told else frozenset():
            self._hold(weighed, lines)
        else:
            self.batch.add(weighed)
        return weighed

    def _hold(self, weighed: Weighed, lines: frozenset[str]) -> None:
        """Keep an edit back, and look again at all those that turn out to be furniture by it."""
        round = self.round
        self.held.hold(weighed, lines)
        source, never = round.furnished.of(round.run.source), round.furnished.undone(round.run.source)
        found = self.held.furniture(round.clock(), source.furniture, never)
        round.furnished.furnish(source.name, found)
        for edit in self.held.touched(found):
            self._take(self._read_again(edit.observation.page))
        for edit in self.held.surplus():
            self.batch.add(edit)

    def _learn(self) -> None:
        """Learn from what the source has now, and say so."""
        name = self.round.run.source
        found = self.round.furnished.learn(name, self.round.clock())
        if found:
            self.round.progress.say(
                f"{len(found)} lines around articles learned: `veilleur noise {name}` lists them"
            )

    def _as_furnished(self, observation: Observation) -> Observation:
        """The observation, made anew where furniture was learned since its page was read."""
        document = observation.document
        if document is None or self.round.run.purpose != CRAWL:
            return observation
        furniture = self.round.furnished.of(observation.page.source).furniture
        own = without_furniture(document.blocks, furniture)
        return observation if len(own) == len(document.blocks) else self._read_again(observation.page)

    def _read_again(self, page: Page) -> Observation:
        source = self.round.furnished.of(page.source)
        return self.round.extractor.observe(replace(page, text="", decoding=None), source)

    def _weighed(self, observation: Observation, *, healthy: bool = True) -> Weighed:
        if observation.outcome is Outcome.ARTICLE:
            self.round.read(idle_hints(observation))
        run, old = self.round.run, self._was_there_before(observation.document)
        if self.batch.bears_on(observation):
            self.batch.write()
        return self.recorder.weigh(run, observation, healthy=healthy, seen_before=old)

    def _was_there_before(self, document: Document | None) -> bool:
        """Whether a first sight is no news: published before the source was watched, or, of a run that fills
        in the past, before the last one."""
        round, published = self.round, document.published if document else None
        if round.scope.since is not None and round.last_began is not None:
            # Without a date it is taken for old: so are nearly all that such a run comes upon.
            return published is None or published.day < round.last_began.date()
        return (
            published is not None
            and round.watched_since is not None
            and published.day < round.watched_since.date()
        )


class Brief(LogFormatter):
    """Scrapy's log of an item that failed, without the megabytes that the item may hold."""

    def item_error(self, item: Any, *rest: Any) -> LogFormatterResult:
        return super().item_error(item.page.requested if isinstance(item, Observation) else item, *rest)
