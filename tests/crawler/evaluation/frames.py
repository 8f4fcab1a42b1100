"""The frames that articles are set in: the layouts of news sites, with and without telling names."""

import json
from collections.abc import Callable
from html import escape

from tests.crawler.evaluation.paint import NO_BREAKS, Paint
from tests.replica.articles import Article

Frame = Callable[[Article, Paint], str]

_MENU = "".join(
    f'<li><a href="/{slug}">{name}</a></li>'
    for slug, name in (("politique", "Politique"), ("economie", "Économie"), ("culture", "Culture"), ("sport", "Sport"), ("monde", "Monde"))
)
_MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"]


def _date(article: Article) -> str:
    at = article.published
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def _is_head(block: str) -> bool:
    return block.startswith("## ")


def _text(block: str) -> str:
    return escape(block.removeprefix("## "), quote=False)


def _paragraphs(article: Article, paint: Paint, tag: str = "p", between: Callable[[int], str] = lambda n: "") -> str:
    rows = []
    for n, block in enumerate(article.blocks):
        rows.append(f"<h2>{_text(block)}</h2>" if _is_head(block) else f"<{tag}>{_text(block)}</{tag}>")
        rows.append(between(n))
    return "\n".join(rows)


def _head(article: Article, paint: Paint, data: bool = True) -> str:
    title = escape(article.title)
    linked = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": article.published.isoformat(),
        "author": {"@type": "Person", "name": article.author or "La rédaction"},
        "publisher": {"@type": "Organization", "name": "Le Courrier"},
    }
    script = json.dumps(linked, ensure_ascii=False).replace("</", "<\\/")
    return f"""<head><meta charset="utf-8"><title>{title} - Le Courrier</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="Le Courrier">
<meta property="article:published_time" content="{article.published.isoformat()}">
<meta name="csrf-token" content="{paint.nonce()}"><link rel="stylesheet" href="/s.css?v={paint.nonce()}">
{f'<script type="application/ld+json">{script}</script>' if data else ""}
<script nonce="{paint.nonce()}">window.t="{paint.nonce()}"</script></head>"""


def _page(article: Article, head: str, content: str) -> str:
    return f'<!DOCTYPE html><html lang="{article.language}"{" dir=rtl" if article.language == "ar" else ""}>\n{head}\n<body>\n{content}\n</body></html>'


def _footer(paint: Paint) -> str:
    return f'<footer><p>© Le Courrier {paint.views()}</p><ul>{_MENU}</ul></footer>'


def semantic(article: Article, paint: Paint) -> str:
    """HTML5 as it is taught."""

    def between(n: int) -> str:
        return paint.also() if n == 1 else paint.advert() + paint.newsletter() if n == 2 else ""

    return _page(article, _head(article, paint), f"""<header><nav><ul>{_MENU}</ul></nav></header>{paint.ticker()}
<main><article><h1>{escape(article.title)}</h1><p>Par {escape(article.author or "La rédaction")} — <time datetime="{article.published.isoformat()}">{_date(article)}</time> {paint.views()} {paint.age()}</p>
{paint.share()}{paint.image()}{_paragraphs(article, paint, between=between)}{paint.share()}</article>
<aside>{paint.related()}</aside></main>{paint.comments()}{_footer(paint)}""")


def wordpress(article: Article, paint: Paint) -> str:
    def between(n: int) -> str:
        return paint.also() if n == 2 else paint.advert() if n == 1 else paint.newsletter() if n == 3 else ""

    return _page(article, _head(article, paint), f"""<div id="page"{paint.name("site")}><div{paint.name("main-navigation")}><ul>{_MENU}</ul></div>
<div{paint.name("newsticker")}>{paint.ticker()}</div><div{paint.name("content-area")}><div{paint.name("post type-post hentry")}>
<h1{paint.name("entry-title")}>{escape(article.title)}</h1><div{paint.name("entry-meta")}>Publié le {_date(article)} par {escape(article.author or "La rédaction")} {paint.views()}</div>
<div{paint.name("entry-content")}>{paint.image()}{_paragraphs(article, paint, between=between)}{paint.share()}{paint.related("Articles similaires")}</div></div>
{paint.comments()}</div><div id="secondary"{paint.name("sidebar")}>{paint.cards()}</div></div>{_footer(paint)}""")


