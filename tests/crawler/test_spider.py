"""Real crawls of a loopback site, as child processes: what each address ends with, and what is asked again."""

import gzip
import signal
import socket
import struct
import threading
import time
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from crawler.gate import SAME, is_sampled
from storage.vocabulary import Kind, Outcome, RunState
from tests.crawler.site import HOST, Press, Site, answer, article, listing, moved

ARTICLE, UNCHANGED, LISTING = Outcome.ARTICLE, Outcome.UNCHANGED, Outcome.LISTING


def reset(request: BaseHTTPRequestHandler) -> None:
    """The connection breaks before a word."""
    request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    request.close_connection = True


def drip(request: BaseHTTPRequestHandler) -> None:
    """A byte now and then, without end."""
    request.send_response(200)
    request.send_header("Content-Length", "1000000")
    request.end_headers()
    while True:
        request.wfile.write(b"<")
        request.wfile.flush()
        time.sleep(0.2)  # the site's slowness is what is tested


def endless(request: BaseHTTPRequestHandler) -> None:
    """A body that does not say how long it is, and is too long."""
    request.send_response(200)
    request.send_header("Connection", "close")
    request.end_headers()
    for _ in range(17):
        request.wfile.write(b"x" * 1024 * 1024)


def test_every_address_ends_with_its_own_outcome(tmp_path: Path) -> None:
    with Site() as canary, Site() as site:
        ends = {
            "/a/good": (article("Bon"), ARTICLE),
            "/a/gone": (answer("", 410), Outcome.GONE),
            "/a/missing": (answer("", 404), Outcome.GONE),
            "/a/forbidden": (answer("<h1>Non</h1>", 403), Outcome.FORBIDDEN),
            "/a/broken": (answer("<h1>Erreur</h1>", 500), Outcome.SERVER_ERROR),
            "/a/cut": (answer("<h1>Court", Content_Length="5000"), Outcome.TRUNCATED),
            "/a/huge": (answer("", Content_Length="99000000"), Outcome.TOO_LARGE),
            "/a/endless": (endless, Outcome.TOO_LARGE),
            "/a/bomb": (answer(gzip.compress(b"x" * 64_000_000), Content_Encoding="gzip"), Outcome.TOO_LARGE),
            "/a/reset": (reset, Outcome.NETWORK_ERROR),
            "/a/drip": (drip, Outcome.TIMEOUT),
            "/a/private": (article("Privé"), Outcome.ROBOTS_DENIED),
            "/a/loop": (moved("/a/loop2"), Outcome.REDIRECT_LOOP),
            "/a/chain": (moved("/a/chain/1"), Outcome.REDIRECT_LOOP),
            "/a/moved": (moved("/a/good"), UNCHANGED),
            "/a/outside": (moved(canary.url + "/"), Outcome.REFUSED_ADDRESS),
            "/a/metadata": (moved("http://169.254.169.254/latest"), Outcome.REFUSED_ADDRESS),
            "/a/user": (moved(f"https://x@{HOST}/a/good"), Outcome.REFUSED_ADDRESS),
            "/a/backslash": (moved(f"https://{HOST}\\@127.0.0.1/"), Outcome.REFUSED_ADDRESS),
            "/a/port": (moved(f"https://{HOST}:8443/a/good"), Outcome.REFUSED_ADDRESS),
            "/a/file": (moved("file:///etc/passwd"), Outcome.REFUSED_ADDRESS),
            "/a/last": (article("Dernier"), ARTICLE),
        }
        site.pages = {path: behaviour for path, (behaviour, _) in ends.items()}
        site.pages |= {f"/a/chain/{step}": moved(f"/a/chain/{step + 1}") for step in range(1, 12)}
        site.pages |= {"/": listing(*ends), "/a/loop2": moved("/a/loop")}
        site.pages["/robots.txt"] = answer("User-agent: *\nDisallow: /a/private", kind="text/plain")
        press = Press(tmp_path, site.url)
        child = press.crawl("-sDOWNLOAD_TIMEOUT=2")
    wanted = {path: outcome for path, (_, outcome) in ends.items()}
    assert press.outcomes() == wanted | {"/": LISTING, "/robots.txt": LISTING}
    assert canary.asked == []
    assert "/a/private" not in site.asked
    assert site.asked.count("/a/broken") == 3, "two more tries, and no more"
    assert site.asked.count("/a/chain/8") == 1
    assert "/a/chain/9" not in site.asked
    assert child.returncode == 0
    assert child.stdout.startswith("gazette: partial: 17 of 22 pages not read")
    assert child.stdout.count("\n") == 1


