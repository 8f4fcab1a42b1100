"""Dates as the sites write them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.datelines import is_dateline
from crawler.dates import readings, stamp

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "day", "time"),
    [
        ("03 - 07 - 2025", "2025-07-03", None),
        ("16 ‐ 11 ‐ 2025", "2025-11-16", None),
        ("13 Mars 2024", "2024-03-13", None),
        ("1er juillet 2025", "2025-07-01", None),
        ("Jeudi 3 Juillet 2025", "2025-07-03", None),
        ("vendredi 23 octobre 2020 - 09:24", "2020-10-23", "08:24"),
        ("Le 24 janvier 2022 à 12h47", "2022-01-24", "11:47"),
        ("dimanche, 12 janvier, 2020 à 21:13", "2020-01-12", "20:13"),
        ("23 Novembre 2023 À 19:30", "2023-11-23", "18:30"),
        ("15/03/2024", "2024-03-15", None),
        ("Jeu, 03 juil. 2025 10:15:00 +0100", "2025-07-03", "09:15"),
        ("Thu, 03 Jul 2025 10:15:00 GMT", "2025-07-03", "10:15"),
        ("2025-07-03T10:15:00+01:00", "2025-07-03", "09:15"),
        ("2025-07-03T10:15:00.123Z", "2025-07-03", "10:15"),
        ("2025-07-03T23:30:00-05:00", "2025-07-03", "04:30"),
        ("20250703T101500Z", "2025-07-03", "10:15"),
        ("1751537700", "2025-07-03", "10:15"),
        ("July 3, 2025 at 4:05 p.m. GMT", "2025-07-03", "16:05"),
        ("3 de julio de 2025", "2025-07-03", None),
        ("الخميس 3 يوليوز 2025", "2025-07-03", None),
        ("٣ غشت ٢٠٢٥ - 10:30", "2025-08-03", "09:30"),
        ("السبت 11 أكتوبر 2025 | 12:45", "2025-10-11", "11:45"),
        ("2 شتنبر 2025", "2025-09-02", None),
        ("30 نونبر 2023", "2023-11-30", None),
        ("5 دجنبر 2024", "2024-12-05", None),
        ("5 كانون الأول 2024", "2024-12-05", None),
        ("9 ماي 2024", "2024-05-09", None),
    ],
)
def test_shapes(written: str, day: str, time: str | None) -> None:
    read = stamp(written, read_from="visible", fetched_at=NOW)
    assert read is not None
    assert read.day == date.fromisoformat(day)
    assert (read.time and f"{read.time.astimezone(UTC):%H:%M}") == time


@pytest.mark.parametrize(
    "written",
    [
        "",
        "2024",
        "hier",
        "il y a 3 heures",
        "31 février 2024",
        "99/99/2024",
        "tel. 05 22 12 34 56",
        "1 234 567",
        "0001-01-01",
        "1970-01-01T00:00:00Z",
    ],
)
def test_no_date_is_invented(written: str) -> None:
    assert stamp(written, read_from="meta", fetched_at=NOW) is None


def test_a_midnight_sharp_is_a_day_without_a_time() -> None:
    read = stamp("2025-07-03T00:00:00Z", read_from="meta", fetched_at=NOW)
    assert read is not None
    assert read.time is None


def test_a_date_after_the_fetch_is_none() -> None:
    assert stamp("2026-11-22", read_from="meta", fetched_at=NOW) is None
    assert stamp("2027-01-01T08:00:00Z", read_from="json-ld", fetched_at=NOW) is None


def test_a_clock_that_runs_fast_leaves_the_day() -> None:
    read = stamp("2026-11-20T13:30:00Z", read_from="json-ld", fetched_at=NOW)
    assert read is not None
    assert (read.day, read.time) == (date(2026, 11, 20), None)


@given(st.datetimes(min_value=datetime(1995, 1, 1), max_value=datetime(2030, 1, 1)), st.integers(-13, 14))
def test_never_after_the_fetch(written: datetime, offset: int) -> None:
    text = f"{written:%Y-%m-%dT%H:%M:%S}{'+' if offset >= 0 else '-'}{abs(offset):02}:00"
    read = stamp(text, read_from="json-ld", fetched_at=NOW)
    if read is not None:
        assert read.day <= (NOW + timedelta(hours=14)).date()
        assert read.time is None or read.time <= NOW


@given(st.text(max_size=500))
def test_any_text_is_read_without_error(text: str) -> None:
    for reading in readings(text, read_from="visible", fetched_at=NOW):
        assert reading.stamp.day.year >= 1990


def test_a_line_may_hold_both_dates() -> None:
    line = "Publié le 3 juillet 2025 à 10h, mis à jour le 4 juillet 2025 à 9h30"
    assert [(str(r.stamp.day), r.updated) for r in readings(line, read_from="visible", fetched_at=NOW)] == [
        ("2025-07-03", False),
        ("2025-07-04", True),
    ]


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Publié dans L'opinion le 03 - 07 - 2025", True),
        ("13 Mars 2024", True),
        ("Par Faiza Rhoul | 2 juillet 2025 à 9h12 | 3 214 vues", True),
        (
            "Le 1er juillet 2025, une table ronde a réuni à Rabat les acteurs du secteur, venus de tout le pays.",
            False,
        ),
        ("Une volonté politique affirmée", False),
    ],
)
def test_lines_that_are_there_for_their_date(line: str, is_one: bool) -> None:
    assert is_dateline(line, NOW) is is_one
