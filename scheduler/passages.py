"""What is shown of an edit: the changed sentences, each with one before and one after, of its gravest places."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scheduler.topics.sentences import sentence_starts
from storage.records import Hunk, Span
from storage.significance import touches
from storage.vocabulary import Op, Part, Touched

SHOWN = 3
"""How many changed places of one edit are shown."""

LONGEST = 600
"""How many characters of one run of words are shown."""

GAP = "[…]"
_ENDS = tuple('.!?…؟۔»”"')
_GRAVITY = {touched: place for place, touched in enumerate(Touched)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A changed place. `runs` are the words in order, what is left out among them as an equal GAP;
    `place` is the paragraph as people count, in the new text where it is there, and 0 for the title."""

    part: Part
    place: int
    runs: tuple[Span, ...]


def passages(hunks: Iterable[Hunk], limit: int = SHOWN) -> tuple[tuple[Passage, ...], int]:
    """The gravest places whose words changed, in the order of the text, and how many others there are.

    What is told in a line without a quotation is not among them: blocks that only moved or were cut
    otherwise, copies of other blocks, dates, attachments.
    """
    told = [hunk for hunk in hunks if _has_words(hunk)]
    by_gravity = sorted(
        range(len(told)),
        key=lambda n: min((_GRAVITY[each] for each in touches(told[n])), default=len(_GRAVITY)),
    )
    shown = sorted(by_gravity[:limit])
    return tuple(passage(told[n]) for n in shown), len(told) - len(shown)


def passage(hunk: Hunk, *, whole: bool = False) -> Passage:
    """One changed place, `whole` or shortened to the changed sentences and their neighbours."""
    runs = hunk.spans or (Span(op=hunk.op, old=hunk.old, new=hunk.new),)
    index = hunk.old_index if hunk.new_index is None else hunk.new_index
    return Passage(
        part=hunk.part,
        place=0 if hunk.part is Part.TITLE else (index or 0) + 1,
        runs=runs if whole else tuple(_shortened(runs)),
    )


def _has_words(hunk: Hunk) -> bool:
    if hunk.part is Part.TITLE:
        return hunk.op is Op.REPLACE
    if hunk.part is not Part.BLOCK or hunk.repeated:
        return False
    return bool(hunk.spans) or hunk.op in (Op.INSERT, Op.DELETE)


def _shortened(runs: Sequence[Span]) -> Iterator[Span]:
    for number, run in enumerate(runs):
        if run.op is not Op.EQUAL:
            yield Span(op=run.op, old=_cut(run.old), new=_cut(run.new))
            continue
        before = runs[number - 1] if number else None
        after = runs[number + 1] if number + 1 < len(runs) else None
        kept = _kept(run.new, before, after)
        yield run if kept == run.new else Span(op=Op.EQUAL, old=kept, new=kept)


def _kept(text: str, before: Span | None, after: Span | None) -> str:
    """Of an unchanged stretch: the rest of the changed sentence and one more, on each side that has a change."""
    starts = [*sentence_starts(text), len(text)]
    head = tail = 0
    if before is not None:
        rest = 0 if _ends_sentence(before.new or before.old) else 1
        head = starts[min(1 + rest, len(starts) - 1)]
    if after is not None:
        begun = 0 if _ends_sentence(text) else 1
        tail = len(text) - starts[max(len(starts) - 2 - begun, 0)]
    if head + tail >= len(text) and len(text) <= LONGEST:
        return text
    left = _cut(text[:head]).rstrip()
    right = _cut(text[len(text) - tail :] if tail else "", from_end=True).lstrip()
    left = left.removesuffix(GAP).rstrip()
    right = right.removeprefix(GAP).lstrip()
    return f"{left} {GAP} {right}" if left and right else f"{GAP} {right}" if right else f"{left} {GAP}"


def _ends_sentence(text: str) -> bool:
    return text.rstrip().endswith(_ENDS)


def _cut(text: str, *, from_end: bool = False) -> str:
    """`text`, or its beginning or end of LONGEST characters, cut at a word."""
    if len(text) <= LONGEST:
        return text
    if from_end:
        kept = text[-LONGEST:]
        return f"{GAP} {kept.partition(' ')[2] or kept}"
    kept = text[:LONGEST]
    return f"{kept.rpartition(' ')[0] or kept} {GAP}"
