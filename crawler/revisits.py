"""Which known pages to look at again now: young articles at every run, old ones ever more rarely."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from storage.records import Known

LADDER = (
    (timedelta(days=3), timedelta(0)),
    (timedelta(days=14), timedelta(days=1)),
    (timedelta(days=60), timedelta(days=3)),
)
OLDEST = timedelta(days=14)
SLACK = timedelta(hours=1)
"""Runs start some minutes early or late: what is almost due is not put off to the next one."""


def interval(age: timedelta) -> timedelta:
    """How long to leave a page alone whose first live sight is `age` ago."""
    for limit, pause in LADDER:
        if age < limit:
            return pause
    return OLDEST


def due(known: Iterable[Known], now: datetime) -> tuple[Known, ...]:
    """The pages to look at again now: first those that seem to be gone, then the longest unseen ones."""
    pages = [
        page
        for page in known
        if page.absent or now - page.last_checked >= interval(now - page.first_seen) - SLACK
    ]
    return tuple(sorted(pages, key=lambda page: (not page.absent, page.last_checked, page.address)))
