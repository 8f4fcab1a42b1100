"""Owns the reading of a plain-text capture: from lines to an article's parts."""

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urljoin

from crawler.addresses import canonical, is_file
from crawler.blocks import is_prose, tidy
from crawler.bylines import is_byline
from crawler.datelines import is_dateline
from crawler.dates import readings
from crawler.errors import ExtractionFailed
from crawler.furniture import is_headline, rows
from crawler.parts import Parts, paper, without_head
from crawler.source import Source
from crawler.titles import of_address
from crawler.trims import (
    trimmed,
    without_counters,
    without_origin_line,
    without_print_frame,
    without_report_lines,
    without_sharing,
    without_tickers,
)
from storage.records import TITLE_OF_ADDRESS, Attachment, Page, Stamp

LARGEST = 1_500_000
"""Characters: a longer plain text is no article."""

MOST_LINES = 20_000

_LONGEST_LINK = 5000
_FRAME = (without_tickers, without_report_lines, without_print_frame)
_LINK = re.compile(
    r"\[([^\]\[]{0,400})\]\(<?([^\s>]{0,2000}?)>?\)(?:\s*\[\d+\])?$|<?(https?://[^\s<>]{4,2000})>?"
)
_LABEL = re.compile(r"\[([^\]\[]{3,200})\]\(#?\)\s*\[\d+\]")


def plaintext(page: Page, source: Source) -> Parts:
    """The parts of the article in a plain text. Raises ExtractionFailed where there is none."""
    if len(page.text) > LARGEST:
        raise ExtractionFailed(
            f"{len(page.text):,} characters of plain text: over {LARGEST:,} nothing is read"
        )
    lines = [line for raw in page.text.split("\n") if (line := tidy(raw))]
    if len(lines) > MOST_LINES:
        raise ExtractionFailed(f"{len(lines):,} lines of plain text: over {MOST_LINES:,} nothing is read")
    body = _without_foot(_without_frame(lines, page), _alone(page.text))
    head, rest = _parted(body, page)
    named = _title(head, page)
    # Without a title of its own, what stands before the running text is part of it.
    kept = without_head([*(head if named else ()), *rest], named, page.fetched_at)
    return Parts(
        title=named or of_address(page.address),
        lines=tuple(line for line in kept if not _LABEL.fullmatch(line) and not _is_link(line)),
        published=_published(head, page),
        paper=paper(head),
        attachments=_attachments(lines, source, page),
        visible=" ".join(lines),
        notes=() if named else (TITLE_OF_ADDRESS,),
    )


def _is_frame(line: str) -> bool:
    return not trimmed((line,), _FRAME)


def _without_frame(lines: Sequence[str], page: Page) -> list[str]:
    """Without what stands above the last line of a frame (ticker, report lines, printed header), rows of
    headlines among it."""
    first = next((n for n, line in enumerate(lines) if is_prose(line) and not _is_frame(line)), len(lines))
    frame = [n for n in range(first) if _is_frame(lines[n])]
    start = frame[-1] + 1 if frame else 0
    if start == first < len(lines) and frame:  # nothing is left for a title: the frame's last line was it
        start = first
    furniture = rows(lines, start, first) - {_above(lines, start, first, page)}
    return [line for n, line in enumerate(lines) if n >= start and n not in furniture]


def _above(lines: Sequence[str], start: int, first: int, page: Page) -> int:
    """Where the title stands that is the last of a row of headlines: above the date, or above the text."""
    labels = [n for n in range(start, first) if _is_label(lines[n], page)]
    end = labels[0] if labels else first
    return next((n for n in range(end - 1, start - 1, -1) if is_headline(lines[n])), -1)


def _is_label(line: str, page: Page) -> bool:
    return is_dateline(line, page.fetched_at) or is_byline(line)


def _alone(text: str) -> frozenset[str]:
    """The lines that have a blank line on either side, as paragraphs have in most plain texts."""
    rows = ["", *(tidy(raw) for raw in text.split("\n")), ""]
    return frozenset(
        row for before, row, after in zip(rows, rows[1:], rows[2:], strict=False) if not (before or after)
    )


def _without_foot(lines: Sequence[str], alone: frozenset[str]) -> list[str]:
    """Without what follows the running text from an aggregator's last line, a list of links or a row of
    headlines on; a line that is `alone` above a row of others is none of them."""
    last = max((n for n, line in enumerate(lines) if is_prose(line)), default=-1)
    end = next(
        (
            n
            for n in range(last + 1, len(lines))
            if not without_origin_line((lines[n],)) or _is_frame(lines[n])
        ),
        len(lines),
    )
    start = last + 1
    while start < end and lines[start] in alone and any(line not in alone for line in lines[start:end]):
        start += 1
    furniture = rows(lines, start, end)
    return [line for n, line in enumerate(lines[:end]) if n not in furniture]


def _parted(lines: Sequence[str], page: Page) -> tuple[list[str], list[str]]:
    """The lines before the running text, and the running text."""
    first = next(
        (n for n, line in enumerate(lines) if is_prose(line) and not is_dateline(line, page.fetched_at)),
        len(lines),
    )
    return list(lines[:first]), list(lines[first:])


def _title(head: Sequence[str], page: Page) -> str:
    """The title among the lines before the running text: the one above the date, else the first of a few,
    else the last that reads as one."""
    lines = list(trimmed(tuple(head), (*_FRAME, without_sharing, without_counters)))
    labels = [_is_label(line, page) for line in lines]
    if True in labels and (above := lines[: labels.index(True)]):
        return above[-1]
    rest = [line for line, label in zip(lines, labels, strict=True) if not label]
    if len(rest) <= 3:
        return rest[0] if rest else ""
    return next((line for line in reversed(rest) if is_headline(line)), rest[-1])


def _published(head: Sequence[str], page: Page) -> Stamp | None:
    for line in head:
        if is_dateline(line, page.fetched_at):
            for reading in readings(line, read_from="visible", fetched_at=page.fetched_at):
                return replace(reading.stamp)
    return None


def _is_link(line: str) -> bool:
    return _LINK.fullmatch(line) is not None


def _attachments(lines: Sequence[str], source: Source, page: Page) -> tuple[Attachment, ...]:
    """The document files that the text's links lead to; a numbered link has its label in the text."""
    labels = [match[1] for line in lines if (match := _LABEL.fullmatch(line)) and len(match[1]) > 3]
    found: dict[str, str] = {}
    for line in lines:
        for match in _LINK.finditer(line.replace("\\", "")[:_LONGEST_LINK]):
            address = canonical(urljoin(page.address, match[2] or match[3]), source)
            if is_file(address) and address.startswith(("http://", "https://")):
                label = (match[1] or "").strip()
                found.setdefault(address, "" if label.startswith("http") else label)
    unnamed = [address for address, label in found.items() if not label]
    if len(unnamed) == len(labels):
        found |= dict(zip(unnamed, labels, strict=True))
    return tuple(Attachment(address=address, label=label) for address, label in found.items())
