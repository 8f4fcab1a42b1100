"""Retry-After: a host that asks for a pause is left alone until it is over, by every later run too."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.failures import Refused
from crawler.spider import SourceSpider, followed
from storage.vocabulary import Outcome

UNNAMED_PAUSE = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(days=7)
"""A site that names years did not mean them: it is asked again after a week."""


def pause_end(retry_after: str, now: datetime) -> datetime | None:
    """Until when a Retry-After header (RFC 9110, 10.2.3) asks to wait; None where it does not say."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return now + min(timedelta(seconds=int(text[:9])), LONGEST_PAUSE)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(until.astimezone(UTC), now + LONGEST_PAUSE) if until > now else None


class Politeness:
    """Keeps the pauses in the store and refuses what falls into one."""

    def __init__(self, spider: SourceSpider) -> None:
        self.round = spider.round
        self.host = spider.source.host
        self.until = self.round.store.paused(self.host, self.round.clock())

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(followed(crawler))

    def process_request(self, request: Request) -> None:
        if self.until is not None and self.until > self.round.clock():
            until = self.until.isoformat(timespec="minutes")
            raise Refused(Outcome.RATE_LIMITED, f"{self.host} asked to be left alone until {until}")

    def process_response(self, request: Request, response: Response) -> Response:
        retry_after = response.headers.get("Retry-After")
        if response.status != 429 and not (response.status == 503 and retry_after):
            return response
        now = self.round.clock()
        until = pause_end((retry_after or b"").decode("latin-1"), now) or now + UNNAMED_PAUSE
        self.until = max(until, self.until or until)
        self.round.store.pause(self.host, self.until, f"{response.status} from {request.url}")
        # Another try now would fall into the pause.
        request.meta["dont_retry"] = True
        return response
