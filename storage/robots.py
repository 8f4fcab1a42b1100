"""Robots: what each host's robots.txt said, remembered over restarts."""

from datetime import datetime

from sqlalchemy import insert, select, update

from storage.columns import indexable
from storage.connect import Database
from storage.schema import robots


class Robots:
    """The store's part that remembers rules; an empty text allows everything."""

    database: Database

    def keep_robots(self, address: str, rules: str, at: datetime) -> None:
        """Keep the robots.txt at `address` as it was at that time."""
        values = {"rules": rules, "read_at": at}
        same = robots.c.address == indexable(address)
        with self.database.write() as connection:
            if connection.execute(update(robots).where(same).values(**values)).rowcount == 0:
                connection.execute(insert(robots).values(address=address, **values))

    def robots(self, address: str, since: datetime) -> str | None:
        """The robots.txt at `address` where it was read since then."""
        same = (robots.c.address == indexable(address)) & (robots.c.read_at >= since)
        with self.database.read() as connection:
            rules: str | None = connection.execute(select(robots.c.rules).where(same)).scalar()
            return rules
