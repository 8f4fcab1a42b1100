"""Owns how the wordings of pages are written down and recognised: lists of phrases, on plain text."""

import re
import unicodedata
from re import Pattern

_ARABIC = str.maketrans("أإآٱىة", "ااااي" + "ه", "ـ")
_STRAIGHT = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "\xa0": " ", "\u202f": " ", "‐": "-", "‑": "-"})


def plain(text: str) -> str:
    """`text` for recognising wordings: lower case, no accents, straight apostrophes, plain Arabic letters,
    single blanks."""
    apart = unicodedata.normalize("NFD", text.translate(_ARABIC).translate(_STRAIGHT).lower())
    return " ".join("".join(char for char in apart if not unicodedata.combining(char)).split())


def phrases(lines: str, **parts: str) -> Pattern[str]:
    """The pattern that any of `lines` matches, each a regular expression for plain text.

    `<name>` in a line stands for the alternatives that `parts` gives under that name. Each line must run in
    time linear in the text: no repetition of a repetition that can share it out in two ways.
    """
    alternatives = [line.strip() for line in lines.strip().splitlines()]
    for name, words in parts.items():
        choice = "(?:" + "|".join(line.strip() for line in words.strip().splitlines()) + ")"
        alternatives = [line.replace(f"<{name}>", choice) for line in alternatives]
    return re.compile("|".join(f"(?:{line})" for line in alternatives), re.S)
