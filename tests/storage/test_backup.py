"""Backups: sound before they have their name, restored into empty places only, and believed in nothing."""

import io
import json
import shutil
import signal
import tarfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest

from storage.backup import KEPT, MANIFEST, SQLITE, FailedBackup, back_up, check
from storage.errors import StorageError
from storage.restore import restore
from storage.store import Store, open_store
from storage.verifying import Tally
from tests.storage.conftest import SERVER, server
from tests.storage.looks import NOON, article, in_child, read


@pytest.fixture
def filled(store: Store) -> Store:
    pages = (article(f"https://haca.ma/{number}", f"{number} " * 400) for number in range(12))
    read(store, store.begin_run("haca", NOON), *pages)
    return store


@pytest.fixture
def made(filled: Store, tmp_path: Path) -> Path:
    return back_up(filled, tmp_path / "backups", NOON)


@pytest.fixture
def sqlite_made(tmp_path: Path) -> Iterator[Path]:
    with open_store(f"sqlite:///{tmp_path / 'one' / 'veilleur.db'}", tmp_path / "one" / "archive") as store:
        read(store, store.begin_run("haca", NOON), article())
        yield back_up(store, tmp_path / "backups", NOON)


def test_a_backup_restored_elsewhere_is_the_same_store(filled: Store, made: Path, tmp_path: Path) -> None:
    assert check(made)["instance"] == filled.instance
    before = list(filled.changes())
    if filled.database.on_sqlite:
        url = f"sqlite:///{tmp_path / 'fresh' / 'veilleur.db'}"
    else:
        url = filled.database.url
        with filled.database.read() as connection:
            schema = connection.exec_driver_sql("SELECT current_schema()").scalar_one()
        filled.close()
        with server() as connection:
            connection.execute(f"DROP SCHEMA {schema} CASCADE")
            connection.execute(f"CREATE SCHEMA {schema}")
    steps: list[tuple[int, int]] = []
    assert restore(made, url, tmp_path / "fresh" / "archive", lambda *step: steps.append(step)) == 12
    assert steps[-1] == (13, 13)
    with open_store(url, tmp_path / "fresh" / "archive") as store:
        assert list(store.changes()) == before
        assert list(store.verify(tally := Tally())) == []
        assert tally == Tally(documents=12, bodies=12)
        read(store, store.begin_run("haca", NOON), article("https://haca.ma/new"))


def test_what_is_there_is_never_restored_over(made: Path, filled: Store, tmp_path: Path) -> None:
    with pytest.raises(FailedBackup, match="there is a store already: name an empty place"):
        restore(made, filled.database.url, tmp_path / "elsewhere")
    url = f"sqlite:///{tmp_path / 'fresh.db'}"
    with pytest.raises(FailedBackup, match="there are pages already: name an empty place"):
        restore(made, url, filled.archive.root)
    assert not (tmp_path / "fresh.db").exists()


def test_a_backup_of_the_other_engine_is_refused(sqlite_made: Path, tmp_path: Path) -> None:
    schema = f"veilleur_{uuid4().hex}"
    with server() as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
        with pytest.raises(FailedBackup, match=r"of SQLite, not of PostgreSQL.*move-store"):
            restore(sqlite_made, f"{SERVER}?options=-csearch_path%3D{schema}", tmp_path / "fresh")
        connection.execute(f"DROP SCHEMA {schema}")
    assert not (tmp_path / "fresh").exists()


def test_the_last_seven_stay_and_nothing_of_others_goes(filled: Store, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "veilleur-notes.tar").write_text("mine")
    if not filled.database.on_sqlite:
        pytest.skip("which backups stay is decided by their names, whatever the engine; pg_dump is slow")
    files = [back_up(filled, folder, NOON + timedelta(seconds=number)) for number in range(KEPT + 2)]
    assert sorted(folder.iterdir()) == sorted([*files[2:], folder / "veilleur-notes.tar"])
    with pytest.raises(FailedBackup, match="never written over"):
        back_up(filled, folder, NOON + timedelta(seconds=KEPT))


