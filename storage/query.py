"""Query: what a person types to search, read, and written again for each engine."""

import re
from dataclasses import dataclass

from storage.errors import StorageError
from storage.terms import terms

LONGEST = 1_000
"""In characters."""

_PART = re.compile(r'\s*(?:(?P<sign>[()])|"(?P<phrase>[^"]*)"(?P<after>\*?)|(?P<word>[^\s()"]+))')
_OPERATORS = ("AND", "OR", "NOT")


class BadQuery(StorageError):
    """A query that cannot be read; its text names the place, counted from 1."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words that stand side by side; the last is only the beginning of one where `prefix`."""

    forms: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Both:
    """What both sides find; for NOT, what the left side finds and the right one does not."""

    left: "Query"
    right: "Query"
    without: bool = False


@dataclass(frozen=True, slots=True)
class Either:
    """What one side finds, or the other."""

    left: "Query"
    right: "Query"


Query = Words | Both | Either


def parsed(text: str) -> Query:
    """The query in `text`: words, "phrases", begin*, AND, OR, NOT and parentheses; words side by side are AND,
    which binds closer than OR. BadQuery where it cannot be read."""
    if len(text) > LONGEST:
        raise BadQuery(f"the query is too long ({len(text)} characters, at most {LONGEST})")
    reader = _Reader(text)
    if not reader.parts:
        raise BadQuery("the query is empty: give a word")
    query = reader.either()
    if reader.next is not None:
        raise BadQuery(f"unexpected {reader.next[0]} at {reader.next[1]}")
    return query


def for_fts5(query: Query) -> str:
    """The query in the language of SQLite's FTS5 (https://www.sqlite.org/fts5.html, 3)."""
    match query:
        case Words(forms, prefix):
            return f'"{" ".join(forms)}"{"*" if prefix else ""}'
        case Both(left, right, without):
            return f"({for_fts5(left)} {'NOT' if without else 'AND'} {for_fts5(right)})"
        case Either(left, right):
            return f"({for_fts5(left)} OR {for_fts5(right)})"


def for_tsquery(query: Query) -> str:
    """The query as PostgreSQL reads a tsquery (8.11.2 of its manual)."""
    match query:
        case Words(forms, prefix):
            return f"({' <-> '.join(forms)}{':*' if prefix else ''})"
        case Both(left, right, without):
            return f"({for_tsquery(left)} & {'!' if without else ''}{for_tsquery(right)})"
        case Either(left, right):
            return f"({for_tsquery(left)} | {for_tsquery(right)})"


def wanted(query: Query) -> tuple[Words, ...]:
    """The words that a find is shown by: all but those after NOT."""
    match query:
        case Words():
            return (query,)
        case Both(left, _, True):
            return wanted(left)
        case Both(left, right) | Either(left, right):
            return (*wanted(left), *wanted(right))


class _Reader:
    """Reads a query by descent; `parts` are what is typed, each with its place."""

    def __init__(self, text: str) -> None:
        self.parts: list[tuple[str, int, Words | None]] = []
        at = 0
        while text[at:].strip():
            found = _PART.match(text, at)
            if found is None:
                raise BadQuery(f"unbalanced quote at {at + len(text[at:]) - len(text[at:].lstrip()) + 1}")
            self.parts.append(_part(found))
            at = found.end()
        self.place = 0

    @property
    def next(self) -> tuple[str, int, Words | None] | None:
        return self.parts[self.place] if self.place < len(self.parts) else None

    def either(self) -> Query:
        query = self.both()
        while self._takes("OR"):
            query = Either(query, self.both())
        return query

    def both(self) -> Query:
        query = self.one()
        while self.next is not None and self.next[0] not in ("OR", ")"):
            self._takes("AND")
            without = self._takes("NOT")
            query = Both(query, self.one(), without)
        return query

    def one(self) -> Query:
        if self.next is None:
            raise BadQuery(f"a word is missing after {self.parts[-1][0]} at {self.parts[-1][1]}")
        text, at, words = self.next
        self.place += 1
        if words is not None:
            return words
        if text == "NOT":
            raise BadQuery(f"NOT at {at} has nothing before it to take away from")
        if text != "(":
            raise BadQuery(f"unexpected {text} at {at}")
        query = self.either()
        if not self._takes(")"):
            raise BadQuery(f"unbalanced parenthesis at {at}")
        return query

    def _takes(self, text: str) -> bool:
        if self.next is None or self.next[0] != text or self.next[2] is not None:
            return False
        self.place += 1
        return True


def _part(found: re.Match[str]) -> tuple[str, int, Words | None]:
    kind = found.lastgroup if found["phrase"] is None else "phrase"
    assert kind is not None
    text, at = found[kind], found.start(kind) + 1 - (kind == "phrase")
    if kind == "sign" or (text in _OPERATORS and kind == "word"):
        return text, at, None
    prefix = bool(found["after"]) or text.endswith("*")
    forms = tuple(term.form for term in terms(text))
    if not forms:
        raise BadQuery(f"nothing that could be searched for at {at}: {text[:40]}")
    return text, at, Words(forms, prefix)
