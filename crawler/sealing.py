"""Owns the making of a seal: where in a page's markup the article stands that was read from it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote, urlsplit

from crawler.dates import readings
from crawler.seals import closing, declared, found, is_closed, mark
from crawler.titles import letters
from storage.records import Document, Page
from storage.seal import Place, Seal

_CHARSETS = re.compile(r"utf-8|ascii|cp125\d|cp874|iso8859-\d+|latin|koi8")
"""Charsets in which a byte below 128 is always that ASCII character."""

_LARGEST = 3_000_000
_MOST_FRAMES = 60
_MOST_LINES = 4
_MOST_TIMES = 20
_LONGEST_OPENING = 400
_NEAR = 3000
"""Bytes around title and text in which the lines of date and author are looked for."""

_HIDDEN = re.compile(rb"<!--.*?-->|<(script|style|textarea|noscript)\b.*?</\1", re.I | re.S)
_UNREAD_CASE = re.compile(rb"<(?!(?:title|meta|link)\b)(?i:title|meta|link)\b|(?!ld\+json)(?i:ld\+json)")
_FRAME = re.compile(rb"<(div|section|article|main|td)\b[^<>]*>", re.I)
_ANY = re.compile(rb"<(span|p|div|td)\b[^<>]*>", re.I)
_LIST = re.compile(rb"<(div|section|article|main|td|ul|ol|dl|table)\b[^<>]*>", re.I)
_HEADING = re.compile(rb"<(h[1-6])\b[^<>]*>(.{0,2000}?)</\1\s*>", re.I | re.S)
_LINE = re.compile(rb"(<[^<>]*>)([^<>]+)(?=<)")
_TIME = re.compile(rb"<time\b[^<>]*>", re.I)
_NO_TEXT = re.compile(rb"<[^<>]*>|\s+")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_INVISIBLE = re.compile("[\xad\u200b\u2060\ufeff\u200e\u200f]+")


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the markup: from `start` to `end`, its opening tag ending at `inside`."""

    start: int
    inside: int
    end: int

    def holds(self, position: int) -> bool:
        return self.start <= position < self.end


def sealed(page: Page, document: Document) -> Seal | None:
    """The seal of the article `document` that was read from `page`; None where there is doubt what it was
    read from. The page is decoded."""
    charset = page.decoding.charset if page.decoding else ""
    plain = page.status == 200 and is_closed(page.body) and len(page.body) <= _LARGEST
    if not plain or not _CHARSETS.match(charset) or len(document.blocks) < 2:
        return None
    making = _Making(page, document, charset)
    places = making.places()
    seal = mark(page, places) if places else None
    return Seal(places=places, mark=seal) if places and seal else None


class _Doubt(Exception):
    """What the article was read from cannot be told for certain."""


