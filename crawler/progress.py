"""Progress on stderr: lines that a person can follow, and on a terminal one line that keeps count."""

import re
import shutil
import sys
from typing import TextIO

EVERY = 25
"""Off a terminal one line stands for this many pages: a log is read later, not watched."""


class Progress:
    """Speaks for one source; `quiet` says nothing."""

    def __init__(self, name: str, stream: TextIO | None = None, *, quiet: bool = False) -> None:
        self._name = name
        self._stream = sys.stderr if stream is None else stream
        self._terminal = self._stream.isatty()
        self._quiet = quiet

    def say(self, text: str) -> None:
        """A line that stays."""
        if not self._quiet:
            self._wipe()
            print(f"{self._name}: {printable(text)}", file=self._stream, flush=True)

    def count(self, done: int, asked: int, address: str) -> None:
        """How far the pages are; the line is written over on a terminal."""
        if self._quiet:
            return
        text = f"{self._name}: page {done} of {asked}"
        if self._terminal:
            width = shutil.get_terminal_size().columns - 1
            self._wipe()
            print(f"{text}  {printable(address)}"[:width], end="", file=self._stream, flush=True)
        elif done % EVERY == 0 or done == asked:
            print(text, file=self._stream, flush=True)

    def close(self) -> None:
        """Leave the terminal's line free."""
        self._wipe()

    def _wipe(self) -> None:
        if self._terminal and not self._quiet:
            print("\r\x1b[K", end="", file=self._stream, flush=True)


def printable(text: str) -> str:
    """`text` on one line, without what would steer a terminal or forge a line of a log."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+", " ", text)[:500]
