"""Source: the frozen, self-validating declaration of a watched site."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from re import Pattern
from urllib.parse import urlsplit

from crawler.errors import BadSource

Trim = Callable[[tuple[str, ...]], tuple[str, ...]]
"""A named cut: blocks in, blocks out; applying it twice is applying it once."""


@dataclass(frozen=True, slots=True)
class Feed:
    """An RSS or Atom feed, or a page that links to its own."""

    url: str


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap, a sitemap index or a news sitemap."""

    url: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of links to articles; `pages` bounds the paging, `next_page` is an XPath to the next page."""

    url: str
    pages: int = 1
    next_page: str | None = None


@dataclass(frozen=True, slots=True)
class Embedded:
    """A page whose scripts or JSON hold addresses of articles."""

    url: str


@dataclass(frozen=True, slots=True)
class RobotsTxt:
    """A robots.txt, for the sitemaps that it names (sitemaps.org; RFC 9309, 2.2.4)."""

    url: str


Channel = Feed | Sitemap | Listing | Embedded | RobotsTxt


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A watched site.

    `article` matches a whole canonical address of an article; its named group `id`, where it has one, is
    the document's identity across addresses. `content`, `prune`, `title`, `date` are XPath hints for the
    extraction: one that matches nothing is counted and reported, never fatal. `hosts` are the hosts
    that belong to the site besides the one of `site` and its `www.` form. `folds` rewrite the site's own
    address forms (printer, AMP, mobile) by regular expression: pairs of pattern and replacement. `papers`
    are an aggregator's papers: what `article`'s group `journal` finds, and the title that readers know.
    `furniture` is nobody's to declare: the folded lines that were learned to stand around its articles.
    """

    name: str
    title: str
    site: str
    discovery: tuple[Channel, ...]
    article: Pattern[str]
    languages: tuple[str, ...] = ("fr",)
    hosts: tuple[str, ...] = ()
    content: str | None = None
    heading: str | None = None
    dateline: str | None = None
    byline: str | None = None
    prune: tuple[str, ...] = ()
    trims: tuple[Trim, ...] = ()
    folds: tuple[tuple[Pattern[str], str], ...] = ()
    every: timedelta = timedelta(hours=6)
    aggregator: bool = False
    papers: tuple[tuple[str, str], ...] = ()
    regulator: bool = False
    furniture: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9]*", self.name):
            raise BadSource(f"source name {self.name!r}: lower-case letters and digits only, a letter first")
        if not self.host:
            raise BadSource(f"source {self.name}: site {self.site!r} is not an http(s) address")
        if not self.languages:
            raise BadSource(f"source {self.name}: languages is empty")
        if self.every < timedelta(minutes=15):
            raise BadSource(f"source {self.name}: every is shorter than 15 minutes")
        for channel in self.discovery:
            if not self.owns(channel.url):
                raise BadSource(f"source {self.name}: {channel.url} is not on a host of the source")

    @property
    def host(self) -> str:
        """The host of `site`, without `www.`, or an empty string."""
        parts = urlsplit(self.site)
        return (parts.hostname or "").removeprefix("www.") if parts.scheme in ("http", "https") else ""

    def owns(self, address: str) -> bool:
        """Whether `address` is http(s) and on one of the source's own hosts."""
        parts = urlsplit(address)
        own = {self.host, *(host.removeprefix("www.") for host in self.hosts)}
        return parts.scheme in ("http", "https") and (parts.hostname or "").removeprefix("www.") in own
