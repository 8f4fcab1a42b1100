"""robots.txt by RFC 9309: what it forbids is not asked for, and an unreachable one forbids everything."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from scrapy.http.request import NO_CALLBACK

from crawler.failures import Refused, of_exception
from crawler.ledger import Role
from crawler.quality import of_status
from crawler.spider import followed
from storage.vocabulary import Outcome

PRODUCT = "Veilleur"
"""The name to which a group of rules may be addressed."""

PARSED_BYTES = 512 * 1024
LONGEST_CRAWL_DELAY = 300.0

CACHED = timedelta(hours=24)
"""How long a copy may serve (RFC 9309, 2.4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What one host's robots.txt allows: `failure` says why nothing at all is known."""

    text: str = ""
    parsed: Protego | None = None
    failure: tuple[Outcome, str] | None = None


class Robots:
    """Asks each host once a day. Scrapy's own takes an error's body for rules and a dead server for consent."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.spider = followed(crawler)
        self._rules: dict[str, asyncio.Future[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> Response | None:
        if request.meta.get("robots"):
            return None
        parts = urlsplit(request.url)
        address = f"{parts.scheme}://{parts.netloc}/robots.txt"
        if address not in self._rules:
            self._rules[address] = asyncio.ensure_future(self._known(address))
        rules = await self._rules[address]
        if rules.failure is not None:
            outcome, reason = rules.failure
            raise Refused(outcome, f"robots.txt: {reason}")
        if request.url == address:
            # A channel that wants to know which sitemaps it names: it has been fetched for it.
            return TextResponse(address, body=rules.text.encode(), encoding="utf-8", request=request)
        if rules.parsed is not None and not rules.parsed.can_fetch(request.url, PRODUCT):
            raise Refused(Outcome.ROBOTS_DENIED, "robots.txt forbids it")
        return None

    async def _known(self, address: str) -> Rules:
        """The rules at `address`, asked for where the copy that is kept is too old to serve."""
        round = self.spider.round
        kept = round.store.robots(address, round.clock() - CACHED)
        return await self._ask(address) if kept is None else self._parsed(kept)

    async def _ask(self, address: str) -> Rules:
        """The rules at `address`; whatever goes wrong is an answer too (RFC 9309, 2.3.1)."""
        asked = self.spider.ledger.ask(address, Role.ROBOTS)  # not if it is a channel, which ends for itself
        request = Request(address, priority=1000, meta={"robots": True}, callback=NO_CALLBACK)
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001  (every failure has its outcome, and none is consent)
            return self._unknown(address, of_exception(error, address), asked=asked)
        failure = of_status(response.status)
        absent = response.status < 500 and response.status != 429
        if failure is not None and not absent:
            return self._unknown(address, failure, asked=asked)
        text = rules_of(response.body) if failure is None else ""
        if asked:
            reason = f"no robots.txt ({response.status})" if failure else ""
            self.spider.ledger.end(address, Outcome.LISTING, reason)
        self.spider.round.store.keep_robots(address, text, self.spider.round.clock())
        return self._parsed(text)

    def _unknown(self, address: str, failure: tuple[Outcome, str], *, asked: bool) -> Rules:
        if asked:
            self.spider.ledger.end(address, *failure)
        return Rules(failure=failure)

    def _parsed(self, text: str) -> Rules:
        parsed = Protego.parse(text)
        delay = parsed.crawl_delay(PRODUCT)
        if delay is not None and self.spider.round.configuration.upstream is None:
            slow_down(self.crawler.engine.downloader.slots.values(), delay)
        return Rules(text=text, parsed=parsed)


def rules_of(body: bytes) -> str:
    """The text of a robots.txt as far as it is read, in whole lines: half a rule could forbid everything."""
    if len(body) > PARSED_BYTES:
        body = body[:PARSED_BYTES].rpartition(b"\n")[0]
    return body.decode("utf-8-sig", "replace")


def slow_down(slots: Iterable[Slot], delay: float) -> None:
    """Keep `delay` seconds between requests, within reason, where the configured delay is shorter."""
    for slot in slots:
        slot.delay = max(slot.delay, min(delay, LONGEST_CRAWL_DELAY))