def test_a_first_run_is_baseline_and_later_ones_tell_what_is_new_and_edited(tmp_path: Path) -> None:
    with Site({"/": listing("/a/1", "/a/2"), "/a/1": article("Un"), "/a/2": article("Deux")}) as site:
        press = Press(tmp_path, site.url, '[crawl]\ncontact = "veille@exemple.ma"\n')
        first = press.crawl()
        today = f"{datetime.now(UTC):%d/%m/%Y}"
        site.pages |= {"/": listing("/a/3", "/a/1"), "/a/3": article("Trois", dated=today)}
        site.pages["/a/2"] = article(
            "Deux", "Une phrase ajoutée au troisième jour dit que 45 projets ont été reçus."
        )
        second = press.crawl()
    assert "2 pages read, 2 baseline, 0 new, 0 edited, 0 withdrawn, 0 failed" in first.stdout
    assert "complete, 3 pages read, 1 new, 1 edited, 0 withdrawn, 0 failed" in second.stdout
    assert press.outcomes()["/a/1"] is UNCHANGED
    assert "page 2 of 2" in first.stderr
    assert site.agents == {"Veilleur/0.1 (+veille@exemple.ma)"}
    with press.store() as store:
        assert [change.kind for change in store.changes()] == [
            Kind.BASELINE,
            Kind.BASELINE,
            Kind.NEW,
            Kind.EDITED,
        ]
        assert store.runs("gazette")[0].channels == {f"https://{HOST}/": 2}


@pytest.mark.parametrize(
    ("robots", "outcome"),
    [
        (answer("User-agent: *\nAllow: /", 503), Outcome.SERVER_ERROR),
        (reset, Outcome.NETWORK_ERROR),
        (moved("https://elsewhere.invalid/robots.txt"), Outcome.REFUSED_ADDRESS),
        (answer("User-agent: Veilleur\nDisallow: /\n\nUser-agent: *\nAllow: /"), Outcome.ROBOTS_DENIED),
    ],
)
def test_a_robots_txt_that_forbids_or_cannot_be_read_closes_the_site(
    tmp_path: Path, robots: object, outcome: Outcome
) -> None:
    with Site({"/": listing("/a/1"), "/robots.txt": robots}) as site:  # type: ignore[dict-item]
        press = Press(tmp_path, site.url)
        child = press.crawl()
    assert child.returncode == 1
    assert f"gazette: failed: {HOST} could not be read: robots.txt" in child.stdout
    assert press.outcomes()["/"] is outcome
    assert set(site.asked) == {"/robots.txt"}


def test_a_site_that_asks_for_a_pause_gets_it_in_later_runs_too(tmp_path: Path) -> None:
    busy = answer("Trop vite", 429, Retry_After="600")
    with Site({"/": listing("/a/1", "/a/2"), "/a/1": busy, "/a/2": article("Deux")}) as site:
        press = Press(tmp_path, site.url)
        press.crawl("at=2026-11-20T06:00:00Z")
        assert press.outcomes()["/a/1"] is Outcome.RATE_LIMITED
        assert press.outcomes()["/a/2"] is Outcome.RATE_LIMITED
        assert site.asked.count("/a/1") == 1, "no second try into the pause"
        asked = len(site.asked)
        early = press.crawl("at=2026-11-20T06:09:00Z")
        assert len(site.asked) == asked
        site.pages["/a/1"] = article("Un")
        late = press.crawl("at=2026-11-20T06:11:00Z")
    assert early.returncode == 1
    assert "asked to be left alone until 2026-11-20T06:10" in early.stdout
    assert "complete, 2 pages read" in late.stdout


