"""Health: how the watching of each source went in a period."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from storage.connect import Database
from storage.records import Health, Run, Silence
from storage.runs import CRAWL, counted_outcomes, read_runs
from storage.schema import documents, runs
from storage.vocabulary import Outcome, RunState

REMEMBERED = 60
"""So many crawls back a channel that fell silent is told of: two weeks, at the usual pace."""

ENOUGH = 3
"""Fewer articles say nothing of a hint: one may just be unlike the others."""


class SourceHealth:
    """The store's part that says how sources fare."""

    database: Database

    def health(self, sources: Iterable[str], since: datetime, until: datetime) -> tuple[Health, ...]:
        """How the crawls of each of `sources` went that were begun in [since, until), in the given order.

        What is said of the last run, success and failure holds at `until`, however old it is.
        """
        with self.database.read() as connection:
            return tuple(_health(connection, source, since, until) for source in sources)


def _health(connection: Connection, source: str, since: datetime, until: datetime) -> Health:
    crawls = (runs.c.source == source) & (runs.c.purpose == CRAWL) & (runs.c.started_at < until)
    ended = select(runs).where(crawls, runs.c.finished_at.is_not(None)).order_by(runs.c.number.desc())
    good = ended.where(runs.c.state != RunState.FAILED)
    last, successes = read_runs(connection, ended.limit(1)), read_runs(connection, good.limit(REMEMBERED))
    success = successes[0] if successes else None
    failing = _failing_since(connection, source, success, until)
    counts = _counts(connection, source, since, until)
    return Health(
        source=source,
        runs=connection.execute(
            select(func.count()).select_from(runs).where(crawls, runs.c.started_at >= since)
        ).scalar_one(),
        read=sum(many for outcome, many in counts.items() if outcome.read),
        failures={outcome.value: many for outcome, many in counts.items() if not outcome.read},
        last_run=last[0] if last else None,
        last_success_at=success.finished_at if success else None,
        failing_since=failing,
        reason=last[0].reason if last and failing else "",
        quiet_since=connection.execute(
            select(func.max(documents.c.first_live_seen)).where(
                documents.c.source == source, documents.c.first_live_seen < until
            )
        ).scalar_one(),
        silent=_silent(successes),
        idle_hints=next((crawl.idle_hints for crawl in successes if _articles(crawl) >= ENOUGH), ()),
    )


def _articles(crawl: Run) -> int:
    return crawl.counts.get(Outcome.ARTICLE, 0) + crawl.counts.get(Outcome.UNCHANGED, 0)


def _silent(crawls: Sequence[Run]) -> tuple[Silence, ...]:
    """The channels that named articles in one of these crawls, newest first, but in none of the last two."""
    silent = []
    for channel in sorted({channel for crawl in crawls for channel in crawl.channels}):
        named = [crawl.channels.get(channel) for crawl in crawls]
        ago = next((ago for ago, many in enumerate(named) if many), len(named))
        if 2 <= ago < len(named):
            since, answered = crawls[ago - 1].started_at, None not in named[:ago]
            silent.append(Silence(channel=channel, since=since, answered=answered))
    return tuple(silent)


def _failing_since(
    connection: Connection, source: str, success: Run | None, until: datetime
) -> datetime | None:
    """The start of the first failed crawl after the last success."""
    failed = (
        select(func.min(runs.c.started_at))
        .where(runs.c.source == source, runs.c.purpose == CRAWL, runs.c.started_at < until)
        .where(runs.c.state == RunState.FAILED, runs.c.number > (success.number if success else 0))
    )
    started: datetime | None = connection.execute(failed).scalar_one()
    return started


def _counts(connection: Connection, source: str, since: datetime, until: datetime) -> Counter[Outcome]:
    """The outcomes of the crawls of a period; where an address was asked for more than once, each time."""
    crawls = select(runs.c.number).where(
        runs.c.source == source,
        runs.c.purpose == CRAWL,
        runs.c.started_at >= since,
        runs.c.started_at < until,
    )
    counts: Counter[Outcome] = Counter()
    for _, name, many in connection.execute(counted_outcomes(crawls)):
        counts[Outcome(name)] += int(many)
    return counts
