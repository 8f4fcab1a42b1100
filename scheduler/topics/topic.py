"""Topic: what a topic file says, checked, with every term in its folded form."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scheduler.topics.query import Query
from scheduler.topics.terms import Pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicInfo:
    """A topic as readers see it: names and short names by language tag, French always among them.

    `branches` has the names of its sub-topics by their key, again by language tag.
    """

    key: str
    names: Mapping[str, str]
    short: Mapping[str, str] = field(default_factory=dict)
    branches: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def name(self, language: str = "fr") -> str:
        return self.names.get(language) or self.names["fr"]

    def short_name(self, language: str = "fr") -> str:
        return self.short.get(language) or self.short.get("fr") or self.name(language)

    def branch_name(self, branch: str, language: str = "fr") -> str:
        names = self.branches[branch]
        return names.get(language) or names["fr"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Texts that an entry must and must not make the topic match."""

    matches: tuple[str, ...] = ()
    refuses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A list of terms that speak for the topic.

    `terms`, `near` and `unless` name lists. With `near` a term counts only where one of those lists occurs
    within `within` words of it in the same sentence, before it if `after` says so; with `unless` not where
    one of those does. `weight`
    orders the evidence. With `branch` a hit names that branch; `label` rules name their branch in a document
    that matches anyway, and never make one match.
    """

    name: str
    terms: str
    weight: float = 1.0
    near: tuple[str, ...] = ()
    within: int = 0
    after: bool = False
    unless: tuple[str, ...] = ()
    branch: str | None = None
    label: bool = False
    examples: Examples = Examples()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """A list of terms that say little alone and much together.

    A passage matches where clues that are its `subject` and clues that are not meet, and the weights, each
    clue counted once, reach 1. A weight below 0 speaks against.
    """

    name: str
    terms: str
    weight: float
    subject: bool = False
    branch: str | None = None
    examples: Examples = Examples()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """Something else that an acronym stands for: the list of its full names, and of words that go with it.

    With `only_beside` a full name speaks where it stands right beside the acronym, and nowhere else.
    """

    name: str
    names: str
    cues: str
    only_beside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Acronym:
    """A short form with several senses: it counts where its nearest cue is one of the topic's own.

    `names` and `cues` name lists of the topic's own sense. `beside` and `beside_other` hold the acronym with
    its neighbours, "les ICC", "the ICC": they decide for the own or another sense where no cue does. With
    `parted` both are written, so that the neighbours tell the senses apart.
    """

    name: str
    forms: frozenset[str]
    terms: str
    names: tuple[str, ...]
    cues: tuple[str, ...]
    beside: str
    beside_other: str
    parted: bool
    senses: tuple[Sense, ...]
    weight: float = 1.0
    examples: Examples = Examples()


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One topic file. `lists` holds the patterns of every list by its full name, `key/name`.

    `sha256` (hex) is that of the file's text.
    """

    info: TopicInfo
    file: str
    sha256: str
    rules: tuple[Rule, ...] = ()
    clues: tuple[Clue, ...] = ()
    acronyms: tuple[Acronym, ...] = ()
    query: Query | None = None
    lists: Mapping[str, frozenset[Pattern]] = field(default_factory=dict)
    examples: Examples = Examples()
