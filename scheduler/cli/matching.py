"""`veilleur match`, `copies` and `topics`: the rules at work on texts that are given, and topic files checked."""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from crawler.errors import BadArgument
from scheduler import config, copies, topics
from scheduler.cli import values
from scheduler.cli.house import lines_of, settings
from scheduler.topics import answers, examples, files


def run(args: argparse.Namespace) -> int:
    """Answer one of the three."""
    settings(args)
    match args.command:
        case "match":
            rules = topics.load(config.load().topics)
            return _answered(args, lambda line: answers.answer(line, rules))
        case "copies":
            at = datetime.now(UTC)
            return _answered(args, lambda line: copies.answer(line, at))
    return _test(args)


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


def _test(args: argparse.Namespace) -> int:
    """Check topic files and the examples they carry; the exit code is 1 where one fails."""
    own = config.load().topics
    paths = [Path(name) for name in args.files] or sorted(own.glob("*.toml") if own else ())
    checked = [(str(path), files.read(path)) for path in paths] or [
        (topic.file, topic) for topic in topics.load().files
    ]
    failing = {name: examples.check(topic) for name, topic in checked}
    if args.json:
        values.printed(
            [{"file": name, "failing": [str(each) for each in found]} for name, found in failing.items()]
        )
    else:
        for name, found in failing.items():
            for each in found:
                print(f"veilleur: {each}", file=sys.stderr)
            print(
                f"{name}: {f'{len(found)} examples fail' if found else 'all examples come out as they should'}"
            )
    return 1 if any(failing.values()) else 0
