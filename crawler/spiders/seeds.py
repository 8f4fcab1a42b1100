"""The seeds: captures that came with the product, recorded on the path of a fetched page without fetching any."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

from scrapy import Spider

from crawler import registry
from crawler.addresses import canonical
from crawler.captures import Capture, captures
from crawler.ledger import Role
from crawler.observe import observe
from crawler.round import Round
from crawler.spider import ending
from storage.records import Observation


class SeedsSpider(Spider):
    """Each capture belongs to the source it was taken from."""

    name = registry.SEEDS

    def __init__(self, *, round: Round, **rest: Any) -> None:
        super().__init__(**rest)
        self.round = round

    async def start(self) -> AsyncIterator[Observation]:
        with ending(self.round):
            seeds = captures()
        for capture in seeds:
            self.round.ledger.ask(capture.address, Role.PAGE)
        for capture in seeds:
            yield self._observed(capture)

    def _observed(self, capture: Capture) -> Observation:
        source = self.round.furnished.of(capture.source)
        seen = observe(capture.page, source)
        if seen.document is None:
            return seen
        known = (seen.document.address, *seen.document.aliases)
        others = (canonical(alias, source) for alias in capture.aliases)
        aliases = tuple(dict.fromkeys(alias for alias in (*known, *others) if alias != seen.document.address))
        return replace(seen, document=replace(seen.document, aliases=aliases))


SPIDER = SeedsSpider