def spans(article: Article, paint: Paint) -> str:
    """Maghress: no paragraph, no article."""
    half = max(1, len(article.blocks) // 2)
    parts = [article.blocks[:half], article.blocks[half:]]
    body = "\n".join(
        f"<span{paint.name('articlecontent')}>" + "<br>\n".join(_text(block) for block in part) + "<br></span>" for part in parts if part
    )
    return f"""<html><head><title>{escape(article.title)} - Maghress</title><meta charset=utf-8></head><body>
<div>{_MENU}</div><div>{paint.ticker()}</div>
<div>Merci d'avoir signalé!<br>Cette image sera automatiquement bloquée après qu'elle soit signalée par plusieurs personnes.</div>
<span{paint.name("articletitle")}>{escape(article.title)}</span><br>
<span{paint.name("articlenewspaper")}>Publié dans L'opinion le {article.published:%d - %m - %Y}</span><br>
{body}<br><br><div><a href="https://origine.example/{article.id}">Cliquez ici pour lire l'article depuis sa source.</a></div></body></html>"""


def table(article: Article, paint: Paint) -> str:
    """A layout of tables, lines parted by two `br`."""
    body = "<br><br>\n".join(f"<b>{_text(b)}</b>" if _is_head(b) else _text(b) for b in article.blocks)
    return _page(article, _head(article, paint, data=False), f"""<table width="100%"><tr><td colspan="3">{paint.ticker()}</td></tr>
<tr><td width="160"><ul>{_MENU}</ul></td><td><h1>{escape(article.title)}</h1><div>{_date(article)} | {paint.views()}</div>{body}<br>{paint.share()}</td>
<td width="300">{paint.related()}</td></tr><tr><td colspan="3">© Le Courrier</td></tr></table>""")


def divs(article: Article, paint: Paint) -> str:
    """Each paragraph in a wrapper of its own, names that say nothing."""
    rows = "".join(
        f'<div{paint.name("x7")}><div{paint.name("x8")}>{"<h3>" if _is_head(b) else "<p>"}{_text(b)}{"</h3>" if _is_head(b) else "</p>"}</div></div>'
        + (paint.advert() if n == 2 else paint.also() if n == 3 else "")
        for n, b in enumerate(article.blocks)
    )
    return _page(article, _head(article, paint), f"""<div{paint.name("x1")}><div{paint.name("x2")}><ul>{_MENU}</ul></div>{paint.ticker()}
<div{paint.name("x3")}><div{paint.name("x4")}><h1{paint.name("x5")}>{escape(article.title)}</h1><div{paint.name("x6")}>{_date(article)}</div></div>{paint.image()}
<div{paint.name("x9")}>{rows}</div>{paint.share()}</div><div{paint.name("x10")}>{paint.cards(5)}</div></div>{_footer(paint)}""")


def flat(article: Article, paint: Paint) -> str:
    """Everything side by side in the body."""
    return _page(article, _head(article, paint, data=False), f"""{paint.ticker()}<h1>{escape(article.title)}</h1><p>{_date(article)}</p>
{_paragraphs(article, paint)}<p>{paint.views()}</p>{paint.related()}<p>© Le Courrier. Tous droits réservés.</p>""")


def lines(article: Article, paint: Paint) -> str:
    """The body as one `div` of lines."""
    body = "<br>\n".join(_text(b) for b in article.blocks)
    return _page(article, _head(article, paint, data=False), f"""<div id="head"><ul>{_MENU}</ul></div><div>{paint.ticker()}</div>
<div><h2>{escape(article.title)}</h2><small>{_date(article)}</small><div>{body}</div></div>{paint.share()}{paint.related()}<div id="foot">{paint.views()}</div>""")


def after(article: Article, paint: Paint) -> str:
    """The ticker below the article."""
    return _page(article, _head(article, paint), f"""<div><ul>{_MENU}</ul></div><div><h1>{escape(article.title)}</h1><div>{_date(article)}</div>
<div>{_paragraphs(article, paint)}</div></div>{paint.share()}<div>{paint.ticker()}</div>{paint.cards()}{_footer(paint)}""")


def next_app(article: Article, paint: Paint) -> str:
    """A server-rendered application."""
    return _page(article, _head(article, paint), f"""<div id="__next"><header><a href="/">Le Courrier</a><nav>{_MENU}</nav></header><div{paint.name("ticker_wrap__a1")}>{paint.ticker()}</div>
<main{paint.name("layout_main__b2")}><section{paint.name("hero__c3")}><span>Culture</span><h1>{escape(article.title)}</h1><div>{paint.views()} · {_date(article)}</div></section>
<section{paint.name("body__d4")}>{_paragraphs(article, paint, between=lambda n: paint.newsletter() if n == 1 else "")}</section>{paint.cards()}</main>{_footer(paint)}</div>
<script>self.__next_f.push([1,"{paint.nonce()}"])</script>""")


def tabular(article: Article, paint: Paint) -> str:
    """Paragraphs in a cell."""
    return _page(article, _head(article, paint, data=False), f"""<center>{paint.ticker()}<table><tr><td valign=top>{_paragraphs(article, paint)}</td></tr></table></center>
<h3>{escape(article.title)}</h3>{paint.related()}""".replace("<center>", f"<h1>{escape(article.title)}</h1><center>").replace(f"<h3>{escape(article.title)}</h3>", ""))


def capture(article: Article, paint: Paint) -> str:
    """A plain-text capture of Maghress."""
    body = "\n".join(b.removeprefix("## ") for b in article.blocks)
    return (
        NO_BREAKS.join([*paint.headlines(), ""])
        + "\n" * 8
        + "Merci d'avoir signalé!\nCette image sera automatiquement bloquée après qu'elle soit signalée par plusieurs personnes.\n\n\n\n"
        + f"{article.title}\nPublié dans L'opinion le {article.published:%d - %m - %Y}\n\n{body}\n\n\nCliquez ici pour lire l'article depuis sa source."
    )


def text(article: Article, paint: Paint) -> str:
    """A plain text that a converter made: menu, ticker line by line, article, foot."""
    body = "\n\n".join(b.removeprefix("## ") for b in article.blocks)
    ticker = "\n".join(paint.headlines())
    related = "\n".join(paint.titles("related", 6))
    return f"Politique\nÉconomie\nCulture\n\n{ticker}\n\n{article.title}\n\n{_date(article)}\n\n{body}\n\nPartager\n\n{related}\n\n© Le Courrier"


HTML_FRAMES: dict[str, Frame] = {
    "semantic": semantic, "wordpress": wordpress, "spans": spans, "table": table, "divs": divs, "flat": flat,
    "lines": lines, "after": after, "application": next_app, "cell": tabular,
}  # fmt: skip
TEXT_FRAMES: dict[str, Frame] = {"capture": capture, "text": text}
