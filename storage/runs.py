"""Runs: when a source was crawled, how every requested address ended, and what came of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, Insert, bindparam, exists, func, insert, select, union_all, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.checks import CONFIRMING, NEW_CHECK
from storage.columns import indexable
from storage.connect import Database
from storage.documents import address_key, known_under, see_source
from storage.errors import StorageError
from storage.holders import Holder
from storage.records import Run
from storage.rows import packed, run_of
from storage.schema import AnySelect, addresses, changes, documents, outcomes, runs, sources, tallies
from storage.tallies import keys_of, tallied, tally
from storage.vocabulary import Outcome, RunState

CRAWL = "crawl"

LONGEST = timedelta(days=1)
"""An unfinished run of another machine is given up after this time."""

_OURS = frozenset({Outcome.BUDGET, Outcome.REFUSED_ADDRESS, Outcome.ROBOTS_DENIED})
"""Outcomes that we decided, which say nothing about the health of a source."""

_KEY = ("run", "address")
_LATER = ("outcome", "reason", "at")
_SQLITE, _POSTGRESQL = sqlite.insert(outcomes), postgresql.insert(outcomes)
NEW_OUTCOME: Mapping[str, Insert] = {
    "sqlite": _SQLITE.on_conflict_do_update(_KEY, set_={name: _SQLITE.excluded[name] for name in _LATER}),
    "postgresql": _POSTGRESQL.on_conflict_do_update(
        index_elements=_KEY, set_={name: _POSTGRESQL.excluded[name] for name in _LATER}
    ),
}

End = tuple[str, Outcome, str, datetime]
"""An address, how its request ended, why, and when."""

_CHECKED = (
    update(documents)
    .where(documents.c.id == bindparam("key"), documents.c.last_checked < bindparam("at"))
    .values(last_checked=bindparam("at"))
)
_BATCH = 500
"""How many ends are looked up with one statement."""


class Runs:
    """The store's part that keeps runs and outcomes."""

    database: Database

    def begin_run(self, source: str, at: datetime, *, purpose: str = CRAWL, first_ok: bool = True) -> Run:
        """Open a run of `source`, for `purpose` crawl, seeds, check or import.

        It is `first`, unless `first_ok` denies it, while no earlier crawl of the source has read an article;
        seeds, checks and imports do not use that up.
        """
        with self.database.write() as connection:
            see_source(connection, source, at)
            row = insert(runs).values(
                source=source,
                purpose=purpose,
                started_at=at,
                reason="",
                first=first_ok and not _has_read(connection, source),
                channels="{}",
                idle_hints="[]",
                holder=str(Holder.here()),
            )
            number = connection.execute(row.returning(runs.c.number)).scalar_one()
            return _run(connection, number)

    def finish_run(
        self,
        number: int,
        at: datetime,
        state: RunState,
        reason: str = "",
        channels: Mapping[str, int] | None = None,
        idle_hints: Iterable[str] = (),
    ) -> Run:
        """Close a run; `channels` counts the addresses that each way of discovery gave, `idle_hints` are the
        hints of the source that matched nothing on any page of the run."""
        closed = update(runs).where(runs.c.number == number)
        values = {
            "finished_at": at,
            "state": state,
            "reason": reason,
            "channels": packed(channels or {}),
            "idle_hints": packed(tuple(idle_hints)),
        }
        with self.database.write() as connection:
            connection.execute(closed.values(**values))
            tally(connection, number)
            return _run(connection, number)

    def close_abandoned(self, source: str, at: datetime) -> tuple[Run, ...]:
        """Close as failed the unfinished runs of `source` whose process is no more."""
        unfinished = select(runs.c.number, runs.c.holder, runs.c.started_at).where(
            runs.c.source == source, runs.c.finished_at.is_(None)
        )
        with self.database.write() as connection:
            numbers = [
                row.number
                for row in connection.execute(unfinished)
                if Holder.parse(row.holder).dead or at - row.started_at > LONGEST
            ]
            values = {"finished_at": at, "state": RunState.FAILED, "reason": "interrupted"}
            connection.execute(update(runs).where(runs.c.number.in_(numbers)).values(**values))
            for number in numbers:
                tally(connection, number)
            return tuple(_run(connection, number) for number in numbers)

    def run(self, number: int) -> Run:
        """The run of that number; StorageError where there is none."""
        with self.database.read() as connection:
            return _run(connection, number)

    def runs(self, source: str | None = None, limit: int = 100) -> tuple[Run, ...]:
        """The last runs, of all sources or of one, newest first."""
        wanted = select(runs).order_by(runs.c.number.desc()).limit(limit)
        with self.database.read() as connection:
            return read_runs(connection, wanted if source is None else wanted.where(runs.c.source == source))

    def watched_since(self, source: str) -> datetime | None:
        """When the first crawl of `source` that came to its end began; None before there was one."""
        ended = (runs.c.purpose == CRAWL) & runs.c.state.in_((RunState.COMPLETE, RunState.PARTIAL))
        began = select(func.min(runs.c.started_at)).where(runs.c.source == source, ended)
        with self.database.read() as connection:
            first: datetime | None = connection.execute(began).scalar_one()
            return first

    def sources(self) -> tuple[str, ...]:
        """The names of all sources ever seen, in alphabetical order."""
        with self.database.read() as connection:
            return tuple(connection.execute(select(sources.c.name).order_by(sources.c.name)).scalars())

    def outcome(self, run: Run, address: str, outcome: Outcome, reason: str, at: datetime) -> None:
        """Record how one request ended, as `ended` does."""
        self.ended(run, [(address, outcome, reason, at)])

    def ended(self, run: Run, ends: Sequence[End]) -> None:
        """Record how the requests of addresses ended that brought no page to decide on, in one transaction.

        One that gave what was asked of it (unchanged, not modified, a listing) counts as a check of its document.
        """
        with self.database.write() as connection:
            for start in range(0, len(ends), _BATCH):
                _write_ends(connection, run, ends[start : start + _BATCH])

    def outcomes(self, run: Run) -> Iterator[tuple[str, Outcome, str]]:
        """The requested addresses of a run, the longest known first, each with its outcome and reason."""
        wanted = select(outcomes.c.address, outcomes.c.outcome, outcomes.c.reason).where(
            outcomes.c.run == run.number
        )
        with self.database.read() as connection:
            ended = {key: (row.outcome, row.reason) for key, row in tallied(connection, run.number)}
            ended |= {row.address: (row.outcome, row.reason) for row in connection.execute(wanted)}
        keys = sorted(ended)
        for start in range(0, len(keys), 500):
            named = select(addresses).where(addresses.c.id.in_(keys[start : start + 500]))
            with self.database.read() as connection:
                rows = connection.execute(named.order_by(addresses.c.id)).all()
            for row in rows:
                outcome, reason = ended[row.id]
                yield row.address, Outcome(outcome), reason

    def neighbours(self, source: str, since: datetime, besides: str = "") -> tuple[int, int]:
        """How many addresses of `source`, `besides` excepted, ended well and how many badly since then.

        The last outcome of each counts; those that are our own decision (budget, robots) do not.
        """
        with self.database.read() as connection:
            return read_neighbours(connection, source, since, besides)


