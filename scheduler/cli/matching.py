"""`veilleur match` and `copies`: the rules at work on texts that are given, line by line."""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime

from crawler.errors import BadArgument
from scheduler import config, copies, topics
from scheduler.cli.house import lines_of, settings
from scheduler.topics import answers


def run(args: argparse.Namespace) -> int:
    """Answer one of the two."""
    settings(args)
    if args.command == "copies":
        at = datetime.now(UTC)
        return _answered(args, lambda line: copies.answer(line, at))
    rules = topics.load(config.load().topics)
    return _answered(args, lambda line: answers.answer(line, rules))


def _answered(args: argparse.Namespace, answer: Callable[[str], str]) -> int:
    """One line of JSON for each line of JSON; the exit code is 1 where a line could not be read."""
    wrong = 0
    with lines_of(args.file) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                print(answer(line.decode(errors="replace")), flush=True)
            except BadArgument as error:
                wrong += 1
                print(f"veilleur: {args.file}: line {number}: {error}", file=sys.stderr)
    return 1 if wrong else 0
