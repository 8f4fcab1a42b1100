"""Where a document fulfils a query."""

from bisect import bisect_left, bisect_right

from scheduler.topics.query import Any, Every, InTitle, Language, Listed, Near, Query, Without, Words
from scheduler.topics.reading import Hit, Reading


def fulfilled(query: Query, topic: str, reading: Reading) -> list[Hit] | None:
    """The places that fulfil a query, in order; None where the document does not fulfil it."""
    match query:
        case Words() | Listed():
            return _listed(query, topic, reading) or None
        case InTitle(query=inner):
            hits = fulfilled(inner, topic, reading)
            return [hit for hit in hits or () if reading.in_title(hit)] or None
        case Language(tag=tag):
            return (
                []
                if reading.document.language.lower().split("-")[0] == tag or reading.script == tag
                else None
            )
        case Without(query=inner):
            return [] if fulfilled(inner, topic, reading) is None else None
        case Near(left=left, right=right, words=words):
            near = _near(fulfilled(left, topic, reading), fulfilled(right, topic, reading), words, reading)
            return near or None
        case Every(queries=queries):
            every = [fulfilled(inner, topic, reading) for inner in queries]
            return None if any(hits is None for hits in every) else _merged(every)
        case Any(queries=queries):
            some = [fulfilled(inner, topic, reading) for inner in queries]
            return None if all(hits is None for hits in some) else _merged(some)


def _listed(query: Words | Listed, topic: str, reading: Reading) -> list[Hit]:
    if isinstance(query, Listed):
        return reading.hits(f"{topic}/{query.name}")
    hits = reading.hits(f"{topic}/query/{query.text}")
    if not query.cased:
        return hits
    return [hit for hit in hits if reading.original(hit) == query.text.removesuffix("*")]


def _near(left: list[Hit] | None, right: list[Hit] | None, words: int, reading: Reading) -> list[Hit]:
    """The hits of either side that have one of the other within reach."""
    if not left or not right:
        return []
    return _merged([_reaching(left, right, words, reading), _reaching(right, left, words, reading)])


def _reaching(hits: list[Hit], others: list[Hit], words: int, reading: Reading) -> list[Hit]:
    firsts = [other.first for other in others]
    reaching = []
    for hit in hits:
        nearby = others[bisect_left(firsts, hit.first - words - 12) : bisect_right(firsts, hit.last + words)]
        part = reading.part(hit)
        if any(0 < hit.words_from(other) <= words and reading.part(other) == part for other in nearby):
            reaching.append(hit)
    return reaching


def _merged(lists: list[list[Hit] | None]) -> list[Hit]:
    return sorted({hit for hits in lists for hit in hits or ()})
