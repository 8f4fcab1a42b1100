"""Copies: one text at many addresses within a run, which is the site's doing and no newsroom's."""

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from hashlib import sha256
from urllib.parse import unquote, urlsplit

from crawler.phrases import plain
from crawler.quality import shares
from storage.records import Document, Observation, Run
from storage.runs import CRAWL
from storage.vocabulary import Outcome

SHORTEST = 200
"""Characters: a shorter text may well be that of several articles."""

FEWEST = 3
"""At the how many-th document a text that was new everywhere is no article's."""

_KEPT = 3
_MOST = 20_000
_ALIKE = 0.2


@dataclass(slots=True)
class _Text:
    """Some of the documents that have a text, and whether it is known to stand in place of others."""

    documents: list[Document] = field(default_factory=list)
    misplaced: bool = False


class Copies:
    """The texts met so far in the runs under way."""

    def __init__(self) -> None:
        self._texts: defaultdict[tuple[int, bytes], _Text] = defaultdict(_Text)

    def compared(self, run: Run, observation: Observation, known: Document | None) -> Observation:
        """The observation, or the outage it is part of; `known` is the document as it was read before.

        A text that another document of the run has is never an edit of one that it has nothing in common
        with. Of documents never seen before it is an outage where it is known to be one, or where the
        third of a crawl has it without a date and without a word of its title in its address: articles
        are published twice, but not so.
        """
        document = observation.document
        if observation.outcome is not Outcome.ARTICLE or document is None or _size(document) < SHORTEST:
            return observation
        text = self._text(run, document)
        others = [other for other in text.documents if not _is_same(other, document)]
        if known is not None:
            foreign = bool(others) and shares(known.blocks, document.blocks) < _ALIKE
            text.misplaced = text.misplaced or foreign
        else:
            often = run.purpose == CRAWL and len(others) >= FEWEST - 1 and not _is_its_own(document)
            foreign = bool(others) and (text.misplaced or often)
        if len(text.documents) < _KEPT and len(others) == len(text.documents):
            text.documents.append(replace(document, blocks=()))
        if not foreign:
            return observation
        reason = f"no article of its own: the same text is at {others[0].address}"
        return replace(observation, outcome=Outcome.SOFT_404, reason=reason, document=None)

    def _text(self, run: Run, document: Document) -> _Text:
        mark = sha256("\n".join(document.blocks).encode(errors="replace")).digest()
        text = self._texts[run.number, mark]
        if len(self._texts) > _MOST:
            del self._texts[next(iter(self._texts))]
        return text


def _size(document: Document) -> int:
    return sum(map(len, document.blocks))


def _is_same(one: Document, other: Document) -> bool:
    names = {other.address, *other.aliases}
    return not names.isdisjoint((one.address, *one.aliases)) or (
        one.identity is not None and one.identity == other.identity
    )


def _is_its_own(document: Document) -> bool:
    """Whether something shows that the text belongs to the address: its date, or its title in the address."""
    if document.published is not None:
        return True
    path = plain(unquote(urlsplit(document.address).path))
    return any(len(word) > 3 and word in path for word in re.findall(r"\w+", plain(document.title)))
