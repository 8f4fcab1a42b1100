"""The `veilleur` command: reads the command line and hands over to one module a command."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime

from crawler.errors import BadArgument, BadConfiguration, BadSource, CrawlerError, UnknownSource
from scheduler.cli import judging, keeping
from scheduler.errors import SchedulerError
from storage.errors import BusyStore, StorageError

COMMANDS = {
    "run": "running",
    "crawl": "crawling",
    "check": "checking",
    "digest": "digesting",
    "status": "reporting",
    "history": "reading",
    "diff": "reading",
    "changes": "reading",
    "story": "telling",
    "extract": "extracting",
    "import": "importing",
    **keeping.COMMANDS,
    **judging.COMMANDS,
}
"""Command -> the module of this package that runs it; imported only when it is called, so that --help is quick."""

EPILOG = """\
examples:
  veilleur crawl haca lopinion     crawl two sources now
  veilleur digest --preview        show the next digest without sending it
  veilleur status                  how each source is doing
  veilleur run                     watch: crawl and send at their hours, until Ctrl-C

Settings are read from veilleur.toml here, or from where VEILLEUR_CONFIG points; without one, defaults hold.
Exit codes: 0 done, 1 failed, 2 a wrong argument or setting, 75 somebody else is at it.
"""

BUSY = 75  # EX_TEMPFAIL of sysexits.h: try again later


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = _parser()
    args = parser.parse_args(argv)
    if args.command is None:
        parser.print_help()
        return 2
    try:
        module = importlib.import_module(f"scheduler.cli.{COMMANDS[args.command]}")
        code: int = module.run(args)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output went away: nothing more to say, and not on its closed pipe either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except (SchedulerError, CrawlerError, StorageError) as error:
        print(f"veilleur: {error}", file=sys.stderr)
        return _exit_code(error)
    return code


def _exit_code(error: SchedulerError | CrawlerError | StorageError) -> int:
    if isinstance(error, BusyStore):
        return BUSY
    return 2 if isinstance(error, (BadArgument, BadConfiguration, BadSource, UnknownSource)) else 1


def moment(text: str) -> datetime:
    """A time on the command line: `2026-11-16T18:00Z`, or a day for its midnight, UTC unless it says."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a time such as 2026-11-16 or 2026-11-16T18:00Z"
        ) from error
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


def count(text: str) -> int:
    """A number of pages on the command line, 1 or more."""
    if not (text.isascii() and text.isdigit() and int(text[:9])):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of 1 or more")
    return int(text[:9])


def day(text: str) -> date:
    """A day on the command line, `2026-11-16`."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2026-11-16") from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="veilleur",
        description="Watches the press: what was published, edited, withdrawn; and mails a revue de presse.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--config", metavar="FILE", help="settings to use instead of ./veilleur.toml")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    def command(name: str, summary: str, example: str, *, json: bool = True) -> argparse.ArgumentParser:
        made = commands.add_parser(
            name,
            help=summary,
            description=summary[0].upper() + summary[1:] + ".",
            epilog=f"examples:\n{example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        if json:
            made.add_argument(
                "--json", action="store_true", help="print JSON; its fields are in docs/json.md"
            )
        return made

    _watching(command)
    _reading(command)
    keeping.declare(command, moment, count)
    judging.declare(command, moment)
    return parser


def _at(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--at", type=moment, metavar="TIME", help="take this as now; only for a replica (VEILLEUR_UPSTREAM)"
    )


def _watching(command) -> None:  # type: ignore[no-untyped-def]  # the local function above
    made = command(
        "run", "watch: crawl what is due and send digests at their hour", "  veilleur run", json=False
    )
    made.add_argument("--quiet", action="store_true", help="say only what went wrong")

    made = command(
        "crawl",
        "crawl sources now",
        "  veilleur crawl\n  veilleur crawl haca leseco\n  veilleur crawl haca --limit 5",
    )
    made.add_argument("names", nargs="*", metavar="NAME", help="a source (all of them where none is named)")
    made.add_argument("--since", type=day, metavar="DAY", help="go back to articles of this day")
    made.add_argument("--limit", type=count, metavar="N", help="at most N article pages a source")
    _at(made)

    made = command(
        "check", "fetch pages now and say the verdict", "  veilleur check https://www.haca.ma/fr/node/8170"
    )
    made.add_argument("addresses", nargs="+", metavar="ADDRESS")
    _at(made)

    made = command(
        "digest",
        "write and send a digest of all that was not told yet, or look at any period",
        "  veilleur digest\n  veilleur digest --preview\n  veilleur digest --since 2026-11-01 --until 2026-11-08",
    )
    made.add_argument(
        "--profile", metavar="NAME", help="the profile of veilleur.toml (all of them where none is named)"
    )
    made.add_argument("--preview", action="store_true", help="write it to a file, send and remember nothing")
    made.add_argument("--since", type=moment, metavar="TIME", help="a period to look at; implies --preview")
    made.add_argument("--until", type=moment, metavar="TIME", help="end of that period")
    made.add_argument(
        "--text", action="store_true", help="print the plain text of a preview instead of writing a file"
    )
    _at(made)


def _reading(command) -> None:  # type: ignore[no-untyped-def]  # the local function above
    made = command(
        "status",
        "how each source, digest and delivery is doing",
        "  veilleur status\n  veilleur status --json",
    )
    _at(made)

    made = command("history", "the versions and changes of one page", "  veilleur history ADDRESS")
    made.add_argument("address", metavar="ADDRESS")

    made = command(
        "diff", "what changed between two versions", "  veilleur diff ADDRESS\n  veilleur diff ADDRESS 1 3"
    )
    made.add_argument("address", metavar="ADDRESS")
    made.add_argument(
        "old", nargs="?", type=int, metavar="A", help="version number (default: the one before B)"
    )
    made.add_argument("new", nargs="?", type=int, metavar="B", help="version number (default: the last)")
    made.add_argument("--equal", action="store_true", help="show unchanged blocks too")

    made = command("changes", "the changes of a period", "  veilleur changes --since 2026-11-16")
    made.add_argument("--since", type=moment, required=True, metavar="TIME")
    made.add_argument("--until", type=moment, metavar="TIME")
    made.add_argument("--source", metavar="NAME")

    made = command(
        "story",
        "who carries an article, who had it first, and where the copies differ",
        "  veilleur story ADDRESS\n  veilleur story ADDRESS --diff OTHER\n  veilleur story ADDRESS --part",
    )
    made.add_argument("address", metavar="ADDRESS")
    change = made.add_mutually_exclusive_group()
    change.add_argument("--diff", metavar="OTHER", help="what differs between it and another document")
    change.add_argument(
        "--part", action="store_true", help="it is no copy: take it out of its story for good"
    )
    change.add_argument(
        "--join", metavar="OTHER", help="it is a copy of that one: bring their stories together"
    )
    _at(made)

    made = command(
        "extract",
        "the article of a saved page, without storing it",
        "  veilleur extract page.html --url https://…",
    )
    made.add_argument("file", metavar="FILE", help="a saved page, or - for standard input")
    made.add_argument("--url", required=True, metavar="ADDRESS", help="the address it was saved from")

    made = command(
        "import",
        "bring in captures as JSON Lines, in order of time",
        "  veilleur import captures.jsonl --json",
    )
    made.add_argument(
        "file", metavar="FILE", help="one capture a line (docs/json.md), or - for standard input"
    )
