"""Finding articles: feeds, sitemaps, listings and embedded data, as bytes, to addresses of articles."""

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from itertools import islice
from typing import NamedTuple
from urllib.parse import urljoin

from lxml import etree

from crawler.addresses import canonical
from crawler.dates import stamp
from crawler.errors import CrawlerError, ExtractionFailed
from crawler.markup import elements, inner_text, parse
from crawler.source import Channel, Embedded, Feed, Listing, RobotsTxt, Sitemap, Source
from storage.records import Page, Stamp

MOST_LINKS = 5000
"""More than any listing or sitemap of a newspaper holds; what comes after is not looked at."""

LARGEST_SITEMAP = 10 * 1024 * 1024
"""Bytes of a compressed sitemap that are read: a tree of them takes ten times as much memory."""

NEXT_PAGE = (
    '//link[@rel="next"]/@href | //a[@rel="next"]/@href'
    ' | //li[contains(@class, "pager-next")]//a/@href | //a[contains(concat(" ", @class, " "), " next ")]/@href'
)

FEED_LINKS = (
    '//link[contains(concat(" ", @rel, " "), " alternate ")]'
    '[@type="application/rss+xml" or @type="application/atom+xml"]/@href'
)


class NotAChannel(CrawlerError):
    """An answer that is not what the channel was declared as."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An article's canonical address, with what the channel says of it: when it was published, and when
    it was touched last, which is no sooner."""

    address: str
    title: str = ""
    published: Stamp | None = None
    touched: Stamp | None = None

    def is_older_than(self, day: date | None) -> bool:
        """Whether it was certainly published before `day`, if there is one."""
        latest = self.published or self.touched
        return day is not None and latest is not None and latest.day < day


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What one answer of a channel led to: articles, and where the channel goes on (the next page of a
    listing, the sitemaps of an index)."""

    found: tuple[Found, ...] = ()
    further: tuple[str, ...] = ()


def discover(channel: Channel, page: Page, source: Source) -> Findings:
    """The articles of `source` that `page`, an answer of `channel`, names. Raises NotAChannel.

    `page.text` is read for markup; feeds and sitemaps are read from the bytes, since XML says itself how
    it is encoded. Nothing is fetched and no entity expanded.
    """
    match channel:
        case Feed():
            return _feed(page, source)
        case Sitemap():
            return _sitemap(page, source)
        case Listing():
            return _listing(channel, page, source)
        case Embedded():
            return Findings(found=_articles(_embedded(page.text), page, source))
        case RobotsTxt():
            named = (_resolved(page.address, link) for link in _SITEMAP.findall(page.text))
            return Findings(further=tuple(dict.fromkeys(filter(source.owns, named))))


_SITEMAP = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S{1,2000})", re.I | re.M)


class Item(NamedTuple):
    """What a channel writes of one link: where to, its title, and its dates as they stand there."""

    link: str
    title: str = ""
    published: str = ""
    touched: str = ""


def _articles(items: Iterable[Item], page: Page, source: Source) -> tuple[Found, ...]:
    """The items that are articles of the source, each once, in order."""
    found: dict[str, Found] = {}
    for item in islice(items, MOST_LINKS):
        address = canonical(_resolved(page.address, item.link), source)
        if not source.owns(address) or not source.article.fullmatch(address):
            continue
        earlier = found.get(address)
        if earlier is None or not earlier.title:
            found[address] = Found(
                address=address,
                title=" ".join(item.title.split())[:500],
                published=_stamp(item.published, page.fetched_at),
                touched=_stamp(item.touched, page.fetched_at),
            )
    return tuple(found.values())


def _stamp(written: str, now: datetime) -> Stamp | None:
    return stamp(written, read_from="feed", fetched_at=now) if written else None


def _resolved(base: str, link: str) -> str:
    try:
        return urljoin(base, link.strip())
    except ValueError:
        return ""  # a link that is no address leads nowhere


def _feed(page: Page, source: Source) -> Findings:
    """The articles of a feed; a page in its place may name it (RSS and Atom autodiscovery)."""
    try:
        return Findings(found=_articles(_entries_of_feed(page), page, source))
    except NotAChannel:
        further = autodiscovered(page, source)
        if not further:
            raise
        return Findings(further=further[:1])


def autodiscovered(page: Page, source: Source) -> tuple[str, ...]:
    """The feeds on the source's own hosts that a page links to, in its order."""
    try:
        tree = parse(page.text) if page.text.strip() else None
    except ExtractionFailed:
        tree = None
    links = [] if tree is None else tree.xpath(FEED_LINKS)
    found = (_resolved(page.address, str(link)) for link in links)
    return tuple(dict.fromkeys(filter(source.owns, found)))


