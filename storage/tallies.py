"""Tallies: the outcomes of a finished run in which nothing happened, folded into a row for all alike."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from storage.schema import AnyRow, outcomes, tallies
from storage.vocabulary import Outcome

FOLDED = (Outcome.LISTING, Outcome.NOT_MODIFIED, Outcome.UNCHANGED)
"""Outcomes that say of an address no more than that it is as it was."""


def tally(connection: Connection, run: int) -> None:
    """Fold what is foldable of the outcomes of `run`, with what of it was folded before."""
    _unfold(connection, run)
    foldable = (outcomes.c.run == run) & outcomes.c.outcome.in_(FOLDED)
    alike: defaultdict[tuple[str, str], list[AnyRow]] = defaultdict(list)
    for row in connection.execute(select(outcomes).where(foldable).order_by(outcomes.c.address)):
        alike[row.outcome, row.reason].append(row)
    if alike:
        connection.execute(delete(outcomes).where(foldable))
        connection.execute(insert(tallies), [_folded(rows) for rows in alike.values()])


def tallied(connection: Connection, run: int) -> Iterator[tuple[int, AnyRow]]:
    """Every address of `run` that was folded, by its key, with the row it was folded into."""
    for row in connection.execute(select(tallies).where(tallies.c.run == run)):
        for key in keys_of(row.addresses):
            yield key, row


def packed_keys(keys: Iterable[int]) -> bytes:
    """Ascending `keys` as the steps between them, in LEB128 (DWARF 5, 7.6): a byte or two each."""
    packed = bytearray()
    for before, key in pairwise([0, *keys]):
        step = key - before
        while step > 0x7F:
            packed.append(step & 0x7F | 0x80)
            step >>= 7
        packed.append(step)
    return bytes(packed)


def keys_of(packed: bytes) -> Iterator[int]:
    """The keys that `packed_keys` wrote."""
    key = step = shift = 0
    for byte in packed:
        step |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            key += step
            yield key
            step = shift = 0


def _folded(rows: list[AnyRow]) -> dict[str, Any]:
    times = [row.at for row in rows]
    return {
        "run": rows[0].run,
        "outcome": rows[0].outcome,
        "reason": rows[0].reason,
        "first": min(times),
        "last": max(times),
        "count": len(rows),
        "addresses": packed_keys(row.address for row in rows),
    }


def _unfold(connection: Connection, run: int) -> None:
    """Put a run that is finished once more back into rows; what was written of an address since then stays."""
    since = set(connection.execute(select(outcomes.c.address).where(outcomes.c.run == run)).scalars())
    again = [
        {"run": run, "address": key, "outcome": row.outcome, "reason": row.reason, "at": row.last}
        for key, row in tallied(connection, run)
        if key not in since
    ]
    connection.execute(delete(tallies).where(tallies.c.run == run))
    if again:
        connection.execute(insert(outcomes), again)
