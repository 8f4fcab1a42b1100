"""Prints the table: `python -m tests.crawler.evaluation [--every N] [--show NAME]`."""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.crawler.evaluation.judging import evaluate
from tests.crawler.evaluation.timelines import judge_timelines

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.crawler.evaluation")
    parser.add_argument(
        "--every", type=int, default=6, metavar="N", help="judge every N-th setting (1: all of them)"
    )
    parser.add_argument(
        "--show", default="", metavar="NAME", help="list what went wrong with this mutation, or with all"
    )
    options = parser.parse_args()
    result = evaluate(spread=options.every)
    with TemporaryDirectory() as folder:
        judge_timelines(result, Path(folder), spread=options.every)
    print(result.table(show=options.show))
