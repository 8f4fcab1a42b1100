"""Definitions of an acronym in the text: "Some Long Name (SLN)", "SLN (some long name)", "SLN, some long name"."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.topics.fold import folded
from scheduler.topics.reading import Hit, Reading

_SMALL = frozenset(
    [
        "a",
        "al",
        "and",
        "au",
        "aux",
        "da",
        "das",
        "de",
        "del",
        "des",
        "di",
        "do",
        "dos",
        "du",
        "e",
        "el",
        "en",
        "et",
        "for",
        "for",
        "y",
        "la",
        "las",
        "le",
        "les",
        "los",
        "of",
        "on",
        "or",
        "ou",
        "para",
        "pour",
        "the",
        "und",
        "i",
        "d",
        "l",
    ]
)
_BETWEEN = re.compile(r" |\W{0,3}[(\[«]\W{0,3}|, ?(?:ou|or|o|y|أو|the|les?|la|l['’])?\s?")
_BRACKET = re.compile(r"\s?\(")
_AFTER = re.compile(r"\s?\(|,? ou | : |, ?(?:or |o )?")
_WORD = re.compile(r"[^\W\d_]+")
_REACH = 90
"""How many code points before or after an acronym its long form may reach."""


@dataclass(frozen=True, slots=True)
class Definition:
    """The place of a long form, and the sense it gives: empty for the topic's own."""

    hit: Hit
    sense: str


def defined(reading: Reading, hits: list[Hit], names: list[tuple[Hit, str]]) -> Iterator[Definition]:
    """The definitions beside the given acronyms.

    `names` are the known long forms in the text with their senses, in order. A long form that nobody
    listed is known by its initials, and is its own sense, unless one of the topic's names is part of it.
    """
    for hit in hits:
        at = bisect_left(names, (hit, ""))
        near = names[max(0, at - 6) : at + 6]
        known = _known(reading, hit, near)
        if known is not None:
            yield known
            continue
        for first, last in _spelt_out(reading, hit):
            inside = [name for name, sense in near if not sense and first <= reading.span(name)[0] < last]
            yield Definition(hit, "" if inside else reading.folded.source[first:last])


def _known(reading: Reading, hit: Hit, names: list[tuple[Hit, str]]) -> Definition | None:
    """A listed long form right before "(SLN" or right after "SLN (" or "SLN,"."""
    source = reading.folded.source
    start, end = reading.span(hit)
    for name, sense in names:
        if name.words_from(hit) > 3:
            continue
        first, last = reading.span(name)
        between = source[last:start] if last <= start else source[end:first]
        if _BETWEEN.fullmatch(between):
            return Definition(name, sense)
    return None


def _spelt_out(reading: Reading, hit: Hit) -> Iterator[tuple[int, int]]:
    source = reading.folded.source
    start, end = reading.span(hit)
    letters = [char for char in folded(source[start:end]) if char.isalpha()]
    if letters and letters[-1] == "s" and source[start:end].endswith("s"):
        letters.pop()
    opened = re.search(r"\(\s?[\"«“]?\s?$", source[max(0, start - 4) : start])
    if opened:
        before = max(0, start - _REACH)
        found = _initialled(source, before, start - len(opened.group()), letters, backward=True)
        if found:
            yield found
    following = (_AFTER if len(letters) > 2 else _BRACKET).match(source, end)
    if following:
        found = _initialled(source, following.end(), end + _REACH, letters, backward=False)
        if found:
            yield found


def _initialled(
    source: str, start: int, end: int, letters: list[str], *, backward: bool
) -> tuple[int, int] | None:
    """The words that end (or begin) there and whose initials, small words left out, are the letters."""
    words = list(_WORD.finditer(source, start, min(end, len(source))))
    if backward:
        words.reverse()
        letters = letters[::-1]
    used: list[re.Match[str]] = []
    for word in words:
        if len(used) == len(letters):
            break
        plain = folded(word.group()).strip()
        if plain[:1] == letters[len(used)]:
            used.append(word)
        elif not used or plain not in _SMALL:
            return None
    if len(used) < len(letters):
        return None
    return min(word.start() for word in used), max(word.end() for word in used)
