"""The outbox: digests chosen in one transaction, and their deliveries until they have arrived."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, insert, or_, select, update

from storage.connect import Database
from storage.digest_tables import deliveries, digest_changes, digests
from storage.editions import Choice, Delivery, Edition, Issue, Letter, Message
from storage.errors import StorageError
from storage.holders import Holder
from storage.pages import read_change, selected_changes
from storage.records import Change
from storage.rows import delivery_of, issue_of
from storage.schema import AnyRow, AnySelect, changes, runs
from storage.vocabulary import DeliveryState

FIRST_PERIOD = timedelta(days=30)
"""How far back the first digest of a profile reaches at most; what is older is never told to it."""

STUCK = timedelta(minutes=30)
"""After this time in another machine's hands a delivery counts as interrupted."""


class Outbox:
    """The store's part that keeps digests and deliveries."""

    database: Database

    def choice(self, profile: str, until: datetime) -> Choice | None:
        """What a digest of `profile` up to `until` would be made from; nothing is written.

        None where a digest up to `until` or later is there already.
        """
        with self.database.read() as connection:
            return _choice(connection, profile, until)

    def choose(
        self, profile: str, until: datetime, compose: Callable[[Choice], Edition | None]
    ) -> int | None:
        """Choose, compose and keep the next digest of `profile` in one transaction; its number.

        Every change before `until` that no digest of the profile has weighed is weighed by this one, also
        what came late into an earlier period. `compose` is pure and makes the final bytes. Where it gives
        None, and where the period is told already, nothing is written and the answer is None.
        """
        with self.database.write() as connection:
            choice = _choice(connection, profile, until)
            edition = None if choice is None else compose(choice)
            if choice is None or edition is None:
                return None
            _write_digest(connection, choice, edition)
            return choice.number

    def digests(self, profile: str | None = None, limit: int = 100) -> tuple[Issue, ...]:
        """The last digests, of all profiles or of one, newest first, without their messages."""
        wanted = _issues().order_by(digests.c.number.desc()).limit(limit)
        if profile is not None:
            wanted = wanted.where(digests.c.profile == profile)
        with self.database.read() as connection:
            return tuple(map(issue_of, connection.execute(wanted)))

    def digest(self, number: int) -> Issue:
        """The digest of that number with its message; StorageError where there is none."""
        wanted = _issues().add_columns(digests.c.html, digests.c.text, digests.c.page, digests.c.shortened)
        with self.database.read() as connection:
            row = connection.execute(wanted.where(digests.c.number == number)).one_or_none()
        if row is None:
            raise StorageError(f"there is no digest {number}: `veilleur digest list` shows them")
        message = Message(
            subject=row.subject, html=row.html, text=row.text, page=row.page, shortened=row.shortened
        )
        return issue_of(row, message)

    def weighed(self, number: int) -> tuple[Change, ...]:
        """The changes that a digest was made from, shown or not, in order of time."""
        mine = select(digest_changes.c.change).where(digest_changes.c.digest == number)
        with self.database.read() as connection:
            rows = connection.execute(selected_changes().where(changes.c.number.in_(mine)))
            return tuple(map(read_change, rows))

    def deliveries(self, digest: int) -> tuple[Delivery, ...]:
        """All deliveries of a digest, oldest first."""
        return self._deliveries(deliveries.c.digest == digest)

    def unsent(self) -> tuple[Delivery, ...]:
        """All deliveries that are not known to have arrived, oldest first."""
        return self._deliveries(deliveries.c.state != DeliveryState.SENT)

    def due_deliveries(self, now: datetime) -> tuple[Delivery, ...]:
        """The deliveries whose next attempt is due, oldest first.

        One that a process left as `sending` when it died may have arrived: it is `maybe_sent` and due, with
        the same bytes.
        """
        self._recover(now)
        return self._deliveries(deliveries.c.next_attempt_at <= now)

    def claim(self, number: int, at: datetime) -> bool:
        """Take a due delivery for one attempt: it is `sending`, and counts one attempt more.

        False where another process has it, or it is not due any more.
        """
        due = (deliveries.c.number == number) & (deliveries.c.next_attempt_at <= at)
        taken = update(deliveries).where(due)
        values: dict[str, Any] = {
            "state": DeliveryState.SENDING,
            "attempts": deliveries.c.attempts + 1,
            "next_attempt_at": None,
            "changed_at": at,
            "holder": str(Holder.here()),
        }
        with self.database.write() as connection:
            return connection.execute(taken.values(**values)).rowcount == 1

    def settle(
        self,
        number: int,
        state: DeliveryState,
        reason: str = "",
        *,
        at: datetime,
        next_attempt_at: datetime | None = None,
    ) -> None:
        """Write down how an attempt ended, and when the next one is due, if there is to be one."""
        settled = update(deliveries).where(deliveries.c.number == number)
        values = {"state": state, "reason": reason, "changed_at": at, "holder": None}
        with self.database.write() as connection:
            connection.execute(settled.values(next_attempt_at=next_attempt_at, **values))

    def _deliveries(self, which: ColumnElement[bool]) -> tuple[Delivery, ...]:
        wanted = select(deliveries).where(which).order_by(deliveries.c.number)
        with self.database.read() as connection:
            return tuple(map(delivery_of, connection.execute(wanted)))

    def _recover(self, now: datetime) -> None:
        sending = select(deliveries.c.number, deliveries.c.holder, deliveries.c.changed_at).where(
            deliveries.c.state == DeliveryState.SENDING
        )
        with self.database.read() as connection:
            stuck = [row for row in connection.execute(sending) if _interrupted(row, now)]
        for row in stuck:
            same = (deliveries.c.number == row.number) & (deliveries.c.state == DeliveryState.SENDING)
            with self.database.write() as connection:
                found = update(deliveries).where(same, deliveries.c.holder == row.holder)
                values = {"state": DeliveryState.MAYBE_SENT, "next_attempt_at": now, "holder": None}
                reason = "interrupted while sending: it may have arrived"
                connection.execute(found.values(changed_at=now, reason=reason, **values))


