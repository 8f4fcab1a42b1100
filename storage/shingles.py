"""Shingles: the running text of a document as runs of three folded words, by which copies are known."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import chain

from storage.fold import words

LENGTH = 3
"""Words in a shingle: of a text with one word in twenty changed, three shingles in four are still shared."""

_MASK = (1 << 64) - 1
_MULTIPLIERS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
_FEWEST = 8  # words: a shorter line is a label or a subhead
_LONG = 25  # words from which a line counts as running text though no full stop ends it
_ENDED = re.compile(r"[.…!?؟۔:;؛](?:[\s»”\"')\]]|\[\d+\])*$")
_END = re.compile(r"[.…!?؟۔](?:\s*[»”\"')])?\s")
_APART = re.compile(r"[ \xa0\u2003]{3,}|\xa0{2,}|[|•·●■▪◆★✦›]{1,3}|\*{2,3}|/{2,3}|\s[-–—+»]{1,3}\s")
_MOST_PARTS = 4
_WORDS_A_SENTENCE = 90
_QUOTED = (re.compile(r"“[^“”«»]*”"), re.compile(r"«[^«»]*»"), re.compile(r'(?<!\w)"[^"\n]*"(?!\w)'))


def running(blocks: Iterable[str]) -> tuple[str, ...]:
    """The blocks that are sentences: no subheads, labels, single headlines or rows of them."""
    return tuple(block for block in blocks if _runs(block))


def _runs(block: str) -> bool:
    count = len(block.split())
    if count < _FEWEST:
        return False
    ended = _ENDED.search(block) is not None
    if not ended and count < _LONG:
        return False
    ends = len(_END.findall(block)) + ended
    if len([part for part in _APART.split(block) if part.strip()]) > _MOST_PARTS + 2 * ends:
        return False
    return ended or count < 2 * _WORDS_A_SENTENCE * (ends + 1)


def unquoted(blocks: Iterable[str]) -> tuple[str, ...]:
    """The blocks without what stands in quotation marks, which may go on over several blocks."""
    text = "\n".join(blocks)
    for pattern in _QUOTED:
        text = pattern.sub(" ", text)
    return tuple(text.split("\n"))


def plain_words(text: str) -> list[str]:
    """The folded words of `text` in lower case, without punctuation."""
    return [form.casefold() for form in words(text).forms if form[0].isalnum() or form[-1].isalnum()]


def shingles(blocks: Iterable[str]) -> frozenset[int]:
    """The shingles of the blocks as numbers of 64 bits, the same in every process; they run across blocks."""
    return of_words(list(chain.from_iterable(map(plain_words, blocks))))


def of_words(text: Sequence[str]) -> frozenset[int]:
    """The shingles of a text in words."""
    marks = [_mark(word) for word in text]
    one, two, three = _MULTIPLIERS
    runs = zip(marks, marks[1:], marks[2:], strict=False)
    return frozenset((a * one + b * two + c * three) & _MASK for a, b, c in runs)


@lru_cache(maxsize=1 << 14)
def _mark(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(errors="replace"), digest_size=8).digest())
