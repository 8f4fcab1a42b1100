"""lopinion.ma: a Next.js site under `/fr/` whose listings hold addresses in scripts only, and its WMaker past."""

import json
import re
from collections.abc import Mapping, Sequence
from html import escape

from tests.replica.addresses import addresses, lopinion_path
from tests.replica.articles import Article
from tests.replica.feeds import Item, cut, news_sitemap, rss, sitemap, sitemap_index
from tests.replica.sites import wmaker
from tests.replica.visit import RSS, Answer, Visit, html, linked_data, moved, paragraphs, plain, xml
from tests.replica.wording import NEWS_WINDOW, ascii_slug, iso, long_date

_HOME = "https://lopinion.ma"
_OUTLET = "L'Opinion"
_OLD = re.compile(r"/[^/]+_a(?P<id>\d{1,9})\.html")
_NEW = re.compile(r"/fr/(?:[^/]+/){1,2}[^/]+_a(?P<id>\d{1,9})/?")
_LISTING = re.compile(r"/fr/(?P<rubric>[a-z0-9-]+)/?")
_ROBOTS = "User-agent: *\nAllow: /\nDisallow: /api/\nSitemap: https://lopinion.ma/sitemap.xml\n"
_SHOWN = 3
_EMBEDDED = 40


def _address(article: Article) -> str:
    return addresses(article, "lopinion")[0]


class Lopinion:
    """`old_links` is what a `/Titre_aN.html` of generation 1 answers: `301` to generation 2, `200`, `404`.

    With `200` the old site is alive beside the new one, its `/xml/syndication.rss` too.
    """

    name = "lopinion"
    hosts = frozenset({"lopinion.ma", "www.lopinion.ma"})
    style = ""

    def __init__(self, old_links: str = "301") -> None:
        if old_links not in ("200", "301", "404"):
            raise ValueError(f"old_links is {old_links!r}, none of 200, 301, 404")
        self.old_links = old_links

    def answer(self, visit: Visit) -> Answer | None:
        if found := _OLD.fullmatch(visit.path):
            return self._old(visit, int(found["id"]))
        if found := _NEW.fullmatch(visit.path):
            article = _with_id(visit, int(found["id"]))
            return self._withdrawn(visit, article) or html(_article_page(visit, article)) if article else None
        match visit.path:
            case "/":
                return moved(f"{_HOME}/fr", 307)
            case "/robots.txt":
                return plain(_ROBOTS)
            case "/fr" | "/fr/":
                return html(_home(visit))
            case "/feed" | "/feed/":
                return moved(f"{_HOME}/fr/feed", 302)
            case "/sitemap.xml":
                return xml(sitemap_index([f"{_HOME}/sitemap-0.xml", f"{_HOME}/news-sitemap.xml"]))
            case "/sitemap-0.xml":
                return xml(sitemap(visit.printed, _address))
            case "/news-sitemap.xml":
                return xml(news_sitemap(visit.recent(NEWS_WINDOW), _address, _OUTLET))
            case "/xml/syndication.rss" if self.old_links == "200":
                return xml(_old_feed(visit), RSS)
        found = _LISTING.fullmatch(visit.path)
        rows = [one for one in visit.printed if found and ascii_slug(one.rubric) == found["rubric"]]
        return html(_listing(visit, rows)) if rows else None

    def missing(self, visit: Visit) -> str:
        return _shell(
            visit, "404", "", '<h1 class="next-error-h1">404</h1><h2>Cette page est introuvable.</h2>', {}
        )

    def _old(self, visit: Visit, number: int) -> Answer | None:
        article = _with_id(visit, number)
        if article is None or self.old_links == "404":
            return None
        if self.old_links == "301":
            return moved(_HOME + lopinion_path(article))
        return self._withdrawn(visit, article) or html(_old_page(visit, article))

    def _withdrawn(self, visit: Visit, article: Article) -> Answer | None:
        return Answer(status=article.gone, body=self.missing(visit).encode()) if article.gone else None


def _with_id(visit: Visit, number: int) -> Article | None:
    return next((one for one in visit.published if one.id == number), None)


def _card(article: Article) -> dict[str, object]:
    return {
        "id": article.id,
        "title": article.title,
        "category": {"name": article.rubric, "slug": ascii_slug(article.rubric)},
        "publishedAt": iso(article.published),
        "href": lopinion_path(article),
    }


