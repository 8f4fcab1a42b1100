"""Owns the parsing of a page's text into a tree, within bounds that no article needs."""

import re
from collections.abc import Iterator
from typing import cast

from lxml import etree, html

from crawler.errors import ExtractionFailed

LARGEST = 6_000_000
"""Characters of markup; the largest article pages seen have a third of that, nearly all of it scripts."""

MOST_TAGS = 60_000

_TAG_NAME = r"<[a-zA-Z][\w:-]{0,40}"
# libxml2 compares each attribute of a tag with all before it: 40,000 of them take seconds.
_HUGE_TAG = re.compile(rf"({_TAG_NAME})[^<>]{{16000,}}")
_HUGE_SCRIPT = re.compile(r"(<script\b(?![^>]*json)[^>]{0,500}>)[^<]{200000,}", re.I)


def parse(text: str) -> html.HtmlElement:
    """The tree of `text`, never deeper than libxml2's 256. Raises ExtractionFailed beyond the bounds."""
    if len(text) > LARGEST:
        raise ExtractionFailed(f"{len(text):,} characters of markup: over {LARGEST:,} nothing is read")
    if text.count("<") > MOST_TAGS:
        raise ExtractionFailed(f"over {MOST_TAGS:,} tags: nothing is read")
    slim = _HUGE_SCRIPT.sub(r"\1", _HUGE_TAG.sub(r"\1", text))
    # A fresh parser each time: one that is shared between threads or reused carries state over.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    # The same class for every tag: the stock look-up by tag name costs more than the parsing.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=html.HtmlElement))
    try:
        tree = html.document_fromstring(slim.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ExtractionFailed("the page holds no markup that can be read") from error
    return cast("html.HtmlElement", tree)


def elements(tree: html.HtmlElement, *tags: str) -> Iterator[html.HtmlElement]:
    """The elements under `tree` (itself included) in document order, of these tags where any are given."""
    yield from cast("Iterator[html.HtmlElement]", tree.iter(*tags) if tags else tree.iter(etree.Element))


def found(tree: html.HtmlElement, xpath: str) -> list[html.HtmlElement]:
    """The elements that `xpath` selects. Raises ExtractionFailed where it is no XPath."""
    try:
        nodes = tree.xpath(xpath)
    except etree.XPathError as error:
        raise ExtractionFailed(f"the hint {xpath!r} is no XPath: {error}") from error
    return [node for node in nodes if isinstance(node, etree._Element)] if isinstance(nodes, list) else []


def inner_text(element: html.HtmlElement) -> str:
    """All text of `element` as one line."""
    return " ".join("".join(map(str, element.itertext())).split())


def drop(element: html.HtmlElement) -> None:
    """Take `element` out of its tree, leaving what follows it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    element.tail = None
    parent.remove(element)
