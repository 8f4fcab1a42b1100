"""veilleur.toml is read whole before anything is sent, and each mistake is named by file and key."""

from datetime import time
from pathlib import Path

import pytest

from crawler.errors import BadConfiguration
from scheduler.config import load


def written(tmp_path: Path, text: str) -> Path:
    (tmp_path / "veilleur.toml").write_text(text)
    return tmp_path


def test_without_a_file_there_is_a_digest_a_day_into_a_folder(tmp_path: Path) -> None:
    press = load({}, tmp_path)
    (profile,) = press.profiles
    assert (profile.name, profile.hour.at) == ("revue", time(7))
    assert profile.channels == (f"directory:{tmp_path}/var/digests",)
    assert (press.zone, press.extract_length) == ("Africa/Casablanca", 360)


def test_profiles_take_their_own_hour_days_and_channels(tmp_path: Path) -> None:
    press = load(
        {},
        written(
            tmp_path,
            """
            [digest]
            organisation = "Observatoire"
            hour = "06:30"
            [mail]
            sender = "Veille <veille@exemple.ma>"
            [profile.quotidien]
            to = ["a@exemple.ma", "b@exemple.ma"]
            send = ["smtp://127.0.0.1:2525", "directory:var/digests"]
            [profile.hebdo]
            hour = "08:00"
            days = ["mon"]
            """,
        ),
    )
    daily, weekly = press.profiles
    assert (daily.hour.at, daily.to) == (time(6, 30), ("a@exemple.ma", "b@exemple.ma"))
    assert (weekly.hour.at, weekly.hour.weekdays) == (time(8), frozenset({0}))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[digest]\norganization = 'x'", r"unknown key digest\.organization: did you mean organisation"),
        ("[digest]\nzone = 'Africa/Atlantis'", "Africa/Atlantis"),
        ("[digest]\nhour = '25:00'", r"digest\.hour"),
        ("[digest]\nextract_length = -1", r"digest\.extract_length"),
        ("[digest]\ntopics = 'nowhere'", r"digest\.topics"),
        ("[mail]\nsender = 'nobody'", r"mail\.sender"),
        ("[mail]\npassword = 'x'", r"mail\.password"),
        ("[profile.x]\nto = ['a b@c']", r"profile\.x\.to"),
        ("[profile.x]\ndays = ['lundi']", r"profile\.x\.days"),
        ("[profile.x]\nsend = ['smtp://127.0.0.1']", r"profile\.x\.to is empty"),
        ("[profile.x]\nsend = ['pigeon:coop']", "pigeon"),
        ("[profil.x]", "unknown key profil"),
        ("[profile]\nx = 3", r"profile\.x"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(BadConfiguration, match=named):
        load({}, written(tmp_path, text))