def _home(visit: Visit) -> str:
    """The home: three links in the HTML, the newest forty addresses in the stream of the app router."""
    links = "".join(
        f'<a href="{lopinion_path(one)}"><h3>{escape(one.title)}</h3></a>{visit.noise.age(one.published, visit.at)}'
        for one in visit.printed[:_SHOWN]
    )
    rubrics = dict.fromkeys(ascii_slug(one.rubric) for one in visit.printed)
    menu = "".join(f'<a href="/fr/{slug}">{slug.replace("-", " ")}</a>' for slug in rubrics)
    stream = {"latest": [_card(one) for one in visit.printed[:_EMBEDDED]]}
    return _shell(visit, "L'Opinion Maroc", "", f"<nav>{menu}</nav><main>{links}</main>", stream)


def _listing(visit: Visit, rows: Sequence[Article]) -> str:
    """A rubric: no article link in the HTML, all in `__NEXT_DATA__`."""
    data = json.dumps(
        {"props": {"pageProps": {"articles": [_card(one) for one in rows]}}, "buildId": visit.noise.nonce()},
        ensure_ascii=False,
    ).replace("</", "<\\/")
    content = (
        f"<main><h1>{escape(rows[0].rubric)}</h1><div>Chargement…</div></main>"
        f'<script id="__NEXT_DATA__" type="application/json">{data}</script>'
    )
    return _shell(visit, rows[0].rubric, "", content, {})


def _shell(visit: Visit, title: str, head: str, content: str, stream: Mapping[str, object]) -> str:
    pushed = json.dumps("5:" + json.dumps(stream, ensure_ascii=False), ensure_ascii=False).replace(
        "</", "<\\/"
    )
    return f"""<!DOCTYPE html><html lang="fr"><head><meta charSet="utf-8"/><title>{escape(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
{head}<link rel="stylesheet" href="/_next/static/css/{visit.noise.nonce()}.css{visit.noise.version()}"/></head>
<body><div id="__next"><header><a href="/fr">L'Opinion</a></header>
{content}
<footer>© L'Opinion {visit.noise.views()}</footer></div>
<script nonce="{visit.noise.nonce()}">(self.__next_f=self.__next_f||[]).push([0])</script>
<script nonce="{visit.noise.nonce()}">self.__next_f.push([1,{pushed}])</script></body></html>
"""


def _article_page(visit: Visit, article: Article) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": iso(article.published),
        "dateModified": iso(article.updated),
        "articleSection": article.rubric,
        "author": {"@type": "Person", "name": article.author or "La rédaction"},
        "publisher": {"@type": "Organization", "name": _OUTLET},
        "mainEntityOfPage": _address(article),
    }
    head = (
        f'<link rel="canonical" href="{_address(article)}"/>\n'
        f'<meta property="og:title" content="{escape(article.title)}"/>\n'
        f'<meta property="og:type" content="article"/>\n'
        f'<meta property="article:published_time" content="{iso(article.published)}"/>\n'
        f"{linked_data(data)}\n"
    )
    when = f"{long_date(article.published)} à {article.published:%Hh%M}"
    author = f'<span class="author">Par {escape(article.author)}</span> ' if article.author else ""
    content = f"""<main><article>
<a class="category" href="/fr/{ascii_slug(article.rubric)}">{escape(article.rubric)}</a>
<h1>{escape(article.title)}</h1>
<div class="meta">{author}<time dateTime="{iso(article.published)}">Publié le {when}</time> {visit.noise.views()}</div>
{visit.noise.share(lopinion_path(article))}
<div class="article-content">
{paragraphs(article.blocks)}
</div></article>
<aside>{visit.noise.related("À lire aussi", visit.others(article), lopinion_path, visit.at)}</aside></main>"""
    return _shell(visit, f"{article.title} | L'Opinion", head, content, {})


def _old_page(visit: Visit, article: Article) -> str:
    address = addresses(article, "lopinion")[-1]
    image = (
        f"https://www.lopinion.ma/photo/art/grande/{article.id}-{article.id + 7}.jpg{visit.noise.version()}"
    )
    related = visit.noise.related("Dans la même rubrique :", visit.others(article), lopinion_path, visit.at)
    head = wmaker.article_head(article, address, _OUTLET, image)
    story = wmaker.story(visit, article, address, wmaker.lines(article.blocks), related)
    return wmaker.shell(visit, _OUTLET, article.title, head, story)


def _old_feed(visit: Visit) -> str:
    items = [
        Item(
            title=one.title,
            link=addresses(one, "lopinion")[-1],
            published=one.published,
            description=cut(one, 1500, "..."),
            author=one.author or "L'Opinion avec map",
        )
        for one in visit.printed[:20]
    ]
    return rss(_OUTLET, "https://www.lopinion.ma/", items)
