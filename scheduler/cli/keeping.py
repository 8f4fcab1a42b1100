"""The command lines of what keeps, checks, finds and hands out the memory; each is run by a module of its own."""

import argparse
from collections.abc import Callable
from datetime import datetime

COMMANDS = {
    "verify": "verifying",
    "backup": "backing",
    "restore": "backing",
}


def declare(command: Callable[..., argparse.ArgumentParser], moment: Callable[[str], datetime]) -> None:
    """Add the commands; `moment` reads a time."""
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
        "  VEILLEUR_DATABASE=sqlite:///fresh/veilleur.db veilleur restore veilleur-20261121T070000Z.tar",
    )
    made.add_argument("file", metavar="FILE", help="a file that `veilleur backup` wrote")
