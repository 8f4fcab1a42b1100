"""build_digest: from the changes a digest was chosen to tell to the digest itself."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from crawler.source import Source
from scheduler.coverage import coverage
from scheduler.desk import FULL, Desk, Matches, Standing
from scheduler.highlights import highlights
from scheduler.lives import Life, lives
from scheduler.review import (
    REGULATION,
    Charts,
    Digest,
    Edit,
    EditState,
    Entry,
    Fate,
    FateState,
    Item,
    Masthead,
    Section,
    Sequel,
)
from scheduler.stories import numbers, told_once, with_copies, with_copies_online, without_sequels
from scheduler.typography import Clock
from scheduler.zones import zone
from storage.editions import Choice
from storage.lineage import Story
from storage.records import Health
from storage.vocabulary import Band, Kind, Touched

INVENTORY_DAYS = 30
CHART_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """The entries that one document's life yields."""

    life: Life
    news: Item | None = None
    inventory: Item | None = None
    edit: Edit | None = None
    fate: Fate | None = None

    @property
    def anything(self) -> bool:
        return any((self.news, self.inventory, self.edit, self.fate))


def build_digest(
    choice: Choice,
    *,
    matches: Matches,
    sources: Mapping[str, Source],
    health: Iterable[Health],
    masthead: Masthead,
    written_at: datetime,
    stories: Callable[[str], Story | None] = lambda address: None,
) -> Digest:
    """The digest of the changes in `choice`, by the wall clock of `masthead.zone`.

    `stories` knows the copies of the document at an address. The same arguments give an equal
    digest. What is about none of the masthead's topics, and first sights
    that are baseline, is weighed and left out; `Digest.shown` says which changes are told.
    """
    local = zone(masthead.zone)
    clock = Clock(zone=local, year=written_at.astimezone(local).year)
    desk = Desk(
        masthead=masthead, sources=sources, matches=matches, clock=clock, since=choice.since, stories=stories
    )
    told = _all_told(desk, choice)
    inventory, articles, sequels = _articles(desk, told, choice)
    edits = sorted(
        with_copies(desk, [(each.life, each.edit) for each in told if each.edit]), key=_gravest_first
    )
    fates = sorted((each.fate for each in told if each.fate), key=_withdrawn_first)
    full, mentions = _of(articles, *FULL), _of(articles, Band.MENTION)
    return Digest(
        masthead=masthead,
        number=choice.number,
        since=choice.since,
        until=choice.until,
        written_at=written_at,
        first=choice.first,
        coverage=coverage(health, sources, choice, [*articles, *inventory]),
        highlights=highlights(full, edits, fates),
        inventory=_section("inventory", inventory),
        themes=_themes(full, masthead),
        mentions=_section("mentions", mentions),
        sequels=_section("sequels", sequels),
        edits=_section("edits", edits),
        fates=_section("fates", fates),
        checks=_section("checks", _of(articles, Band.CHECK)),
        charts=_charts([*full, *mentions], choice, clock),
        shown=frozenset().union(*(each.life.numbers for each in told)),
    )


def _articles(
    desk: Desk, told: Iterable[_Told], choice: Choice
) -> tuple[list[Item], list[Item], list[Sequel]]:
    """The state of things, the news, and the copies of what was read before: a story in one of them alone."""
    listed = [(each.life, each.inventory) for each in told if each.inventory]
    news = [(each.life, each.news) for each in told if each.news]
    fresh, sequels = without_sequels(desk, news, numbers(desk, (life for life, _ in listed)))
    inventory, articles = (_newest_first(told_once(desk, part, choice.until)) for part in (listed, fresh))
    return inventory, articles, sorted(sequels, key=_read_first)


def _all_told(desk: Desk, choice: Choice) -> tuple[_Told, ...]:
    written = (_told(desk, life, choice) for life in lives(choice.changes))
    return tuple(each for each in written if each.anything)


def _of(articles: Iterable[Item], *bands: Band) -> list[Item]:
    return [item for item in articles if item.band in bands]