def _write_ends(connection: Connection, run: Run, ends: Sequence[End]) -> None:
    known = known_under(connection, {indexable(address) for address, *_ in ends})
    rows, read, confirmed = [], [], []
    for address, outcome, reason, at in ends:
        key = address_key(connection, known, address)
        rows.append({"run": run.number, "address": key, "outcome": outcome, "reason": reason, "at": at})
        _, document = known[indexable(address)]
        if outcome.read and document is not None:
            read.append({"key": document, "at": at})
            if outcome in CONFIRMING:
                confirmed.append({"document": document, "at": at})
    dialect = connection.dialect.name
    writes = ((NEW_OUTCOME[dialect], rows), (_CHECKED, read), (NEW_CHECK[dialect], confirmed))
    for write, given in writes:
        if given:
            connection.execute(write, given)


def read_neighbours(connection: Connection, source: str, since: datetime, besides: str) -> tuple[int, int]:
    """`Runs.neighbours` inside a transaction."""
    lately = (runs.c.source == source) & (runs.c.finished_at.is_(None) | (runs.c.finished_at >= since))
    written = (
        select(outcomes.c.address, outcomes.c.outcome, outcomes.c.at)
        .join(runs, runs.c.number == outcomes.c.run)
        .where(lately, outcomes.c.at >= since)
    )
    folded = (
        select(tallies.c.addresses, tallies.c.outcome, tallies.c.last)
        .join(runs, runs.c.number == tallies.c.run)
        .where(lately, tallies.c.last >= since)
    )
    ended = [(row.at, row.address, row.outcome) for row in connection.execute(written)]
    for row in connection.execute(folded):
        ended += [(row.last, key, row.outcome) for key in keys_of(row.addresses)]
    apart = connection.execute(select(addresses.c.id).where(addresses.c.address == besides)).scalar()
    last = {key: Outcome(outcome) for _, key, outcome in sorted(ended) if key != apart}
    said = [outcome.read for outcome in last.values() if outcome not in _OURS]
    return said.count(True), said.count(False)


