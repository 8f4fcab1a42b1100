"""Captures: the seeds and their manifest, read and checked, as pages on the path of a fetched one."""

import hashlib
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from crawler.decoding import decode
from crawler.errors import BadConfiguration, BadManifest
from crawler.tables import Table
from storage.records import Page

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
MANIFEST = "manifest.toml"
NO_ADDRESS = "capture:"
"""What the address of a capture begins with where its page's own is not known; the file's name follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One capture and what its manifest says of it: `outlet`, `published`, `language` and `topics` are what a
    reader finds in it. `captured` is the day it stood so."""

    file: str
    source: str
    address: str
    aliases: tuple[str, ...]
    outlet: str
    captured: date
    published: date | None
    language: str
    topics: tuple[str, ...]
    body: bytes

    @property
    def page(self) -> Page:
        """The capture as the page it was, a plain text fetched on its day."""
        headers = {"content-type": "text/plain; charset=utf-8"}
        text, decoding = decode(self.body, headers)
        return Page(
            source=self.source,
            requested=self.address,
            address=self.address,
            fetched_at=datetime.combine(self.captured, time(), UTC),
            status=200,
            headers=headers,
            body=self.body,
            text=text,
            decoding=decoding,
        )


def captures(folder: Path = SEEDS) -> tuple[Capture, ...]:
    """The captures that the manifest in `folder` lists, in its order; raises BadManifest.

    The manifest and the files must agree: each file is listed once and has the SHA-256 it is listed with.
    """
    path = folder / MANIFEST
    try:
        manifest = Table(tomllib.loads(path.read_text(encoding="utf-8")), path)
        manifest.only("capture")
        entries = manifest.values.get("capture", [])
        if not isinstance(entries, list):
            raise manifest.wrong("capture", "must be written [[capture]]")
        read = tuple(
            _capture(Table(entry, path, f"capture {number}."), folder)
            for number, entry in enumerate(entries, 1)
        )
    except OSError as error:
        raise BadManifest(f"{error.filename}: {error.strerror}: restore it from the release") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadManifest(f"{path}: not TOML: {error}") from error
    except BadConfiguration as error:
        raise BadManifest(str(error)) from error
    unlisted = {file.name for file in folder.glob("*.txt")} - {capture.file for capture in read}
    if unlisted:
        raise BadManifest(
            f"{path}: does not list {', '.join(sorted(unlisted))}: add a [[capture]] or remove the file"
        )
    return read


def _capture(entry: Table, folder: Path) -> Capture:
    entry.only(
        *("file", "sha256", "source", "address", "aliases", "outlet"),
        *("captured", "captured_known", "published", "language", "topics"),
    )
    file = entry.text("file")
    if Path(file).name != file or not file:
        raise entry.wrong("file", f"must be the name of a file in {folder}, not {file!r}")
    body = (folder / file).read_bytes()
    found = hashlib.sha256(body).hexdigest()
    if found != entry.text("sha256"):
        raise entry.wrong("sha256", f"is not that of {file} ({found}): restore the file from the release")
    captured = _day(entry, "captured")
    if captured is None:
        raise entry.wrong("captured", "is missing: a day as in 2025-09-06")
    return Capture(
        file=file,
        source=entry.text("source"),
        address=entry.text("address") or f"{NO_ADDRESS}{file.removesuffix('.txt')}",
        aliases=entry.texts("aliases"),
        outlet=entry.text("outlet"),
        captured=captured,
        published=_day(entry, "published"),
        language=entry.text("language"),
        topics=entry.texts("topics"),
        body=body,
    )


def _day(entry: Table, key: str) -> date | None:
    value = entry.values.get(key)
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    raise entry.wrong(key, "must be a day as in 2025-09-06")
