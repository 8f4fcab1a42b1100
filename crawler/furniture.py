"""Owns the site-blind signs of what surrounds an article: rows of headlines, tickers, labels."""

import re
from collections.abc import Sequence

from crawler.blocks import is_prose

FEWEST_IN_A_ROW = 5
"""Headlines, one after the other, that make a row: fewer may be the subheads or points of an article."""

_LAST = re.compile(r"[.,;:،؛](?:[\s»”\"')]|&quot;)*$")
_APART = re.compile(r"[ \xa0]{3,}|\xa0{2,}|\s*(?:[|•·●■▪◆★✦›]{1,3}|\*{2,3}|/{2,3})\s*|\s[-–—+»]{1,3}\s")
_WIDE_APART = re.compile(r"\xa0{2,}|[ \xa0\u2003]{4,}")
_FEWEST_IN_A_LINE = 5


def is_headline(text: str) -> bool:
    """Whether `text` reads as a headline: some words, no sentence's end, no running text."""
    if not 12 <= len(text) <= 230 or _LAST.search(text):
        return False
    words = text.split()
    return len(words) >= 3 and sum(map(str.isalpha, text)) * 10 >= len(text) * 6 and not is_prose(text)


def is_ticker(text: str) -> bool:
    """Whether `text` is a line of many headlines, set apart by wide gaps, bullets, bars or dashes."""
    if len(text) < 120:
        return False
    wide = [part for part in _WIDE_APART.split(text) if part.strip()]
    if len(wide) >= _FEWEST_IN_A_LINE:
        return sum(len(part) <= 260 for part in wide) * 10 >= len(wide) * 9
    parts = [part.strip() for part in _APART.split(text) if part.strip()]
    if len(parts) < _FEWEST_IN_A_LINE or max(map(len, parts)) > 260:
        return False
    # Fewer in a plain text than in a ticker: « un - deux - trois » may be a sentence with dashes.
    return sum(map(is_headline, parts)) * 10 >= len(parts) * 8 and len(parts) * 200 >= len(text)


def rows(texts: Sequence[str], start: int, end: int, fewest: int = FEWEST_IN_A_ROW) -> set[int]:
    """The positions in texts[start:end] that belong to rows of at least `fewest` headlines.

    One text that is none (a headline that ends in a full stop) does not break a row.
    """
    found: set[int] = set()
    row: list[int] = []
    gap = 0
    for position in range(start, end + 1):
        if position < end and is_headline(texts[position]):
            row.append(position)
            gap = 0
            continue
        gap += 1
        if position == end or gap > 1 or not row or len(texts[position]) > 230:
            if len(row) >= fewest:
                found.update(range(row[0], row[-1] + 1))
            row, gap = [], 0
    return found