def _told(desk: Desk, life: Life, choice: Choice) -> _Told:
    standing, strongest = desk.standing(life.document), desk.strongest(life)
    difference = life.difference()
    edit = desk.edit(life, difference, strongest) if difference and strongest else None
    fate = desk.fate(life, strongest, edit) if strongest else None
    item = _marked(desk.item(life, standing), edit, fate) if standing else None
    inventoried = choice.first and standing is not None and _recent(life, standing, choice.until, desk.clock)
    return _Told(
        life=life,
        news=item if life.has(Kind.NEW) else None,
        # Under its heading it goes without saying that an article is older than the period.
        inventory=replace(item, older=False) if item and life.has(Kind.BASELINE) and inventoried else None,
        edit=edit,
        fate=with_copies_online(desk, life, fate) if fate else None,
    )


def _marked(item: Item, edit: Edit | None, fate: Fate | None) -> Item:
    """An article with what became of it since it appeared."""
    if edit is not None:
        item = replace(item, edited_at=edit.seen_at, edit_anchor=edit.anchor)
    if fate is not None and fate.state is FateState.WITHDRAWN:
        item = replace(item, withdrawn_at=fate.at)
    return item


def _recent(life: Life, standing: Standing, until: datetime, clock: Clock) -> bool:
    """Whether a first sight belongs to the state of things a first digest opens with."""
    published = life.document.published
    if published is None or standing.band is Band.CHECK:
        return False
    last = clock.date_of(until)
    return last - timedelta(days=INVENTORY_DAYS) <= published.day <= last


def _newest_first(items: Iterable[Item]) -> list[Item]:
    """Newest first by day, then the most central; inventories list mentions after articles."""

    def order(item: Item) -> tuple[int, int, float, str]:
        when = item.published.day if item.published else item.seen_at.date()
        return (item.band is Band.MENTION, -when.toordinal(), -item.score, item.anchor)

    return sorted(items, key=order)


def _gravest_first(edit: Edit) -> tuple[int, int, float, str]:
    """Figures, then negations, titles, text, moves; what was put back stands last."""
    order = list(Touched)
    rank = min((order.index(touched) for touched in edit.significance.touched), default=len(order))
    return (edit.state is EditState.CANCELLED, rank, -edit.significance.score, edit.anchor)


def _read_first(sequel: Sequel) -> tuple[datetime, str]:
    return sequel.seen_at, sequel.anchor


def _withdrawn_first(fate: Fate) -> int:
    return list(FateState).index(fate.state)


def _themes(items: list[Item], masthead: Masthead) -> tuple[Section[Item], ...]:
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(REGULATION if item.regulator else ".".join(item.topics), []).append(item)
    order = [topic.key for topic in masthead.topics]
    keys = sorted(
        groups,
        key=lambda key: (key != REGULATION, key.count("."), order.index(key) if key in order else 0, key),
    )
    return tuple(Section(key=key, entries=tuple(groups[key]), total=len(groups[key])) for key in keys)


def _section(key: str, entries: Iterable[Entry]) -> Section[Entry] | None:
    told = tuple(entries)
    return Section(key=key, entries=told, total=len(told)) if told else None


def _charts(items: list[Item], choice: Choice, clock: Clock) -> Charts:
    """Counts worth a chart: at least two outlets, at least three days (the last fourteen)."""
    outlets: dict[str, int] = {}
    days: dict[int, int] = {}
    for item in items:
        outlets[item.outlet] = outlets.get(item.outlet, 0) + 1
        seen = clock.date_of(item.seen_at).toordinal()
        days[seen] = days.get(seen, 0) + 1
    first = clock.date_of(choice.since)
    last = clock.date_of(choice.until - timedelta(microseconds=1))
    span = range(max(first.toordinal(), last.toordinal() - CHART_DAYS + 1), last.toordinal() + 1)
    ranked = sorted(outlets.items(), key=lambda pair: (-pair[1], pair[0]))
    return Charts(
        outlets=tuple(ranked) if len(ranked) > 1 else (),
        days=tuple((last.fromordinal(day), days.get(day, 0)) for day in span)
        if items and len(span) > 2
        else (),
    )
