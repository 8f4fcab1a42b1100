"""Owns how the wordings of pages are written down and recognised: lists of phrases, on plain text."""

import re
import unicodedata
from functools import lru_cache
from re import Pattern

_SHAPED = str.maketrans("أإآٱىة’ʼ‘\xa0\u202f‐‑", "ااااي" + "ه" + "'''" + "  " + "--", "ـ")
_SEATLESS = str.maketrans("ئؤ", "يو")  # plain text keeps the seat of a hamza and not the hamza
_MARKS = dict.fromkeys([*range(0x300, 0x370), *range(0x64B, 0x660), 0x670, *range(0x6D6, 0x6ED)])


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """`text` for recognising wordings: lower case, no accents, straight apostrophes, plain Arabic letters,
    single blanks."""
    if not text.isascii():
        text = unicodedata.normalize("NFD", text.translate(_SHAPED)).translate(_MARKS)
    return " ".join(text.lower().split())


def phrases(lines: str, **parts: str) -> Pattern[str]:
    """The pattern that any of `lines` matches, each a regular expression for plain text.

    `<name>` in a line stands for the alternatives that `parts` gives under that name. Each line must run in
    time linear in the text: no repetition of a repetition that can share it out in two ways.
    """
    alternatives = [line.strip() for line in lines.strip().splitlines()]
    for name, words in parts.items():
        choice = "(?:" + "|".join(line.strip() for line in words.strip().splitlines()) + ")"
        alternatives = [line.replace(f"<{name}>", choice) for line in alternatives]
    return re.compile("|".join(f"(?:{line})" for line in alternatives).translate(_SEATLESS), re.S)
