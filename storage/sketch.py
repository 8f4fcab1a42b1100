"""Sketches: what is kept of a document's text so that its copies among very many are found by index."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from heapq import nsmallest
from itertools import chain
from urllib.parse import SplitResult, urlsplit

from storage.records import Document
from storage.shingles import of_words, plain_words, running

SEEKS = 16
"""How many keys a document is looked up by at most."""

_BODY_BANDS = 11
_WIDER = (
    4  # of these find more with a row less, and now and then a text that is none; all of them would too often
)
_LEAD_BANDS = 2
_LEAD = 60  # words: where a copy was cut short, its beginning is what it shares
_MOST = 2000  # shingles: of a longer text those with the smallest numbers, which its copies have too
_FEWEST = 20  # shingles: a shorter text is found by its title or a link alone
_TITLE = 5  # words: a shorter title names many things

_WIDE = (1 << 64) - 1
_MULTIPLIERS = (0xD6E8FEB86659FD93, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB, 0x8EBC6AF09C88C6E3)
_EMPTY = 1 << 64


def kept_keys(document: Document) -> frozenset[int]:
    """The keys under which a document is found, each a signed number of 64 bits."""
    links = map(_link_key, filter(_is_page, _links(document)))
    return frozenset([*_text_keys(document.title, document.blocks), *links])


def sought_keys(document: Document) -> tuple[int, ...]:
    """The keys that a document's copies and origin are looked up by: SEEKS at most, explicit links first."""
    links = [address for address in (document.origin, document.address) if _is_page(address)]
    return tuple(dict.fromkeys([*map(_link_key, links), *_text_keys(document.title, document.blocks)]))


def same_address(one: str, other: str) -> bool:
    """Whether two addresses are one page's, but for scheme, `www.` and what only tracks a visitor."""
    return _is_page(one) and _is_page(other) and _page(one) == _page(other)


def bands(shingles: Iterable[int], many: int) -> list[tuple[int, ...]]:
    """`many` bands of minima of a set of shingles; a band is equal in two sets with their likeness to the fourth
    power.

    Each row is a one-permutation MinHash (Li, Owen, Zhang 2012): the shingles fall into `many` buckets, of each
    the least counts, an empty one takes over from the next (Shrivastava, Li 2014).
    """
    numbers = nsmallest(_MOST, shingles)
    return list(zip(*(_minima(numbers, many, multiplier) for multiplier in _MULTIPLIERS), strict=True))


def _minima(numbers: Sequence[int], many: int, multiplier: int) -> list[int]:
    least = [_EMPTY] * many
    for number in numbers:
        mixed = number * multiplier & _WIDE
        bucket = (mixed >> 20) % many
        if mixed < least[bucket]:
            least[bucket] = mixed
    if numbers:
        for place in range(many):
            steps = next(steps for steps in range(many) if least[(place + steps) % many] != _EMPTY)
            if steps:
                least[place] = least[(place + steps) % many] + steps
    return least


@lru_cache(maxsize=4)  # a document is sketched, and then its copies are sought
def _text_keys(title: str, blocks: tuple[str, ...]) -> list[int]:
    text = list(chain.from_iterable(map(plain_words, running(blocks))))
    return keys_of(text, plain_words(title))


def keys_of(text: Sequence[str], title: Sequence[str]) -> list[int]:
    """The keys of a running text and a title in words."""
    whole, lead = of_words(text), of_words(text[:_LEAD])
    keys = []
    if len(whole) >= _FEWEST:
        keys = [_key("body", n, *band[n < _WIDER :]) for n, band in enumerate(bands(whole, _BODY_BANDS))]
        keys += [_key("lead", n, *band) for n, band in enumerate(bands(lead, _LEAD_BANDS))]
    return [*keys, _key("title", *title)] if len(title) >= _TITLE else keys


def _links(document: Document) -> tuple[str, ...]:
    return (document.address, document.origin, *document.aliases)


def _is_page(address: str) -> bool:
    """Whether an address leads to one page, and not to a whole site as some links to a source do."""
    parts = _parts(address)
    # `/fr` is a home too.
    return parts is not None and (len(parts.path.strip("/")) > 3 or parts.query != "")


def _page(address: str) -> str:
    parts = _parts(address)
    assert parts is not None
    path = parts.path.rstrip("/")
    return f"{(parts.hostname or '').removeprefix('www.')}{path if len(path) > 4 else '?' + parts.query}"


def _parts(address: str) -> SplitResult | None:
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