class _Making:
    """The search for the places of one document in one page."""

    def __init__(self, page: Page, document: Document, charset: str) -> None:
        self.page = page
        self.document = document
        self.charset = charset
        self.body = page.body
        # What is no text is blanked out, so that tags in a script are not taken for the page's.
        self.clear = _HIDDEN.sub(lambda match: b" " * len(match[0]), page.body)

    def places(self) -> tuple[Place, ...]:
        if _UNREAD_CASE.search(self.body):
            return ()
        try:
            text = self._text()
            parts = [*self._titles(text), *self._dateline(text), *self._bylines(text), *self._files(text)]
        except _Doubt:
            return ()
        return (text[1], *dict.fromkeys(self._place(part, whole=whole) for part, whole in parts))

    def _text(self) -> tuple[_Part, Place]:
        """The smallest element that holds all of the text, or the row of alike ones that does."""
        blocks = [_dense(block) for block in self.document.blocks]
        size = sum(map(len, blocks))
        anchor = self._anchor()
        for part in self._around(anchor, _FRAME):
            inner = self._dense(part)
            if len(inner) > 3 * size + 500:
                break
            if all(block in inner for block in blocks):
                part = self._unwrapped(part, anchor)
                return part, self._place(part, whole=True)
        for part in self._around(anchor, _ANY):
            opening = self.body[part.start : part.inside]
            times = self.body.count(opening)
            if 2 <= times <= _MOST_TIMES and b"=" in opening and b"\x00" not in opening:
                place = Place(opening=opening.decode("latin-1"), times=times)
                row = found(self.body, place)
                inner = _dense(self._read(_HIDDEN.sub(b" ", row))) if row else ""
                if row and all(block in inner for block in blocks) and len(inner) < 2 * size:
                    start = self.body.find(opening)
                    return _Part(start, start + len(opening), start + len(row)), place
        raise _Doubt

    def _anchor(self) -> int:
        """Where in the markup a piece of the text stands that stands there once."""
        for block in sorted(self.document.blocks, key=len, reverse=True)[:5]:
            for piece in (block[10:50], block[-60:-15], *re.findall(r"[A-Za-z0-9 ,.]{14,}", block)[:3]):
                raw = piece.strip().encode(self.charset, "replace")
                if len(raw) >= 12 and self.clear.count(raw) == 1:
                    return self.clear.find(raw)
        raise _Doubt

    def _around(self, position: int, tags: re.Pattern[bytes]) -> Iterator[_Part]:
        """The elements of these tags around a position, innermost first."""
        for opening in [*tags.finditer(self.clear, 0, position)][: -_MOST_FRAMES - 1 : -1]:
            end = closing(self.clear, opening.end(), opening[1])
            if end > position:
                yield _Part(opening.start(), opening.end(), end)

    def _unwrapped(self, part: _Part, anchor: int) -> _Part:
        """The outermost element around `part` that adds no text to it."""
        for outer in self._around(anchor, _FRAME):
            if outer.start < part.start:
                added = self.clear[outer.start : part.start] + self.clear[part.end : outer.end]
                if len(added) > 2000 or _NO_TEXT.sub(b"", added + b">"):
                    break
                part = outer
        return part

    def _titles(self, text: tuple[_Part, Place]) -> list[tuple[_Part, bool]]:
        """The headings outside the text that have the title; lines of that text where no heading has."""
        wanted = letters(self.document.title)
        headings = [
            _Part(match.start(), match.start(2), match.end(2))
            for match in _HEADING.finditer(self.clear)
            if wanted in letters(self._visible(match[2]))
        ]
        outside = [(part, True) for part in headings if not text[0].holds(part.start)]
        if not headings:
            outside = [
                (part, False)
                for part, line in self._lines(text, around=len(self.body), longest=400)
                if wanted in letters(line)
                and not self.body[part.start : part.inside].startswith((b"<a", b"</a"))
                and not self.body[part.start : part.inside].startswith(b"<title")
            ]
        if len(outside) > _MOST_LINES:
            raise _Doubt
        if not headings and not outside and wanted not in letters(self._declared()):
            raise _Doubt
        return outside

    def _dateline(self, text: tuple[_Part, Place]) -> list[tuple[_Part, bool]]:
        """The lines that a date was read from which the page does not declare."""
        published = self.document.published
        if published is None or published.read_from != "visible":
            return []
        at = self.page.fetched_at

        def tells(line: str) -> bool:
            told = readings(line, read_from="visible", fetched_at=at)
            return any(reading.stamp.day == published.day for reading in told)

        lines = [
            (p, False) for p, line in self._lines(text) if any(c.isdigit() for c in line) and tells(line)
        ]
        for time in _TIME.finditer(self.clear):
            if not text[0].holds(time.start()) and published.day.isoformat().encode() in time[0]:
                lines.append((_Part(time.start(), time.end(), time.end()), False))
        inside = _LINE.finditer(self.clear, text[0].start, text[0].end)
        if len(lines) > _MOST_LINES:
            raise _Doubt
        if not lines and not any(tells(self._visible(match[2])) for match in inside if len(match[2]) < 300):
            raise _Doubt
        return lines

    def _bylines(self, text: tuple[_Part, Place]) -> list[tuple[_Part, bool]]:
        """The lines that name an author whom neither the page's metadata nor the text name."""
        if not self.document.authors:
            return []
        known = _dense(self._declared()) + self._dense(text[0])
        lines: list[tuple[_Part, bool]] = []
        for author in map(_dense, self.document.authors):
            if author in known:
                continue
            naming = [(part, False) for part, line in self._lines(text) if author in _dense(line)]
            if not 1 <= len(naming) <= _MOST_LINES:
                raise _Doubt
            lines += naming
        return lines

    def _files(self, text: tuple[_Part, Place]) -> list[tuple[_Part, bool]]:
        """The lists of attachments outside the text."""
        lists: list[tuple[_Part, bool]] = []
        for attachment in self.document.attachments:
            name = urlsplit(attachment.address).path.rpartition("/")[2]
            raws = {each.encode(self.charset, "replace") for each in (name, unquote(name))}
            at = max(self.clear.find(raw) for raw in raws)
            if at < 0 or not name:
                raise _Doubt
            if not text[0].holds(at):
                part = next(self._around(at, _LIST), None)
                if part is None:
                    raise _Doubt
                lists.append((part, True))
        return lists

    def _lines(
        self, text: tuple[_Part, Place], around: int = _NEAR, longest: int = 160
    ) -> Iterator[tuple[_Part, str]]:
        """The runs of text near the article's, outside of it."""
        for match in _LINE.finditer(self.clear, max(0, text[0].start - around), text[0].end + around):
            if not text[0].holds(match.start()) and len(match[2]) <= 4 * longest:
                line = self._visible(match[2])
                if 2 <= len(line) <= longest:
                    yield _Part(match.start(), match.end(1), match.end(2)), line

    def _place(self, part: _Part, *, whole: bool) -> Place:
        """Where `part` is found again: its opening tag, with what stands before it until that is the only one."""
        start = part.start
        while self.body.count(self.body[start : part.inside]) > 1:
            start = self.body.rfind(b"<", 0, start)
            if start < 0 or part.inside - start > _LONGEST_OPENING:
                raise _Doubt
        place = Place(opening=self.body[start : part.inside].decode("latin-1"), whole=whole)
        if "\x00" in place.opening:
            raise _Doubt  # no database keeps it
        if whole and found(self.body, place) != self.body[start : part.end]:
            raise _Doubt
        return place

    def _declared(self) -> str:
        raw = self._read(b" ".join(declared(self.body)))
        return unescape(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), raw)).replace("\\/", "/")

    def _dense(self, part: _Part) -> str:
        return _dense(self._visible(self.clear[part.start : part.end]))

    def _visible(self, markup: bytes) -> str:
        return unescape(self._read(re.sub(rb"<[^<>]*>", b"", markup))).strip()

    def _read(self, raw: bytes) -> str:
        return raw.decode(self.charset, "replace")


def _dense(text: str) -> str:
    """`text` without blanks and what is not seen, composed: as it is looked for in markup."""
    return unicodedata.normalize("NFC", "".join(_INVISIBLE.sub("", text).split()))
