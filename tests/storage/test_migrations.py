import shutil
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from storage.connect import Database
from storage.errors import UnusableStore
from storage.migrate import SCRIPTS, bring_up
from storage.schema import APPLICATION, NUMBER, metadata
from storage.sqlite_file import file_system
from storage.store import open_store
from tests.storage.looks import NOON, article, in_child, read

NEXT = '''"""A schema to come."""

import sqlalchemy as sa
from alembic import op

revision = "{number:04}"
down_revision = "{before:04}"


def upgrade():
    op.add_column("documents", sa.Column("shade", sa.Text(), nullable=False, server_default="green"))
    op.create_table("shades", sa.Column("name", sa.Text(), primary_key=True))
    op.create_index("ix_documents_shade", "documents", ["shade"])
'''


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """The migrations with one more, as a later release has them."""
    later = tmp_path / "migrations"
    shutil.copytree(SCRIPTS, later)
    script = NEXT.format(number=NUMBER + 1, before=NUMBER)
    (later / "versions" / f"{NUMBER + 1:04}_next.py").write_text(script)
    return later


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """The file of a store that holds something."""
    file = tmp_path / "veilleur.db"
    with open_store(f"sqlite:///{file}", tmp_path / "archive") as store:
        run = store.begin_run("haca", NOON)
        read(store, run, *(article(f"https://haca.ma/{number}", "é" * 2000) for number in range(20)))
    return file


def refused(file: Path, archive: Path, saying: str) -> None:
    """The file is refused in one line that names it, and not a byte of it or around it changes."""
    beside = {each: each.read_bytes() for each in file.parent.glob("veilleur.db*") if each.is_file()}
    with pytest.raises(UnusableStore, match=saying) as refusal:
        open_store(f"sqlite:///{file}", archive)
    assert "\n" not in str(refusal.value)
    assert str(file) in str(refusal.value)
    assert {each: each.read_bytes() for each in beside} == beside


# The schema


def test_the_migrations_make_the_tables_that_the_code_knows(url: str, archive: Path) -> None:
    with open_store(url, archive) as store, store.database.read() as connection:
        # The index for searching is another thing on each engine, and in neither a table of ours.
        known = {
            "compare_type": True,
            "include_object": lambda each, name, kind, *_: kind != "table" or not name.startswith("searched"),
        }
        context = MigrationContext.configure(connection, opts=known)
        assert compare_metadata(context, metadata) == []
    assert int(ScriptDirectory(str(SCRIPTS)).get_current_head() or 0) == NUMBER


def test_sqlite_is_set_to_lose_nothing(filled: Path, tmp_path: Path) -> None:
    with (
        open_store(f"sqlite:///{filled}", tmp_path / "archive") as store,
        store.database.write() as connection,
    ):
        told = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "application_id")
        }
    assert told == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
        "application_id": APPLICATION,
    }
    assert [each.name for each in filled.parent.glob("veilleur.db*")] == ["veilleur.db"]


@pytest.mark.parametrize("statement", [0, 2, 5, 30, 46, 47, 48, 49])
def test_killed_while_it_is_created_the_store_is_created_by_the_next(
    url: str, archive: Path, statement: int
) -> None:
    def create() -> None:
        open_store(url, archive).close()

    assert in_child(create, killed_at=statement) in (0, -signal.SIGKILL)
    with open_store(url, archive) as store:
        read(store, store.begin_run("haca", NOON), article())


def test_several_processes_create_one_store(url: str, archive: Path) -> None:
    def create() -> None:
        with open_store(url, archive) as store:
            store.begin_run("haca", NOON)

    children = [get_context("fork").Process(target=create) for _ in range(4)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0] * 4
    with open_store(url, archive) as store:
        assert len(store.runs()) == 4


# Older and newer


def content(database: Database) -> list[object]:
    with database.read() as connection:
        return [
            connection.execute(text(f"SELECT {columns} FROM {table} ORDER BY 1")).all()
            for table, columns in (("versions", "id, sha256, content"), ("changes", "number, hunks, kind"))
        ]


def test_an_older_store_is_migrated_whole_after_a_backup(url: str, archive: Path, scripts: Path) -> None:
    with open_store(url, archive) as store:
        read(store, store.begin_run("haca", NOON), article())
        before = content(store.database)
    database = Database(url)
    bring_up(database, scripts=scripts, number=NUMBER + 1)
    assert content(database) == before
    with database.read() as connection:
        assert connection.execute(text("SELECT shade FROM documents")).scalars().all() == ["green"]
    database.close()
    if database.file is not None:
        backup = database.file.with_name(f"veilleur.db.v{NUMBER}.backup")
        with open_store(f"sqlite:///{backup}", archive) as old:
            assert content(old.database) == before
    with pytest.raises(UnusableStore, match=r"newer Veilleur.*upgrade Veilleur"):
        open_store(url, archive)


@pytest.mark.parametrize("statement", [0, 6, 11, 13, 14, 16])
def test_killed_while_it_migrates_a_store_keeps_every_row(
    url: str, archive: Path, scripts: Path, statement: int
) -> None:
    with open_store(url, archive) as store:
        read(store, store.begin_run("haca", NOON), article())
        before = content(store.database)

    def migrate() -> None:
        bring_up(Database(url), scripts=scripts, number=NUMBER + 1)

    assert in_child(migrate, killed_at=statement) in (0, -signal.SIGKILL)
    database = Database(url)
    assert content(database) == before
    bring_up(database, scripts=scripts, number=NUMBER + 1)
    assert content(database) == before
    database.close()


