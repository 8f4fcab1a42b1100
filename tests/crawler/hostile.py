"""A hostile site: one page a row of the attack catalogue, each with the outcome that must be recorded of it."""

import gzip
import socket
import struct
import time
import zlib
from functools import cache
from http.server import BaseHTTPRequestHandler
from sys import version_info

import brotli

from storage.vocabulary import Outcome
from tests.crawler.site import HOST, Behaviour, answer, article, article_page, moved

if version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MEGABYTE = 1024 * 1024
FORMS = (
    *("http://127.0.0.1:{port}/", "http://127.1/", "http://2130706433/", "http://0x7f000001/"),
    *("http://017700000001/", "http://0.0.0.0/", "http://[::1]/", "http://[::ffff:127.0.0.1]/"),
    *(
        "http://localhost:{port}/",
        "http://localhost./",
        "http://100.64.0.1/",
        "http://169.254.169.254/latest",
    ),
    *(
        f"http://{HOST}@127.0.0.1:{{port}}/",
        f"https://{HOST}\\\\@127.0.0.1:{{port}}/",
        f"https://{HOST}:{{port}}/",
    ),
    *("file:///etc/passwd", "data:text/html,<h1>x</h1>", "ftp://127.0.0.1/x", "//127.0.0.1:{port}/"),
    *("https://user:secret@elsewhere.invalid/", f"https://{HOST}.elsewhere.invalid/", "javascript:alert(1)"),
)
"""Addresses that must not be asked for; `port` is that of the canary."""


@cache
def zeros(coding: str) -> bytes:
    """Some kilobytes that are 64 (zstd: 256) megabytes when decompressed."""
    data = b"\0" * (64 * MEGABYTE)
    match coding:
        case "gzip":
            return gzip.compress(data, 1)
        case "deflate":
            return zlib.compress(data, 1)
        case "br":
            return brotli.compress(data, quality=1)
        case "zstd":
            return zstd.compress(data * 4, 1)
    raise ValueError(coding)


def bomb(coding: str) -> Behaviour:
    return answer(zeros(coding), Content_Encoding=coding)


