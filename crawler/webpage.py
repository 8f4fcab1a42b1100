"""Owns the reading of an HTML page: from markup to an article's parts."""

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urljoin

from lxml import etree, html

from crawler import body as bodies
from crawler.addresses import canonical, is_file
from crawler.blocks import Leaf, tidy
from crawler.bylines import authors
from crawler.datelines import stamps
from crawler.errors import ExtractionFailed
from crawler.markup import elements, found, inner_text, parse
from crawler.metadata import Metadata, metadata, texts
from crawler.parts import Parts, paper, without_head
from crawler.pruning import prune
from crawler.source import Source
from crawler.titles import letters, texts_of_site, title
from crawler.trims import without_origin_line
from storage.records import Attachment, Page

_NODE = re.compile(r"(?:^|\s)(?:page-node|postid|page-id)-(\d+)(?:\s|$)")
_SHORT_NODE = re.compile(r"/node/(\d+)/?$|[?&]p=(\d+)$")
_MOST_ATTACHMENTS = 50
_FURTHEST_FILE = 12
_MOST_TEXT = 1_500_000


def webpage(page: Page, source: Source) -> Parts:
    """The parts of the article on an HTML page. Raises ExtractionFailed where there is nothing to read."""
    tree = parse(page.text)
    declared = metadata(tree)
    etree.strip_elements(tree, "script", "style", "template", with_tail=False)
    visible = _visible(tree)
    names = [source.title, source.host, *texts_of_site(declared)]
    headline = title(tree, declared, source.heading, names)
    hinted = _by_hint(tree, source)
    signatures, datelines = _texts(hinted, source.byline), _texts(hinted, source.dateline)
    content = hinted.get(source.content or "", [])
    wanted = letters(headline)
    blocks, unused = prune(
        tree, source.prune, is_title=lambda text: letters(text) == wanted, kept=frozenset(content)
    )
    place = next((n for n, block in enumerate(blocks) if letters(block.text) == wanted), None)
    chosen = _hinted(content, blocks) or bodies.body(tree, blocks, place, declared.body)
    around = _around(blocks, chosen, place)
    dates = stamps(declared, around, datelines, page.fetched_at)
    return Parts(
        title=headline,
        lines=_lines(chosen, headline, page),
        published=dates[0],
        updated=dates[1],
        authors=authors(declared, around, signatures, names),
        section=_section(declared),
        paper=paper([block.text for block in around]),
        language=declared.language,
        attachments=_attachments(blocks, chosen, page, source),
        origin=_origin(tree, page, source),
        links={rel: urljoin(page.address, href) for rel, href in declared.links.items()},
        number=_number(tree, declared),
        visible=visible,
        free=declared.free,
        idle_hints=(*(hint for hint, nodes in hinted.items() if not nodes), *unused),
    )


def _by_hint(tree: html.HtmlElement, source: Source) -> dict[str, list[html.HtmlElement]]:
    """What the source's hints find in the page as it came: it may not survive the pruning."""
    hints = (source.heading, source.dateline, source.byline, source.content)
    return {hint: found(tree, hint) for hint in hints if hint}


def _texts(hinted: Mapping[str, Sequence[html.HtmlElement]], hint: str | None) -> list[str]:
    return [text for node in hinted.get(hint or "", ()) if (text := tidy(inner_text(node)))]


def _lines(chosen: Sequence[Leaf], headline: str, page: Page) -> tuple[str, ...]:
    """The article's text, without what only hands out a file and without the lines of its head."""
    kept = [block for block in chosen if not _only_hands_out(block)]
    lines = without_head(
        [block.text for block in kept],
        headline,
        page.fetched_at,
        is_kept=lambda position: kept[position].tag in ("h2", "h3", "h4", "li", "dt", "dd"),
    )
    return tuple(lines)


def _visible(tree: html.HtmlElement) -> str:
    """All text in the page's body, as one line. Raises ExtractionFailed where it is too long for a page."""
    body = tree.find("body")
    text = inner_text(tree if body is None else body)
    if len(text) > _MOST_TEXT:
        raise ExtractionFailed(f"{len(text):,} characters of text: no article is that long")
    return text


