"""Pauses: hosts that asked to be left alone, remembered over restarts."""

from datetime import datetime

from sqlalchemy import insert, select, update

from storage.connect import Database
from storage.schema import pauses


class Pauses:
    """The store's part that remembers which hosts are not to be asked."""

    database: Database

    def pause(self, host: str, until: datetime, reason: str) -> None:
        """Leave `host` alone until then; a pause that lasts longer already stands."""
        with self.database.write() as connection:
            held = connection.execute(
                select(pauses.c.until).where(pauses.c.host == host)
            ).scalar_one_or_none()
            if held is None:
                connection.execute(insert(pauses).values(host=host, until=until, reason=reason))
            elif held < until:
                longer = update(pauses).where(pauses.c.host == host)
                connection.execute(longer.values(until=until, reason=reason))

    def paused(self, host: str, now: datetime) -> datetime | None:
        """Until when `host` is to be left alone, or None where it may be asked at `now`."""
        standing = select(pauses.c.until).where(pauses.c.host == host, pauses.c.until > now)
        with self.database.read() as connection:
            until: datetime | None = connection.execute(standing).scalar_one_or_none()
            return until
