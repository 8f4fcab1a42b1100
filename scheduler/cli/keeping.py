"""The command lines of what keeps, checks, finds and hands out the memory; each is run by a module of its own."""

import argparse
from collections.abc import Callable
from datetime import datetime

from storage.vocabulary import Kind

COMMANDS = {
    "verify": "verifying",
    "backup": "backing",
    "restore": "backing",
    "search": "searching",
    "export": "exporting",
    "prune": "pruning",
    "erase": "pruning",
}

FORMATS = ("jsonl", "csv", "bibtex", "ris", "atom")


def declare(
    command: Callable[..., argparse.ArgumentParser],
    moment: Callable[[str], datetime],
    count: Callable[[str], int],
) -> None:
    """Add the commands; `moment` reads a time and `count` a number."""
    _kept(command, moment)
    _searched(command, moment, count)


def _kept(command: Callable[..., argparse.ArgumentParser], moment: Callable[[str], datetime]) -> None:
    made = command(
        "verify",
        "compute every stored hash again and name what is damaged or missing",
        "  veilleur verify\n  veilleur verify --since 2026-11-01 --json",
    )
    made.add_argument("--since", type=moment, metavar="TIME", help="only what was stored from then on")

    made = command(
        "backup",
        "write the store and its pages into one file, and read it back",
        "  veilleur backup\n  veilleur backup /mnt/disk/veilleur",
    )
    made.add_argument(
        "folder", nargs="?", metavar="DIR", help="where to (backups/ beside the pages); the last seven stay"
    )

    made = command(
        "restore",
        "put a backup where no store is yet",
        "  veilleur restore var/backups/veilleur-20261121T070000Z.tar",
    )
    made.add_argument("file", metavar="FILE", help="a file that `veilleur backup` wrote")

    made = command(
        "prune",
        "remove old raw pages; texts and changes stay, and each document's last page",
        "  veilleur prune --before 2025-11-01",
    )
    made.add_argument(
        "--before", type=moment, required=True, metavar="TIME", help="pages of versions seen before then"
    )

    made = command(
        "erase",
        "take the content of one document out for good, for a legal demand",
        '  veilleur erase ADDRESS --why "jugement n° 12 du tribunal de Rabat"',
    )
    made.add_argument("address", metavar="ADDRESS")
    made.add_argument("--why", required=True, metavar="TEXT", help="stays on record, with the time")


def _searched(
    command: Callable[..., argparse.ArgumentParser],
    moment: Callable[[str], datetime],
    count: Callable[[str], int],
) -> None:
    made = command(
        "search",
        "find versions by their words, French and Arabic as they are typed",
        "  veilleur search 'intelligence artificielle'\n"
        "  veilleur search '\"droits voisins\" OR copyright NOT musique' --since 2026-11-01\n"
        "  veilleur search 'الثقافة' --topic icc --kind edited --best",
    )
    made.add_argument(
        "query", metavar="QUERY", help='words, "a phrase", begin*, AND, OR, NOT (in capitals), parentheses'
    )
    made.add_argument("--topic", metavar="KEY", help="only texts of this topic")
    made.add_argument("--source", metavar="NAME")
    made.add_argument("--since", type=moment, metavar="TIME", help="only versions seen from then on")
    made.add_argument("--until", type=moment, metavar="TIME", help="only versions seen before")
    made.add_argument("--kind", type=Kind, choices=list(Kind), metavar="KIND", help=", ".join(Kind))
    made.add_argument("--limit", type=count, default=20, metavar="N", help="at most N finds (20)")
    made.add_argument("--best", action="store_true", help="the best first, not the last stored")

    made = command(
        "export",
        "the stored documents for other programs",
        "  veilleur export csv --since 2026-11-01 > articles.csv\n"
        "  veilleur export bibtex --source haca --output haca.bib",
        json=False,
    )
    made.add_argument("format", choices=FORMATS, metavar="FORMAT", help=", ".join(FORMATS))
    made.add_argument("--source", metavar="NAME")
    made.add_argument("--since", type=moment, metavar="TIME", help="only versions seen from then on")
    made.add_argument("--until", type=moment, metavar="TIME", help="only versions seen before")
    made.add_argument("--versions", action="store_true", help="every version, not only the last of each")
    made.add_argument("--output", metavar="FILE", help="a new file to write to")
