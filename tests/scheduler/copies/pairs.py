"""Labelled pairs: copies as papers and aggregators make them, and texts that only look like copies."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tests.replica.typography import spaced
from tests.scheduler.copies import wrapping
from tests.scheduler.copies.bulletins import KINDS, NOTICES, bulletin, next_day
from tests.scheduler.copies.texts import Text, sentences, texts

Side = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two articles, and whether they are copies of one story; `kind` says how the pair was made."""

    id: str
    kind: str
    same: bool
    a: Side
    b: Side

    @property
    def held_out(self) -> bool:
        """Every third pair of each kind was not looked at while the rules were made."""
        return int(self.id.rsplit("-", 1)[1]) % 3 == 0


Made = tuple[Side, Side]
Maker = Callable[[random.Random, Sequence[Text]], Made]


def pairs() -> list[Pair]:
    """All pairs, the same at every call."""
    return list(_all())


def _all() -> Iterator[Pair]:
    for same, makers in ((True, COPIES), (False, LOOKALIKES)):
        for kind, (maker, count) in makers.items():
            for number in range(count):
                pick = random.Random(f"{kind}-{number}")
                a, b = maker(pick, texts())
                if pick.random() < 0.5:
                    a, b = b, a
                yield Pair(id=f"{kind.replace(' ', '-')}-{number}", kind=kind, same=same, a=a, b=b)


def side(title: str, text: str, url: str = "", published: str = "") -> Side:
    return (
        {"title": title, "text": text}
        | ({"url": url} if url else {})
        | ({"published": published} if published else {})
    )


def _plain(text: Text, pick: random.Random) -> Side:
    return side(text.title, wrapping.joined(text.blocks, pick))


def _one(pick: random.Random, pool: Sequence[Text]) -> Text:
    return pick.choice(pool)


def _two(pick: random.Random, pool: Sequence[Text]) -> tuple[Text, Text]:
    one, other = pick.sample(pool, 2)
    return one, other


def _framed(title: str, blocks: Sequence[str], pick: random.Random) -> Side:
    separator = pick.choice(("\n", "\n", "\n\n"))
    return side(title, wrapping.maghress(title, separator.join(blocks), wrapping.moment(pick), pick))


# Copies


def _aggregated(pick: random.Random, pool: Sequence[Text]) -> Made:
    text = _one(pick, pool)
    return _plain(text, pick), _framed(text.title, text.blocks, pick)


def _aggregated_twice(pick: random.Random, pool: Sequence[Text]) -> Made:
    text = _one(pick, pool)
    return _framed(text.title, text.blocks, pick), _framed(text.title, text.blocks, pick)


def _trimmed(pick: random.Random, pool: Sequence[Text]) -> Made:
    text = _one(pick, pool)
    return _plain(text, pick), side(text.title, "\n".join(wrapping.trimmed(text.blocks, pick)))


def _thinned(pick: random.Random, pool: Sequence[Text]) -> Made:
    text = _one(pick, pool)
    return _plain(text, pick), side(text.title, "\n".join(wrapping.thinned(text.blocks, pick)))


def _retitled(pick: random.Random, pool: Sequence[Text]) -> Made:
    text = _one(pick, pool)
    other = side(wrapping.retitled(text.title, text, pick), wrapping.joined(text.blocks, pick))
    return _plain(text, pick), other


def _credited(pick: random.Random, pool: Sequence[Text]) -> Made:
    text = _one(pick, pool)
    other = side(
        wrapping.retitled(text.title, text, pick), "\n".join(wrapping.credited(text.blocks, text, pick))
    )
    return _plain(text, pick), other


def _edited(pick: random.Random, pool: Sequence[Text]) -> Made:
    text = _one(pick, pool)
    words = wrapping.edited(text.blocks, pick, pick.choice((0.02, 0.05, 0.1)))
    return _plain(text, pick), side(text.title, "\n".join(words))


def _retyped(pick: random.Random, pool: Sequence[Text]) -> Made:
    text = _one(pick, pool)
    return _plain(text, pick), side(spaced(text.title), "\n\n".join(map(spaced, text.blocks)))


def _introduced(pick: random.Random, pool: Sequence[Text]) -> Made:
    text, other = _two(pick, pool)
    told = (
        [sentences(other)[0], *text.blocks] if pick.random() < 0.5 else [*text.blocks, sentences(other)[-1]]
    )
    told = wrapping.with_also_read(told, pool, pick)
    return _plain(text, pick), side(wrapping.retitled(text.title, text, pick), "\n".join(told))


