"""What sites put around a text, and what papers do to one that they reprint."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from tests.replica.ticker import ticker
from tests.scheduler.copies.texts import Text

NO_BREAKS = "\xa0" * 4
START = datetime(2025, 3, 1, 6, 0, tzinfo=UTC)
REPORTED = """\
Merci d'avoir signalé!
Cette image sera automatiquement bloquée après qu'elle soit signalée par plusieurs personnes."""
SOURCE_LINE = "Cliquez ici pour lire l'article depuis sa source."
PAPERS = ("L'opinion", "Les ECO", "EcoActu", "Albayane", "Aujourd'hui le Maroc", "La Vie éco")
NOTICES = (
    "Cet article est réservé à nos abonnés. Abonnez-vous pour lire la suite.",
    "La suite de cet article est réservée aux abonnés. Déjà abonné ? Connectez-vous pour continuer votre lecture.",
    "Pour lire la suite de cet article, abonnez-vous à l'offre numérique à partir de 20 dirhams par mois.",
    "هذا المقال مخصص للمشتركين. اشترك لقراءة المقال كاملا.",
    "This article is for subscribers only. Subscribe now to continue reading.",
)
ALSO = ("LIRE AUSSI : {}", "Lire aussi | {}", "À lire également : {}", "اقرأ أيضا: {}")
CREDITS = (
    "(MAP)",
    "Avec MAP",
    "(avec agence)",
    "LNT avec MAP",
    "Source : MAP",
    "La Rédaction avec AFP",
    "(و م ع)",
)
DATELINES = ("Rabat (MAP) - ", "RABAT – ", "Casablanca, 12 mars (MAP) – ", "الرباط (و م ع) – ")


def moment(pick: random.Random) -> datetime:
    """A time at which a ticker stood."""
    return START + timedelta(minutes=pick.randint(0, 700_000))


def maghress(title: str, body: str, at: datetime, pick: random.Random) -> str:
    """A text in the aggregator's frame with the ticker of that minute."""
    headlines = list(ticker(at))
    shape = pick.randrange(3)
    strip = NO_BREAKS.join(headlines) + NO_BREAKS if shape else "\n".join(headlines)
    dateline = f"\nPublié dans {pick.choice(PAPERS)} le {at:%d - %m - %Y}\n" if pick.random() < 0.85 else ""
    return f"{strip}\n\n\n\n\n\n\n\n{REPORTED}\n\n\n\n{title}{dateline}\n{body}\n\n\n{SOURCE_LINE}"


def flattened(text: str) -> str:
    """A text whose blanks were made single ones, line by line."""
    return "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())


def joined(blocks: Sequence[str], pick: random.Random) -> str:
    """Paragraphs as a plain text, in one of the ways that extractions give them."""
    return pick.choice(("\n\n", "\n", "\n", " ")).join(blocks)


def trimmed(blocks: Sequence[str], pick: random.Random) -> list[str]:
    """The beginning of a text: three tenths of it at least, and sixty words."""
    kept = max(1, round(len(blocks) * pick.uniform(0.3, 0.8)))
    while kept < len(blocks) and sum(len(block.split()) for block in blocks[:kept]) < 60:
        kept += 1
    return list(blocks[:kept])


def thinned(blocks: Sequence[str], pick: random.Random) -> list[str]:
    """A text with some paragraphs left out."""
    kept = [block for block in blocks if pick.random() > 0.3]
    return kept if sum(len(block.split()) for block in kept) >= 60 else list(blocks)


def edited(blocks: Sequence[str], pick: random.Random, share: float) -> list[str]:
    """A text with that share of its words dropped, doubled or exchanged with their neighbours."""
    told = []
    for block in blocks:
        words = block.split(" ")
        for place in range(len(words) - 1):
            if pick.random() < share:
                step = pick.randrange(3)
                if step == 0:
                    words[place] = ""
                elif step == 1:
                    words[place], words[place + 1] = words[place + 1], words[place]
                else:
                    words[place] = pick.choice(("ainsi", "toutefois", "près", "encore", "selon", "déjà"))
        told.append(" ".join(filter(None, words)))
    return told


def credited(blocks: Sequence[str], text: Text, pick: random.Random) -> list[str]:
    """A text as a paper takes it from an agency."""
    opening = pick.choice(DATELINES[-1:] if text.language == "ar" else DATELINES[:-1])
    credit = pick.choice(CREDITS[-1:] if text.language == "ar" else CREDITS[:-1])
    first = opening + blocks[0] if pick.random() < 0.6 else blocks[0]
    return [first, *blocks[1:], credit]


def retitled(title: str, text: Text, pick: random.Random) -> str:
    """Another headline for the same text: cut, turned round, or a new one."""
    words = title.split()
    return pick.choice(
        (
            " ".join(words[: max(3, len(words) // 2)]),
            " ".join([*words[len(words) // 2 :], *words[: len(words) // 2]]).capitalize(),
            " ".join(text.blocks[0].split()[:9]),
            f"Maroc : {' '.join(words[-4:])}",
        )
    )


def with_also_read(blocks: Sequence[str], others: Sequence[Text], pick: random.Random) -> list[str]:
    """A text with pointers to other articles between its paragraphs."""
    told = list(blocks)
    for _ in range(pick.randint(1, 3)):
        pointer = pick.choice(ALSO).format(pick.choice(others).title)
        told.insert(pick.randint(1, len(told)), pointer)
    return told
