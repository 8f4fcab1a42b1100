"""What a watcher of the replica ought to find: the articles, their addresses, and what befalls them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.replica.addresses import addresses
from tests.replica.articles import Article
from tests.replica.calendar import Calendar, Event, Outage


@dataclass(frozen=True, slots=True)
class Truth:
    """The calendar, asked as a test asks it."""

    calendar: Calendar

    @property
    def crawls(self) -> tuple[datetime, ...]:
        return self.calendar.crawls

    @property
    def digests(self) -> tuple[datetime, ...]:
        return self.calendar.digests

    @property
    def events(self) -> tuple[Event, ...]:
        return self.calendar.events

    @property
    def outages(self) -> tuple[Outage, ...]:
        return self.calendar.outages

    @property
    def articles(self) -> tuple[Article, ...]:
        """All articles, the oldest first."""
        return tuple(sorted(self.calendar.articles.values(), key=lambda article: article.published))

    @property
    def on_topic(self) -> tuple[Article, ...]:
        return tuple(article for article in self.articles if article.topics)

    def followed(self, journals: Sequence[str] = ("lopinion", "lesechos")) -> tuple[Article, ...]:
        """The articles to be met on the five sites, of Maghress in these journals only."""
        return tuple(
            article
            for article in self.articles
            if article.site != "maghress" or (article.maghress and article.maghress.journal in journals)
        )

    def published(self, since: datetime, until: datetime) -> tuple[Article, ...]:
        """The articles published in [since, until)."""
        return tuple(article for article in self.articles if since <= article.published < until)

    def addresses(self, name: str) -> Mapping[str, tuple[str, ...]]:
        """An article's addresses by site, its own site first; of each site the canonical one first."""
        article = self.calendar.articles[name]
        return {site: addresses(article, site) for site in article.sites}

    def address(self, name: str, site: str | None = None) -> str:
        """The canonical address on a site, by default on the article's own."""
        article = self.calendar.articles[name]
        return addresses(article, site or article.site)[0]

    def article(self, name: str, at: datetime, site: str | None = None) -> Article:
        """The article as a site has it at `at`, by default its own."""
        return self.calendar.article(name, site or self.calendar.articles[name].site, at)

    def changed(self, kind: str) -> tuple[Event, ...]:
        """The events that make a change of that kind."""
        return tuple(event for event in self.events if kind in event.changes)
