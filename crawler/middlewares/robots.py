"""robots.txt by RFC 9309: what it forbids is not asked for, and an unreachable one forbids everything."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.http import Response
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What one host's robots.txt allows: `failure` says why nothing at all is known."""

    parsed: Protego | None = None
    failure: tuple[Outcome, str] | None = None


class Robots:
    """Asks each host once a run. Scrapy's own takes an error's body for rules and a dead server for consent."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.spider = followed(crawler)
        self._rules: dict[str, asyncio.Future[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("robots"):
            return
        parts = urlsplit(request.url)
        address = f"{parts.scheme}://{parts.netloc}/robots.txt"
        if address not in self._rules:
            self._rules[address] = asyncio.ensure_future(self._ask(address))
        rules = await self._rules[address]
        if rules.failure is not None:
            outcome, reason = rules.failure
            raise Refused(outcome, f"robots.txt: {reason}")
        if rules.parsed is not None and not rules.parsed.can_fetch(request.url, PRODUCT):
            raise Refused(Outcome.ROBOTS_DENIED, "robots.txt forbids it")

    async def _ask(self, address: str) -> Rules:
        """The rules at `address`; whatever goes wrong is an answer too (RFC 9309, 2.3.1)."""
        ledger = self.spider.ledger
        ledger.ask(address, Role.ROBOTS)
        request = Request(address, priority=1000, meta={"robots": True}, callback=NO_CALLBACK)
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001  (every failure has its outcome, and none is consent)
            return self._unknown(address, *of_exception(error, address))
        failure = of_status(response.status)
        if failure is None:
            ledger.end(address, Outcome.LISTING)
            return self._parsed(response)
        if response.status < 500 and response.status != 429:
            ledger.end(address, Outcome.LISTING, f"no robots.txt ({response.status})")
            return Rules()
        return self._unknown(address, *failure)

    def _unknown(self, address: str, outcome: Outcome, reason: str) -> Rules:
        self.spider.ledger.end(address, outcome, reason)
        return Rules(failure=(outcome, reason))

    def _parsed(self, response: Response) -> Rules:
        parsed = Protego.parse(response.body[:PARSED_BYTES].decode("utf-8-sig", "replace"))
        delay = parsed.crawl_delay(PRODUCT)
        if delay is not None and self.spider.round.configuration.upstream is None:
            slow_down(self.crawler.engine.downloader.slots.values(), delay)
        return Rules(parsed=parsed)


def slow_down(slots: Iterable[Slot], delay: float) -> None:
    """Keep `delay` seconds between requests, within reason, where the configured delay is shorter."""
    for slot in slots:
        slot.delay = max(slot.delay, min(delay, LONGEST_CRAWL_DELAY))
