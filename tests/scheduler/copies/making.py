"""What pairs are made with: a side of a pair, a text as it is, a text in the aggregator's frame."""

import random
from collections.abc import Callable, Sequence
from typing import Any

from tests.scheduler.copies import wrapping
from tests.scheduler.copies.texts import Text

Side = dict[str, Any]
Made = tuple[Side, Side]
Maker = Callable[[random.Random, Sequence[Text]], Made]


def side(title: str, text: str, url: str = "", published: str = "") -> Side:
    return (
        {"title": title, "text": text}
        | ({"url": url} if url else {})
        | ({"published": published} if published else {})
    )


def plain(text: Text, pick: random.Random) -> Side:
    return side(text.title, wrapping.joined(text.blocks, pick))


def one_of(pick: random.Random, pool: Sequence[Text]) -> Text:
    return pick.choice(pool)


def two_of(pick: random.Random, pool: Sequence[Text]) -> tuple[Text, Text]:
    one, other = pick.sample(pool, 2)
    return one, other


def framed(title: str, blocks: Sequence[str], pick: random.Random) -> Side:
    separator = pick.choice(("\n", "\n", "\n\n"))
    return side(title, wrapping.maghress(title, separator.join(blocks), wrapping.moment(pick), pick))
