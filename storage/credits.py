"""Credits: the news agency that an article says it is from, in its signature, its dateline or its last lines."""

import re
from collections.abc import Iterable, Mapping

from storage.records import Document

AGENCIES: Mapping[str, str] = {
    "MAP": r"MAP|Maghreb Arabe Presse|و\s?م\s?ع|وكالة المغرب العربي للأنباء",
    "AFP": r"AFP|Agence France[- ]Presse|أ\s?ف\s?ب|فرانس برس",
    "Reuters": r"Reuters|رويترز",
    "AP": r"Associated Press",
    "EFE": r"EFE",
    "APS": r"APS",
    "Anadolu": r"Anadolu|الأناضول",
}
_LINE = 5  # words: a longer last line is no credit
_DATELINE = 60  # characters, at either end of a paragraph, in which a credit stands
_NAMES = {name: re.compile(rf"(?<!\w)(?:{pattern})(?!\w)") for name, pattern in AGENCIES.items()}
_ANY = "|".join(AGENCIES.values())
_IN_DATELINE = re.compile(rf"^[^.!?]{{0,40}}[(/–—-]\s?(?:{_ANY})\s?[)/–—-]")
_AT_END = re.compile(rf"[(\[]\s*(?:avec |source ?: ?)?(?:{_ANY})\s*[)\]]\s*\.?$", re.I)


def agency(document: Document) -> str:
    """The name of the agency credited, or an empty string. A word of it inside a sentence is no credit."""
    return next((name for name, pattern in _NAMES.items() if any(map(pattern.search, _stated(document)))), "")


def _stated(document: Document) -> Iterable[str]:
    yield from document.authors
    if document.blocks and (opening := _IN_DATELINE.match(document.blocks[0][:_DATELINE])):
        yield opening[0]
    for line in document.blocks[-2:]:
        if len(line.split()) <= _LINE:
            yield line
        elif credit := _AT_END.search(line[-_DATELINE:]):
            yield credit[0]
