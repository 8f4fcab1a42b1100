"""Owns the unchanged gate: whether an answer's markup still holds a seal, told without reading the page."""

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b

from storage.records import Page
from storage.seal import Place, Seal

RULES = b"2"
"""To be raised with every change of what goes into a mark: older seals then hold no more."""

TAIL = 4096
_MOST_DECLARED = 500
_DECLARATION = re.compile(rb"<(title|meta|link)\b")
_READ = re.compile(
    rb"(?:name|property|itemprop)\s*=\s*[\"']?\s*[^\"'\s>]*"
    rb"(?:title|dat|time|auth|creat|byl|section|tier|site|appli|publi|modif|lastmod|headline)",
    re.I,
)
_FILES = (b'.pdf"', b".pdf'", b".pdf?")
_ADDRESSES = (b"canonical", b"shortlink", b"amphtml")
_TAG = re.compile(rb"<([a-zA-Z][\w:-]*)[^<>]*>\Z")


def holds(seal: Seal, page: Page) -> bool:
    """Whether the article on `page`, whose body need not be decoded, is as it was when `seal` was made.

    False whenever that is in doubt: a place that is missing, doubled or open, another Content-Type, other
    metadata, another address, a page that breaks off.
    """
    return page.status == 200 and mark(page, seal.places) == seal.mark


def mark(page: Page, places: tuple[Place, ...]) -> str | None:
    """The hash of what `page` holds at `places` and declares; None where one of them is not found."""
    body = page.body
    if not is_closed(body):
        return None
    whole = blake2b(RULES, digest_size=20)
    kind = page.headers.get("content-type", "").encode("utf-8", "replace")
    # A file that is handed out anew most often stands outside the text.
    files = sum(map(body.count, _FILES))
    parts = [page.requested.encode(), page.address.encode(), kind, b"%d" % files]
    for place in places:
        part = found(body, place)
        if part is None:
            return None
        parts.append(part)
    for declaration in declared(body):
        parts.append(declaration)
        if len(parts) > _MOST_DECLARED:
            return None
    for part in parts:
        whole.update(b"%d " % len(part))
        whole.update(part)
    return whole.hexdigest()


def is_closed(body: bytes) -> bool:
    """Whether a body says where it ends."""
    tail = body[-TAIL:].lower()
    return b"</html" in tail or b"</body" in tail


def found(body: bytes, place: Place) -> bytes | None:
    """What stands at `place`; None where that is not to be told for certain."""
    opening = place.opening.encode("latin-1")
    start = last = body.find(opening)
    for _ in range(place.times - 1):
        last = body.find(opening, last + 1) if last >= 0 else last
    if last < 0 or body.find(opening, last + 1) >= 0:
        return None
    inside = last + len(opening)
    if not place.whole:
        end = body.find(b"<", inside)
        return body[start:end] if end >= 0 else None
    tag = _TAG.search(opening)
    end = closing(body, inside, tag[1]) if tag else -1
    return body[start:end] if end >= 0 else None


def closing(body: bytes, inside: int, tag: bytes) -> int:
    """Where the element of that tag ends, `inside` being right behind its opening; -1 where it does not."""
    depth = 1
    for step in _steps(tag.lower()).finditer(body, inside):
        depth += -1 if step[1] else 1
        if depth == 0:
            return step.start()
    return -1


@lru_cache(maxsize=64)
def _steps(tag: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"<(/?)" + re.escape(tag) + rb"(?=[\s/>])", re.I)


def declared(body: bytes) -> Iterator[bytes]:
    """What a page declares of its article, as markup: title, the metas that are read, addresses, JSON-LD."""
    for opening in _DECLARATION.finditer(body):
        title = opening[1] == b"title"
        piece = _up_to(b"</title" if title else b">", body, opening.start())
        if title or (
            _READ.search(piece) if opening[1] == b"meta" else any(name in piece for name in _ADDRESSES)
        ):
            yield piece
    start = body.find(b"ld+json")
    while start >= 0:
        yield _up_to(b"</script", body, start)
        start = body.find(b"ld+json", start + 1)


def _up_to(end: bytes, body: bytes, start: int) -> bytes:
    stop = body.find(end, start)
    return body[start:stop] if stop >= 0 else body[start:]
