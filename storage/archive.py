"""The raw bodies: one compressed file each, named by the SHA-256 of its content."""

import os
import time
from collections.abc import Iterable, Iterator, Set
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from storage import compression
from storage.compression import opened, squeezed
from storage.errors import MissingBody, UnusableStore

STALE = 24 * 60 * 60
"""After how many seconds a half-written file is nobody's any more."""

DEEPEST = 8
"""How many other bodies have to be read, at most, before one can be: what their loss would take along."""

WORTH = 0.75
"""A body is written against another one only where that takes at most this share of its room alone."""

_ROUGH = 3
"""The zstd level at which that room is guessed: within a tenth, at a fifth of the time."""

_LEAN = b"\x56\x2a\x4d\x18" + (33).to_bytes(4, "little")
"""How a file begins that is written against another body: a frame that zstd skips (RFC 8878, 3.1.2), with the
depth in one byte and the other's SHA-256 in 32."""

_REMEMBERED = 4  # bodies: the sample of a source is asked for again and again


class _Stored(NamedTuple):
    body: bytes
    depth: int


class Archive:
    """A folder of bodies: `ab/cdef….zst` holds the body whose hash begins with `ab`.

    A body like one that is there already is written as what differs from it. A file is written beside,
    synced and renamed, so that a name always stands for a complete body; any number of processes may keep
    the same one at once.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._unfinished = root / "unfinished"
        self._remembered: dict[str, _Stored] = {}
        try:
            self._unfinished.mkdir(parents=True, exist_ok=True)
            self._sweep()
        except OSError as error:
            raise _unwritable(root, error) from error

    def keep(self, body: bytes, like: Iterable[str] = ()) -> str:
        """Store `body` for good, before returning; its SHA-256 in hex.

        `like` names kept bodies that it may resemble.
        """
        name = sha256(body).hexdigest()
        try:
            if not self._holds(name):
                self._write(self.path(name), self._smallest(body, [each for each in like if each != name]))
        except OSError as error:
            raise _unwritable(self.path(name), error) from error
        return name

    def body(self, name: str) -> bytes:
        """The body whose SHA-256 is `name`; MissingBody where its file is not there or holds other bytes, or
        that of a body which it is written against."""
        return self._stored(name, 0).body

    def leans_on(self, name: str) -> str | None:
        """The body that this one is written against, None where it stands alone; MissingBody as for `body`."""
        return _lean(self._file(self.path(name)))[1]

    def remove(self, names: Set[str]) -> None:
        """Remove bodies for good; those that lean on one of them are first written to stand without it."""
        try:
            for name in self.names():
                if name not in names and self.leans_on(name) in names:
                    self._write(self.path(name), squeezed(self.body(name)))
            for name in names:
                self.path(name).unlink(missing_ok=True)
                self._remembered.pop(name, None)
        except OSError as error:
            raise _unwritable(self.root, error) from error

    def path(self, name: str) -> Path:
        """Where the body named `name` lies."""
        return self.root / name[:2] / f"{name[2:]}.zst"

    def names(self) -> Iterator[str]:
        """All bodies that are there, in the order of their names."""
        for folder in sorted(self.root.glob("[0-9a-f][0-9a-f]")):
            for file in sorted(folder.glob("?*.zst")):
                yield folder.name + file.stem

    def _stored(self, name: str, above: int) -> _Stored:
        path = self.path(name)
        data = self._file(path)
        depth, other = _lean(data)
        if above + depth > 2 * DEEPEST:
            raise MissingBody(f"{path}: leans on too many others: bring it back from a backup")
        try:
            beside = None if other is None else self._recalled(other, above + 1)
            body = opened(data[len(_LEAN) + 33 :], beside.body) if beside else opened(data)
        except compression.Error as error:
            raise MissingBody(f"{path}: cannot be read ({error}): bring it back from a backup") from error
        if sha256(body).hexdigest() != name:
            raise MissingBody(f"{path}: holds other bytes than its name says: bring it back from a backup")
        return _Stored(body, beside.depth + 1 if beside else 0)

    def _file(self, path: Path) -> bytes:
        try:
            return path.read_bytes()
        except FileNotFoundError as error:
            raise MissingBody(f"{path}: the archived page is missing: bring it back from a backup") from error
        except OSError as error:
            raise MissingBody(f"{path}: cannot be read ({error}): bring it back from a backup") from error

    def _holds(self, name: str) -> bool:
        """Whether the body is there and whole; a damaged file is written anew while its bytes are at hand."""
        try:
            self.body(name)
        except MissingBody:
            return False
        return True

    def _smallest(self, body: bytes, like: Iterable[str]) -> bytes:
        """The file of `body`: alone, or against the one of `like` beside which it is smallest."""
        smallest, most = b"", WORTH * len(squeezed(body, level=_ROUGH))
        for name in like:
            with suppress(MissingBody):  # nothing is written against what is lost
                other = self._recalled(name)
                if other.depth < DEEPEST:
                    head = _LEAN + bytes([other.depth + 1]) + bytes.fromhex(name)
                    data = head + squeezed(body, other.body)
                    if len(data) < (len(smallest) or most):
                        smallest = data
        return smallest or squeezed(body)

    def _recalled(self, name: str, above: int = 0) -> _Stored:
        found = self._remembered.pop(name, None) or self._stored(name, above)
        self._remembered[name] = found
        if len(self._remembered) > _REMEMBERED:
            del self._remembered[next(iter(self._remembered))]
        return found

    def _write(self, path: Path, data: bytes) -> None:
        draft = self._unfinished / uuid4().hex
        with draft.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if not path.parent.is_dir():
            path.parent.mkdir(exist_ok=True)
            sync(self.root)
        draft.replace(path)
        sync(path.parent)

    def _sweep(self) -> None:
        """Remove what killed processes left half-written, by the file system's own time."""
        for draft in self._unfinished.iterdir():
            with suppress(FileNotFoundError):  # another process finished it meanwhile
                if time.time() - draft.stat().st_mtime > STALE:
                    draft.unlink()


def _lean(data: bytes) -> tuple[int, str | None]:
    """The depth of a file's body and the name of the body that it is written against; 0 and None alone."""
    if not data.startswith(_LEAN) or len(data) < len(_LEAN) + 33:
        return 0, None
    return data[len(_LEAN)], data[len(_LEAN) + 1 : len(_LEAN) + 33].hex()


def sync(folder: Path) -> None:
    """Have the disk remember which files a folder holds."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unwritable(path: Path, error: OSError) -> UnusableStore:
    return UnusableStore(f"{path}: cannot be written: {error.strerror}: free the space or mend the rights")
