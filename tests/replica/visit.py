"""What passes between the server and the sites: a visit, and the answer to it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from html import escape
from typing import Protocol

from tests.replica.articles import SUBHEAD, Article
from tests.replica.noise import Noise
from tests.replica.typography import STYLES

HTML = "text/html; charset=utf-8"
XML = "application/xml; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a site answers."""

    body: bytes = b""
    status: int = 200
    kind: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request as a site sees it.

    `path` is decoded. `at` is the calendar's time, `minute` the time that the tickers show, which runs on
    within a crawl. `published` are all articles of the site by then, newest first, in their state of then;
    `etag` is the validator that the visitor sent.
    """

    host: str
    path: str
    query: Mapping[str, str]
    at: datetime
    minute: datetime
    published: Sequence[Article]
    noise: Noise
    etag: str = ""

    @property
    def printed(self) -> tuple[Article, ...]:
        """The articles that can be read: those not withdrawn."""
        return tuple(article for article in self.published if article.gone is None)

    def others(self, article: Article) -> tuple[Article, ...]:
        return tuple(other for other in self.printed if other.name != article.name)

    def recent(self, window: timedelta) -> tuple[Article, ...]:
        return tuple(article for article in self.printed if self.at - article.published < window)

    def page(self, size: int, number: int) -> tuple[Article, ...]:
        """One page of the printed articles; pages count from 0."""
        return self.printed[max(number, 0) * size : (max(number, 0) + 1) * size]

    def number(self, key: str) -> int:
        """A number of the query, 0 where it is none."""
        value = self.query.get(key, "")
        return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else 0


class Site(Protocol):
    """A site of the replica. `hosts` are all that it answers to, `style` the typography it prints in."""

    name: str
    hosts: frozenset[str]
    style: str

    def answer(self, visit: Visit) -> Answer | None:
        """The answer to a visit; None where the site has no such page."""

    def missing(self, visit: Visit) -> str:
        """The site's own page for what it has not, as HTML."""


def html(text: str, **headers: str) -> Answer:
    return Answer(body=text.encode(), headers=headers)


def xml(text: str, kind: str = XML) -> Answer:
    return Answer(body=text.encode(), kind=kind)


def plain(text: str) -> Answer:
    return Answer(body=text.encode(), kind=TEXT)


def moved(address: str, status: int = 301) -> Answer:
    return Answer(status=status, headers={"Location": address})


def typeset(article: Article, style: str) -> Article:
    """The article in its site's typography, or in the one that an editor saved it in."""
    change = STYLES.get(article.typeset or style)
    if change is None:
        return article
    return replace(
        article, title=change(article.title), blocks=tuple(change(block) for block in article.blocks)
    )


def linked_data(data: Mapping[str, object]) -> str:
    """A JSON-LD element."""
    text = json.dumps(data, ensure_ascii=False).replace("</", r"<\/")
    return f'<script type="application/ld+json">{text}</script>'


def heading(block: str) -> str | None:
    """The text of a subhead, None for a paragraph."""
    return block.removeprefix(SUBHEAD) if block.startswith(SUBHEAD) else None


def paragraphs(blocks: Sequence[str], subhead: str = "h2") -> str:
    """Blocks as `p` elements, subheads in an element of their own."""
    rows = []
    for block in blocks:
        title = heading(block)
        rows.append(f"<p>{escape(block)}</p>" if title is None else f"<{subhead}>{escape(title)}</{subhead}>")
    return "\n".join(rows)
