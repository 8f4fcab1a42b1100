"""haca.ma: a Drupal 7 site in French, Arabic and Amazigh, whose nodes answer at alias, node and printer paths."""

from html import escape
from urllib.parse import quote, unquote

from tests.replica.addresses import addresses, haca_alias
from tests.replica.articles import Article, Study
from tests.replica.feeds import Item, cut, rss, sitemap, sitemap_index
from tests.replica.study import pdf
from tests.replica.visit import RSS, Answer, Visit, html, moved, paragraphs, plain, xml
from tests.replica.wording import arabic_date, iso, titled_date

_HOME = "https://www.haca.ma"
_FILES = "/sites/default/files/upload/"
_NAME = "Haute Autorité de la Communication Audiovisuelle"
_ARABIC_NAME = "الهيئة العليا للاتصال السمعي البصري"
_ARABIC_SLOGAN = "الخوادم الإلكترونية | خدماتها | خدماتها"
_LANGUAGES = {"fr": "Français", "ar": "العربية", "tf": "ⵜⴰⵎⴰⵣⵉⵖⵜ"}
_ROBOTS = """User-agent: *
Crawl-delay: 10
Disallow: /includes/
Disallow: /modules/
Disallow: /admin/
Disallow: /search/
Disallow: /user/login/
Sitemap: https://www.haca.ma/sitemap.xml
"""
_PAGE = 6


def _date(article: Article) -> str:
    return (arabic_date if article.language == "ar" else titled_date)(article.published)


class Haca:
    """Listings at `/<language>/actualites?page=N` from 0, a feed a language, a sitemap index, PDF studies."""

    name = "haca"
    hosts = frozenset({"www.haca.ma", "haca.ma"})
    style = ""

    def answer(self, visit: Visit) -> Answer | None:
        path = visit.path.rstrip("/") or "/"
        if visit.path.startswith(_FILES):
            return self._file(visit, visit.path.removeprefix(_FILES))
        match path.split("/")[1:]:
            case [""]:
                return moved(f"{_HOME}/fr", 302)
            case ["robots.txt"]:
                return plain(_ROBOTS)
            case ["rss.xml"]:
                return xml(self._feed(visit, "fr"), RSS)
            case ["sitemap.xml"]:
                return xml(sitemap_index(f"{_HOME}/sitemap-{tongue}.xml" for tongue in _LANGUAGES))
            case [str(file)] if file.startswith("sitemap-") and file[8:-4] in _LANGUAGES:
                rows = [one for one in visit.printed if one.language == file[8:-4]]
                return xml(sitemap(rows, lambda one: addresses(one, "haca")[0]))
            case [tongue, *rest] if tongue in _LANGUAGES:
                return self._side(visit, tongue, rest)
        return None

    def missing(self, visit: Visit) -> str:
        return _shell(
            visit,
            "fr",
            "Page non trouvée",
            "",
            "<h1>Page non trouvée</h1><p>La page demandée n'existe pas.</p>",
        )

    def _side(self, visit: Visit, tongue: str, rest: list[str]) -> Answer | None:
        match rest:
            case [] | ["actualites"]:
                return html(self._listing(visit, tongue))
            case ["rss.xml"]:
                return xml(self._feed(visit, tongue), RSS)
        for article in visit.published:
            if article.language != tongue:
                continue
            number = str(article.id)
            if rest == ["print", number] or rest == ["node", number] or visit.path == haca_alias(article):
                if article.gone:
                    return Answer(status=article.gone, body=self.missing(visit).encode())
                return html((_print_page if rest[0] == "print" else _node_page)(visit, article))
        return None

    def _file(self, visit: Visit, name: str) -> Answer | None:
        for article in visit.printed:
            for study in article.studies:
                if study.file == name:
                    return Answer(body=pdf(article, study), kind="application/pdf")
        return None

    def _listing(self, visit: Visit, tongue: str) -> str:
        number = visit.number("page")
        chosen = [one for one in visit.printed if one.language == tongue]
        rows = "".join(
            f'<div class="views-row"><h2><a href="{quote(haca_alias(one))}">{escape(one.title)}</a></h2>'
            f'<span class="date-display-single">{_date(one)}</span><p>{escape(cut(one, 160, "…"))}</p></div>\n'
            for one in chosen[number * _PAGE : (number + 1) * _PAGE]
        )
        pager = ""
        if len(chosen) > (number + 1) * _PAGE:
            following = f"/{tongue}/actualites?page={number + 1}"
            pager = f'<ul class="pager"><li class="pager-next"><a href="{following}">suivant ›</a></li></ul>'
        return _shell(visit, tongue, "Actualités", "", f'<div class="view-content">{rows}</div>{pager}')

    def _feed(self, visit: Visit, tongue: str) -> str:
        items = [
            Item(
                title=one.title,
                link=addresses(one, "haca")[0],
                published=one.published,
                description=cut(one, 300, "…"),
                guid=f"{one.id} at {_HOME}",
            )
            for one in visit.printed
            if one.language == tongue
        ]
        return rss(_NAME, _HOME, items[:10])


