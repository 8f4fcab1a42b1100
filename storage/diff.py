"""compare(old, new): the steps from one document to another, blocks first, then the words inside them."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence

from storage.alignment import align
from storage.fold import Words, fold, words
from storage.records import TITLE_OF_ADDRESS, Document, Hunk, Span, Stamp
from storage.sequences import Link, rising
from storage.spans import spans
from storage.vocabulary import Op, Part


def compare(old: Document, new: Document) -> tuple[Hunk, ...]:
    """Every step from `old` to `new`, the equal ones included: title, date, blocks, attachments.

    Texts are equal when their folded words are. A block stands in exactly one hunk; an equal one whose
    words only lie in other blocks, several to several, has a hunk of its own on each side. A `move` has
    spans where the block was edited too; so have a `split` and a `merge`, whose joined side puts a line
    feed between the pieces. `apply` rebuilds the blocks.
    """
    return (*_title(old, new), *_date(old, new), *_blocks(old.blocks, new.blocks), *_attachments(old, new))


def apply(hunks: Iterable[Hunk]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The blocks of the old and of the new document, exactly, from the hunks of both."""
    old: dict[int, tuple[str, ...]] = {}
    new: list[str] = []
    for hunk in hunks:
        if hunk.part is not Part.BLOCK:
            continue
        if hunk.old_index is not None:
            old[hunk.old_index] = hunk.pieces if hunk.op is Op.MERGE else (hunk.old,)
        if hunk.new_index is not None:
            new += hunk.pieces if hunk.op is Op.SPLIT else (hunk.new,)
    return tuple(block for place in sorted(old) for block in old[place]), tuple(new)


def changed(hunks: Iterable[Hunk]) -> tuple[Hunk, ...]:
    """The hunks without the equal ones."""
    return tuple(hunk for hunk in hunks if hunk.op is not Op.EQUAL)


def edits(hunks: Iterable[Hunk]) -> tuple[Hunk, ...]:
    """The hunks that make an edit by themselves.

    Not one of them are blocks cut otherwise with the same words, and a title or attachments that one
    side does not have at all: a poorer reading of a page is not another page.
    """
    hunks = tuple(hunks)
    both_sides = {
        part: any(h.part is part and h.old for h in hunks) and any(h.part is part and h.new for h in hunks)
        for part in (Part.TITLE, Part.ATTACHMENT)
    }
    return tuple(
        hunk
        for hunk in changed(hunks)
        if both_sides.get(hunk.part, True) and (hunk.op not in (Op.SPLIT, Op.MERGE) or hunk.spans)
    )


def _title(old: Document, new: Document) -> Iterator[Hunk]:
    if not old.title and not new.title:
        return
    before, after = words(old.title), words(new.title)
    op = Op.REPLACE
    if before.forms == after.forms or TITLE_OF_ADDRESS in (*old.notes, *new.notes):
        op = Op.EQUAL
    elif not before.forms:
        op = Op.INSERT
    elif not after.forms:
        op = Op.DELETE
    yield Hunk(
        op=op,
        part=Part.TITLE,
        old_index=None if op is Op.INSERT else 0,
        new_index=None if op is Op.DELETE else 0,
        old=old.title,
        new=new.title,
        spans=spans(old.title, before, new.title, after) if op is Op.REPLACE else (),
    )


def _date(old: Document, new: Document) -> Iterator[Hunk]:
    """Only a day that the same place of the page gave otherwise: the meta data may never have agreed with the text."""
    before, after = old.published, new.published
    if before and after and _says_otherwise(before, after):
        day, other = before.day.isoformat(), after.day.isoformat()
        replaced = Span(op=Op.REPLACE, old=day, new=other)
        yield Hunk(
            op=Op.REPLACE, part=Part.DATE, old_index=0, new_index=0, old=day, new=other, spans=(replaced,)
        )


def _says_otherwise(before: Stamp, after: Stamp) -> bool:
    return before.day != after.day and before.read_from == after.read_from


