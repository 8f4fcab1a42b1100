"""`veilleur crawl`: crawl sources now, one child process each, and say what came of it."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from datetime import timedelta

from crawler import registry
from scheduler.cli import BUSY, values
from scheduler.cli.house import settings, stored, watched
from scheduler.jobs import Crawl, Ended
from scheduler.watch import AT_ONCE
from storage.records import Run

BASELINE = "seeds"
"""The source that is crawled before all others, so that a live page meets its capture."""


def run(args: argparse.Namespace) -> int:
    """Crawl the named sources, or the seeds and then every watched source."""
    configuration = settings(args)
    names = tuple(dict.fromkeys(args.names)) or tuple(watched(configuration))
    for name in set(names) - set(registry.names(configuration)):
        registry.source(name, configuration)  # raises, with what was perhaps meant
    with stored(args) as store:
        seeded = bool(store.runs(source=BASELINE, limit=1))
    ended = []
    if BASELINE in names or (not args.names and not seeded):
        ended += crawl_all(
            {BASELINE: BASELINE}, _arguments(args, limits=False), configuration.timeout, quiet=args.json
        )
        names = tuple(name for name in names if name != BASELINE)
    hosts = {name: registry.source(name, configuration).host for name in names}
    ended += crawl_all(hosts, _arguments(args), configuration.timeout, quiet=args.json)
    with stored(args) as store:
        runs = [store.runs(source=each.source, limit=1)[0] for each in ended if each.code in (0, 1)]
    if args.json:
        values.printed([values.run(done) for done in runs])
    elif len(runs) > 1:
        _table(runs)
    return _exit_code(ended)


def crawl_all(
    hosts: Mapping[str, str], arguments: Sequence[tuple[str, str]], limit: timedelta, *, quiet: bool
) -> list[Ended]:
    """Crawl the sources of `hosts`, a few side by side, those of one host one after the other.

    Ctrl-C asks those under way to stop and write what they have.
    """
    waiting = list(hosts)
    running: list[Crawl] = []
    ended: list[Ended] = []
    alone = len(waiting) == 1
    try:
        while waiting or running:
            for name in list(waiting):
                busy = {hosts[crawl.source] for crawl in running}
                if len(running) < AT_ONCE and hosts[name] not in busy:
                    waiting.remove(name)
                    running.append(Crawl(name, arguments, quiet=quiet, relayed=not alone))
            ended.append(running.pop(0).wait(limit))
    finally:
        for crawl in running:
            ended.append(crawl.stop())
    return ended


def _arguments(args: argparse.Namespace, *, limits: bool = True) -> list[tuple[str, str]]:
    """The command line as the spider's own arguments."""
    given = {"at": args.at and args.at.isoformat()}
    if limits:
        given |= {"since": args.since and args.since.isoformat(), "limit": args.limit and str(args.limit)}
    return [(name, value) for name, value in given.items() if value]


def _table(runs: Sequence[Run]) -> None:
    print(
        f"\n{'source':12}{'state':10}{'read':>6}{'baseline':>10}{'new':>6}{'edited':>8}{'withdrawn':>11}  reason"
    )
    for done in runs:
        state = done.state.value if done.state else "unfinished"
        changes = [done.changes.get(kind, 0) for kind in ("baseline", "new", "edited", "withdrawn")]
        print(
            f"{done.source:12}{state:10}{values.read_count(done.counts):6}{changes[0]:10}{changes[1]:6}{changes[2]:8}{changes[3]:11}"
            f"  {done.reason}".rstrip()
        )


def _exit_code(ended: Sequence[Ended]) -> int:
    """The gravest: a wrong argument, then a failure, then somebody else at it."""
    codes = {each.code if not each.out_of_time else 1 for each in ended}
    for code in (2, BUSY):
        if code in codes and codes <= {code, 0}:
            return code
    if codes <= {0}:
        return 0
    print("veilleur: some sources failed: `veilleur status` says why", file=sys.stderr)
    return 1
