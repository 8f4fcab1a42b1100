"""How the sites word dates, ages and addresses."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin"]
MONTHS += ["juillet", "août", "septembre", "octobre", "novembre", "décembre"]
ARABIC_MONTHS = [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "ماي",
    "يونيو",
    "يوليوز",
    "غشت",
    "شتنبر",
    "أكتوبر",
    "نونبر",
    "دجنبر",
]
NEWS_WINDOW = timedelta(days=2)
"""How long an article stands in a news sitemap."""
DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]


def month(when: datetime) -> str:
    """`juillet`."""
    return MONTHS[when.month - 1]


def long_date(when: datetime) -> str:
    """`12 novembre 2026`."""
    return f"{when.day} {month(when)} {when.year}"


def titled_date(when: datetime) -> str:
    """`13 Mars 2024`."""
    return f"{when.day} {month(when).capitalize()} {when.year}"


def weekday_date(when: datetime) -> str:
    """`Jeudi 3 Juillet 2025`."""
    return f"{DAYS[when.weekday()].capitalize()} {titled_date(when)}"


def arabic_date(when: datetime) -> str:
    """`13 مارس 2024`."""
    return f"{when.day} {ARABIC_MONTHS[when.month - 1]} {when.year}"


def dashed_date(when: datetime) -> str:
    """`03 - 07 - 2025`."""
    return when.strftime("%d - %m - %Y")


def iso(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")


def mail_date(when: datetime) -> str:
    """RFC 5322, as feeds and HTTP headers give it."""
    return format_datetime(when.astimezone(UTC), usegmt=True)


def age(published: datetime, at: datetime) -> str:
    """`il y a 3 heures`."""
    passed = max(at - published, timedelta())
    if passed < timedelta(hours=1):
        return f"il y a {passed.seconds // 60} minutes"
    if passed < timedelta(days=1):
        return f"il y a {passed.seconds // 3600} heures"
    return f"il y a {passed.days} jours"


def ascii_slug(text: str) -> str:
    """`Actu Maroc` as `actu-maroc`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "divers"
