"""The 48 headlines that Maghress prints above every article, and how they turn over."""

import random
import zlib
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache, lru_cache
from html import escape
from pathlib import Path

LENGTH = 48
_HERE = Path(__file__).parent
_NO_BREAKS = "\N{NO-BREAK SPACE}" * 4


@cache
def _lines(name: str) -> tuple[str, ...]:
    return tuple((_HERE / name).read_text(encoding="utf-8").splitlines())


@lru_cache(maxsize=64)
def _order(lap: int) -> tuple[int, ...]:
    order = list(range(len(_lines("headlines.txt"))))
    random.Random(lap).shuffle(order)
    return tuple(order)


def _headline(position: int) -> str:
    """The headline at a place of the endless stream; the same words come back after some thirty years."""
    pool, towns = _lines("headlines.txt"), _lines("towns.txt")
    lap, turn = divmod(position, len(pool))
    index = _order(lap)[turn]
    town = towns[(lap + index) % len(towns)]
    return pool[index].format(v=town, n=12 + (lap * 37 + index * 11) % 977)


def _jitter(minute: int, position: int) -> int:
    return zlib.crc32(f"{minute}/{position}".encode()) % 7


@lru_cache(maxsize=64)
def _window(minute: int) -> tuple[str, ...]:
    newest = 2 * minute + zlib.crc32(str(minute).encode()) % 2  # one to three new ones a minute
    positions = range(newest, newest - LENGTH, -1)
    swapped = sorted(positions, key=lambda position: -position + _jitter(minute, position))
    headlines = [_headline(position) for position in swapped]
    if minute % 5 == 0:  # the site prints one of them twice at times
        place = 1 + minute % (LENGTH - 1)
        headlines[place] = headlines[place - 1]
    return tuple(headlines)


def ticker(at: datetime) -> tuple[str, ...]:
    """The headlines of the minute of `at`, the same for every page, newest first but for a few swaps."""
    return _window(int(at.timestamp()) // 60)


def _marquee(links: Sequence[str]) -> str:
    return f'<marquee scrollamount="3">{_joined(links)}</marquee>'


def _list(links: Sequence[str]) -> str:
    items = "\n".join(f"<li>{link}{_NO_BREAKS}</li>" for link in links)
    return f'<ul class="lastnews">\n{items}\n</ul>'


def _paragraph(links: Sequence[str]) -> str:
    return f"<p>{_joined(links)}</p>"


def _joined(links: Sequence[str]) -> str:
    return _NO_BREAKS.join(links) + _NO_BREAKS


_MARKUPS: tuple[Callable[[Sequence[str]], str], ...] = (_marquee, _list, _paragraph, _joined)


def markup(at: datetime) -> str:
    """The ticker of that minute as HTML, in one of four markups by turns."""
    headlines = ticker(at)
    links = [
        f'<a href="/fr/depeche/{zlib.crc32(headline.encode())}">{escape(headline, quote=False)}</a>'
        for headline in headlines
    ]
    return _MARKUPS[int(at.timestamp()) // 60 % len(_MARKUPS)](links)
