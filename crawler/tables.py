"""Tables of a TOML file, read so that every error names the file and the key."""

import difflib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from re import Pattern
from typing import Any

from lxml import etree

from crawler.errors import BadConfiguration


class Table:
    """One table of a TOML file; `where` is its dotted name with the dot, empty for the whole file."""

    def __init__(self, values: object, file: Path, where: str = "") -> None:
        self.file = file
        self.where = where
        if not isinstance(values, dict):
            raise self.wrong("", "must be a table, with its name in brackets")
        self.values: dict[str, Any] = values

    def wrong(self, key: str, what: str) -> BadConfiguration:
        """The error to raise for `key`."""
        name = f"{self.where}{key}".rstrip(".")
        return BadConfiguration(f"{self.file}: {name} {what}")

    def only(self, *known: str) -> None:
        """Refuse a key that nobody reads, with the nearest one that somebody does."""
        for key in self.values:
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1)
                hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(sorted(known))}"
                raise BadConfiguration(f"{self.file}: unknown key {self.where}{key}: {hint}")

    def table(self, key: str) -> "Table":
        """The table `key`, empty where there is none."""
        return Table(self.values.get(key, {}), self.file, f"{self.where}{key}.")

    def tables(self) -> Iterator[tuple[str, "Table"]]:
        """Every entry, each of which must be a table, by name."""
        for key in self.values:
            yield key, self.table(key)

    def text(self, key: str, default: str = "") -> str:
        """A text."""
        value = self.values.get(key, default)
        if not isinstance(value, str):
            raise self.wrong(key, "must be a text")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A text or a list of texts; nothing is an empty list."""
        value = self.values.get(key, [])
        texts = [value] if isinstance(value, str) else value
        if not isinstance(texts, list) or not all(isinstance(item, str) for item in texts):
            raise self.wrong(key, "must be a text or a list of texts")
        return tuple(texts)

    def number(self, key: str, default: float, *, least: float) -> float:
        """A number, not below `least`."""
        value = self.values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wrong(key, "must be a number")
        if not value >= least:
            raise self.wrong(key, f"must be at least {least:g}, not {value:g}")
        return value

    def count(self, key: str, default: int, *, least: int = 1) -> int:
        """A whole number, not below `least`."""
        value = self.number(key, default, least=least)
        if not isinstance(value, int):
            raise self.wrong(key, "must be a whole number")
        return value

    def xpath(self, key: str) -> str | None:
        """An XPath that selects something of a page, None where there is none."""
        given = self.text(key)
        return self.selecting(key)(given) if given else None

    def selecting(self, key: str) -> Callable[[str], str]:
        """What passes an XPath of `key` on if it is one."""

        def checked(given: str) -> str:
            try:
                found = etree.fromstring("<html/>").xpath(given)
            except etree.XPathError as error:
                raise self.wrong(key, f"must be an XPath, which {given!r} is not: {error}") from error
            if not isinstance(found, list | str):
                raise self.wrong(key, f"must be an XPath that selects something, unlike {given!r}")
            return given

        return checked

    def pattern(self, key: str, default: str) -> Pattern[str]:
        """A regular expression."""
        try:
            return re.compile(self.text(key, default))
        except re.error as error:
            raise self.wrong(key, f"must be a regular expression: {error}") from error
