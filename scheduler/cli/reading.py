"""`veilleur history`, `diff` and `changes`: what the store remembers, read back."""

import argparse
import sys
from collections.abc import Sequence

from crawler.addresses import canonical
from crawler.errors import BadArgument
from scheduler.cli import values
from scheduler.cli.house import stored
from scheduler.marks import as_terminal
from storage.diff import compare
from storage.records import Change, Version
from storage.store import Store


def run(args: argparse.Namespace) -> int:
    """Answer one of the three."""
    with stored(args) as store:
        return {"history": _history, "diff": _diff, "changes": _changes}[args.command](args, store)


def _versions(store: Store, address: str) -> tuple[Version, ...]:
    versions = store.versions(canonical(address))
    if not versions:
        raise BadArgument(f"{address}: nothing of that page is stored (veilleur check {address} fetches it)")
    return versions


def _history(args: argparse.Namespace, store: Store) -> int:
    versions = _versions(store, args.address)
    address = versions[-1].document.address
    changes = list(store.changes(address=address))
    if args.json:
        values.printed(
            {
                "url": address,
                "versions": [values.version(each) for each in versions],
                "changes": [values.change(each) for each in changes],
            }
        )
        return 0
    print(f"{versions[-1].document.title}\n{address}\n")
    for version in versions:
        document = version.document
        print(
            f"  version {version.number}, seen {values.moment(version.seen_at)}: {len(document.blocks)} paragraphs"
        )
    print()
    show(changes, titled=False)
    return 0


def _diff(args: argparse.Namespace, store: Store) -> int:
    versions = {version.number: version for version in _versions(store, args.address)}
    new = args.new or max(versions)
    old = args.old or max(1, new - 1)
    for number in (old, new):
        if number not in versions:
            raise BadArgument(
                f"{args.address}: there is no version {number} (1 to {max(versions)} are stored)"
            )
    hunks = compare(versions[old].document, versions[new].document)
    if args.json:
        values.printed(values.difference(versions[new].document.address, old, new, hunks, equal=args.equal))
    else:
        print(f"{versions[new].document.title}\nversion {old} to {new}\n")
        print(as_terminal(hunks, colour=sys.stdout.isatty(), equal=args.equal) or "No difference.")
    return 0


def _changes(args: argparse.Namespace, store: Store) -> int:
    if args.source and args.source not in store.sources():
        raise BadArgument(
            f"--source {args.source}: nothing of it is stored (known: {', '.join(store.sources())})"
        )
    changes = list(store.changes(since=args.since, until=args.until, source=args.source))
    if args.json:
        values.printed([values.change(each) for each in changes])
    else:
        show(changes, titled=True)
    return 0


def show(changes: Sequence[Change], *, titled: bool) -> None:
    """Changes for a terminal, one paragraph each."""
    for change in changes:
        print(f"{values.moment(change.at)}  {change.source}  {change.kind.value}: {change.reason}")
        if titled:
            print(f"  {change.version.document.title}\n  {change.address}")
        if change.hunks:
            print(as_terminal(change.hunks, colour=sys.stdout.isatty(), indent=4))
    if not changes:
        print("No changes.")
