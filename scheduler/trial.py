"""A trial: what a topic would have added to past digests and removed from them, and how much it matches."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from scheduler.topics import Match, Rules
from scheduler.topics.files import build
from scheduler.topics.rulings import Rulings
from scheduler.topics.topic import Topic
from storage.editions import Issue
from storage.records import Change, Document
from storage.store import Store
from storage.vocabulary import Band, Kind

NEARLY_ALL = 0.5
"""From this share of the archive on, a topic tells nothing apart."""

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A document of a past digest whose standing would have been another; `match` is the one that decides."""

    source: str
    document: Document
    match: Match
    added: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What would have been different in one past digest."""

    issue: Issue
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How a topic does on what is stored: documents read and matched by source, and its effect on past digests."""

    topic: str
    read: Mapping[str, int]
    matched: Mapping[str, int]
    effects: tuple[Effect, ...]

    @property
    def share(self) -> float:
        """Of the documents read, how many match: 0 to 1."""
        return sum(self.matched.values()) / max(1, sum(self.read.values()))


def tried(
    topic: Topic,
    *,
    store: Store,
    rules: Rules,
    rulings: Rulings,
    since: datetime | None,
    progress: Progress,
) -> Trial:
    """`topic` tried on what is stored, or was stored or told since a time; nothing is written.

    It stands in for the topic of `rules` with its key, where there is one. What people ruled stays as it is.
    A band `check` counts as no match.
    """
    judge = _Judge(topic, rules, rulings)
    read: Counter[str] = Counter()
    matched: Counter[str] = Counter()
    for source, version in store.latest(since):
        read[source] += 1
        matched[source] += judge.now(version.document) is not None
        if not read.total() % 200:
            progress(f"{read.total()} documents read, {matched.total()} match")
    effects = tuple(_effects(judge, store, since, progress))
    return Trial(topic=topic.info.key, read=read, matched=matched, effects=effects)


class _Judge:
    """A topic beside the one that it would replace."""

    def __init__(self, topic: Topic, rules: Rules, rulings: Rulings) -> None:
        self._key = topic.info.key
        self._trial = build([topic])
        self._standing = build([each for each in rules.files if each.info.key == self._key])
        self._rulings = rulings

    def now(self, document: Document) -> Match | None:
        return _sure(self._trial.match(document).get(self._key))

    def difference(self, change: Change) -> Difference | None:
        document = change.version.document
        if self._key in self._rulings.on(document):
            return None
        before = _sure(self._standing.match(document).get(self._key))
        after = self.now(document)
        match = after or before
        if match is None or (before and after):
            return None
        return Difference(source=change.source, document=document, match=match, added=before is None)


def _effects(judge: _Judge, store: Store, since: datetime | None, progress: Progress) -> Iterator[Effect]:
    issues = [issue for issue in store.digests(limit=1000) if since is None or issue.until > since]
    for issue in reversed(issues):
        progress(f"digest {issue.number} of {issues[0].number}")
        differences = tuple(_differences(judge, store.weighed(issue.number)))
        if differences:
            yield Effect(issue=issue, differences=differences)


def _differences(judge: _Judge, weighed: Iterable[Change]) -> Iterator[Difference]:
    """One a document; what was there before the watch began is announced by no digest."""
    latest = {change.address: change for change in weighed if change.kind is not Kind.BASELINE}
    return (found for found in map(judge.difference, latest.values()) if found is not None)


def _sure(match: Match | None) -> Match | None:
    return None if match is None or match.band is Band.CHECK else match
