"""Stories in a digest: each told once, under its best copy, with who else carries it and where they differ."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from scheduler.desk import LONGEST_TITLE, Desk
from scheduler.links import link
from scheduler.lives import Life
from scheduler.review import Edit, Fate, FateState, Item, Lag, Reference, Reprint, Sequel
from scheduler.typography import as_printed, clean
from storage.credits import agency
from storage.departures import departure, keeps_title, kept_figures
from storage.fold import fold
from storage.lineage import Copy, Story
from storage.records import Document

MOST_COPIES = 6
"""How many copies of an article are named."""

MOST_FIGURES = 2

News = tuple[Life, Item]


def told_once(desk: Desk, news: Sequence[News], until: datetime) -> list[Item]:
    """One article a story, under its best copy, with what else carried it before `until`."""
    items: list[Item] = []
    for group in _grouped(desk, news):
        story = desk.story(group[0][0])
        if story is None:
            items.append(_credited(*group[0]))
        else:
            known = tuple(copy for copy in story.copies if copy.first_seen < until)
            items.append(_best(desk, group, replace(story, copies=known)))
    return items


def without_sequels(
    desk: Desk, news: Sequence[News], told: Collection[int]
) -> tuple[list[News], list[Sequel]]:
    """What is new, and in a line each the copies of what was read before; the stories `told` are told elsewhere."""
    fresh: list[News] = []
    sequels: list[Sequel] = []
    for group in _grouped(desk, news):
        story = desk.story(group[0][0])
        here = {life.document.address for life, _ in group}
        began = min(life.first_seen_at for life, _ in group)
        copies = story.copies if story else ()
        before = [copy for copy in copies if copy.address not in here and copy.first_seen < began]
        if story is None or not before:
            fresh += group
        elif story.number not in told:
            sequels += [_sequel(desk, life, item, story, before) for life, item in group]
    return fresh, sequels


def numbers(desk: Desk, lives: Iterable[Life]) -> frozenset[int]:
    """The numbers of the stories that lives are of."""
    return frozenset(story.number for life in lives if (story := desk.story(life)))


def _grouped(desk: Desk, news: Sequence[News]) -> list[list[News]]:
    groups: dict[tuple[str, int], list[News]] = {}
    for life, item in news:
        story = desk.story(life)
        key = ("life", life.number) if story is None else ("story", story.number)
        groups.setdefault(key, []).append((life, item))
    return list(groups.values())


def _best(desk: Desk, group: Sequence[News], story: Story) -> Item:
    """The article of the copy that the others are from, with these named."""
    by_address = {life.document.address: (life, item) for life, item in group}
    among = tuple(copy for copy in story.copies if copy.address in by_address)
    origin = replace(story, copies=among).origin(desk.aggregators) if among else None
    life, item = by_address[origin.address] if origin else group[0]
    others = [copy for copy in story.copies if copy.address != life.document.address and not copy.withdrawn]
    named = tuple(_reprint(desk, life.document, copy) for copy in others[:MOST_COPIES])
    more = max(story.total - 1 - len(named), 0) if len(others) > MOST_COPIES else 0
    return replace(_credited(life, item), copies=named, more_copies=more)


def _credited(life: Life, item: Item) -> Item:
    return replace(item, agency=agency(life.document))


def _reprint(desk: Desk, origin: Document, copy: Copy) -> Reprint:
    made = departure(origin, copy.document)
    return Reprint(
        label=desk.site(copy),
        link=link(copy.address),
        title=_title(copy.document) if made.retitled else "",
        figures=made.figures[:MOST_FIGURES],
    )


def _title(document: Document) -> str:
    return as_printed(clean(document.title, LONGEST_TITLE), document.language)


def _sequel(desk: Desk, life: Life, item: Item, story: Story, before: Sequence[Copy]) -> Sequel:
    origin = story.origin(desk.aggregators)
    is_origin = origin.address == life.document.address
    first = before[0] if is_origin or origin not in before else origin
    mine = story.copy_at(life.document.address)
    made = (
        _reprint(desk, first.document, mine)
        if mine
        else Reprint(label=item.aggregator or item.outlet, link=item.link)
    )
    return Sequel(
        anchor=item.anchor,
        source=item.source,
        outlet=item.outlet,
        aggregator=item.aggregator,
        title=item.title,
        link=item.link,
        language=item.language,
        topics=item.topics,
        seen_at=item.seen_at,
        of=desk.site(first),
        of_seen_at=first.first_seen,
        origin=is_origin,
        departures=made,
    )


def with_copies(desk: Desk, edits: Iterable[tuple[Life, Edit]]) -> list[Edit]:
    """The edits, one for all copies that were edited alike, each with the copies that did not follow it."""
    alike: dict[object, list[tuple[Life, Edit]]] = {}
    for life, edit in edits:
        story = desk.story(life)
        ways = frozenset((hunk.part, fold(hunk.old), fold(hunk.new)) for hunk in edit.hunks)
        alike.setdefault((story.number, ways) if story and ways else edit.anchor, []).append((life, edit))
    return [_edit_once(desk, group) for group in alike.values()]


def _edit_once(desk: Desk, group: Sequence[tuple[Life, Edit]]) -> Edit:
    story = desk.story(group[0][0])
    if story is None:
        return group[0][1]
    origin = story.origin(desk.aggregators)
    ordered = sorted(group, key=lambda pair: pair[0].document.address != origin.address)
    life, edit = ordered[0]
    followers = tuple(
        Reference(label=each.aggregator or each.outlet, link=each.link) for _, each in ordered[1:]
    )
    return replace(edit, followers=followers, lags=tuple(_lags(desk, life, edit, story, origin)))


def _lags(desk: Desk, life: Life, edit: Edit, story: Story, origin: Copy) -> Iterator[Lag]:
    for copy in story.copies:
        if copy.withdrawn or copy.address == life.document.address:
            continue
        figures = kept_figures(edit.hunks, copy.document)
        title = keeps_title(edit.old, edit.new, copy.document)
        if figures or title:
            yield Lag(
                label=desk.site(copy),
                link=link(copy.address),
                origin=copy is origin,
                title=title,
                figures=tuple(clean(old) for old, _ in figures[:MOST_FIGURES]),
            )


def with_copies_online(desk: Desk, life: Life, fate: Fate) -> Fate:
    """A withdrawal with the copies that were still there when they were last read."""
    story = desk.story(life)
    if story is None or fate.state is not FateState.WITHDRAWN:
        return fate
    origin = story.origin(desk.aggregators)
    online = [copy for copy in story.copies if not copy.withdrawn and copy.address != life.document.address]
    if origin in online:
        online = [origin]
    named = tuple(Reference(label=desk.site(copy), link=link(copy.address)) for copy in online[:MOST_COPIES])
    return replace(fate, online=named, origin_online=origin in online)
