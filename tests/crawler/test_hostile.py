"""The attack catalogue, row by row: what the crawl records of each, and that nothing else suffers from it."""

import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from storage.vocabulary import Outcome
from tests.crawler.hostile import (
    BESIDE,
    COOKIES,
    DAMAGED,
    PARSERS,
    REFUSED,
    SIZES,
    TEXT,
    TEXTS,
    WHERE,
    bomb,
    elsewhere,
)
from tests.crawler.site import HOST, SOURCE, Behaviour, Press, Site, answer, article, listing

Rows = Mapping[str, tuple[Behaviour, Outcome]]
NAMES = ("damaged", "parsers", "others", "sizes")
QUICK = ("-sDOWNLOAD_TIMEOUT=6", "-sRETRY_TIMES=0")


def recorded(folder: Path, rows: Rows) -> tuple[dict[str, Outcome], Site]:
    """What is recorded of the rows by name, each with a good article before and after it; and the site."""
    paths, good = [], {}
    for number, name in enumerate(rows):
        good[f"/a/good-{number}"] = article(f"Le bon article numéro {number}")
        paths += [f"/a/good-{number}", f"/a/{name}"]
    good["/a/good-last"] = article("Le dernier bon article")
    pages = {f"/a/{name}": behaviour for name, (behaviour, _) in rows.items()}
    with Site({"/": listing(*paths, "/a/good-last"), **BESIDE, **pages, **good}) as site:
        press = Press(folder, site.url)
        press.crawl(*QUICK)
    outcomes = press.outcomes()
    assert {outcomes.pop(path) for path in good} == {Outcome.ARTICLE}, "no other page suffers"
    assert outcomes.pop("/") is outcomes.pop("/robots.txt") is Outcome.LISTING
    assert site.hosts == {HOST}, "nobody else was asked"
    return {path.removeprefix("/a/"): outcome for path, outcome in outcomes.items()}, site


def wanted(rows: Rows) -> dict[str, Outcome]:
    return {name: outcome for name, (_, outcome) in rows.items()}


@pytest.mark.parametrize(
    "rows",
    [DAMAGED, PARSERS, WHERE | REFUSED | COOKIES, pytest.param(SIZES, marks=pytest.mark.torture)],
    ids=NAMES,
)
def test_every_row_ends_with_its_outcome_and_leaves_the_others_alone(tmp_path: Path, rows: Rows) -> None:
    outcomes, _ = recorded(tmp_path, rows)
    assert outcomes == wanted(rows)


def test_no_address_in_disguise_is_asked_for(tmp_path: Path) -> None:
    with Site() as canary:
        rows = elsewhere(canary.server.server_address[1])
        outcomes, _ = recorded(tmp_path, rows)
        assert canary.asked == []
    assert outcomes == wanted(rows)


def test_every_encoding_gives_the_text(tmp_path: Path) -> None:
    outcomes, _ = recorded(tmp_path, TEXTS)
    assert outcomes == wanted(TEXTS)
    with Press(tmp_path).store() as store:
        titles = {
            change.address.rpartition("/")[2]: change.version.document.title for change in store.changes()
        }
    for name in ("arabic-in-meta", "undeclared", "wrong-latin", "utf-16"):
        assert titles[name] == TEXT
    assert titles["one-bad-byte"].endswith(TEXT)
    assert not any(set(title) & {"\0", "\ud800"} for title in titles.values())


def channelled(folder: Path, upstream: str, channels: str) -> Press:
    press = Press(folder, upstream)
    file = folder / "veilleur.toml"
    file.write_text(file.read_text().replace(f'listing = "https://{HOST}/"', channels))
    return press


def xml(text: str) -> Behaviour:
    return answer(text, kind="text/xml")


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol" * 10}">' for n in range(12))
URL = f"<url><loc>https://{HOST}/a/good</loc></url>"
FILE, NET = 'SYSTEM "file:///etc/passwd"', 'SYSTEM "CANARY/f"'
MAPS = {
    "/map-of-itself.xml": (
        f"<sitemapindex><sitemap><loc>https://{HOST}/map-of-itself.xml</loc></sitemap></sitemapindex>"
    ),
    "/map-laughs.xml": (f"<!DOCTYPE x [{LAUGHS}]><urlset><url><loc>&l11;</loc></url>{URL}</urlset>"),
    "/map-file.xml": (
        f"<!DOCTYPE x [<!ENTITY f {FILE}>]><urlset><url><loc>https://{HOST}/a/&f;</loc></url>{URL}</urlset>"
    ),
    "/map-net.xml": f"<!DOCTYPE x {NET} [<!ENTITY f {NET}>]><urlset><url><loc>&f;</loc></url></urlset>",
    "/map-cut.xml": f"<urlset>{URL}<url><loc>https://{HOST}/a/",
    "/map-elsewhere.xml": "<sitemapindex><sitemap><loc>CANARY/map.xml</loc></sitemap></sitemapindex>",
}
FEEDS = {
    "/feed-laughs": (
        f"<!DOCTYPE x [{LAUGHS}]><rss version='2.0'><channel>"
        f"<item><title>&l11;</title><link>https://{HOST}/a/good</link></item></channel></rss>"
    ),
    "/feed-html": "<html><body><h1>Bonjour</h1></body></html>",
    "/feed-elsewhere": (
        "<rss version='2.0'><channel><item><link>CANARY/a/x</link></item>"
        "<item><link>http://[</link></item></channel></rss>"
    ),
}
LISTS = {"/list-endless": "", "/list-empty": "<html><body><p>Rien</p></body></html>"}


