"""Leases: one holder a name, across processes and machines."""

from datetime import datetime, timedelta
from types import TracebackType

from sqlalchemy import delete, insert, select, update

from storage.connect import Database
from storage.errors import BusyStore
from storage.holders import Holder
from storage.schema import leases

LASTING = timedelta(hours=2)
"""How long a lease holds that is not renewed, where its holder cannot be asked whether it lives."""


class Lease:
    """The right to be the only one at something, held inside a `with` block.

    Taking it raises BusyStore, with the holder's pid, while a living process has it. The lease of a dead
    process of this machine is taken over at once, any other when its time is up.
    """

    def __init__(self, database: Database, name: str, now: datetime, lasting: timedelta = LASTING) -> None:
        self.name = name
        self._database = database
        self._now = now
        self._lasting = lasting
        self._holder = str(Holder.here())

    def __enter__(self) -> "Lease":
        values = {"holder": self._holder, "taken_at": self._now, "expires_at": self._now + self._lasting}
        with self._database.write() as connection:
            held = connection.execute(select(leases).where(leases.c.name == self.name)).one_or_none()
            if held is not None:
                holder = Holder.parse(held.holder)
                if not holder.dead and held.expires_at > self._now:
                    raise self._busy(holder)
                connection.execute(delete(leases).where(leases.c.name == self.name))
            connection.execute(insert(leases).values(name=self.name, **values))
        return self

    def renew(self, now: datetime) -> None:
        """Hold it for its full time from `now` on; BusyStore where it was lost to another meanwhile."""
        mine = (leases.c.name == self.name) & (leases.c.holder == self._holder)
        with self._database.write() as connection:
            renewed = connection.execute(update(leases).where(mine).values(expires_at=now + self._lasting))
            if renewed.rowcount == 0:
                held = select(leases.c.holder).where(leases.c.name == self.name)
                holder = connection.execute(held).scalar_one_or_none()
                raise self._busy(None if holder is None else Holder.parse(holder))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        mine = (leases.c.name == self.name) & (leases.c.holder == self._holder)
        with self._database.write() as connection:
            connection.execute(delete(leases).where(mine))

    def _busy(self, holder: Holder | None) -> BusyStore:
        if holder is None:
            return BusyStore(f"{self.name}: the lease has run out and was released: begin again")
        return BusyStore(
            f"{self.name}: process {holder.pid} on {holder.machine} is at it: wait for it or stop it",
            pid=holder.pid,
        )
