"""What changes on every fetch of an unchanged page: counters, nonces, related boxes, ages, versions."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from html import escape

from tests.replica.articles import Article
from tests.replica.wording import age

KNOBS = frozenset({"related", "counters", "nonces", "versions", "share", "ages", "ticker"})


@dataclass(frozen=True, slots=True)
class Noise:
    """The noise of one answer; a knob that is off gives the same on every fetch, or nothing."""

    seed: str
    knobs: frozenset[str] = KNOBS
    _random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_random", random.Random(self.seed))

    def nonce(self) -> str:
        return f"{self._random.getrandbits(40):010x}" if "nonces" in self.knobs else "0" * 10

    def version(self) -> str:
        """`?v=1762850000`, moving."""
        return (
            f"?v={self._random.randrange(1_760_000_000, 1_770_000_000)}" if "versions" in self.knobs else ""
        )

    def views(self) -> str:
        if "counters" not in self.knobs:
            return ""
        count = f"{self._random.randrange(1200, 98000):,}".replace(",", " ")
        return f'<span class="views">{count} vues</span> <span class="shares">{count[-3:]} partages</span>'

    def share(self, address: str) -> str:
        """The row of sharing links below a title."""
        if "share" not in self.knobs:
            return ""
        names = ["Facebook", "X", "WhatsApp", "LinkedIn"]
        self._random.shuffle(names)
        links = " ".join(
            f'<a rel="nofollow" href="https://share.example/{name.lower()}?u={escape(address)}&amp;t={self.nonce()}">{name}</a>'
            for name in names
        )
        return f'<div class="sharebar">Partager : {links} <a href="#comments">Commenter</a></div>'

    def age(self, published: datetime, at: datetime) -> str:
        return f'<span class="ago">{age(published, at)}</span>' if "ages" in self.knobs else ""

    def related(
        self, heading: str, articles: Iterable[Article], address: Callable[[Article], str], at: datetime
    ) -> str:
        """A box of four other articles, others on each fetch."""
        pool = list(articles)
        if "related" not in self.knobs or not pool:
            return ""
        items = "".join(
            f'<li><a href="{escape(address(other))}">{escape(other.title)}</a> {self.age(other.published, at)}</li>'
            for other in self._random.sample(pool, min(4, len(pool)))
        )
        return f'<div class="related"><h3>{heading}</h3><ul>{items}</ul></div>'