def _shell(
    visit: Visit, tongue: str, title: str, head: str, content: str, body_class: str = "page-listing"
) -> str:
    direction = "rtl" if tongue == "ar" else "ltr"
    switch = "".join(
        f'<li class="{code}"><a href="/{code}/actualites" class="language-link">{name}</a></li>'
        for code, name in _LANGUAGES.items()
    )
    return f"""<!DOCTYPE html>
<html lang="{tongue}" dir="{direction}">
<head><meta charset="utf-8"><title>{escape(title)} | {_NAME}</title>
<meta name="Generator" content="Drupal 7 (http://drupal.org)">
{head}<link rel="stylesheet" href="/sites/default/files/css/css_1.css{visit.noise.version()}"></head>
<body class="html not-front not-logged-in {body_class} i18n-{tongue}" data-build="{visit.noise.nonce()}">
<div id="header"><a href="/{tongue}">{_NAME}</a><ul class="language-switcher-locale-url">{switch}</ul></div>
<div id="content">
{content}
</div>
<div id="footer">{_NAME} - Espace les Palmiers, Hay Riad, Rabat {visit.noise.views()}</div>
</body></html>
"""


def _node_page(visit: Visit, article: Article) -> str:
    path = f"/{article.language}/node/{article.id}"
    head = (
        f'<link rel="canonical" href="{_HOME}{quote(haca_alias(article))}">\n'
        f'<link rel="shortlink" href="{_HOME}{path}">\n'
        f'<meta property="article:published_time" content="{iso(article.published)}">\n'
    )
    others = [one for one in visit.others(article) if one.language == article.language]
    links = "".join(f"<p>{_link(study)}</p>" for study in article.studies)
    content = f"""<h1 id="page-title">{escape(article.title)}</h1>
<article id="node-{article.id}" class="node node-actualite">
<ul class="links print"><li><a href="/{article.language}/print/{article.id}">Version imprimable</a></li></ul>
<div class="field field-name-field-date"><span class="date-display-single">{_date(article)}</span></div>
<div class="field field-name-body"><div class="field-items"><div class="field-item even">
{paragraphs(article.blocks, "h3")}
<p>\N{NO-BREAK SPACE}</p>
{links}</div></div></div>
{visit.noise.share(path)}</article>
{visit.noise.related("A lire aussi", others, haca_alias_quoted, visit.at)}"""
    classes = f"page-node page-node-{article.id} node-type-actualite"
    return _shell(visit, article.language, article.title, head, content, classes)


def haca_alias_quoted(article: Article) -> str:
    return quote(haca_alias(article))


def _link(study: Study, mark: str = "") -> str:
    return f'<a href="{_FILES}{quote(study.file)}">{escape(study.label)}</a>{mark}'


def _print_page(visit: Visit, article: Article) -> str:
    title = escape(article.title)
    files = [f"{_HOME}{_FILES}{quote(study.file)}" for study in article.studies]
    footnote = '<span class="print-footnote">[{}]</span>'
    links = "".join(
        f"<p>{_link(study, ' ' + footnote.format(number))}</p>"
        for number, study in enumerate(article.studies, start=2)
    )
    notes = "<br>\n".join(
        f"[{number}] {escape(unquote(address) if number > 1 else address)}"
        for number, address in enumerate([f"{_HOME}/fr/javascript%3A%3B", *files], start=1)
    )
    sizes = " ".join(f'<a href="javascript:;">{sign}A {footnote.format(1)}</a>' for sign in ("-", "+"))
    direction = "rtl" if article.language == "ar" else "ltr"
    return f"""<!DOCTYPE html>
<html lang="{article.language}" dir="{direction}">
<head><meta charset="utf-8"><meta name="robots" content="noindex, nofollow">
<base href="{_HOME}/"><title>{title}</title>
<link rel="canonical" href="{_HOME}{quote(haca_alias(article))}"></head>
<body data-build="{visit.noise.nonce()}">
<div class="print-logo"></div>
<div class="print-site_name">{_ARABIC_NAME}<br>{_ARABIC_SLOGAN}<br>{_NAME}<br>
Publié sur <em>{_NAME}</em> (<a href="{_HOME}">{_HOME}</a>)</div>
<div class="print-breadcrumb"><a href="/fr">Accueil</a> &gt; {title}</div>
<hr class="print-hr">
<div class="print-content">
{sizes}
<h1>{title}</h1>
<p>{_date(article)}</p>
<p>\N{NO-BREAK SPACE}</p>
{paragraphs(article.blocks, "h3")}
<p>\N{NO-BREAK SPACE}</p>
{links}</div>
<div class="print-footer"><hr class="print-hr"><div class="print-links"><strong>Liens</strong><br>
{notes}</div></div>
</body></html>
"""
