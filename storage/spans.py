"""The words that changed inside a block."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from storage.alignment import align
from storage.fold import Words
from storage.records import Span
from storage.sequences import DENSE, Link, rising
from storage.vocabulary import Op

SENTENCE_ENDS = (".", "!", "?", "…")
_JOINED = 2  # changes that so many equal words keep apart, or fewer, read as one


def spans(old: str, before: Words, new: str, after: Words) -> tuple[Span, ...]:
    """The runs of words from `old` to `new`, read as `before` and `after`, that rebuild both exactly.

    Equal words between two changes, where they are two or fewer, belong to the change.
    """
    if not before.forms or not after.forms:
        op = Op.REPLACE if old and new else Op.INSERT if new else Op.DELETE
        return (Span(op=op, old=old, new=new),)
    runs: list[Link] = []  # what changed
    last = Link(0, 0, 0, 0)
    for run in _changed_runs(before.forms, after.forms):
        if run[0] == run[1] or run[2] == run[3]:
            run = _slid(run, before.forms, after.forms, last)
        if runs and _is_short(before, old, last.old_end, run.old):
            runs[-1] = last = Link(last.old, run.old_end, last.new, run.new_end)
        else:
            runs.append(run)
            last = run
    found: list[Span] = []
    a = b = 0
    for start, end, new_start, new_end in runs:
        if a < start:
            was, now = old[before.cuts[a] : before.cuts[start]], new[after.cuts[b] : after.cuts[new_start]]
            found.append(Span(op=Op.EQUAL, old=was, new=now))
        op = Op.INSERT if start == end else Op.DELETE if new_start == new_end else Op.REPLACE
        was, now = (
            old[before.cuts[start] : before.cuts[end]],
            new[after.cuts[new_start] : after.cuts[new_end]],
        )
        found.append(Span(op=op, old=was, new=now))
        a, b = end, new_end
    if a < len(before.forms):
        found.append(Span(op=Op.EQUAL, old=old[before.cuts[a] :], new=new[after.cuts[b] :]))
    return tuple(found)


def _is_short(read: Words, text: str, start: int, end: int) -> bool:
    """Whether the words [start, end) are so few that the eye does not rest on them."""
    if end - start <= _JOINED or end - start > 4 * _JOINED:
        return end - start <= _JOINED
    between = text[read.cuts[start] : read.cuts[end]].split()
    return len(between) <= _JOINED or sum(form[0].isalnum() for form in read.forms[start:end]) <= _JOINED


def _slid(run: Link, old: Sequence[str], new: Sequence[str], last: Link) -> Link:
    """A pure addition or cut moved to the left, over words that repeat at its end, to where a sentence begins."""
    a, a_end, b, b_end = run
    side, start, end, limit = (new, b, b_end, last.new_end) if a == a_end else (old, a, a_end, last.old_end)
    for shift in range(min(start - limit, len(side)) + 1):
        if shift and side[start - shift] != side[end - shift]:
            break
        if start == shift or side[start - shift - 1] in SENTENCE_ENDS:
            return Link(a - shift, a_end - shift, b - shift, b_end - shift)
    return run


def _changed_runs(old: Sequence[str], new: Sequence[str]) -> Iterator[Link]:
    """What to replace in a text that fits the memory densely, else in each of its sentences."""
    if len(old) * len(new) <= DENSE:
        yield from _dense_runs(old, new, 0, 0)
        return
    old_ends, new_ends = _sentence_ends(old), _sentence_ends(new)
    links = align(
        [old[a:b] for a, b in pairwise(old_ends)],
        [new[a:b] for a, b in pairwise(new_ends)],
    )
    kept = rising([link.old for link in links])
    a = b = 0
    whole = Link(len(old_ends) - 1, len(old_ends) - 1, len(new_ends) - 1, len(new_ends) - 1)
    for link in [*(link for n, link in enumerate(links) if n in kept), whole]:
        start, end, new_start, new_end = (
            old_ends[link.old],
            old_ends[link.old_end],
            new_ends[link.new],
            new_ends[link.new_end],
        )
        if start > a or new_start > b:
            yield Link(a, start, b, new_start)
        if (end - start) * (new_end - new_start) <= DENSE:
            yield from _dense_runs(old[start:end], new[new_start:new_end], start, new_start)
        else:
            yield Link(start, end, new_start, new_end)
        a, b = end, new_end


def _dense_runs(old: Sequence[str], new: Sequence[str], a: int, b: int) -> list[Link]:
    return [
        Link(a + step.src_start, a + step.src_end, b + step.dest_start, b + step.dest_end)
        for step in Levenshtein.opcodes(old, new)
        if step.tag != "equal"
    ]


def _sentence_ends(forms: Sequence[str]) -> list[int]:
    ends = [place + 1 for place, form in enumerate(forms) if form in SENTENCE_ENDS]
    return [0, *ends, *([len(forms)] if not ends or ends[-1] < len(forms) else [])]
