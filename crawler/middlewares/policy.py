"""The address policy: which requests are made at all, whoever asks for them."""

import re
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.failures import Refused
from crawler.middlewares.resolver import public
from crawler.source import Source
from crawler.spider import SourceSpider, followed
from storage.vocabulary import Outcome

LONGEST = 2083


def objection(address: str, source: Source) -> str | None:
    """Why `address` is not asked for on behalf of `source`, or None.

    It must be http or https on its own port, without user name, on a host that the source declares. An
    address written as a number is on none, whatever its notation.
    """
    if len(address) > LONGEST or re.search(r"[\\\x00-\x1f\x7f]", address):
        return "it is too long or holds what no address may hold"
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return "it is not an address"
    if parts.scheme not in ("http", "https"):
        return f"it is {parts.scheme or 'no'}:, not http(s)"
    if "@" in parts.netloc:
        return "it names a user"
    if port not in (None, 80, 443):
        return f"port {port} is not for the web"
    if not source.owns(address):
        return f"{parts.hostname} is not a host of {source.name}"
    return None


class AddressPolicy:
    """Refuses what the policy objects to, before a connection and again by the address connected to."""

    def __init__(self, spider: SourceSpider) -> None:
        self.source = spider.source
        self.replica = spider.round.configuration.upstream is not None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(followed(crawler))

    def process_request(self, request: Request) -> None:
        reason = objection(request.url, self.source)
        if reason is not None:
            raise Refused(Outcome.REFUSED_ADDRESS, reason)
        # All names of a site are one host to be polite to.
        request.meta["download_slot"] = self.source.host

    def process_response(self, request: Request, response: Response) -> Response:
        address = response.ip_address
        if address is not None and not self.replica and not public(address):
            raise Refused(Outcome.REFUSED_ADDRESS, f"it was served from {address}, no public address")
        return response