def test_one_page_alone_and_a_limit(tmp_path: Path) -> None:
    pages = {f"/a/{number}": article(f"Article {number}") for number in range(4)}
    with Site({"/": listing(*pages), **pages}) as site:
        press = Press(tmp_path, site.url)
        limited = press.crawl("limit=2")
        asked = [path for path in site.asked if path.startswith("/a/")]
        one = press.crawl(f"url=https://www.{HOST}/a/3?utm_source=x#top")
        assert site.asked[-1:] == ["/a/3"], "of robots.txt the copy serves"
        assert site.asked.count("/robots.txt") == 1
    assert asked == ["/a/0", "/a/1"]
    assert limited.stdout.startswith("gazette: partial: stopped after 2 pages, 2 more were due, 2 pages read")
    assert one.stdout.startswith("gazette: complete, 1 pages read")
    with press.store() as store:
        assert [run.purpose for run in store.runs("gazette")] == ["check", "crawl"]


def test_filling_in_the_past_pages_on_and_tells_no_news(tmp_path: Path) -> None:
    def page(number: int) -> str:
        links = "".join(f'<a href="/a/{item}">Article {item}</a>' for item in (2 * number, 2 * number + 1))
        following = f'<a rel="next" href="/?page={number + 1}">Suivant</a>' if number < 3 else ""
        return f"<html><body>{links}{following}</body></html>"

    pages = {f"/a/{number}": article(f"Article {number}") for number in range(8)}
    pages |= {f"/?page={number}": answer(page(number)) for number in range(1, 4)}
    with Site({"/": answer(page(0)), **pages}) as site:
        press = Press(tmp_path, site.url)
        first = press.crawl("at=2026-11-20T06:00:00Z")
        assert "/?page=1" not in site.asked
        second = press.crawl("at=2026-11-21T06:00:00Z", "since=2026-10-01")
    assert "2 baseline, 0 new" in first.stdout
    assert "6 baseline, 0 new" in second.stdout
    assert "/?page=3" in site.asked


def test_missing_pages_count_only_while_the_site_is_well(tmp_path: Path) -> None:
    pages = {f"/a/{number}": article(f"Article {number}") for number in range(3)}
    with Site({"/": listing(*pages), **pages}) as site:
        press = Press(tmp_path, site.url)

        def told(hour: str) -> str:
            return press.crawl(f"at=2026-11-{hour}:00:00Z").stdout

        told("20T06")
        del site.pages["/a/0"]
        assert "0 withdrawn" in told("20T18")
        there = site.pages
        site.pages = {"/": answer("<h1>Panne</h1>", 500)}
        assert "failed" in told("21T06")
        site.pages = there
        assert "0 withdrawn" in told("21T19"), "the outage was no confirmation"
        assert "1 withdrawn" in told("22T06")
        site.pages["/a/0"] = pages["/a/0"]
        assert "0 withdrawn, 1 restored" in told("22T18")


def test_a_crawl_that_is_killed_is_closed_and_made_up_by_the_next(tmp_path: Path) -> None:
    reached, released = threading.Event(), threading.Event()

    def stall(request: BaseHTTPRequestHandler) -> None:
        reached.set()
        released.wait(30)
        article("Deux")(request)

    with Site({"/": listing("/a/1", "/a/2"), "/a/1": article("Un"), "/a/2": stall}) as site:
        press = Press(tmp_path, site.url)
        child = press.start()
        assert reached.wait(60)
        child.kill()
        child.communicate()
        released.set()
        second = press.crawl()
    assert "complete, 2 pages read" in second.stdout
    with press.store() as store:
        done, killed = store.runs("gazette")
        assert (killed.state, killed.reason) == (RunState.FAILED, "interrupted")
        assert done.state is RunState.COMPLETE


def test_a_crawl_that_is_stopped_writes_what_it_has_and_names_the_rest(tmp_path: Path) -> None:
    reached, released = threading.Event(), threading.Event()

    def stall(request: BaseHTTPRequestHandler) -> None:
        reached.set()
        released.wait(30)
        article("Deux")(request)

    paths = ("/a/1", "/a/2", "/a/3")
    with Site({"/": listing(*paths), "/a/1": article("Un"), "/a/2": stall, "/a/3": article("3")}) as site:
        press = Press(tmp_path, site.url)
        child = press.start()
        assert reached.wait(60)
        child.send_signal(signal.SIGTERM)
        second = press.crawl()
        released.set()
        out, err = child.communicate(timeout=60)
    assert second.returncode == 75
    assert f"process {child.pid}" in second.stderr
    assert "Traceback" not in err
    assert "gazette: partial: stopped from outside" in out
    assert press.outcomes() == {
        "/robots.txt": LISTING,
        "/": LISTING,
        "/a/1": ARTICLE,
        "/a/2": ARTICLE,
        "/a/3": Outcome.BUDGET,
    }


