"""From the bytes of a channel to the addresses of articles."""

import gzip
import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.decoding import decode
from crawler.discovery import MOST_LINKS, Findings, NotAChannel, discover
from crawler.source import Channel, Embedded, Feed, Listing, RobotsTxt, Sitemap, Source
from storage.records import Page

NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)
SOURCE = Source(
    name="gazette",
    title="La Gazette",
    site="https://gazette.ma/",
    discovery=(),
    article=re.compile(r"https://gazette\.ma/(?:fr/)?articles/(?P<id>\d+)"),
)


def find(channel: Channel, body: str | bytes, address: str = "https://gazette.ma/fr/liste") -> Findings:
    body = body if isinstance(body, bytes) else body.encode()
    text, decoding = decode(body, {})
    page = Page(
        source="gazette",
        requested=address,
        address=address,
        fetched_at=NOW,
        status=200,
        body=body,
        text=text,
        decoding=decoding,
    )
    return discover(channel, page, SOURCE)


def addresses(findings: Findings) -> list[str]:
    return [found.address.removeprefix("https://gazette.ma/") for found in findings.found]


def feed(*items: str) -> str:
    rows = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{rows}</channel></rss>'


def sitemap(*entries: str, kind: str = "urlset") -> str:
    return (
        f'<?xml version="1.0"?><{kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{"".join(entries)}</{kind}>'
    )


def test_a_feed_gives_address_title_and_date() -> None:
    findings = find(
        Feed("https://gazette.ma/rss"),
        feed(
            "<title>L'IA &amp; nous</title><link>https://www.gazette.ma/articles/1?utm_source=rss</link>"
            "<pubDate>Jeu, 03 juil. 2025 10:30:00 +0100</pubDate>",
            "<link>https://gazette.ma/rubrique</link>",
            "<link>https://elsewhere.ma/articles/2</link>",
        ),
    )
    (found,) = findings.found
    assert found.address == "https://gazette.ma/articles/1"
    assert found.title == "L'IA & nous"
    assert found.published is not None
    assert found.published.day == date(2025, 7, 3)
    assert found.published.time == datetime(2025, 7, 3, 10, 30, tzinfo=timezone(timedelta(hours=1)))


def test_atom_is_a_feed_too() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title><link href="/articles/3"/>'
        "<updated>2026-11-02T08:00:00Z</updated></entry></feed>"
    )
    (found,) = find(Feed("https://gazette.ma/atom"), atom).found
    assert found.address == "https://gazette.ma/articles/3"
    assert found.is_older_than(date(2026, 11, 3))
    assert not found.is_older_than(date(2026, 11, 2))


@pytest.mark.parametrize("body", ["<html><body><h1>Bonjour</h1></body></html>", "", "\x00\x01", "{}"])
def test_what_is_no_feed_is_called_so(body: str) -> None:
    with pytest.raises(NotAChannel, match="no feed"):
        find(Feed("https://gazette.ma/rss"), body)


def test_a_feed_never_opens_a_file_that_its_bytes_name(tmp_path: object) -> None:
    (tmp_path / "rss").write_text(feed("<link>https://gazette.ma/articles/66</link>"))  # type: ignore[operator]
    with pytest.raises(NotAChannel):
        find(Feed("https://gazette.ma/rss"), f"{tmp_path}/rss")


def test_a_sitemap_gives_the_newest_first_with_its_news_titles() -> None:
    findings = find(
        Sitemap("https://gazette.ma/sitemap.xml"),
        sitemap(
            "<url><loc>https://gazette.ma/articles/1</loc><lastmod>2026-11-01</lastmod></url>",
            "<url><loc>https://gazette.ma/articles/2</loc><news:news><news:publication><news:name>G</news:name>"
            "</news:publication><news:publication_date>2026-11-19T07:00:00Z</news:publication_date>"
            "<news:title>Deux</news:title></news:news></url>",
            "<url><loc>https://gazette.ma/contact</loc></url>",
        ),
    )
    assert addresses(findings) == ["articles/2", "articles/1"]
    assert findings.found[0].title == "Deux"
    assert findings.found[1].published is None
    assert findings.found[1].is_older_than(date(2026, 11, 2))


def test_an_index_leads_to_its_sitemaps_the_newest_first_and_to_own_hosts_only() -> None:
    findings = find(
        Sitemap("https://gazette.ma/sitemap.xml"),
        sitemap(
            "<sitemap><loc>https://gazette.ma/old.xml</loc><lastmod>2020-01-01</lastmod></sitemap>",
            "<sitemap><loc>/new.xml</loc><lastmod>2026-11-01</lastmod></sitemap>",
            "<sitemap><loc>http://169.254.169.254/latest</loc></sitemap>",
            kind="sitemapindex",
        ),
    )
    assert findings.further == ("https://gazette.ma/new.xml", "https://gazette.ma/old.xml")
    assert findings.found == ()


def test_a_compressed_sitemap_is_unpacked() -> None:
    body = gzip.compress(sitemap("<url><loc>https://gazette.ma/articles/1</loc></url>").encode())
    assert addresses(find(Sitemap("https://gazette.ma/sitemap.xml.gz"), body)) == ["articles/1"]


@pytest.mark.parametrize("body", ["<html><body>non</body></html>", "", "rien", "\x1f\x8b\x00", "<a><b/>"])
def test_what_is_no_sitemap_is_called_so(body: str) -> None:
    with pytest.raises(NotAChannel):
        find(Sitemap("https://gazette.ma/sitemap.xml"), body.encode("latin-1"))


