"""Batch: looks that were decided on, and what the gate let pass, waiting to be written together."""

from crawler.gate import Gate
from crawler.recorder import Weighed
from storage.fold import fold
from storage.records import Observation, Run
from storage.store import Store

SIZE = 50
"""How many pages are written with one commit."""

LARGEST = 16 * 1024 * 1024
"""Bytes of pages that wait at most."""

SECONDS = 5.0
"""How long a page waits at most: what a crawl that is killed may lose, and the next one makes up for."""


class Batch:
    """Looks of one run, in the order in which they were taken."""

    def __init__(self, store: Store, run: Run, gate: Gate) -> None:
        self.store = store
        self.run = run
        self.gate = gate
        self._seen: list[Weighed] = []
        self._marks: set[str] = set()
        self._size = 0

    def add(self, weighed: Weighed) -> None:
        """Take in a look."""
        self._seen.append(weighed)
        self._marks |= _marks(weighed.observation)
        self._size += len(weighed.observation.page.body)
        self.gate.read(weighed.observation, weighed.verdict)

    def bears_on(self, observation: Observation) -> bool:
        """Whether what waits may be about the same document, so that it is to be written before deciding."""
        return not self._marks.isdisjoint(_marks(observation))

    def write_if_full(self) -> None:
        """Write down what waits where it is enough; StorageError where that cannot be."""
        if len(self) >= SIZE or self._size >= LARGEST:
            self.write()

    def write(self) -> None:
        """Write down all that waits; StorageError where that cannot be."""
        if self._seen:
            self.store.record_all(
                self.run, [(each.observation, each.verdict, each.extractor) for each in self._seen]
            )
            self._seen, self._marks, self._size = [], set(), 0
        self.gate.write()

    def __len__(self) -> int:
        return max(len(self._seen), len(self.gate))


def _marks(observation: Observation) -> set[str]:
    """What a document may be found by: its addresses, its identity, the title of a capture."""
    page, document = observation.page, observation.document
    if document is None:
        return {page.requested}
    marks = {page.requested, document.address, *document.aliases, fold(document.title)}
    return marks if document.identity is None else marks | {document.identity}