def written(*pieces: bytes, pause: float = 0.0, times: int = 1) -> Behaviour:
    """Bytes on the connection, as they are, the last piece `times` over, with a pause before each time."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        for piece in pieces[:-1]:
            request.wfile.write(piece)
        for _ in range(times):
            time.sleep(pause)  # the drip is the attack
            request.wfile.write(pieces[-1])
            request.wfile.flush()
        request.close_connection = True

    return behave


def reset(request: BaseHTTPRequestHandler) -> None:
    """The connection breaks before a word."""
    request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    request.close_connection = True


def html(body: str, head: str = "") -> Behaviour:
    return answer(f"<!DOCTYPE html><html><head>{head}<title>x</title></head><body>{body}</body></html>")


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHECKING = html(
    f"<h1>Checking your browser before accessing {HOST}.</h1><p>This process is automatic. Your browser will "
    "redirect to your requested content shortly.</p><p>Please enable JavaScript and cookies to continue.</p>"
)

SIZES: dict[str, tuple[Behaviour, Outcome]] = {
    "gzip-bomb": (bomb("gzip"), Outcome.TOO_LARGE),
    "deflate-bomb": (bomb("deflate"), Outcome.TOO_LARGE),
    "brotli-bomb": (bomb("br"), Outcome.TOO_LARGE),
    "zstd-bomb": (bomb("zstd"), Outcome.TOO_LARGE),
    "gzip-in-gzip": (
        answer(gzip.compress(zeros("gzip")), Content_Encoding="gzip, gzip"),
        Outcome.TOO_LARGE,
    ),
    "gzip-as-text": (answer(gzip.compress(zeros("gzip")), Content_Encoding="gzip"), Outcome.EXTRACT_FAILED),
    "endless": (written(OK + b"Connection: close\r\n\r\n", b"x" * MEGABYTE, times=20), Outcome.TOO_LARGE),
    "one-line": (answer(b"x" * 50 * MEGABYTE), Outcome.TOO_LARGE),
    "huge-header": (written(OK + b"X: " + b"x" * MEGABYTE + b"\r\n\r\n"), Outcome.NETWORK_ERROR),
    "many-headers": (written(OK + b"X: y\r\n" * 3_000 + b"\r\n"), Outcome.EMPTY),
    "drip": (written(OK + b"Content-Length: 9999\r\n\r\n", b"<", pause=0.2, times=100), Outcome.TIMEOUT),
    "slow-headers": (written(b"HTTP/1.1 200 OK\r\n", b"X", pause=0.2, times=100), Outcome.TIMEOUT),
}

DAMAGED: dict[str, tuple[Behaviour, Outcome]] = {
    "truncated": (answer("<h1>Court", Content_Length="5000"), Outcome.TRUNCATED),
    "reset": (reset, Outcome.NETWORK_ERROR),
    "garbage": (written(b"\x00\xff\x13garbage\r\n\r\n" * 20), Outcome.NETWORK_ERROR),
    "no-gzip": (answer(b"not compressed at all", Content_Encoding="gzip"), Outcome.TRUNCATED),
    "half-gzip": (answer(gzip.compress(b"x" * 9000)[:40], Content_Encoding="gzip"), Outcome.TRUNCATED),
    "image": (answer(bytes(range(256)) * 400, kind="text/html"), Outcome.EXTRACT_FAILED),
}

PARSERS: dict[str, tuple[Behaviour, Outcome]] = {
    "deep": (html("<div>" * 100_000), Outcome.EXTRACT_FAILED),
    "attributes": (
        article("Attributs", head="<meta " + " ".join(f"a{n}=x" for n in range(40_000)) + ">"),
        Outcome.ARTICLE,
    ),
    "backtracking": (article("Appât", "a " * 50_000, "((((" * 20_000, "1/" * 20_000), Outcome.ARTICLE),
    "entities": (article("Entités", "&lol;&#x110000;&#0;&amp" * 1000), Outcome.SUSPECT_DECODING),
}

TEXT = "Réforme du théâtre à Fès : القانون"


def worded(charset: str, header: str = "", meta: str = "", damage: bytes = b"") -> Behaviour:
    """An article in a charset, what the header and the page say that it is, and perhaps a damage."""
    page = article_page(TEXT, head=f'<meta charset="{meta}">' if meta else "<meta name='x'>")
    kind = f"text/html; charset={header}" if header else "text/html"
    return answer(page.encode(charset, "xmlcharrefreplace").replace(b"<h1>", b"<h1>" + damage), kind=kind)


TEXTS: dict[str, tuple[Behaviour, Outcome]] = {
    "arabic-in-meta": (worded("windows-1256", meta="windows-1256"), Outcome.ARTICLE),
    "undeclared": (worded("utf-8"), Outcome.ARTICLE),
    "header-lies": (worded("windows-1252", header="utf-8"), Outcome.SUSPECT_DECODING),
    "wrong-latin": (worded("utf-8", header="iso-8859-1"), Outcome.ARTICLE),
    "utf-16": (worded("utf-16", header="utf-16"), Outcome.ARTICLE),
    "nul": (article("Un\0titre", "Un\0paragraphe"), Outcome.ARTICLE),
    "one-bad-byte": (worded("utf-8", damage=b"\xff"), Outcome.ARTICLE),
    "surrogates": (article("Un &#xd800; titre", "\\ud800 &#xdfff;"), Outcome.SUSPECT_DECODING),
}

WHERE: dict[str, tuple[Behaviour, Outcome]] = {
    "loop": (moved("/a/loop2"), Outcome.REDIRECT_LOOP),
    "itself": (moved("/a/itself"), Outcome.REDIRECT_LOOP),
    "chain": (moved("/a/chain/1"), Outcome.REDIRECT_LOOP),
    "refresh": (html("", '<meta http-equiv="refresh" content="0;url=/a/refresh">'), Outcome.EMPTY),
    "nowhere": (answer(status=302), Outcome.FORBIDDEN),
}

REFUSED: dict[str, tuple[Behaviour, Outcome]] = {
    "challenge": (answer("<h1>Verify you are human</h1><p>captcha</p>", 403), Outcome.FORBIDDEN),
    "checking": (CHECKING, Outcome.BOT_WALL),
    "soft-404": (html("<h1>Page introuvable</h1><p>La page demandée n'existe pas.</p>"), Outcome.SOFT_404),
    "unavailable": (answer("<h1>Erreur</h1>", 503), Outcome.SERVER_ERROR),
    "teapot": (answer("<h1>Non</h1>", 418), Outcome.FORBIDDEN),
}

COOKIES: dict[str, tuple[Behaviour, Outcome]] = {
    "cookies": (
        written(
            OK
            + b"".join(b"Set-Cookie: c%d=%s\r\n" % (n, b"x" * 4000) for n in range(3))
            + b"Content-Length: 0\r\n\r\n"
        ),
        Outcome.EMPTY,
    ),
}

PAGES = SIZES | DAMAGED | PARSERS | WHERE | REFUSED | COOKIES
BESIDE = {
    "/a/loop2": moved("/a/loop"),
    **{f"/a/chain/{step}": moved(f"/a/chain/{step + 1}") for step in range(1, 12)},
}


def elsewhere(port: int) -> dict[str, tuple[Behaviour, Outcome]]:
    """Pages that lead to each of FORMS by a redirect, and articles that do so by every other way."""
    pages: dict[str, tuple[Behaviour, Outcome]] = {}
    for number, form in enumerate(FORMS):
        to = form.format(port=port)
        pages[f"to-{number}"] = (moved(to), Outcome.REFUSED_ADDRESS)
        head = (
            f'<meta http-equiv="refresh" content="0;url={to}"><link rel="canonical" href="{to}">'
            f'<link rel="shortlink" href="{to}"><link rel="amphtml" href="{to}"><base href="{to}">'
            f'<meta property="og:url" content="{to}">'
        )
        pages[f"names-{number}"] = (article(f"Un article numéro {number}", head=head), Outcome.ARTICLE)
    return pages
