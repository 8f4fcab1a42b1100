"""Owns what is read off a page before it becomes a document, and the cutting of the lines around a title."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from crawler.blocks import is_prose
from crawler.bylines import credit, is_byline
from crawler.datelines import is_dateline
from crawler.titles import letters
from storage.records import Attachment, Stamp

_JOURNAL = re.compile(r"(?:Publié dans|نشر في)\s+(?P<outlet>.{2,60}?)\s+(?:le|يوم)\s+\d", re.I)
_REPEATED_CHARACTERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """An article as its page gives it, untrimmed.

    `paper` is the paper that an aggregator says it is from; `links` the addresses that the page calls its
    own, by relation; `number` the content management system's own number of it; `visible` all text
    that a visitor sees, for telling walls from articles; `free` is false where the page says that its text
    is for subscribers; `idle_hints` are the source's hints that matched nothing.
    """

    title: str
    lines: tuple[str, ...]
    published: Stamp | None = None
    updated: Stamp | None = None
    authors: tuple[str, ...] = ()
    section: str = ""
    paper: str = ""
    language: str = ""
    attachments: tuple[Attachment, ...] = ()
    origin: str = ""
    links: Mapping[str, str] = field(default_factory=dict)
    number: str = ""
    visible: str = ""
    free: bool = True
    idle_hints: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def paper(lines: Sequence[str]) -> str:
    """The paper in an aggregator's « Publié dans … le … »."""
    return next((match["outlet"] for line in lines if (match := _JOURNAL.search(line[:200]))), "")


def without_head(
    lines: Sequence[str],
    title: str,
    fetched_at: datetime,
    *,
    is_kept: Callable[[int], bool] = lambda position: False,
) -> list[str]:
    """`lines` without the title, the date, the byline and the labels that stand before the running text.

    `is_kept` says of a position that its line is part of the article however it reads: a subhead, an item.
    """
    first = next(
        (n for n, line in enumerate(lines) if is_prose(line) and not is_dateline(line, fetched_at)),
        len(lines),
    )
    wanted = letters(title)
    kept: list[str] = []
    for position, line in enumerate(lines):
        if letters(line) == wanted and position <= first:
            continue
        if position < first and (is_byline(line) or is_dateline(line, fetched_at)):
            continue
        if position < first < len(lines) and len(line.split()) <= 3 and not is_kept(position):
            continue
        kept.append(line)
    return kept


def without_credit(lines: Sequence[str], authors: Sequence[str]) -> tuple[list[str], str]:
    """`lines` without a last one that only signs the article, and whom it names."""
    author = credit(lines[-1]) if len(lines) > 1 else ""
    if not author and len(lines) > 1:
        author = next((name for name in authors if letters(name) == letters(lines[-1])), "")
    return (list(lines[:-1]), author) if author else (list(lines), "")


def without_copies(lines: Sequence[str]) -> tuple[list[str], bool]:
    """`lines` without passages of two lines or more that stand in them already, and whether there were any.

    Some sites print a part of an article twice. A line that differs by a letter is no copy.
    """
    first_at: dict[str, int] = {}
    copied: list[int | None] = []
    for position, line in enumerate(lines):
        copied.append(first_at.get(line))
        first_at.setdefault(line, position)
    dropped: set[int] = set()
    start = 0
    while start < len(lines):
        end = _run(copied, start)
        if end - start >= 2 and sum(len(line) for line in lines[start:end]) >= _REPEATED_CHARACTERS:
            dropped.update(range(start, end))
        start = max(end, start + 1)
    dropped |= {n for n in range(len(lines)) if copied[n] is not None and _beside(n, dropped)}
    return [line for position, line in enumerate(lines) if position not in dropped], bool(dropped)


def _run(copied: Sequence[int | None], start: int) -> int:
    """Where the passage ends that begins at `start` and copies an earlier one line by line."""
    end = start
    while end < len(copied) and copied[end] is not None:
        if end > start and copied[end] != (copied[end - 1] or 0) + 1:
            break
        end += 1
    return end


def _beside(position: int, dropped: set[int]) -> bool:
    """Whether a lone copy stands one edited line away from a copied passage."""
    return position not in dropped and bool({position - 2, position + 2} & dropped)
