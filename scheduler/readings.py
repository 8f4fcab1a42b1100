"""What the topics say of documents: read once for each set of rules, with people's rulings in force."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from scheduler.topics import Match, Rules, TopicInfo
from scheduler.topics.rulings import Rulings
from storage.errors import BusyStore
from storage.records import Document
from storage.store import Store

_MATCHES = Mapping[str, Match]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads documents, or remembers what the same rules found when they read them."""

    store: Store
    rules: Rules
    rulings: Rulings
    _fresh: dict[Document, Mapping[str, Match]] = field(default_factory=dict)

    @property
    def topics(self) -> tuple[TopicInfo, ...]:
        return self.rules.topics

    def match(self, document: Document) -> Mapping[str, Match]:
        """The topics of a document by their key, the rulings on it in force."""
        return self.rulings.applied(document, self._found(document))

    def _found(self, document: Document) -> Mapping[str, Match]:
        if document in self._fresh:
            return self._fresh[document]
        kept = self.store.reading(document, self.rules.fingerprint, _MATCHES)  # type: ignore[type-abstract]
        if kept is not None:
            return kept
        self._fresh[document] = found = self.rules.match(document)
        return found

    def keep(self) -> None:
        """Store what was read anew. It takes a writer's turn, so never inside a transaction of the store's."""
        try:
            self.store.keep_readings(self.rules.fingerprint, self._fresh)
        except BusyStore as error:
            log.info("%s; what was read is read again next time", error)
        else:
            self._fresh.clear()
