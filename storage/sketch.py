"""Sketches: what is kept of a document's text so that its copies among very many are found by index."""

import random
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from heapq import nsmallest
from itertools import chain
from urllib.parse import urlsplit

from storage.records import Document
from storage.shingles import of_words, plain_words, running

SEEKS = 16
"""How many keys a document is looked up by at most."""

_ROWS = 4
_BODY_BANDS = 11
_LEAD_BANDS = 2
_LEAD = 60  # words: where a copy was cut short, its beginning is what it shares
_MOST = 2000  # shingles: of a longer text those with the smallest numbers, which its copies have too
_FEWEST = 20  # shingles: a shorter text is found by its title or a link alone
_TITLE = 5  # words: a shorter title names many things

_masks = random.Random("veilleur")  # noqa: S311  # any fixed numbers will do
_MASKS = tuple(_masks.getrandbits(64) for _ in range(_ROWS * (_BODY_BANDS + _LEAD_BANDS)))


def kept_keys(document: Document) -> frozenset[int]:
    """The keys under which a document is found, each a signed number of 64 bits."""
    return frozenset([*_text_keys(document), *map(_link_key, filter(_is_page, _links(document)))])


def sought_keys(document: Document) -> tuple[int, ...]:
    """The keys that a document's copies and origin are looked up by: SEEKS at most, explicit links first."""
    links = [address for address in (document.origin, document.address) if _is_page(address)]
    return tuple(dict.fromkeys([*map(_link_key, links), *_text_keys(document)]))


def same_address(one: str, other: str) -> bool:
    """Whether two addresses are one page's, but for scheme, `www.` and what only tracks a visitor."""
    return _is_page(one) and _is_page(other) and _page(one) == _page(other)


def signature(shingles: Iterable[int], masks: Sequence[int] = _MASKS) -> tuple[int, ...]:
    """The MinHash (Broder 1997) of a set of shingles under each mask."""
    numbers = nsmallest(_MOST, shingles)
    return tuple(min(map(mask.__xor__, numbers)) for mask in masks) if numbers else ()


def _text_keys(document: Document) -> list[int]:
    text = list(chain.from_iterable(map(plain_words, running(document.blocks))))
    whole, lead = of_words(text), of_words(text[:_LEAD])
    keys = []
    if len(whole) >= _FEWEST:
        body = _ROWS * _BODY_BANDS
        keys = _bands("body", signature(whole, _MASKS[:body])) + _bands(
            "lead", signature(lead, _MASKS[body:])
        )
    title = plain_words(document.title)
    return [*keys, _key("title", *title)] if len(title) >= _TITLE else keys


def _bands(name: str, values: Sequence[int]) -> list[int]:
    rows = (values[start : start + _ROWS] for start in range(0, len(values), _ROWS))
    return [_key(name, number, *row) for number, row in enumerate(rows)]


def _links(document: Document) -> tuple[str, ...]:
    return (document.address, document.origin, *document.aliases)


def _is_page(address: str) -> bool:
    """Whether an address leads to one page, and not to a whole site as some links to a source do."""
    parts = _parts(address)
    return parts is not None and (parts.path.strip("/") != "" or parts.query != "")


def _page(address: str) -> str:
    parts = _parts(address)
    assert parts is not None
    path = parts.path.rstrip("/")
    return f"{(parts.hostname or '').removeprefix('www.')}{path or '?' + parts.query}"


def _parts(address: str):  # type: ignore[no-untyped-def]
    try:
        parts = urlsplit(address)
        return parts if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def _link_key(address: str) -> int:
    return _key("link", _page(address))


def _key(*values: object) -> int:
    text = "\x1f".join(map(str, values))
    return int.from_bytes(blake2b(text.encode(errors="replace"), digest_size=8).digest(), signed=True)
