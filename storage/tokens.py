"""What the words of an edited text are: figures, negations, dates, names, or just words."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from storage.fold import Words, words
from storage.lexicon import (
    ALSO_OTHER_WORDS,
    GIVEN_NAMES,
    MONTHS,
    NEGATED_ENGLISH,
    NEGATIONS,
    NUMERALS,
    TITLES,
    UNITS,
    WEEKDAYS,
)
from storage.records import Span
from storage.spans import SENTENCE_ENDS
from storage.vocabulary import Op, Touched

_DATE_ALONE = re.compile(r"\d{1,2}h(?:\d{2})?$|\d{1,2}\.\d{1,2}\.(?:\d{2}|\d{4})$")
_OPENS_SENTENCE = (*SENTENCE_ENDS, ":", "-", "•", "(", '"')
_QUOTED_WORDS = 3  # fewer words between quotation marks are a title or an ironic term, not a quotation


class Token(NamedTuple):
    """A word of one side: its folded form, how the text writes it, the number of the span it lies in.

    `role` is FIGURE, NEGATION, DATE or NAME where it is one of these; `quoted` says that it stands in a
    quotation or is a mark of one.
    """

    form: str
    shown: str
    span: int
    changed: bool
    role: Touched | None
    quoted: bool


def tokens(spans: Sequence[Span], *, new: bool) -> list[Token]:
    """The tokens of one side of an edited text. A figure is one with its sign and its unit, so is a date."""
    text = "".join(span.new if new else span.old for span in spans)
    read = words(text)
    lowered = [form.lower() for form in read.forms]
    quoted = _quoted(text, read)
    homes = list(_homes(spans, read, new=new))
    found: list[Token] = []
    place = 0
    while place < len(lowered):
        end = _date_end(lowered, place)
        role: Touched | None = Touched.DATE
        if end == place + 1:
            end = _figure_end(text, read, place)
            role = Touched.FIGURE if end > place + 1 else _role(read.forms, lowered, place)
        inside = homes[place:end]
        changed = [home for home in inside if spans[home].op is not Op.EQUAL]
        contracted = role is Touched.NEGATION and lowered[place] == "t"
        found.append(
            Token(
                form="not" if contracted else " ".join(read.forms[place:end]),
                shown=text[read.cuts[place - contracted] : read.cuts[end]].strip(),
                span=(changed or inside)[0],
                changed=bool(changed),
                role=role,
                quoted=any(quoted[place:end]),
            )
        )
        place = end
    return found


def _homes(spans: Sequence[Span], read: Words, *, new: bool) -> Iterator[int]:
    """The span in which each word lies; an addition has no place on the old side, nor a cut on the new."""
    number, end = -1, 0
    for cut in read.cuts[:-1]:
        while cut >= end and number + 1 < len(spans):
            number += 1
            end += len(spans[number].new if new else spans[number].old)
        yield number


def _figure_end(text: str, read: Words, place: int) -> int:
    """Where the word at `place` ends: with its sign before it and its unit behind it a figure is one word."""
    end = place + 1
    if read.forms[place] in ("-", "+", "±") and end < len(read.forms):
        cut = read.cuts[place]
        free = cut == 0 or text[cut - 1].isspace() or text[cut - 1] in "([«“\"'"
        tight = not text[read.cuts[end] - 1].isspace()
        if not (free and tight and read.forms[end][0].isdigit()):
            return end
        end += 1
    if read.forms[end - 1][0].isdigit() and end < len(read.forms) and read.forms[end] in UNITS:
        end += 1
    return end


def _date_end(lowered: Sequence[str], place: int) -> int:
    """Where a date in words that begins at `place` ends: 3 juillet 2025, 1er juillet, juillet 2025, July 3."""
    end = place
    if (
        re.match(r"\d{1,2}(?:er)?$", lowered[end])
        and lowered[end + 1 : end + 2]
        and lowered[end + 1] in MONTHS
    ):
        end += 1
    if lowered[end] in MONTHS and lowered[end + 1 : end + 2] and lowered[end + 1].isdigit():
        end += 1
    return end + 1


def _role(forms: Sequence[str], lowered: Sequence[str], place: int) -> Touched | None:
    form = lowered[place]
    if form[0].isdigit():
        return Touched.DATE if _is_date(lowered, place) else Touched.FIGURE
    if form in NUMERALS or form in UNITS:
        return Touched.FIGURE
    if form in NEGATIONS or (form == "t" and place and NEGATED_ENGLISH.match(lowered[place - 1])):
        return Touched.NEGATION
    if form in WEEKDAYS or (
        form in MONTHS and (form not in ALSO_OTHER_WORDS or _beside_number(lowered, place))
    ):
        return Touched.DATE
    return Touched.NAME if _is_name(forms, lowered, place) else None


def _beside_number(forms: Sequence[str], place: int) -> bool:
    return any(
        form[0].isdigit() for form in (*forms[max(place - 1, 0) : place], *forms[place + 1 : place + 2])
    )


def _is_date(forms: Sequence[str], place: int) -> bool:
    """Whether a number belongs to a date or a time: 3 juillet 2025, 03/07/2025, 12h30, 12:30."""
    around = [*forms[max(place - 1, 0) : place], *forms[place + 1 : place + 2]]
    if _DATE_ALONE.match(forms[place]) or not MONTHS.isdisjoint(around):
        return True
    return _in_row(forms, place, 3, "/-") or _in_row(forms, place, 2, ":h")


def _in_row(forms: Sequence[str], place: int, numbers: int, separators: str) -> bool:
    """Whether `place` is one of so many numbers in a row with one of the separators between them."""
    length = 2 * numbers - 1
    for start in range(place - length + 1, place + 1, 2):
        row = forms[start : start + length] if start >= 0 else []
        alike = len(row) == length and len({*row[1::2]}) == 1 and row[1] in separators
        if alike and all(form.isdigit() for form in row[::2]):
            return True
    return False


def _is_name(forms: Sequence[str], lowered: Sequence[str], place: int) -> bool:
    """A capital inside a sentence, or where the next word has one too; in Arabic, after a title or a given name."""
    form = forms[place]
    before = lowered[place - 1] if place else ""
    if form in GIVEN_NAMES or (form[0].isalpha() and (before in TITLES or before in GIVEN_NAMES)):
        return True
    if len(form.rstrip("'")) < 2 or not form[0].isupper() or lowered[place] in MONTHS | WEEKDAYS:
        return False
    opens = not before or before in _OPENS_SENTENCE
    after = forms[place + 1] if place + 1 < len(forms) else ""
    return not opens or form.isupper() or after[:1].isupper()


def _quoted(text: str, read: Words) -> list[bool]:
    """For each word, whether it belongs to a quotation, one that began before the block included."""
    marks = [place for place, form in enumerate(read.forms) if form == '"']
    if marks and text[read.cuts[marks[0]] :].lstrip()[:1] in "»”":
        marks.insert(0, 0)
    flags = [False] * len(read.forms)
    for start, end in zip_longest(marks[::2], marks[1::2], fillvalue=len(flags) - 1):
        if sum(form[0].isalnum() for form in read.forms[start : end + 1]) >= _QUOTED_WORDS:
            flags[start : end + 1] = [True] * (end + 1 - start)
    return flags
