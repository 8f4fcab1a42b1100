"""That what is stored is known to be what was stored, and what is not is named."""

import os
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.compression import squeezed_text
from storage.errors import UnusableStore
from storage.store import Store
from storage.verifying import Tally
from storage.vocabulary import Kind
from tests.storage.looks import DAY, EXTRACTOR, NOON, article, look, read, stored


def flaws(store: Store, **asked: object) -> list[tuple[str, str, int]]:
    return [(flaw.part, flaw.address, flaw.version) for flaw in store.verify(Tally(), **asked)]  # type: ignore[arg-type]


@pytest.fixture
def filled(store: Store) -> Store:
    run = store.begin_run("haca", NOON)
    read(store, run, *(article(f"https://haca.ma/{number}", f"{number}é" * 450) for number in range(3)))
    new = article("https://haca.ma/1", "Un autre.")
    store.record(run, look(new, NOON + DAY), stored(Kind.EDITED, new), EXTRACTOR)
    return store


def forged(store: Store, content: bytes) -> None:
    """Overwrite the text of one version, past what keeps it."""
    with store.database.write() as connection:
        if store.database.on_sqlite:
            connection.execute(text("DROP TRIGGER versions_words_stay"))
        else:
            connection.execute(text("ALTER TABLE versions DISABLE TRIGGER versions_words_stay"))
        one = "number = 1 AND document = (SELECT id FROM documents WHERE address = 'https://haca.ma/1')"
        connection.execute(text(f"UPDATE versions SET content = :content WHERE {one}"), {"content": content})


def test_a_sound_store_has_no_flaws_and_all_of_it_was_looked_at(filled: Store) -> None:
    tally, steps = Tally(), []
    assert list(filled.verify(tally, step=lambda *step: steps.append(step))) == []
    assert (tally, steps) == (Tally(documents=4, bodies=4), [(4, 4)])
    assert list(filled.verify(tally := Tally(), since=NOON + DAY)) == []
    assert tally == Tally(documents=1, bodies=1)


@pytest.mark.parametrize(
    "content",
    [squeezed_text('{"address":"x","title":"y","blocks":[]}' * 9), b"\x28\xb5\x2f\xfdgarbage", b"\xff"],
)
def test_a_text_that_was_altered_is_named(filled: Store, content: bytes) -> None:
    forged(filled, content)
    assert flaws(filled) == [("document", "https://haca.ma/1", 1)]


def test_a_text_that_cannot_be_read_is_told_in_one_line(filled: Store) -> None:
    forged(filled, b"\x28\xb5\x2f\xfdgarbage")
    with pytest.raises(UnusableStore, match=r"a stored text is damaged.*veilleur verify") as refusal:
        filled.versions("https://haca.ma/1")
    assert "\n" not in str(refusal.value)


def test_bodies_that_are_lost_or_altered_are_named(filled: Store) -> None:
    first, second = (filled.versions(f"https://haca.ma/{number}")[0].body_sha256 for number in (0, 2))
    assert first and second
    filled.archive.path(first).unlink()
    path = filled.archive.path(second)
    path.write_bytes(path.read_bytes()[:-1] + b"\x00")
    assert flaws(filled) == [("body", "https://haca.ma/0", 1), ("body", "https://haca.ma/2", 1)]
    assert flaws(filled, since=NOON + DAY) == []


def test_a_byte_flipped_anywhere_in_a_body_is_noticed(filled: Store, tmp_path: Path) -> None:
    name = filled.versions("https://haca.ma/0")[0].body_sha256
    assert name
    path = filled.archive.path(name)
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        if flaws(filled) == []:
            # The one flip that leaves the page as it was: a bit of the frame's head that says nothing.
            assert filled.archive.body(name)
            assert place < 8
    path.write_bytes(whole)
    os.utime(path)
    assert flaws(filled) == []