def read_runs(connection: Connection, wanted: AnySelect) -> tuple[Run, ...]:
    """The runs that `wanted` selects, with what came of them."""
    rows = connection.execute(wanted).all()
    numbers = [row.number for row in rows]
    told = select(changes.c.run, changes.c.kind, func.count()).where(changes.c.run.in_(numbers))
    ended = _by_run(connection, counted_outcomes(numbers))
    kinds = _by_run(connection, told.group_by(changes.c.run, changes.c.kind))
    return tuple(run_of(row, ended[row.number], kinds[row.number]) for row in rows)


def counted_outcomes(numbers: Sequence[int] | AnySelect) -> AnySelect:
    """The runs of these numbers, their outcomes and how often each was the end of an address, folded or not."""
    written = select(outcomes.c.run, outcomes.c.outcome, func.count().label("count"))
    written = written.where(outcomes.c.run.in_(numbers)).group_by(outcomes.c.run, outcomes.c.outcome)
    folded = select(tallies.c.run, tallies.c.outcome, tallies.c.count).where(tallies.c.run.in_(numbers))
    ends = union_all(written, folded).subquery()
    return select(ends.c.run, ends.c.outcome, func.sum(ends.c.count)).group_by(ends.c.run, ends.c.outcome)


def _run(connection: Connection, number: int) -> Run:
    found = read_runs(connection, select(runs).where(runs.c.number == number))
    if not found:
        raise StorageError(f"there is no run {number}: `veilleur status` lists them")
    return found[0]


def _has_read(connection: Connection, source: str) -> bool:
    """Whether a crawl of the source has come to its end, whole or in part, with an article read.

    One that was killed or failed has not: what it did not reach is still no news to the next one.
    """
    crawled = (runs.c.source == source) & (runs.c.purpose == CRAWL)
    ended = runs.c.state.in_((RunState.COMPLETE, RunState.PARTIAL))
    article = (Outcome.ARTICLE, Outcome.UNCHANGED, Outcome.NOT_MODIFIED)
    read = select(runs.c.number).where(crawled, ended)
    written = exists().where(outcomes.c.run == runs.c.number, outcomes.c.outcome.in_(article))
    folded = exists().where(tallies.c.run == runs.c.number, tallies.c.outcome.in_(article))
    return connection.execute(read.where(written | folded).limit(1)).first() is not None


def _by_run(connection: Connection, counting: AnySelect) -> Mapping[int, Mapping[str, int]]:
    """The counts that a selection of run, name and count gives."""
    counts: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for number, word, many in connection.execute(counting):
        counts[number][word] = int(many)
    return counts
