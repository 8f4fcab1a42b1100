"""The captured pages under tests/pages: a page beside the document that it must give.

`python -m tests.crawler.samples` writes what the pages give now: to be read by a person before it is kept.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from importlib import import_module
from pathlib import Path

from crawler.captures import captures
from crawler.decoding import decode
from crawler.observe import observe
from crawler.source import Source
from storage.records import Document, Page

PAGES = Path(__file__).resolve().parents[1] / "pages"


def plain(document: Document) -> dict[str, object]:
    """A document as JSON has it."""

    def value(thing: object) -> str:
        assert isinstance(thing, date | datetime), thing
        return thing.isoformat()

    return json.loads(json.dumps(asdict(document), default=value))


def declared(name: str) -> Source:
    found = import_module(f"crawler.spiders.{name}").SOURCE
    assert isinstance(found, Source)
    return found


def live() -> Iterator[tuple[Path, Page, dict[str, object]]]:
    """Each captured HTML page with its folder and its expectation."""
    for folder in sorted(path.parent for path in PAGES.glob("*/page.html")):
        expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        body = (folder / "page.html").read_bytes()
        headers = {"content-type": "text/html; charset=utf-8"}
        text, decoding = decode(body, headers)
        address = expected["page"]["address"]
        yield (
            folder,
            Page(
                source=folder.name,
                requested=address,
                address=address,
                fetched_at=datetime.fromisoformat(expected["page"]["fetched_at"]),
                status=200,
                headers=headers,
                body=body,
                text=text,
                decoding=decoding,
            ),
            expected["document"],
        )


def seeds() -> Iterator[tuple[Path, Page, str]]:
    """Each seed with the file of its expectation and its source."""
    for capture in captures():
        yield PAGES / "seeds" / capture.file.replace(".txt", ".json"), capture.page, capture.source


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    for file, page, name in seeds():
        _write(file, plain(observe(page, declared(name)).document))
    for folder, page, _ in live():
        asked = {"address": page.address, "fetched_at": page.fetched_at.isoformat()}
        _write(
            folder / "expected.json",
            {"page": asked, "document": plain(observe(page, declared(folder.name)).document)},
        )
