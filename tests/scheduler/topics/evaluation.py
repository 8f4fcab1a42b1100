"""The labelled texts, and how well the packaged topics do on them: `python -m tests.scheduler.topics.evaluation`.

Every third text was held out while the rules were made. All were read at least once, late, to widen the lists,
so the figures are better than those for texts never seen; `NEVER_SEEN` keeps what a batch gave when it was
first met, before anything was changed for it.
"""

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scheduler.topics import Rules, load
from scheduler.topics.answers import topics_of

LABELLED = Path(__file__).parent / "labelled"
NEVER_SEEN = {
    8: "icc .92 .92, ia 1 1: 59 texts",
    9: "icc .98 .64, ia 1 .87: 204 texts, most of one short sentence",
    10: "icc 1 .67, ia 1 .95: 119 texts, likewise",
    11: "icc 1 .77, ia 1 .94: 110 texts, likewise",
    12: "icc 1 .86, ia 1 1: 68 texts, likewise",
    13: "icc .96 .63, ia 1 .90: 79 texts, some of two sentences",
    14: "icc 1 .67, ia 1 1: 59 texts, likewise",
    15: "icc 1 .75, ia 1 .88: 80 texts, likewise",
    16: "icc .97 .81, ia 1 1: 80 texts, likewise",
}
"""Batch -> precision and recall for each topic when it was met."""

TOPICS = ("icc", "ia")
LANGUAGES = ("fr", "ar", "en", "es")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and what it is about: for each topic the places, of which evidence must touch one."""

    id: str
    language: str
    title: str
    text: str
    topics: dict[str, list[tuple[str, int, int]]]

    @property
    def held_out(self) -> bool:
        return int(self.id.rsplit("-", 1)[1]) % 3 == 0


@dataclass(slots=True)
class Tally:
    """Right and wrong answers for one topic."""

    found: int = 0
    invented: int = 0
    missed: int = 0
    wrong_place: int = 0

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.invented) if self.found + self.invented else 1.0

    @property
    def recall(self) -> float:
        return self.found / (self.found + self.missed) if self.found + self.missed else 1.0

    def __str__(self) -> str:
        return f"{self.precision:9.3f} {self.recall:6.3f} {self.wrong_place:6d} {self.found + self.missed:6d}"


def texts(folder: Path = LABELLED) -> list[Labelled]:
    rows = [
        json.loads(line)
        for file in sorted(folder.glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    return [
        Labelled(
            row["id"],
            row["lang"],
            row.get("title", ""),
            row["text"],
            {
                topic: [(where, start, end) for where, start, end in places]
                for topic, places in row["topics"].items()
            },
        )
        for row in rows
    ]


def answered(text: Labelled, rules: Rules) -> dict[str, Any]:
    return topics_of(text.text, rules, title=text.title, language=text.language)


def well_placed(text: Labelled, topic: str, answer: dict[str, Any]) -> bool:
    """Whether the first evidence touches a labelled place, and all evidence is where it says."""
    sources = {"title": text.title, "text": text.text}
    for evidence in answer["evidence"]:
        term = sources[evidence["where"]][evidence["start"] : evidence["end"]]
        if not term.strip() or term not in evidence["sentence"]:
            return False
        if evidence["sentence"] not in sources[evidence["where"]]:
            return False
    first = answer["evidence"][0]
    return any(
        first["where"] == where and first["start"] < end and start < first["end"]
        for where, start, end in text.topics[topic]
    )


def tally(chosen: Iterable[Labelled], rules: Rules, *, mistakes: bool = False) -> dict[str, Tally]:
    tallies = {topic: Tally() for topic in TOPICS}
    for text in chosen:
        topics = answered(text, rules)
        for topic, counts in tallies.items():
            expected, told = topic in text.topics, topic in topics
            counts.found += expected and told
            counts.missed += expected and not told
            counts.invented += told and not expected
            misplaced = expected and told and not well_placed(text, topic, topics[topic])
            counts.wrong_place += misplaced
            if mistakes and (expected != told or misplaced):
                verdict = "misplaced" if misplaced else "missed" if expected else "invented"
                shown = [
                    (e["rule"], e["sentence"][:60]) for e in topics.get(topic, {}).get("evidence", [])[:2]
                ]
                print(
                    f"{text.id} {topic} {verdict}: {text.title} | {text.text}\n      {shown}", file=sys.stderr
                )
    return tallies


def table(chosen: list[Labelled], rules: Rules) -> str:
    lines = [f"{'topic':6} {'language':9} {'precision':>9} {'recall':>6} {'place':>6} {'texts':>6}"]
    for topic in TOPICS:
        for language in ("all", *LANGUAGES):
            part = [text for text in chosen if language in ("all", text.language)]
            lines.append(f"{topic:6} {language:9} {tally(part, rules)[topic]}")
    return "\n".join(lines)


def main(arguments: list[str]) -> None:
    """With `--mistakes` the texts that were not held out and went wrong are shown."""
    rules = load()
    every = texts()
    for name, chosen in (
        ("tuned on", [text for text in every if not text.held_out]),
        ("held out", [text for text in every if text.held_out]),
    ):
        print(f"{name}: {len(chosen)} texts, {sum(not text.topics for text in chosen)} about neither")
        print(table(chosen, rules), end="\n\n")
    for batch, figures in NEVER_SEEN.items():
        print(f"batch {batch} when first met: {figures}")
    if "--mistakes" in arguments:
        tally((text for text in every if not text.held_out), rules, mistakes=True)


if __name__ == "__main__":
    main(sys.argv[1:])
