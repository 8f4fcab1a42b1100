"""The gate of a round: pages whose seals hold are not read again, except for a share that checks the seals."""

import logging
from collections.abc import Iterable
from dataclasses import replace
from hashlib import blake2b
from itertools import islice

from crawler.seals import holds
from storage.records import Observation, Page, Run, Verdict
from storage.seal import Seal
from storage.store import Store
from storage.vocabulary import Outcome

log = logging.getLogger(__name__)

ONE_IN = 20
"""Of so many pages whose seals hold one is read all the same."""

SAME = "the markup of the latest version"
_AHEAD = 100
_KEPT = (Outcome.ARTICLE, Outcome.UNCHANGED)


class Gate:
    """Reads the seals of planned pages some pages ahead, and writes new ones with the checks."""

    def __init__(self, store: Store, run: Run) -> None:
        self.store = store
        self.run = run
        self._planned: Iterable[str] = iter(())
        self._seals: dict[str, Seal | None] = {}
        self._sampled: set[str] = set()
        self._passed: list[Page] = []
        self._made: dict[str, Seal] = {}
        self._wrong: list[str] = []

    def plan(self, addresses: Iterable[str]) -> None:
        """The pages that will be asked for, in this order."""
        self._planned = iter(addresses)

    def passes(self, page: Page) -> bool:
        """Whether `page`, not decoded, is unchanged by its seal and is not one of those read all the same."""
        seal = self._seal(page.requested)
        if seal is None or not holds(seal, page):
            return False
        if is_sampled(page.requested, self.run):
            self._sampled.add(page.requested)
            return False
        return True

    def unchanged(self, page: Page) -> tuple[Outcome, str]:
        """Note a page that has passed; what its request ended with."""
        self._passed.append(replace(page, body=b""))
        return Outcome.UNCHANGED, SAME

    def read(self, observation: Observation, verdict: Verdict) -> None:
        """Note what came of a page that was read: its new seal, and whether its old one was right."""
        address, document = observation.page.requested, observation.document
        if address in self._sampled:
            self._sampled.discard(address)
            if verdict.kind is not None or verdict.outcome not in (*_KEPT, Outcome.EXTRACT_TIMEOUT):
                self._wrong.append(address)
                log.warning("%s: its seal held, yet read in full it is: %s", address, verdict.reason)
        if document is not None and observation.seal is not None and verdict.outcome in _KEPT:
            self._made[document.address] = observation.seal

    def __len__(self) -> int:
        """How much waits to be written down."""
        return len(self._passed) + len(self._made)

    @property
    def disagreement(self) -> str:
        """What is to be said where seals were found wrong, as a sentence, or nothing."""
        wrong = self._wrong
        return f"{len(wrong)} seals held on pages that had changed: {wrong[0]}" if wrong else ""

    def write(self) -> None:
        """Write down what waits. A seal is one of a version that is stored: looks are to be written first."""
        if self._passed:
            ends = [(page.requested, Outcome.UNCHANGED, SAME, page.fetched_at) for page in self._passed]
            self.store.ended(self.run, ends)
            self.store.renew(self._passed)
            self._passed = []
        if self._made:
            self.store.seal(self._made)
            self._made = {}

    def _seal(self, address: str) -> Seal | None:
        while address not in self._seals:
            ahead = list(islice(self._planned, _AHEAD))
            if not ahead:
                return None
            self._seals.update(dict.fromkeys(ahead))
            self._seals.update(self.store.seals(ahead))
        return self._seals.pop(address)


def is_sampled(address: str, run: Run) -> bool:
    """Whether a page is read in this run though its seal holds: another twentieth of the pages in every run,
    the same one however often it is asked."""
    draw = blake2b(f"{run.number} {address}".encode(), digest_size=8).digest()
    return int.from_bytes(draw) % ONE_IN == 0
