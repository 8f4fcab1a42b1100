"""Owns the making of a document from a text as somebody pastes or collects it, with what its page had around it."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from crawler import registry
from crawler.parts import without_copies, without_credit, without_head
from crawler.phrases import plain
from crawler.plaintext import plaintext
from crawler.trims import GENERIC, trimmed
from crawler.walls import PAYWALL
from storage.records import Document, Page

_ANY = registry.of_host("https://texte.invalid/")  # nothing is known of the sites that pasted texts are from
_NOTICE = 400
"""Characters: a longer sentence is no notice to subscribers."""
_SENTENCE = re.compile(r"(?<=[.!?…؟])\s+")


def pasted(title: str, text: str, *, at: datetime, address: str = "") -> Document:
    """The article in a plain `text` that was read at `at`, trimmed as captures are, without paywall notices.

    Nothing is refused: what holds no article makes a document without blocks. Raises ExtractionFailed for
    what is too large to be one.
    """
    return Document(address=address, title=title, blocks=_blocks(title, text, at))


def _blocks(title: str, text: str, at: datetime) -> tuple[str, ...]:
    if not text.strip():
        return ()
    page = Page(
        source=_ANY.name,
        requested=_ANY.site,
        address=_ANY.site,
        fetched_at=at,
        status=200,
        headers={"content-type": "text/plain; charset=utf-8"},
        text=text,
    )
    parts = plaintext(page, _ANY)
    lines = without_head(trimmed(parts.lines, GENERIC), title, at)
    lines, _ = without_copies(tuple(_unnoticed(lines)))
    lines, _ = without_credit(lines, ())
    return tuple(lines)


def _unnoticed(lines: Iterable[str]) -> Iterator[str]:
    """The lines without sentences that say that the rest is for subscribers, and the offers that follow these."""
    for line in lines:
        kept, offered = [], False
        for sentence in _SENTENCE.split(line):
            offered = offered or PAYWALL.search(plain(sentence)) is not None
            if not offered or len(sentence) > _NOTICE:
                kept.append(sentence)
        if kept:
            yield " ".join(kept) if offered else line
