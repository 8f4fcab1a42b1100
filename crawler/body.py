"""Owns the choice of the blocks that are the article: trafilatura finds them, the tree says how they read."""

import re
from collections.abc import Iterable

import trafilatura
from lxml import html

from crawler.blocks import Leaf

_NO_LETTER = re.compile(r"[\W_]+")
_CERTAIN = 40
"""Letters and digits after which a block found anywhere in trafilatura's text is taken to be that place."""


def body(tree: html.HtmlElement, blocks: list[Leaf], title: int | None) -> list[Leaf]:
    """The article's blocks among all that are left of `tree`; `title` is the position of the headline."""
    chosen = _selected(tree, blocks)
    start = title + 1 if title is not None else 0
    chosen = _from(start, chosen, blocks)
    if _weight(chosen, blocks) < 250:
        chosen = _densest(blocks, start) or chosen
    if not chosen:
        return []
    chosen = _filled(chosen, blocks, start)
    return [blocks[position] for position in sorted(chosen)]


def _selected(tree: html.HtmlElement, blocks: list[Leaf]) -> set[int]:
    """The positions of the blocks that trafilatura counts as main text."""
    # deduplicate=True would keep a memory between pages; its metadata are slower than all of ours.
    text = trafilatura.extract(
        tree, output_format="txt", fast=True, include_comments=False, include_tables=True, deduplicate=False
    )
    lines = [_key(line) for line in re.split(r"[\n|]", text or "")]
    whole, single = "".join(lines), set(lines)
    chosen = set()
    for position, block in enumerate(blocks):
        key = _key(block.text)
        if key and (key in single or (len(key) >= _CERTAIN and key in whole)):
            chosen.add(position)
    return chosen


def _key(text: str) -> str:
    return _NO_LETTER.sub("", text).casefold()


def _weight(positions: Iterable[int], blocks: list[Leaf]) -> int:
    return sum(len(blocks[position].text) for position in positions)


def _from(start: int, chosen: set[int], blocks: list[Leaf]) -> set[int]:
    """What was chosen after the headline, unless most of it stands before."""
    after = {position for position in chosen if position >= start}
    return after if _weight(after, blocks) * 2 >= _weight(chosen, blocks) else chosen


def _densest(blocks: list[Leaf], start: int) -> set[int]:
    """The running text of the smallest element that holds most of the page's, where trafilatura finds none."""
    running = [n for n, block in enumerate(blocks) if block.prose and n >= start]
    mass: dict[html.HtmlElement, int] = {}
    for position in running:
        for element in (blocks[position].frame, *blocks[position].frame.iterancestors()):
            mass[element] = mass.get(element, 0) + len(blocks[position].text)
    whole = _weight(running, blocks)
    holders = [element for element, weight in mass.items() if weight * 10 >= whole * 7]
    if not holders:
        return set()
    inner = max(holders, key=lambda element: sum(1 for _ in element.iterancestors()))
    return {n for n in running if blocks[n].frame is inner or inner in blocks[n].frame.iterancestors()}


def _filled(chosen: set[int], blocks: list[Leaf], start: int) -> set[int]:
    """With what stands between, right before and right after the chosen blocks and is of their kind."""
    frames = {blocks[n].frame for n in chosen if blocks[n].prose or len(chosen) < 4}
    parents = {frame.getparent() for frame in frames}
    first, last = min(chosen), max(chosen)

    def of_kind(position: int) -> bool:
        block = blocks[position]
        if block.linked * 2 > len(block.text):
            return False
        return block.frame in frames or block.frame.getparent() in parents

    filled = chosen | {n for n in range(first, last) if of_kind(n)}
    filled |= {n for n in range(start, first) if n >= first - 12 and _leads(blocks[n])}
    running = [n for n in range(last + 1, len(blocks)) if blocks[n].prose and of_kind(n)]
    end = running[-1] if running else last
    filled |= {n for n in range(last + 1, end + 1) if of_kind(n)}
    for position in range(end + 1, len(blocks)):
        if not _twins(blocks[position].frame, blocks[end].frame) or not of_kind(position):
            break
        filled.add(position)
    return filled


def _twins(one: html.HtmlElement, other: html.HtmlElement) -> bool:
    """Whether two elements are the same, or siblings of one kind that hold lines and not paragraphs."""
    if one is other:
        return True
    return one.tag == other.tag == "span" and one.getparent() is other.getparent() and one.get("class") == other.get("class")


def _leads(block: Leaf) -> bool:
    """Whether a block between headline and body is a lead."""
    return block.linked == 0 and (block.prose or (block.tag in ("h2", "h3", "strong") and len(block.text) >= 80))
