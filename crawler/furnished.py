"""Furnished: sources with what was learned of their pages, and the learning."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from crawler.learning import NEWEST, learned
from crawler.source import Source
from storage.furnishing import Furnishing
from storage.store import Store


class Furnished:
    """The sources by name, each with the furniture that is in force; `declared` finds them without it."""

    def __init__(self, store: Store, declared: Callable[[str], Source]) -> None:
        self._store = store
        self._declared = declared
        self._sources: dict[str, Source] = {}

    def of(self, name: str) -> Source:
        """The source of that name; what the store says of it is asked once, and again after learning."""
        if name not in self._sources:
            in_force = frozenset(each.line for each in self._store.furniture(name) if not each.undone)
            self._sources[name] = replace(self._declared(name), furniture=in_force)
        return self._sources[name]

    def undone(self, name: str) -> frozenset[str]:
        """The lines that a person made text again."""
        return frozenset(each.line for each in self._store.furniture(name) if each.undone)

    def furnish(self, name: str, found: tuple[Furnishing, ...]) -> None:
        """Remember what was learned; it is in force from now on."""
        if found:
            self._store.furnish(name, found)
            self._sources.pop(name, None)

    def learn(self, name: str, at: datetime) -> tuple[Furnishing, ...]:
        """Learn from the newest documents of a source."""
        known, never = self.of(name).furniture, self.undone(name)
        found = learned(self._store.newest(name, NEWEST), at, known=known, never=never)
        self.furnish(name, found)
        return found
