"""What an edit laid hands on (figures, names, negations, quotations …), for ordering edits, never for hiding one."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from rapidfuzz.distance import OSA

from storage.diff import changed
from storage.fold import fold, words
from storage.lexicon import CORRECTION
from storage.records import Document, Hunk, Significance
from storage.tokens import Token, tokens
from storage.vocabulary import Op, Part, Touched

_WEIGHTS = {
    Touched.FIGURE: 1.0,
    Touched.NEGATION: 0.95,
    Touched.HEADLINE: 0.8,
    Touched.QUOTATION: 0.7,
    Touched.NAME: 0.65,
    Touched.DATE: 0.6,
    Touched.CORRECTION_NOTE: 0.6,
    Touched.ADDED_PARAGRAPH: 0.5,
    Touched.CUT_PARAGRAPH: 0.5,
    Touched.ATTACHMENT: 0.4,
    Touched.WORDING: 0.3,
    Touched.MOVED_PARAGRAPH: 0.15,
    Touched.TYPO: 0.1,
}

_GRAVITY = {touched: place for place, touched in enumerate(Touched)}
_LONG = 12  # words from which a change is a rewriting: the names and negations in it were not exchanged

_ROLES = (Touched.FIGURE, Touched.NEGATION, Touched.NAME, Touched.DATE)

Pair = tuple[str, str]


def weigh(old: Document, new: Document, hunks: Iterable[Hunk]) -> Significance:
    """What the hunks from `old` to `new` touched, the share of the words of both that they changed, a score.

    The score is the weight of the gravest thing touched; the share only decides between equals.
    """
    hunks = changed(hunks)
    touched = sorted({each for hunk in hunks for each in touches(hunk)}, key=_GRAVITY.__getitem__)
    total = sum(len(words(block).forms) for block in (*old.blocks, *new.blocks))
    share = min(1.0, sum(map(_changed_words, hunks)) / total) if total else 0.0
    gravest = max((_WEIGHTS[each] for each in touched), default=0.0)
    return Significance(touched=tuple(touched), share=share, score=gravest + share / 100)


def touches(hunk: Hunk) -> frozenset[Touched]:
    """What one hunk lays hands on. A copy of a block that came or went touches nothing."""
    found: set[Touched] = set()
    if hunk.op is Op.EQUAL or hunk.repeated:
        return frozenset()
    if hunk.part is Part.DATE:
        return frozenset({Touched.DATE})
    if hunk.part is Part.ATTACHMENT:
        return frozenset({Touched.ATTACHMENT})
    if hunk.part is Part.TITLE:
        found.add(Touched.HEADLINE)
    elif hunk.op is Op.INSERT:
        found.add(Touched.ADDED_PARAGRAPH)
    elif hunk.op is Op.DELETE:
        found.add(Touched.CUT_PARAGRAPH)
    elif hunk.op is Op.MOVE:
        found.add(Touched.MOVED_PARAGRAPH)
    added = hunk.new if hunk.op is Op.INSERT else "\n".join(s.new for s in hunk.spans if s.op is not Op.EQUAL)
    if CORRECTION.search(fold(added)):
        found.add(Touched.CORRECTION_NOTE)
    return frozenset(found | _Sides(hunk).touched()) if hunk.spans else frozenset(found)


def swaps(hunk: Hunk, touched: Touched) -> tuple[Pair, ...]:
    """The figures, names, dates or negations that the hunk exchanged, as the text writes them.

    (old, new), an empty string on the side that has none.
    """
    return _Sides(hunk).swaps(touched) if hunk.spans and hunk.part in (Part.TITLE, Part.BLOCK) else ()


class _Sides:
    """The words of an edited text on both sides."""

    def __init__(self, hunk: Hunk) -> None:
        self._is_title = hunk.part is Part.TITLE
        self._spans = hunk.spans
        self._old = tokens(hunk.spans, new=False)
        self._new = tokens(hunk.spans, new=True)

    def touched(self) -> set[Touched]:
        found = {role for role in _ROLES if self.swaps(role)}
        if any(token.quoted and token.changed for token in (*self._old, *self._new)):
            found.add(Touched.QUOTATION)
        rest = self._rest()
        if any(not _is_typo(old, new) for old, new in rest):
            found.add(Touched.WORDING)
        elif rest or not found:
            found.add(Touched.TYPO)
        return found

    def swaps(self, role: Touched) -> tuple[Pair, ...]:
        olds, news = self._bearing(role, self._old), self._bearing(role, self._new)
        lost, won = Counter(t.form for t in olds), Counter(t.form for t in news)
        lost, won = lost - won, won - lost
        pairs: list[Pair] = []
        for number in range(len(self._spans)):
            left = [t.shown for t in olds if t.span == number and _take(lost, t.form)]
            right = [t.shown for t in news if t.span == number and _take(won, t.form)]
            if role is Touched.NAME:
                left, right = [" ".join(left)] if left else [], [" ".join(right)] if right else []
            pairs += zip_longest(left, right, fillvalue="")
        return _closed(pairs)

    def _bearing(self, role: Touched, side: Sequence[Token]) -> list[Token]:
        found = [token for token in side if token.role is role]
        if role is Touched.FIGURE:
            return [token for token in found if not token.form.isalpha() or not self._is_new_matter(token)]
        if role is Touched.DATE:
            return found
        found = [token for token in found if token.changed and not self._is_new_matter(token)]
        if role is Touched.NAME:
            if self._is_title and _is_title_case(side):
                return []
            other = self._new if side is self._old else self._old
            same = {_bare(token.form) for token in other if token.changed}
            found = [token for token in found if _bare(token.form) not in same]
        return found

    def _is_new_matter(self, token: Token) -> bool:
        """Whether the word came or went with a whole sentence or so: it was not exchanged for another."""
        span = self._spans[token.span]
        before, after = len(words(span.old).forms), len(words(span.new).forms)
        return max(before, after) > (_LONG if before and after else _LONG // 2)

    def _rest(self) -> list[tuple[list[str], list[str]]]:
        """Per span the changed words that are nothing but words, where the sides do not agree on them."""
        special = {
            token for role in _ROLES for side in (self._old, self._new) for token in self._bearing(role, side)
        }
        rest = []
        for number in range(len(self._spans)):
            old, new = (
                [
                    t.form
                    for t in side
                    if t.changed and t.span == number and t.form[0].isalnum() and t not in special
                ]
                for side in (self._old, self._new)
            )
            if old != new:
                rest.append((old, new))
        return rest


def _closed(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """The pairs, with what is alone on the one side beside what is alone on the other where that works out."""
    left = [old for old, new in pairs if not new]
    right = [new for old, new in pairs if not old]
    if len(left) != len(right):
        return tuple(pairs)
    return (*(pair for pair in pairs if all(pair)), *zip(left, right, strict=True))


def _take(counts: Counter[str], form: str) -> bool:
    counts[form] -= 1
    return counts[form] >= 0


def _is_title_case(side: Sequence[Token]) -> bool:
    """Whether capitals say nothing here, as in an English headline or one all in capitals."""
    long = [token.form for token in side if token.form[0].isalpha() and len(token.form) > 3]
    return 2 * sum(form[0].isupper() for form in long) > len(long)


def _is_typo(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether each word became one of nearly the same letters."""
    return len(old) == len(new) and all(map(_is_respelt, old, new))


def _is_respelt(old: str, new: str) -> bool:
    old, new = _bare(old), _bare(new)
    shorter = min(len(old), len(new))
    return old == new or (shorter >= 4 and OSA.distance(old, new) <= (2 if shorter >= 8 else 1))


def _bare(form: str) -> str:
    """The letters alone, without case and accents."""
    return "".join(letter for letter in unicodedata.normalize("NFD", form.casefold()) if letter.isalnum())


def _changed_words(hunk: Hunk) -> int:
    if hunk.part is not Part.BLOCK:
        return 0
    if hunk.op in (Op.INSERT, Op.DELETE):
        return len(words(hunk.old or hunk.new).forms)
    parts = [text for span in hunk.spans if span.op is not Op.EQUAL for text in (span.old, span.new)]
    return sum(len(words(text).forms) for text in parts)
