"""The sources by name."""

import subprocess
import sys
from pathlib import Path

import pytest

from crawler import registry
from crawler.config import Configuration, load
from crawler.errors import BadConfiguration, UnknownSource
from crawler.source import Feed

PLAIN = (
    '[sources.yabiladi]\nsite = "https://www.yabiladi.com/"\nfeed = "https://www.yabiladi.com/rss/rss.xml"\n'
)


@pytest.fixture
def configuration(tmp_path: Path) -> Configuration:
    (tmp_path / "veilleur.toml").write_text(PLAIN)
    return load({}, tmp_path)


def test_it_knows_the_modules_and_the_tables(configuration: Configuration) -> None:
    assert registry.names(configuration) == (
        "haca",
        "leseco",
        "lodj",
        "lopinion",
        "maghress",
        "seeds",
        "yabiladi",
    )


def test_every_source_is_called_as_its_module(configuration: Configuration) -> None:
    for source in registry.watched(configuration):
        assert registry.source(source.name, configuration) == source


def test_the_seeds_are_watched_by_nobody(configuration: Configuration) -> None:
    assert "seeds" not in {source.name for source in registry.watched(configuration)}


def test_a_list_of_sources_is_what_is_watched(tmp_path: Path) -> None:
    (tmp_path / "veilleur.toml").write_text('[crawl]\nsources = ["lodj", "yabiladi"]\n' + PLAIN)
    watched = registry.watched(load({}, tmp_path))
    assert [source.name for source in watched] == ["lodj", "yabiladi"]


def test_an_unknown_name_is_refused_with_what_was_meant(configuration: Configuration) -> None:
    with pytest.raises(UnknownSource, match="no source is called 'lopinon': did you mean lopinion"):
        registry.source("lopinon", configuration)


def test_a_table_does_not_replace_a_module(tmp_path: Path) -> None:
    (tmp_path / "veilleur.toml").write_text(PLAIN.replace("yabiladi]", "haca]"))
    with pytest.raises(BadConfiguration, match=r"\[sources\.haca\] has the name of a built-in source"):
        registry.names(load({}, tmp_path))


def test_the_journals_of_maghress_can_be_chosen(tmp_path: Path) -> None:
    (tmp_path / "veilleur.toml").write_text('[maghress]\njournals = ["ecoactu", "fr2m"]\n')
    source = registry.source("maghress", load({}, tmp_path))
    assert Feed("https://www.maghress.com/fr/fr2m/rss") in source.discovery
    assert source.article.fullmatch("https://www.maghress.com/fr/ecoactu/123")
    assert not source.article.fullmatch("https://www.maghress.com/fr/lopinion/123")


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("haca", "https://www.haca.ma/fr/node/8170"),
        ("haca", "https://www.haca.ma/fr/actualites/etude-sur-l%E2%80%99IA"),
        ("haca", "https://www.haca.ma/ar/une-decision-du-conseil-superieur"),
        ("leseco", "https://leseco.ma/business/icc-un-secteur-porteur.html"),
        ("lodj", "https://www.lodj.ma/ICC-au-Maroc-Quand-la-culture-devient-economie_a139529.html"),
        ("lopinion", "https://lopinion.ma/Titre-Avec-Tirets_a12226.html"),
        ("lopinion", "https://lopinion.ma/fr/societe/web-zone/un-titre--en-bas-de-casse_a81259"),
        ("maghress", "https://www.maghress.com/fr/lesechos/383284"),
        ("maghress", "https://www.maghress.com/lopinion/12"),
    ],
)
def test_articles_are_told_by_their_addresses(configuration: Configuration, name: str, address: str) -> None:
    assert registry.source(name, configuration).article.fullmatch(address)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("haca", "https://www.haca.ma/fr/faq"),
        ("haca", "https://www.haca.ma/fr/actualites?page=2"),
        ("leseco", "https://leseco.ma/business/"),
        ("lodj", "https://www.lodj.ma/Culture_r10.html"),
        ("lopinion", "https://lopinion.ma/fr/culture"),
        ("maghress", "https://www.maghress.com/fr/lesechos"),
        ("maghress", "https://www.maghress.com/fr/sujet/12"),
    ],
)
def test_other_pages_are_none(configuration: Configuration, name: str, address: str) -> None:
    assert not registry.source(name, configuration).article.fullmatch(address)


def test_a_host_nobody_declares_becomes_a_source() -> None:
    source = registry.of_host("https://www.2m.ma/fr/news/1")
    assert (source.name, source.title, source.host) == ("host2mma", "2m.ma", "2m.ma")
    assert source.article.fullmatch("https://www.2m.ma/fr/news/1")
    with pytest.raises(UnknownSource):
        registry.of_host("not an address")


def test_scrapy_lists_them_and_loads_none_for_it(tmp_path: Path) -> None:
    (tmp_path / "veilleur.toml").write_text(PLAIN)
    code = (
        "import sys, crawler.registry as r; print(*r.Loader().list()); print('scrapy.spiders' in sys.modules)"
    )
    child = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert child.stdout.splitlines() == ["haca leseco lodj lopinion maghress seeds yabiladi", "False"]
