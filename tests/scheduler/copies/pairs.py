"""Labelled pairs: copies as papers and aggregators make them, and texts that only look like copies."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from tests.scheduler.copies.lookalikes import LOOKALIKES
from tests.scheduler.copies.making import Side
from tests.scheduler.copies.reprints import COPIES
from tests.scheduler.copies.texts import texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two articles, and whether they are copies of one story; `kind` says how the pair was made."""

    id: str
    kind: str
    same: bool
    a: Side
    b: Side

    @property
    def held_out(self) -> bool:
        """Every third pair of each kind was not looked at while the rules were made."""
        return int(self.id.rsplit("-", 1)[1]) % 3 == 0


def pairs() -> list[Pair]:
    """All pairs, the same at every call."""
    return list(_all())


def _all() -> Iterator[Pair]:
    for same, makers in ((True, COPIES), (False, LOOKALIKES)):
        for kind, (maker, count) in makers.items():
            for number in range(count):
                pick = random.Random(f"{kind}-{number}")
                a, b = maker(pick, texts())
                if pick.random() < 0.5:
                    a, b = b, a
                yield Pair(id=f"{kind.replace(' ', '-')}-{number}", kind=kind, same=same, a=a, b=b)
