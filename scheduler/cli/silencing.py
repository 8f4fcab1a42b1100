"""`veilleur noise`: the lines that were learned to be a site's furniture, listed, undone and done again."""

import argparse
import shutil
from collections.abc import Sequence

from crawler.errors import BadArgument, UnknownSource
from crawler.progress import printable
from scheduler.cli import values
from scheduler.cli.house import settings, sites, stored
from storage.furnishing import Furnishing
from storage.store import Store

_PLACES = {"start": "before the article", "end": "after the article"}


def run(args: argparse.Namespace) -> int:
    """List a source's furniture, after a change to it where one is asked for."""
    known = sites(settings(args))
    with stored(args) as store:
        if args.source not in known and args.source not in store.sources():
            raise UnknownSource(f"no source is called {args.source!r}: known are {', '.join(sorted(known))}")
        for number, undone in ((args.undo, True), (args.redo, False)):
            if number is not None:
                _change(store, args.source, number, undone=undone)
        learned = store.furniture(args.source)
    if args.json:
        values.printed([values.furnishing(each) for each in learned])
    else:
        _show(args.source, learned)
    return 0


def _change(store: Store, source: str, number: int, *, undone: bool) -> None:
    if number not in {each.number for each in store.furniture(source)}:
        raise BadArgument(f"{source} has no line {number}: `veilleur noise {source}` lists them")
    store.undo_furniture(source, number, undone=undone)


def _show(source: str, learned: Sequence[Furnishing]) -> None:
    if not learned:
        print(f"Nothing was learned of {source} yet: it takes the same line around several articles.")
        return
    width = max(40, shutil.get_terminal_size().columns)
    for each in learned:
        line = printable(each.shown)
        room = width - 5
        print(f"{each.number:3}  {line if len(line) <= room else line[: room - 1].rstrip() + '…'}")
        state = "text again; " if each.undone else ""
        print(
            f"     {state}stood {_PLACES[each.place]} on {each.pages} pages, "
            f"{each.since:%Y-%m-%d}: {each.why}"
        )
