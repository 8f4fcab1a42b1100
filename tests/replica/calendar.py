"""What happens in the simulated days: which article stands how, where and when, and which site is down."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from tests.replica.articles import SITES, Article, load_articles
from tests.replica.typography import STYLES

CALENDAR = Path(__file__).parent / "calendar.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What one site does to one article from `at` on, and takes back at `until`.

    `changes` are the kinds of change that a watcher crawling at the calendar's hours should find, in order;
    a digest tells those of the on-topic articles. The other fields are what is done: `reword` replaces a
    text that occurs once, `title` is the new title, `add` sets a block at an index, `move` takes a block
    from one index to another, `typeset` saves it in another typography, `gone` is the status it answers
    with, `metered` leaves a teaser, `edition` replaces its study's file under the same address.
    """

    name: str
    article: str
    site: str
    at: datetime
    until: datetime | None = None
    changes: tuple[str, ...] = ()
    reword: tuple[str, str] | None = None
    title: str = ""
    add: tuple[int, str] | None = None
    move: tuple[int, int] | None = None
    typeset: str = ""
    gone: int | None = None
    metered: bool = False
    edition: int | None = None

    def holds(self, at: datetime) -> bool:
        return self.at <= at and (self.until is None or at < self.until)

    def applied(self, article: Article) -> Article:
        """The article as the event leaves it. ValueError when it does not fit the article."""
        blocks = list(article.blocks)
        if self.reword:
            blocks = self._reworded(blocks)
        if self.add:
            blocks.insert(*self.add)
        if self.move:
            blocks.insert(self.move[1], blocks.pop(self.move[0]))
        return replace(
            article,
            blocks=tuple(blocks),
            title=self.title or article.title,
            typeset=self.typeset or article.typeset,
            gone=self.gone or article.gone,
            metered=self.metered or article.metered,
            studies=tuple(replace(study, edition=self.edition or 1) for study in article.studies),
            updated=self.at,
        )

    def _reworded(self, blocks: list[str]) -> list[str]:
        assert self.reword
        old, new = self.reword
        if sum(block.count(old) for block in blocks) != 1:
            raise ValueError(f"event {self.name}: {old!r} does not occur once in {self.article}")
        return [block.replace(old, new) for block in blocks]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A site that answers nothing useful for a while: `503`, or `checking` the browser with a 200."""

    site: str
    at: datetime
    until: datetime
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The articles and all that befalls them; `crawls` and `digests` are the hours to watch at."""

    articles: Mapping[str, Article]
    crawls: tuple[datetime, ...] = ()
    digests: tuple[datetime, ...] = ()
    events: tuple[Event, ...] = ()
    outages: tuple[Outage, ...] = ()
    _of: Mapping[tuple[str, str], tuple[Event, ...]] = field(init=False)

    def __post_init__(self) -> None:
        of: dict[tuple[str, str], tuple[Event, ...]] = {}
        for event in sorted(self.events, key=lambda event: event.at):
            article = self.articles.get(event.article)
            if article is None or event.site not in article.sites:
                raise ValueError(f"event {event.name}: no article {event.article} on {event.site}")
            if event.typeset and event.typeset not in STYLES:
                raise ValueError(f"event {event.name}: no typography {event.typeset}")
            event.applied(article)
            of[event.article, event.site] = (*of.get((event.article, event.site), ()), event)
        for outage in self.outages:
            if outage.site not in SITES or outage.answer not in ("503", "checking"):
                raise ValueError(f"outage of {outage.site}: {outage.answer!r} is not 503 or checking")
        object.__setattr__(self, "_of", of)

    def article(self, name: str, site: str, at: datetime) -> Article:
        """The article as `site` has it at `at`, whether published by then or not."""
        article = self.articles[name]
        for event in self._of.get((name, site), ()):
            if event.holds(at):
                article = event.applied(article)
            elif event.until is not None and event.until <= at:
                article = replace(article, updated=max(article.updated, event.until))
        return article

    def articles_of(self, site: str, at: datetime) -> tuple[Article, ...]:
        """All that `site` has published by `at`, the newest first, the withdrawn ones among them."""
        names = (name for name, article in self.articles.items() if site in article.sites)
        published = [self.article(name, site, at) for name in names if self.articles[name].published <= at]
        return tuple(sorted(published, key=lambda article: (article.published, article.id), reverse=True))

    def outage(self, site: str, at: datetime) -> Outage | None:
        return next((out for out in self.outages if out.site == site and out.at <= at < out.until), None)


def load_calendar(path: Path = CALENDAR, articles: Mapping[str, Article] | None = None) -> Calendar:
    """The calendar of `path` over `articles`, by default those of the replica. ValueError names the file."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        return Calendar(
            articles=load_articles() if articles is None else articles,
            crawls=tuple(table["crawls"]),
            digests=tuple(table["digests"]),
            events=tuple(_event(event) for event in table.get("event", [])),
            outages=tuple(Outage(**outage) for outage in table.get("outage", [])),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path}: {error!r}") from error


def _event(table: dict[str, object]) -> Event:
    return Event(**{key: tuple(value) if isinstance(value, list) else value for key, value in table.items()})  # type: ignore[arg-type]
