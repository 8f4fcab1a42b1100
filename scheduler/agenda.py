"""What is due now: which sources to crawl and which digests to send, from what the store remembers.

Nothing here keeps state: a restart, a late start or two schedulers reach the same answer from the same rows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from crawler.source import Source
from storage.records import Run
from storage.vocabulary import RunState

RETRY_AFTER_FAILURE = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """A wall-clock hour on given weekdays (0 is Monday) in a time zone."""

    at: time
    zone: ZoneInfo
    weekdays: frozenset[int] = frozenset(range(7))

    @property
    def rhythm(self) -> timedelta:
        """The longest usual time from one digest to the next."""
        days = sorted(self.weekdays) or [0]
        gaps = [(later - day) % 7 or 7 for day, later in zip(days, days[1:] + days[:1], strict=True)]
        return timedelta(days=max(gaps))

    def latest(self, now: datetime) -> datetime | None:
        """The last moment not after `now` at which this hour struck, in UTC; None in a week without one.

        An hour that a clock change skips strikes at the corresponding moment after it; one that it repeats
        strikes the first time.
        """
        today = now.astimezone(self.zone).date()
        for back in range(8):
            day = today - timedelta(days=back)
            struck = datetime.combine(day, self.at, self.zone).astimezone(now.tzinfo)
            if day.weekday() in self.weekdays and struck <= now:
                return struck
        return None


def due_at(source: Source, last: Run | None) -> datetime | None:
    """When `source` is to be crawled next; None means at once.

    A failed crawl is tried again within the hour, or sooner where the source's own rhythm is quicker.
    """
    if last is None:
        return None
    pause = min(source.every, RETRY_AFTER_FAILURE) if last.state is RunState.FAILED else source.every
    return last.started_at + pause


def due_crawls(sources: Iterable[Source], last_runs: Mapping[str, Run], by: datetime) -> tuple[Source, ...]:
    """The sources whose next crawl is due at `by`, the longest overdue first."""
    due = [(due_at(source, last_runs.get(source.name)), source) for source in sources]
    ready = [(at, source) for at, source in due if at is None or at <= by]
    ready.sort(key=lambda pair: (pair[0] is not None, pair[0] or by, pair[1].name))
    return tuple(source for _, source in ready)


def digest_is_due(hour: Hour, last_until: datetime | None, now: datetime) -> bool:
    """Whether a digest is owed: its hour has struck since the end of the last one's period.

    However many hours struck while nobody was there, one digest makes up for all of them.
    """
    struck = hour.latest(now)
    return struck is not None and (last_until is None or last_until < struck)
