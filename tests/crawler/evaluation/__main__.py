"""Prints the table: `python -m tests.crawler.evaluation [--full] [--show NAME]`."""

import argparse

from tests.crawler.evaluation.judging import evaluate

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.crawler.evaluation", description=__doc__)
    parser.add_argument("--full", action="store_true", help="every article in every frame with every ticker")
    parser.add_argument("--show", metavar="NAME", default="", help="print what went wrong with this mutation")
    options = parser.parse_args()
    print(evaluate(full=options.full).table(show=options.show))
