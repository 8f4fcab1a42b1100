"""Recorder: decides on an observation and records it, whether it was crawled, captured or imported."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from crawler.copies import Copies
from crawler.edges import without_furniture
from crawler.extract import extractor
from crawler.observe import side_by_side
from crawler.source import Source
from storage.decide import decide
from storage.errors import MissingBody
from storage.fold import fingerprint
from storage.records import Change, Observation, Page, Run, Verdict, Version
from storage.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What came of an observation. `latest` is the document's version before it, `change` the step it made."""

    verdict: Verdict
    change: Change | None
    latest: Version | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """An observation that was decided on and is not written yet. `extractor` says by which rules it was read."""

    observation: Observation
    verdict: Verdict
    latest: Version | None
    extractor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorder:
    """The path from an observation into the store; `source_of` finds a source by name, with its furniture,
    `look` is `crawler.observe.observe` or what does the same within limits."""

    store: Store
    source_of: Callable[[str], Source]
    look: Callable[[Page, Source], Observation]
    copies: Copies = field(default_factory=Copies)

    def record(
        self, run: Run, observation: Observation, *, healthy: bool = True, seen_before: bool = False
    ) -> Recorded:
        """Decide on `observation` in the light of all that is known of its page, and write both down."""
        return self.write(run, self.weigh(run, observation, healthy=healthy, seen_before=seen_before))

    def weigh(
        self, run: Run, observation: Observation, *, healthy: bool = True, seen_before: bool = False
    ) -> Weighed:
        """Decide on `observation`.

        `healthy` is what the run knows of its source's health, `seen_before` that a first sight is no news.
        """
        page = observation.page
        source = self.source_of(page.source)
        history = self.store.history(run, observation.document, page.requested, page.fetched_at)
        latest = history.latest and self._by_todays_rules(history.latest, source)
        history = replace(
            history,
            source_healthy=history.source_healthy and healthy,
            first_sight_is_baseline=history.first_sight_is_baseline or seen_before,
        )
        observation = self.copies.compared(run, observation, latest.document if latest else None)
        if latest is not None:
            observation, latest = side_by_side(observation, latest, history.earlier)
        return Weighed(
            observation=observation,
            verdict=decide(replace(history, latest=latest), observation, page.fetched_at),
            latest=latest,
            extractor=extractor(source),
        )

    def write(self, run: Run, weighed: Weighed) -> Recorded:
        """Write an observation and its verdict down."""
        change = self.store.record(run, weighed.observation, weighed.verdict, weighed.extractor)
        return Recorded(verdict=weighed.verdict, change=change, latest=weighed.latest)

    def _by_todays_rules(self, version: Version, source: Source) -> Version:
        """`version` as today's extraction reads its page, so that like is compared with like."""
        if version.extractor == extractor(source):
            return version
        try:
            page = self.store.latest_page(version.document.address)
        except MissingBody as error:
            log.warning("%s; compared with the text as it was read then", error)
            page = None
        again = self.look(page, source).document if page else None
        if again is None:
            own = without_furniture(version.document.blocks, source.furniture)
            again = replace(version.document, blocks=tuple(own))
        again = replace(again, address=version.document.address)
        return replace(version, document=again, fingerprint=fingerprint(again))