def test_a_sitemap_neither_expands_entities_nor_reads_files() -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 1000}">' for n in range(9))
    body = (
        f'<?xml version="1.0"?><!DOCTYPE urlset [{bomb}<!ENTITY file SYSTEM "file:///etc/passwd">]>'
        "<urlset><url><loc>https://gazette.ma/articles/1</loc><lastmod>&e8;</lastmod></url>"
        "<url><loc>https://gazette.ma/articles/2&file;</loc></url></urlset>"
    )
    findings = find(Sitemap("https://gazette.ma/sitemap.xml"), body)
    assert set(addresses(findings)) <= {"articles/1", "articles/2"}


def test_a_listing_gives_its_articles_in_order_and_the_next_page() -> None:
    findings = find(
        Listing("https://gazette.ma/fr/liste"),
        '<?xml version="1.0" encoding="utf-8"?><html><body><a href="/fr/articles/2"><img></a>'
        '<a href="/fr/articles/2">  Le\n titre </a><a href="../articles/1#top">Un</a><a href="javascript:x">j</a>'
        '<a>rien</a><a href="http://[bad">b</a><ul><li class="pager-next"><a href="?page=2">suivant</a></li></ul>'
        "</body></html>",
    )
    assert addresses(findings) == ["fr/articles/2", "articles/1"]
    assert findings.found[0].title == "Le titre"
    assert findings.further == ("https://gazette.ma/fr/liste?page=2",)


def test_the_next_page_can_be_declared_and_stays_on_the_site() -> None:
    listing = Listing("https://gazette.ma/fr/liste", pages=3, next_page='//a[@class="plus"]')
    page = '<a class="plus" href="{}">plus</a>'
    assert find(listing, page.format("/fr/liste/2")).further == ("https://gazette.ma/fr/liste/2",)
    assert find(listing, page.format("http://127.0.0.1/")).further == ()


def test_a_rule_that_is_no_xpath_is_called_so() -> None:
    with pytest.raises(NotAChannel, match="next_page is no XPath"):
        find(Listing("https://gazette.ma/", next_page="//a["), "<a href='/articles/1'>x</a>")


def test_an_empty_page_lists_nothing() -> None:
    assert find(Listing("https://gazette.ma/"), "  \n") == Findings()


@pytest.mark.parametrize(
    "script",
    [
        '{"href":"/fr/articles/7"}',
        r'{"href":"https:\/\/gazette.ma\/fr\/articles\/7?x=1"}',
        r'self.__next_f.push([1,"5:{\"href\":\"/fr/articles/7\"}"])',
        r'{"href":"https:\u002F\u002Fgazette.ma\u002Ffr\u002Farticles\u002F7"}',
        "<a href='/fr/articles/7'>",
    ],
)
def test_addresses_in_scripts_are_found_however_they_are_quoted(script: str) -> None:
    assert addresses(find(Embedded("https://gazette.ma/fr"), f"<script>{script}</script>")) == [
        "fr/articles/7"
    ]


def test_what_a_channel_names_without_end_is_cut() -> None:
    rows = "".join(f'<a href="/articles/{number}">x</a>' for number in range(MOST_LINKS + 10))
    assert len(find(Listing("https://gazette.ma/"), rows).found) == MOST_LINKS


@given(st.binary(max_size=300), st.sampled_from([Feed, Sitemap, Listing, Embedded]))
def test_any_bytes_are_findings_or_no_channel(body: bytes, kind: type[Channel]) -> None:
    try:
        findings = find(kind("https://gazette.ma/x"), body)
    except NotAChannel:
        return
    assert all(SOURCE.article.fullmatch(found.address) for found in findings.found)


def test_robots_txt_gives_the_sitemaps_of_the_sites_own_hosts() -> None:
    text = (
        "User-agent: *\nDisallow: /x\nSITEMAP:https://gazette.ma/a.xml\r\n  Sitemap : /b.xml\n"
        "Sitemap: https://gazette.ma/a.xml\nSitemap: https://elsewhere.ma/c.xml\nSitemap: file:///etc/passwd\n"
    )
    findings = find(RobotsTxt("https://gazette.ma/robots.txt"), text, "https://gazette.ma/robots.txt")
    assert findings == Findings(further=("https://gazette.ma/a.xml", "https://gazette.ma/b.xml"))


def test_a_page_in_place_of_a_feed_may_name_it() -> None:
    page = (
        '<html><head><link rel="alternate" type="application/rss+xml" href="/rss">'
        '<link rel="alternate" type="application/atom+xml" href="/atom"></head><body>x</body></html>'
    )
    assert find(Feed("https://gazette.ma/"), page).further == ("https://gazette.ma/rss",)
    for link in ("https://elsewhere.ma/rss", "http://[", "javascript:x"):
        with pytest.raises(NotAChannel):
            find(Feed("https://gazette.ma/"), page.replace("/rss", link).replace("/atom", link))


def test_the_titles_of_images_are_not_those_of_articles() -> None:
    entry = (
        "<url><loc>https://gazette.ma/articles/1</loc>"
        '<image:image xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
        "<image:title>Une photo</image:title></image:image>"
        "<news:news><news:title>Un titre</news:title></news:news></url>"
    )
    (found,) = find(Sitemap("https://gazette.ma/s.xml"), sitemap(entry)).found
    assert found.title == "Un titre"
