"""Pairs that only look like copies: one frame, one wording, one quotation, one subject."""

import random
from collections.abc import Sequence

from tests.scheduler.copies import wrapping
from tests.scheduler.copies.bulletins import KINDS, NOTICES, bulletin, next_day
from tests.scheduler.copies.making import Made, Maker, plain, side, two_of
from tests.scheduler.copies.texts import Text, sentences


def _same_frame(pick: random.Random, pool: Sequence[Text]) -> Made:
    return _under_one_ticker([(text.title, text.blocks) for text in two_of(pick, pool)], pick)


def _under_one_ticker(both: Sequence[tuple[str, Sequence[str]]], pick: random.Random) -> Made:
    at, seed = wrapping.moment(pick), pick.random()
    first, second = (
        side(title, wrapping.maghress(title, "\n".join(blocks), at, random.Random(seed)))
        for title, blocks in both
    )
    return first, second


def _same_frame_short(pick: random.Random, pool: Sequence[Text]) -> Made:
    both = two_of(pick, pool)
    return _under_one_ticker([(text.title, sentences(text)[: pick.choice((1, 1, 2))]) for text in both], pick)


def _same_frame_briefs(pick: random.Random, pool: Sequence[Text]) -> Made:
    both = two_of(pick, pool)
    return _under_one_ticker([(text.title, text.blocks[0].split(". ")[:1]) for text in both], pick)


def _same_topic(pick: random.Random, pool: Sequence[Text]) -> Made:
    topic = pick.choice(("icc", "ia"))
    one, other = two_of(pick, [text for text in pool if topic in text.topics])
    return plain(one, pick), plain(other, pick)


def _stubs(pick: random.Random, pool: Sequence[Text]) -> Made:
    notice, count = pick.choice(wrapping.NOTICES), pick.choice((0, 1, 1, 2))
    one, other = (
        side(text.title, "\n".join([*sentences(text)[:count], notice, *([notice] * pick.randrange(2))]))
        for text in two_of(pick, pool)
    )
    return one, other


def _framed_stubs(pick: random.Random, pool: Sequence[Text]) -> Made:
    notice = pick.choice(wrapping.NOTICES)
    both = [(text.title, [f"{text.blocks[0].split('. ')[0]}...", notice]) for text in two_of(pick, pool)]
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
    one, other = two_of(pick, [text for text in pool if text.language == "fr" and len(sentences(text)) > 5])
    old = list(sentences(other))
    start = pick.randrange(len(old) - 1)
    repeated, fresh = old[start : start + pick.choice((1, 2))], list(sentences(one))
    while sum(map(len, repeated)) * 2 > sum(map(len, fresh)):
        repeated.pop()
    return plain(other, pick), side(one.title, "\n".join([*fresh, *repeated]))


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
    shared, (one, other) = pick.choice(arabic), two_of(pick, french)
    part = sentences(shared)[:2]
    first, second = (side(text.title, "\n".join([*text.blocks, *part])) for text in (one, other))
    return first, second


def _same_title(pick: random.Random, pool: Sequence[Text]) -> Made:
    one, other = two_of(pick, pool)
    title = pick.choice(
        ("Édito : le mot du jour", "Les brèves de la semaine à Casablanca et Rabat", "Agenda culturel")
    )
    return side(title, wrapping.joined(one.blocks, pick)), side(title, wrapping.joined(other.blocks, pick))


def _nothing(pick: random.Random, pool: Sequence[Text]) -> Made:
    one, other = two_of(pick, pool)
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
