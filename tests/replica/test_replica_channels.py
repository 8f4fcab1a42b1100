"""The channels of the replica: feeds, sitemaps, listings and scripts lead to every article."""

import json
from datetime import UTC, datetime
from typing import Any

import feedparser
import pytest

from tests.replica.articles import SITES, load_articles
from tests.replica.reading import fetch, follow, page, texts
from tests.replica.server import Replica
from tests.replica.visit import typeset


def printed(replica: Replica, site: str) -> set[str]:
    articles = replica.calendar.articles_of(site, replica.at)
    return {replica.truth().address(one.name, site) for one in articles if not one.gone}


FEEDS = {
    "maghress": ["https://www.maghress.com/fr/rss", "https://www.maghress.com/rss"],
    "haca": [f"https://www.haca.ma/{tongue}/rss.xml" for tongue in ("fr", "ar", "tf")],
    "leseco": ["https://leseco.ma/feed", "https://leseco.ma/feed/"],
    "lodj": ["https://www.lodj.ma/xml/syndication.rss", "https://www.lodj.ma/xml/atom.xml"],
}


@pytest.mark.parametrize("site", FEEDS)
def test_feeds_lead_to_the_newest_articles(replica: Replica, site: str) -> None:
    found: dict[str, Any] = {}
    for address in FEEDS[site]:
        feed = feedparser.parse(fetch(replica, address).body)
        assert not feed.bozo
        found |= {entry.link: entry for entry in feed.entries}
    newest = replica.calendar.articles_of(site, replica.at)[:5]
    assert {replica.truth().address(one.name, site) for one in newest if not one.gone} <= set(found)
    assert set(found) <= printed(replica, site)
    assert all(entry.published_parsed or entry.updated_parsed for entry in found.values())


def test_maghress_cuts_the_descriptions_of_a_journals_feed(replica: Replica) -> None:
    for journal in ("lopinion", "lesechos"):
        feed = feedparser.parse(fetch(replica, f"https://www.maghress.com/fr/{journal}/rss").body)
        assert len(feed.entries) >= 5
        assert all(entry.link.startswith(f"https://www.maghress.com/fr/{journal}/") for entry in feed.entries)
        assert all(entry.description.endswith("(...)") for entry in feed.entries)


@pytest.mark.parametrize(
    "address",
    [
        "https://www.haca.ma/sitemap.xml",
        "https://lopinion.ma/sitemap.xml",
        "https://leseco.ma/wp-sitemap.xml",
        "https://www.lodj.ma/sitemap.xml",
    ],
)
def test_sitemaps_lead_to_every_article(replica: Replica, address: str) -> None:
    site = next(name for name in SITES if name in address)
    found: set[str] = set()
    for child in texts(fetch(replica, address).body, "//x:sitemap/x:loc/text()"):
        found.update(texts(fetch(replica, child).body, "//x:url/x:loc/text()"))
    assert found == printed(replica, site)


def test_news_sitemaps_hold_the_last_two_days(replica: Replica) -> None:
    replica.at = datetime(2026, 11, 17, 16, 30, tzinfo=UTC)
    body = fetch(replica, "https://leseco.ma/news-sitemap.xml").body
    titles = texts(body, "//*[local-name() = 'title']/text()")
    news = {"leseco-bourse-semaine", "leseco-icc-credit", "leseco-ia-pme"}
    assert sorted(titles) == sorted(typeset(load_articles()[name], "curly").title for name in news)


LISTINGS = {
    "maghress": [f"https://www.maghress.com/{path}" for path in ("fr/", "")],
    "haca": [f"https://www.haca.ma/{tongue}/actualites" for tongue in ("fr", "ar", "tf")],
    "leseco": ["https://leseco.ma/"],
    "lodj": ["https://www.lodj.ma/"],
}


@pytest.mark.parametrize("site", LISTINGS)
def test_listings_lead_page_by_page_to_every_article(replica: Replica, site: str) -> None:
    found: set[str] = set()
    following, pages = list(LISTINGS[site]), 0
    while following and (pages := pages + 1) < 30:
        address = following.pop()
        tree = page(fetch(replica, address).text, address)
        found.update(tree.xpath("//a/@href"))
        following += tree.xpath("//a[@class='next' or contains(@class, 'next page') or @class='sel']/@href")
        following += tree.xpath("//li[@class='pager-next']/a/@href")
    assert printed(replica, site) <= found
    assert pages > len(LISTINGS[site])


def test_lopinion_lists_in_scripts_only(replica: Replica) -> None:
    home = page(fetch(replica, "https://lopinion.ma/fr").text)
    assert 0 < len(home.xpath("//a[contains(@href, '_a')]")) < 5
    found = set()
    for rubric in home.xpath("//nav/a/@href"):
        listing = page(fetch(replica, f"https://lopinion.ma{rubric}").text)
        assert not listing.xpath("//a[contains(@href, '_a')]")
        data = json.loads(listing.xpath("//script[@id='__NEXT_DATA__']/text()")[0])
        found |= {card["href"].partition("?")[0] for card in data["props"]["pageProps"]["articles"]}
    assert {f"https://lopinion.ma{path}" for path in found} == printed(replica, "lopinion")
    stream = fetch(replica, "https://lopinion.ma/fr").text
    assert {path for path in found if path in stream} == found
    feed = fetch(replica, "https://lopinion.ma/feed")
    assert (feed.status, follow(replica, "https://lopinion.ma/feed").status) == (302, 404)
