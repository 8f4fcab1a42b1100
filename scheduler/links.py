"""The only addresses a digest links to: http(s), taken apart and written again, host in its ASCII form."""

import re
from urllib.parse import quote, urlsplit

LONGEST = 2000

_HOST = re.compile(
    r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*\.?|\[[0-9a-f:.]+\]"
)
_FORBIDDEN = re.compile(r"[\s\\\x00-\x20\x7f-\x9f]")
_KEPT = "/%:@!$&()*+,;=~-._"


def link(address: str) -> str:
    """`address` as it may stand in a link, or an empty string where it may not.

    A host in another script shows its punycode, so that a look-alike is seen; user names and fragments
    never stand in a link.
    """
    if len(address) > LONGEST or _FORBIDDEN.search(address):
        return ""
    try:
        parts = urlsplit(address)
        host, port = _ascii(parts.hostname or ""), parts.port
    except ValueError:  # a port that is no number, brackets that do not close, a label IDNA refuses
        return ""
    if parts.scheme not in ("http", "https") or parts.username is not None or not _HOST.fullmatch(host):
        return ""
    where = f"{host}:{port}" if port is not None else host
    path = quote(parts.path or "/", safe=_KEPT)
    query = f"?{quote(parts.query, safe=_KEPT + '?')}" if parts.query else ""
    return f"{parts.scheme}://{where}{path}{query}"


def mailto(address: str, subject: str = "") -> str:
    """A `mailto:` link (RFC 6068) to an address of our own settings."""
    query = f"?subject={quote(subject, safe='')}" if subject else ""
    return f"mailto:{quote(address, safe='@')}{query}"


def _ascii(host: str) -> str:
    if ":" in host:
        return f"[{host}]"
    return host if host.isascii() else host.encode("idna").decode("ascii")