def test_pages_that_would_hang_or_fill_a_reader_end_alone(tmp_path: Path) -> None:
    def page(inside: str) -> str:
        return f"<html><head><title>Une page</title></head><body>{inside}</body></html>"

    deep = "<div>" * 1_000_000 + "<p>Un texte.</p>" + "</div>" * 1_000_000
    sentence = "<p>Le ministère a présenté mardi à Rabat un programme de soutien. "
    attributes = " ".join(f'a{n}="{"<" if n % 4 else ""}"' for n in range(75_000))
    tags = "".join(f"<i>{sentence}</i>" for _ in range(70_000))
    hostile = {
        "/a/attributes": (page(f"<p {attributes}>Un texte.</p>"), Outcome.EXTRACT_TIMEOUT),
        "/a/tags": (page(tags), Outcome.EXTRACT_FAILED),
        "/a/nested": (page(deep), Outcome.EXTRACT_FAILED),
        "/a/line": (page(sentence.removeprefix("<p>") * 150_000), Outcome.EXTRACT_FAILED),
    }
    pages = {"/a/first": article("Premier"), **{path: answer(text) for path, (text, _) in hostile.items()}}
    pages["/a/last"] = article("Dernier")
    with Site({"/": listing(*pages), **pages}) as site:
        press = Press(tmp_path, site.url)
        child = press.crawl()
    ended = press.outcomes()
    assert ended["/a/first"] is ended["/a/last"] is ARTICLE
    assert {path: ended[path] for path in hostile} == {
        path: outcome for path, (_, outcome) in hostile.items()
    }
    assert "4 failed" in child.stdout


def test_a_page_whose_seal_holds_is_not_read_again(tmp_path: Path) -> None:
    def page(number: int, more: str = "", ticker: str = "Une dépêche") -> str:
        text = (f"Le projet {number} a été présenté mardi à Rabat devant les studios d'animation du pays.",
                "Les dossiers seront reçus à partir du mois prochain par la chambre de commerce de la région,"
                f" qui publiera la liste des projets retenus au printemps.{more}")  # fmt: skip
        return (
            f"<html><head><title>Projet {number}</title></head><body><p><a href='/'>{ticker}</a></p>"
            f"<main><h1>Projet numéro {number} des studios</h1><time>3 novembre 2026</time>"
            f"<div class='text'><p>{text[0]}</p><p>{text[1]}</p></div></main></body></html>"
        )

    paths = [f"/a/{number}" for number in range(40)]
    with Site({"/": listing(*paths)}) as site:
        press = Press(tmp_path, site.url)
        site.pages |= {path: answer(page(number)) for number, path in enumerate(paths)}
        press.crawl("at=2026-11-20T06:00:00Z")
        site.pages |= {path: answer(page(n, ticker=f"Dépêche {n}")) for n, path in enumerate(paths)}
        site.pages["/a/7"] = answer(page(7, " Le jury a été nommé.", "Une autre"))
        second = press.crawl("at=2026-11-20T12:00:00Z")
    assert "complete, 40 pages read" in second.stdout
    assert "1 edited" in second.stdout
    with press.store() as store:
        run = store.runs("gazette", limit=1)[0]
        reasons = {
            address.removeprefix(f"https://{HOST}"): reason for address, _, reason in store.outcomes(run)
        }
        told = [change.address for change in store.changes(kinds=[Kind.EDITED])]
        checked = {page.address: page.last_checked.hour for page in store.known("gazette")}
    held = {path for path in paths if reasons[path] == SAME}
    read = {path for path in paths if is_sampled(f"https://{HOST}{path}", run)}
    assert held == set(paths) - read - {"/a/7"}
    assert told == [f"https://{HOST}/a/7"]
    assert set(checked.values()) == {12}
