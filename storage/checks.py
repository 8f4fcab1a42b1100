"""Checks: how often a version was looked at again and found as it was, as its first, last and count."""

from collections.abc import Mapping

from sqlalchemy import Insert, bindparam, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.columns import Moment
from storage.connect import Database
from storage.documents import located
from storage.known import Check
from storage.schema import checks, documents, versions
from storage.vocabulary import Outcome

_AT = bindparam("at", type_=Moment)
_CHECKED = (
    select(versions.c.id, _AT, _AT, literal(1))
    .join(documents, (documents.c.id == versions.c.document) & (documents.c.latest == versions.c.number))
    .where(documents.c.id == bindparam("document"))
)

CONFIRMING = (Outcome.UNCHANGED, Outcome.NOT_MODIFIED)
"""Outcomes that confirm a version."""


def _upsert(write: sqlite.Insert | postgresql.Insert) -> Insert:
    columns = ("version", "first", "last", "count")
    again = {"last": write.excluded.last, "count": checks.c.count + 1}
    return write.from_select(columns, _CHECKED).on_conflict_do_update(
        index_elements=["version"], set_=again, where=checks.c.last < write.excluded.last
    )


NEW_CHECK: Mapping[str, Insert] = {
    "sqlite": _upsert(sqlite.insert(checks)),
    "postgresql": _upsert(postgresql.insert(checks)),
}
"""Counts a check `at` a time of the latest version of a `document`; one that was counted is not again."""


class Checks:
    """The store's part that tells how often versions were confirmed."""

    database: Database

    def checks(self, address: str) -> Mapping[int, Check]:
        """How often each version of the document under `address` was found unchanged, by its number."""
        with self.database.read() as connection:
            row = located(connection, address)
            if row is None:
                return {}
            wanted = (
                select(versions.c.number, checks.c.first, checks.c.last, checks.c.count)
                .join(checks, checks.c.version == versions.c.id)
                .where(versions.c.document == row.id)
            )
            return {
                each.number: Check(first=each.first, last=each.last, count=each._mapping[checks.c.count])
                for each in connection.execute(wanted)
            }
