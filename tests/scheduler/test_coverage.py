"""What a digest says of ways to articles that fell silent and of hints that match nothing."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from crawler.source import Feed, Listing, RobotsTxt, Sitemap
from scheduler.coverage import coverage, silences
from scheduler.phrases.health import condition
from scheduler.typography import Clock, french
from storage.editions import Choice
from storage.records import Health, Silence
from tests.scheduler.newsroom import SINCE, SOURCES, UNTIL

FEED, MAP, LIST, ROBOTS = (f"https://leseco.ma/{name}" for name in ("feed/", "map.xml", "", "robots.txt"))
SOURCE = replace(SOURCES["leseco"], discovery=(Feed(FEED), Sitemap(MAP), Listing(LIST), RobotsTxt(ROBOTS)))


def silent(channel: str, *, answered: bool = True) -> Silence:
    return Silence(channel=channel, since=SINCE - timedelta(days=2), answered=answered)


def told(*silences: Silence, hints: int = 0) -> str:
    health = Health(
        source="leseco", runs=4, last_success_at=UNTIL, silent=silences, idle_hints=("//h1",) * hints
    )
    choice = Choice(profile="revue", number=1, since=SINCE, until=UNTIL, changes=())
    (state,) = coverage([health], {"leseco": SOURCE}, choice, ()).states
    return condition(state, Clock(zone=UTC, year=2026))


def test_a_source_that_is_well_says_so() -> None:
    assert told() == "normal"


def test_a_silent_channel_is_told_in_french() -> None:
    assert told(silent(FEED)) == french("normal ; plus aucun article par le flux depuis le 13 novembre")
    assert told(silent(FEED), silent(LIST)) == french(
        "normal ; plus aucun article par la page de liste et par le flux depuis le 13 novembre"
    )


def test_idle_hints_are_counted() -> None:
    assert "changée (1 repère de lecture introuvable)" in told(hints=1).replace("\xa0", " ")
    assert "2 repères de lecture introuvables" in told(hints=2).replace("\xa0", " ")


@pytest.mark.parametrize("channel", [MAP, ROBOTS])
def test_an_empty_sitemap_is_no_trouble_and_a_missing_one_is(channel: str) -> None:
    health = Health(source="leseco", silent=(silent(channel),))
    assert silences(health, SOURCE) == ()
    assert "par le plan du site" in told(silent(channel, answered=False))


def test_a_channel_that_is_declared_no_more_is_not_missed() -> None:
    assert told(silent("https://leseco.ma/old")) == "normal"
