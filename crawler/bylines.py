"""Owns the reading of who wrote an article: from metadata, from a line below the title or at the end."""

import re
from collections.abc import Iterator, Sequence

from lxml import html

from crawler.blocks import Leaf, tidy
from crawler.metadata import Metadata, texts
from storage.fold import fold

_NAME = (
    r"(?:[A-ZÀ-ÖØ-ÝŒ][\w'’.-]*|d[eu]s?|el|al|ben|bin|ibn|von|van|da|la|le|bint|ould|y)"
    r"(?:[ \xa0](?:[A-ZÀ-ÖØ-ÝŒ][\w'’.-]*|d[eu]s?|el|al|ben|bin|ibn|von|van|da|la|le|bint|ould|y)){1,4}"
)
_BY = re.compile(
    r"(?:(?:[EÉ]crit|R[ée]dig[ée]|Publi[ée]|Propos recueillis|Sign[ée]|Texte|Written|Posted)[ \xa0]+)?"
    r"(?:[Pp][Aa][Rr]|[Bb][Yy]|[Aa]uteurs?[ \xa0]?:|[Vv]on|بقلم[ :]*|[Pp]or)[ \xa0:]+(?P<names>[^\n|•·]{3,120})"
)
_CREDIT = re.compile(rf"(?P<name>{_NAME})[ \xa0]?[/|][ \xa0]?(?P<outlet>[\w'’.\- \xa0]{{2,40}})")
_BETWEEN = re.compile(r"[ \xa0]*(?:,|;|\||[ \xa0](?:et|and|und|y|&)[ \xa0])[ \xa0]*")
_AFTER = re.compile(
    r"[ \xa0]*(?:\b(?:le|on|publi[ée]|mis|modifi[ée]|updated|published)\b[ \xa0].*|[ \xa0][-–—].*|[(|•·].*"
    r"|,[ \xa0]*(?:le[ \xa0])?\d.*|\d.*)$"
)
_NOT_A_NAME = re.compile(r"https?:|@|^\d|^(?:admin|administrator|webmaster|user\d*|null|none|unknown)$", re.I)
_AUTHOR_CLASS = re.compile(
    r"(?:^|[\s_-])(?:author|byline|auteur|signature|writer|journalist)(?:s|[-_]?name|[-_]link)?(?:$|[\s_-])",
    re.I,
)


def authors(
    declared: Metadata, lines: Sequence[Leaf], hint: Sequence[str], publishers: Sequence[str]
) -> tuple[str, ...]:
    """Who wrote the article, in the page's order: JSON-LD, then meta, then the lines around the title.

    A publication that signs for its newsroom gives way to a person named in a line. `hint` are the texts
    that a source's own byline hint found.
    """
    stated = _clean(texts(declared.article.get("author")) or texts(declared.article.get("creator")))
    if not stated:
        meta = declared.first(
            "author",
            "article:author",
            "parsely-author",
            "sailthru.author",
            "dc.creator",
            "byl",
            "dcterms.creator",
        )
        stated = _clean(_split(re.sub(r"^(?:[Pp]ar|[Bb]y|[Vv]on)[ \xa0]+", "", meta)))
    newsroom = {fold(name).casefold() for name in publishers}
    if stated and not all(fold(name).casefold() in newsroom for name in stated):
        return stated
    return _clean(name for text in hint for name in _split(_unsigned(text))) or _visible(lines) or stated


def is_byline(line: str) -> bool:
    """Whether a line says who wrote the article, and nothing else."""
    match = _BY.match(line)
    return match is not None and len(line) <= 140 and bool(_names(match["names"]))


def credit(line: str) -> str:
    """The author in a last line « Prénom Nom / Les Inspirations ÉCO », or an empty string."""
    match = _CREDIT.fullmatch(line) if len(line) <= 90 else None
    return match["name"] if match and not line.rstrip().endswith(".") else ""


def _visible(lines: Sequence[Leaf]) -> tuple[str, ...]:
    for line in lines:
        if len(line.text) > 160:
            continue
        match = _BY.match(line.text)
        if match and (names := _names(match["names"])):
            return names
    for line in lines:
        if signed := credit(line.text):
            return (signed,)
        if len(line.text) <= 60 and _names_author(line.frame) and re.fullmatch(_NAME, line.text):
            return (line.text,)
    return ()


def _names_author(element: html.HtmlElement) -> bool:
    for node in (element, *list(element.iterancestors())[:2]):
        if node.get("rel") == "author" or _AUTHOR_CLASS.search(
            f"{node.get('class', '')} {node.get('itemprop', '')}"
        ):
            return True
    return False


def _names(text: str) -> tuple[str, ...]:
    """The names in what follows « Par », empty where it is no name."""
    parts = _clean(_split(_unsigned(_AFTER.sub("", text))))
    return (
        parts if parts and all(re.fullmatch(_NAME, part) or _is_arabic_name(part) for part in parts) else ()
    )


def _unsigned(text: str) -> str:
    match = _BY.match(text)
    return match["names"] if match else text


def _is_arabic_name(text: str) -> bool:
    return len(text.split()) in (2, 3, 4) and all(
        "\u0600" <= char <= "\u06ff" or char == " " for char in text
    )


def _split(text: str) -> list[str]:
    return _BETWEEN.split(text) if text else []


def _clean(names: Iterator[str] | Sequence[str]) -> tuple[str, ...]:
    kept = (tidy(name).strip(" .,;:/-") if not tidy(name).endswith("Jr.") else tidy(name) for name in names)
    return tuple(
        dict.fromkeys(name for name in kept if 2 <= len(name) <= 100 and not _NOT_A_NAME.search(name))
    )
