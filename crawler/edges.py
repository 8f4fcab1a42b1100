"""Owns the edges of a text: the lines before the first and after the last that are the article's own."""

from collections.abc import Collection, Sequence

from storage.diff import edits
from storage.fold import fold
from storage.lexicon import CORRECTION
from storage.records import Hunk
from storage.significance import touches
from storage.vocabulary import Op, Part, Touched


def inside(forms: Sequence[str], furniture: Collection[str]) -> tuple[int, int]:
    """Where the article's own lines begin and end: what stands before and after is `furniture`, all of it folded."""
    start, end = 0, len(forms)
    while start < end and forms[start] in furniture:
        start += 1
    while end > start and forms[end - 1] in furniture:
        end -= 1
    return start, end


def without_furniture(blocks: Sequence[str], furniture: Collection[str]) -> Sequence[str]:
    """`blocks` without the furniture at their edges, folded lines: none within, and never over a third of the text."""
    if not furniture:
        return blocks
    start, end = inside([fold(block) for block in blocks], furniture)
    kept = blocks[start:end]
    return kept if 3 * sum(map(len, kept)) >= 2 * sum(map(len, blocks)) else blocks


def may_be_furniture(line: str) -> bool:
    """Whether a folded line may ever be: a note of correction or update never is."""
    return bool(line) and not CORRECTION.search(line)


def edge_lines(hunks: Sequence[Hunk]) -> frozenset[str]:
    """The folded lines that came or went at the edges, where an edit did nothing else; else none.

    A line in whose place another one with a changed figure came is the article's own.
    """
    kept = [hunk for hunk in hunks if hunk.part is Part.BLOCK and hunk.op is Op.EQUAL]
    old = [hunk.old_index for hunk in kept if hunk.old_index is not None]
    new = [hunk.new_index for hunk in kept if hunk.new_index is not None]
    if not old or not new:
        return frozenset()
    found: set[str] = set()
    for hunk in edits(hunks):
        whole = hunk.part is Part.BLOCK and hunk.op in (Op.INSERT, Op.DELETE, Op.REPLACE)
        outside = _is_outside(hunk.old_index, old) and _is_outside(hunk.new_index, new)
        if not whole or not outside or (hunk.op is Op.REPLACE and Touched.FIGURE in touches(hunk)):
            return frozenset()
        found.update(fold(text) for text in (hunk.old, hunk.new) if text)
    return frozenset(found) if all(map(may_be_furniture, found)) else frozenset()


def _is_outside(place: int | None, kept: Sequence[int]) -> bool:
    return place is None or not min(kept) < place < max(kept)
