"""Lexicon: all lists of terms in one automaton, which finds every whole-word occurrence in one pass."""

from collections.abc import Callable, Iterable, Mapping

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from scheduler.topics.terms import Pattern

CLITICS = frozenset(
    f"{joint}{preposition}{article}"
    for joint in ("", "و", "ف")
    for preposition in ("", "ب", "ك", "ل")
    for article in ("", "ال", "ل")
    if (preposition, article) not in {("ل", "ال"), ("", "ل"), ("ب", "ل"), ("ك", "ل")}
)
"""What may stand before an Arabic word in one writing: and, then; with, as, for; the article."""

MOST_PLACES = 2000
"""How many places of one list are given for one text: the first ones."""

Place = tuple[int, int]
"""Start and end in the folded text."""


class Lexicon:
    """Lists of patterns by name. Finding costs the same whether there are two hundred terms or two thousand."""

    def __init__(self, lists: Mapping[str, Iterable[Pattern]]) -> None:
        named: dict[Pattern, list[str]] = {}
        for name, patterns in lists.items():
            for pattern in patterns:
                named.setdefault(pattern, []).append(name)
        self._patterns = tuple(named)
        self.languages = frozenset(pattern.language for pattern in named) - {""}
        self._lists = tuple(map(tuple, named.values()))
        self._automaton = AhoCorasick(
            [_needle(pattern) for pattern in self._patterns],
            matchkind=MatchKind.Standard,
            implementation=Implementation.DFA if len(named) < 5000 else Implementation.ContiguousNFA,
        )

    def __len__(self) -> int:
        return len(self._patterns)

    def places(self, text: str, tongue: Callable[[int], str] | None = None) -> dict[str, list[Place]]:
        """Where each list occurs in a folded text: places ascending, each once, at most
        `MOST_PLACES` a list; lists without any are absent.

        `tongue` tells the language at a place, empty where it is not known: terms of another one are passed
        over there.
        """
        found: dict[str, set[Place]] = {}
        for number, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            pattern = self._patterns[number]
            if tongue is not None and pattern.language and tongue(start) not in ("", pattern.language):
                continue
            if pattern.arabic:
                place = _arabic_place(text, start, end, pattern.prefix)
                if place is None:
                    continue
            elif pattern.prefix:
                place = (start + 1, text.index(" ", end))
            else:
                place = (start + 1, end - 1)
            for name in self._lists[number]:
                places = found.setdefault(name, set())
                if len(places) < MOST_PLACES:
                    places.add(place)
        return {name: sorted(places) for name, places in found.items()}


def _needle(pattern: Pattern) -> str:
    """Spaces inside the needle are the word boundaries, so no check is left to do for most terms."""
    if pattern.arabic:
        return pattern.text
    return f" {pattern.text}" if pattern.prefix else f" {pattern.text} "


def _arabic_place(text: str, start: int, end: int, prefix: bool) -> Place | None:
    """The term with its article but without "and", "with", "as": what a reader would mark."""
    word = text.rfind(" ", 0, start) + 1
    clitics = text[word:start]
    if clitics not in CLITICS:
        return None
    rest = text[end : text.index(" ", end)]
    if rest not in ("", "ا") and not prefix:
        return None
    if clitics.endswith(("ال", "لل")):
        start -= 2
    return start, end + len(rest)
