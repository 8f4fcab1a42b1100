"""Rules: all topics with one lexicon, and the matching of a document against them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from scheduler.topics.finding import Find, finds, passages
from scheduler.topics.lexicon import Lexicon
from scheduler.topics.match import Evidence, Match, Other
from scheduler.topics.reading import Reading
from scheduler.topics.scoring import band, score
from scheduler.topics.search import fulfilled
from scheduler.topics.senses import Sight, sights
from scheduler.topics.topic import Acronym, Topic, TopicInfo
from storage.records import Document
from storage.vocabulary import Band

MOST_EVIDENCE = 12
"""How many terms of a document are kept as evidence for one topic."""
CLEAR = 0.6
"""What weighs less is no evidence where something of this weight is: by itself it says little."""


class Rules:
    """The topics that are followed. `fingerprint` changes when anything that their matching depends on does."""

    def __init__(self, topics: Iterable[Topic], fingerprint: str) -> None:
        self.files = tuple(topics)
        self.fingerprint = fingerprint
        self._lexicon = Lexicon(
            {name: patterns for topic in self.files for name, patterns in topic.lists.items()}
        )

    @property
    def topics(self) -> tuple[TopicInfo, ...]:
        return tuple(topic.info for topic in self.files)

    def match(self, document: Document) -> Mapping[str, Match]:
        """The topics of a document by their key; those that do not match are absent."""
        reading = Reading(document, self._lexicon)
        matches = (_match(topic, reading) for topic in self.files)
        return {match.topic: match for match in matches if match is not None}

    def others(self, document: Document) -> Mapping[str, tuple[Other, ...]]:
        """The acronyms of each topic that are read as something else in a document, in order."""
        reading = Reading(document, self._lexicon)
        return {topic.info.key: tuple(_others(topic, reading)) for topic in self.files}


def _match(topic: Topic, reading: Reading) -> Match | None:
    seen = [(acronym, sight) for acronym in topic.acronyms for sight in sights(acronym, reading)]
    accepted = [_sighted(acronym, sight) for acronym, sight in seen if sight.own]
    ruled = list(finds(topic.rules, reading))
    labels = [find for find in ruled if find.label]
    queried = fulfilled(topic.query, topic.info.key, reading) or () if topic.query else ()
    counted = [*accepted, *(find for find in ruled if not find.label)]
    counted += [Find(hit=hit, rule="query") for hit in queried]
    kept = _outermost([*counted, *passages(topic.clues, reading)])
    if not kept:
        unclear = [_sighted(acronym, sight) for acronym, sight in seen if sight.own is None]
        return _to_check(topic, unclear, reading) if unclear else None
    value = score(kept, reading)
    branches = {find.branch: None for find in [*kept, *labels] if find.branch}
    return Match(
        topic=topic.info.key,
        band=band(value),
        score=value,
        evidence=tuple(_evidence(find, reading) for find in _strongest(kept, reading)),
        branches=tuple(branches),
        refused=Counter(sight.sense for _, sight in seen if sight.own is False),
    )


def _others(topic: Topic, reading: Reading) -> Iterator[Other]:
    for acronym in topic.acronyms:
        for sight in sights(acronym, reading):
            if sight.own is False:
                yield Other(evidence=_evidence(_sighted(acronym, sight), reading), sense=sight.sense)


def _sighted(acronym: Acronym, sight: Sight) -> Find:
    return Find(hit=sight.hit, rule=acronym.name, weight=acronym.weight, sight=sight)


def _outermost(found: Iterable[Find]) -> list[Find]:
    """The finds that are not inside another, the heavier of two at one place; in order."""
    kept: list[Find] = []
    for find in sorted(found, key=lambda find: (find.hit.start, -find.hit.end, -find.weight)):
        if not kept or find.hit.end > kept[-1].hit.end:
            kept.append(find)
    return kept


def _strongest(found: list[Find], reading: Reading) -> list[Find]:
    """What speaks most clearly, that first: the heaviest, in the title, early, each wording before repeats."""
    least = min(CLEAR, max(find.weight for find in found))
    found = [find for find in found if find.weight >= least]
    seen: Counter[str] = Counter()
    repeats = {}
    for find in found:
        term = reading.folded.text[find.hit.start : find.hit.end]
        repeats[find.hit] = seen[term]
        seen[term] += 1
    ranked = sorted(
        found,
        key=lambda find: (repeats[find.hit] > 0, -find.weight, not reading.in_title(find.hit), find.hit),
    )
    return ranked[:MOST_EVIDENCE]


def _to_check(topic: Topic, unclear: list[Find], reading: Reading) -> Match:
    return Match(
        topic=topic.info.key,
        band=Band.CHECK,
        score=0.0,
        evidence=tuple(_evidence(find, reading) for find in unclear[:MOST_EVIDENCE]),
    )


def _evidence(find: Find, reading: Reading) -> Evidence:
    start, end = reading.span(find.hit)
    first, last = reading.sentence_of(find.hit)
    part = reading.part(find.hit)
    offset = reading.parts[part]
    return Evidence(
        where="text" if part else "title",
        block=part - 1 if part else None,
        sentence=reading.folded.source[first:last],
        sentence_start=first - offset,
        sentence_end=last - offset,
        start=start - offset,
        end=end - offset,
        rule=find.rule,
        because=find.sight.cue if find.sight else find.because,
        refused=find.sight.refused if find.sight else (),
    )
