"""The topic files that come with Veilleur and those of an organisation, loaded as one set of rules."""

import hashlib
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from scheduler.errors import BadTopics
from scheduler.topics.matching import Rules
from scheduler.topics.rulebook import read_topic
from scheduler.topics.topic import Topic

READING = "1"
"""Raised whenever the matching or the shape of a Match changes, so that stored readings are known to be old."""


def load(folder: Path | None = None) -> Rules:
    """The packaged topics and those of `folder/*.toml`; a file with a packaged topic's key replaces it.

    A folder that does not exist is one without files. Raises BadTopics naming file, line and key.
    """
    packaged = [
        (entry.name, entry.read_text(encoding="utf-8"))
        for entry in sorted(files("scheduler.topics").iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".toml")
    ]
    own = [(str(path), _text(path)) for path in sorted(folder.glob("*.toml"))] if folder else []
    return build([*_topics(packaged).values()], [*_topics(own).values()])


def build(packaged: Iterable[Topic], own: Iterable[Topic] = ()) -> Rules:
    """Rules of these topics, in the alphabetical order of their French names; of two with the same key the own
    one counts."""
    named = {topic.info.key: topic for topic in [*packaged, *own]}
    chosen = dict(sorted(named.items(), key=lambda item: item[1].info.name()))
    seal = hashlib.sha256(READING.encode())
    for topic in chosen.values():
        seal.update(topic.sha256.encode())
    return Rules(chosen.values(), seal.hexdigest())


def read(path: Path) -> Topic:
    """The topic of one file; raises BadTopics."""
    return read_topic(_text(path), str(path))


def _topics(texts: list[tuple[str, str]]) -> dict[str, Topic]:
    topics: dict[str, Topic] = {}
    for name, text in texts:
        topic = read_topic(text, name)
        if topic.info.key in topics:
            raise BadTopics(f"{name}, key: {topics[topic.info.key].file} has the key {topic.info.key!r} too")
        topics[topic.info.key] = topic
    return topics


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadTopics(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadTopics(f"{path}: is not UTF-8 text: save it as UTF-8") from error
