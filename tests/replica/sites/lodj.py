"""lodj.ma: L'ODJ, a WMaker site that prints the block after an article's lead twice."""

import re
from html import escape

from tests.replica.addresses import addresses
from tests.replica.articles import Article
from tests.replica.feeds import Item, atom, cut, news_sitemap, rss, sitemap, sitemap_index
from tests.replica.sites import wmaker
from tests.replica.visit import RSS, Answer, Visit, html, plain, xml
from tests.replica.wording import NEWS_WINDOW, ascii_slug

_HOME = "https://www.lodj.ma"
_OUTLET = "L'ODJ Média"
_RUBRIC = re.compile(r"/[^/]+_r10\.html")
_ARTICLE = re.compile(r"/[^/]+_a(?P<id>\d{1,9})(?P<amp>\.amp)?\.html")
_ROBOTS = "User-agent: *\nDisallow: /search/\nDisallow: /admin/\nSitemap: https://www.lodj.ma/sitemap.xml\n"
_PAGE = 6


def _address(article: Article) -> str:
    return addresses(article, "lodj")[0]


def _path(article: Article) -> str:
    return _address(article).removeprefix(_HOME)


class Lodj:
    """Rubric pages at `/<Name>_r10.html?start=N`, RSS and Atom, a sitemap index, AMP, print and mobile forms."""

    name = "lodj"
    hosts = frozenset({"www.lodj.ma", "lodj.ma", "m.lodj.ma"})
    style = "curly"

    def answer(self, visit: Visit) -> Answer | None:
        if found := _ARTICLE.fullmatch(visit.path):
            return self._article(visit, int(found["id"]), amp=found["amp"] is not None)
        if visit.path == "/" or _RUBRIC.fullmatch(visit.path):
            return html(self._listing(visit))
        match visit.path:
            case "/robots.txt":
                return plain(_ROBOTS)
            case "/xml/syndication.rss":
                return xml(rss(_OUTLET, _HOME, self._items(visit)), RSS)
            case "/xml/atom.xml":
                return xml(atom(_OUTLET, _HOME, self._items(visit)), "application/atom+xml; charset=utf-8")
            case "/sitemap.xml":
                return xml(sitemap_index([f"{_HOME}/sitemap-articles.xml", f"{_HOME}/sitemap-news.xml"]))
            case "/sitemap-articles.xml":
                return xml(sitemap(visit.printed, _address))
            case "/sitemap-news.xml":
                return xml(news_sitemap(visit.recent(NEWS_WINDOW), _address, _OUTLET))
        return None

    def missing(self, visit: Visit) -> str:
        return wmaker.shell(visit, _OUTLET, _OUTLET, "", '<h1 class="access">Cette page n’existe pas</h1>')

    def _article(self, visit: Visit, number: int, *, amp: bool) -> Answer | None:
        article = next((one for one in visit.published if one.id == number), None)
        if article is None:
            return None
        if article.gone:
            return Answer(status=article.gone, body=self.missing(visit).encode())
        body = wmaker.lines((*article.blocks, *article.blocks[1:]))  # the habit of the site
        if amp:
            return html(wmaker.amp_page(article, _address(article), body))
        if visit.query.get("print") == "1":
            return html(wmaker.print_page(article, _address(article), _OUTLET, body))
        image = f"{_HOME}/photo/art/grande/{article.id}-{article.id + 7}.jpg{visit.noise.version()}"
        related = visit.noise.related("Dans la même rubrique :", visit.others(article), _path, visit.at)
        head = wmaker.article_head(article, _address(article), _OUTLET, image)
        head += f'<link rel="amphtml" href="{escape(_address(article).replace(".html", ".amp.html"))}" />\n'
        story = wmaker.story(visit, article, _path(article), body, related)
        return html(wmaker.shell(visit, _OUTLET, article.title, head, story))

    def _items(self, visit: Visit) -> list[Item]:
        return [
            Item(
                title=one.title,
                link=_address(one),
                published=one.published,
                description=cut(one, 400, "..."),
                author=one.author,
            )
            for one in visit.printed[:20]
        ]

    def _listing(self, visit: Visit) -> str:
        start = visit.number("start")
        rows = "".join(
            f'<div class="resultat"><h3 class="titre_article"><a href="{_path(one)}">{escape(one.title)}</a></h3>'
            f'<div class="texte">{escape(cut(one, 200, "..."))}</div>{visit.noise.age(one.published, visit.at)}</div>\n'
            for one in visit.printed[start : start + _PAGE]
        )
        rubrics = "".join(
            f'<a href="/{ascii_slug(name).capitalize()}_r10.html">{escape(name)}</a> '
            for name in dict.fromkeys(one.rubric for one in visit.printed)
        )
        following = ""
        if len(visit.printed) > start + _PAGE:
            base = "/Actualites_r10.html" if visit.path == "/" else visit.path
            link = f"{base}?start={start + _PAGE}&amp;order="
            following = f'<div class="pager"><a class="sel" href="{link}">&gt;</a></div>'
        return wmaker.shell(visit, _OUTLET, _OUTLET, "", f"<div>{rubrics}</div>{rows}{following}")
