"""`veilleur check`: fetch pages now, on the same path as a crawl, and say the verdict."""

import argparse
import sys
from typing import Any

from crawler.addresses import canonical
from crawler.source import Source
from scheduler.cli import values
from scheduler.cli.house import owner, settings, sites, stored
from scheduler.cli.reading import show
from scheduler.jobs import Crawl
from storage.records import Change
from storage.store import Store


def run(args: argparse.Namespace) -> int:
    """Check each address; the exit code is 1 where one of them could not be read."""
    configuration = settings(args)
    known = sites(configuration)
    owners = [(address, owner(known, address)) for address in args.addresses]
    lines, code = [], 0
    for address, source in owners:
        arguments = [("url", address)] + ([("at", args.at.isoformat())] if args.at else [])
        ended = Crawl(source.name, arguments, quiet=True).wait(configuration.timeout)
        if ended.code not in (0, 1):
            return ended.code
        code = max(code, ended.code)
        with stored(args) as store:
            line, change = _verdict(store, source, address)
        lines.append(line)
        if not args.json:
            _show(line, change)
    if args.json:
        values.printed(lines)
    return code


def _verdict(store: Store, source: Source, address: str) -> tuple[dict[str, Any], Change | None]:
    """What the run that has just ended says of `address`."""
    requested = canonical(address, source)
    done = store.runs(source=source.name, limit=1)[0]
    outcome, reason = next(
        ((outcome, reason) for asked, outcome, reason in store.outcomes(done) if asked == requested),
        (None, done.reason),
    )
    told = list(store.changes(since=done.started_at, address=requested))
    change = told[-1] if told else None
    versions = store.versions(requested)
    line = values.verdict(
        address,
        outcome.value if outcome else "network_error",
        change.kind.value if change else None,
        versions[-1].number if versions else None,
        versions[-1].document.title if versions else None,
        change.reason if change else reason,
        change.hunks if change else (),
    )
    return line, change


def _show(line: dict[str, Any], change: Change | None) -> None:
    print(f"{line['url']}\n  {line['outcome']}: {line['reason'] or 'nothing changed'}", file=sys.stdout)
    if change is not None:
        show([change], titled=True)
