"""Compressed answers that broke off: Scrapy's decompression takes what there is of one for the whole."""

import zlib

from scrapy import Request
from scrapy.http import Response

from crawler.failures import Refused
from storage.vocabulary import Outcome

_PIECE = 1 << 16
_MOST = 16 * 1024 * 1024
"""Bytes, decompressed, beyond which it is for the limit of size to speak."""


class Whole:
    """Sees an answer as it came, before it is decompressed."""

    def process_response(self, request: Request, response: Response) -> Response:
        coding = response.headers.get("Content-Encoding") or b""
        if coding.strip().lower() in (b"gzip", b"x-gzip") and not is_whole(response.body):
            raise Refused(Outcome.TRUNCATED, "the answer broke off while it was compressed")
        return response


def is_whole(body: bytes) -> bool:
    """Whether a gzip file (RFC 1952, of any number of members) comes to its end; what is none is."""
    seen, rest = 0, body
    while rest.startswith(b"\x1f\x8b") and seen < _MOST:
        member = zlib.decompressobj(wbits=31)
        try:
            while rest and not member.eof and seen < _MOST:
                seen += len(member.decompress(rest, _PIECE))
                rest = member.unconsumed_tail
        except zlib.error:
            return True  # damaged, which decompressing it will find
        if not member.eof:
            return seen >= _MOST
        rest = member.unused_data
    return True
