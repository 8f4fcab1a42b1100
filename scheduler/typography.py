"""French typography of our own sentences, numbers and dates, and the harmless form of other people's text."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo

NBSP = "\u00a0"

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
SHORT_MONTHS = (
    "janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
NUMERALS = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
    "onze", "douze", "treize", "quatorze", "quinze", "seize",
)  # fmt: skip

_JOINERS = "\u200c\u200d"
_BLANKS = re.compile(r"\s+")
_TIGHT = re.compile(
    rf"(?<=«) +| +(?=[»:;!?%])|(?<=\bn°) +|(?<=\d) +(?=h \d)|(?<=\d h) +(?=\d)"
    rf"|(?<=\d) +(?=(?:{'|'.join(MONTHS)})\b)|(?<=1er) +(?=(?:{'|'.join(MONTHS)})\b)"
)
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")


def clean(text: str, limit: int = 10_000) -> str:
    """Text of a source as one line that can do no harm: no controls, no bidi or invisible marks.

    Words, figures and punctuation stay as they are; longer text is cut at a word, with « […] ».
    """
    # A multiple of the limit bounds the work on hostile text before it bounds the result.
    kept = "".join(char for char in text[: limit * 4] if _harmless(char))
    return shortened(_BLANKS.sub(_blank, kept).strip(), limit)


def _harmless(char: str) -> bool:
    if char.isspace() or char in _JOINERS:
        return True
    # No HTML may hold the code points that Unicode sets aside as no characters.
    point = ord(char)
    aside = point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF
    return not aside and unicodedata.category(char) not in ("Cc", "Cf", "Cs")


def _blank(run: re.Match[str]) -> str:
    return NBSP if not run[0].strip("\u00a0\u202f\u2007") else " "


def shortened(text: str, limit: int) -> str:
    """`text` where it has at most `limit` characters, else its beginning, cut at a word, with « […] »."""
    if len(text) <= limit:
        return text
    head = text[: max(limit - 4, 0)]
    at_word = head.rstrip() if text[len(head) : len(head) + 1].isspace() else head.rpartition(" ")[0]
    return f"{at_word or head} […]".lstrip()


def tight(text: str) -> str:
    """The blanks that French sets before « : ; ! ? % », inside « » and in dates made unbreakable.

    Only blanks that are there change, each into one: an address or a time keeps its form, offsets hold.
    """
    return _TIGHT.sub(lambda blanks: NBSP * len(blanks[0]), text)


def french(text: str) -> str:
    """A sentence of ours, typed with ordinary blanks and apostrophes, as it is printed."""
    return tight(_APOSTROPHE.sub("’", text))


def as_printed(text: str, language: str) -> str:
    """A source's text with the blanks and apostrophes of its language; not a word or figure differs."""
    return french(text) if language.startswith("fr") else text


def inner(text: str) -> str:
    """Text about to be quoted: its own « » become “ ”."""
    return re.sub(r"\s*»", "”", re.sub(r"«\s*", "“", text))


def quoted(text: str, language: str = "fr") -> str:
    """`text` between the quotation marks of the edition, which in Arabic stand without blanks."""
    blank = "" if language.startswith("ar") else NBSP
    return f"«{blank}{inner(text)}{blank}»"


def number(value: int) -> str:
    """A number of ours: 1284 -> « 1 284 »."""
    return f"{value:,}".replace(",", NBSP)


def counted(value: int, one: str, many: str | None = None) -> str:
    """« 1 article », « 3 articles »: in French the plural begins at two."""
    return f"{number(value)}{NBSP}{one if value < 2 else many or f'{one}s'}"


def in_letters(value: int) -> str:
    """Small numbers as words (up to seize), larger ones as figures."""
    return NUMERALS[value] if 0 <= value < len(NUMERALS) else number(value)


def ordinal(value: int, *, feminine: bool = False) -> str:
    """« 1er », « 1re », « 4e »."""
    return f"{number(value)}{('re' if feminine else 'er') if value == 1 else 'e'}"


