"""Owns the choice of an article's title among what its page offers, and the one that its address spells."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from lxml import html

from crawler.blocks import tidy
from crawler.markup import found, inner_text
from crawler.metadata import Metadata, plain
from storage.fold import fold

_NO_LETTER = re.compile(r"[\W_]+")
_SEPARATED = re.compile(r"\s+(?:[|•·»›:–—~]|-{1,2}|//)\s+|\s*\|\s*")
_LONGEST = 400
_CERTAIN = 15
"""Letters of a title after which a text that has the same ones is taken to be it, wherever it stands."""

_SLUG_END = re.compile(r"(?:[_-]a\d+)?(?:\.amp)?(?:\.html?|\.php|\.aspx?)?$", re.I)


@lru_cache(maxsize=4096)
def letters(text: str) -> str:
    """What of a title counts when two are compared: its letters and digits."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFC", text)).casefold()


def title(tree: html.HtmlElement, declared: Metadata, hint: str | None, names: Sequence[str]) -> str:
    """The headline that readers see, where the page's own metadata know it; else what those say.

    `names` are what the site and the outlet are called: a title loses them at its ends.
    """
    names = [*names, *texts_of_site(declared)]
    headline = bare(declared.stated("headline", "name"), names)
    shared = [bare(declared.first(key), names) for key in ("og:title", "twitter:title", "dc.title", "title")]
    stated = [text for text in (headline, *shared, bare(declared.title, names)) if text]
    if hint and (hinted := [node for node in found(tree, hint) if inner_text(node)]):
        return _spelled(tidy(inner_text(hinted[0])), stated)
    stated = _unsuffixed(tree, stated)
    shown = _shown(tree, stated, names)
    if not stated or not shown:
        return shown or (stated[0] if stated else "")
    return _spelled(shown, stated) if _alike(shown, stated) else stated[0]


def bare(text: str, names: Sequence[str]) -> str:
    """`text` without the site's name at its end or beginning."""
    text = text[:_LONGEST].strip()
    keys = {letters(name) for name in names if name}
    parts = _SEPARATED.split(text)
    for _ in range(2):
        if len(parts) > 1 and letters(parts[-1]) in keys:
            text = text[: text.rindex(parts[-1])].rstrip(" \xa0|•·»›:–—~-/")
        elif len(parts) > 1 and letters(parts[0]) in keys:
            text = text[text.index(parts[0]) + len(parts[0]) :].lstrip(" \xa0|•·»›:–—~-/")
        parts = _SEPARATED.split(text)
    return text


def texts_of_site(declared: Metadata) -> list[str]:
    """What the page calls its site, and its publisher."""
    publisher = declared.article.get("publisher")
    named = plain(publisher.get("name")) if isinstance(publisher, dict) else ""
    return [name for name in (declared.first("og:site_name", "application-name"), named) if name]


def of_address(address: str) -> str:
    """The title that an address spells, or an empty string: `/Titre-Avec-Tirets_a123.html`."""
    last = unquote(urlsplit(address).path).rstrip("/").rpartition("/")[2]
    words = [word for word in re.split(r"[-_+\s]+", _SLUG_END.sub("", last)) if word]
    return " ".join(words) if len(words) >= 3 and not all(word.isdigit() for word in words) else ""


def _unsuffixed(tree: html.HtmlElement, stated: Sequence[str]) -> list[str]:
    """The stated titles without what stands behind a bar or dash, where the page itself has only the rest."""
    ends = {text: [text[: match.start()] for match in _SEPARATED.finditer(text)] for text in stated}
    if not any(ends.values()):
        return list(stated)
    sizes = [len(part) for parts in ends.values() for part in parts]
    # Soft hyphens and accents that stand apart make a text longer than it reads.
    longest = max(sizes) * 4 // 3
    shown = {letters(t) for t in map(str, tree.itertext()) if min(sizes) <= len(t.strip()) <= longest}
    shown = {key for key in shown if len(key) >= _CERTAIN}
    shown |= {letters(inner_text(node)) for node in tree.iter("h1")}
    return [next((part for part in ends[text] if letters(part) in shown), text) for text in stated]


def _shown(tree: html.HtmlElement, stated: Sequence[str], names: Sequence[str]) -> str:
    """The heading of the page that its metadata know, else the only `h1` that is not the site's name."""
    keys = {letters(name) for name in names if name}
    headings: list[str] = []
    for level in ("h1", "h2", "h3"):
        texts = [
            text
            for node in tree.iter(level)
            if (text := _heading(node, stated)) and letters(text) not in keys
        ]
        headings = headings or (texts if level == "h1" else [])
        alike = [text for text in texts if _alike(text, stated)]
        if alike:
            return max(alike, key=lambda text: _likeness(text, stated))
    return headings[0] if len(headings) == 1 or (headings and not stated) else ""


def _heading(node: html.HtmlElement, stated: Sequence[str]) -> str:
    """The text of a heading, or the part of it that is the title where a label stands in it too."""
    whole = tidy(inner_text(node))
    if len(whole) > _LONGEST:
        return ""
    wanted = {letters(text) for text in stated}
    for child in node.iterdescendants():
        part = tidy(inner_text(child))
        if part != whole and letters(part) in wanted:
            return part
    own = tidy(" ".join([node.text or "", *(child.tail or "" for child in node)]))
    return own if own != whole and letters(own) in wanted else whole


def _likeness(text: str, stated: Sequence[str]) -> float:
    words = set(_words(text))
    return max(
        (len(words & set(_words(one))) / max(len(words), len(_words(one)), 1) for one in stated), default=0
    )


def _alike(text: str, stated: Sequence[str]) -> bool:
    """Whether a heading is the stated title, give or take an edit that the metadata have not followed."""
    return _likeness(text, stated) >= 0.7


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\W_]+", text.casefold()) if word]


def _spelled(shown: str, stated: Sequence[str]) -> str:
    """The stated spelling of the title shown: capitals and blanks as the newsroom typed them."""
    wanted = fold(shown).casefold()
    return next((text for text in stated if fold(text).casefold() == wanted), shown)