def _attachments(old: Document, new: Document) -> Iterator[Hunk]:
    """By address; one whose label now leads to another address was replaced."""
    before = {attachment.address: place for place, attachment in enumerate(old.attachments)}
    after = {attachment.address: place for place, attachment in enumerate(new.attachments)}
    gone = [address for address in before if address not in after]
    for address, place in after.items():
        if address in before:
            yield _attachment(Op.EQUAL, before[address], place, address, address)
            continue
        label = fold(new.attachments[place].label)
        same_label = [lost for lost in gone if fold(old.attachments[before[lost]].label) == label]
        if len(same_label) == 1:
            gone.remove(same_label[0])
            yield _attachment(Op.REPLACE, before[same_label[0]], place, same_label[0], address)
        else:
            yield _attachment(Op.INSERT, None, place, "", address)
    for address in gone:
        yield _attachment(Op.DELETE, before[address], None, address, "")


def _attachment(op: Op, old_index: int | None, new_index: int | None, old: str, new: str) -> Hunk:
    replaced = (Span(op=op, old=old, new=new),) if op is Op.REPLACE else ()
    return Hunk(
        op=op,
        part=Part.ATTACHMENT,
        old_index=old_index,
        new_index=new_index,
        old=old,
        new=new,
        spans=replaced,
    )


def _blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[Hunk]:
    """In the order of the new side; a cut block stands behind the last one before it that kept its place."""
    read = {block: words(block) for block in {*old, *new}}
    links = align([read[block].forms for block in old], [read[block].forms for block in new])
    kept = rising([link.old for link in links])
    copies = Counter(" ".join(read[block].forms) for block in (*old, *new))
    cut = deque(_free(len(old), ((link.old, link.old_end) for link in links)))
    added = deque(_free(len(new), ((link.new, link.new_end) for link in links)))
    for number, link in enumerate([*links, Link(len(old), len(old), len(new), len(new))]):
        in_place = number in kept or number == len(links)
        while in_place and cut and cut[0] < link.old:
            place = cut.popleft()
            yield _alone(Op.DELETE, place, old[place], read, copies)
        while added and added[0] < link.new:
            place = added.popleft()
            yield _alone(Op.INSERT, place, new[place], read, copies)
        if number < len(links):
            yield from _linked(link, old, new, in_place, read)


def _free(length: int, taken: Iterable[tuple[int, int]]) -> list[int]:
    linked = {place for start, end in taken for place in range(start, end)}
    return [place for place in range(length) if place not in linked]


def _alone(op: Op, place: int, block: str, read: Mapping[str, Words], copies: Mapping[str, int]) -> Hunk:
    forms = read[block].forms
    shown = op if forms else Op.EQUAL  # a block without a word is nothing to tell
    repeated = bool(forms) and copies[" ".join(forms)] > 1
    if op is Op.INSERT:
        return Hunk(op=shown, part=Part.BLOCK, new_index=place, new=block, repeated=repeated)
    return Hunk(op=shown, part=Part.BLOCK, old_index=place, old=block, repeated=repeated)


def _linked(
    link: Link, old: Sequence[str], new: Sequence[str], in_place: bool, read: Mapping[str, Words]
) -> Iterator[Hunk]:
    before, after = old[link.old : link.old_end], new[link.new : link.new_end]
    if len(before) > 1 and len(after) > 1:
        for place, block in enumerate(before, link.old):
            yield Hunk(op=Op.EQUAL, part=Part.BLOCK, old_index=place, old=block)
        for place, block in enumerate(after, link.new):
            yield Hunk(op=Op.EQUAL, part=Part.BLOCK, new_index=place, new=block)
        return
    was, now = "\n".join(before), "\n".join(after)
    was_read, now_read = read.get(was) or words(was), read.get(now) or words(now)
    same = " ".join(was_read.forms) == " ".join(now_read.forms)
    if len(after) > 1:
        op, pieces = Op.SPLIT, tuple(after)
    elif len(before) > 1:
        op, pieces = Op.MERGE, tuple(before)
    else:
        op, pieces = (Op.EQUAL if same else Op.REPLACE) if in_place else Op.MOVE, ()
    yield Hunk(
        op=op,
        part=Part.BLOCK,
        old_index=link.old,
        new_index=link.new,
        old=was,
        new=now,
        spans=() if same else spans(was, was_read, now, now_read),
        pieces=pieces,
    )
