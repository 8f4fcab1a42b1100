"""The frames that articles are set in: the layouts of news sites, with and without telling names."""

import json
from collections.abc import Callable
from html import escape

from tests.crawler.evaluation.paint import NO_BREAKS, Paint
from tests.replica.articles import Article

Frame = Callable[[Article, Paint], str]
Between = Callable[[int], str]

_MENU = "".join(
    f'<li><a href="/{name.lower()}">{name}</a></li>' for name in ("Politique", "Culture", "Sport", "Monde")
)
_MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre")
_REPORTED = (
    "Merci d'avoir signalé!",
    "Cette image sera automatiquement bloquée après qu'elle soit signalée par plusieurs personnes.",
)
_SOURCE_LINE = "Cliquez ici pour lire l'article depuis sa source."


def _date(article: Article) -> str:
    at = article.published
    return f"{at.day} {(*_MONTHS, 'novembre', 'décembre')[at.month - 1]} {at.year}"


def _is_head(block: str) -> bool:
    return block.startswith("## ")


def _text(block: str) -> str:
    return escape(block.removeprefix("## "), quote=False)


def paragraph_rows(article: Article) -> list[str]:
    """The blocks of an article as elements."""
    return [f"<h2>{_text(b)}</h2>" if _is_head(b) else f"<p>{_text(b)}</p>" for b in article.blocks]


def _paragraphs(article: Article, between: Between = lambda n: "") -> str:
    return "\n".join(row + between(n) for n, row in enumerate(paragraph_rows(article)))


def _head(article: Article, paint: Paint) -> str:
    title, at = escape(article.title), article.published.isoformat()
    linked = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": at,
        "author": {"@type": "Person", "name": article.author or "La rédaction"},
        "publisher": {"@type": "Organization", "name": "Le Courrier"},
    }
    script = json.dumps(linked, ensure_ascii=False).replace("</", "<\\/")
    return f"""<meta property="og:title" content="{title}"><meta property="og:site_name" content="Le Courrier">
<meta property="article:published_time" content="{at}"><script type="application/ld+json">{script}</script>"""


def page_of(article: Article, paint: Paint, content: str, head: str = "") -> str:
    """A whole page with `content` in its body."""
    right = " dir=rtl" if article.language == "ar" else ""
    return f"""<!DOCTYPE html><html lang="{article.language}"{right}>
<head><meta charset="utf-8"><title>{escape(article.title)} - Le Courrier</title>
{head}<meta name="csrf-token" content="{paint.nonce()}"><link rel="stylesheet" href="/s.css?v={paint.nonce()}">
<script nonce="{paint.nonce()}">window.t="{paint.nonce()}"</script></head>
<body>
{content}
</body></html>"""


def _footer(paint: Paint) -> str:
    return f"<footer><p>© Le Courrier {paint.views()}</p><ul>{_MENU}</ul></footer>"


def semantic(article: Article, paint: Paint) -> str:
    """HTML5 as it is taught."""

    def between(n: int) -> str:
        return paint.also() if n == 1 else paint.advert() + paint.newsletter() if n == 2 else ""

    at = article.published.isoformat()
    content = f"""<header><nav><ul>{_MENU}</ul></nav></header>{paint.ticker()}
<main><article><h1>{escape(article.title)}</h1>
<p>Par {escape(article.author or "La rédaction")} — <time datetime="{at}">{_date(article)}</time>
{paint.views()} {paint.age()}</p>
{paint.share()}{paint.image()}{_paragraphs(article, between)}{paint.share()}</article>
<aside>{paint.related()}</aside></main>{paint.comments()}{_footer(paint)}"""
    return page_of(article, paint, content, _head(article, paint))


def wordpress(article: Article, paint: Paint) -> str:
    """Classes that say what they are."""

    def between(n: int) -> str:
        return paint.also() if n == 2 else paint.advert() if n == 1 else paint.newsletter() if n == 3 else ""

    name, by = paint.name, escape(article.author or "La rédaction")
    content = f"""<div id="page"{name("site")}><div{name("main-navigation")}><ul>{_MENU}</ul></div>
<div{name("newsticker")}>{paint.ticker()}</div>
<div{name("content-area")}><div{name("post type-post hentry")}><h1{name("entry-title")}>{escape(article.title)}</h1>
<div{name("entry-meta")}>Publié le {_date(article)} par {by} {paint.views()}</div>
<div{name("entry-content")}>{paint.image()}{_paragraphs(article, between)}{paint.share()}
{paint.related("Articles similaires")}</div></div>
{paint.comments()}</div><div id="secondary"{name("sidebar")}>{paint.cards()}</div></div>{_footer(paint)}"""
    return page_of(article, paint, content, _head(article, paint))


