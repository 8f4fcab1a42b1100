"""`veilleur search`: the versions in which words are found, as they are typed."""

import argparse
import sys
from collections.abc import Iterator
from itertools import islice

from crawler.errors import BadArgument
from scheduler import config, topics
from scheduler.cli import values
from scheduler.cli.house import progress, settings, stored
from storage.query import BadQuery, parsed
from storage.searching import Find, Limits
from storage.snippets import Snippet
from storage.store import Store

WEIGHED = 1_000
"""Among how many finds, the last stored ones, the best are looked for."""


def run(args: argparse.Namespace) -> int:
    """Print what is found; the exit code is 1 where nothing is."""
    settings(args)
    watch = progress("search")
    with stored(args) as store:
        store.index(lambda done, of: watch.count(done, of, "reading what is new"))
        watch.close()
        found = list(islice(_found(args, store), WEIGHED if args.best else args.limit))
    if args.best:
        found = sorted(found, key=_weight, reverse=True)[: args.limit]
    if args.json:
        values.printed([_value(find) for find in found])
        return 0 if found else 1
    for find in found:
        print(_readable(find, colour=sys.stdout.isatty()))
    if not found:
        print("Nothing was found.")
    return 0 if found else 1


def _found(args: argparse.Namespace, store: Store) -> Iterator[Find]:
    """What is found within the limits that are asked for."""
    if args.source and args.source not in store.sources():
        raise BadArgument(
            f"--source {args.source}: nothing of it is stored (known: {', '.join(store.sources())})"
        )
    try:
        query = parsed(args.query)
    except BadQuery as error:
        raise BadArgument(str(error)) from error
    limits = Limits(source=args.source, since=args.since, until=args.until, kind=args.kind)
    finds = store.search(query, limits)
    if args.topic is None:
        return finds
    rules = topics.load(config.load().topics)
    known = [topic.key for topic in rules.topics]
    if args.topic not in known:
        raise BadArgument(f"--topic {args.topic}: there is no such topic (known: {', '.join(known)})")
    return (find for find in finds if args.topic in rules.match(find.version.document))


def _weight(find: Find) -> float:
    """How much of a text speaks of what was asked: a hit in a short text says more than one in a long one."""
    document = find.version.document
    words = 20 + sum(len(block.split()) for block in (document.title, *document.blocks))
    return find.snippet.found / float(words**0.5)


def _value(find: Find) -> values.Value:
    return {
        "source": find.source,
        "url": find.address,
        "version": find.version.number,
        "seen_at": values.moment(find.version.seen_at),
        "kind": None if find.kind is None else find.kind.value,
        "title": find.version.document.title,
        "published": values.stamp(find.version.document.published),
        "language": find.version.document.language,
        "found": find.snippet.found,
        "snippet": find.snippet.text,
        "hits": [list(hit) for hit in find.snippet.hits],
    }


def _readable(find: Find, *, colour: bool) -> str:
    head = f"{values.moment(find.version.seen_at)}  {find.source}  version {find.version.number}"
    head += f", {find.kind.value}" if find.kind else ""
    return f"{head}\n  {find.version.document.title}\n  {find.address}\n    {_marked(find.snippet, colour)}\n"


def _marked(snippet: Snippet, colour: bool) -> str:
    """The snippet with its hits in brackets, or bold where there is colour."""
    opening, closing = ("\x1b[1m", "\x1b[0m") if colour else ("[", "]")
    marked, at = "", 0
    for start, end in snippet.hits:
        if start >= at:
            marked += f"{snippet.text[at:start]}{opening}{snippet.text[start:end]}{closing}"
            at = end
    return marked + snippet.text[at:]
