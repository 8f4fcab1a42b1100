"""veilleur.toml as the crawl reads it."""

from datetime import timedelta
from pathlib import Path

import pytest

from crawler.config import LEAST_DELAY, Configuration, load
from crawler.errors import BadConfiguration
from crawler.source import Embedded, Feed, Listing, RobotsTxt, Sitemap

PLAIN = """
[sources.yabiladi]
title = "Yabiladi"
site = "https://www.yabiladi.com/"
feed = "https://www.yabiladi.com/rss/rss.xml"
"""


def read(folder: Path, text: str, **environ: str) -> Configuration:
    (folder / "veilleur.toml").write_text(text)
    return load(environ, folder)


def refusal(folder: Path, text: str, **environ: str) -> str:
    with pytest.raises(BadConfiguration) as caught:
        read(folder, text, **environ)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    configuration = load({}, tmp_path)
    assert configuration.file is None
    assert configuration.database == f"sqlite:///{tmp_path}/var/veilleur.db"
    assert configuration.archive == tmp_path / "var" / "archive"
    assert configuration.delay == LEAST_DELAY
    assert configuration.enabled is None
    assert configuration.contact == ""
    assert configuration.upstream is None


def test_the_file_says_where_things_are_kept_counted_from_where_it_lies(tmp_path: Path) -> None:
    there = tmp_path / "etc"
    there.mkdir()
    (there / "press.toml").write_text('[store]\ndatabase = "sqlite:///data/press.db"\n[crawl]\ndelay = 7.5\n')
    configuration = load({"VEILLEUR_CONFIG": "etc/press.toml"}, tmp_path)
    assert configuration.database == f"sqlite:///{there}/data/press.db"
    assert configuration.archive == there / "data" / "archive"
    assert configuration.delay == 7.5


def test_the_environment_wins(tmp_path: Path) -> None:
    configuration = read(
        tmp_path,
        '[store]\ndatabase = "sqlite:///a.db"\narchive = "a"\n[crawl]\ncontact = "a@b.ma"\n',
        VEILLEUR_DATABASE="postgresql://host/db",
        VEILLEUR_ARCHIVE="/srv/archive",
        VEILLEUR_CONTACT="veille@exemple.ma",
        VEILLEUR_UPSTREAM="http://127.0.0.1:8123/",
    )
    assert configuration.database == "postgresql://host/db"
    assert configuration.archive == Path("/srv/archive")
    assert configuration.contact == "veille@exemple.ma"
    assert configuration.upstream == "http://127.0.0.1:8123"


def test_a_plain_source_is_a_source(tmp_path: Path) -> None:
    text = (
        PLAIN + 'listing = ["https://yabiladi.com/a", "https://yabiladi.com/b"]\npages = 3\nevery_hours = 2\n'
    )
    (source,) = read(
        tmp_path,
        text + 'sitemap = "https://yabiladi.com/s.xml"\nembedded = "https://yabiladi.com/"\n'
        'robots = "https://www.yabiladi.com/robots.txt"\nnext_page = "string(//a/@href)"',
    ).plain
    assert source.name == "yabiladi"
    assert source.every == timedelta(hours=2)
    assert source.discovery == (
        Feed("https://www.yabiladi.com/rss/rss.xml"),
        Sitemap("https://yabiladi.com/s.xml"),
        Listing("https://yabiladi.com/a", 3, "string(//a/@href)"),
        Listing("https://yabiladi.com/b", 3, "string(//a/@href)"),
        Embedded("https://yabiladi.com/"),
        RobotsTxt("https://www.yabiladi.com/robots.txt"),
    )
    assert source.article.fullmatch("https://www.yabiladi.com/articles/details/1.html")
    assert not source.article.fullmatch("https://www.yabiladi.com/")
    assert not source.article.fullmatch("https://elsewhere.ma/yabiladi.com/x")


def test_the_schedulers_tables_are_left_to_it(tmp_path: Path) -> None:
    read(tmp_path, '[digest]\nhour = "07:00"\n[mail]\nsender = "x"\n[profile.revue]\nto = "a@b.ma"\n')


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[crwal]\ncontact = 'a@b.ma'", "unknown key crwal: did you mean crawl?"),
        ("[crawl]\ndealy = 4", "unknown key crawl.dealy: did you mean delay?"),
        ("[crawl]\ndelay = 1", "crawl.delay must be at least 3, not 1"),
        ("[crawl]\ndelay = nan", "crawl.delay must be at least 3"),
        ("[crawl]\ndelay = true", "crawl.delay must be a number"),
        ("[crawl]\npages = 2.5", "crawl.pages must be a whole number"),
        ("[crawl]\nsources = 3", "crawl.sources must be a text or a list of texts"),
        ("[crawl]\ncontact = 'a@b.ma)\\r\\nX: y'", "crawl.contact must be a mail or web address"),
        ("crawl = 3", "crawl must be a table"),
        ("[maghress]\njournals = ['../x']", "maghress.journals must be names"),
        (
            "[sources.x]\nsite = 'https://x.ma/'",
            "[sources.x]: one of feed, sitemap, listing, embedded or robots is needed",
        ),
        (
            "[sources.x]\nfeed = 'https://x.ma/feed'",
            "[sources.x]: source x: site '' is not an http(s) address",
        ),
        (
            PLAIN + "feeds = 'https://www.yabiladi.com/x'",
            "unknown key sources.yabiladi.feeds: did you mean feed?",
        ),
        (PLAIN + "article = '('", "sources.yabiladi.article must be a regular expression"),
        (PLAIN + "content = '//div['", "sources.yabiladi.content must be an XPath, which '//div[' is not"),
        (PLAIN + "prune = ['//p', 'x:y()']", "sources.yabiladi.prune must be an XPath"),
        (PLAIN + "byline = 'count(//a)'", "sources.yabiladi.byline must be an XPath that selects something"),
        (PLAIN + "next_page = '//a/@'", "sources.yabiladi.next_page must be an XPath"),
        (PLAIN + "listing = 'https://elsewhere.ma/'", "is not on a host of the source"),
        (PLAIN.replace("yabiladi]", "Yabi-ladi]"), "lower-case letters and digits only"),
        ("[crawl", "not TOML"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_key(tmp_path: Path, text: str, told: str) -> None:
    message = refusal(tmp_path, text)
    assert told in message
    assert str(tmp_path / "veilleur.toml") in message


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="VEILLEUR_CONFIG names it"):
        load({"VEILLEUR_CONFIG": "nowhere.toml"}, tmp_path)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com:80",
        "https://127.0.0.1:8000",
        "http://127.0.0.1",
        "http://localhost:8000",
        "http://127.0.0.1:8000@example.com/",
        "http://127.0.0.1.example.com:80",
        "http://127.0.0.1:8000/path",
    ],
)
def test_only_a_replica_on_this_machine_may_stand_in_for_the_sites(tmp_path: Path, url: str) -> None:
    assert "VEILLEUR_UPSTREAM" in refusal(tmp_path, "", VEILLEUR_UPSTREAM=url)
