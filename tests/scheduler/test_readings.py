"""Documents are read once for each set of rules, and a trial of a topic on what is stored."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scheduler.readings import Reader
from scheduler.topics import load
from scheduler.topics.files import build
from scheduler.topics.rulebook import read_topic
from scheduler.topics.rulings import Ruling, Rulings
from scheduler.topics.topic import Topic
from scheduler.trial import NEARLY_ALL, Trial, tried
from storage.editions import Choice, Edition, Message
from storage.records import Document
from storage.store import Store, open_store
from storage.vocabulary import Kind
from tests.storage.looks import read

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MESSAGE = Message(subject="s", html="h", text="t", page="p")
RULES = load()


def topic(query: str, key: str = "essai") -> Topic:
    return read_topic(f"key = '{key}'\nnames.fr = 'Essai'\nquery = '{query}'", "essai.toml")


def article(name: str, text: str) -> Document:
    return Document(address=f"https://haca.ma/{name}", title="Un titre", blocks=(text,))


ARTIST = article("artist", "Le statut de l'artiste ouvre des droits.")
WHEAT = article("wheat", "La récolte de blé recule.")
OLD = article("old", "Un artiste de jadis.")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Three documents, one of them from before the watch, and one digest that weighed them."""
    with open_store(f"sqlite:///{tmp_path / 'veilleur.db'}", tmp_path / "archive") as store:
        run = store.begin_run("haca", NOON)
        read(store, run, ARTIST, WHEAT)
        read(store, run, OLD, kind=Kind.BASELINE)

        def composed(choice: Choice) -> Edition:
            return Edition(message=MESSAGE, letters=(), shown=frozenset())

        assert store.choose("revue", NOON + timedelta(hours=1), composed)
        yield store


def reader(store: Store, query: str, *ruled: Ruling) -> Reader:
    return Reader(store=store, rules=build([topic(query)]), rulings=Rulings(ruled))


def test_what_the_same_rules_found_is_not_looked_for_again(store: Store) -> None:
    first = reader(store, "artiste")
    found = first.match(ARTIST)
    assert set(found) == {"essai"}
    first.keep()
    # Something the rules would never find shows that the stored reading is what is used.
    store.keep_readings(first.rules.fingerprint, {WHEAT: found})
    again = reader(store, "artiste")
    assert again.match(ARTIST) == found
    assert again.match(WHEAT) == found


def test_other_rules_read_the_past_anew(store: Store) -> None:
    first = reader(store, "artiste")
    first.match(ARTIST)
    first.keep()
    second = reader(store, "blé")
    assert second.match(ARTIST) == {}
    second.keep()
    assert reader(store, "blé").match(ARTIST) == {}
    assert set(reader(store, "artiste").match(ARTIST)) == {"essai"}


def test_the_packaged_topics_come_back_as_they_were_found(store: Store) -> None:
    document = article(
        "icc", "Les ICC marocaines, culture et cinéma, inquiètent la Cour. L'IA générative aussi."
    )
    first = Reader(store=store, rules=RULES, rulings=Rulings())
    found = first.match(document)
    assert found["icc"].evidence[0].refused
    first.keep()
    assert Reader(store=store, rules=RULES, rulings=Rulings()).match(document) == found


def test_a_ruling_is_in_force_over_a_stored_reading(store: Store) -> None:
    first = reader(store, "artiste")
    first.match(ARTIST)
    first.keep()
    no = Ruling(address=ARTIST.address, topic="essai", about=False, title="", blocks=())
    assert reader(store, "artiste", no).match(ARTIST) == {}


def test_a_trial_tells_the_share_and_what_past_digests_would_have_had(store: Store) -> None:
    trial = run(store, topic("artiste"))
    assert (trial.read, trial.matched) == ({"haca": 3}, {"haca": 2})
    (effect,) = trial.effects
    # What was there before the watch began is announced by no digest.
    assert [(each.document.address, each.added) for each in effect.differences] == [(ARTIST.address, True)]


def test_a_trial_of_a_standing_topic_tells_what_it_would_lose(store: Store) -> None:
    trial = run(store, topic("blé"), standing=topic("artiste"))
    (effect,) = trial.effects
    assert [(each.document.address, each.added) for each in effect.differences] == [
        (ARTIST.address, False),
        (WHEAT.address, True),
    ]
    assert run(store, topic("artiste"), standing=topic("artiste")).effects == ()


def test_a_trial_since_a_time_leaves_out_what_was_before(store: Store) -> None:
    late = run(store, topic("artiste"), since=NOON + timedelta(days=1))
    assert (late.read, late.effects, late.share) == ({}, (), 0)


def test_a_topic_that_matches_everything_has_its_share_told(store: Store) -> None:
    trial = run(store, topic("la OR le OR un"))
    assert trial.share == 1 >= NEARLY_ALL


def run(
    store: Store, tried_topic: Topic, *, standing: Topic | None = None, since: datetime | None = None
) -> Trial:
    said: list[str] = []
    rules = build([standing] if standing else [])
    return tried(tried_topic, store=store, rules=rules, rulings=Rulings(), since=since, progress=said.append)
