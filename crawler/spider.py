"""SourceSpider: follows any Source, from its channels to its articles, new ones first, then those due again."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, ClassVar

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, NotConfigured
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.addresses import canonical, identity
from crawler.decoding import decode
from crawler.discovery import Findings, Found, NotAChannel, discover
from crawler.errors import CrawlerError
from crawler.failures import of_exception
from crawler.ledger import Role
from crawler.planning import pages_due
from crawler.quality import of_status
from crawler.round import Round
from crawler.source import Channel, Feed, Listing, RobotsTxt, Sitemap, Source
from storage.errors import StorageError
from storage.known import Known
from storage.records import Document, Observation, Page
from storage.vocabulary import Outcome

BACKFILL_PAGES = 50
"""How far a listing is paged back to `since`; its end or an older date usually comes first."""

NEWEST = 100
"""How many articles of one answer may be unknown ones: a sitemap of twenty years is not today's news."""

SITEMAPS = 5
"""How many sitemaps of an index are read, the newest ones: older articles are known or were never wanted."""


class SourceSpider(Spider):
    """One round through one source. Every request carries in `cb_kwargs` the address it was `asked` for,
    which a redirect leaves as it is."""

    source: ClassVar[Source]

    def __init__(self, *, round: Round, **rest: Any) -> None:
        super().__init__(**rest)
        self.round = round
        self.ledger = round.ledger
        self.known: dict[str, Known] = {}
        self.noted: set[str] = set()
        self.unknown: list[str] = []
        self.now_at: dict[str, str] = {}
        self._searched = asyncio.Event()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "SourceSpider":
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.crashed, signals.spider_error)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        url = self.round.scope.url
        if url is not None:
            for request in self._visit([canonical(url, self.source)]):
                yield request
            return
        with ending(self.round):
            self.known = {page.address: page for page in self.round.store.known(self.source.name)}
        # All of them are asked for at once: the search is over when none is open any more.
        searches = [
            each for channel in self.source.discovery for each in self._search(channel, [channel.url])
        ]
        for request in searches:
            yield request
        if searches:
            await self._searched.wait()
        planned = self._plan()
        self.round.gate.plan(planned)
        for request in self._visit(planned):
            # One by one: the requests of a whole run, and the seals of its pages, need not be in memory at once.
            if self.crawler.engine.needs_backout():
                await self.crawler.signals.wait_for(signals.scheduler_empty)
            yield request

    def _search(self, channel: Channel, addresses: Iterable[str], depth: int = 0) -> Iterator[Request]:
        for address in addresses:
            if self.ledger.ask(address, Role.CHANNEL):
                yield Request(
                    address,
                    self.listed,
                    errback=self.failed,
                    dont_filter=True,
                    # Paging is no depth: it is bounded by its own count.
                    meta={"depth_reset": isinstance(channel, Listing)},
                    cb_kwargs={"asked": address, "channel": channel, "depth": depth},
                )

    def _visit(self, addresses: Iterable[str]) -> Iterator[Request]:
        for asked in [address for address in addresses if self.ledger.ask(address, Role.PAGE)]:
            yield Request(asked, self.seen, errback=self.failed, dont_filter=True, cb_kwargs={"asked": asked})

    def _plan(self) -> list[str]:
        """The articles to fetch, as many as the budget holds: unknown ones, then those due again."""
        if self.ledger.out_of_reach:
            return []
        again = (
            self.now_at.get(page.address, page.address)
            for page in pages_due(self.round, self.source, tuple(self.known.values()))
        )
        wanted = [*self.unknown, *filter(self.source.owns, again)]
        limit = self.round.scope.limit or self.round.configuration.pages
        if len(wanted) > limit:
            self.round.cut = f"stopped after {limit} pages, {len(wanted) - limit} more were due"
        return wanted[:limit]

    async def listed(self, response: Response, asked: str, channel: Channel, depth: int) -> list[Request]:
        """An answer of a channel: its articles are noted, and where it goes on is followed."""
        page = self._page(response, asked)
        if of_status(response.status) is not None:
            return await self._closed(page, Outcome.EXTRACT_FAILED, "")
        text, decoding = decode(page.body, page.headers)
        page = replace(page, text=text, decoding=decoding)
        try:
            findings = discover(channel, page, self.source)
        except NotAChannel as error:
            return await self._closed(page, Outcome.EXTRACT_FAILED, str(error))
        with ending(self.round):
            fresh = bool(self._noted(channel, asked, findings))
        further = self._further(channel, findings, fresh, depth)
        named = Sitemap(channel.url) if isinstance(channel, RobotsTxt) else channel
        requests = list(self._search(named, further, depth + 1))
        # A sitemap of the last two days may well hold nothing; a page of links does not.
        if not (findings.found or findings.further or isinstance(channel, Sitemap)):
            return await self._closed(page, Outcome.EMPTY, "it names no article")
        self._end(asked, Outcome.LISTING, "")
        return requests

    async def _closed(self, page: Page, outcome: Outcome, reason: str) -> list[Request]:
        """End a channel that led nowhere: with what stands in its place, where that can be told."""
        seen = await self._look(page)
        told = seen.outcome not in (Outcome.ARTICLE, Outcome.EXTRACT_FAILED, Outcome.EMPTY)
        self._end(page.requested, *((seen.outcome, seen.reason) if told else (outcome, reason)))
        return []

    def _noted(self, channel: Channel, asked: str, findings: Findings) -> tuple[Found, ...]:
        """What of the findings is worth looking for more of: what was not known, or, where the past is
        filled in, what this run had not come upon yet."""
        since = self.round.scope.since
        offered = findings.found if since else findings.found[:NEWEST]
        fresh = [each for each in offered if each.address not in self.noted and not each.is_older_than(since)]
        self.noted.update(each.address for each in findings.found)
        unknown = [each for each in fresh if not self._is_known(each)]
        self.unknown.extend(each.address for each in unknown)
        counts = self.round.channels
        counts[channel.url] = counts.get(channel.url, 0) + len(findings.found)
        kind = type(channel).__name__.lower()
        self.round.progress.say(f"{kind} {asked}: {len(findings.found)} articles, {len(unknown)} unknown")
        return tuple(fresh if since else unknown)

    def _is_known(self, found: Found) -> bool:
        """Whether the store has the article, under this address, another one of it, or its identity."""
        if found.address in self.known or not self.known:
            return found.address in self.known
        name = identity(found.address, self.source)
        known = self.round.store.find(
            self.source.name, Document(address=found.address, identity=name, title="", blocks=())
        )
        if known is not None:
            self.now_at[known.address] = found.address
        return known is not None

    def _further(self, channel: Channel, findings: Findings, fresh: bool, depth: int) -> tuple[str, ...]:
        """Where a channel goes on and is worth following: past a page that held nothing fresh it is not."""
        backfill = self.round.scope.since is not None
        if isinstance(channel, Feed):
            return findings.further if depth == 0 else ()
        if isinstance(channel, Sitemap | RobotsTxt):
            deep_enough = depth + 1 >= self.round.configuration.depth
            return () if deep_enough else findings.further[: BACKFILL_PAGES if backfill else SITEMAPS]
        if isinstance(channel, Listing) and fresh:
            return findings.further if depth + 1 < (BACKFILL_PAGES if backfill else channel.pages) else ()
        return ()

    async def seen(self, response: Response, asked: str) -> AsyncIterator[Observation]:
        """An article page, or what came in its place; one that is as it was is not read again."""
        page = self._page(response, asked)
        if page.status == 304:
            yield Observation(outcome=Outcome.NOT_MODIFIED, page=page)
            return
        with ending(self.round):
            unchanged = self.round.gate.passes(page)
        yield Observation(outcome=Outcome.UNCHANGED, page=page) if unchanged else await self._look(page)

    async def _look(self, page: Page) -> Observation:
        """What `page` shows, read in a process apart while the crawl goes on."""
        source = self.round.furnished.of(self.source.name)
        return await asyncio.to_thread(self.round.extractor.observe, page, source)

    def failed(self, failure: Failure) -> None:
        """A request that brought no answer."""
        request: Request = failure.request  # type: ignore[attr-defined]
        assert failure.value is not None
        self._end(request.cb_kwargs["asked"], *of_exception(failure.value, request.url))

    def crashed(self, failure: Failure, response: Response | None) -> None:
        """A callback that failed: our own fault, told in the log, and still an outcome of the address."""
        if response is not None and response.request is not None:
            reason = f"the crawler failed on it ({type(failure.value).__name__})"
            self._end(response.request.cb_kwargs["asked"], Outcome.EXTRACT_FAILED, reason)

    def _end(self, asked: str, outcome: Outcome, reason: str) -> None:
        self.round.ended(asked, outcome, reason)
        done, of = self.ledger.count(Role.CHANNEL)
        if done == of:
            self._searched.set()

    def _page(self, response: Response, asked: str) -> Page:
        headers = {
            name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
            for name, values in response.headers.items()
        }
        return Page(
            source=self.source.name,
            requested=asked,
            address=response.url,
            fetched_at=self.round.clock(),
            status=response.status,
            headers=headers,
            body=response.body,
        )


@contextmanager
def ending(round: Round) -> Iterator[None]:
    """End the round at once where an error of ours shows that it cannot be made."""
    try:
        yield
    except (StorageError, CrawlerError) as error:
        round.broken = error
        raise CloseSpider("broken") from error


def followed(crawler: Crawler) -> SourceSpider:
    """The spider of `crawler`, for a middleware that has work only where a source is followed."""
    if not isinstance(crawler.spider, SourceSpider):
        raise NotConfigured
    return crawler.spider
