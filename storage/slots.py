"""Slots: the figures, days and names in a text by the words before them, which tell one bulletin from the next."""

import re
from collections.abc import Iterable, Mapping
from enum import Enum

from storage.fold import words

_BEFORE = 2  # words
_DAY = re.compile(
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|janvier|f[eé]vrier|mars|avril|mai|juin|juillet|ao[uû]t"
    r"|septembre|octobre|novembre|d[eé]cembre|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march"
    r"|april|june|july|august|september|october|november|december|الاثنين|الثلاثاء|الاربعاء|الخميس|الجمعة|السبت"
    r"|الاحد|يناير|فبراير|مارس|ابريل|ماي|يونيو|يوليوز|غشت|شتنبر|اكتوبر|نونبر|دجنبر"
)
_ANOTHER = ((False, 2, 0.5), (False, 3, 0.3), (True, 3, 0.35))
"""Names too, at least so many exchanged, at least that share of what both texts have."""

_SENTENCE_ENDS = frozenset(".…!?:؟۔")


class _Filling(Enum):
    FIGURE = 1
    NAME = 2


Slots = Mapping[tuple[_Filling, tuple[str, ...]], frozenset[str]]


def slots(blocks: Iterable[str]) -> Slots:
    """What stands after each run of two words: figures and days, and names in scripts that have capitals."""
    found: dict[tuple[_Filling, tuple[str, ...]], set[str]] = {}
    for block in blocks:
        before: tuple[str, ...] = ()
        begins = True
        for form in words(block).forms:
            if not (form[0].isalnum() or form[-1].isalnum()):
                begins = begins or form in _SENTENCE_ENDS
                continue
            word = form.casefold()
            filling = _filling(form, word, begins)
            if filling is None:
                before = (*before, word)[-_BEFORE:]
            elif before:
                found.setdefault((filling, before), set()).add(word)
            begins = False
    return {key: frozenset(values) for key, values in found.items()}


def _filling(form: str, word: str, begins: bool) -> _Filling | None:
    if form[0].isdigit() or _DAY.fullmatch(word):
        return _Filling.FIGURE
    return _Filling.NAME if form[0].isupper() and not begins else None


def other_fillings(one: Slots, other: Slots) -> str:
    """How the fillings of two texts differ where they are those of two bulletins in one wording, or nothing.

    A correction exchanges one or two; a bulletin most of what the two wordings have room for.
    """
    for names, fewest, share in _ANOTHER:
        both = [key for key in one.keys() & other.keys() if names or key[0] is _Filling.FIGURE]
        exchanged = sum(not one[key] & other[key] for key in both)
        if exchanged >= fewest and exchanged >= share * len(both):
            return f"{exchanged} of {len(both)} figures{', days and names' if names else ''} differ"
    return ""
