"""Owns the cutting of a tree into blocks as a reader sees them: paragraphs, subheads, list items, lines."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html

_INLINE = frozenset(
    re.findall(
        r"\w+",
        "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q rp rt ruby s samp"
        " small span strike strong sub sup time tt u var wbr",
    )
)
_FRAMES = frozenset(
    {"body", "div", "section", "article", "main", "td", "center", "blockquote", "header", "form"}
)
_INVISIBLE = dict.fromkeys(map(ord, "\xad\u200b\u2060\ufeff"))
_BLANKS = re.compile(r"[ \t\n\r\f\v]+")
_ENDED = re.compile(r"[.…؟۔](?:[\s»”\"')\]\u200f]|\[\d+\])*$")
_SENTENCE_END = re.compile(r"[.!?…؟](?:\s*[»”\"')])?\s")

Piece = tuple[html.HtmlElement, bool]
"""A run of text in the tree: an element's text, or (True) its tail."""


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """A block where it stands in its tree.

    `text` has single blanks, its no-break spaces are kept; `frame` is the innermost block element around
    it; `links` are the links with text in it, `linked` counts the characters of theirs.
    """

    text: str
    frame: html.HtmlElement
    pieces: tuple[Piece, ...]
    linked: int = 0
    links: tuple[html.HtmlElement, ...] = ()

    @property
    def tag(self) -> str:
        return str(self.frame.tag)

    @property
    def prose(self) -> bool:
        """Whether this is running text, and no headline, label or item."""
        return self.linked * 2 < len(self.text) and is_prose(self.text)

    def erase(self) -> None:
        """Take the text out of the tree."""
        for element, after in self.pieces:
            if after:
                element.tail = None
            else:
                element.text = None


def is_prose(text: str) -> bool:
    """Whether `text` is running text: sentences, not a headline, a label or an item."""
    size = len(text)
    if size < 60:
        return False
    ends = len(_SENTENCE_END.findall(text))
    return size >= 260 or (size >= 80 and _ENDED.search(text) is not None) or (size >= 150 and ends >= 2)


def tidy(text: str) -> str:
    """`text` as a block: composed (NFC), blanks collapsed, without soft hyphens and zero-width spaces."""
    text = _BLANKS.sub(" ", text.translate(_INVISIBLE)).strip(" \xa0\u202f\u200e\u200f")
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def leaves(tree: html.HtmlElement) -> list[Leaf]:
    """The blocks under `tree` in reading order: line breaks end one as block elements do."""
    return list(_Cutting().cut(tree))


class _Cutting:
    """The block that is being put together while a tree is walked."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.pieces: list[Piece] = []
        self.linked = 0
        self.links: list[html.HtmlElement] = []

    def cut(self, element: html.HtmlElement) -> Iterator[Leaf]:
        yield from self._walk(element, element, None)
        yield from self._flush(element)

    def _walk(
        self, element: html.HtmlElement, frame: html.HtmlElement, link: html.HtmlElement | None
    ) -> Iterator[Leaf]:
        tag = element.tag
        if tag == "br" or tag == "hr":
            yield from self._flush(frame)
            return
        if not isinstance(tag, str):
            return
        apart = tag not in _INLINE or _stands_apart(element)
        if apart:
            yield from self._flush(frame)
        inner = element if apart else frame
        if tag == "a" and element.get("href") is not None:
            link = element
        self._take(element, element.text, after=False, link=link)
        for child in element:
            yield from self._walk(child, inner, link)
            self._take(child, child.tail, after=True, link=link)
        if apart:
            yield from self._flush(inner)

    def _take(
        self, element: html.HtmlElement, text: str | None, *, after: bool, link: html.HtmlElement | None
    ) -> None:
        if not text:
            return
        self.texts.append(text)
        self.pieces.append((element, after))
        if link is not None:
            self.linked += len(text.strip())
            if link not in self.links:
                self.links.append(link)

    def _flush(self, frame: html.HtmlElement) -> Iterator[Leaf]:
        if self.texts:
            text = tidy("".join(self.texts))
            if text:
                yield Leaf(text, frame, tuple(self.pieces), min(self.linked, len(text)), tuple(self.links))
            self.texts, self.pieces, self.linked, self.links = [], [], 0, []


def _stands_apart(element: html.HtmlElement) -> bool:
    """Whether an inline element is laid out as a block: it holds line breaks or blocks, or stands in a frame
    among other elements with no text on either side."""
    for child in element.iterdescendants():
        if child.tag == "br" or child.tag not in _INLINE:
            return True
    parent = element.getparent()
    if parent is None or parent.tag not in _FRAMES or element.tag not in ("a", "span"):
        return False
    before, after = element.getprevious(), element.getnext()
    if (before is None and after is None) or (element.tail or "").strip():
        return False
    return not ((parent.text if before is None else before.tail) or "").strip()
