"""Bulletins: the same wording each day, with other figures, towns and days."""

import random
import re
import tomllib
from pathlib import Path

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
TOWNS = (
    "Rabat",
    "Oujda",
    "Agadir",
    "Fès",
    "Tanger",
    "Safi",
    "Béni Mellal",
    "Dakhla",
    "Errachidia",
    "Taza",
    "Nador",
)
WINDS = ("faibles à modérés", "assez forts", "modérés de secteur ouest", "forts avec chasse-poussières")
ARABIC_DAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
ARABIC_TOWNS = ("الرباط", "وجدة", "أكادير", "فاس", "طنجة", "آسفي", "الداخلة", "تازة", "الناظور")

_TEMPLATES = {
    name: (each["title"], each["text"].strip())
    for name, each in tomllib.loads(Path(__file__).with_name("bulletins.toml").read_text()).items()
}
KINDS = ("meteo", "bourse", "barrages", "accidents", "tempsar", "fuel")
_MONTHS = ("janvier", "mars", "avril", "juin", "septembre", "octobre", "novembre")
_TRENDS = ("hausse", "légère baisse", "forte hausse", "petite forme", "baisse")
_ENGLISH = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


NAMES = (
    "Salma Benchekroun", "Hicham Ouazzani", "Nadia El Fassi", "Rachid Tazi", "Imane Bouhlal", "Karim Sefrioui",
    "Ghita Lamrani", "Youssef Amrani", "Hanane Zerouali", "Mehdi Chraibi",
)  # fmt: skip
NOTICES = ("nomination", "match")


def next_day(text: str, pick: random.Random) -> str:
    """A bulletin as it stands a day later: about half of its figures have moved a little, the day has changed."""

    def moved(found: re.Match[str]) -> str:
        if found[0].isdigit():
            return str(int(found[0]) + pick.choice((0, 0, 1, 2, -1, 3)))
        return pick.choice(DAYS)

    return re.sub(rf"\b(?:\d{{1,3}}|{'|'.join(DAYS)})\b", moved, text)


def bulletin(kind: str, pick: random.Random) -> tuple[str, str]:
    """A bulletin's title and text."""
    title, text = _TEMPLATES[kind]
    towns, arabic = pick.sample(TOWNS, 4), pick.sample(ARABIC_TOWNS, 3)
    slots = {f"n{number}": str(pick.randint(3, 980)) for number in range(1, 10)}
    slots |= {f"town{number}": town for number, town in enumerate(towns, 1)}
    slots |= {f"ar_town{number}": town for number, town in enumerate(arabic, 1)}
    slots |= {f"name{number}": name for number, name in enumerate(pick.sample(NAMES, 2), 1)}
    slots |= {"day": pick.choice(DAYS), "month": pick.choice(_MONTHS), "wind": pick.choice(WINDS)}
    slots |= {
        "trend": pick.choice(_TRENDS),
        "ar_day": pick.choice(ARABIC_DAYS),
        "en_day": pick.choice(_ENGLISH),
    }
    return title.format(**slots), text.format(**slots)