def _interrupted(row: AnyRow, now: datetime) -> bool:
    return Holder.parse(row.holder).dead or now - row.changed_at > STUCK


def _choice(connection: Connection, profile: str, until: datetime) -> Choice | None:
    mine = select(digests.c.until, digests.c.through).where(digests.c.profile == profile)
    last = connection.execute(mine.order_by(digests.c.until.desc()).limit(1)).one_or_none()
    if last is not None and until <= last.until:
        return None
    number = connection.execute(select(func.coalesce(func.max(digests.c.number), 0))).scalar_one() + 1
    floor = _floor(connection, profile, until)
    wanted = _unweighed(profile, until, floor, last)
    weighed = select(exists().where(digest_changes.c.profile == profile))
    return Choice(
        profile=profile,
        number=number,
        since=floor if last is None else last.until,
        until=until,
        changes=tuple(map(read_change, connection.execute(wanted))),
        first=not connection.execute(weighed).scalar_one(),
    )


def _floor(connection: Connection, profile: str, until: datetime) -> datetime:
    """Where the first digest of `profile` began, or begins: with what is told first, but not long ago."""
    began = select(func.min(digests.c.since)).where(digests.c.profile == profile)
    floor: datetime | None = connection.execute(began).scalar_one()
    if floor is not None:
        return floor
    oldest = until - FIRST_PERIOD
    told = select(func.min(changes.c.at)).where(changes.c.at >= oldest)
    first: datetime | None = connection.execute(told).scalar_one()
    if first is None:
        first = connection.execute(select(func.min(runs.c.started_at))).scalar_one()
    return min(max(first or until, oldest), until)


def _unweighed(profile: str, until: datetime, floor: datetime, last: AnyRow | None) -> AnySelect:
    """The changes of [floor, until) that the profile has not weighed, in order of time.

    All that its last digest could weigh is weighed: only what happened since then, or was written since
    then, is looked at, each by its index.
    """
    weighed = exists().where(
        and_(digest_changes.c.profile == profile, digest_changes.c.change == changes.c.number)
    )
    wanted = selected_changes().where(changes.c.at >= floor, changes.c.at < until, ~weighed)
    if last is None:
        return wanted
    return wanted.where(or_(changes.c.at >= last.until, changes.c.number > last.through))


def _write_digest(connection: Connection, choice: Choice, edition: Edition) -> None:
    weighed = [change.number for change in choice.changes]
    if not edition.shown <= set(weighed):
        raise ValueError(f"a digest shows changes it was not given: {sorted(edition.shown - set(weighed))}")
    through = connection.execute(select(func.coalesce(func.max(changes.c.number), 0))).scalar_one()
    message = edition.message
    row = insert(digests).values(
        number=choice.number,
        profile=choice.profile,
        since=choice.since,
        until=choice.until,
        through=through,
        subject=message.subject,
        html=message.html,
        text=message.text,
        page=message.page,
        shortened=message.shortened,
    )
    connection.execute(row)
    mine = {"profile": choice.profile, "digest": choice.number}
    rows = [mine | {"change": number, "shown": number in edition.shown} for number in weighed]
    if rows:
        connection.execute(insert(digest_changes), rows)
    if edition.letters:
        connection.execute(insert(deliveries), [_letter_row(choice, letter) for letter in edition.letters])


def _letter_row(choice: Choice, letter: Letter) -> dict[str, Any]:
    return {
        "digest": choice.number,
        "channel": letter.channel,
        "recipient": letter.recipient,
        "message_id": letter.message_id,
        "data": letter.data,
        "state": DeliveryState.PENDING,
        "attempts": 0,
        "next_attempt_at": choice.until,
        "changed_at": choice.until,
        "reason": "",
    }


def _issues() -> AnySelect:
    shown = select(func.count()).where(digest_changes.c.digest == digests.c.number, digest_changes.c.shown)
    return select(
        digests.c.number,
        digests.c.profile,
        digests.c.since,
        digests.c.until,
        digests.c.subject,
        shown.scalar_subquery().label("shown"),
    )
