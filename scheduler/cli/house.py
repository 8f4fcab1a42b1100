"""What every command works with: the settings, the sources and the store, opened once and closed after."""

import argparse
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from crawler import config, registry
from crawler.errors import BadArgument, UnknownSource
from crawler.progress import Progress
from crawler.source import Source
from storage.store import Store, open_store


def settings(args: argparse.Namespace) -> config.Configuration:
    """The crawl's settings; --config stands for VEILLEUR_CONFIG, for our children too."""
    if args.config:
        os.environ["VEILLEUR_CONFIG"] = args.config
    return config.load()


@contextmanager
def stored(args: argparse.Namespace) -> Iterator[Store]:
    """The store, open."""
    configuration = settings(args)
    with open_store(configuration.database, archive=configuration.archive) as store:
        yield store


def now(args: argparse.Namespace, store: Store | None = None) -> datetime:
    """The time of this command: the clock's, or --at on a replica, where alone time may be told."""
    at: datetime | None = getattr(args, "at", None)
    if at is None:
        return datetime.now(UTC)
    if "VEILLEUR_UPSTREAM" not in os.environ and not (store is not None and store.replica):
        raise BadArgument("--at tells the time to a replica only: set VEILLEUR_UPSTREAM, or leave it out")
    return at


def watched(configuration: config.Configuration) -> Mapping[str, Source]:
    """The sources that are crawled regularly, by name."""
    return {source.name: source for source in registry.watched(configuration)}


def sites(configuration: config.Configuration) -> Mapping[str, Source]:
    """Every source that watches a site, crawled regularly or not, by name."""
    names = (name for name in registry.names(configuration) if name != registry.SEEDS)
    return {name: registry.source(name, configuration) for name in names}


def owner(sources: Mapping[str, Source], address: str) -> Source:
    """The source whose site `address` is on."""
    if not address.startswith(("http://", "https://")):
        raise BadArgument(
            f"{address}: give a whole address, as in https://{address.partition('://')[2] or address}"
        )
    for source in sources.values():
        if source.owns(address):
            return source
    raise UnknownSource(f"{address}: no source watches that site (known: {', '.join(sorted(sources))})")


def lines_of(name: str) -> BinaryIO:
    """A file to be read line by line, or standard input for `-`."""
    if name == "-":
        return sys.stdin.buffer
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise BadArgument(f"{name}: {error.strerror}") from error


def progress(name: str) -> Progress:
    """How far a command is, for a person who watches; a log gets its end alone."""
    return Progress(name, quiet=not sys.stderr.isatty())
