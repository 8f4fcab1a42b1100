"""Backups: one file with the database, the archive and a manifest of their hashes, read back once it is written."""

import io
import json
import os
import re
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from sqlalchemy import make_url

from storage.errors import StorageError
from storage.records import utc
from storage.schema import NUMBER
from storage.sqlite_file import copied
from storage.store import Store

KEPT = 7
"""How many backups stay in a folder; older ones make room for a new one that was read back well."""

SQLITE, POSTGRESQL, MANIFEST = "veilleur.db", "veilleur.dump", "manifest.json"
FORMAT = 1
NAME = re.compile(r"veilleur-\d{8}T\d{6}Z\.tar")

Step = Callable[[int, int], None]


class FailedBackup(StorageError):
    """A backup that could not be written or read back; what there was before is as it was."""


def back_up(store: Store, folder: Path, at: datetime, step: Step = lambda *_: None) -> Path:
    """Write a backup of `store` into `folder`, while others may write on; its file.

    It has its name only when it is complete and was read back. `step` is told how many files are in, of how
    many. FailedBackup, with the remedy, where it cannot be made.
    """
    target = folder / f"veilleur-{utc(at):%Y%m%dT%H%M%SZ}.tar"
    draft = target.with_name(target.name + ".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if target.exists():
            raise FailedBackup(f"{target}: is there already: a backup is never written over")
        with TemporaryDirectory(dir=folder, prefix="unfinished-") as room, draft.open("xb") as out:
            # The database first: a body is always there before the row that names it.
            _written(out, store, _dumped(store, Path(room)), at, step)
            out.flush()
            os.fsync(out.fileno())
        check(draft)
        draft.rename(target)
    except OSError as error:
        raise FailedBackup(f"{folder}: {error.strerror}: free the space or name another folder") from error
    finally:
        if not target.exists():
            draft.unlink(missing_ok=True)
    for old in sorted(each for each in folder.iterdir() if NAME.fullmatch(each.name))[:-KEPT]:
        old.unlink()
    return target


def check(file: Path) -> dict[str, Any]:
    """Read a backup through, every file against its hash; the manifest. FailedBackup where one does not agree."""
    with opened(file) as (tar, manifest):
        for member in tar:
            if member.name != MANIFEST:
                read_member(file, tar, member, manifest, None)
    return manifest


@contextmanager
def opened(file: Path) -> Iterator[tuple[tarfile.TarFile, dict[str, Any]]]:
    """A backup and its manifest, which must name exactly the files that are there, by harmless names."""
    try:
        with tarfile.open(file, "r:") as tar:
            manifest = _manifest(file, tar)
            yield tar, manifest
    except (tarfile.TarError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FailedBackup(f"{file}: is no backup of Veilleur, or a damaged one ({error})") from error


def read_member(
    file: Path,
    tar: tarfile.TarFile,
    member: tarfile.TarInfo,
    manifest: dict[str, Any],
    into: IO[bytes] | None,
) -> None:
    """Read one file of a backup, into another where one is given, and hold it against the manifest."""
    source, digest = tar.extractfile(member), sha256()
    assert source is not None
    while piece := source.read(1 << 20):
        digest.update(piece)
        if into is not None:
            into.write(piece)
    if digest.hexdigest() != manifest["files"][member.name]["sha256"]:
        raise FailedBackup(f"{file}: {member.name} is not what its manifest says: take another backup")


_ALLOWED = re.compile(r"manifest\.json|veilleur\.(?:db|dump)|archive/[0-9a-f]{2}/[0-9a-f]{62}\.zst")
_LONGEST_MANIFEST = 512 * 1024 * 1024


def _manifest(file: Path, tar: tarfile.TarFile) -> dict[str, Any]:
    """The manifest, once every name, kind and size in the file is found harmless and as announced."""
    found: dict[str, int] = {}
    for member in tar:
        if not _ALLOWED.fullmatch(member.name) or member.name in found:
            raise FailedBackup(
                f"{file}: holds {member.name[:80]!r}, which no backup does: nothing was restored"
            )
        if not member.isreg() or member.issparse():
            raise FailedBackup(f"{file}: {member.name} is not a plain file: nothing was restored")
        found[member.name] = member.size
    if MANIFEST not in found or found.pop(MANIFEST) > _LONGEST_MANIFEST:
        raise FailedBackup(f"{file}: is incomplete (no manifest): take another backup")
    stream = tar.extractfile(MANIFEST)
    assert stream is not None
    manifest: dict[str, Any] = json.load(stream)
    if manifest["format"] != FORMAT or manifest["schema"] > NUMBER:
        raise FailedBackup(
            f"{file}: was made by a newer Veilleur (schema {manifest['schema']}): upgrade Veilleur"
        )
    announced = {name: each["size"] for name, each in manifest["files"].items()}
    if announced != found or not {SQLITE, POSTGRESQL} & found.keys():
        raise FailedBackup(f"{file}: does not hold the files that its manifest names: take another backup")
    return manifest


def _dumped(store: Store, room: Path) -> Path:
    """The database as one file, as it stands at one moment."""
    if store.database.file is not None:
        copied(store.database.file, room / SQLITE)
        return room / SQLITE
    with store.database.read() as connection:
        schema = connection.exec_driver_sql("SELECT current_schema()").scalar_one()
    run_tool(store.database.url, "pg_dump", "--format=custom", "--no-owner", "--no-privileges",
             f"--schema={schema}", f"--file={room / POSTGRESQL}")  # fmt: skip
    return room / POSTGRESQL


def run_tool(url: str, tool: str, *arguments: str) -> str:
    """Run one of PostgreSQL's tools on the database at `url`, its password where no process list shows it."""
    place = make_url(url)
    named = {
        "PGHOST": place.host,
        "PGPORT": place.port,
        "PGUSER": place.username,
        "PGDATABASE": place.database,
    }
    named |= {"PGPASSWORD": place.password}
    given = {name: str(value) for name, value in named.items() if value is not None}
    try:
        done = subprocess.run(
            [tool, *arguments], env={**os.environ, **given}, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        raise FailedBackup(
            f"{tool} is not installed: install PostgreSQL's client programs (postgresql-client)"
        ) from error
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise FailedBackup(f"{tool}: {lines[0]}")
    return done.stdout


def _written(out: IO[bytes], store: Store, dump: Path, at: datetime, step: Step) -> None:
    files: dict[str, dict[str, Any]] = {}
    names = list(store.archive.names())
    with tarfile.open(fileobj=out, mode="w:", format=tarfile.PAX_FORMAT) as tar:
        _add(tar, dump.name, dump, files)
        for done, name in enumerate(names, 1):
            path = store.archive.path(name)
            _add(tar, f"archive/{path.parent.name}/{path.name}", path, files)
            step(done, len(names))
        manifest = {
            "format": FORMAT,
            "schema": NUMBER,
            "instance": store.instance,
            "made_at": utc(at).isoformat(),
            "files": files,
        }
        data = json.dumps(manifest).encode()
        tar.addfile(_member(MANIFEST, len(data)), io.BytesIO(data))


def _add(tar: tarfile.TarFile, name: str, path: Path, files: dict[str, dict[str, Any]]) -> None:
    with path.open("rb") as source:
        size = os.fstat(source.fileno()).st_size
        reading = _Hashing(source)
        tar.addfile(_member(name, size), reading)
    files[name] = {"size": size, "sha256": reading.digest.hexdigest()}


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


class _Hashing:
    """A file that is hashed while it is read."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.digest = sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self.source.read(size)
        self.digest.update(piece)
        return piece
