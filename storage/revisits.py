"""Revisits: when a page is due again, how many looks were made lately, and what a look may be conditional on."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Insert, bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.checks import CONFIRMING
from storage.columns import indexable
from storage.connect import Database
from storage.documents import known_under
from storage.known import Validator
from storage.records import Page
from storage.runs import LONGEST
from storage.schema import addresses, documents, outcomes, runs, tallies, validators
from storage.vocabulary import Outcome

_GOOD = (Outcome.ARTICLE, Outcome.UNCHANGED)
_SENT_BACK = re.compile(r"[\x20-\x7e]{1,512}")

_VALUES = ("etag", "last_modified", "read_at")
_SQLITE, _POSTGRESQL = sqlite.insert(validators), postgresql.insert(validators)
_KEPT: Mapping[str, Insert] = {
    "sqlite": _SQLITE.on_conflict_do_update(["address"], set_={n: _SQLITE.excluded[n] for n in _VALUES}),
    "postgresql": _POSTGRESQL.on_conflict_do_update(
        index_elements=["address"], set_={n: _POSTGRESQL.excluded[n] for n in _VALUES}
    ),
}
_FORGOTTEN = delete(validators).where(validators.c.address == bindparam("key"))
_PLANNED = update(documents).where(documents.c.address == bindparam("name")).values(due_at=bindparam("due"))


class Revisits:
    """The store's part that knows when to look again, and how little to ask for."""

    database: Database

    def plan(self, dues: Mapping[str, datetime]) -> None:
        """Note when the documents at these addresses, their own ones, are to be looked at again."""
        if not dues:
            return
        rows = [{"name": indexable(address), "due": due} for address, due in dues.items()]
        with self.database.write() as connection:
            connection.execute(_PLANNED, rows)

    def looks(self, source: str, since: datetime) -> int:
        """How many times a document of `source` that was known already was asked for since then."""
        known = (
            select(func.count())
            .select_from(outcomes)
            .join(runs, runs.c.number == outcomes.c.run)
            .join(addresses, addresses.c.id == outcomes.c.address)
            .join(documents, documents.c.id == addresses.c.document)
            .where(runs.c.source == source, runs.c.started_at >= since - LONGEST)
            .where(outcomes.c.at >= since, documents.c.first_live_seen < outcomes.c.at)
        )
        folded = (
            select(func.coalesce(func.sum(tallies.c.count), 0))
            .join(runs, runs.c.number == tallies.c.run)
            .where(runs.c.source == source, tallies.c.last >= since, tallies.c.outcome.in_(CONFIRMING))
        )
        with self.database.read() as connection:
            return int(connection.execute(known).scalar_one()) + int(connection.execute(folded).scalar_one())

    def renew(self, pages: Sequence[Page]) -> None:
        """Keep what came with pages that were sent whole and are unchanged; their addresses are known."""
        with self.database.write() as connection:
            known = known_under(connection, {indexable(page.requested) for page in pages})
            for page in pages:
                keep_validator(connection, known[indexable(page.requested)][0], page, Outcome.UNCHANGED)

    def validators(self, source: str, since: datetime) -> Mapping[str, Validator]:
        """The validators of the pages of `source` that were read whole since then, by address asked for.

        There is none of a page that is or seems gone: whether it is back shows in the page itself.
        """
        standing = (
            select(addresses.c.address, validators)
            .join(validators, validators.c.address == addresses.c.id)
            .join(documents, documents.c.id == addresses.c.document)
            .where(documents.c.source == source, validators.c.read_at >= since)
            .where(documents.c.withdrawn.is_(False), documents.c.absences == "[]")
        )
        with self.database.read() as connection:
            rows = connection.execute(standing).all()
        return {
            row[0]: Validator(etag=row.etag, last_modified=row.last_modified, read_at=row.read_at)
            for row in rows
        }


def keep_validator(connection: Connection, address: int, page: Page, outcome: Outcome) -> None:
    """Keep what came with a page that was read whole, under the key of the address asked for.

    After any other outcome what was kept is forgotten, except after a page that was not sent again.
    """
    if outcome is Outcome.NOT_MODIFIED:
        return
    values = {
        "etag": _sent_back(page.headers.get("etag", "")),
        "last_modified": _sent_back(page.headers.get("last-modified", "")),
    }
    if outcome in _GOOD and any(values.values()):
        row = {"address": address, **values, "read_at": page.fetched_at}
        connection.execute(_KEPT[connection.dialect.name], row)
    else:
        connection.execute(_FORGOTTEN, {"key": address})


def _sent_back(value: str) -> str:
    """A header's value as it may stand in a request, nothing for one that may not."""
    value = value.strip()
    return value if _SENT_BACK.fullmatch(value) else ""
