"""How the watching went: from the store's health records to what a reader may rely on."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from crawler.source import RobotsTxt, Sitemap, Source
from scheduler.agenda import RETRY_AFTER_FAILURE
from scheduler.reach import Coverage, Reading, SourceState
from scheduler.review import Item
from scheduler.typography import clean, french
from storage.editions import Choice
from storage.records import Health, Silence
from storage.vocabulary import Outcome, RunState

OVERDUE = 2
"""After how many of its own intervals without a success a source counts as not read."""

QUIET = timedelta(days=7)
"""From when on a source without any new article is remarked upon."""

_OUTCOMES = frozenset(outcome.value for outcome in Outcome)
_NO_FAILURE = {Outcome.GONE, Outcome.SOFT_404, Outcome.REDIRECTED_HOME, Outcome.PAYWALL, Outcome.BUDGET}


def coverage(
    health: Iterable[Health], sources: Mapping[str, Source], choice: Choice, articles: Iterable[Item]
) -> Coverage:
    """What was read of what is watched, in the order of `sources`.

    A declaration without channels (captures, imports) is not watched and does not count; `articles` are
    those that the digest holds.
    """
    relayed = _relayed(articles)
    known = {each.source: each for each in health}
    watched = [source for source in sources.values() if source.discovery]
    return Coverage(
        states=tuple(
            _state(
                known.get(source.name, Health(source=source.name)),
                source,
                relayed_by=relayed.get(french(clean(source.title)), ()),
                until=choice.until,
            )
            for source in watched
        )
    )


def _relayed(items: Iterable[Item]) -> Mapping[str, tuple[str, ...]]:
    """Outlet -> the aggregators that its articles here were read on."""
    relayed: dict[str, set[str]] = {}
    for item in items:
        if item.aggregator:
            relayed.setdefault(item.outlet, set()).add(item.aggregator)
    return {outlet: tuple(sorted(names)) for outlet, names in relayed.items()}


def _state(health: Health, source: Source, *, relayed_by: tuple[str, ...], until: datetime) -> SourceState:
    failures = _outcomes(health.failures)
    quiet = health.quiet_since
    silent = silences(health, source)
    kinds = {channel.url: type(channel) for channel in source.discovery}
    return SourceState(
        title=french(clean(source.title)),
        reading=_reading(health, source, until=until),
        read=health.read,
        asked=health.read + sum(count for what, count in failures.items() if what not in _NO_FAILURE),
        failures=failures,
        last_success_at=health.last_success_at,
        failing_since=health.failing_since,
        quiet_since=quiet if quiet is not None and until - quiet >= QUIET else None,
        cause=_cause(health.reason or (health.last_run.reason if health.last_run else ""), failures),
        relayed_by=relayed_by,
        retry=min(source.every, RETRY_AFTER_FAILURE),
        silent=tuple(dict.fromkeys(kinds[each.channel] for each in silent)),
        silent_since=min((each.since for each in silent), default=None),
        idle_hints=len(health.idle_hints),
    )


def silences(health: Health, source: Source) -> tuple[Silence, ...]:
    """The channels of `source` that fell silent, as far as that means anything: a sitemap of the last two
    days may well be empty."""
    kinds = {channel.url: type(channel) for channel in source.discovery}
    return tuple(
        each
        for each in health.silent
        if each.channel in kinds
        and not (each.answered and issubclass(kinds[each.channel], Sitemap | RobotsTxt))
    )


def _reading(health: Health, source: Source, *, until: datetime) -> Reading:
    last, success = health.last_run, health.last_success_at
    if health.failing_since is not None or (last is not None and last.state is RunState.FAILED):
        return Reading.FAILING
    overdue = success is None or until - success > OVERDUE * source.every
    if health.runs == 0 and overdue:
        return Reading.UNREAD
    if last is not None and last.first:
        return Reading.FIRST
    if last is not None and last.state is RunState.PARTIAL:
        return Reading.PARTIAL
    return Reading.NORMAL


def _outcomes(failures: Mapping[str, int]) -> dict[Outcome, int]:
    """The failures by outcome, in the order of the vocabulary: the same for the same counts."""
    return {outcome: failures[outcome] for outcome in Outcome if failures.get(outcome)}


def _cause(reason: str, failures: Mapping[Outcome, int]) -> Outcome | None:
    """The outcome that a run's reason names, else the most frequent failure."""
    named = [Outcome(word) for word in re.findall(r"[a-z_0-9]+", reason) if word in _OUTCOMES]
    unread = [outcome for outcome in named if not outcome.read]
    if unread:
        return unread[0]
    serious = {what: count for what, count in failures.items() if what not in _NO_FAILURE}
    return max(serious, key=lambda what: serious[what]) if serious else None
