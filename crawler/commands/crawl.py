"""`scrapy crawl NAME`: one round of one source, one line of summary, an exit code that says how it went.

0: complete or partial. 1: failed. 2: bad arguments, an unknown source, a bad configuration. 75: another
crawl of the same host runs, try again later (EX_TEMPFAIL of sysexits.h).
"""

import argparse
import difflib
import logging
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from scrapy.commands import BaseRunSpiderCommand

from crawler import registry
from crawler.addresses import canonical
from crawler.config import Configuration, load
from crawler.errors import BadArgument, BadConfiguration, BadSource, CrawlerError, UnknownSource
from crawler.middlewares.policy import objection
from crawler.progress import printable
from crawler.round import Round, Scope, open_round
from crawler.source import Source
from storage.errors import BusyStore, StorageError
from storage.records import Run
from storage.vocabulary import Kind, Outcome, RunState

FAILED, MISUSED, BUSY = 1, 2, 75
ARGUMENTS = ("url", "since", "limit", "at")

NO_CONTACT = (
    "no contact address: set contact under [crawl] in veilleur.toml, or VEILLEUR_CONTACT, "
    "so that a site can say what troubles it"
)


class Command(BaseRunSpiderCommand):
    requires_project = True

    def syntax(self) -> str:
        return "[-a url=ADDRESS] [-a since=YYYY-MM-DD] [-a limit=N] <source>"

    def short_desc(self) -> str:
        return "Crawl a source once, by name"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            self.exitcode = self._crawl(args, opts.spargs)
        except BusyStore as error:
            self.exitcode = _refused(error, BUSY)
        except (BadArgument, BadConfiguration, BadSource, UnknownSource) as error:
            self.exitcode = _refused(error, MISUSED)
        except (CrawlerError, StorageError) as error:
            self.exitcode = _refused(error, FAILED)

    def _crawl(self, args: list[str], arguments: Mapping[str, str]) -> int:
        configuration = load()
        name = _one_name(args, configuration)
        source = None if name == registry.SEEDS else registry.source(name, configuration)
        scope = scope_of(arguments, source)
        clock = clock_of(arguments, configuration)
        began = time.monotonic()
        with open_round(name, source, configuration, scope, clock) as round:
            if source is not None and not (configuration.contact or configuration.upstream):
                round.progress.say(NO_CONTACT)
            self._follow(name, round)
            if round.run.state is None:
                round.finish(RunState.FAILED, str(round.broken or "the crawler could not start"))
            if round.broken is not None:
                raise round.broken
        print(summary(round.run, time.monotonic() - began))
        return FAILED if round.run.state is RunState.FAILED else 0

    def _follow(self, name: str, round: Round) -> None:
        """Let Scrapy make the round."""
        process = self.crawler_process
        assert process is not None
        if process.settings["LOG_LEVEL"] == "WARNING":
            # Scrapy warns of what the ledger tells; somebody who asked for another level gets it all.
            logging.getLogger("scrapy").setLevel(logging.ERROR)
        for key, value in settings_of(round.configuration).items():
            process.settings.set(key, value, priority="cmdline")
        process.crawl(process.create_crawler(registry.spider(name, round.configuration)), round=round)
        process.start()
        round.progress.close()


def settings_of(configuration: Configuration) -> dict[str, object]:
    """What Scrapy is told of the configuration; the rest is in crawler/settings.py."""
    contact = f" (+{configuration.contact})" if configuration.contact else ""
    settings: dict[str, object] = {
        "USER_AGENT": f"Veilleur/0.1{contact}",
        "DOWNLOAD_DELAY": configuration.delay,
        "DEPTH_LIMIT": configuration.depth,
        "CLOSESPIDER_TIMEOUT": configuration.timeout.total_seconds(),
    }
    if configuration.upstream:
        handler = "crawler.middlewares.upstream.Upstream"
        settings |= {
            "VEILLEUR_UPSTREAM": configuration.upstream,
            "DOWNLOAD_HANDLERS": {
                "http": handler,
                "https": handler,
                "data": None,
                "file": None,
                "ftp": None,
                "s3": None,
            },
            "DOWNLOAD_DELAY": 0,  # nobody is bothered
            # The one address that is ever asked is this machine's, which ours would refuse.
            "TWISTED_DNS_RESOLVER": "scrapy.resolver.CachingThreadedResolver",
        }
    return settings


def summary(run: Run, seconds: float) -> str:
    """One line that says what came of a run."""
    read = sum(
        run.counts.get(outcome, 0) for outcome in (Outcome.ARTICLE, Outcome.UNCHANGED, Outcome.NOT_MODIFIED)
    )
    always = (Kind.NEW, Kind.EDITED, Kind.WITHDRAWN)
    told = [f"{run.changes.get(kind, 0)} {kind}" for kind in Kind if kind in always or run.changes.get(kind)]
    missed = sorted((-count, name) for name, count in run.counts.items() if not Outcome(name).read)
    failed = f"{-sum(count for count, _ in missed)} failed"
    if missed:
        failed += f" ({', '.join(name for _, name in missed)})"
    state = f"{run.state}: {run.reason}" if run.reason else f"{run.state}"
    return (
        f"{run.source}: {printable(state)}, {read} pages read, {', '.join(told)}, {failed}, {seconds:.0f} s"
    )


def _refused(error: Exception, code: int) -> int:
    print(f"veilleur: {printable(str(error))}", file=sys.stderr)
    return code


def _one_name(args: list[str], configuration: Configuration) -> str:
    if len(args) != 1:
        raise BadArgument(f"name one source to crawl: {', '.join(registry.names(configuration))}")
    return args[0]


def scope_of(arguments: Mapping[str, str], source: Source | None) -> Scope:
    """What the spider arguments ask for; empty ones ask for nothing. Raises BadArgument."""
    for name in arguments:
        if name not in ARGUMENTS:
            near = difflib.get_close_matches(name, ARGUMENTS, n=1)
            raise BadArgument(
                f"-a {name}: {f'did you mean {near[0]}?' if near else 'known are ' + ', '.join(ARGUMENTS)}"
            )
    given = {name: value for name, value in arguments.items() if value and name != "at"}
    if source is None and given:
        raise BadArgument(f"-a {min(given)}: the seeds are read whole")
    if "url" in given and len(given) > 1:
        raise BadArgument("-a url: one page alone, without since or limit")
    return Scope(
        url=_page(given["url"], source) if "url" in given and source else None,
        since=_day(given["since"]) if "since" in given else None,
        limit=_number(given["limit"]) if "limit" in given else None,
    )


def _page(url: str, source: Source) -> str:
    address = canonical(url, source)
    reason = objection(address, source)
    if reason is not None:
        raise BadArgument(f"-a url={url}: {reason}")
    return address


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadArgument(f"-a since={text}: a day as in 2026-11-20") from None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:9]) > 0):
        raise BadArgument(f"-a limit={text}: a number of pages, 1 or more")
    return int(text[:9])


def clock_of(arguments: Mapping[str, str], configuration: Configuration) -> Callable[[], datetime]:
    """The machine's clock, or one that stands still where `at` tells a replica the time."""
    text = arguments.get("at")
    if not text:
        return lambda: datetime.now(UTC)
    if not configuration.upstream:
        raise BadArgument("-a at: only the replica can be asked at another time (VEILLEUR_UPSTREAM)")
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise BadArgument(f"-a at={text}: a time with its zone, as in 2026-11-20T06:30:00Z")
    return lambda: at.astimezone(UTC)
