"""`scrapy crawl` as a person types it: its one line, its exit code, and what it refuses."""

import re
import subprocess
import sys
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from crawler import registry
from crawler.commands.crawl import clock_of, scope_of, settings_of, summary
from crawler.config import load
from crawler.errors import BadArgument
from crawler.progress import printable
from crawler.round import Scope
from storage.records import Run
from storage.vocabulary import RunState
from tests.crawler.site import HOST, Press, Site, article, listing


def refused(child: "subprocess.CompletedProcess[str]", code: int) -> str:
    assert child.returncode == code
    assert child.stdout == ""
    assert child.stderr.count("\n") == 1, child.stderr
    return child.stderr


@pytest.mark.parametrize(
    ("arguments", "name", "told"),
    [
        ((), "gazete", "no source is called 'gazete': did you mean gazette?"),
        ((), "", "name one source to crawl: gazette, haca"),
        (("lmit=3",), "gazette", "-a lmit: did you mean limit?"),
    ],
)
def test_a_bad_argument_is_one_line(tmp_path: Path, arguments: tuple[str, ...], name: str, told: str) -> None:
    child = Press(tmp_path).crawl(*arguments, name=name)
    assert told in refused(child, 2)
    assert not (tmp_path / "var").exists(), "refused before anything was written"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"limit": "0"}, "-a limit=0: a number of pages, 1 or more"),
        ({"limit": "many"}, "-a limit=many"),
        ({"since": "03/07/2025"}, "-a since=03/07/2025: a day as in"),
        ({"url": "https://elsewhere.ma/x"}, "elsewhere.ma is not a host of gazette"),
        ({"url": "http://127.0.0.1/"}, "127.0.0.1 is not a host of gazette"),
        ({"url": f"https://{HOST}:8080/"}, "port 8080"),
        ({"url": f"https://{HOST}/a/1", "limit": "2"}, "one page alone"),
    ],
)
def test_an_argument_that_asks_for_what_cannot_be_is_refused(
    tmp_path: Path, arguments: dict[str, str], told: str
) -> None:
    Press(tmp_path)
    source = registry.source("gazette", load({}, tmp_path))
    with pytest.raises(BadArgument, match=re.escape(told)):
        scope_of(arguments, source)


def test_the_seeds_are_read_whole() -> None:
    with pytest.raises(BadArgument, match="the seeds are read whole"):
        scope_of({"limit": "2"}, None)


def test_arguments_are_what_they_say(tmp_path: Path) -> None:
    Press(tmp_path)
    source = registry.source("gazette", load({}, tmp_path))
    assert scope_of({}, source) == Scope()
    assert scope_of({"since": "2025-07-03", "limit": "7"}, source) == Scope(since=date(2025, 7, 3), limit=7)
    assert scope_of({"url": f"http://www.{HOST}/a/1?utm_x=1"}, source) == Scope(url=f"https://{HOST}/a/1")


def test_the_replica_alone_can_be_asked_at_another_time(tmp_path: Path) -> None:
    at = {"at": "2026-11-20T07:00:00+01:00"}
    with pytest.raises(BadArgument, match="only the replica can be asked at another time"):
        clock_of(at, load({}, tmp_path))
    replica = load({"VEILLEUR_UPSTREAM": "http://127.0.0.1:8000"}, tmp_path)
    assert clock_of(at, replica)() == datetime(2026, 11, 20, 6, tzinfo=UTC)
    for text in ("2026-11-20T06:00:00", "tomorrow"):
        with pytest.raises(BadArgument, match="a time with its zone"):
            clock_of({"at": text}, replica)


def test_a_bad_configuration_is_one_line(tmp_path: Path) -> None:
    child = Press(tmp_path, more="[crawl]\ndealy = 3\n").crawl()
    assert "veilleur.toml: unknown key crawl.dealy: did you mean delay?" in refused(child, 2)


def test_without_network_the_site_is_named_and_the_contact_is_asked_for(tmp_path: Path) -> None:
    child = Press(tmp_path).crawl("-sRETRY_TIMES=0")
    assert child.returncode == 1
    assert child.stdout.startswith(
        f"gazette: failed: {HOST} could not be read: robots.txt: the name {HOST} was not found, 0 pages read"
    )
    assert child.stderr.startswith("gazette: no contact address")


