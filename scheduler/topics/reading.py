"""Reading: a document read once for all topics, with where every list of terms occurs in it."""

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

from crawler.language import detect
from scheduler.topics.fold import Folded, folded
from scheduler.topics.lexicon import Lexicon, Place
from scheduler.topics.sentences import PART, sentence_around, sentence_starts
from storage.records import Document

TELLING = 300
"""In fewer code points small words do not tell the language surely."""

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
        self._places = lexicon.places(self.folded.text, self._tongue(lexicon.languages))
        self._hits: dict[str, list[Hit]] = {}

    def _tongue(self, known: frozenset[str]) -> Callable[[int], str] | None:
        """The language at a place of the folded text, for the lists of that language.

        Empty where it cannot be told or is none of the `known`, as in an Arabic text: Latin words there are
        of any language.
        """
        whole = self.document.language.lower().partition("-")[0] or _told(self.folded.source)
        parts = (self.document.title, *self.document.blocks)
        spoken = [tag if (tag := _told(part) or whole) in known else "" for part in parts]
        if len(set(spoken)) == 1:
            return (lambda _: spoken[0]) if spoken[0] else None
        starts = [self.folded.word_from(start) for start in self.parts]
        words = self.folded.words
        places = [words[start] if start < len(words) else len(self.folded.text) for start in starts]
        return lambda place: spoken[max(0, bisect_right(places, place + 1) - 1)]

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


def _told(text: str) -> str:
    return detect(text) if len(text) >= TELLING else ""
