"""Owns the choice of the blocks that are the article: trafilatura finds them, the tree says how they read."""

import re
from collections.abc import Iterable

import trafilatura
from lxml import html

from crawler.blocks import Leaf
from crawler.titles import letters

_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_OF_TEXTS = (*_HEADINGS, "p", "ul", "ol", "dl", "table", "blockquote", "pre")
"""Elements that belong to the text they stand in, whatever their class."""

_MOST_LAST_LINES = 8
_FURTHEST_LEAD = 12
_CERTAIN = 40
"""Letters and digits after which a block found anywhere in trafilatura's text is taken to be that place."""


def body(tree: html.HtmlElement, blocks: list[Leaf], title: int | None, stated: str = "") -> list[Leaf]:
    """The article's blocks among all that are left of `tree`.

    `title` is the position of the headline, `stated` the text that the page's metadata give as the article's:
    it may be an old or shortened one, so it only ever adds.
    """
    start = title + 1 if title is not None else 0
    chosen = _from(start, _selected(tree, blocks, thorough=False), blocks)
    chosen |= _within(letters(stated), blocks, start)
    running = {n for n, block in enumerate(blocks) if block.prose and n >= start}
    if _weight(chosen, blocks) * 2 < _weight(running, blocks):
        more = _from(start, _selected(tree, blocks, thorough=True), blocks)
        chosen = more if _weight(more, blocks) > _weight(chosen, blocks) * 1.3 else chosen
    if _weight(chosen, blocks) < 250:
        chosen = _densest(blocks, running) or chosen
    if not chosen:
        return []
    article = [blocks[position] for position in sorted(_filled(chosen, blocks, start))]
    while len(article) > 1 and article[-1].tag in _HEADINGS:
        article.pop()  # what it headed was furniture, and is gone
    return article


def _selected(tree: html.HtmlElement, blocks: list[Leaf], *, thorough: bool) -> set[int]:
    """The positions of the blocks that trafilatura counts as main text; `thorough` has it ask others too."""
    # deduplicate=True would keep a memory between pages; its metadata are slower than all of ours.
    text = trafilatura.extract(
        tree,
        output_format="txt",
        fast=not thorough,
        include_comments=False,
        include_tables=True,
        deduplicate=False,
    )
    lines = [letters(line) for line in re.split(r"[\n|]", text or "")]
    whole, single = "".join(lines), set(lines)
    chosen = {n for n, block in enumerate(blocks) if letters(block.text) in single}
    return (chosen | _within(whole, blocks, 0)) - {n for n in chosen if not letters(blocks[n].text)}


def _within(text: str, blocks: list[Leaf], start: int) -> set[int]:
    """The positions from `start` on of the blocks long enough to be recognised whose letters stand in `text`."""
    if not text:
        return set()
    keys = ((n, letters(blocks[n].text)) for n in range(start, len(blocks)))
    return {n for n, key in keys if len(key) >= _CERTAIN and key in text}


def _weight(positions: Iterable[int], blocks: list[Leaf]) -> int:
    return sum(len(blocks[position].text) for position in positions)


def _from(start: int, chosen: set[int], blocks: list[Leaf]) -> set[int]:
    """What was chosen after the headline, unless most of it stands before."""
    after = {position for position in chosen if position >= start}
    return after if _weight(after, blocks) * 2 >= _weight(chosen, blocks) else chosen


def _densest(blocks: list[Leaf], running: set[int]) -> set[int]:
    """The running text of the smallest element that holds most of the page's, where trafilatura finds none."""
    if not running:
        return set()
    inner = _region(running, blocks)
    return {n for n in running if _branch(blocks[n].frame, inner) is not None}


def _filled(chosen: set[int], blocks: list[Leaf], start: int) -> set[int]:
    """With what stands between, right before and right after the chosen blocks and is of their kind."""
    region = _region(chosen, blocks)
    branches = {_branch(blocks[n].frame, region) for n in chosen}
    kinds = {_kind(branch) for branch in branches if branch is not None}

    def of_kind(position: int) -> bool:
        block = blocks[position]
        branch = _branch(block.frame, region)
        if branch is None or block.linked * 10 > len(block.text) * 8:
            return False
        return branch in branches or branch.tag in _OF_TEXTS or _kind(branch) in kinds

    first, last = min(chosen), max(chosen)
    filled = chosen | {n for n in range(first, last) if of_kind(n)}
    filled |= {n for n in range(max(start, first - _FURTHEST_LEAD), first) if _leads(blocks[n])}
    running = [n for n in range(last + 1, len(blocks)) if blocks[n].prose and of_kind(n)]
    end = running[-1] if running else last
    filled |= {n for n in range(last + 1, end + 1) if of_kind(n)}
    # The lines right after the text are the article's too (a caption, a signature), in its own element only.
    for position in range(end + 1, min(end + 1 + _MOST_LAST_LINES, len(blocks))):
        if not of_kind(position) or (
            region.tag == "body" and not _twins(blocks[position].frame, blocks[end].frame)
        ):
            break
        filled.add(position)
    return filled


def _region(chosen: set[int], blocks: list[Leaf]) -> html.HtmlElement:
    """The innermost element that holds nearly all that was chosen; of a lone paragraph, the one it stands in."""
    mass: dict[html.HtmlElement, int] = {}
    for n in sorted(chosen):
        for element in (blocks[n].frame, *blocks[n].frame.iterancestors()):
            mass[element] = mass.get(element, 0) + len(blocks[n].text)
    whole = _weight(chosen, blocks)
    holders = [element for element, weight in mass.items() if weight * 10 >= whole * 8]
    inner = max(holders, key=lambda element: sum(1 for _ in element.iterancestors()))
    parent = inner.getparent()
    return parent if inner.tag == "p" and parent is not None else inner


def _branch(frame: html.HtmlElement, region: html.HtmlElement) -> html.HtmlElement | None:
    """The child of `region` through which a block's frame hangs on it; `region` itself for its own lines."""
    if frame is region:
        return region
    below = frame
    for element in frame.iterancestors():
        if element is region:
            return below
        below = element
    return None


def _kind(element: html.HtmlElement) -> tuple[str, str]:
    return str(element.tag), element.get("class") or ""


def _twins(one: html.HtmlElement, other: html.HtmlElement) -> bool:
    """Whether two elements are the same, or siblings of one kind that hold lines and not paragraphs."""
    return one is other or (
        one.tag == "span" and one.getparent() is other.getparent() and _kind(one) == _kind(other)
    )


def _leads(block: Leaf) -> bool:
    """Whether a block between headline and body is a lead."""
    standfirst = block.tag in ("p", "h2", "h3") and len(block.text) >= 60
    return block.linked * 3 < len(block.text) and (block.prose or standfirst)
