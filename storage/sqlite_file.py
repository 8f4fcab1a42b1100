"""What can be said of an SQLite file before it is opened as a store, without touching it, and its backup."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from storage.connect import damaged, explained
from storage.errors import UnusableStore
from storage.schema import APPLICATION

_MAGIC = b"SQLite format 3\x00"
_HEADER = 100

CHECKED = 16 * 1024 * 1024
"""Up to this size the whole structure is checked at every opening (some tens of milliseconds)."""

NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afs", "ceph", "glusterfs"})
"""File systems on which SQLite's locks or shared memory are not to be trusted."""


def examine(file: Path) -> int | None:
    """The schema number of the store in `file`, None where there is none yet; nothing is touched.

    The file's format: https://www.sqlite.org/fileformat2.html. UnusableStore for a file that is not a
    database, is not ours or is damaged.
    """
    refuse_network(file)
    try:
        size = file.stat().st_size
        with file.open("rb") as opened:
            header = opened.read(_HEADER)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UnusableStore(
            f"{file}: cannot be read: {error.strerror}: mend the path or the rights"
        ) from error
    if size == 0 or _journal(file, "-journal"):
        return None  # created and never filled, or stopped while being filled: SQLite takes that back
    if len(header) < _HEADER or not header.startswith(_MAGIC):
        raise UnusableStore(f"{file}: is not an SQLite database: move it away or name another file")
    application, number = _number(header, 68), _number(header, 60)
    if application != APPLICATION:
        raise UnusableStore(f"{file}: is the database of another program: name another file")
    page_size = int.from_bytes(header[16:18], "big")
    pages = _number(header, 28)
    if not _journal(file, "-wal") and size < pages * (65536 if page_size == 1 else page_size):
        raise damaged(str(file), f"{size} bytes where {pages} pages are announced")
    _check(file, size)
    return number


def refuse_network(file: Path) -> None:
    """UnusableStore where `file` lies on a network file system (known on Linux)."""
    try:
        mounts = Path("/proc/self/mounts").read_text(errors="replace")
    except OSError:
        return
    kind = file_system(file.absolute().resolve(), mounts)
    if kind in NETWORK:
        raise UnusableStore(
            f"{file}: lies on a network file system ({kind}): use a local disk, or PostgreSQL"
        )


def file_system(place: Path, mounts: str) -> str:
    """The kind of file system that holds `place`, by the lines of /proc/self/mounts (proc(5), fstab(5))."""
    kinds = {}
    for line in mounts.splitlines():
        point, kind = line.split()[1:3]
        kinds[Path(point.replace("\\040", " "))] = kind
    return next((kinds[folder] for folder in (place, *place.parents) if folder in kinds), "")


def back_up(file: Path, number: int) -> Path:
    """Copy the store in `file`, of schema `number`, beside it; the copy is complete before it has its name."""
    target = _free_name(file, number)
    draft = target.with_name(target.name + ".part")
    draft.unlink(missing_ok=True)
    copied(file, draft)
    for path, flags in ((draft, os.O_RDWR), (draft.parent, os.O_RDONLY)):
        handle = os.open(path, flags)
        os.fsync(handle)
        os.close(handle)
        if path == draft:
            draft.rename(target)
    return target


def copied(file: Path, to: Path) -> None:
    """Copy the store in `file` as it stands at one moment, while others may write; the copy is found sound."""
    try:
        with (
            closing(sqlite3.connect(_read_only(file), uri=True)) as source,
            closing(sqlite3.connect(to)) as copy,
        ):
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            verdict = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        raise explained(str(to), error) or damaged(str(file), str(error)) from error
    if verdict != "ok":
        raise damaged(str(file), verdict)


def _check(file: Path, size: int) -> None:
    check = "PRAGMA quick_check(1)" if size <= CHECKED else "SELECT count(*) FROM sqlite_master"
    try:
        with closing(sqlite3.connect(_read_only(file), uri=True, timeout=30)) as connection:
            said = connection.execute(check).fetchone()[0]
    except sqlite3.Error as error:
        raise explained(str(file), error) or damaged(str(file), str(error)) from error
    if size <= CHECKED and said != "ok":
        raise damaged(str(file), said.splitlines()[-1])


def _journal(file: Path, suffix: str) -> bool:
    path = file.with_name(file.name + suffix)
    return path.exists() and path.stat().st_size > 0


def _number(header: bytes, at: int) -> int:
    return int.from_bytes(header[at : at + 4], "big")


def _read_only(file: Path) -> str:
    return f"{file.absolute().as_uri()}?mode=ro"


def _free_name(file: Path, number: int) -> Path:
    """`veilleur.db.v1.backup`, or the next free name like it: a backup is never written over."""
    names = (
        file.with_name(f"{file.name}.v{number}{more}.backup")
        for more in ("", *map("-{}".format, range(2, 100)))
    )
    return next(name for name in names if not name.exists())
