"""Pairs that are copies, as papers and aggregators make them."""

import random
from collections.abc import Sequence

from tests.replica.typography import spaced
from tests.scheduler.copies import wrapping
from tests.scheduler.copies.bulletins import KINDS, bulletin
from tests.scheduler.copies.making import Made, Maker, framed, one_of, plain, side, two_of
from tests.scheduler.copies.texts import Text, sentences


def _aggregated(pick: random.Random, pool: Sequence[Text]) -> Made:
    text = one_of(pick, pool)
    return plain(text, pick), framed(text.title, text.blocks, pick)


def _aggregated_twice(pick: random.Random, pool: Sequence[Text]) -> Made:
    text = one_of(pick, pool)
    return framed(text.title, text.blocks, pick), framed(text.title, text.blocks, pick)


def _trimmed(pick: random.Random, pool: Sequence[Text]) -> Made:
    text = one_of(pick, pool)
    return plain(text, pick), side(text.title, "\n".join(wrapping.trimmed(text.blocks, pick)))


def _thinned(pick: random.Random, pool: Sequence[Text]) -> Made:
    text = one_of(pick, pool)
    return plain(text, pick), side(text.title, "\n".join(wrapping.thinned(text.blocks, pick)))


def _retitled(pick: random.Random, pool: Sequence[Text]) -> Made:
    text = one_of(pick, pool)
    other = side(wrapping.retitled(text.title, text, pick), wrapping.joined(text.blocks, pick))
    return plain(text, pick), other


def _credited(pick: random.Random, pool: Sequence[Text]) -> Made:
    text = one_of(pick, pool)
    other = side(
        wrapping.retitled(text.title, text, pick), "\n".join(wrapping.credited(text.blocks, text, pick))
    )
    return plain(text, pick), other


def _edited(pick: random.Random, pool: Sequence[Text]) -> Made:
    text = one_of(pick, pool)
    words = wrapping.edited(text.blocks, pick, pick.choice((0.02, 0.05, 0.1)))
    return plain(text, pick), side(text.title, "\n".join(words))


def _retyped(pick: random.Random, pool: Sequence[Text]) -> Made:
    text = one_of(pick, pool)
    return plain(text, pick), side(spaced(text.title), "\n\n".join(map(spaced, text.blocks)))


def _introduced(pick: random.Random, pool: Sequence[Text]) -> Made:
    text, other = two_of(pick, pool)
    told = (
        [sentences(other)[0], *text.blocks] if pick.random() < 0.5 else [*text.blocks, sentences(other)[-1]]
    )
    told = wrapping.with_also_read(told, pool, pick)
    return plain(text, pick), side(wrapping.retitled(text.title, text, pick), "\n".join(told))


def _everything(pick: random.Random, pool: Sequence[Text]) -> Made:
    text = one_of(pick, pool)
    blocks = wrapping.trimmed(text.blocks, pick)
    blocks = wrapping.edited(blocks, pick, 0.04)
    blocks = wrapping.with_also_read(wrapping.credited(blocks, text, pick), pool, pick)
    return framed(text.title, text.blocks, pick), framed(
        wrapping.retitled(text.title, text, pick), blocks, pick
    )


def _corrected_bulletin(pick: random.Random, pool: Sequence[Text]) -> Made:
    title, text = bulletin(pick.choice(KINDS), pick)
    figures = [word for word in text.split() if word.isdigit()]
    other = text.replace(f" {figures[0]} ", f" {int(figures[0]) + 1} ", 1) if figures else text
    return side(title, text), framed(title, other.split("\n\n"), pick)


def _brief(pick: random.Random, pool: Sequence[Text]) -> Made:
    """The lead alone, as a brief, of 40 words or more."""
    text = one_of(pick, [text for text in pool if len(text.blocks[0].split()) >= 40])
    return plain(text, pick), framed(wrapping.retitled(text.title, text, pick), text.blocks[:1], pick)


def _flattened(pick: random.Random, pool: Sequence[Text]) -> Made:
    one, other = _aggregated_twice(pick, pool)
    return one, other | {"text": wrapping.flattened(other["text"])}


COPIES: dict[str, tuple[Maker, int]] = {
    "in the aggregator's frame": (_aggregated, 70),
    "under two tickers": (_aggregated_twice, 60),
    "trimmed": (_trimmed, 70),
    "paragraphs left out": (_thinned, 40),
    "retitled": (_retitled, 40),
    "agency credit": (_credited, 60),
    "edited": (_edited, 60),
    "other typography": (_retyped, 30),
    "introduced, with pointers": (_introduced, 50),
    "all of it": (_everything, 80),
    "a bulletin's own copy": (_corrected_bulletin, 30),
    "the lead as a brief": (_brief, 30),
    "blanks lost": (_flattened, 40),
}