def test_a_missing_tool_is_named(filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if filled.database.on_sqlite:
        pytest.skip("SQLite is backed up without a tool that could be missing")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(FailedBackup, match=r"pg_dump is not installed: install .*postgresql-client"):
        back_up(filled, tmp_path / "backups", NOON)
    assert list((tmp_path / "backups").iterdir()) == []


@pytest.mark.parametrize("point", range(8))
def test_killed_at_any_point_a_backup_has_its_name_only_when_it_is_whole(
    sqlite_made: Path, tmp_path: Path, point: int
) -> None:
    def act() -> None:
        with open_store(
            f"sqlite:///{tmp_path / 'one' / 'veilleur.db'}", tmp_path / "one" / "archive"
        ) as store:
            back_up(store, tmp_path / "killed", NOON)

    assert in_child(act, killed_at=point) in (0, -signal.SIGKILL)
    for file in (tmp_path / "killed").glob("*.tar"):
        check(file)
    with open_store(f"sqlite:///{tmp_path / 'one' / 'veilleur.db'}", tmp_path / "one" / "archive") as store:
        check(back_up(store, tmp_path / "killed", NOON + timedelta(seconds=1)))


# Hostile files

Members = dict[str, bytes | tarfile.TarInfo]


def rewritten(file: Path, change: Callable[[Members], None], *, sign: bool = True) -> None:
    """Make the backup anew after `change`, with a manifest that agrees, as a forger would."""
    with tarfile.open(file) as tar:
        members: Members = {each.name: tar.extractfile(each).read() for each in tar}  # type: ignore[union-attr]
    manifest = json.loads(members.pop(MANIFEST))  # type: ignore[arg-type]
    change(members)
    if sign:
        manifest["files"] = {
            name: {"size": len(data), "sha256": sha256(data).hexdigest()}
            for name, data in members.items()
            if isinstance(data, bytes)
        }
    with tarfile.open(file, "w") as tar:
        for name, data in {**members, MANIFEST: json.dumps(manifest).encode()}.items():
            if isinstance(data, tarfile.TarInfo):
                tar.addfile(data)
            else:
                info = tarfile.TarInfo(name)
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))


def link(name: str, to: str, kind: bytes) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, to
    return info


BODY = f"archive/ab/{'c' * 62}.zst"


@pytest.mark.parametrize(
    ("change", "saying"),
    [
        (lambda held: held.update({"../veilleur.db": b"x"}), "which no backup does"),
        (lambda held: held.update({"/etc/veilleur": b"x"}), "which no backup does"),
        (lambda held: held.update({"archive/ab/../../../x.zst": b"x"}), "which no backup does"),
        (lambda held: held.update({BODY: link(BODY, "/etc/passwd", tarfile.SYMTYPE)}), "not a plain file"),
        (lambda held: held.update({BODY: link(BODY, SQLITE, tarfile.LNKTYPE)}), "not a plain file"),
        (lambda held: held.pop(SQLITE), "does not hold the files"),
        (lambda held: held.update({SQLITE: b"SQLite format 3\x00" + b"\x00" * 4080}), "another program"),
        (lambda held: held.update({SQLITE: b"Notes de la redaction. " * 300}), "not an SQLite database"),
    ],
)
def test_a_hostile_backup_is_refused_and_leaves_nothing(
    sqlite_made: Path, tmp_path: Path, change: Callable[[Members], None], saying: str
) -> None:
    rewritten(sqlite_made, change)
    fresh = tmp_path / "fresh"
    with pytest.raises(StorageError, match=saying) as refusal:
        restore(sqlite_made, f"sqlite:///{fresh / 'veilleur.db'}", fresh / "archive")
    assert "\n" not in str(refusal.value)
    assert list(fresh.iterdir()) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[: len(data) // 2],
        lambda data: data[:700] + b"\xa5" + data[701:],
        lambda data: b"",
        lambda data: b"not a backup" * 100,
    ],
    ids=["truncated", "one byte", "empty", "another file"],
)
def test_a_damaged_backup_is_refused_and_leaves_nothing(
    sqlite_made: Path, tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    sqlite_made.write_bytes(spoil(sqlite_made.read_bytes()))
    fresh = tmp_path / "fresh"
    with pytest.raises(FailedBackup, match=str(sqlite_made)):
        restore(sqlite_made, f"sqlite:///{fresh / 'veilleur.db'}", fresh / "archive")
    assert list(fresh.iterdir()) == []


def test_a_body_that_does_not_agree_with_the_manifest_is_refused(sqlite_made: Path, tmp_path: Path) -> None:
    def spoil(held: Members) -> None:
        name = next(name for name in held if name.startswith("archive/"))
        held[name] = held[name][::-1]  # type: ignore[index]

    rewritten(sqlite_made, spoil, sign=False)
    with pytest.raises(FailedBackup, match="is not what its manifest says"):
        restore(sqlite_made, f"sqlite:///{tmp_path / 'fresh.db'}", tmp_path / "fresh")
    shutil.rmtree(tmp_path / "one")
    assert not (tmp_path / "fresh.db").exists()
