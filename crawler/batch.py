"""Batch: looks that were decided on and wait to be written together."""

from crawler.recorder import Weighed
from storage.fold import fold
from storage.records import Observation, Run
from storage.store import Store

SIZE = 50
"""How many looks are written with one commit."""

SECONDS = 5.0
"""How long a look waits at most: what a crawl that is killed may lose."""


class Batch:
    """Looks of one run, in the order in which they were taken."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._seen: list[Weighed] = []
        self._marks: set[str] = set()

    def add(self, run: Run, weighed: Weighed) -> None:
        """Take in a look; the batch is written when it is full."""
        self._seen.append(weighed)
        self._marks |= _marks(weighed.observation)
        if len(self._seen) >= SIZE:
            self.write(run)

    def bears_on(self, observation: Observation) -> bool:
        """Whether what waits may be about the same document, so that it is to be written before deciding."""
        return not self._marks.isdisjoint(_marks(observation))

    def write(self, run: Run) -> None:
        """Write down all that waits; StorageError where that cannot be."""
        if self._seen:
            self.store.record_all(
                run, [(each.observation, each.verdict, each.extractor) for each in self._seen]
            )
            self._seen, self._marks = [], set()

    def __len__(self) -> int:
        return len(self._seen)


def _marks(observation: Observation) -> set[str]:
    """What a document may be found by: its addresses, its identity, the title of a capture."""
    page, document = observation.page, observation.document
    if document is None:
        return {page.requested}
    marks = {page.requested, document.address, *document.aliases, fold(document.title)}
    return marks if document.identity is None else marks | {document.identity}
