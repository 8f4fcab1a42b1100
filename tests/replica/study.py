"""The PDF studies: small valid files written by hand."""

import textwrap
from collections.abc import Sequence

from tests.replica.articles import Article, Study

_LINES = 46


def pdf(article: Article, study: Study) -> bytes:
    """The study that `article` hands out, as PDF 1.4 with its text in Helvetica and WinAnsi."""
    lines = textwrap.wrap(article.title, 84)
    lines += ["", f"Étude, édition {study.edition}", ""]
    for block in article.blocks:
        lines += [*textwrap.wrap(block.removeprefix("## "), 84), ""]
    pages = [lines[start : start + _LINES] for start in range(0, len(lines), _LINES)]
    return _written(_objects(article.title, pages))


def _objects(title: str, pages: Sequence[Sequence[str]]) -> list[bytes]:
    first = 5
    kids = " ".join(f"{first + 2 * index} 0 R" for index in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title (" + _text(title) + b") /Producer (replica) >>",
    ]
    for index, lines in enumerate(pages):
        content = b"BT /F1 11 Tf 56 790 Td 16 TL\n" + b"".join(
            b"(" + _text(line) + b") Tj T*\n" for line in lines
        )
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
            + f" /Contents {first + 2 * index + 1} 0 R >>".encode()
        )
        stream = content + b"ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream")
    return objects


def _text(line: str) -> bytes:
    plain = line.replace("\N{NO-BREAK SPACE}", " ").encode("cp1252", "replace")
    return plain.replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")


def _written(objects: Sequence[bytes]) -> bytes:
    """The file: header, objects, cross-reference table with the byte offset of each, trailer."""
    body, offsets = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, item in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n".encode() + item + b"\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    return (
        body
        + f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n".encode()
        + f"<< /Size {size} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{len(body)}\n%%EOF\n".encode()
    )