def test_a_backup_is_never_written_over(filled: Path, tmp_path: Path, scripts: Path) -> None:
    first = filled.with_name(f"veilleur.db.v{NUMBER}.backup")
    first.write_bytes(b"an earlier one")
    database = Database(f"sqlite:///{filled}")
    bring_up(database, scripts=scripts, number=NUMBER + 1)
    database.close()
    assert first.read_bytes() == b"an earlier one"
    assert filled.with_name(f"veilleur.db.v{NUMBER}-2.backup").exists()


def test_a_newer_store_is_refused_untouched(filled: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute(f"PRAGMA user_version = {NUMBER + 1}")
        connection.commit()
    refused(filled, tmp_path / "archive", f"schema {NUMBER + 1}, this one knows {NUMBER}.*upgrade Veilleur")


# Damaged, foreign, out of reach


def truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def truncate_inside_a_page(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def empty(file: Path) -> None:
    file.write_bytes(b"")


def overwrite(at: int, many: int) -> Callable[[Path], None]:
    def spoil(file: Path) -> None:
        with file.open("r+b") as opened:
            opened.seek(at)
            opened.write(b"\xa5" * many)

    return spoil


@pytest.mark.parametrize(
    ("spoil", "saying"),
    [
        (truncate, "damaged"),
        (truncate_inside_a_page, "damaged"),
        (empty, "damaged.*empty, yet .* holds pages"),
        (overwrite(0, 16), "not an SQLite database"),
        (overwrite(100, 400), "damaged"),
        (overwrite(4096, 4096), "damaged"),
        (overwrite(4096 * 30, 4096 * 3), "damaged"),
    ],
    ids=["half", "one byte", "empty", "magic", "first page", "second page", "inside"],
)
def test_a_damaged_store_is_refused_untouched(
    filled: Path, tmp_path: Path, spoil: Callable[[Path], None], saying: str
) -> None:
    spoil(filled)
    refused(filled, tmp_path / "archive", saying)


def test_a_damaged_page_of_a_large_store_is_told_when_it_is_read(filled: Path, tmp_path: Path) -> None:
    with open_store(f"sqlite:///{filled}", tmp_path / "archive") as store:
        with store.database.write() as connection:
            page = connection.exec_driver_sql(
                "SELECT rootpage FROM sqlite_master WHERE name = 'ix_changes_at_number'"
            ).scalar_one()
        store.close()
        overwrite(4096 * (page - 1), 4096)(filled)
        with pytest.raises(UnusableStore, match=r"damaged.*put a backup in its place"):
            list(store.changes(since=NOON))


@pytest.mark.parametrize("number", [0, 7])
def test_the_database_of_another_program_is_refused_untouched(tmp_path: Path, number: int) -> None:
    file = tmp_path / "veilleur.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(f"PRAGMA application_id = {number}; CREATE TABLE runs (number INTEGER)")
    refused(file, tmp_path / "archive", "of another program")


def test_a_file_that_is_no_database_is_refused_untouched(tmp_path: Path) -> None:
    file = tmp_path / "veilleur.db"
    file.write_text("Notes de la rédaction. " * 300)
    refused(file, tmp_path / "archive", "not an SQLite database")


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_the_schema_of_another_program_is_refused_untouched(url: str, archive: Path) -> None:
    database = Database(url)
    with database.write() as connection:
        connection.execute(text("CREATE TABLE meta (key TEXT, value TEXT)"))
        connection.execute(text("CREATE TABLE alembic_version (version_num TEXT)"))
    with pytest.raises(UnusableStore, match="tables of another program"):
        open_store(url, archive)
    with database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM meta")).scalar() == 0
    database.close()


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    folder = tmp_path / "veilleur.db"
    folder.mkdir()
    for file in (tmp_path / "file" / "veilleur.db", tmp_path / "file" / "var" / "veilleur.db", folder):
        with pytest.raises(UnusableStore, match=str(tmp_path)) as refusal:
            open_store(f"sqlite:///{file}", tmp_path / "archive")
        assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("url", "saying"),
    [
        ("postgresql://nobody:secret@127.0.0.1:1/none", "the server runs"),
        ("mysql://127.0.0.1/none", "not supported"),
        ("nonsense", "not a database address"),
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused_without_its_password(
    url: str, saying: str, archive: Path
) -> None:
    with pytest.raises(UnusableStore, match=saying) as refusal:
        open_store(url, archive)
    assert "\n" not in str(refusal.value)
    assert "secret" not in str(refusal.value)


MOUNTS = r"""/dev/vda / ext4 rw 0 0
server:/home /mnt/my\040home nfs4 rw 0 0
/dev/vdb /mnt/my\040home/local xfs rw 0 0
"""


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/var/veilleur.db", "ext4"),
        ("/mnt/my home/veilleur.db", "nfs4"),
        ("/mnt/my home/local/veilleur.db", "xfs"),
        ("/mnt/my homestead/veilleur.db", "ext4"),
    ],
)
def test_a_network_file_system_is_known_by_its_mount(place: str, kind: str) -> None:
    assert file_system(Path(place), MOUNTS) == kind
