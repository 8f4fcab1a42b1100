"""Frames after the habits of large newsrooms and common themes: wrappers, inserts and names as they are found."""

from collections.abc import Callable
from html import escape

from tests.crawler.evaluation.frames import Frame, page_of, paragraph_rows
from tests.crawler.evaluation.paint import Paint
from tests.replica.articles import Article

Between = Callable[[int], str]


def _when(article: Article) -> str:
    return f'<time datetime="{article.published.isoformat()}">{article.published:%d/%m/%Y}</time>'


def _linked_cards(paint: Paint, slot: str, count: int) -> str:
    titles = paint.titles(slot, count)
    return "".join(f'<li><a href="/n/{n}"><b>{escape(title)}</b></a></li>' for n, title in enumerate(titles))


def broadcaster(article: Article, paint: Paint) -> str:
    """Every paragraph, picture and list of links is a component in two wrappers."""
    name = paint.name

    def part(kind: str, content: str) -> str:
        inner = f"<div{name('ssrcss-7u-Inner')}>{content}</div>"
        return f'<div data-component="{kind}"{name("ssrcss-1o-Wrapper")}>{inner}</div>'

    parts = []
    for n, row in enumerate(paragraph_rows(article)):
        parts.append(part("text-block", row))
        if n == 1:
            parts.append(part("image-block", f"{paint.image()}<span>Image source, Getty Images</span>"))
        if n == 2 and "also" not in paint.off:
            parts.append(part("unordered-list-block", f"<ul>{_linked_cards(paint, 'also', 3)}</ul>"))
    topics = part(
        "topic-list", "<h2>Thèmes</h2><ul><li><a href=/t>Livres</a></li><li><a href=/u>Rabat</a></li></ul>"
    )
    content = f"""<div id="root"><header role="banner"><nav><a href=/>Accueil</a><a href=/n>Infos</a></nav></header>
{paint.ticker()}<main id="main-content"><article{name("ssrcss-pv-Article")}><header{name("ssrcss-k1-Heading")}>
<h1 id="main-heading">{escape(article.title)}</h1><div>{_when(article)}</div></header>{"".join(parts)}{topics}</article>
<section>{paint.related("Sur le même sujet")}</section></main><footer><p>© 2026 Le Courrier</p></footer></div>"""
    return page_of(article, paint, content)


def daily(article: Article, paint: Paint) -> str:
    """A lead in the header, catchers inside the text, a signature after it."""
    rows = []
    for n, row in enumerate(paragraph_rows(article)):
        rows.append(row)
        if n == 1 and "also" not in paint.off:
            title = escape(paint.titles("also", 1)[0])
            rows.append(
                f'<section{paint.name("catcher")}><span>Lire aussi | </span><a href="/x">{title}</a></section>'
            )
        rows.append(paint.advert() if n == 3 else paint.newsletter() if n == 4 else "")
    content = f"""<header id="Header"><ul><li><a href=/a>Politique</a></li><li><a href=/b>Culture</a></li></ul></header>
{paint.ticker()}<main><section{paint.name("zone zone--article")}><header{paint.name("article__header")}>
<h1>{escape(article.title)}</h1><span{paint.name("meta__date")}>Publié le {article.published:%d/%m/%Y} à 10h20</span>
{paint.views()}</header><section><article{paint.name("article__content")}>{"".join(rows)}</article></section></section>
{paint.cards()}</main>{paint.comments()}<footer>© Le Courrier</footer>"""
    return page_of(article, paint, content)


def theme(article: Article, paint: Paint) -> str:
    """A magazine theme of WordPress."""
    name = paint.name
    ad = f"<div{name('td-a-rec')}>{paint.advert()}</div>"
    rows = "".join(row + (ad if n == 1 else "") for n, row in enumerate(paragraph_rows(article)))
    menu = "<ul><li><a href=/>Accueil</a></li><li><a href=/a>Sport</a></li></ul>"
    content = f"""<div{name("td-header-menu-wrap")}>{menu}</div>
{paint.ticker()}<div{name("td-container")}><div{name("td-crumb-container")}>Accueil › Culture</div>
<article{name("post type-post category-culture tag-livre")}>
<header{name("td-post-title")}><h1>{escape(article.title)}</h1>
<div{name("td-module-meta-info")}>Par <a href=/u>La rédaction</a> - {_when(article)} {paint.views()}</div></header>
{paint.share()}<div{name("td-post-content")}>{rows}{paint.also()}</div><footer><ul{name("td-tags")}><li>TAGS</li>
<li><a href=/t>livre</a></li></ul><div>Article précédent <a href=/p>Autre</a></div></footer></article>
{paint.related("ARTICLES SIMILAIRES")}{paint.comments()}</div>"""
    return page_of(article, paint, content)


def builder(article: Article, paint: Paint) -> str:
    """A page builder: every paragraph a widget."""
    name = paint.name

    def widget(kind: str, content: str) -> str:
        names = f"elementor-widget elementor-widget-{kind}"
        return f"<div{name(names)}><div{name('elementor-widget-container')}>{content}</div></div>"

    rows = "".join(widget("text-editor", row) for row in paragraph_rows(article))
    content = f"""<div{name("elementor")}><section>{paint.ticker()}</section>
<section{name("elementor-section")}>{widget("heading", f"<h1>{escape(article.title)}</h1>")}
{widget("post-info", _when(article))}{rows}{paint.share()}</section>
<section>{widget("posts", paint.cards())}</section>{paint.newsletter()}</div>"""
    return page_of(article, paint, content)


def institution(article: Article, paint: Paint) -> str:
    """Drupal: fields in fields."""
    name = paint.name
    names = "paragraph paragraph--type--text paragraph--view-mode--default"
    opened = f"<div{name('field__item')}><div{name(names)}><div{name('field field--name-field-text')}>"
    rows = "".join(f"{opened}{row}</div></div></div>" for row in paragraph_rows(article))
    content = f"""<div{name("dialog-off-canvas-main-canvas")}><div{name("layout-container")}>
<header role="banner">x</header>
{paint.ticker()}<main role="main"><div{name("layout-content")}><h1{name("page-title")}>{escape(article.title)}</h1>
<article role="article"{name("node node--type-article")}><div{name("field--name-created")}>{_when(article)}</div>
<div{name("field field--name-field-paragraphs")}>{rows}</div></article></div></main>
{paint.related("Voir aussi")}</div></div>"""
    return page_of(article, paint, content)


NEWSROOMS: dict[str, Frame] = {
    frame.__name__: frame for frame in (broadcaster, daily, theme, builder, institution)
}
