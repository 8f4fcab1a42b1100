"""Channels in a real crawl: robots.txt and its sitemaps, a page that names a feed, what falls silent."""

from datetime import timedelta
from pathlib import Path

import pytest

from crawler.middlewares.robots import PARSED_BYTES, rules_of
from storage.vocabulary import Outcome
from tests.crawler.site import HOST, Press, Site, answer, article, listing

FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>
<item><title>Un</title><link>https://{HOST}/a/1</link></item></channel></rss>"""
SITEMAP = f"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://{HOST}/a/1</loc></url></urlset>"""
FORBIDDING = answer("User-agent: *\nDisallow: /a/2", kind="text/plain")


class Channelled(Press):
    """A press whose source has these channels instead of its listing."""

    def __init__(self, folder: Path, upstream: str, channels: str) -> None:
        super().__init__(folder, upstream)
        file = folder / "veilleur.toml"
        file.write_text(file.read_text().replace(f'listing = "https://{HOST}/"', channels))


def test_the_sitemaps_that_robots_txt_names_are_followed(tmp_path: Path) -> None:
    robots = answer(f"User-agent: *\nSitemap: https://{HOST}/map.xml\nSitemap: https://elsewhere.ma/m.xml")
    pages = {"/robots.txt": robots, "/map.xml": answer(SITEMAP, kind="text/xml"), "/a/1": article("Un")}
    with Site(pages) as site:
        press = Channelled(tmp_path, site.url, f'robots = "https://{HOST}/robots.txt"')
        for hour in ("06", "12"):
            child = press.crawl(f"at=2026-11-20T{hour}:00:00Z")
            assert press.outcomes() == {
                "/robots.txt": Outcome.LISTING,
                "/map.xml": Outcome.LISTING,
                "/a/1": Outcome.ARTICLE if hour == "06" else Outcome.UNCHANGED,
            }
            assert "complete, 1 pages read" in child.stdout
    assert site.asked.count("/robots.txt") == 1
    with press.store() as store:
        assert store.runs("gazette")[0].channels == {f"https://{HOST}/robots.txt": 1}


def test_a_page_that_names_its_feed_will_do_for_one(tmp_path: Path) -> None:
    link = (
        '<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head><body></body></html>'
    )
    pages = {"/": answer(link), "/rss": answer(FEED, kind="text/xml"), "/a/1": article("Un")}
    with Site(pages) as site:
        press = Channelled(tmp_path, site.url, f'feed = "https://{HOST}/"')
        assert "complete, 1 pages read" in press.crawl().stdout
    assert press.outcomes()["/rss"] is Outcome.LISTING


def test_a_copy_of_robots_txt_serves_for_a_day_and_through_an_outage(tmp_path: Path) -> None:
    with Site({"/": listing("/a/1", "/a/2"), "/robots.txt": FORBIDDING, "/a/1": article("Un")}) as site:
        press = Press(tmp_path, site.url)
        press.crawl("at=2026-11-20T06:00:00Z")
        site.pages["/robots.txt"] = answer("", 503)
        press.crawl("at=2026-11-21T05:59:00Z")
        assert press.outcomes()["/a/2"] is Outcome.ROBOTS_DENIED
        assert press.outcomes()["/a/1"] is Outcome.UNCHANGED
        assert site.asked.count("/robots.txt") == 1
        closed = press.crawl("at=2026-11-21T06:01:00Z")
        assert closed.returncode == 1, "too old to serve, and none to be had"
        assert press.outcomes()["/"] is Outcome.SERVER_ERROR
        site.pages["/robots.txt"] = answer("", 404)
        press.crawl("at=2026-11-21T07:00:00Z")
        assert press.outcomes()["/a/2"] is Outcome.GONE, "asked for: no robots.txt allows everything"


def test_a_robots_txt_of_two_megabytes_is_read_as_far_as_one_may_be(tmp_path: Path) -> None:
    padding = "# rien\n" * 30_000
    rules = f"User-agent: *\nDisallow: /a/2\n{padding * 10}Disallow: /\n"
    assert len(rules) > 2_000_000
    with Site({"/": listing("/a/1", "/a/2"), "/robots.txt": answer(rules), "/a/1": article("Un")}) as site:
        press = Press(tmp_path, site.url)
        press.crawl()
    assert press.outcomes()["/a/1"] is Outcome.ARTICLE
    assert press.outcomes()["/a/2"] is Outcome.ROBOTS_DENIED


@pytest.mark.parametrize("rule", [b"Disallow: /prive", b"Disallow: /" + b"x" * 40])
def test_a_rule_that_is_cut_is_none(rule: bytes) -> None:
    body = b"#" * (PARSED_BYTES - 12) + b"\n" + rule
    assert "Disallow" not in rules_of(body)
    assert rules_of(b"\xef\xbb\xbfDisallow: /") == "Disallow: /"


def test_a_channel_that_falls_silent_and_a_hint_that_is_idle_are_remembered(tmp_path: Path) -> None:
    pages = {f"/a/{number}": article(f"Article {number}") for number in range(4)}
    with Site({"/": listing(*pages), "/rss": answer(FEED, kind="text/xml"), **pages}) as site:
        press = Channelled(
            tmp_path,
            site.url,
            f'listing = "https://{HOST}/"\nfeed = "https://{HOST}/rss"\ncontent = \'//div[@id="nowhere"]\'',
        )
        press.crawl("at=2026-11-20T06:00:00Z")
        site.pages["/rss"] = answer("<html><body><p>Plus de flux</p></body></html>")
        for hour in ("12", "18"):
            press.crawl(f"at=2026-11-20T{hour}:00:00Z")
    with press.store() as store:
        run = store.runs("gazette", limit=1)[0]
        (health,) = store.health(["gazette"], run.started_at, run.started_at + timedelta(days=1))
    assert [(each.channel, each.since.hour, each.answered) for each in health.silent] == [
        (f"https://{HOST}/rss", 12, False)
    ]
    assert health.idle_hints == ('//div[@id="nowhere"]',)
