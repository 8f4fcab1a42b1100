import os
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.archive import Archive
from storage.errors import MissingBody, UnusableStore


@settings(max_examples=25)
@given(body=st.binary(max_size=5000))
def test_a_body_comes_back_as_it_went_in(tmp_path_factory: pytest.TempPathFactory, body: bytes) -> None:
    archive = Archive(tmp_path_factory.mktemp("archive"))
    name = archive.keep(body)
    assert name == sha256(body).hexdigest()
    assert archive.body(name) == body


def test_a_page_takes_little_room_and_lies_under_its_hash(tmp_path: Path) -> None:
    body = b"<p>Le Maroc trace sa strategie souveraine.</p>" * 1000
    name = Archive(tmp_path).keep(body)
    path = tmp_path / name[:2] / f"{name[2:]}.zst"
    assert path.stat().st_size < len(body) / 50
    assert list((tmp_path / "unfinished").iterdir()) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(path.read_bytes()[:-3]),
        lambda path: path.write_bytes(b"not compressed"),
        lambda path: path.write_bytes(_another(path.parent.parent).read_bytes()),
    ],
    ids=["gone", "truncated", "garbage", "another page"],
)
def test_a_lost_or_damaged_body_is_named_and_mended_by_keeping_it_again(tmp_path: Path, spoil) -> None:  # type: ignore[no-untyped-def]
    archive = Archive(tmp_path / "a")
    name = archive.keep(b"page")
    path = archive.path(name)
    spoil(path)
    with pytest.raises(MissingBody, match=str(path)) as refusal:
        archive.body(name)
    assert "\n" not in str(refusal.value)
    archive.keep(b"page")
    assert archive.body(name) == b"page"


def _another(root: Path) -> Path:
    archive = Archive(root)
    return archive.path(archive.keep(b"another page"))


def test_processes_keep_the_same_body_at_once(tmp_path: Path) -> None:
    body = os.urandom(200_000)

    def keep() -> None:
        for _ in range(30):
            Archive(tmp_path).keep(body)

    children = [get_context("fork").Process(target=keep) for _ in range(4)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0] * 4
    assert Archive(tmp_path).body(sha256(body).hexdigest()) == body
    assert list((tmp_path / "unfinished").iterdir()) == []


def test_an_old_draft_is_swept_and_a_young_one_is_left(tmp_path: Path) -> None:
    Archive(tmp_path)
    old, young = tmp_path / "unfinished" / "old", tmp_path / "unfinished" / "young"
    for draft in (old, young):
        draft.write_bytes(b"half")
    os.utime(old, (0, 0))
    Archive(tmp_path)
    assert young.exists()
    assert not old.exists()


def test_a_place_that_cannot_be_written_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UnusableStore, match="file/archive: cannot be written"):
        Archive(tmp_path / "file" / "archive")
    archive = Archive(tmp_path / "archive")
    (tmp_path / "archive" / sha256(b"page").hexdigest()[:2]).write_text("in the way")
    with pytest.raises(UnusableStore, match="cannot be written"):
        archive.keep(b"page")
