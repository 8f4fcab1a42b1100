"""What is known of a page between two looks at it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A document as the crawl's planning sees it; its first sight is that on the site itself, if there was one.

    `touched` are the times at which it was found edited, withdrawn or restored, in order; `absent` says
    that it seems gone, which is not certain yet; `due` is when it is to be looked at again, if that was
    planned.
    """

    address: str
    identity: str | None
    first_seen: datetime
    last_checked: datetime
    touched: tuple[datetime, ...] = ()
    absent: bool = False
    due: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Validator:
    """What a site gave to ask by whether a page is still the same (RFC 9110, 8.8): the values of its
    headers ETag and Last-Modified, either of them perhaps empty, with the page read at `read_at`."""

    etag: str
    last_modified: str
    read_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """How often a version was looked at again and found as it was, and the first and last time of these."""

    first: datetime
    last: datetime
    count: int
