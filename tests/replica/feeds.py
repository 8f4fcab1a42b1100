"""The feeds and sitemaps of the sites."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from tests.replica.articles import Article
from tests.replica.wording import iso, mail_date

_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of a feed."""

    title: str
    link: str
    published: datetime
    description: str
    guid: str = ""
    author: str = ""
    image: str = ""


def cut(article: Article, length: int, ending: str) -> str:
    """The beginning of the article, cut between words and closed by `ending`."""
    text = " ".join(block.removeprefix("## ") for block in article.blocks)
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + ending


def rss(title: str, site: str, items: Iterable[Item]) -> str:
    """RSS 2.0 with Dublin Core creators."""
    rows = "".join(_item(item) for item in items)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">'
        f"<channel><title>{escape(title)}</title><link>{escape(site)}</link><description>{escape(title)}</description>\n"
        f"{rows}</channel></rss>\n"
    )


def _item(item: Item) -> str:
    return (
        f"<item><title>{escape(item.title)}</title><link>{escape(item.link)}</link>"
        f'<guid isPermaLink="false">{escape(item.guid or item.link)}</guid>'
        f"<pubDate>{mail_date(item.published)}</pubDate>"
        + (f"<dc:creator>{escape(item.author)}</dc:creator>" if item.author else "")
        + (f'<media:thumbnail url="{escape(item.image)}"/>' if item.image else "")
        + f"<description>{escape(item.description)}</description></item>\n"
    )


def atom(title: str, site: str, items: Sequence[Item]) -> str:
    """Atom 1.0 (RFC 4287)."""
    rows = "".join(
        f'<entry><title>{escape(item.title)}</title><link href="{escape(item.link)}"/><id>{escape(item.link)}</id>'
        f"<updated>{iso(item.published)}</updated><published>{iso(item.published)}</published>"
        f"<summary>{escape(item.description)}</summary></entry>\n"
        for item in items
    )
    updated = f"<updated>{iso(items[0].published)}</updated>" if items else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{escape(title)}</title><id>{escape(site)}</id>{updated}\n{rows}</feed>\n"
    )


def sitemap_index(addresses: Iterable[str]) -> str:
    rows = "".join(f"<sitemap><loc>{escape(address)}</loc></sitemap>\n" for address in addresses)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="{_SITEMAPS}">\n{rows}</sitemapindex>\n'
    )


def sitemap(articles: Iterable[Article], address: Callable[[Article], str]) -> str:
    rows = "".join(
        f"<url><loc>{escape(address(article))}</loc><lastmod>{iso(article.updated)}</lastmod></url>\n"
        for article in articles
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{_SITEMAPS}">\n{rows}</urlset>\n'


def news_sitemap(articles: Iterable[Article], address: Callable[[Article], str], outlet: str) -> str:
    """Google's news extension: the articles of the last two days."""
    rows = "".join(
        f"<url><loc>{escape(address(article))}</loc><news:news><news:publication><news:name>{escape(outlet)}"
        f"</news:name><news:language>{article.language}</news:language></news:publication>"
        f"<news:publication_date>{iso(article.published)}</news:publication_date>"
        f"<news:title>{escape(article.title)}</news:title></news:news></url>\n"
        for article in articles
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="{_SITEMAPS}" xmlns:news="{_NEWS}">\n{rows}</urlset>\n'
    )