def test_a_damaged_store_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "veilleur.db").write_bytes(b"SQLite format 3\0" + b"rubbish" * 1000)
    assert "veilleur.db" in refused(Press(tmp_path).crawl(), 1)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where a folder belongs")
    assert "var" in refused(Press(tmp_path).crawl(), 1)


def test_a_store_of_the_replica_takes_no_real_page(tmp_path: Path) -> None:
    with Site({"/": listing("/a/1"), "/a/1": article("Un")}) as site:
        assert Press(tmp_path, site.url).crawl().returncode == 0
    assert "replica" in refused(Press(tmp_path).crawl(), 1)
    with Press(tmp_path).store() as store:
        assert len(store.runs("gazette")) == 1


def test_a_store_that_breaks_in_the_middle_ends_the_run_in_one_line(tmp_path: Path) -> None:
    def breaking(request: BaseHTTPRequestHandler) -> None:
        archive = tmp_path / "var" / "archive"
        archive.rename(tmp_path / "elsewhere")
        archive.write_text("a file where a folder belongs")
        article("Deux")(request)

    with Site({"/": listing("/a/1", "/a/2"), "/a/1": article("Un"), "/a/2": breaking}) as site:
        press = Press(tmp_path, site.url)
        child = press.crawl()
    assert child.returncode == 1
    assert child.stdout == ""
    assert child.stderr.splitlines()[-1].startswith("veilleur: ")
    (tmp_path / "var" / "archive").unlink()
    with press.store() as store:
        (run,) = store.runs("gazette")
        assert run.state is RunState.FAILED
        assert run.finished_at is not None


def test_scrapy_lists_all_sources(tmp_path: Path) -> None:
    press = Press(tmp_path)
    command = [sys.executable, "-m", "scrapy", "list"]
    child = subprocess.run(
        command, cwd=tmp_path, env=press.environ, capture_output=True, text=True, check=True, timeout=60
    )
    assert child.stdout.split() == ["gazette", "haca", "leseco", "lodj", "lopinion", "maghress", "seeds"]


def test_the_seeds_are_the_baseline_once(tmp_path: Path) -> None:
    press = Press(tmp_path)
    first, second = press.crawl(name="seeds"), press.crawl(name="seeds")
    assert first.stdout.startswith("seeds: complete, 5 pages read, 5 baseline, 0 new")
    assert second.stdout.startswith("seeds: complete, 5 pages read, 0 new")
    with press.store() as store:
        assert {change.source for change in store.changes()} == {"maghress", "haca", "lodj"}
        assert not store.replica


def test_the_summary_says_what_came_of_a_run() -> None:
    run = Run(
        number=1,
        source="haca",
        started_at=datetime(2026, 11, 20, 6, tzinfo=UTC),
        state=RunState.COMPLETE,
        counts={"article": 5, "unchanged": 26, "listing": 3, "server_error": 2, "gone": 1},
        changes={"new": 4, "edited": 1, "restored": 1},
    )
    assert summary(run, 12.4) == (
        "haca: complete, 31 pages read, 4 new, 1 edited, 0 withdrawn, 1 restored, 3 failed (server_error, gone), 12 s"
    )


def test_scrapy_is_told_who_we_are_and_how_slow_to_be(tmp_path: Path) -> None:
    (tmp_path / "veilleur.toml").write_text('[crawl]\ndelay = 10\ncontact = "https://exemple.ma/veille"\n')
    settings = settings_of(load({}, tmp_path))
    assert settings["USER_AGENT"] == "Veilleur/0.1 (+https://exemple.ma/veille)"
    assert settings["DOWNLOAD_DELAY"] == 10
    assert "DOWNLOAD_HANDLERS" not in settings
    replica = settings_of(load({"VEILLEUR_UPSTREAM": "http://127.0.0.1:8000"}, tmp_path))
    assert replica["DOWNLOAD_DELAY"] == 0


def test_what_a_site_says_cannot_forge_a_line() -> None:
    assert printable("oui\r\nhaca: complete\x1b[2J\u202e") == "oui haca: complete [2J "
