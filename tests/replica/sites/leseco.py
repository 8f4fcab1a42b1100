"""leseco.ma: a WordPress site with a full feed, short links, and articles that are metered at times."""

import hashlib
import re
from collections.abc import Sequence
from html import escape

from tests.replica.addresses import addresses
from tests.replica.articles import Article
from tests.replica.feeds import Item, cut, news_sitemap, rss, sitemap, sitemap_index
from tests.replica.visit import RSS, Answer, Visit, heading, html, linked_data, moved, paragraphs, plain, xml
from tests.replica.wording import NEWS_WINDOW, ascii_slug, iso, long_date, mail_date

_HOME = "https://leseco.ma"
_OUTLET = "Les Inspirations ÉCO"
_LISTING = re.compile(r"/(?P<rubric>[a-z0-9-]+/)?(?:page/(?P<page>\d{1,4})/)?")
_ROBOTS = """User-agent: *
Disallow: /wp-admin/
Allow: /wp-admin/admin-ajax.php
Sitemap: https://leseco.ma/wp-sitemap.xml
"""
_NOTICE = (
    '<div class="subscriber-notice"><p>Cet article est réservé aux abonnés des Inspirations ÉCO.</p>\n'
    "<p>Abonnez-vous ou connectez-vous pour lire la suite.</p></div>"
)
_PAGE = 6


def _address(article: Article) -> str:
    return addresses(article, "leseco")[0]


def _path(article: Article) -> str:
    return _address(article).removeprefix(_HOME)


def _short(article: Article) -> str:
    return f"{_HOME}/?p={article.id}"


class Leseco:
    """A feed of fifty, listings at `/<rubric>/page/N/`, `wp-sitemap.xml`; a teaser keeps its page's validators."""

    name = "leseco"
    hosts = frozenset({"leseco.ma", "www.leseco.ma"})
    style = "curly"

    def answer(self, visit: Visit) -> Answer | None:
        if visit.path == "/" and "p" in visit.query:
            found = [one for one in visit.printed if one.id == visit.number("p")]
            return moved(_address(found[0])) if found else None
        if visit.path.endswith(".html"):
            found = [one for one in visit.published if _path_of(one) == visit.path]
            return self._article(visit, found[0]) if found else None
        match visit.path:
            case "/robots.txt":
                return plain(_ROBOTS)
            case "/feed" | "/feed/":
                return xml(self._feed(visit), RSS)
            case "/wp-sitemap.xml" | "/sitemap.xml":
                return xml(
                    sitemap_index([f"{_HOME}/wp-sitemap-posts-post-1.xml", f"{_HOME}/news-sitemap.xml"])
                )
            case "/wp-sitemap-posts-post-1.xml":
                return xml(sitemap(visit.printed, _address))
            case "/news-sitemap.xml":
                return xml(news_sitemap(visit.recent(NEWS_WINDOW), _address, _OUTLET))
        listing = _LISTING.fullmatch(visit.path)
        return (
            self._listing(visit, (listing["rubric"] or "")[:-1], int(listing["page"] or 1))
            if listing
            else None
        )

    def missing(self, visit: Visit) -> str:
        return _shell(
            visit,
            "Page non trouvée",
            "",
            "<h1>404</h1><p>Cette page n’existe pas ou a été déplacée.</p>",
            "error404",
        )

    def _article(self, visit: Visit, article: Article) -> Answer:
        if article.gone:
            return Answer(status=article.gone, body=self.missing(visit).encode())
        whole = "\n".join((article.title, *article.blocks))
        validators = {
            "ETag": f'W/"{hashlib.sha256(whole.encode()).hexdigest()[:16]}"',
            "Last-Modified": mail_date(article.updated),
        }
        if visit.etag == validators["ETag"] and not article.metered:
            return Answer(status=304, headers=validators)
        return html(_article_page(visit, article), **validators)

    def _listing(self, visit: Visit, rubric: str, number: int) -> Answer | None:
        chosen = [one for one in visit.printed if not rubric or ascii_slug(one.rubric) == rubric]
        shown = chosen[max(number - 1, 0) * _PAGE : number * _PAGE]
        if not shown:
            return None
        following = ""
        if len(chosen) > number * _PAGE:
            base = f"/{rubric}" if rubric else ""
            following = f'<a class="next page-numbers" href="{_HOME}{base}/page/{number + 1}/">Suivant</a>'
        slider = "" if rubric or number > 1 else _slider(shown)
        rows = "".join(_row(visit, one) for one in shown)
        return html(_shell(visit, "LesEco.ma", "", f"{slider}{rows}{following}", "archive"))

    def _feed(self, visit: Visit) -> str:
        items = [
            Item(
                title=one.title,
                link=_address(one),
                published=one.published,
                description=cut(one, 300, " […]"),
                guid=_short(one),
                author=one.author,
            )
            for one in visit.printed[:50]
        ]
        return rss("LesEco.ma", f"{_HOME}/", items)


