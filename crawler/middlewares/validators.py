"""Conditional requests: a page is asked for only if it changed, by what came with it when it was last read."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cached_property
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.failures import Refused
from crawler.spider import SourceSpider, followed
from storage.known import Validator
from storage.vocabulary import Outcome

TRUSTED = timedelta(days=3)
"""After so long a page is asked for whole again: a server may be wrong in saying that nothing changed."""

_CONDITIONS = ("If-None-Match", "If-Modified-Since")


class Validators:
    """Sets the conditions of RFC 9110 (13.1), and takes a 304 only where there was one."""

    def __init__(self, spider: SourceSpider) -> None:
        self.spider = spider
        # Who asks for one page by name wants to see it.
        self.active = spider.round.scope.url is None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(followed(crawler))

    @cached_property
    def known(self) -> Mapping[str, Validator]:
        """The validators to go by, read when the first page is asked for."""
        round = self.spider.round
        return round.store.validators(self.spider.source.name, round.clock() - TRUSTED)

    def process_request(self, request: Request) -> None:
        if not self.active or request.callback != self.spider.seen:
            return
        validator = self.known.get(request.cb_kwargs["asked"])
        if validator is None:
            return
        for name, value in zip(_CONDITIONS, (validator.etag, validator.last_modified), strict=True):
            if value:
                request.headers[name] = value

    def process_response(self, request: Request, response: Response) -> Response:
        if response.status == 304 and not any(name in request.headers for name in _CONDITIONS):
            raise Refused(Outcome.SERVER_ERROR, "the site answers 304 to a request without a condition")
        return response