def _everything(pick: random.Random, pool: Sequence[Text]) -> Made:
    text = _one(pick, pool)
    blocks = wrapping.trimmed(text.blocks, pick)
    blocks = wrapping.edited(blocks, pick, 0.04)
    blocks = wrapping.with_also_read(wrapping.credited(blocks, text, pick), pool, pick)
    return _framed(text.title, text.blocks, pick), _framed(
        wrapping.retitled(text.title, text, pick), blocks, pick
    )


def _corrected_bulletin(pick: random.Random, pool: Sequence[Text]) -> Made:
    title, text = bulletin(pick.choice(KINDS), pick)
    figures = [word for word in text.split() if word.isdigit()]
    other = text.replace(f" {figures[0]} ", f" {int(figures[0]) + 1} ", 1) if figures else text
    return side(title, text), _framed(title, other.split("\n\n"), pick)


def _brief(pick: random.Random, pool: Sequence[Text]) -> Made:
    """The lead alone, as a brief, of 40 words or more."""
    text = _one(pick, [text for text in pool if len(text.blocks[0].split()) >= 40])
    return _plain(text, pick), _framed(wrapping.retitled(text.title, text, pick), text.blocks[:1], pick)


def _flattened(pick: random.Random, pool: Sequence[Text]) -> Made:
    one, other = _aggregated_twice(pick, pool)
    return one, other | {"text": wrapping.flattened(other["text"])}


# Texts that only look like copies


def _same_frame(pick: random.Random, pool: Sequence[Text]) -> Made:
    return _under_one_ticker([(text.title, text.blocks) for text in _two(pick, pool)], pick)


def _under_one_ticker(both: Sequence[tuple[str, Sequence[str]]], pick: random.Random) -> Made:
    at, seed = wrapping.moment(pick), pick.random()
    first, second = (
        side(title, wrapping.maghress(title, "\n".join(blocks), at, random.Random(seed)))
        for title, blocks in both
    )
    return first, second


def _same_frame_short(pick: random.Random, pool: Sequence[Text]) -> Made:
    both = _two(pick, pool)
    return _under_one_ticker([(text.title, sentences(text)[: pick.choice((1, 1, 2))]) for text in both], pick)


def _same_frame_briefs(pick: random.Random, pool: Sequence[Text]) -> Made:
    both = _two(pick, pool)
    return _under_one_ticker([(text.title, text.blocks[0].split(". ")[:1]) for text in both], pick)


def _same_topic(pick: random.Random, pool: Sequence[Text]) -> Made:
    topic = pick.choice(("icc", "ia"))
    one, other = _two(pick, [text for text in pool if topic in text.topics])
    return _plain(one, pick), _plain(other, pick)


def _stubs(pick: random.Random, pool: Sequence[Text]) -> Made:
    notice, count = pick.choice(wrapping.NOTICES), pick.choice((0, 1, 1, 2))
    one, other = (
        side(text.title, "\n".join([*sentences(text)[:count], notice, *([notice] * pick.randrange(2))]))
        for text in _two(pick, pool)
    )
    return one, other


def _framed_stubs(pick: random.Random, pool: Sequence[Text]) -> Made:
    notice = pick.choice(wrapping.NOTICES)
    both = [(text.title, [f"{text.blocks[0].split('. ')[0]}...", notice]) for text in _two(pick, pool)]
    return _under_one_ticker(both, pick)


def _bulletins(pick: random.Random, pool: Sequence[Text]) -> Made:
    kind = pick.choice(KINDS)
    one, other = (side(*bulletin(kind, pick)) for _ in range(2))
    return one, other


def _framed_bulletins(pick: random.Random, pool: Sequence[Text]) -> Made:
    kind = pick.choice(KINDS)
    told = [bulletin(kind, pick) for _ in range(2)]
    return _under_one_ticker([(title, text.split("\n\n")) for title, text in told], pick)


def _flattened_frame(pick: random.Random, pool: Sequence[Text]) -> Made:
    maker = pick.choice((_same_frame, _same_frame_short, _same_frame_briefs))
    one, other = (each | {"text": wrapping.flattened(each["text"])} for each in maker(pick, pool))
    return one, other


