"""The command lines of the rules: what they say of lines, texts, pairs and pages, each run by its own module."""

import argparse
from collections.abc import Callable
from datetime import datetime

COMMANDS = {
    "noise": "silencing",
    "replay": "replaying",
    "match": "matching",
    "copies": "matching",
    "topics": "curating",
}

Command = Callable[..., argparse.ArgumentParser]


def declare(command: Command, moment: Callable[[str], datetime]) -> None:
    """Add the commands; `moment` reads a time."""
    made = command(
        "noise",
        "the lines around a source's articles that were learned to be no text of theirs",
        "  veilleur noise maghress\n  veilleur noise maghress --undo 3",
    )
    made.add_argument("source", metavar="SOURCE")
    either = made.add_mutually_exclusive_group()
    either.add_argument("--undo", type=int, metavar="N", help="make line N text again, for good")
    either.add_argument("--redo", type=int, metavar="N", help="take that back")

    made = command(
        "replay",
        "what today's rules would tell of the stored history, and what not",
        "  veilleur replay\n  veilleur replay lopinion --since 2026-11-01",
    )
    made.add_argument("source", nargs="?", metavar="SOURCE", help="one source (all of them by default)")
    made.add_argument("--since", type=moment, metavar="DAY", help="leave out changes of before")

    made = command("match", "the topics of texts, as JSON Lines", "  veilleur match texts.jsonl --json")
    made.add_argument("file", metavar="FILE", help="one text a line (docs/json.md), or - for standard input")

    _curating(command, moment)


def _curating(command: Command, moment: Callable[[str], datetime]) -> None:
    example = "  veilleur copies pairs.jsonl --json"
    made = command("copies", "whether pairs of articles are copies of one story, as JSON Lines", example)
    made.add_argument("file", metavar="FILE", help="one pair a line (docs/json.md), or - for standard input")

    made = command(
        "topics",
        "check and try topics, say why a page has one, rule where the rules cannot tell",
        "  veilleur topics test\n  veilleur topics try topics/mine.toml --since 2026-11-01\n"
        "  veilleur topics why ADDRESS\n  veilleur topics refuse ADDRESS --topic icc",
        json=False,
    )
    actions = made.add_subparsers(dest="action", metavar="ACTION", required=True)

    def action(name: str, summary: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = actions.add_parser(
            name, help=summary, description=summary[0].upper() + summary[1:] + "."
        )
        made.add_argument("--json", action="store_true", help="print JSON; its fields are in docs/json.md")
        return made

    made = action("test", "check topic files, their examples and what people ruled")
    made.add_argument(
        "files", nargs="*", metavar="FILE", help="topic files (your own, or those that come with Veilleur)"
    )
    made = action("try", "what a topic would have added to past digests, and how much it matches")
    made.add_argument(
        "topic", metavar="FILE|QUERY", help="a topic file, or a query such as 'droits NEAR/3 voisins'"
    )
    made.add_argument("--since", type=moment, metavar="TIME", help="only what was stored or told since then")
    made = action("why", "the sentences that gave a page its topics, and the senses that were refused")
    made.add_argument("address", metavar="ADDRESS")
    for name, meaning in (("confirm", "is"), ("refuse", "is not")):
        made = action(name, f"keep for good that a page {meaning} about a topic, whatever the rules say")
        made.add_argument("address", metavar="ADDRESS")
        made.add_argument(
            "--topic", metavar="KEY", help="where more than one topic, or none, was found there"
        )
