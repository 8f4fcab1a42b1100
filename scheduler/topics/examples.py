"""The examples that a topic file carries, and whether the topic does with them what the file says."""

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.topics.match import Match
from scheduler.topics.matching import CLEAR, Rules
from scheduler.topics.topic import Acronym, Clue, Rule, Topic
from storage.records import Document
from storage.vocabulary import Band


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """An example that does not come out as its file says; `entry` is empty for the topic's own examples."""

    file: str
    entry: str
    text: str
    wanted: bool

    def __str__(self) -> str:
        entry = f" {self.entry!r}" if self.entry else ""
        wanted = "must match and does not" if self.wanted else "must not match and does"
        return f"{self.file}: an example of{entry or ' the topic'} {wanted}: {self.text}"


def check(topic: Topic) -> tuple[Failing, ...]:
    """The examples of a topic's file that fail.

    A text under `matches` must make the topic match, and a rule, an acronym or a clear clue that is a subject
    must be among its evidence; a text under `refuses` must not make it match.
    """
    rules = Rules([topic], "")
    return tuple(_failing(topic, rules))


def count(topic: Topic) -> int:
    """How many examples a topic's file carries."""
    entries: list[Topic | Rule | Clue | Acronym] = [topic, *topic.rules, *topic.clues, *topic.acronyms]
    return sum(len(entry.examples.matches) + len(entry.examples.refuses) for entry in entries)


def _failing(topic: Topic, rules: Rules) -> Iterator[Failing]:
    entries: list[Rule | Clue | Acronym] = [*topic.rules, *topic.clues, *topic.acronyms]
    for entry in [topic, *entries]:
        name = "" if isinstance(entry, Topic) else entry.name
        for wanted, texts in ((True, entry.examples.matches), (False, entry.examples.refuses)):
            for text in texts:
                match = rules.match(Document(address="", title="", blocks=(text,))).get(topic.info.key)
                sure = match if match and match.band != Band.CHECK else None
                if wanted != (sure is not None and (not wanted or _shows(entry, sure))):
                    yield Failing(file=topic.file, entry=name, text=text, wanted=wanted)


def _shows(entry: Topic | Rule | Clue | Acronym, match: Match) -> bool:
    if isinstance(entry, Rule) and entry.label:
        return entry.branch in match.branches
    if isinstance(entry, Topic) or (isinstance(entry, Clue) and (not entry.subject or entry.weight < CLEAR)):
        return True
    return entry.name in {evidence.rule for evidence in match.evidence}
