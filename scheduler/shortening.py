"""What a mail too long leaves out, step by step, the least needed first; the complete page keeps it all."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from scheduler.review import Charts, Digest, Entry, Item, Section
from storage.vocabulary import Band, Touched

FIRST_MENTIONS = 10
FIRST_OF_THEME = 5
LISTED = (60, 40, 30, 24, 20, 16, 12, 10, 8, 6, 5, 4, 3, 2, 1)
"""How many entries each section still lists in the last steps, until the mail fits."""


def shorter(digest: Digest) -> Iterator[Digest]:
    """The digest again and again, each time with a little more left out than before."""
    for step in (_few_mentions, _no_secondary_passages, _no_charts, _no_secondary_extracts, _themes_cut):
        digest = step(digest)
        yield digest
    for few in LISTED:
        digest = _only(digest, few)
        yield digest


def _few_mentions(digest: Digest) -> Digest:
    return replace(digest, mentions=_first(digest.mentions, FIRST_MENTIONS))


def _no_secondary_passages(digest: Digest) -> Digest:
    return _items(digest, lambda item: replace(item, passage=None) if item.band is Band.SECONDARY else item)


def _no_charts(digest: Digest) -> Digest:
    return replace(digest, charts=Charts())


def _no_secondary_extracts(digest: Digest) -> Digest:
    return _items(digest, lambda item: replace(item, extract=()) if item.band is Band.SECONDARY else item)


def _themes_cut(digest: Digest) -> Digest:
    """Each theme with its first five in full and the others as titles; likewise the edits of wording alone."""

    def cut(section: Section[Item]) -> Section[Item]:
        entries = (
            item if place < FIRST_OF_THEME else replace(item, brief=True)
            for place, item in enumerate(section.entries)
        )
        return replace(section, entries=tuple(entries))

    edits = digest.edits
    if edits is not None:
        grave = {Touched.FIGURE, Touched.NEGATION, Touched.HEADLINE}
        edits = replace(
            edits,
            entries=tuple(
                replace(edit, brief=place >= FIRST_OF_THEME and grave.isdisjoint(edit.significance.touched))
                for place, edit in enumerate(edits.entries)
            ),
        )
    return replace(
        digest,
        themes=tuple(map(cut, digest.themes)),
        inventory=cut(digest.inventory) if digest.inventory else None,
        edits=edits,
    )


def _only(digest: Digest, few: int) -> Digest:
    """The first `few` entries of each section; from a few on, none but the first in full."""
    full = min(few, FIRST_OF_THEME)

    def told(section: Section[Item]) -> Section[Item]:
        entries = tuple(
            replace(item, brief=item.brief or place >= full)
            for place, item in enumerate(section.entries[:few])
        )
        return replace(section, entries=entries)

    return replace(
        digest,
        themes=tuple(map(told, digest.themes)),
        inventory=told(digest.inventory) if digest.inventory else None,
        mentions=_first(digest.mentions, few),
        sequels=_first(digest.sequels, few),
        edits=_first(digest.edits, few),
        fates=_first(digest.fates, few),
        checks=_first(digest.checks, few),
    )


def _first(section: Section[Entry] | None, few: int) -> Section[Entry] | None:
    return section and replace(section, entries=section.entries[:few])


def _items(digest: Digest, told: Callable[[Item], Item]) -> Digest:
    """The digest with every article of its themes and inventory as `told` tells it."""

    def section(before: Section[Item]) -> Section[Item]:
        return replace(before, entries=tuple(map(told, before.entries)))

    return replace(
        digest,
        themes=tuple(map(section, digest.themes)),
        inventory=section(digest.inventory) if digest.inventory else None,
    )
