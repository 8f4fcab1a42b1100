"""Exports: stored documents as text for other programs: JSON Lines, CSV, BibTeX, RIS, Atom."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from xml.sax.saxutils import escape, quoteattr

from storage.records import Document
from storage.stocktaking import Stored

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
} | {each: f"\\{each}" for each in "%&$#_"}
_COLUMNS = (
    *("source", "outlet", "url", "version", "seen_at", "published", "title", "authors"),
    *("section", "language", "text", "body_sha256"),
)


def json_lines(held: Iterable[Stored]) -> Iterator[str]:
    """One JSON object a line; its fields are in docs/json.md."""
    for each in held:
        yield (
            json.dumps(_row(each) | {"blocks": list(each.version.document.blocks)}, ensure_ascii=False) + "\n"
        )


def comma_separated(held: Iterable[Stored]) -> Iterator[str]:
    """RFC 4180, with a byte order mark, for a spreadsheet: what would be a formula begins with an apostrophe."""
    yield "\ufeff" + _line(_COLUMNS)
    for each in held:
        row = _row(each) | {"text": "\n".join(each.version.document.blocks)}
        yield _line(_cell(row[name]) for name in _COLUMNS)


def bibtex(held: Iterable[Stored]) -> Iterator[str]:
    """An @online entry each (biblatex's manual, 2.1.1)."""
    for each in held:
        document, day = each.version.document, _day(each)
        fields = {
            "title": document.title,
            "author": " and ".join(f"{{{author}}}" for author in map(_tex, document.authors)),
            "organization": document.outlet or each.source,
            "date": day.isoformat(),
            "urldate": each.version.seen_at.date().isoformat(),
            "langid": document.language,
        }
        written = [
            f"  {name} = {{{value if name == 'author' else _tex(value)}}},\n"
            for name, value in fields.items()
            if value
        ]
        address = re.sub(r"[{}\\\s]", "", each.address)
        yield f"@online{{{each.source}{day:%Y}.{each.number},\n{''.join(written)}  url = {{{address}}},\n}}\n\n"


def ris(held: Iterable[Stored]) -> Iterator[str]:
    """A record each of type NEWS, as reference managers read them (lines end with CR LF)."""
    for each in held:
        document, day = each.version.document, _day(each)
        tags = [
            ("TY", "NEWS"),
            ("TI", document.title),
            *(("AU", author) for author in document.authors),
            ("PB", document.outlet or each.source),
            ("PY", f"{day:%Y}"),
            ("DA", f"{day:%Y/%m/%d}"),
            ("UR", each.address),
            ("LA", document.language),
            ("Y2", f"{each.version.seen_at:%Y/%m/%d}"),
        ]
        yield "".join(f"{tag}  - {_plain(value)}\r\n" for tag, value in tags if value) + "ER  - \r\n\r\n"


def atom(held: Iterable[Stored]) -> Iterator[str]:
    """A feed (RFC 4287) whose entries are the versions."""
    yield '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
    yield "<title>Veilleur</title>\n<id>urn:veilleur:export</id>\n"
    first = True
    for each in held:
        document, seen = each.version.document, f"{each.version.seen_at:%Y-%m-%dT%H:%M:%SZ}"
        if first:
            yield f"<updated>{seen}</updated>\n"
            first = False
        authors = document.authors or (document.outlet or each.source,)
        named = "".join(f"<author><name>{_xml(name)}</name></author>" for name in authors)
        yield (
            f"<entry><title>{_xml(document.title)}</title><id>{_xml(each.address)}#version-{each.version.number}</id>"
            f"<link href={quoteattr(_plain(each.address))}/><updated>{seen}</updated>{named}"
            f"<summary>{_xml(document.blocks[0] if document.blocks else '')}</summary></entry>\n"
        )
    yield ("<updated>1970-01-01T00:00:00Z</updated>\n" if first else "") + "</feed>\n"


FORMATS: Mapping[str, Callable[[Iterable[Stored]], Iterator[str]]] = {
    "jsonl": json_lines,
    "csv": comma_separated,
    "bibtex": bibtex,
    "ris": ris,
    "atom": atom,
}


def _row(each: Stored) -> dict[str, object]:
    version, document = each.version, each.version.document
    return {
        "source": each.source,
        "outlet": document.outlet,
        "url": each.address,
        "version": version.number,
        "seen_at": f"{version.seen_at:%Y-%m-%dT%H:%M:%SZ}",
        "published": _published(document),
        "title": document.title,
        "authors": list(document.authors),
        "section": document.section,
        "language": document.language,
        "body_sha256": version.body_sha256,
    }


def _published(document: Document) -> str | None:
    return None if document.published is None else document.published.day.isoformat()


def _day(each: Stored) -> date:
    """The day a document is cited by: that of its publication, or else that of its sight."""
    published, seen = each.version.document.published, each.version.seen_at
    assert isinstance(seen, datetime)
    return published.day if published else seen.date()


def _line(cells: Iterable[object]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()


def _cell(value: object) -> str:
    text = "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    text = _UNPRINTABLE.sub(" ", text)
    return f"'{text}" if text.lstrip(" \u00a0\n").startswith(_FORMULA) or text.startswith(_FORMULA) else text


def _plain(text: str) -> str:
    """`text` on one line."""
    return " ".join(_UNPRINTABLE.sub(" ", text).split())


def _tex(text: str) -> str:
    return "".join(_TEX.get(each, each) for each in _plain(text))


def _xml(text: str) -> str:
    return escape(_plain(text))
