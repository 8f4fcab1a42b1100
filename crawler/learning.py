"""learned(documents): the lines around a source's articles that are its pages' own, seen by their repeating."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from crawler.edges import inside, may_be_furniture
from storage.fold import fold
from storage.furnishing import Furnishing
from storage.records import Document

NEWEST = 200
"""How many documents of a source are learned from, the newest ones."""

FEWEST = 5
"""At the edge of how many of them a line stands that is furniture."""

_Text = tuple[str, ...]


def learned(
    documents: Sequence[Document],
    at: datetime,
    *,
    known: Collection[str] = (),
    never: Collection[str] = (),
    fewest: int = FEWEST,
    why: str = "it repeats around articles that have nothing else in common",
) -> tuple[Furnishing, ...]:
    """What stands at the edges of at least `fewest` documents and is not `known` yet, as of `at`.

    An edge is an unbroken run, at the start or the end, of such lines; `known` and `never` are folded
    lines, of which the latter are not learned. Learning again with what was learned gives nothing.
    """
    folded = {block: fold(block) for document in documents for block in document.blocks}
    texts = _teaching(documents, folded, frozenset(known))
    counted = Counter(line for text in texts for line in set(text))
    often = {line for line, pages in counted.items() if pages >= fewest and may_be_furniture(line)}
    taken = (often - set(never)) | set(known)
    while True:
        places = _places(texts, taken)
        kept = {line for line in taken if line in known or places[line].total() >= fewest}
        if kept == taken:
            break
        taken = kept
    shown: dict[str, str] = {}
    for block, line in folded.items():
        shown.setdefault(line, block)
    found = [(line, *places[line].most_common(1)[0]) for line in taken.difference(known)]
    return tuple(
        Furnishing(line=line, shown=shown[line], place=place, pages=places[line].total(), since=at, why=why)
        for line, place, _ in sorted(found, key=lambda each: (-each[2], each[0]))
    )


def _teaching(
    documents: Sequence[Document], folded: Mapping[str, str], known: Collection[str]
) -> list[_Text]:
    """The folded texts that may teach: of different titles, and two thirds of each in lines of its own.

    So no copy of an article does, and whatever repeats takes at most a third of a text that does.
    """
    counted = Counter(folded[block] for document in documents for block in set(document.blocks))
    texts: dict[str, _Text] = {}
    for document in documents:
        own = [
            block for block in document.blocks if counted[folded[block]] == 1 and folded[block] not in known
        ]
        if own and 3 * sum(map(len, own)) >= 2 * sum(map(len, document.blocks)):
            texts.setdefault(fold(document.title), tuple(folded[block] for block in document.blocks))
    return list(texts.values())


def _places(texts: Sequence[_Text], taken: Collection[str]) -> Mapping[str, Counter[str]]:
    """At which edge of how many texts each of the lines `taken` stands."""
    places: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        start, end = inside(text, taken)
        for line in set(text[:start]):
            places[line]["start"] += 1
        for line in set(text[end:]).difference(text[:start]):
            places[line]["end"] += 1
    return places
