"""The scheduler in the foreground: crawls what is due, sends digests at their hour, stops cleanly."""

import logging
import os
import signal
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.background import BackgroundScheduler

from crawler.source import Source
from scheduler.agenda import digest_is_due, due_crawls
from scheduler.config import Profile
from scheduler.jobs import Crawl
from storage.errors import BusyStore
from storage.leases import Lease
from storage.records import Run
from storage.store import Store

TICK = timedelta(seconds=5)
AT_ONCE = 4
"""How many crawls run side by side, each of another host."""

log = logging.getLogger(__name__)


@dataclass(kw_only=True)
class Watch:
    """One process that watches: state that matters is in the store, here is only what runs right now.

    `publish` chooses, writes and sends the digest of a profile, and `post` sends what is still due.
    """

    store: Store
    lease: Lease
    sources: Mapping[str, Source]
    profiles: tuple[Profile, ...]
    publish: Callable[[Profile, datetime], None]
    post: Callable[[datetime], None]
    crawl_limit: timedelta
    digest_deadline: timedelta
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    _crawls: dict[str, tuple[Crawl, datetime]] = field(default_factory=dict)
    _awaited: dict[str, datetime] = field(default_factory=dict)
    _stop: threading.Event = field(default_factory=threading.Event)
    _failure: BaseException | None = None
    _resting: bool = False

    def run(self) -> None:
        """Watch until SIGTERM or SIGINT; crawls under way are asked to stop and write what they have."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: self._stop.set())
        clock = BackgroundScheduler(timezone=UTC)
        clock.add_listener(self._on_error, EVENT_JOB_ERROR)
        clock.add_job(
            self.tick,
            "interval",
            seconds=TICK.total_seconds(),
            next_run_time=datetime.now(UTC),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=3600,
        )
        clock.start()
        log.info("watching %d sources, process %d; Ctrl-C stops", len(self.sources), os.getpid())
        try:
            self._stop.wait()
        finally:
            clock.shutdown(wait=True)
            for crawl, _ in self._crawls.values():
                crawl.stop()
        if self._failure is not None:
            raise self._failure

    def tick(self) -> None:
        """One look at what is due."""
        now = self.clock()
        try:
            self.lease.renew(now)
            self._reap(now)
            self._crawl(now)
            self._publish(now)
            self.post(now)
            self._rest()
        except BusyStore as error:
            log.warning("%s; trying again in %d s", error, TICK.total_seconds())

    def _rest(self) -> None:
        """Say once that there is nothing to do, so that a log shows the difference from being stuck."""
        resting = not (self._crawls or self._awaited)
        if resting and not self._resting:
            log.info("nothing is due")
        self._resting = resting

    def _reap(self, now: datetime) -> None:
        for name, (crawl, started) in list(self._crawls.items()):
            ended = crawl.ended()
            if ended is None and now - started > self.crawl_limit:
                log.warning("%s: stopped after %s", name, self.crawl_limit)
                ended = crawl.stop()
            if ended is not None:
                del self._crawls[name]

    def _crawl(self, now: datetime) -> None:
        last: dict[str, Run] = {}
        for name in self.sources:
            last.update((name, run) for run in self.store.runs(source=name, limit=1))
        for source in due_crawls(self.sources.values(), last, now):
            if len(self._crawls) >= AT_ONCE:
                return
            busy = {self.sources[name].host for name in self._crawls}
            if source.host not in busy:
                self._crawls[source.name] = (Crawl(source.name), now)

    def _publish(self, now: datetime) -> None:
        """Send what is owed, once the crawls that were due before it have ended or had their time."""
        for profile in self.profiles:
            last = self.store.digests(profile.name, limit=1)
            if not digest_is_due(profile.hour, last[0].until if last else None, now):
                continue
            awaited = self._awaited.setdefault(profile.name, now)
            if self._crawls and now - awaited < self.digest_deadline:
                continue
            del self._awaited[profile.name]
            self.publish(profile, now)

    def _on_error(self, event: JobExecutionEvent) -> None:
        """A surprise ends the watch with its traceback: whoever keeps it running starts it afresh."""
        self._failure = event.exception
        self._stop.set()
