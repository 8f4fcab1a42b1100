"""A round: one crawl of one source, with its run in the store, its clock, its limits and its ledger."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from crawler import registry
from crawler.config import Configuration
from crawler.errors import CrawlerError
from crawler.extractor_process import Extractor
from crawler.furnished import Furnished
from crawler.gate import Gate
from crawler.ledger import Ledger, Role
from crawler.progress import Progress
from crawler.source import Source
from storage.errors import StorageError
from storage.records import Run
from storage.store import Store, open_store
from storage.vocabulary import Outcome, RunState


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What of a source a round looks at: all of it, one page (`url`), at most `limit` article pages, or,
    to fill in the past, the listings back to `since`."""

    url: str | None = None
    since: date | None = None
    limit: int | None = None


@dataclass(slots=True, kw_only=True)
class Round:
    """What spider, middlewares and pipeline share.

    `site` names the source in sentences; `watched_since` is when its last finished run began, None before
    there was one; `channels` counts the articles that each channel named; `idle_hints` are the hints that matched
    nothing on any article so far, None before the first; `cut` says what ended the round
    before its work was done, and `broken` is the error that did, if one did.
    """

    site: str
    configuration: Configuration
    store: Store
    run: Run
    clock: Callable[[], datetime]
    progress: Progress
    extractor: Extractor
    gate: Gate
    scope: Scope = Scope()
    watched_since: datetime | None = None
    last_began: datetime | None = None
    ledger: Ledger = field(default_factory=Ledger)
    channels: dict[str, int] = field(default_factory=dict)
    idle_hints: set[str] | None = None
    furnished: Furnished = field(init=False)
    cut: str = ""
    broken: StorageError | CrawlerError | None = None

    def __post_init__(self) -> None:
        self.furnished = Furnished(self.store, lambda name: registry.source(name, self.configuration))

    def ended(self, address: str, outcome: Outcome, reason: str, *, written: bool = False) -> None:
        """Note how a request ended, and tell the person who watches."""
        role = self.ledger.end(address, outcome, reason, written=written)
        if not outcome.read:
            self.progress.say(f"{address}: {outcome}: {reason}")
        if role is Role.PAGE:
            self.progress.count(*self.ledger.count(Role.PAGE), address)

    def read(self, idle_hints: Iterable[str]) -> None:
        """Note an article, and which hints matched nothing on it."""
        self.idle_hints = set(idle_hints) & (set(idle_hints) if self.idle_hints is None else self.idle_hints)

    def finish(self, state: RunState, reason: str) -> None:
        """Close the run in the store."""
        self.run = self.store.finish_run(
            self.run.number, self.clock(), state, reason, self.channels, sorted(self.idle_hints or ())
        )


@contextmanager
def open_round(
    name: str,
    source: Source | None,
    configuration: Configuration,
    scope: Scope,
    clock: Callable[[], datetime],
) -> Iterator[Round]:
    """A round of the source of that name, alone on its host; `source` is None where no site is asked.

    One process reads its pages: they come one at a time, and slower than they are read.
    Raises BusyStore while another process crawls the host, and UnusableStore where the store holds pages
    of the replica and the round would fetch real ones, or the other way round.
    """
    host = source.host if source else name
    with (
        open_store(configuration.database, configuration.archive) as store,
        # By the machine's clock, whatever time the round is told: the other process is of today.
        store.lease(f"crawl of {host}", datetime.now(UTC)),
        Extractor(1) as extractor,
    ):
        if source is not None or configuration.upstream:
            store.stamp_replica(configuration.upstream is not None)
        store.close_abandoned(name, clock())
        crawls = [run for run in store.runs(name) if run.purpose == "crawl"]
        finished = [run for run in crawls if run.state in (RunState.COMPLETE, RunState.PARTIAL)]
        purpose = "check" if scope.url else "crawl" if source else "seeds"
        run = store.begin_run(name, clock(), purpose=purpose)
        yield Round(
            site=host,
            configuration=configuration,
            store=store,
            run=run,
            clock=clock,
            progress=Progress(name),
            extractor=extractor,
            gate=Gate(store, run),
            scope=scope,
            watched_since=store.watched_since(name),
            last_began=finished[0].started_at if finished else None,
        )
