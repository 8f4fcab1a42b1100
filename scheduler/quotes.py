"""What a digest quotes of a text: its beginning, and the sentence that made it match, terms marked."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from scheduler.review import Passage, Segment
from scheduler.topics.sentences import sentence_starts
from scheduler.typography import as_printed, clean

LONGEST_PASSAGE = 320
SHORT_BLOCK = 120
"""A first paragraph shorter than this is quoted together with the next."""

_ENDS = tuple('.!?…؟۔»”"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term in a text: `block` counts from 0, offsets are code points of that block."""

    topic: str
    block: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A run of whole sentences of one block; `cut` where its last one is not told to its end."""

    block: int
    start: int
    end: int
    cut: bool = False

    def overlaps(self, other: "Stretch") -> bool:
        return other.block == self.block and self.start < other.end and other.start < self.end

    def holds(self, term: Term) -> bool:
        return term.block == self.block and self.start <= term.start and term.end <= self.end


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences of a paragraph as (start, end), without the blanks after them."""
    starts = [*sentence_starts(text), len(text)]
    return tuple(
        (start, start + len(text[start:end].rstrip())) for start, end in pairwise(starts) if start < end
    )


def opening(blocks: tuple[str, ...], title: str, limit: int) -> tuple[Stretch, ...]:
    """The beginning of a text, at most `limit` characters, cut at a sentence (at a word where one is longer)."""
    room = limit
    taken: list[Stretch] = []
    prose = _first_prose(blocks, title)
    for index in range(prose, min(prose + 2, len(blocks))):
        stretch = _within(blocks[index], index, room)
        if stretch is None or (taken and stretch.cut):
            break
        taken.append(stretch)
        room -= stretch.end - stretch.start
        if stretch.cut or stretch.end < len(blocks[index]) or len(blocks[index]) >= SHORT_BLOCK:
            break
    return tuple(taken)


def _first_prose(blocks: tuple[str, ...], title: str) -> int:
    """The first paragraph that is a sentence rather than a subhead or the title again."""
    for index, block in enumerate(blocks):
        if block != title and (len(block) >= SHORT_BLOCK or block.rstrip().endswith(_ENDS)):
            return index
    return 0


def _within(block: str, index: int, room: int) -> Stretch | None:
    ends = [end for _, end in sentences(block) if end <= room]
    if ends:
        return Stretch(block=index, start=0, end=ends[-1])
    head = block[: max(room - 4, 0)].rpartition(" ")[0]
    return Stretch(block=index, start=0, end=len(head), cut=True) if head else None


def passage(
    blocks: tuple[str, ...], terms: Iterable[Term], told: tuple[Stretch, ...], language: str
) -> Passage | None:
    """The sentence with terms of the most topics, the first of them, that `told` has nothing of."""
    terms = tuple(terms)
    cuts = {term.block: sentences(blocks[term.block]) for term in terms}
    best: tuple[int, Stretch] | None = None
    for term in terms:
        stretch = _sentence(cuts[term.block], term)
        if any(piece.overlaps(stretch) for piece in told):
            continue
        weight = len({other.topic for other in terms if stretch.holds(other)})
        if best is None or weight > best[0]:
            best = (weight, stretch)
    if best is None:
        return None
    chosen = _around(blocks[best[1].block], best[1], [term for term in terms if best[1].holds(term)])
    return Passage(segments=marked(blocks, (chosen,), terms, language), block=chosen.block + 1)


def _sentence(cuts: tuple[tuple[int, int], ...], term: Term) -> Stretch:
    for start, end in cuts:
        if start <= term.start < end:
            return Stretch(block=term.block, start=start, end=max(end, term.end))
    return Stretch(block=term.block, start=term.start, end=term.end)


def _around(block: str, stretch: Stretch, terms: list[Term]) -> Stretch:
    """A sentence too long to quote, as the words around its first term."""
    if stretch.end - stretch.start <= LONGEST_PASSAGE:
        return stretch
    first = min(terms, key=lambda term: term.start)
    start = max(stretch.start, first.start - LONGEST_PASSAGE // 3)
    end = min(stretch.end, max(start + LONGEST_PASSAGE, first.end))
    if start > stretch.start:
        start = min(block.find(" ", start) + 1 or start, first.start)
    if end < stretch.end:
        end = max(block.rfind(" ", start, end), first.end)
    return Stretch(block=stretch.block, start=start, end=end, cut=end < stretch.end)


def marked(
    blocks: tuple[str, ...], stretches: Iterable[Stretch], terms: Iterable[Term], language: str
) -> tuple[Segment, ...]:
    """The text of `stretches` as segments, clean, printed as its language prints."""
    terms = sorted(terms, key=lambda term: (term.start, -term.end))
    segments: list[tuple[str, bool]] = []
    for index, stretch in enumerate(stretches):
        block, position = blocks[stretch.block], stretch.start
        lead = " " if index else ""
        if stretch.start and not _begins_sentence(block, stretch.start):
            lead += "[…] "
        segments.append((lead, False))
        for term in terms:
            if stretch.holds(term) and term.start >= position:
                segments += [(block[position : term.start], False), (block[term.start : term.end], True)]
                position = term.end
        segments.append((block[position : stretch.end] + (" […]" if stretch.cut else ""), False))
    return _printed(segments, language)


def _begins_sentence(block: str, start: int) -> bool:
    return any(begin == start for begin, _ in sentences(block))


def _printed(pieces: list[tuple[str, bool]], language: str) -> tuple[Segment, ...]:
    """Clean segments. Blanks and apostrophes are set in the whole, for they look over a segment's edge."""
    # The bars keep the blanks at the edges, which `clean` takes off a text of its own.
    kept = [(clean(f"|{text}|", len(text) + 2)[1:-1], is_term) for text, is_term in pieces]
    whole, position, segments = as_printed("".join(text for text, _ in kept), language), 0, []
    for text, is_term in kept:
        if text:
            segments.append(Segment(text=whole[position : position + len(text)], marked=is_term))
        position += len(text)
    return tuple(segments)
