"""Owns the reading of bytes as text, in one fixed order, and the record of how it was decided."""

import codecs
import re
from collections.abc import Mapping

from storage.records import Decoding

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
_META = re.compile(rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{1,40})", re.I)
_HEAD = 4096
# What pages mean by these labels (WHATWG Encoding Standard, 4.2): they are windows code pages.
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-6": "cp1256"}
# Codecs that are no charset of a page, or whose reading runs away.
_REFUSED = {"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
_WIDE = re.compile("[\x80-\ufffc]+")
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def decode(body: bytes, headers: Mapping[str, str]) -> tuple[str, Decoding]:
    """`body` as text: byte order mark, Content-Type, meta, else UTF-8, undecodable bytes replaced.

    `headers` have lower-case names. Declarations are held to the bytes: one that UTF-8 contradicts (a
    single-byte label on a body with valid multi-byte UTF-8, or UTF-8 declared for bytes that are not) gives
    way to the next that fits, since servers label whole sites wrongly. Control characters and NUL are dropped.
    """
    for mark, charset in _BOMS:
        if body.startswith(mark):
            text = body[len(mark) :].decode(charset, "replace")
            return clean(text), Decoding(charset=charset, said_by="bom", replaced=text.count("\ufffd"))
    charset, said_by = _choice(body, _declared(body, headers))
    text = body.decode(charset, "replace")
    replaced = text.count("\ufffd") - (body.count(b"\xef\xbf\xbd") if charset == "utf-8" else 0)
    return clean(text), Decoding(charset=charset, said_by=said_by, replaced=max(0, replaced))


def clean(text: str) -> str:
    """`text` without control characters, lone surrogates and non-characters; line ends as LF."""
    return _UNSPEAKABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _declared(body: bytes, headers: Mapping[str, str]) -> list[tuple[str, str]]:
    """The usable charsets that header and meta name, in order of authority."""
    head = body[:_HEAD]
    in_meta = _META.search(head) or _XML.search(head)
    in_header = _HEADER.search(headers.get("content-type", ""))
    named = (
        (in_header.group(1) if in_header else "", "header"),
        (in_meta.group(1).decode("ascii", "replace") if in_meta else "", "meta"),
    )
    return [(codec, said_by) for label, said_by in named if (codec := _codec(label))]


def _codec(label: str) -> str | None:
    try:
        found = codecs.lookup(label).name if label else ""
    except (LookupError, ValueError):
        return None
    if not found or found in _REFUSED or not _fits(b"", found):
        return None
    return _MEANT.get(found, found)


def _choice(body: bytes, declared: list[tuple[str, str]]) -> tuple[str, str]:
    """The first declaration that fits the bytes; the first at all where none does."""
    as_utf8 = _reads_as_utf8(body)
    plain = body.isascii()
    for charset, said_by in declared:
        wide = charset.startswith(("utf-16", "utf-32"))
        if charset == "utf-8" and as_utf8:
            return charset, said_by
        if wide and b"\x00" in body[:64] and _fits(body, charset):
            return charset, said_by
        if charset != "utf-8" and not wide and (plain or not as_utf8) and _fits(body, charset):
            return charset, said_by
    if as_utf8 or not declared:
        return "utf-8", "default"
    charset, said_by = declared[0]
    return ("utf-8", "default") if charset.startswith(("utf-16", "utf-32")) else (charset, said_by)


def _reads_as_utf8(body: bytes) -> bool:
    """Whether `body` is UTF-8, give or take a damaged byte in every twenty accented letters."""
    text = body.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    return damaged == 0 or damaged * 20 < sum(map(len, _WIDE.findall(text)))


def _fits(body: bytes, charset: str) -> bool:
    try:
        body.decode(charset)
    except (UnicodeDecodeError, LookupError):
        return False
    return True
