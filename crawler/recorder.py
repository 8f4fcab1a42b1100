"""Recorder: decides on an observation and records it, whether it was crawled, captured or imported."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from crawler.extract import EXTRACTOR
from crawler.observe import side_by_side
from crawler.source import Source
from storage.decide import decide
from storage.errors import MissingBody
from storage.fold import fingerprint
from storage.records import Change, Observation, Page, Run, Verdict, Version
from storage.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What is to be written down. `latest` is the document's version before it, by today's rules."""

    observation: Observation
    verdict: Verdict
    latest: Version | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What came of an observation. `latest` is the document's version before it, `change` the step it made."""

    verdict: Verdict
    change: Change | None
    latest: Version | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorder:
    """The path from an observation into the store; `source_of` finds the declaration of a source by name,
    `look` is `crawler.observe.observe` or what does the same within limits."""

    store: Store
    source_of: Callable[[str], Source]
    look: Callable[[Page, Source], Observation]

    def decide(
        self, run: Run, observation: Observation, *, healthy: bool = True, seen_before: bool = False
    ) -> Decided:
        """Decide on `observation` in the light of all that is known of its page.

        `healthy` is what the run knows of its source's health, `seen_before` that a first sight is no news.
        """
        page = observation.page
        history = self.store.history(run, observation.document, page.requested, page.fetched_at)
        latest = history.latest and self._by_todays_rules(history.latest)
        history = replace(
            history,
            source_healthy=history.source_healthy and healthy,
            first_sight_is_baseline=history.first_sight_is_baseline or seen_before,
        )
        if latest is not None:
            observation, latest = side_by_side(observation, latest, history.earlier)
            history = replace(history, latest=latest)
        verdict = decide(history, observation, page.fetched_at)
        return Decided(observation=observation, verdict=verdict, latest=latest)

    def record(self, run: Run, observation: Observation) -> Recorded:
        """Decide on `observation` and write both down at once."""
        decided = self.decide(run, observation)
        change = self.store.record(run, decided.observation, decided.verdict, EXTRACTOR)
        return Recorded(verdict=decided.verdict, change=change, latest=decided.latest)

    def _by_todays_rules(self, version: Version) -> Version:
        """`version` as today's extraction reads its page, so that like is compared with like."""
        if version.extractor == EXTRACTOR:
            return version
        try:
            page = self.store.latest_page(version.document.address)
        except MissingBody as error:
            log.warning("%s; compared with the text as it was read then", error)
            page = None
        if page is None:
            return version
        again = self.look(page, self.source_of(page.source)).document
        if again is None:
            return version
        again = replace(again, address=version.document.address)
        return replace(version, document=again, fingerprint=fingerprint(again))
