"""Seals in the store: which stand, and what an unchanged page leaves behind."""

from dataclasses import replace

from storage.seal import Place, Seal
from storage.store import Store
from storage.vocabulary import Kind, Outcome
from tests.storage.looks import EXTRACTOR, HOUR, NOON, UNCHANGED, absence, article, look, read, stored

DOCUMENT = article("https://haca.ma/fr/a", "Un paragraphe.", aliases=("https://haca.ma/node/7",))
OTHER = article("https://haca.ma/fr/b")
SEAL = Seal(
    places=(Place(opening='<div class="é">', times=2), Place(opening="<h1>", whole=False)), mark="ab12"
)
ADDRESSES = [DOCUMENT.address, *DOCUMENT.aliases, OTHER.address, "https://haca.ma/unknown"]


def test_a_seal_is_found_under_every_address_and_replaced_by_the_next(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    read(store, run, DOCUMENT, OTHER)
    seal = SEAL
    store.seal({DOCUMENT.address: seal, "https://haca.ma/unknown": seal})
    assert store.seals(ADDRESSES) == {DOCUMENT.address: seal, DOCUMENT.aliases[0]: seal}
    newer = replace(seal, mark="cd34")
    store.seal({DOCUMENT.aliases[0]: newer})
    assert store.seals([DOCUMENT.address]) == {DOCUMENT.address: newer}


def test_a_seal_of_another_version_than_the_latest_does_not_stand(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    read(store, run, DOCUMENT)
    edited = replace(DOCUMENT, blocks=("Un autre paragraphe.",))
    store.seal({DOCUMENT.address: SEAL})
    store.record(run, look(edited, NOON + HOUR), stored(Kind.EDITED, edited), EXTRACTOR)
    assert store.seals(ADDRESSES) == {}
    store.seal({DOCUMENT.address: SEAL})
    assert set(store.seals(ADDRESSES)) == {DOCUMENT.address, DOCUMENT.aliases[0]}


def test_a_page_that_seems_to_be_gone_is_read_again(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    read(store, run, DOCUMENT)
    store.seal({DOCUMENT.address: SEAL})
    gone = replace(UNCHANGED, outcome=Outcome.GONE, absences=(NOON + HOUR,))
    store.record(run, absence(DOCUMENT.address, NOON + HOUR), gone, EXTRACTOR)
    assert store.seals(ADDRESSES) == {}