def _hinted(content: Sequence[html.HtmlElement], blocks: Iterable[Leaf]) -> list[Leaf]:
    """The blocks inside what a source's content hint selects, without rows of links."""
    inside = set(content)
    if not inside:
        return []
    return [
        block
        for block in blocks
        if block.linked * 10 <= len(block.text) * 8 or len(block.text) < 40
        if block.frame in inside or any(parent in inside for parent in block.frame.iterancestors())
    ]


def _around(blocks: Sequence[Leaf], chosen: Sequence[Leaf], place: int | None) -> list[Leaf]:
    """The blocks among which dates and names are looked for: around the title, then after the body."""
    positions = {id(block): n for n, block in enumerate(blocks)}
    start = place if place is not None else 0
    running = [positions[id(block)] for block in chosen if block.prose]
    first = running[0] if running else min(start + 12, len(blocks))
    near = [*blocks[start : first + 8], *reversed(blocks[max(0, start - 6) : start])]
    after = blocks[running[-1] + 1 : running[-1] + 7] if running else []
    return [block for block in (*near, *after) if not block.prose]


def _attachments(
    blocks: Sequence[Leaf], chosen: Sequence[Leaf], page: Page, source: Source
) -> tuple[Attachment, ...]:
    """The document files that the article hands out: in its text, or right after it."""
    if not chosen:
        return ()
    handed: dict[str, str] = {}
    start, end = blocks.index(chosen[0]), blocks.index(chosen[-1]) + 1
    around = {element for element in chosen[-1].frame.iterancestors() if element.tag not in ("body", "html")}
    below = [
        block
        for block in blocks[end : end + _FURTHEST_FILE]
        if _only_hands_out(block) and not around.isdisjoint(block.frame.iterancestors())
    ]
    for link in (link for block in (*blocks[start:end], *below) for link in block.links):
        address = canonical(urljoin(page.address, link.get("href") or ""), source)
        if is_file(address) and address.startswith(("http://", "https://")):
            handed.setdefault(address, tidy(inner_text(link)))
    return tuple(
        Attachment(address=address, label=label)
        for address, label in list(handed.items())[:_MOST_ATTACHMENTS]
    )


def _only_hands_out(block: Leaf) -> bool:
    """Whether a block is nothing but the link to a file."""
    return block.linked * 10 >= len(block.text) * 9 and any(
        is_file(link.get("href") or "") for link in block.links
    )


def _section(declared: Metadata) -> str:
    """The article's section as stated, else the last but one step of the page's breadcrumb."""
    if stated := declared.stated("articleSection") or declared.first("article:section", "section"):
        return stated
    for node in declared.nodes:
        steps = node.get("itemListElement")
        if str(node.get("@type")) == "BreadcrumbList" and isinstance(steps, list) and len(steps) >= 2:
            items = [
                step.get("item", step) if isinstance(step, dict) and not step.get("name") else step
                for step in steps
            ]
            named = texts(items)
            return named[-2] if len(named) >= 3 else (named[-1] if named else "")
    return ""


def _number(tree: html.HtmlElement, declared: Metadata) -> str:
    """The number that Drupal and WordPress give a page, as its short link or its body's class say."""
    short = _SHORT_NODE.search(declared.links.get("shortlink", ""))
    if short:
        return short[1] or short[2]
    named = _NODE.search(" ".join(node.get("class") or "" for node in elements(tree, "body")))
    return named[1] if named else ""


def _origin(tree: html.HtmlElement, page: Page, source: Source) -> str:
    """The address that an aggregator gives as its source."""
    if not source.aggregator:
        return ""
    for link in elements(tree, "a"):
        text = tidy(inner_text(link))
        href = urljoin(page.address, link.get("href") or "")
        if text and not without_origin_line((text,)) and href.startswith("http") and not source.owns(href):
            return canonical(href)
    return ""
