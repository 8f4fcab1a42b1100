"""The crawl's part of veilleur.toml and of the environment: contact, store, plain sources, budgets."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from crawler.errors import BadConfiguration, BadSource
from crawler.source import Channel, Embedded, Feed, Listing, RobotsTxt, Sitemap, Source
from crawler.tables import Table

CRAWL_TABLES = ("store", "crawl", "sources", "maghress")
SCHEDULER_TABLES = ("digest", "mail", "profile")
"""The tables of veilleur.toml that the scheduler reads; here only their names are known."""

LEAST_DELAY = 3.0
SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """How to crawl. `delay` is seconds between two requests of a host; `pages` and `timeout` bound a run,
    `revisits` the looks at pages of a source that are known already, a day;
    `depth` bounds how far indexes of sitemaps are followed. `enabled` is None where every source is
    watched. `upstream` is the loopback replica's address, or None for the real sites.
    """

    file: Path | None
    database: str
    archive: Path
    contact: str
    delay: float
    pages: int
    revisits: int
    depth: int
    timeout: timedelta
    enabled: tuple[str, ...] | None
    journals: tuple[str, ...]
    plain: tuple[Source, ...]
    upstream: str | None


def load(environ: Mapping[str, str] | None = None, folder: Path | None = None) -> Configuration:
    """What veilleur.toml and the environment say; the environment wins. Raises BadConfiguration."""
    environ = os.environ if environ is None else environ
    file, whole = read(environ, Path() if folder is None else folder)
    store, crawl, maghress = whole.table("store"), whole.table("crawl"), whole.table("maghress")
    store.only("database", "archive")
    crawl.only("contact", "delay", "pages", "revisits", "depth", "timeout", "sources")
    maghress.only("journals")
    database = _database(store, environ)
    return Configuration(
        file=file,
        database=database,
        archive=_archive(store, environ, database),
        contact=_contact(crawl, environ),
        delay=crawl.number("delay", LEAST_DELAY, least=LEAST_DELAY),
        pages=crawl.count("pages", 400),
        revisits=crawl.count("revisits", 600),
        depth=crawl.count("depth", 3),
        timeout=timedelta(minutes=crawl.count("timeout", 45)),
        enabled=crawl.texts("sources") if "sources" in crawl.values else None,
        journals=_journals(maghress),
        plain=tuple(_plain(name, table) for name, table in whole.table("sources").tables()),
        upstream=_upstream(environ.get("VEILLEUR_UPSTREAM", "")),
    )


def read(environ: Mapping[str, str], folder: Path) -> tuple[Path | None, Table]:
    """veilleur.toml, and where it lies; no file is an empty one, unless VEILLEUR_CONFIG names it.

    A table that neither the crawl nor the scheduler reads is refused; each checks its own further.
    """
    named = environ.get("VEILLEUR_CONFIG")
    file = folder / (named or "veilleur.toml")
    try:
        with file.open("rb") as stream:
            table = Table(tomllib.load(stream), file)
    except FileNotFoundError:
        if named:
            raise BadConfiguration(
                f"{file}: no such file, though --config or VEILLEUR_CONFIG names it"
            ) from None
        return None, Table({}, file)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadConfiguration(f"{file}: not TOML: {error}") from error
    except OSError as error:
        raise BadConfiguration(f"{file}: cannot be read: {error.strerror}") from error
    table.only(*CRAWL_TABLES, *SCHEDULER_TABLES)
    return file, table


def _database(store: Table, environ: Mapping[str, str]) -> str:
    """The store's URL; a path written in the file counts from where the file lies."""
    if environ.get("VEILLEUR_DATABASE"):
        return environ["VEILLEUR_DATABASE"]
    url = store.text("database", f"{SQLITE}var/veilleur.db")
    return SQLITE + str(store.file.parent / url.removeprefix(SQLITE)) if url.startswith(SQLITE) else url


def _archive(store: Table, environ: Mapping[str, str], database: str) -> Path:
    if environ.get("VEILLEUR_ARCHIVE"):
        return Path(environ["VEILLEUR_ARCHIVE"])
    if store.text("archive"):
        return store.file.parent / store.text("archive")
    if database.startswith(SQLITE):
        return Path(database.removeprefix(SQLITE)).parent / "archive"
    return store.file.parent / "var" / "archive"


def _contact(crawl: Table, environ: Mapping[str, str]) -> str:
    contact = environ.get("VEILLEUR_CONTACT") or crawl.text("contact")
    # It goes into a header of every request: nothing that could end it, or another one begin.
    if re.search(r"[^\x21-\x7e]|[()]", contact):
        raise crawl.wrong("contact", f"must be a mail or web address without blanks, not {contact!r}")
    return contact


def _journals(maghress: Table) -> tuple[str, ...]:
    journals = maghress.texts("journals")
    for journal in journals:
        if not re.fullmatch(r"[a-z0-9]+", journal):
            raise maghress.wrong("journals", f"must be names as in the site's addresses, not {journal!r}")
    return journals


def _upstream(url: str) -> str | None:
    """The replica's address: plain http on this machine, and nothing else."""
    match = re.fullmatch(r"http://(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\]):(\d{1,5})/?", url)
    if url and not match:
        raise BadConfiguration(
            f"VEILLEUR_UPSTREAM={url}: only a replica on this machine is ever fetched this way, "
            "as in http://127.0.0.1:8000"
        )
    return url.rstrip("/") or None


_PLAIN = (
    *("title", "site", "hosts", "languages", "article", "every_hours"),
    *("feed", "sitemap", "listing", "pages", "next_page", "embedded", "robots"),
    *("content", "heading", "dateline", "byline", "prune"),
)


def _plain(name: str, table: Table) -> Source:
    """A source that needs no rule, from its table."""
    table.only(*_PLAIN)
    site = table.text("site")
    host = re.escape((urlsplit(site).hostname or "").removeprefix("www."))
    try:
        return Source(
            name=name,
            title=table.text("title", name),
            site=site,
            discovery=_channels(table),
            article=table.pattern("article", rf"https?://(?:www\.)?{host}/.+"),
            languages=table.texts("languages") or ("fr",),
            hosts=table.texts("hosts"),
            prune=tuple(map(table.selecting("prune"), table.texts("prune"))),
            every=timedelta(hours=table.number("every_hours", 6, least=0.25)),
            content=table.xpath("content"),
            heading=table.xpath("heading"),
            dateline=table.xpath("dateline"),
            byline=table.xpath("byline"),
        )
    except (BadSource, ValueError) as error:
        raise BadConfiguration(f"{table.file}: [{table.where.rstrip('.')}]: {error}") from error


def _channels(table: Table) -> tuple[Channel, ...]:
    pages, next_page = table.count("pages", 1), table.xpath("next_page")
    channels: tuple[Channel, ...] = (
        *map(Feed, table.texts("feed")),
        *map(Sitemap, table.texts("sitemap")),
        *(Listing(url, pages, next_page) for url in table.texts("listing")),
        *map(Embedded, table.texts("embedded")),
        *map(RobotsTxt, table.texts("robots")),
    )
    if not channels:
        raise BadSource("one of feed, sitemap, listing, embedded or robots is needed to find articles")
    return channels
