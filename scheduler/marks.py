"""Hunks made visible: words with marks for mail, terminal and HTML, plain values for JSON.

In every form words carry the meaning and colour only repeats it. Texts of sources come out escaped, on one
line, without controls or bidi marks.
"""

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any, NamedTuple

from scheduler.passages import Passage, passage
from storage.records import Hunk, Span
from storage.vocabulary import Op, Part

WIDTH = 76
"""Columns of a line of mail."""

_INS = (
    'style="background-color:rgba(38,140,92,.24);text-decoration:underline;font-weight:bold;padding:1px 2px"'
)
_DEL = 'style="background-color:rgba(196,62,54,.20);text-decoration:line-through;padding:1px 2px"'
_ARABIC_FACE = "font-family:'Geeza Pro','Segoe UI','Noto Naskh Arabic',Tahoma,Arial,sans-serif"
_RIGHTWARD = ("ar", "fa", "he", "ur", "ckb", "ps")
_BLANKS = re.compile(r"[^\S\u00a0\u202f]+")
_JOINERS = "\u200c\u200d"
_COLOURS = {Op.DELETE: "\x1b[31m", Op.INSERT: "\x1b[32m"}
_PLAIN = "\x1b[0m"


class Html(str):
    """Text that is HTML already: a template with autoescape leaves it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


class _Run(NamedTuple):
    """Words that are equal, inserted or deleted, without blanks at their ends; `after` stands behind them."""

    op: Op
    text: str
    after: str


def as_html(shown: Passage, language: str = "fr") -> Html:
    """The words of a passage with <ins> and <del>, inline styles only.

    A passage in a right-to-left script, or in another language than the French of the page, comes in a
    <div> with its `lang` and `dir`.
    """
    marked = []
    for op, text, after in _runs(shown.runs):
        words = escape(text)
        if op is Op.INSERT:
            words = f"<ins {_INS}>{words}</ins>"
        elif op is Op.DELETE:
            words = f"<del {_DEL}>{words}</del>"
        marked.append(words + after)
    inside = "".join(marked).strip(" ")
    if _is_rightward(shown.runs):
        tag = language if language.partition("-")[0] in _RIGHTWARD else "ar"
        style = f"{_ARABIC_FACE};direction:rtl;text-align:right"
        return Html(f'<div lang="{escape(tag)}" dir="rtl" style="{style}">{inside}</div>')
    if language in ("", "fr") or language.partition("-")[0] in _RIGHTWARD:
        return Html(inside)
    return Html(f'<div lang="{escape(language)}" dir="ltr">{inside}</div>')


def as_text(shown: Passage, *, width: int = WIDTH, indent: str = "") -> str:
    """The words of a passage with [-cut-] and {+added+}, wrapped."""
    return "\n".join(line for line, _ in _lines(_runs(shown.runs), width, indent))


def as_terminal(
    hunks: Iterable[Hunk], *, colour: bool = False, equal: bool = False, indent: int = 0, width: int = 100
) -> str:
    """Every hunk for a terminal, whole, each under a line that says where it stands; "" for none.

    The marks are there with and without colour. Unchanged blocks only where `equal` asks for them.
    """
    margin = " " * indent
    told: list[str] = []
    for hunk in hunks:
        if hunk.op is Op.EQUAL and not equal:
            continue
        told.append(f"{margin}{_heading(hunk)}")
        if hunk.spans or hunk.op in (Op.INSERT, Op.DELETE, Op.EQUAL):
            for line, ops in _lines(_runs(passage(hunk, whole=True).runs), width, margin + "  "):
                told.append(_coloured(line, ops) if colour else line)
        else:
            opening = textwrap.shorten(
                clean(hunk.new or hunk.old), max(width - indent - 2, 20), placeholder=" […]"
            )
            told.append(f"{margin}  {opening}")
    return "\n".join(told)


def as_json(hunks: Iterable[Hunk], equal: bool = False) -> list[dict[str, Any]]:
    """Hunks as plain values; docs/json.md says what each field means."""
    told: list[dict[str, Any]] = []
    for hunk in hunks:
        if hunk.op is Op.EQUAL and not equal:
            continue
        told.append(
            {
                "op": hunk.op.value,
                "part": hunk.part.value,
                "old_index": hunk.old_index,
                "new_index": hunk.new_index,
                "old": hunk.old,
                "new": hunk.new,
                "words": [{"op": span.op.value, "old": span.old, "new": span.new} for span in hunk.spans],
                "pieces": list(hunk.pieces),
                "repeated": hunk.repeated,
            }
        )
    return told


def clean(text: str) -> str:
    """Words of a source on one line without controls and bidi marks; blanks at the ends stay."""
    kept = (
        c for c in text if c.isspace() or c in _JOINERS or unicodedata.category(c) not in ("Cc", "Cf", "Cs")
    )
    return _BLANKS.sub(" ", "".join(kept))


def _runs(spans: Sequence[Span]) -> Iterator[_Run]:
    """The words to show, in order: what is equal as the new side has it, what is cut before what is added."""
    for number, span in enumerate(spans):
        old, new = clean(span.old), clean(span.new)
        last = number == len(spans) - 1
        if span.op is Op.EQUAL:
            yield from _run(Op.EQUAL, new or old, last=last, spaced=old.endswith(" "))
        if span.op in (Op.DELETE, Op.REPLACE):
            yield from _run(Op.DELETE, old, last=last and not new.strip(), spaced=span.op is Op.REPLACE)
        if span.op in (Op.INSERT, Op.REPLACE):
            yield from _run(Op.INSERT, new, last=last, spaced=False)


def _run(op: Op, text: str, *, last: bool, spaced: bool) -> Iterator[_Run]:
    bare = text.strip()
    if text[:1].isspace() and bare:
        yield _Run(Op.EQUAL, "", " ")
    after = text[len(text.rstrip()) :] or (" " if spaced else "")
    if bare or after:
        yield _Run(op if bare else Op.EQUAL, bare, "" if last else after)


def _lines(runs: Iterable[_Run], width: int, indent: str) -> Iterator[tuple[str, list[Op]]]:
    """Wrapped lines and, for each of their characters, what became of it."""
    whole: list[str] = []
    ops: list[Op] = []
    for op, text, after in runs:
        marked = f"[-{text}-]" if op is Op.DELETE else f"{{+{text}+}}" if op is Op.INSERT else text
        whole += (marked, after)
        ops += [op] * len(marked) + [Op.EQUAL] * len(after)
    joined = "".join(whole)
    lines = textwrap.wrap(
        joined,
        max(width - len(indent), 20),
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
    )
    place = 0
    for line in lines:
        place = joined.index(line[:1], place) if line else place
        yield indent + line, [Op.EQUAL] * len(indent) + ops[place : place + len(line)]
        place += len(line)


def _coloured(line: str, ops: Sequence[Op]) -> str:
    coloured: list[str] = []
    current = Op.EQUAL
    for letter, op in zip(line, ops, strict=True):
        if op is not current:
            coloured.append(_COLOURS.get(op, _PLAIN))
            current = op
        coloured.append(letter)
    return "".join(coloured) + (_PLAIN if current is not Op.EQUAL else "")


def _heading(hunk: Hunk) -> str:
    """Where a hunk stands: `paragraph 4: moved to 2`."""
    if hunk.part is not Part.BLOCK:
        return f"{hunk.part.value}: {_VERBS[hunk.op]}"
    old = None if hunk.old_index is None else hunk.old_index + 1
    new = None if hunk.new_index is None else hunk.new_index + 1
    many = len(hunk.pieces)
    if hunk.op is Op.MOVE:
        text = f"paragraph {old}: moved to {new}"
    elif hunk.op is Op.SPLIT:
        text = f"paragraph {old}: split into {many}, from {new}"
    elif hunk.op is Op.MERGE:
        text = f"paragraphs {old} to {(old or 0) + many - 1}: merged into {new}"
    else:
        return f"paragraph {new or old}: {_VERBS[hunk.op]}" + (", a copy of another" if hunk.repeated else "")
    return text + (", edited" if hunk.spans else "")


_VERBS = {Op.EQUAL: "unchanged", Op.INSERT: "added", Op.DELETE: "cut", Op.REPLACE: "edited"}


def _is_rightward(runs: Iterable[Span]) -> bool:
    """Whether most letters belong to a script that is written from right to left."""
    balance = 0
    for run in runs:
        for letter in (run.new or run.old)[:2000]:
            if letter.isalpha():
                balance += 1 if unicodedata.bidirectional(letter) in ("R", "AL") else -1
    return balance > 0
