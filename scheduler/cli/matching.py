"""`veilleur match`: the topics at work on texts."""

import argparse
import sys

from crawler.errors import BadArgument
from scheduler import config, topics
from scheduler.cli.house import lines_of, settings
from scheduler.topics import answers


def run(args: argparse.Namespace) -> int:
    """One line of JSON for each line of JSON; the exit code is 1 where a line could not be read."""
    settings(args)
    rules = topics.load(config.load().topics)
    wrong = 0
    with lines_of(args.file) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                print(answers.answer(line.decode(errors="replace"), rules), flush=True)
            except BadArgument as error:
                wrong += 1
                print(f"veilleur: {args.file}: line {number}: {error}", file=sys.stderr)
    return 1 if wrong else 0
