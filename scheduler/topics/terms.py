"""Terms as people write them in a topic file, and the folded patterns they stand for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from scheduler.topics.fold import BREAK, folded

MOST_FORMS = 512
"""How many forms one written term may stand for."""

_GROUP = re.compile(r"\(([^()]*)\)")
_PATTERN_SIGNS = re.compile(r"[\[\]{}\\^$]|[.)][*+]|\.\?|\(\?")
_ARTICLE = re.compile(r"(?<!\w)(و?)ال(?=\w{3})")
"""The article as written; an alef with hamza is a letter of the word. Terms are kept without it."""
_ARABIC = re.compile(r"[\u0621-\u064a]")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A folded form to look for as whole words.

    `prefix`: the last word may go on. `arabic`: the first word may carry clitics and the last a tanwin alef.
    `language` is that of its list, empty for one that is looked for whatever the language, as those are that
    have a writing of their own.
    """

    text: str
    prefix: bool = False
    arabic: bool = False
    language: str = ""


def written(term: str) -> Iterator[str]:
    """Every form that a term stands for: `(s)` may be left out, `(a|b)` is one of both."""
    parts: list[tuple[str, ...]] = []
    at = 0
    for group in _GROUP.finditer(term):
        parts.append((term[at : group.start()],))
        inside = group.group(1)
        parts.append(tuple(inside.split("|")) if "|" in inside else (inside, ""))
        at = group.end()
    parts.append((term[at:],))
    count = 1
    for part in parts:
        count *= len(part)
    if count > MOST_FORMS:
        raise ValueError(
            f"{term!r} stands for {count} forms, at most {MOST_FORMS} are allowed: write two terms"
        )
    return map("".join, product(*parts))


def patterns(term: str, language: str = "") -> frozenset[Pattern]:
    """The patterns of a written term of a language; a ValueError says what is wrong with it.

    A term is words, not a regular expression: besides `(…)` and a `*` at its end all signs are literal.
    """
    if _PATTERN_SIGNS.search(term):
        raise ValueError(
            f"{term!r} looks like a regular expression: a term is plain words, (s), (a|b) and word*"
        )
    if _GROUP.sub("", term).count("(") or _GROUP.sub("", term).count(")"):
        raise ValueError(f"{term!r} has a bracket without its other half, or brackets inside brackets")
    made: set[Pattern] = set()
    for form in written(term):
        made.update(_folded_forms(form, language))
    if not made:
        raise ValueError(f"{term!r} has no letter or digit")
    return frozenset(made)


def _folded_forms(form: str, language: str) -> Iterator[Pattern]:
    prefix = form.rstrip().endswith("*")
    words = folded(_ARTICLE.sub(r"\1", form.rstrip().removesuffix("*"))).split()
    while words and words[-1] == BREAK:
        words.pop()
    while words and words[0] == BREAK:
        words.pop(0)
    if not words:
        return
    if prefix and len(words[-1]) < 3:
        raise ValueError(f"{form!r} is too short for a *: at least three letters")
    if not _ARABIC.search(words[0]):
        yield Pattern(" ".join(words), prefix=prefix, language=language if words[0].isascii() else "")
        return
    for tail in product(*map(_with_article, words[1:])):
        yield Pattern(" ".join((words[0], *tail)), prefix=prefix, arabic=True)


def _with_article(word: str) -> tuple[str, ...]:
    """An Arabic word inside a phrase, with and without its article: after an "and" or a "for" too."""
    if not _ARABIC.match(word):
        return (word,)
    forms = [word, f"ال{word}", f"لل{word}"]
    if word.startswith("و") and len(word) > 4:
        forms.append(f"وال{word[1:]}")
    return tuple(forms)