def spans(article: Article, paint: Paint) -> str:
    """Maghress: no paragraph, no article."""
    half = max(1, len(article.blocks) // 2)
    body = "\n".join(
        f"<span{paint.name('articlecontent')}>" + "<br>\n".join(map(_text, part)) + "<br></span>"
        for part in (article.blocks[:half], article.blocks[half:])
        if part
    )
    return f"""<html><head><title>{escape(article.title)} - Maghress</title><meta charset=utf-8></head><body>
<div>{_MENU}</div><div>{paint.ticker()}</div>
<div>{"<br>".join(_REPORTED)}</div>
<span{paint.name("articletitle")}>{escape(article.title)}</span><br>
<span{paint.name("articlenewspaper")}>Publié dans L'opinion le {article.published:%d - %m - %Y}</span><br>
{body}<br><br><div><a href="https://origine.example/{article.id}">{_SOURCE_LINE}</a></div></body></html>"""


def table(article: Article, paint: Paint) -> str:
    """A layout of tables, lines parted by two `br`."""
    body = "<br><br>\n".join(f"<b>{_text(b)}</b>" if _is_head(b) else _text(b) for b in article.blocks)
    content = f"""<table width="100%"><tr><td colspan="3">{paint.ticker()}</td></tr>
<tr><td width="160"><ul>{_MENU}</ul></td>
<td><h1>{escape(article.title)}</h1><div>{_date(article)} | {paint.views()}</div>{body}<br>{paint.share()}</td>
<td width="300">{paint.related()}</td></tr><tr><td colspan="3">© Le Courrier</td></tr></table>"""
    return page_of(article, paint, content)


def divs(article: Article, paint: Paint) -> str:
    """Each paragraph in a wrapper of its own, names that say nothing."""
    name = paint.name
    rows = []
    for n, block in enumerate(article.blocks):
        tag = "h3" if _is_head(block) else "p"
        rows.append(f"<div{name('x7')}><div{name('x8')}><{tag}>{_text(block)}</{tag}></div></div>")
        rows.append(paint.advert() if n == 2 else paint.also() if n == 3 else "")
    content = f"""<div{name("x1")}><div{name("x2")}><ul>{_MENU}</ul></div>{paint.ticker()}
<div{name("x3")}><div{name("x4")}><h1{name("x5")}>{escape(article.title)}</h1><div{name("x6")}>{_date(article)}</div></div>
{paint.image()}<div{name("x9")}>{"".join(rows)}</div>{paint.share()}</div>
<div{name("x10")}>{paint.cards(5)}</div></div>{_footer(paint)}"""
    return page_of(article, paint, content, _head(article, paint))


def flat(article: Article, paint: Paint) -> str:
    """Everything side by side in the body."""
    content = f"""{paint.ticker()}<h1>{escape(article.title)}</h1><p>{_date(article)}</p>
{_paragraphs(article)}<p>{paint.views()}</p>{paint.related()}<p>© Le Courrier. Tous droits réservés.</p>"""
    return page_of(article, paint, content)


def lines(article: Article, paint: Paint) -> str:
    """The body as one `div` of lines."""
    content = f"""<div id="head"><ul>{_MENU}</ul></div><div>{paint.ticker()}</div>
<div><h2>{escape(article.title)}</h2><small>{_date(article)}</small>
<div>{"<br>".join(map(_text, article.blocks))}</div></div>
{paint.share()}{paint.related()}<div id="foot">{paint.views()}</div>"""
    return page_of(article, paint, content)


def after(article: Article, paint: Paint) -> str:
    """The ticker below the article."""
    content = f"""<div><ul>{_MENU}</ul></div>
<div><h1>{escape(article.title)}</h1><div>{_date(article)}</div><div>{_paragraphs(article)}</div></div>
{paint.share()}<div>{paint.ticker()}</div>{paint.cards()}{_footer(paint)}"""
    return page_of(article, paint, content, _head(article, paint))


def application(article: Article, paint: Paint) -> str:
    """A server-rendered application."""
    name = paint.name
    body = _paragraphs(article, lambda n: paint.newsletter() if n == 1 else "")
    content = f"""<div id="__next"><header><a href="/">Le Courrier</a><nav>{_MENU}</nav></header>
<div{name("ticker_wrap__a1")}>{paint.ticker()}</div>
<main{name("layout_main__b2")}><section{name("hero__c3")}><span>Culture</span><h1>{escape(article.title)}</h1>
<div>{paint.views()} · {_date(article)}</div></section><section{name("body__d4")}>{body}</section>{paint.cards()}</main>
{_footer(paint)}</div><script>self.__next_f.push([1,"{paint.nonce()}"])</script>"""
    return page_of(article, paint, content, _head(article, paint))


def cell(article: Article, paint: Paint) -> str:
    """The ticker between the title and the paragraphs, which stand in a cell."""
    content = f"""<h1>{escape(article.title)}</h1><center>{paint.ticker()}
<table><tr><td valign=top>{_paragraphs(article)}</td></tr></table></center>{paint.related()}"""
    return page_of(article, paint, content, f"<meta name=date content={article.published:%Y-%m-%d}>")


def capture(article: Article, paint: Paint) -> str:
    """A plain-text capture of Maghress."""
    body = "\n".join(block.removeprefix("## ") for block in article.blocks)
    ticker = NO_BREAKS.join([*paint.headlines(), ""])
    dateline = f"Publié dans L'opinion le {article.published:%d - %m - %Y}"
    reported = "\n".join(_REPORTED)
    return ticker + "\n" * 8 + f"{reported}\n\n\n\n{article.title}\n{dateline}\n\n{body}\n\n\n{_SOURCE_LINE}"


def text(article: Article, paint: Paint) -> str:
    """A plain text that a converter made: menu, ticker line by line, article, foot."""
    body = "\n\n".join(block.removeprefix("## ") for block in article.blocks)
    ticker, related = "\n".join(paint.headlines()), "\n".join(paint.titles("related", 6))
    menu = "Politique\nÉconomie\nCulture"
    foot = f"Partager\n\n{related}\n\n© Le Courrier"
    return f"{menu}\n\n{ticker}\n\n{article.title}\n\n{_date(article)}\n\n{body}\n\n{foot}"


HTML_FRAMES: dict[str, Frame] = {
    frame.__name__: frame
    for frame in (semantic, wordpress, spans, table, divs, flat, lines, after, application, cell)
}
TEXT_FRAMES: dict[str, Frame] = {frame.__name__: frame for frame in (capture, text)}
