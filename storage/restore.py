"""Restoring: a backup put into an empty place, and believed in nothing that it does not show."""

import os
import shutil
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import inspect

from storage.archive import Archive, sync
from storage.backup import MANIFEST, POSTGRESQL, SQLITE, FailedBackup, Step, opened, read_member, run_tool
from storage.connect import Database
from storage.sqlite_file import examine


def restore(file: Path, url: str, archive: Path, step: Step = lambda *_: None) -> int:
    """Put the backup in `file` where the store at `url` with `archive` is to be; how many bodies it held.

    Every file is held against the manifest's hash before anything has its name. FailedBackup, and nothing
    changed, where the place is not empty, the backup is not sound, or is of the other kind of database.
    """
    database = Database(url, patience=timedelta(seconds=5))
    try:
        _refuse_what_is_there(database, archive)
        archive.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=archive.parent, prefix="restoring-") as name:
            room = Path(name)
            many = _unpacked(file, room, step)
            _fit(file, room, database)
            if archive.exists():
                shutil.rmtree(archive)  # it holds no body: it was looked at above
            (room / "archive").rename(archive)
            if database.file is not None:
                database.file.parent.mkdir(parents=True, exist_ok=True)
                shutil.move(room / SQLITE, database.file)
            else:
                _fill(database, room / POSTGRESQL, room)
        sync(archive.parent)
        return many
    except OSError as error:
        raise FailedBackup(
            f"{error.filename or archive}: {error.strerror}: mend the path or the rights"
        ) from error
    finally:
        database.close()


def _refuse_what_is_there(database: Database, archive: Path) -> None:
    if database.file is not None:
        taken = database.file.exists()
    else:
        with database.read() as connection:
            taken = bool(inspect(connection).get_table_names())
    if taken:
        raise FailedBackup(
            f"{database.where}: there is a store already: name an empty place (VEILLEUR_DATABASE)"
        )
    if archive.exists() and any(Archive(archive).names()):
        raise FailedBackup(f"{archive}: there are pages already: name an empty place (VEILLEUR_ARCHIVE)")


def _unpacked(file: Path, room: Path, step: Step) -> int:
    (room / "archive").mkdir()
    with opened(file) as (tar, manifest):
        files = [member for member in tar if member.name != MANIFEST]
        for done, member in enumerate(files, 1):
            path = room / member.name
            path.parent.mkdir(exist_ok=True)
            with path.open("xb") as out:
                read_member(file, tar, member, manifest, out)
                out.flush()
                os.fsync(out.fileno())
            step(done, len(files))
        return len(files) - 1


def _fit(file: Path, room: Path, database: Database) -> None:
    """Refuse a backup that `database` cannot take."""
    of_sqlite = (room / SQLITE).exists()
    if of_sqlite != (database.file is not None):
        held, wanted = ("SQLite", "PostgreSQL") if of_sqlite else ("PostgreSQL", "SQLite")
        raise FailedBackup(
            f"{file}: holds a store of {held}, not of {wanted}: restore it there, then `veilleur move-store`"
        )
    if of_sqlite and examine(room / SQLITE) is None:
        raise FailedBackup(f"{file}: its database is empty: take another backup")


def _fill(database: Database, dump: Path, room: Path) -> None:
    """Run a dump in one transaction; the schema that it names is there already."""
    contents = run_tool(database.url, "pg_restore", "--list", str(dump))
    wanted = room / "contents"
    wanted.write_text("\n".join(line for line in contents.splitlines() if " SCHEMA - " not in line))
    run_tool(
        database.url, "pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction",
        f"--use-list={wanted}", f"--dbname={database.name}", str(dump),
    )  # fmt: skip
