"""Which sense an acronym has where it stands: that of its nearest cue."""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from scheduler.topics.definitions import defined
from scheduler.topics.reading import Hit, Reading
from scheduler.topics.topic import Acronym

NAME_REACH = 3
AS_NEAR = 2
FAR = 40
"""How many words away a cue for another sense no longer speaks against the words beside."""
OTHER = "un organisme"
"""The sense of an acronym that only its neighbours speak of, in French."""
_NAME = re.compile(r" [A-ZÀ-Ý][a-zà-ÿ]{2,}")


class Scope(StrEnum):
    """Where the cue stood that decided."""

    SENTENCE = "sentence"
    TITLE = "title"
    DEFINITION = "definition"
    BESIDE = "beside"
    DOCUMENT = "document"
    NOWHERE = "nowhere"


_IN_FRENCH = {
    Scope.SENTENCE: "dans la phrase",
    Scope.TITLE: "dans le titre",
    Scope.DEFINITION: "dans la définition du sigle",
    Scope.BESIDE: "à côté du sigle",
    Scope.DOCUMENT: "ailleurs dans le texte",
}


@dataclass(frozen=True, slots=True)
class Refused:
    """A sense that an acronym does not have here. `cue` is what spoke for it, empty where nothing did."""

    sense: str
    cue: str
    scope: Scope
    words: int | None = None

    @property
    def reason(self) -> str:
        """Why, in French."""
        if not self.cue:
            return "aucun mot de ce sens dans le texte"
        apart = "" if self.words is None else f", à {self.words} mot{'s' if self.words > 1 else ''}"
        return f"« {self.cue} » {_IN_FRENCH[self.scope]}{apart} : moins proche que l’indice retenu"


@dataclass(frozen=True, slots=True)
class Sight:
    """An acronym with the sense found for it.

    `own` is None where nothing speaks for any sense; `sense` names the other sense where there is one.
    """

    hit: Hit
    own: bool | None
    binding: "Binding"
    sense: str = ""
    cue: str = ""
    scope: Scope = Scope.NOWHERE

    @property
    def refused(self) -> tuple[Refused, ...]:
        """The other senses, each with why it is not that one."""
        return self.binding.refused(self.hit)


@dataclass(frozen=True, slots=True, order=True, eq=True)
class _Cue:
    """A word that speaks for a sense; `sense` is empty for the topic's own. `full` names it outright."""

    hit: Hit
    sense: str = field(compare=False)
    full: bool = field(compare=False)


def sights(acronym: Acronym, reading: Reading) -> tuple[Sight, ...]:
    """Every occurrence of an acronym in its own capitals, each with its sense.

    One with dots for which nothing speaks is left out: it is somebody's initials.
    """
    hits = [hit for hit in reading.hits(acronym.terms) if _form(reading.original(hit)) in acronym.forms]
    if not hits:
        return ()
    found = map(Binding(acronym, reading, hits).sight, hits)
    return tuple(sight for sight in found if sight.own is not None or "." not in reading.original(sight.hit))


def _form(original: str) -> str:
    plain = "".join(char for char in original if unicodedata.category(char) not in ("Cf", "Zs"))
    return unicodedata.normalize("NFKC", plain)


