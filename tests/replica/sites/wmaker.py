"""The page skeleton of WMaker, the press software behind L'ODJ and the old L'Opinion."""

from html import escape

from tests.replica.articles import Article
from tests.replica.visit import Visit, heading
from tests.replica.wording import iso, weekday_date

_MUSTACHE = """<script type="text/template">{{#item}}<h3 class="titre"><a href="{{url}}">{{title}}</a></h3>
<div class="texte">{{chapo}}</div>{{/item}}</script>"""


def shell(visit: Visit, outlet: str, title: str, head: str, content: str) -> str:
    """A whole page: the head's links, some of the dozens of modules, and the table that holds the content."""
    modules = "".join(
        f'<div id="mod_{number}" class="mod_{number} wm-module fullbackground module-{kind}">{text}</div>\n'
        for number, kind, text in (
            (31204, "menu_static", f'<a href="/">{escape(outlet)}</a> <a href="/agenda/">Agenda</a>'),
            (31209, "search", '<form action="/search/"><input name="keyword"></form>'),
            (31217, "banner", f'<img src="/photo/pub.jpg{visit.noise.version()}" alt="">'),
        )
    )
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"
 "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:og="http://ogp.me/ns#"
 xmlns:fb="http://ogp.me/ns/fb#" xml:lang="fr" lang="fr">
<head>
<title>{escape(title)}</title>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
{head}<link rel="stylesheet" href="/var/style/style_7.css{visit.noise.version()}" type="text/css" />
<link rel="alternate" type="application/rss+xml" title="RSS" href="/xml/syndication.rss" />
<link rel="alternate" type="application/atom+xml" title="ATOM" href="/xml/atom.xml" />
</head>
<body class="mep7 home">
{modules}<table id="main_table_inner"><tr><td class="z_col0_td_inner z_td_colonne"><div id="z_col0">
{content}
</div></td></tr></table>
<div id="mod_31299" class="mod_31299 wm-module fullbackground module-footer">
{visit.noise.views()} {visit.noise.nonce()}</div>
</body></html>
"""


def article_head(article: Article, address: str, outlet: str, image: str) -> str:
    title, chapo = escape(article.title), escape(article.blocks[0][:150])
    return f"""<meta name="keywords" content="{escape(article.rubric)}" />
<meta name="description" content="{chapo}" />
<meta property="og:url" content="{escape(address)}" />
<meta property="og:type" content="article" />
<meta property="og:title" content="{title}" />
<meta property="og:description" content="{chapo}" />
<meta property="og:site_name" content="{escape(outlet)}" />
<meta property="og:image" content="{image}" />
<meta property="article:published_time" content="{iso(article.published)}" />
<meta name="twitter:card" content="summary_large_image" />
<link rel="canonical" href="{escape(address)}" />
"""


def story(visit: Visit, article: Article, path: str, body: str, related: str) -> str:
    """Title, date line, picture, body and the boxes below it."""
    author = f"Rédigé par {escape(article.author)} le " if article.author else ""
    photo = f"/photo/art/default/{article.id}-{article.id + 7}.jpg{visit.noise.version()}"
    direction = ' dir="rtl"' if article.language == "ar" else ""
    return f"""<div class="entete"><a href="/{escape(article.rubric)}/">{escape(article.rubric)}</a></div>
<h1 class="access">{escape(article.title)}</h1>
<div class="date">{author}{weekday_date(article.published)}</div>
<div class="photo shadow left"><img src="{photo}" alt="" /></div>
<div class="access firstletter"{direction}><div>{body}</div></div>
<div class="boutons">{visit.noise.share(path)}</div>
<div class="autres">{related}{_MUSTACHE}</div>"""


def lines(blocks: tuple[str, ...]) -> str:
    """Paragraphs parted by double `br`, subheads in `b`."""
    rows = []
    for block in blocks:
        title = heading(block)
        rows.append(escape(block) if title is None else f"<b>{escape(title)}</b>")
    return "<br /><br />\n".join(rows)


def print_page(article: Article, address: str, outlet: str, body: str) -> str:
    """The `?print=1` form: title, date, body and a line with the address."""
    return f"""<html><head><title>{escape(article.title)}</title><meta charset="utf-8">
<meta name="robots" content="noindex"><link rel="canonical" href="{escape(address)}"></head>
<body onload="window.print()"><div id="print"><div class="site">{escape(outlet)}</div>
<h1 class="access">{escape(article.title)}</h1><div class="date">{weekday_date(article.published)}</div>
<div class="access firstletter"><div>{body}</div></div>
<div class="source">{escape(address)}</div></div></body></html>
"""


def amp_page(article: Article, address: str, body: str) -> str:
    """The `.amp.html` form."""
    return f"""<!doctype html><html amp lang="fr"><head><meta charset="utf-8"><title>{escape(article.title)}</title>
<link rel="canonical" href="{escape(address)}"><script async src="https://cdn.ampproject.org/v0.js"></script></head>
<body><h1>{escape(article.title)}</h1><div class="date">{weekday_date(article.published)}</div>
<div class="texte">{body}</div></body></html>
"""
