"""likeness(a, b): whether two documents are copies of one story, how surely, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from storage.fold import fold
from storage.records import Document
from storage.shingles import LENGTH, of_words, plain_words, running, unquoted
from storage.sketch import same_address
from storage.slots import Slots, other_fillings, slots

ENOUGH = 0.5
"""The share of the shorter text's shingles that the longer one must hold."""

FEWEST = 25
"""Words of running text that a copy must have: less may be a notice, a caption or the beginning of anything."""

MOST = 20_000
"""Words of a text that are compared; a book may stand where an article should."""

_OWN = 15  # words outside quotations from which these decide too
_PLACE = 0.4  # of the longer text: a copy begins where its origin does, one brief among many does not
_PART = 0.4  # of the longer text: what is shorter is a part of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """`score` is the share of the shorter text found in the longer one, 0 to 1; `reason` one line in English."""

    same: bool
    score: float
    reason: str


def likeness(a: Document, b: Document) -> Likeness:
    """Whether `a` and `b`, trimmed of their sites' frames, are copies of one story.

    An explicit link from one to the other is believed whatever the languages; else the text decides:
    containment of shingles (Broder 1997), outside quotations too, with a least length.
    """
    return linked(a, b) or compared(Text(a), Text(b))


def linked(a: Document, b: Document) -> Likeness | None:
    """Two documents of which one links to the other as its source, under any of its addresses, or both to a third;
    None for others."""
    for copy, named in ((a, b), (b, a)):
        if any(same_address(copy.origin, address) for address in (named.address, *named.aliases)):
            return Likeness(same=True, score=1.0, reason="one names the other as its source")
    if same_address(a.origin, b.origin):
        return Likeness(same=True, score=1.0, reason="both name the same page as their source")
    return None


class Text:
    """A document as it is compared; what is expensive is made once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._running = running(document.blocks)

    @cached_property
    def words(self) -> list[str]:
        return self._of(self._running)

    def _of(self, blocks: Iterable[str]) -> list[str]:
        return list(islice((word for block in blocks for word in plain_words(block)), MOST))

    @cached_property
    def shingles(self) -> frozenset[int]:
        return of_words(self.words)

    @cached_property
    def own_words(self) -> list[str]:
        """The words outside quotations."""
        return self._of(unquoted(self._running))

    @cached_property
    def own(self) -> frozenset[int]:
        return of_words(self.own_words)

    @cached_property
    def slots(self) -> Slots:
        return slots(self._running)

    @cached_property
    def title(self) -> str:
        return " ".join(plain_words(fold(self.document.title)))


def compared(a: Text, b: Text) -> Likeness:
    """Whether two texts are copies of one story, links aside."""
    small, large = sorted((a, b), key=lambda text: len(text.shingles))
    if len(small.words) < FEWEST:
        return _no(0.0, f"too short to tell: {len(small.words)} words of running text")
    shared = _held(small.shingles, large.shingles)
    if shared < ENOUGH:
        return _no(shared, f"{shared:.0%} of the shorter text is in the longer one")
    own = _held(*sorted((small.own, large.own), key=len))
    if min(len(small.own_words), len(large.own_words)) >= _OWN and own < ENOUGH:
        return _no(own, f"they share quotations: of their own words {own:.0%}")
    if told := other_fillings(small.slots, large.slots):
        return _no(shared, f"the same wording, but {told}")
    if _is_part(small, large):
        return _no(shared / 2, "the shorter text is one of several in the longer one")
    retitled = "" if small.title == large.title else ", retitled"
    return Likeness(
        same=True,
        score=round(shared, 4),
        reason=f"{shared:.0%} of the shorter text is in the longer one{retitled}",
    )


def _held(few: frozenset[int], many: frozenset[int]) -> float:
    return len(few & many) / len(few) if few else 0.0


def _is_part(small: Text, large: Text) -> bool:
    """Whether the shorter text stands within a much longer one that begins with something else."""
    if len(small.shingles) >= _PART * len(large.shingles) or small.title == large.title:
        return False
    runs = range(len(large.words) - LENGTH + 1)
    places = [n for n in runs if of_words(large.words[n : n + LENGTH]) <= small.shingles]
    # Not the very first one: three words may stand anywhere.
    return places[len(places) // 10] > _PLACE * len(large.words)


def _no(score: float, reason: str) -> Likeness:
    return Likeness(same=False, score=round(min(score, ENOUGH - 0.01), 4), reason=reason)