class Binding:
    """All cues of one acronym in one document, and the order in which they are asked."""

    def __init__(self, acronym: Acronym, reading: Reading, hits: list[Hit]) -> None:
        self._reading = reading
        self._acronym = acronym
        full = list(self._full())
        self._definitions = [
            _Cue(found.hit, found.sense, True)
            for found in defined(reading, hits, sorted((cue.hit, cue.sense) for cue in full))
        ]
        apart = {sense.name for sense in acronym.senses if sense.only_beside}
        named = [*(cue for cue in full if cue.sense not in apart), *self._definitions]
        self._cues = sorted([*_uncovered(self._words(), named), *named])
        self._firsts = [cue.hit.first for cue in self._cues]
        self._in_title = [cue for cue in self._cues if reading.in_title(cue.hit)]
        self._foreign = any(cue.sense for cue in self._definitions) and not any(
            cue.full and not cue.sense for cue in self._cues
        )

    def sight(self, hit: Hit) -> Sight:
        """The sense of one occurrence: sentence, then title, definition, the word beside, the document."""
        sentence = self._reading.sentence(hit)
        nearby = [cue for cue in self._around(hit) if self._reading.sentence(cue.hit) == sentence]
        local = _nearest(hit, nearby)
        if local and (local.sense or local.full or not self._foreign or self._stands_out(hit, nearby)):
            return self._sight(hit, local, Scope.SENTENCE)
        in_title = _nearest(hit, self._in_title)
        for cue, scope in (
            (None if self._foreign else in_title, Scope.TITLE),
            (_nearest(hit, self._definitions), Scope.DEFINITION),
        ):
            if cue:
                return self._sight(hit, cue, scope)
        away = _nearest(hit, self._around(hit))
        if self._beside(hit, self._acronym.beside_other):
            return Sight(hit, False, self, OTHER, scope=Scope.BESIDE)
        if self._beside(hit, self._acronym.beside) and not (
            away and away.sense and hit.words_from(away.hit) <= FAR
        ):
            return Sight(hit, True, self, scope=Scope.BESIDE)
        if away:
            return self._sight(hit, away, Scope.DOCUMENT)
        return Sight(hit, False if self._begins_name(hit) else None, self, OTHER)

    def _stands_out(self, hit: Hit, nearby: list[_Cue]) -> bool:
        """Whether an acronym that is defined as something else has the topic's sense here all the same."""
        if any(cue.sense for cue in nearby):
            return False
        beside = self._acronym.parted and self._beside(hit, self._acronym.beside)
        return beside or any(hit.words_from(cue.hit) == 1 for cue in nearby)

    def _begins_name(self, hit: Hit) -> bool:
        """Whether a capitalised word follows, as in the name of a firm."""
        end = self._reading.span(hit)[1]
        return _NAME.match(self._reading.folded.source, end) is not None

    def _beside(self, hit: Hit, name: str) -> bool:
        return any(hit.words_from(other) == 0 for other in _around(hit, self._reading.hits(name)))

    def _around(self, hit: Hit) -> list[_Cue]:
        """The cues within a few hundred of the hit, which is all that can be nearest."""
        at = bisect_left(self._firsts, hit.first)
        return self._cues[max(0, at - 40) : at + 40]

    def _sight(self, hit: Hit, cue: _Cue, scope: Scope) -> Sight:
        return Sight(hit, not cue.sense, self, cue.sense, self._reading.original(cue.hit), scope)

    def refused(self, hit: Hit) -> tuple[Refused, ...]:
        """Why an occurrence has none of the other senses."""
        sentence = self._reading.sentence(hit)
        told = []
        for sense in self._acronym.senses:
            cue = _nearest(hit, [cue for cue in self._around(hit) if cue.sense == sense.name])
            if cue is None:
                told.append(Refused(sense.name, "", Scope.NOWHERE))
                continue
            same = self._reading.sentence(cue.hit) == sentence
            told.append(
                Refused(
                    sense.name,
                    self._reading.original(cue.hit),
                    Scope.SENTENCE if same else Scope.DOCUMENT,
                    hit.words_from(cue.hit),
                )
            )
        return tuple(told)

    def _full(self) -> Iterator[_Cue]:
        for name in self._acronym.names:
            yield from (_Cue(hit, "", True) for hit in self._reading.hits(name))
        for sense in self._acronym.senses:
            yield from (_Cue(hit, sense.name, True) for hit in self._reading.hits(sense.names))

    def _words(self) -> Iterator[_Cue]:
        for name in self._acronym.cues:
            yield from (_Cue(hit, "", False) for hit in self._reading.hits(name))
        for sense in self._acronym.senses:
            yield from (_Cue(hit, sense.name, False) for hit in self._reading.hits(sense.cues))


def _around(hit: Hit, others: list[Hit]) -> list[Hit]:
    at = bisect_left(others, hit)
    return others[max(0, at - 2) : at + 2]


def _nearest(hit: Hit, cues: list[_Cue]) -> _Cue | None:
    """The nearest cue, where a full name counts as `NAME_REACH` times nearer.

    Among cues that are as near but for `AS_NEAR` words, the sense that most of the sentence's cues speak
    for, then the full name, then the topic's own.
    """
    if not cues:
        return None
    reach = {cue: hit.words_from(cue.hit) / (NAME_REACH if cue.full else 1) for cue in cues}
    least = min(reach.values())
    voices = Counter(cue.sense for cue in {(cue.sense, cue.hit): cue for cue in cues}.values())
    return min(
        (cue for cue in cues if reach[cue] <= least + AS_NEAR * (least > 1)),
        key=lambda cue: (-voices[cue.sense], not cue.full, bool(cue.sense), reach[cue]),
    )


def _uncovered(cues: Iterable[_Cue], full: list[_Cue]) -> Iterator[_Cue]:
    """The cues that are not a part of the full name of another sense."""
    names = sorted(full)
    starts = [name.hit.start for name in names]
    for cue in cues:
        at = bisect_left(starts, cue.hit.start + 1)
        if not any(
            name.sense != cue.sense and name.hit.start <= cue.hit.start and cue.hit.end <= name.hit.end
            for name in names[max(0, at - 8) : at]
        ):
            yield cue