def test_hostile_channels_end_with_an_outcome_and_lead_nowhere_else(tmp_path: Path) -> None:
    with Site() as canary, Site() as site:
        for path, text in (MAPS | FEEDS).items():
            site.pages[path] = xml(text.replace("CANARY", canary.url))
        endless = "".join(f'<a href="/a/visit-{n}?phpsessid={n}">x</a>' for n in range(9000))
        site.pages["/list-endless"] = answer(f'<a rel="next" href="/list-endless?p=1">x</a>{endless}')
        site.pages["/list-empty"] = answer(LISTS["/list-empty"])
        site.pages["/a/good"] = article("Un bon article")
        channels = "".join(
            f"{key} = [{', '.join(repr(f'https://{HOST}{path}') for path in paths)}]\n"
            for key, paths in (("sitemap", MAPS), ("feed", FEEDS), ("listing", LISTS))
        )
        press = channelled(tmp_path, site.url, f"{channels}pages = 3")
        press.crawl("limit=5", *QUICK)
        assert canary.asked == []
    outcomes = press.outcomes()
    assert outcomes.pop("/a/good") is Outcome.ARTICLE
    assert sum(path.startswith("/a/visit-") for path in site.asked) == 4, "the budget holds"
    named = {path: outcome for path, outcome in outcomes.items() if not path.startswith("/a/")}
    assert named == {
        "/robots.txt": Outcome.LISTING,
        **dict.fromkeys(MAPS, Outcome.LISTING),
        "/feed-laughs": Outcome.LISTING,
        "/feed-html": Outcome.EXTRACT_FAILED,
        "/feed-elsewhere": Outcome.EMPTY,
        "/list-endless": Outcome.LISTING,
        "/list-endless?p=1": Outcome.GONE,
        "/list-empty": Outcome.EMPTY,
    }
    assert site.hosts == {HOST}


@pytest.mark.torture
def test_memory_grows_little_under_bombs(tmp_path: Path) -> None:
    codings = ("gzip", "deflate", "br", "zstd")
    calm = {f"/a/{number}": article(f"Article {number}") for number in range(12)}
    bombs = {f"/a/{coding}-{number}": bomb(coding) for coding in codings for number in range(3)}

    def peak(folder: Path, pages: Mapping[str, Behaviour]) -> int:
        folder.mkdir()
        with Site({"/": listing(*pages), **pages}) as site:
            child = Press(folder, site.url).start(*QUICK)
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            child.communicate()
        return usage.ru_maxrss * 1024

    assert peak(tmp_path / "bombs", bombs) - peak(tmp_path / "calm", calm) < 150 * 1024 * 1024


def test_two_sources_of_one_host_started_at_once_do_not_overlap(tmp_path: Path) -> None:
    reached, released = threading.Event(), threading.Event()

    def stall(request: BaseHTTPRequestHandler) -> None:
        reached.set()
        released.wait(60)
        article("Un")(request)

    other = SOURCE.replace("[sources.gazette]", "[sources.gazettebis]")
    with Site({"/": listing("/a/1"), "/a/1": stall}) as site:
        press = Press(tmp_path, site.url, other)
        first = press.start()
        assert reached.wait(60)
        asked = len(site.asked)
        second = press.crawl(name="gazettebis")
        assert (second.returncode, len(site.asked)) == (75, asked)
        assert f"process {first.pid}" in second.stderr
        released.set()
        first.communicate(timeout=60)
        command = [sys.executable, "-m", "scheduler", "crawl", "gazette", "gazettebis"]
        both = subprocess.run(
            command, cwd=tmp_path, env=press.environ, capture_output=True, text=True, timeout=120
        )
    assert both.returncode == 0, both.stderr
    with press.store() as store:
        one, two = (store.runs(name, limit=1)[0] for name in ("gazette", "gazettebis"))
    assert one.finished_at and one.finished_at <= two.started_at
