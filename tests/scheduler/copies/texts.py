"""The texts that pairs are made of: the replica's articles, the seeds among them, and some in English."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.replica.articles import SUBHEAD, load_articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """An article as a title and paragraphs."""

    name: str
    language: str
    title: str
    blocks: tuple[str, ...]
    topics: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        return sum(len(block.split()) for block in self.blocks)


_ENGLISH = Path(__file__).with_name("english.toml")


@cache
def texts() -> tuple[Text, ...]:
    """All of them, in a fixed order."""
    replica = (
        Text(
            name=article.name,
            language=article.language,
            title=article.title,
            blocks=tuple(block.removeprefix(SUBHEAD) for block in article.blocks),
            topics=article.topics,
        )
        for article in load_articles().values()
    )
    english = (
        Text(name=name, language="en", title=each["title"], blocks=tuple(each["text"].strip().split("\n\n")))
        for name, each in tomllib.loads(_ENGLISH.read_text()).items()
    )
    return (*replica, *english)


def sentences(text: Text) -> Sequence[str]:
    """The paragraphs that are sentences."""
    return [block for block in text.blocks if len(block.split()) >= 12]
