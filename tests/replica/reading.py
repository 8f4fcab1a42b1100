"""A plain reader of the replica, for tests: fetches a real address from it, and the article's lines of a page."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import lxml.etree
import lxml.html

from tests.replica.server import Replica

_BODIES = {
    "maghress": "//span[@class='articletitle'] | //span[@class='articlecontent']",
    "haca": "//h1 | //div[@class='field-item even']/* | //div[@class='print-content']/*",
    "lopinion": "//article//h1 | //div[@class='article-content']/*",
    "leseco": "//h1 | //div[@class='entry-content']/*",
    "lodj": "//h1 | //div[@class='access firstletter']/div | //div[@class='texte']",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back; `headers` have lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def fetch(replica: Replica, address: str, *, method: str = "GET", body: str = "", **headers: str) -> Reply:
    """One request as the crawl sends it: to the loopback port, with the host and scheme that are meant."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(replica.url).port or 0, timeout=10)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        sent = {"Host": parts.netloc, "X-Forwarded-Proto": parts.scheme} | headers
        connection.request(method, path, body=body or None, headers=sent)
        response = connection.getresponse()
        names = {name.lower(): value for name, value in response.getheaders()}
        return Reply(status=response.status, headers=names, body=response.read())
    finally:
        connection.close()


def follow(replica: Replica, address: str) -> Reply:
    """Like `fetch`, and where that redirects, what is there."""
    reply = fetch(replica, address)
    for _ in range(3):
        if reply.status not in (301, 302, 307):
            return reply
        reply = fetch(replica, reply.headers["location"])
    raise AssertionError(f"{address} redirects without end")


def page(text: str, address: str = "") -> Any:
    """The tree of an HTML page, its links absolute where `address` is given; lxml's stubs are too wide for use."""
    tree = lxml.html.fromstring(text)
    if address:
        tree.make_links_absolute(address)  # type: ignore[attr-defined]
    return tree


def texts(body: bytes, path: str) -> list[str]:
    """What an XPath finds in an XML file, `x:` standing for the sitemaps' namespace."""
    found: Any = lxml.etree.fromstring(body).xpath(
        path, namespaces={"x": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    )
    return list(found)


def lines(text: str, site: str) -> list[str]:
    """Title and paragraphs of an article's page by the site's own markup, spaces folded, repeats kept."""
    found: list[str] = []
    for element in page(text).xpath(_BODIES[site]):
        for line_break in element.xpath(".//br"):
            line_break.tail = "\n" + (line_break.tail or "").lstrip("\n")
        found += element.text_content().split("\n") if element.xpath(".//br") else [element.text_content()]
    return [" ".join(line.split()) for line in found if line.strip()]
