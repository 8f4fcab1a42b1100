"""Sections of a topic file: values taken by key and kind, each mistake named with its line."""

import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, NoReturn

from scheduler.errors import BadTopics

_HEADER = re.compile(r"\s*\[(\[?)\s*([\w.\"-]+)\s*\]")
_KEY = re.compile(r"\s*\"?([\w-]+)\"?\s*(?:\.[\w.\"-]+\s*)?=")
_PLACE = re.compile(r" \(at line (\d+), column \d+\)$")


class Section:
    """One table of a topic file. Every key that is read is a known one; `end` refuses the others."""

    def __init__(
        self, data: Mapping[str, Any], *, text: str, file: str, header: str = "", number: int = 0
    ) -> None:
        self._data = data
        self._text = text
        self._header = header
        self._number = number
        self._known: set[str] = set()
        self.file = file

    def fail(self, key: str, why: str, *, value: str = "") -> NoReturn:
        line = _line(self._text, self._header, self._number, key, value)
        raise BadTopics(f"{self.file}, line {line}, {key}: {why}")

    def end(self) -> None:
        """Refuse what nobody asked for."""
        for key in self._data:
            if key not in self._known:
                close = get_close_matches(key, self._known, n=1)
                meant = (
                    f"did you mean {close[0]}?" if close else f"known here: {', '.join(sorted(self._known))}"
                )
                self.fail(key, f"unknown key; {meant}")

    def text(self, key: str, default: str | None = None) -> str:
        value = self._value(key, default)
        if not isinstance(value, str) or not value.strip():
            self.fail(key, "must be a text in quotes")
        return value

    def optional_text(self, key: str) -> str | None:
        self._known.add(key)
        return self.text(key) if key in self._data else None

    def figure(self, key: str, default: float | None, least: float, most: float) -> float:
        value = self._value(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            self.fail(key, f"must be a figure from {least:g} to {most:g}")
        return float(value)

    def flag(self, key: str) -> bool:
        value = self._value(key, False)
        if not isinstance(value, bool):
            self.fail(key, "must be true or false")
        return value

    def strings(self, key: str) -> tuple[str, ...]:
        """The texts of a list, or of a table of lists by language, or nothing."""
        return tuple(text for _, text in self.spoken(key))

    def spoken(self, key: str) -> tuple[tuple[str, str], ...]:
        """The texts with their language, which is empty in a list that names none."""
        value = self._value(key, [])
        lists = value if isinstance(value, dict) else {"": value}
        for items in lists.values():
            if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
                self.fail(key, 'must be a list of texts, ["…", "…"], or one by language, fr = ["…"]')
        return tuple((language, item) for language, items in lists.items() for item in items)

    def names(self, key: str) -> dict[str, str]:
        """A table from language tag to name."""
        value = self._value(key, {})
        if not isinstance(value, dict) or not all(isinstance(name, str) for name in value.values()):
            self.fail(key, 'must be names by language: fr = "…"')
        return dict(value)

    def sections(self, key: str) -> list["Section"]:
        """The tables of `[[key]]`, in order."""
        value = self._value(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fail(key, f"must be written as [[{key}]]")
        return [
            Section(item, text=self._text, file=self.file, header=key, number=number)
            for number, item in enumerate(value)
        ]

    def section(self, key: str) -> "Section":
        """The table `[key]`, empty where it is not written."""
        value = self._value(key, {})
        if not isinstance(value, dict):
            self.fail(key, f"must be written as [{key}]")
        return Section(value, text=self._text, file=self.file, header=key)

    def keys(self) -> tuple[str, ...]:
        return tuple(self._data)

    def _value(self, key: str, default: Any) -> Any:
        self._known.add(key)
        value = self._data.get(key, default)
        if value is None:
            self.fail(key, "is missing")
        return value


def read(text: str, file: str) -> Section:
    """The outermost section of a topic file."""
    try:
        return Section(tomllib.loads(text), text=text, file=file)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line = place.group(1) if place else str(text.count("\n") + 1)
        raise BadTopics(f"{file}, line {line}: not TOML: {_PLACE.sub('', str(error))}") from error


def _line(text: str, header: str, number: int, key: str, value: str) -> int:
    """The line of a key of the `number`th table of that header, of a value in it, or of the header."""
    here, seen, found = not header, -1, 1
    for line, content in enumerate(text.splitlines(), 1):
        opened = _HEADER.match(content)
        if opened:
            if found > 1 and here:
                break
            seen += opened.group(2) == header
            here = opened.group(2).split(".")[0] == header and seen == number
            found = line if here and opened.group(2) == header else found
            if not header and opened.group(2).split(".")[0] == key:
                return line
            continue
        named = _KEY.match(content)
        if here and named and named.group(1) == key:
            found = line
            if not value or value in content:
                return line
        elif here and value and value in content:
            return line
    return found