def _path_of(article: Article) -> str:
    return f"/{ascii_slug(article.rubric)}/{article.slug}.html"


def _slider(shown: Sequence[Article]) -> str:
    return "".join(
        f'<div class="slide"><a aria-label="{escape(one.title)}" href="{_address(one)}"></a>'
        f'<a aria-label="{escape(one.title)}" href="{_address(one)}">{escape(one.title)}</a></div>\n'
        for one in shown[:3]
    )


def _row(visit: Visit, article: Article) -> str:
    return (
        f'<article class="post"><h2 class="entry-title"><a href="{_address(article)}">{escape(article.title)}</a></h2>'
        f"{visit.noise.age(article.published, visit.at)}<p>{escape(cut(article, 180, '…'))}</p></article>\n"
    )


def _shell(visit: Visit, title: str, head: str, content: str, body_class: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="fr-FR">
<head><meta charset="UTF-8"><title>{escape(title)}</title>
{head}<link rel="alternate" type="application/rss+xml" href="{_HOME}/feed/">
<link rel="stylesheet" href="/wp-content/themes/leseco/style.css{visit.noise.version()}">
<script>var ajax = {{"nonce":"{visit.noise.nonce()}"}};</script></head>
<body class="{body_class}">
<header><a href="{_HOME}/">LesEco.ma</a> <a href="{_HOME}/maroc/">Maroc</a>
<a href="{_HOME}/business/">Business</a></header>
<main>{content}</main>
<footer>© Les Inspirations ÉCO <form action="/" method="get"><input name="s"></form></footer>
</body></html>
"""


def _head(article: Article) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": iso(article.published),
        "dateModified": iso(article.updated),
        "author": [{"@type": "Person", "name": article.author or _OUTLET}],
        "mainEntityOfPage": _address(article),
    }
    return f"""<link rel="canonical" href="{_address(article)}">
<link rel="shortlink" href="{_short(article)}">
<meta property="og:title" content="{escape(article.title)}">
<meta property="og:url" content="{_address(article)}">
<meta property="og:site_name" content="LesEco.ma">
<meta property="article:published_time" content="{iso(article.published)}">
<meta property="article:modified_time" content="{iso(article.updated)}">
{linked_data(data)}
"""


def _article_page(visit: Visit, article: Article) -> str:
    body = _teaser(article) if article.metered else _body(visit, article)
    image = f"https://i0.wp.com/leseco.ma/wp-content/uploads/{article.published:%Y/%m}/{article.id}.jpg"
    content = f"""<article class="post">
<h1 class="post-title entry-title">{escape(article.title)}</h1>
<div class="post-meta"><a href="{_HOME}/{ascii_slug(article.rubric)}/">{escape(article.rubric)}</a>
<time class="date" datetime="{iso(article.published)}">{long_date(article.published)}</time> {visit.noise.views()}</div>
<figure><img src="{image}{visit.noise.version()}" alt=""></figure>
{visit.noise.share(_address(article))}
<div class="entry-content">
{body}
</div></article>
{visit.noise.related("Articles similaires", visit.others(article), _address, visit.at)}"""
    return _shell(
        visit, f"{article.title} - LesEco.ma", _head(article), content, f"single postid-{article.id}"
    )


def _body(visit: Visit, article: Article) -> str:
    """The paragraphs, the byline last, and in some articles one link to an older one among them."""
    rows = paragraphs(article.blocks, "h3").split("\n")
    older = [one for one in visit.published if one.published < article.published]
    if older and article.id % 3 == 0:
        link = f'<p>LIRE AUSSI: <a href="{_address(older[0])}">{escape(older[0].title)}</a></p>'
        rows.insert(len(rows) // 2, link)
    return "\n".join(rows)


def _teaser(article: Article) -> str:
    """The first sentences, cut off, and the notice to subscribers."""
    text = " ".join(block for block in article.blocks[:2] if heading(block) is None)
    sentences = re.split(r"(?<=[.!?]) ", text)
    return f"<p>{escape(' '.join(sentences[:3]).rstrip('.'))}...</p>\n{_NOTICE}"
