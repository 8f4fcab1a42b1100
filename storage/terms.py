"""Terms: the form in which texts are searched, as French and Arabic are typed: freer than what is compared.

Beyond `storage.fold` it knows no case, no accents, no hamza, no final ya or ta marbuta, and no article or
particle written onto an Arabic word, where a word of three letters is left.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from storage.fold import fold

_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670])+")
_MARKS = re.compile(r"[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670]")
# What both engines take for letters without asking: Latin, Greek, Cyrillic, Arabic, Tifinagh.
_TERM = re.compile(r"[0-9a-zß-öø-ɏͰ-ԯ\u0620-\u064a\u066e-\u06d3\u2d30-\u2d67]+")
_PLAIN = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و", "ئ": "ي", "ى": "ي", "ة": "ه"})
_CLITICS = re.compile(r"[وف]?(?:[بك]?ال|لل)(?=\w{3})")


class Term(NamedTuple):
    """A word as it is searched, and where it stands in the text, in code points."""

    form: str
    start: int
    end: int


def terms(text: str) -> Iterator[Term]:
    """The words of `text` in order."""
    for word in _WORD.finditer(text):
        for form in _forms(word[0]):
            yield Term(form, word.start(), word.end())


def searched(text: str) -> str:
    """The text as it goes into the index: its terms with one space between them."""
    return " ".join(term.form for term in terms(text))


@lru_cache(maxsize=1 << 14)
def _forms(word: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", fold(word).translate(_PLAIN)).casefold()
    plain = _MARKS.sub("", plain).replace("œ", "oe").replace("æ", "ae")
    return tuple(
        _CLITICS.sub("", form, count=1) if _CLITICS.match(form) else form for form in _TERM.findall(plain)
    )
