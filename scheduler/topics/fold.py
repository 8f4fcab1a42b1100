"""Folded text for matching: words in one form, with the way back to every place in the original."""

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import accumulate

BREAK = "¶"
"""The word that a punctuation mark becomes, unless it is an apostrophe, hyphen, quotation mark or the like: no
phrase crosses it."""

_JOINTS = frozenset("'’‘ʼ`´′/_#@·•-\"«»‹›“”„")
_LETTERS = {
    "ى": "ي",
    "ی": "ي",
    "ة": "ه",
    "ٱ": "ا",
    "ک": "ك",
    "ـ": "",
    "œ": "oe",
    "æ": "ae",
    "ø": "o",
    "ł": "l",
    "&": " & ",
    "\u2029": f" {BREAK} ",
}
_WORDS = re.compile(r"\S+")


def _letter(char: str) -> str:
    """One character of a compatibility decomposition, folded."""
    if char in _LETTERS:
        return _LETTERS[char]
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf"):
        return ""
    if category[0] == "L":
        return char
    if category[0] == "N":
        digit = unicodedata.decimal(char, None)
        return char if digit is None else str(digit)
    return (
        " " if category[0] == "Z" or category == "Pd" or char in _JOINTS or char.isspace() else f" {BREAK} "
    )


class _Table(dict[int, str]):
    """What each code point folds to, worked out when first met."""

    def __missing__(self, code: int) -> str:
        lowered = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", chr(code)).casefold())
        self[code] = "".join(map(_letter, lowered))
        return self[code]


_TABLE = _Table()


def folded(text: str) -> str:
    """`text` as words parted by one space, a space at both ends; the form that terms are written in.

    NFKD, no case, no accents, no vowel signs, no tatweel, no bidi marks; one alef, one yeh, one heh;
    apostrophes, hyphens and quotation marks part words; other punctuation is the word `BREAK`.
    """
    return f" {' '.join(text.translate(_TABLE).split())} "


class Folded:
    """A text and its folded form; the way back is worked out only where somebody asks."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.text = folded(source)

    @cached_property
    def words(self) -> "array[int]":
        """Where each word of the folded text starts, ascending."""
        return array("L", (found.start() for found in _WORDS.finditer(self.text)))

    @cached_property
    def _loose(self) -> "array[int]":
        """Where each word starts before runs of spaces became one."""
        return array("L", (found.start() for found in _WORDS.finditer(self.source.translate(_TABLE))))

    @cached_property
    def _ends(self) -> "array[int]":
        """Where the folding of each source character ends, before runs of spaces became one."""
        return array("L", accumulate(map(len, map(_TABLE.__getitem__, map(ord, self.source)))))

    def word_at(self, position: int) -> int:
        """The number of the word that holds a position of the folded text."""
        return max(0, bisect_right(self.words, position) - 1)

    def word_from(self, place: int) -> int:
        """The number of the first word that begins at or after a code point of the source."""
        return bisect_left(self._loose, self._ends[place - 1] if place else 0)

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The code points of the source that the folded text between `start` and `end` came from.

        Marks that belong to the last letter are counted in.
        """
        first = bisect_right(self._ends, self._before_join(start))
        last = bisect_right(self._ends, self._before_join(end - 1)) + 1
        while last < len(self.source) and unicodedata.category(self.source[last]) == "Mn":
            last += 1
        return first, last

    def _before_join(self, position: int) -> int:
        word = self.word_at(position)
        return self._loose[word] + position - self.words[word]