def listed(names: Sequence[str]) -> str:
    """« A, B et C »."""
    return " et ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def day(when: date, *, weekday: bool = True, year: bool = True) -> str:
    """« mercredi 2 juillet 2025 », « 1er juillet »."""
    ordinal_day = "1er" if when.day == 1 else str(when.day)
    words = [ordinal_day, MONTHS[when.month - 1]]
    if weekday:
        words.insert(0, WEEKDAYS[when.weekday()])
    if year:
        words.append(str(when.year))
    return tight(" ".join(words))


def short_day(when: date) -> str:
    """« 7 juil. », for tables and subjects."""
    return f"{'1er' if when.day == 1 else when.day}{NBSP}{SHORT_MONTHS[when.month - 1]}"


def short_weekday(when: date) -> str:
    """« lun. »."""
    return f"{WEEKDAYS[when.weekday()][:3]}."


def hour(when: datetime) -> str:
    """« 7 h 00 »: the wall clock of `when`'s own zone."""
    return f"{when.hour}{NBSP}h{NBSP}{when.minute:02}"


def span(first: date, last: date, *, weekday: bool = True, year: bool = True) -> str:
    """« du lundi 30 juin au dimanche 6 juillet 2025 »: month and year are said once where they are one."""
    if first == last:
        return f"le {day(first, weekday=weekday, year=year)}"
    begin = day(first, weekday=weekday, year=year and first.year != last.year)
    if (first.year, first.month) == (last.year, last.month):
        begin = begin.rpartition(NBSP)[0]
    return f"du {begin} au {day(last, weekday=weekday, year=year)}"


def short_span(first: date, last: date) -> str:
    """« 30 juin – 6 juil. », « 7 – 13 juil. »."""
    if first == last:
        return short_day(first)
    begin = short_day(first)
    if (first.year, first.month) == (last.year, last.month):
        begin = begin.partition(NBSP)[0]
    return f"{begin}{NBSP}– {short_day(last)}"


def period(since: datetime, until: datetime) -> str:
    """The period [since, until) in words, on the wall clock of their zone.

    Hours are told unless both ends are midnights, where the last day is the one before `until`.
    """
    if since.time() == until.time() == datetime.min.time() and since < until:
        return span(since.date(), date.fromordinal(until.date().toordinal() - 1))
    begin = day(since.date(), year=since.year != until.year)
    if since.date() == until.date():
        return f"le {day(until.date())}, de {hour(since)} à {hour(until)}"
    return f"du {begin} à {hour(since)} au {day(until.date())} à {hour(until)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Moments on the wall clock of an edition; the year is said where it is not the edition's own."""

    zone: tzinfo
    year: int

    def date_of(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def day(self, when: date | datetime, *, weekday: bool = True) -> str:
        """« samedi 5 juillet »."""
        local = self.date_of(when) if isinstance(when, datetime) else when
        return day(local, weekday=weekday, year=local.year != self.year)

    def span(self, first: datetime, last: datetime) -> str:
        """« du vendredi 4 au dimanche 6 juillet »."""
        days = self.date_of(first), self.date_of(last)
        return span(*days, year=any(when.year != self.year for when in days))

    def moment(self, at: datetime, *, weekday: bool = True) -> str:
        """« samedi 5 juillet à 12 h 06 »; of a capture, whose day alone is known, the day (`captures.Capture`)."""
        if at.astimezone(UTC).time() == time():
            return self.day(at.astimezone(UTC).date(), weekday=weekday)
        return f"{self.day(at, weekday=weekday)} à {hour(at.astimezone(self.zone))}"

    def brief(self, at: datetime) -> str:
        """« 5 juil., 12 h 06 », for tables."""
        local = at.astimezone(self.zone)
        year = f" {local.year}" if local.year != self.year else ""
        return f"{short_day(local.date())}{year}, {hour(local)}"
