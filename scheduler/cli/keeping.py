"""The command lines of what keeps, checks, finds and hands out the memory; each is run by a module of its own."""

import argparse
from collections.abc import Callable
from datetime import datetime

COMMANDS = {
    "verify": "verifying",
}


def declare(command: Callable[..., argparse.ArgumentParser], moment: Callable[[str], datetime]) -> None:
    """Add the commands; `moment` reads a time."""
    made = command(
        "verify",
        "compute every stored hash again and name what is damaged or missing",
        "  veilleur verify\n  veilleur verify --since 2026-11-01 --json",
    )
    made.add_argument("--since", type=moment, metavar="TIME", help="only what was stored from then on")
