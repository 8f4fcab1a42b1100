"""Query: the small language of an analyst's own topics, read into a tree."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"\s*(?:(?P<open>\()|(?P<close>\))|(?P<near>NEAR/\d+\b)|(?P<op>AND|OR|NOT)(?=[\s(]|$)"
    r"|(?P<field>title|lang|case):|\"(?P<phrase>[^\"]*)\"|@(?P<list>[\w.-]+)|(?P<word>[^\s()\":]+))"
)
_MISTAKEN = re.compile(r"[A-Z]{3,}/\d+|near/\d+")
"""What somebody meant to be NEAR/n."""

DEEPEST = 40
"""How many brackets may stand inside each other."""


@dataclass(frozen=True, slots=True)
class Words:
    """A word, prefix* or phrase as written; `cased` asks for the very same capitals."""

    text: str
    cased: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """`@name`: any term of a list."""

    name: str


@dataclass(frozen=True, slots=True)
class InTitle:
    query: "Query"


@dataclass(frozen=True, slots=True)
class Language:
    """`lang:ar`: the document's language, or the writing that most of it is in."""

    tag: str


@dataclass(frozen=True, slots=True)
class Near:
    """Both sides within `words` words of each other, in the same part, in any order."""

    left: "Query"
    right: "Query"
    words: int


@dataclass(frozen=True, slots=True)
class Every:
    queries: "tuple[Query, ...]"


@dataclass(frozen=True, slots=True)
class Any:
    queries: "tuple[Query, ...]"


@dataclass(frozen=True, slots=True)
class Without:
    query: "Query"


Query = Words | Listed | InTitle | Language | Near | Every | Any | Without


def parse(text: str) -> Query:
    """The tree of a query; a ValueError says what is wrong and at which character.

    From loose to tight: OR, AND (or nothing between two terms), NOT, NEAR/n, `title:` and `case:`.
    """
    reader = _Reader(text)
    query = reader.either()
    if reader.kind:
        raise ValueError(f"{reader.value!r} at character {reader.at + 1} has no place there")
    if not _affirms(query):
        raise ValueError("a query needs a term that must occur: this one would match every document")
    return query


def leaves(query: Query) -> Iterator[Words | Listed]:
    """Every term and list of a query."""
    match query:
        case Words() | Listed():
            yield query
        case InTitle(query=inner) | Without(query=inner):
            yield from leaves(inner)
        case Near(left=left, right=right):
            yield from leaves(left)
            yield from leaves(right)
        case Every(queries=queries) | Any(queries=queries):
            for inner in queries:
                yield from leaves(inner)
        case Language():
            pass


def _affirms(query: Query) -> bool:
    """Whether a document without any of the query's terms is sure not to match."""
    match query:
        case Words() | Listed() | Near():
            return True
        case InTitle(query=inner):
            return _affirms(inner)
        case Every(queries=queries):
            return any(map(_affirms, queries))
        case Any(queries=queries):
            return all(map(_affirms, queries))
        case _:
            return False


class _Reader:
    """A recursive descent over the tokens of one query."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._next = 0
        self._depth = 0
        self.kind: str | None = None
        self.value = ""
        self.at = 0
        self._advance()

    def _advance(self) -> None:
        self.at = self._next
        found = _TOKEN.match(self._text, self._next)
        if found is None:
            if self._text[self._next :].strip():
                raise ValueError(f"cannot read {self._text[self._next :].strip()[:20]!r}")
            self.kind, self.value = None, ""
            return
        self.kind = found.lastgroup
        self.value = found.group(self.kind or 0)
        self._next = found.end()

    def either(self) -> Query:
        queries = [self._all()]
        while self.kind == "op" and self.value == "OR":
            self._advance()
            queries.append(self._all())
        return queries[0] if len(queries) == 1 else Any(tuple(queries))

    def _all(self) -> Query:
        queries = [self._one()]
        while self.kind not in (None, "close") and not (self.kind == "op" and self.value == "OR"):
            if self.kind == "op" and self.value == "AND":
                self._advance()
            queries.append(self._one())
        return queries[0] if len(queries) == 1 else Every(tuple(queries))

    def _one(self) -> Query:
        if self.kind == "op" and self.value == "NOT":
            self._advance()
            return Without(self._deeper(self._one))
        query = self._term()
        while self.kind == "near":
            words = int(self.value.removeprefix("NEAR/")[:6])
            self._advance()
            other = self._term()
            for side in (query, other):
                if not _placed(side):
                    raise ValueError("NEAR/n stands between words, phrases, @lists or an (a OR b) of them")
            query = Near(query, other, words)
        return query

    def _term(self) -> Query:
        kind, value, at = self.kind, self.value, self.at
        if kind is None or kind in ("op", "near", "close"):
            raise ValueError(f"a term is missing at character {at + 1}")
        if kind == "word" and _MISTAKEN.fullmatch(value):
            raise ValueError(f"{value} at character {at + 1} is no operator: NEAR/5 is")
        self._advance()
        if kind == "open":
            query = self._deeper(self.either)
            if self.kind != "close":
                raise ValueError(f"the bracket at character {at + 1} is not closed")
            self._advance()
            return query
        if kind == "field":
            return self._field(value, at)
        return Listed(value) if kind == "list" else Words(value)

    def _field(self, name: str, at: int) -> Query:
        inner = self._deeper(self._term)
        if name == "title":
            return InTitle(inner)
        if not isinstance(inner, Words):
            raise ValueError(f"{name}: at character {at + 1} takes one word")
        return Language(inner.text.lower()) if name == "lang" else Words(inner.text, cased=True)

    def _deeper(self, step: Callable[[], Query]) -> Query:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ValueError(f"more than {DEEPEST} brackets inside each other")
        query = step()
        self._depth -= 1
        return query


def _placed(query: Query) -> bool:
    """Whether every way to fulfil the query has a place in the text."""
    match query:
        case Words() | Listed() | Near():
            return True
        case InTitle(query=inner):
            return _placed(inner)
        case Any(queries=queries):
            return all(map(_placed, queries))
        case _:
            return False