def _next_bulletins(pick: random.Random, pool: Sequence[Text]) -> Made:
    title, text = bulletin(pick.choice(KINDS), pick)
    return side(title, text), side(next_day(title, pick), next_day(text, pick))


def _notices(pick: random.Random, pool: Sequence[Text]) -> Made:
    kind = pick.choice(NOTICES)
    one, other = (side(*bulletin(kind, pick)) for _ in range(2))
    return one, other


def _background(pick: random.Random, pool: Sequence[Text]) -> Made:
    """A report that repeats a paragraph or two of an older one."""
    one, other = _two(pick, [text for text in pool if text.language == "fr" and len(sentences(text)) > 5])
    old = list(sentences(other))
    start = pick.randrange(len(old) - 1)
    repeated, fresh = old[start : start + pick.choice((1, 2))], list(sentences(one))
    while sum(map(len, repeated)) * 2 > sum(map(len, fresh)):
        repeated.pop()
    return _plain(other, pick), side(one.title, "\n".join([*fresh, *repeated]))


def _review(pick: random.Random, pool: Sequence[Text]) -> Made:
    """A review of several papers, and one of the articles it quotes from the middle on."""
    several = pick.sample([text for text in pool if text.language == "fr"], 5)
    told = [block for text in several for block in sentences(text)[:2]]
    brief = several[pick.choice((3, 4))]
    return side("Revue de presse du jour", "\n".join(told)), side(
        brief.title, "\n".join(sentences(brief)[:2])
    )


def _quotation(pick: random.Random, pool: Sequence[Text]) -> Made:
    """Two reports around one long statement, which is longer than what either says of it."""
    quoted, one, other = pick.sample([text for text in pool if text.language == "fr"], 3)
    statement = " ".join(quoted.blocks[:4]).replace("«", "“").replace("»", "”").replace('"', "")
    reports = []
    for text in (one, other):
        told = list(sentences(text)[: pick.choice((1, 1, 2))])
        told.insert(pick.randint(0, 1), f"« {statement} »")
        reports.append(side(text.title, "\n".join(told)))
    return reports[0], reports[1]


def _bilingual(pick: random.Random, pool: Sequence[Text]) -> Made:
    """Two documents in two languages, with one language's part in common at most by its frame."""
    arabic = [text for text in pool if text.language == "ar"]
    french = [text for text in pool if text.language == "fr" and text.words > 200]
    shared, (one, other) = pick.choice(arabic), _two(pick, french)
    part = sentences(shared)[:2]
    first, second = (side(text.title, "\n".join([*text.blocks, *part])) for text in (one, other))
    return first, second


def _same_title(pick: random.Random, pool: Sequence[Text]) -> Made:
    one, other = _two(pick, pool)
    title = pick.choice(
        ("Édito : le mot du jour", "Les brèves de la semaine à Casablanca et Rabat", "Agenda culturel")
    )
    return side(title, wrapping.joined(one.blocks, pick)), side(title, wrapping.joined(other.blocks, pick))


def _nothing(pick: random.Random, pool: Sequence[Text]) -> Made:
    one, other = _two(pick, pool)
    at = wrapping.moment(pick)
    empty = pick.choice(("", " \n\n", "ticker"))
    first, second = (
        side(
            text.title,
            wrapping.maghress(text.title, "", at, random.Random(1)) if empty == "ticker" else empty,
        )
        for text in (one, other)
    )
    return first, second


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
LOOKALIKES: dict[str, tuple[Maker, int]] = {
    "same frame": (_same_frame, 60),
    "same frame, short body": (_same_frame_short, 70),
    "same frame, one sentence": (_same_frame_briefs, 50),
    "same topic": (_same_topic, 60),
    "paywall stubs": (_stubs, 60),
    "framed paywall stubs": (_framed_stubs, 40),
    "bulletins": (_bulletins, 80),
    "framed bulletins": (_framed_bulletins, 60),
    "the next day's bulletin": (_next_bulletins, 60),
    "notices of other people": (_notices, 30),
    "same frame, blanks lost": (_flattened_frame, 40),
    "repeated background": (_background, 50),
    "review of several": (_review, 30),
    "one long quotation": (_quotation, 40),
    "two languages": (_bilingual, 30),
    "same title": (_same_title, 30),
    "nothing to compare": (_nothing, 30),
}
