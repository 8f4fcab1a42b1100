"""Match: what is said of a document and a topic, with the evidence; a template gets these."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scheduler.topics.senses import Refused
from storage.vocabulary import Band


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One term in the document.

    `where` is `title` or `text`; `block` the number of the block from 0, None in the title. `start` and
    `end` are code points of the title or the block as given, and so are `sentence_start` and
    `sentence_end`, so that `sentence[start - sentence_start : end - sentence_start]` is the term. `rule`
    names the entry of the topic file, `because` the word that decided for an acronym, or weighed most beside
    a clue.
    """

    where: str
    block: int | None
    sentence: str
    sentence_start: int
    sentence_end: int
    start: int
    end: int
    rule: str
    because: str = ""
    refused: tuple[Refused, ...] = ()

    @property
    def marked(self) -> tuple[str, str, str]:
        """The sentence before the term, the term, and the sentence after it."""
        start, end = self.start - self.sentence_start, self.end - self.sentence_start
        return self.sentence[:start], self.sentence[start:end], self.sentence[end:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A topic of a document. `score` is from 0 to 1; `evidence` is strongest first and never empty.

    `branches` are the sub-topics' keys; `refused` counts, by sense, the acronyms of the document that
    were read as something else.
    """

    topic: str
    band: Band
    score: float
    evidence: tuple[Evidence, ...]
    branches: tuple[str, ...] = ()
    refused: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """An acronym of a topic that stands for something else where `evidence` has it; `sense` in French."""

    evidence: Evidence
    sense: str
