"""Owns the reading of dates as pages write them, in French, Arabic, English and their neighbours."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from importlib import resources
from typing import NamedTuple
from zoneinfo import ZoneInfo

from storage.records import Stamp

EARLIEST = 1990
"""No page of the web is older: an earlier year is an unset clock."""

_MONTHS = """
1 janvier janv jan january ene enero januar janner jaenner gennaio gen janeiro يناير جانفي كانون_الثاني
2 fevrier fevr fev feb february febrero februar febbraio fevereiro فبراير فيفري شباط
3 mars mar march marzo marz maerz marco مارس اذار
4 avril avr apr april abril aprile ابريل افريل نيسان
5 mai may mayo maggio maio ماي مايو ايار
6 juin jun june junio juni giugno junho يونيو جوان حزيران
7 juillet juil july jul julio juli luglio julho يوليوز يوليو جويليه جويلية تموز
8 aout aou aug august agosto ago غشت اغسطس اوت اب
9 septembre sept sep september septiembre settembre setembro شتنبر سبتمبر ايلول
10 octobre oct october octubre oktober okt ottobre outubro اكتوبر تشرين_الاول
11 novembre nov november noviembre novembro نونبر نوفمبر تشرين_الثاني
12 decembre dec december diciembre dic dezember dez dicembre dezembro دجنبر ديسمبر كانون_الاول
"""
_MONTH = {
    name.replace("_", " "): int(number)
    for number, *names in map(str.split, _MONTHS.strip().splitlines())
    for name in names
}
_NAME = "|".join(sorted(map(re.escape, _MONTH), key=len, reverse=True))
_TIME = (
    r"(?:[\s,;|·•@–—-]{0,5}(?:\b(?:a|at|a las|um|alle|as)\b|الساعة|على الساعة)?\s{0,3}"
    r"(?<!\d)(?P<hour>[01]?\d|2[0-3])\s?(?:[:h]|\s?heures?\b)\s?(?P<minute>[0-5]\d)?(?::(?P<second>[0-5]\d))?(?:[.,]\d{1,9})?"
    r"\s{0,2}(?P<half>[ap]\.?m\b\.?)?\s{0,2}(?P<zone>z\b|(?:utc|gmt)?[+-]\d\d:?\d\d\b|[a-z]{2,4}\b)?)?"
)
_SHAPES = tuple(
    re.compile(shape + _TIME)
    for shape in (
        r"(?<!\d)(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?:t|\b)",
        r"(?<!\d)(?P<year>(?:19|20)\d\d)[/.](?P<month>\d\d)[/.](?P<day>\d\d)\b",
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:er|st|nd|rd|th|º|\.)?[\s,-]{{0,3}}(?:(?:de|of)\s)?\b(?P<name>{_NAME})\b\.?"
        r"[\s,-]{0,3}(?:de\s|del\s)?(?P<year>(?:19|20)\d\d)\b",
        rf"\b(?P<name>{_NAME})\b\.?\s{{0,3}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s{{0,2}},?\s{{0,3}}(?P<year>(?:19|20)\d\d)\b",
        r"(?<![\d/.-])(?P<day>\d{1,2})\s?[-/.]\s?(?P<month>\d{1,2})\s?[-/.]\s?(?P<year>(?:19|20)\d\d)(?![\d/])",
    )
)
_COMPACT = re.compile(r"((?:19|20)\d{6})(?:t?(\d{4})(\d\d)?(z)?)?")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 60, "west": 60, "cet": 60, "mez": 60, "cest": 120, "mesz": 120,
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
    "et": -240, "pt": -420, "ist": 330, "jst": 540,
}  # fmt: skip
_FOLDED = str.maketrans("أإآٱ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹،‐‑‒–—−", "اااا01234567890123456789,------")
_UPDATED = re.compile(
    r"modifi|mis[e]? a jour|\bmaj\b|actualis|updated|last update|edited|actualizado|aktualisiert|aggiornato|تحديث|تعديل"
)
_LONGEST_LINE = 400


class Reading(NamedTuple):
    """A date found in a line: where it stands, and whether the words before it speak of a change."""

    stamp: Stamp
    start: int
    end: int
    updated: bool


def stamp(text: str, *, read_from: str, fetched_at: datetime) -> Stamp | None:
    """The first date in `text`, None where there is none that can be true.

    A day is the one that the page names, whatever its zone; a midnight sharp is a day without a time; a
    time without a zone is Morocco's. Never after `fetched_at`; never a 1 January of which only the year is
    written.
    """
    value = text.strip()
    if _EPOCH.fullmatch(value):
        moment = datetime.fromtimestamp(int(value[:10]), UTC)
        return _credible(moment.date(), moment, read_from, fetched_at)
    if compact := _COMPACT.fullmatch(value.lower()):
        day, clock, second, _ = compact.groups()
        value = f"{day[:4]}-{day[4:6]}-{day[6:]}" + (
            f"T{clock[:2]}:{clock[2:]}:{second or '00'}Z" if clock else ""
        )
    return next(
        (reading.stamp for reading in readings(value, read_from=read_from, fetched_at=fetched_at)), None
    )


def readings(line: str, *, read_from: str, fetched_at: datetime) -> Iterator[Reading]:
    """The dates in a line, in order; positions are those of the line cut at 400 characters, accents folded."""
    folded = fold(line[:_LONGEST_LINE])
    past = 0
    for match in sorted(_matches(folded), key=lambda match: (match.start(), -match.end())):
        if match.start() < past:
            continue
        day = _day(match)
        found = day and _credible(day, _moment(match, day), read_from, fetched_at)
        if found:
            before = folded[past : match.start()]
            yield Reading(found, match.start(), match.end(), _UPDATED.search(before) is not None)
            past = match.end()


def fold(line: str) -> str:
    """`line` in lower case, without accents, Arabic digits and alefs made plain, spaces made blanks."""
    apart = unicodedata.normalize("NFD", line.translate(_FOLDED).lower())
    plain = "".join(char for char in apart if not unicodedata.combining(char))
    return re.sub(r"[\s\u200e\u200f]+", " ", plain)


def _matches(folded: str) -> Iterator[re.Match[str]]:
    for shape in _SHAPES:
        yield from shape.finditer(folded)


def _day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    year, day = int(parts["year"]), int(parts["day"])
    month = _MONTH[parts["name"]] if parts.get("name") else int(parts["month"])
    if month > 12 >= day:
        month, day = day, month  # 07/23/2025, as Americans write
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _moment(match: re.Match[str], day: date) -> datetime | None:
    """The minute, where the page has one."""
    parts = match.groupdict()
    if parts["hour"] is None or (parts["minute"] is None and not parts["half"] and "h" not in match[0][-4:]):
        return None
    hour, minute, second = (int(parts[name] or 0) for name in ("hour", "minute", "second"))
    if parts["half"]:
        hour = hour % 12 + (12 if parts["half"].startswith("p") else 0)
    if hour == minute == second == 0:
        return None
    zone = _zone(parts["zone"] or "")
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=zone).astimezone(UTC)


def _zone(name: str) -> tzinfo:
    offset = re.fullmatch(r"(?:utc|gmt)?([+-])(\d\d):?(\d\d)", name)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3])
        return (
            timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes)) if minutes < 1440 else UTC
        )
    return timezone(timedelta(minutes=_ZONES[name])) if name in _ZONES else _morocco()


@cache
def _morocco() -> tzinfo:
    """Casablanca's time from the packaged zone data: the system's may be older than Morocco's last change."""
    with resources.files("tzdata.zoneinfo.Africa").joinpath("Casablanca").open("rb") as data:
        return ZoneInfo.from_file(data, key="Africa/Casablanca")


def _credible(day: date, moment: datetime | None, read_from: str, fetched_at: datetime) -> Stamp | None:
    """The stamp, unless the page would be younger than its fetching or older than the web.

    A time later than the fetch, on a day that is not, is a wrong clock or zone: the day alone is kept.
    """
    if day.year < EARLIEST or day > fetched_at.astimezone(timezone(timedelta(hours=14))).date():
        return None
    if moment is not None and moment > fetched_at:
        return Stamp(day=day, read_from=read_from) if day <= fetched_at.date() else None
    if moment is None and day > fetched_at.date():
        return None
    return Stamp(day=day, time=moment, read_from=read_from)
