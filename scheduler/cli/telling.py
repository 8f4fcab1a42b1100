"""`veilleur story`: the copies of one article as a tree, the difference of two, and wrong joins undone."""

import argparse
import sys
from collections.abc import Collection, Iterator

from crawler.addresses import canonical
from crawler.errors import BadArgument
from scheduler.cli import values
from scheduler.cli.house import now, settings, sites, stored
from scheduler.marks import as_terminal
from storage.departures import departure
from storage.diff import compare
from storage.lineage import Copy, Story
from storage.records import Document
from storage.store import Store


def run(args: argparse.Namespace) -> int:
    """Show the story, compare two documents, or part or join them first and show what came of it."""
    aggregators = {name for name, source in sites(settings(args)).items() if source.aggregator}
    with stored(args) as store:
        address = _known(store, args.address)
        if args.diff:
            return _compare(args, store, address, _known(store, args.diff))
        _caught_up(args, store)
        if args.part and not store.part(address, now(args, store)):
            raise BadArgument(f"{args.address}: is in no story, there is nothing to part it from")
        if args.join and not store.join(address, _known(store, args.join), now(args, store)):
            raise BadArgument(f"{args.join}: is the same document as {args.address}")
        _show(args, store, address, aggregators)
    return 0


def _known(store: Store, address: str) -> str:
    return _document(store, address).address


def _document(store: Store, address: str) -> Document:
    versions = store.versions(canonical(address))
    if not versions:
        raise BadArgument(f"{address}: nothing of that page is stored (veilleur check {address} fetches it)")
    return versions[-1].document


def _caught_up(args: argparse.Namespace, store: Store) -> None:
    for done, all_of_them in store.sketch_earlier(now(args, store)):
        print(f"stories of what was stored before: {done} of {all_of_them} documents", file=sys.stderr)


def _compare(args: argparse.Namespace, store: Store, one: str, other: str) -> int:
    hunks = compare(_document(store, one), _document(store, other))
    if args.json:
        values.printed(values.copy_difference(one, other, hunks))
    else:
        print(f"from {one}\nto   {other}\n")
        print(as_terminal(hunks, colour=sys.stdout.isatty()) or "No difference.")
    return 0


def _show(args: argparse.Namespace, store: Store, address: str, aggregators: Collection[str]) -> None:
    story = store.story(address)
    if args.json:
        values.printed(values.story(address, story, aggregators))
    elif story is None:
        print(f"{_document(store, address).title}\n{address}\n\nNo copy of it is stored.")
    else:
        print("\n".join(_tree(story, aggregators)))


def _tree(story: Story, aggregators: Collection[str]) -> Iterator[str]:
    origin, reprints = story.origin(aggregators), story.reprints(aggregators)
    shown = f", {len(story.copies)} shown" if len(story.copies) < story.total else ""
    credit = f", {story.agency} is credited" if story.agency else ""
    yield f"{origin.document.title}\n{story.total} copies{shown}{credit}\n"
    yield from _branch(origin, "origin", "")
    for copy in reprints:
        made = departure(origin.document, copy.document)
        notes = [
            *([f"retitled: {copy.document.title}"] if made.retitled else []),
            *(f"figure: {new} for {old}" for old, new in made.figures),
            *([f"paragraphs added: {made.added}"] if made.added else []),
            *([f"paragraphs cut: {made.cut}"] if made.cut else []),
            *([f"why: {copy.reason}"] if copy.reason else []),
        ]
        yield from _branch(copy, "withdrawn" if copy.withdrawn else "copy", "  ")
        yield from (f"      {note}" for note in notes)


def _branch(copy: Copy, role: str, indent: str) -> Iterator[str]:
    published = copy.document.published
    day = f"published {published.day}, " if published else ""
    yield f"{indent}{role}: {copy.document.outlet or copy.source} (read on {copy.source})"
    yield f"{indent}  {copy.address}"
    yield f"{indent}  {day}first seen {values.moment(copy.first_seen)}, version {copy.version}"