def _entries_of_feed(page: Page) -> Iterator[Item]:
    import feedparser  # here, because most runs of most sources need none, and it is slow to load

    # As a file: feedparser takes bytes for the name of one.
    parsed = feedparser.parse(
        BytesIO(page.body),
        response_headers={
            "content-type": page.headers.get("content-type", ""),
            "content-location": page.address,
        },
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not parsed.get("version"):
        raise NotAChannel("it is no feed, RSS or Atom")
    for entry in parsed.entries:
        # Only where it stands: asked for one that is missing, feedparser gives the other date, and warns.
        touched = dict.get(entry, "updated", "")
        yield Item(entry.get("link", ""), entry.get("title", ""), entry.get("published", ""), touched)


def _sitemap(page: Page, source: Source) -> Findings:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(_unpacked(page.body), parser)
    except etree.XMLSyntaxError as error:
        raise NotAChannel(f"it is no XML: {error.msg}") from error
    kind = etree.QName(root).localname if root is not None else ""
    if kind not in ("urlset", "sitemapindex"):
        raise NotAChannel("it is no sitemap")
    # The newest first, by dates that sort as texts (ISO 8601): the files themselves keep any order.
    entries = sorted(_entries(root), key=lambda entry: entry.published or entry.touched, reverse=True)
    if kind == "urlset":
        return Findings(found=_articles(entries, page, source))
    links = (_resolved(page.address, entry.link) for entry in entries[:MOST_LINKS])
    return Findings(further=tuple(link for link in links if source.owns(link)))


def _entries(root: etree._Element) -> Iterator[Item]:
    """Each `url` or `sitemap` of a sitemap, with what Google's news extension says of it; those for images
    and videos have titles too."""
    for entry in root.iterchildren(tag=etree.Element):
        texts: dict[str, str] = {}
        for child in entry.iterdescendants(tag=etree.Element):
            name = etree.QName(child)
            if not _OTHER_EXTENSIONS.search(name.namespace or ""):
                texts.setdefault(name.localname, (child.text or "").strip())
        yield Item(*(texts.get(name, "") for name in ("loc", "title", "publication_date", "lastmod")))


_OTHER_EXTENSIONS = re.compile(r"/sitemap-(?:image|video)/")


def _unpacked(body: bytes) -> bytes:
    """A sitemap that is a gzip file, unpacked as far as one may be large; any other as it is."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    unpacker = zlib.decompressobj(wbits=31)
    try:
        return unpacker.decompress(body, LARGEST_SITEMAP)
    except zlib.error as error:
        raise NotAChannel(f"its compression is damaged: {error}") from error


def _listing(channel: Listing, page: Page, source: Source) -> Findings:
    if not page.text.strip():
        return Findings()
    try:
        tree = parse(page.text)
        following = tree.xpath(channel.next_page or NEXT_PAGE)
    except ExtractionFailed as error:
        raise NotAChannel(str(error)) from error
    except etree.XPathError as error:
        raise NotAChannel(f"next_page is no XPath: {error}") from error
    links = (Item(a.get("href", ""), inner_text(a)) for a in elements(tree, "a"))
    nodes = following if isinstance(following, list) else [following]
    hrefs = [node.get("href", "") if isinstance(node, etree._Element) else str(node) for node in nodes]
    further = (_resolved(page.address, href) for href in hrefs if href)
    return Findings(
        found=_articles(links, page, source),
        further=tuple(link for link in further if source.owns(link))[:1],
    )


_ADDRESS = re.compile(r"""https?://[^\s"'<>\\()]{4,2000}|(?<=["'])/[^\s"'<>\\()]{2,2000}""")


def _embedded(text: str) -> Iterator[Item]:
    """Every address in scripts and data, whole or beginning with the site's slash."""
    plain = text.replace("\\/", "/").replace("\\u002F", "/").replace("\\u0026", "&").replace("\\", '"')
    for match in _ADDRESS.finditer(plain):
        yield Item(match.group())
