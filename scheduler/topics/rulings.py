"""Rulings: what people answered where the rules could not tell or were wrong, kept as test cases for good."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from scheduler.errors import BadTopics
from scheduler.topics.match import Evidence, Match
from storage.records import Document
from storage.vocabulary import Band

FILE = "rulings.jsonl"
"""The name of the file beside the organisation's topic files, one ruling a line."""

CONFIRMED = "retenu par une personne"
"""The rule that evidence names where only a person says that a document is about a topic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A person's answer: whether the document at `address`, which read so then, is about a topic."""

    address: str
    topic: str
    about: bool
    title: str
    blocks: tuple[str, ...]
    language: str = ""

    @property
    def document(self) -> Document:
        return Document(address=self.address, title=self.title, blocks=self.blocks, language=self.language)

    def disputed_by(self, matches: Mapping[str, Match]) -> bool:
        """Whether the rules alone say the contrary. That they leave it to be checked is none."""
        match = matches.get(self.topic)
        return match is None if self.about else match is not None and match.band is not Band.CHECK


class Rulings:
    """The rulings of an organisation, by address and topic."""

    def __init__(self, rulings: tuple[Ruling, ...] = ()) -> None:
        self.all = rulings
        self._known = {(ruling.address, ruling.topic): ruling for ruling in rulings}
        self._topics = {ruling.topic for ruling in rulings}

    def on(self, document: Document) -> Mapping[str, Ruling]:
        """What was ruled of a document, by topic, whichever of its addresses was named."""
        names = (document.address, *document.aliases)
        found = (self._known.get((name, topic)) for topic in self._topics for name in names)
        return {ruling.topic: ruling for ruling in found if ruling is not None}

    def applied(self, document: Document, matches: Mapping[str, Match]) -> Mapping[str, Match]:
        """The matches with the rulings on the document in force: they win over the rules."""
        ruled = self.on(document)
        if not ruled:
            return matches
        standing = {topic: match for topic, match in matches.items() if topic not in ruled}
        confirmed = {
            topic: _confirmed(topic, document, matches.get(topic))
            for topic, ruling in ruled.items()
            if ruling.about
        }
        return standing | confirmed


def _confirmed(topic: str, document: Document, match: Match | None) -> Match:
    """A match that counts: what the rules found, else the title or the first words as its evidence."""
    if match is not None and match.band is not Band.CHECK:
        return match
    if match is not None:
        return replace(match, band=Band.SECONDARY)
    block = (
        None if document.title.strip() else next((n for n, text in enumerate(document.blocks) if text), None)
    )
    text = document.title if block is None else document.blocks[block]
    sentence = text[:200]
    evidence = Evidence(
        where="title" if block is None else "text",
        block=block,
        sentence=sentence,
        sentence_start=0,
        sentence_end=len(sentence),
        start=0,
        end=len(sentence),
        rule=CONFIRMED,
    )
    return Match(topic=topic, band=Band.SECONDARY, score=0.0, evidence=(evidence,))


def load(folder: Path) -> Rulings:
    """The rulings kept in `folder`; none where there is no file. BadTopics names file and line of a mistake."""
    path = folder / FILE
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return Rulings()
    except (OSError, UnicodeDecodeError) as error:
        raise BadTopics(f"{path}: cannot be read as UTF-8 text: {error}") from error
    return Rulings(
        tuple(_ruling(line, f"{path}, line {n}") for n, line in enumerate(lines, 1) if line.strip())
    )


def keep(folder: Path, ruling: Ruling) -> Path:
    """Write down a ruling, in place of an earlier one on the same document and topic; the file."""
    path = folder / FILE
    kept = [each for each in load(folder).all if (each.address, each.topic) != (ruling.address, ruling.topic)]
    text = "".join(json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in (*kept, ruling))
    whole = path.with_suffix(".new")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        whole.write_text(text, encoding="utf-8", errors="replace")
        whole.replace(path)
    except OSError as error:
        raise BadTopics(f"{path}: cannot be written: {error.strerror}: make the folder writable") from error
    return path


def _ruling(line: str, where: str) -> Ruling:
    try:
        row = json.loads(line)
        return Ruling(**row | {"blocks": tuple(row["blocks"])})
    except (ValueError, TypeError, KeyError) as error:
        raise BadTopics(f"{where}: not a ruling ({error}): mend the line or take it out") from error
