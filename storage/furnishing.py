"""Furnishing: a line that a site has around its articles, as it was learned and as it is remembered."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Furnishing:
    """A line at the edge of a source's pages that is no article's own.

    `line` is folded, `shown` as a page writes it. `place` is `start` or `end`, where it stands of the
    article; `pages` counts the articles that taught it, `since` is when they did, and `why` says it in words.
    `number` counts per source, from 1, and is 0 before it is stored. One that was `undone` is text again,
    and is never learned again.
    """

    line: str
    shown: str
    place: str
    pages: int
    since: datetime
    why: str
    number: int = 0
    undone: bool = False
