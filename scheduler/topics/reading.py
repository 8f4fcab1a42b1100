"""Reading: a document read once for all topics, with where every list of terms occurs in it."""

import re
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from scheduler.topics.fold import Folded, folded
from scheduler.topics.lexicon import Lexicon, Place
from scheduler.topics.sentences import PART, sentence_around, sentence_starts
from storage.records import Document

_LETTER = re.compile(r"[^\W\d_]")
_SCRIPTS = {"ar": re.compile(r"[\u0621-\u064a]"), "zgh": re.compile(r"[\u2d30-\u2d67]")}


class Hit(NamedTuple):
    """A term in the text: its place in the folded text, and the numbers of its first and last word."""

    start: int
    end: int
    first: int
    last: int

    def words_from(self, other: "Hit") -> int:
        """How many words apart the two are; neighbours are 1 apart, overlapping ones 0."""
        return max(0, other.first - self.last, self.first - other.last)


class Reading:
    """The title and the blocks of a document as one folded text, parted by a mark that no term crosses."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.document = document
        self.folded = Folded(PART.join((document.title, *document.blocks)))
        self._places = lexicon.places(self.folded.text)
        self._hits: dict[str, list[Hit]] = {}

    def hits(self, name: str) -> list[Hit]:
        """Where a list occurs, in order."""
        if name not in self._hits:
            self._hits[name] = [self._hit(place) for place in self._places.get(name, ())]
        return self._hits[name]

    def has(self, name: str) -> bool:
        return name in self._places

    def _hit(self, place: Place) -> Hit:
        start, end = place
        return Hit(start, end, self.folded.word_at(start), self.folded.word_at(end - 1))

    @property
    def words(self) -> int:
        """How many words the document has, punctuation marks counted too."""
        return len(self.folded.words)

    @cached_property
    def title_words(self) -> int:
        """How many words stand before the first block."""
        title = self.document.title
        return len(folded(title + PART).split()) if title.strip() else 0

    @cached_property
    def script(self) -> str:
        """`ar` where most letters are Arabic, `zgh` where they are Tifinagh, else empty."""
        sample = self.folded.text[:4000]
        for tag, letters in _SCRIPTS.items():
            if len(letters.findall(sample)) * 2 > len(_LETTER.findall(sample)):
                return tag
        return ""

    @cached_property
    def parts(self) -> list[int]:
        """Where the title and each block start in the joined text."""
        starts, at = [], 0
        for part in (self.document.title, *self.document.blocks):
            starts.append(at)
            at += len(part) + len(PART)
        return starts

    @cached_property
    def _sentences(self) -> list[int]:
        return sentence_starts(self.folded.source)

    def span(self, hit: Hit) -> tuple[int, int]:
        """The hit's code points in the joined text."""
        return self.folded.origin(hit.start, hit.end)

    def original(self, hit: Hit) -> str:
        start, end = self.span(hit)
        return self.folded.source[start:end]

    def part(self, hit: Hit) -> int:
        """0 for the title, then the number of the block, counted from 1."""
        return bisect_right(self.parts, self.span(hit)[0]) - 1

    def in_title(self, hit: Hit) -> bool:
        return hit.first < self.title_words

    @cached_property
    def _sentence_words(self) -> list[int]:
        return [self.folded.word_from(start) for start in self._sentences]

    def sentence(self, hit: Hit) -> int:
        """The number of the sentence that the hit starts in."""
        return bisect_right(self._sentence_words, hit.first) - 1

    def sentence_of(self, hit: Hit) -> tuple[int, int]:
        """Start and end of the sentence to show around a hit, in the joined text."""
        start, end = self.span(hit)
        return sentence_around(self.folded.source, self._sentences, start, end)
