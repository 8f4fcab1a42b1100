"""That what must not stay goes wholly, on record, and takes nothing else along."""

from dataclasses import replace

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from storage.archive import Archive
from storage.errors import StorageError
from storage.query import parsed
from storage.schema import documents
from storage.seal import Seal
from storage.store import Store
from storage.story_tables import bands
from storage.verifying import Tally
from storage.vocabulary import Kind, Outcome
from tests.storage.looks import DAY, EXTRACTOR, HOUR, NOON, article, edit, look, read, stored

SECRET = article("https://haca.ma/secret", "Le secret de Untel.", title="Untel")


@pytest.fixture
def filled(store: Store) -> Store:
    """Two versions of a document to erase, with pages that others lean on, and one that stays."""
    run = store.begin_run("haca", NOON)
    frame = "".join(f"<p>{number * number * 7919}</p>" for number in range(300)).encode()
    edited = article(SECRET.address, "Le secret de Untel et Autretel.", title="Untel")
    other = article("https://haca.ma/other", "Un communiqué.")
    steps = [(SECRET, Kind.NEW), (edited, Kind.EDITED), (other, Kind.NEW)]
    for hours, (page, kind) in enumerate(steps):
        seen = look(page, NOON + hours * HOUR)
        seen = replace(seen, page=replace(seen.page, body=frame + seen.page.body))
        hunks = edit("Untel.", "Untel et Autretel.") if kind is Kind.EDITED else ()
        store.record(run, seen, stored(kind, page, hunks=hunks), EXTRACTOR)
    store.index()
    return store


def test_an_erased_document_leaves_its_hashes_and_nothing_else(filled: Store) -> None:
    before, other = filled.versions(SECRET.address), filled.versions("https://haca.ma/other")
    erased = filled.erase(SECRET.address, "jugement n° 12", NOON + DAY)
    assert (erased.versions, erased.bodies, erased.digests) == (2, 2, 0)
    after = filled.versions(SECRET.address)
    assert [(each.fingerprint, each.body_sha256, each.seen_at) for each in after] == [
        (each.fingerprint, each.body_sha256, each.seen_at) for each in before
    ]
    assert [(each.document.title, each.document.blocks) for each in after] == [("", ())] * 2
    assert [change.hunks for change in filled.changes(address=SECRET.address)] == [(), ()]
    assert list(filled.search(parsed("secret OR untel"))) == []
    assert not any(filled.archive.path(each.body_sha256 or "").exists() for each in before)
    assert filled.versions("https://haca.ma/other") == other
    assert Archive(filled.archive.root).body(other[0].body_sha256 or "")
    assert list(filled.verify(tally := Tally())) == []
    assert tally == Tally(documents=1, bodies=1, erased=2, removed=2)
    assert filled.erase(SECRET.address, "encore", NOON + DAY).bodies == 0


def test_what_was_made_of_its_words_goes_too(filled: Store) -> None:
    quoted, seal = filled.versions(SECRET.address)[-1].document, Seal(places=(), mark="a")
    filled.keep_readings("rules", {quoted: ["Untel"]})
    filled.seal({SECRET.address: seal, "https://haca.ma/other": seal})
    filled.erase(SECRET.address, "jugement n° 12", NOON + DAY)
    assert filled.reading(quoted, "rules", list[str]) is None
    assert list(filled.seals([SECRET.address, "https://haca.ma/other"])) == ["https://haca.ma/other"]
    with filled.database.read() as connection:
        sketched = connection.execute(select(documents.c.address).join(bands)).scalars()
        assert SECRET.address not in set(sketched)


def test_what_is_seen_of_an_erased_document_later_is_not_kept(filled: Store) -> None:
    filled.erase(SECRET.address, "jugement n° 12", NOON + DAY)
    run = filled.begin_run("haca", NOON + 2 * DAY)
    again = look(SECRET, NOON + 2 * DAY)
    assert filled.record(run, again, stored(Kind.EDITED, SECRET), EXTRACTOR) is None
    assert len(filled.versions(SECRET.address)) == 2
    assert list(filled.outcomes(run)) == [(SECRET.address, Outcome.ARTICLE, "")]
    assert not any("secret" in page.decode() for page in map(filled.archive.body, filled.archive.names()))


def test_nothing_is_erased_that_is_not_there(filled: Store) -> None:
    with pytest.raises(StorageError, match="nothing of that page is stored"):
        filled.erase("https://haca.ma/never", "x", NOON)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE versions SET content = content",
        "UPDATE versions SET sha256 = ''",
        "UPDATE changes SET hunks = hunks",
        "UPDATE changes SET kind = 'new'",
        "DELETE FROM versions",
        "UPDATE erasures SET why = ''",
        "DELETE FROM erasures",
        "DELETE FROM removals",
    ],
)
def test_without_an_erasure_on_record_nothing_can_be_altered(filled: Store, statement: str) -> None:
    read(filled, filled.begin_run("haca", NOON), article("https://haca.ma/late"), at=NOON + 3 * DAY)
    filled.erase("https://haca.ma/late", "x", NOON)
    with (
        pytest.raises((DBAPIError, StorageError), match="stays as it is"),
        filled.database.write() as connection,
    ):
        connection.execute(text(statement))


def test_old_raw_pages_go_and_the_last_of_each_document_stays(filled: Store) -> None:
    first, second = filled.versions(SECRET.address)
    assert filled.prune(NOON + DAY, NOON + DAY) == 1
    assert not filled.archive.path(first.body_sha256 or "").exists()
    assert Archive(filled.archive.root).body(second.body_sha256 or "")
    assert filled.versions(SECRET.address) == (first, second)
    assert list(filled.verify(tally := Tally())) == []
    assert tally == Tally(documents=3, bodies=2, removed=1)
    assert filled.prune(NOON + DAY, NOON + DAY) == 0
