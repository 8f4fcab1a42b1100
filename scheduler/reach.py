"""The values of a digest's coverage: what was read of what is watched."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from crawler.source import Channel
from storage.vocabulary import Outcome


class Reading(StrEnum):
    """How the reading of a source went in the period."""

    NORMAL = "normal"
    PARTIAL = "partial"
    FIRST = "first"
    FAILING = "failing"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """`cause` is the outcome that explains a failure best; `relayed_by` the aggregators whose items of the
    source's outlet stand in this digest; `retry` how soon a failing source is tried again; `silent` the ways
    to its articles that named some before, and none since `silent_since`; `idle_hints` how many of its hints
    match nothing any more."""

    title: str
    reading: Reading
    read: int
    asked: int
    failures: Mapping[Outcome, int]
    last_success_at: datetime | None
    failing_since: datetime | None = None
    quiet_since: datetime | None = None
    cause: Outcome | None = None
    relayed_by: tuple[str, ...] = ()
    retry: timedelta = timedelta(hours=1)
    silent: tuple[type[Channel], ...] = ()
    silent_since: datetime | None = None
    idle_hints: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What was read of what is watched."""

    states: tuple[SourceState, ...]

    @property
    def failing(self) -> tuple[SourceState, ...]:
        return tuple(state for state in self.states if state.reading in (Reading.FAILING, Reading.UNREAD))

    @property
    def watched(self) -> int:
        return len(self.states)

    @property
    def consulted(self) -> int:
        return self.watched - len(self.failing)

    @property
    def partial(self) -> int:
        return sum(state.reading is Reading.PARTIAL for state in self.states)

    @property
    def pages(self) -> int:
        return sum(state.read for state in self.states)

    @property
    def complete(self) -> bool:
        """Whether « rien de nouveau » may be said."""
        return bool(self.states) and not self.failing and not self.partial
