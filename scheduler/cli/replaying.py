"""`veilleur replay`: which changes that were told today's rules would not tell, and which they would."""

import argparse
import sys
from collections.abc import Mapping, Sequence

from crawler import registry
from crawler.errors import UnknownSource
from crawler.extractor_process import Extractor
from crawler.furnished import Furnished
from crawler.progress import EVERY, printable
from crawler.replay import Difference, Replay
from scheduler.cli import values
from scheduler.cli.house import settings, sites, stored
from storage.store import Store
from storage.vocabulary import Kind

_STEPS = frozenset({Kind.EDITED, Kind.REVERTED, Kind.RESTORED, Kind.MOVED})
"""What may have made a second version."""


def run(args: argparse.Namespace) -> int:
    """Replay the histories and list what differs; the exit code is 1 where a stored page cannot be read."""
    known = dict(sites(settings(args)))
    with stored(args) as store, Extractor(1) as extractor:
        if args.source and args.source not in store.sources():
            raise UnknownSource(
                f"nothing of {args.source!r} is stored (known: {', '.join(store.sources()) or 'none'})"
            )
        furnished = Furnished(store, known.__getitem__)
        replay = Replay(store, extractor)
        found: list[Difference] = []
        documents = _documents(args, store)
        for address, name in documents.items():
            if name not in known:  # an import's own, or one that is watched no more
                known[name] = registry.of_host(address)
            differences = replay.of(address, furnished.of(name))
            found += [each for each in differences if args.since is None or each.at >= args.since]
            if replay.documents % EVERY == 0:
                print(f"replay: {replay.documents} pages of {len(documents)}", file=sys.stderr, flush=True)
    found.sort(key=lambda each: each.at)
    if args.json:
        values.printed(_plain(found, replay))
    else:
        _show(found, replay)
    for missing in replay.unreadable:
        print(f"veilleur: {missing}", file=sys.stderr)
    return 1 if replay.unreadable else 0


def _documents(args: argparse.Namespace, store: Store) -> Mapping[str, str]:
    """The addresses of the documents that have several versions, each with the name of its source."""
    changes = store.changes(since=args.since, source=args.source, kinds=_STEPS)
    sources = {change.address: change.source for change in changes}
    return {store.versions(address)[-1].document.address: name for address, name in sources.items()}


def _plain(found: Sequence[Difference], replay: Replay) -> values.Value:
    return {
        "documents": replay.documents,
        "versions": replay.versions,
        "disappear": sum(each.told is not None for each in found),
        "appear": sum(each.told is None for each in found),
        "unreadable": replay.unreadable,
        "differences": [
            {
                "change": each.change,
                "url": each.address,
                "version": each.version,
                "at": values.moment(each.at),
                "told": each.told,
                "today": each.today,
                "reason": each.reason,
            }
            for each in found
        ],
    }


def _show(found: Sequence[Difference], replay: Replay) -> None:
    for each in found:
        what = (
            f"would disappear: change {each.change}, {each.told}"
            if each.told
            else f"would appear: {each.today}, version {each.version}"
        )
        print(f"{values.moment(each.at)}  {what}\n  {each.address}\n  {printable(each.reason)}")
    gone = sum(each.told is not None for each in found)
    print(
        f"{replay.documents} pages with {replay.versions} versions read again: "
        f"{gone} changes would disappear, {len(found) - gone} would appear"
    )
