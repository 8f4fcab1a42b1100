"""The raw bodies: one compressed file each, named by the SHA-256 of its content."""

import os
import sys
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from storage.errors import MissingBody, UnusableStore

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LEVEL = 9

STALE = 24 * 60 * 60
"""After how many seconds a half-written file is nobody's any more."""


class Archive:
    """A folder of bodies: `ab/cdef….zst` holds the body whose hash begins with `ab`.

    A file is written beside, synced and renamed, so that a name always stands for a complete body;
    any number of processes may keep the same one at once.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._unfinished = root / "unfinished"
        try:
            self._unfinished.mkdir(parents=True, exist_ok=True)
            self._sweep()
        except OSError as error:
            raise _unwritable(root, error) from error

    def keep(self, body: bytes) -> str:
        """Store `body` for good, before returning; its SHA-256 in hex."""
        name = sha256(body).hexdigest()
        try:
            if not self._holds(name):
                self._write(self.path(name), zstd.compress(body, LEVEL))
        except OSError as error:
            raise _unwritable(self.path(name), error) from error
        return name

    def body(self, name: str) -> bytes:
        """The body whose SHA-256 is `name`; MissingBody where the file is not there or holds other bytes."""
        path = self.path(name)
        try:
            body = zstd.decompress(path.read_bytes())
        except FileNotFoundError as error:
            raise MissingBody(f"{path}: the archived page is missing: bring it back from a backup") from error
        except (OSError, zstd.ZstdError) as error:
            raise MissingBody(f"{path}: cannot be read ({error}): bring it back from a backup") from error
        if sha256(body).hexdigest() != name:
            raise MissingBody(f"{path}: holds other bytes than its name says: bring it back from a backup")
        return body

    def path(self, name: str) -> Path:
        """Where the body named `name` lies."""
        return self.root / name[:2] / f"{name[2:]}.zst"

    def _holds(self, name: str) -> bool:
        """Whether the body is there and whole; a damaged file is written anew while its bytes are at hand."""
        try:
            self.body(name)
        except MissingBody:
            return False
        return True

    def _write(self, path: Path, data: bytes) -> None:
        draft = self._unfinished / uuid4().hex
        with draft.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if not path.parent.is_dir():
            path.parent.mkdir(exist_ok=True)
            _sync(self.root)
        draft.replace(path)
        _sync(path.parent)

    def _sweep(self) -> None:
        """Remove what killed processes left half-written, by the file system's own time."""
        for draft in self._unfinished.iterdir():
            with suppress(FileNotFoundError):  # another process finished it meanwhile
                if time.time() - draft.stat().st_mtime > STALE:
                    draft.unlink()


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unwritable(path: Path, error: OSError) -> UnusableStore:
    return UnusableStore(f"{path}: cannot be written: {error.strerror}: free the space or mend the rights")
