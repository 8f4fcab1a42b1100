"""`veilleur export`: stored documents for other programs."""

import argparse
import sys
from pathlib import Path

from crawler.errors import BadArgument
from scheduler.cli.house import stored
from scheduler.exports import FORMATS


def run(args: argparse.Namespace) -> int:
    """Write one format to standard output, or to a file that is not there yet."""
    with stored(args) as store:
        if args.source and args.source not in store.sources():
            raise BadArgument(
                f"--source {args.source}: nothing of it is stored (known: {', '.join(store.sources())})"
            )
        held = store.stored(args.since, args.until, args.source, every=args.versions)
        written = FORMATS[args.format](held)
        if args.output is None:
            sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]  # a text stream
            for piece in written:
                sys.stdout.write(piece)
            return 0
        try:
            with Path(args.output).open("x", encoding="utf-8", newline="") as out:
                out.writelines(written)
        except OSError as error:
            raise BadArgument(f"{args.output}: {error.strerror}: name another file") from error
    return 0
