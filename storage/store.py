"""The store: everything that is remembered, behind records; with its parts the only code that speaks SQL."""

import logging
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType

from sqlalchemy import insert, select

from storage.archive import Archive
from storage.checks import Checks
from storage.connect import PATIENCE, Database, damaged
from storage.erasures import Erasures
from storage.errors import UnusableStore
from storage.furniture import Furniture
from storage.health import SourceHealth
from storage.leases import LASTING, Lease
from storage.migrate import bring_up, newer
from storage.outbox import Outbox
from storage.pages import Pages
from storage.pauses import Pauses
from storage.readings import Readings
from storage.recording import Recording
from storage.revisits import Revisits
from storage.robots import Robots
from storage.runs import Runs
from storage.schema import NUMBER, meta
from storage.seals import Seals
from storage.searching import Searching
from storage.sqlite_file import examine
from storage.stocktaking import Stocktaking
from storage.stories import Stories
from storage.verifying import Verifying

log = logging.getLogger(__name__)


class Store(
    Runs,
    SourceHealth,
    Pages,
    Checks,
    Recording,
    Readings,
    Revisits,
    Furniture,
    Seals,
    Stories,
    Outbox,
    Pauses,
    Robots,
    Verifying,
    Searching,
    Erasures,
    Stocktaking,
):
    """An open store; leaving its `with` block closes it.

    Every call is a transaction of its own and may be made from any thread. One writer writes at a time,
    across processes; who waits too long gets BusyStore. All times are aware.
    """

    def __init__(self, database: Database, archive: Archive) -> None:
        self.database = database
        self.archive = archive

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back the connections; on SQLite the last process to close tidies the file."""
        self.database.close()

    def lease(self, name: str, now: datetime, lasting: timedelta = LASTING) -> Lease:
        """The lease of that name, to be taken by a `with` block."""
        return Lease(self.database, name, now, lasting)

    @property
    def instance(self) -> str:
        """A random name of this store, made with it and never changed."""
        name = self._meta("instance")
        assert name is not None
        return name

    @property
    def replica(self) -> bool:
        """Whether the store was filled from the loopback replica; its contents are invented."""
        return self._meta("replica") == "yes"

    def stamp_replica(self, replica: bool = True) -> None:
        """Say that a crawl of the replica, or with False of the real sites, is about to fill this store.

        The first crawl decides for good; UnusableStore for one of the other sort.
        """
        stamp = "yes" if replica else "no"
        with self.database.write() as connection:
            standing = connection.execute(select(meta.c.value).where(meta.c.key == "replica")).scalar()
            if standing is None:
                connection.execute(insert(meta).values(key="replica", value=stamp))
            elif standing != stamp:
                raise UnusableStore(
                    f"{self.database.where}: holds {_FILLED[standing]} and takes no {_FILLED[stamp]}:"
                    " name another database (VEILLEUR_DATABASE)"
                )

    def _meta(self, key: str) -> str | None:
        with self.database.read() as connection:
            value: str | None = connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar()
            return value


_FILLED = {"yes": "invented articles of the replica", "no": "articles of the real sites"}


def open_store(url: str, archive: Path, *, patience: timedelta = PATIENCE) -> Store:
    """Open the store at an SQLAlchemy `url`, with its bodies under `archive`; both are made if missing.

    A store of an older schema is migrated, an SQLite file after a backup copy beside it. One that is
    damaged, newer, foreign or out of reach is refused with UnusableStore and left untouched. `patience` is
    how long a writer waits for another.
    """
    database = Database(url, patience=patience)
    try:
        with database.told():
            if database.file is not None:
                _look_at(database.file, archive)
            bring_up(database)
            if database.on_sqlite:
                database.keep_a_log()
            return Store(database, Archive(archive))
    except BaseException:
        database.close()
        raise


def _look_at(file: Path, archive: Path) -> None:
    """Refuse an SQLite file before SQLite touches it."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableStore(f"{file.parent}: cannot be made: {error.strerror}: name another place") from error
    standing = examine(file)
    if standing is not None and standing > NUMBER:
        raise newer(str(file), standing, NUMBER)
    if standing is None and file.exists() and not file.stat().st_size and any(archive.glob("??/*.zst")):
        raise damaged(str(file), f"it is empty, yet {archive} holds pages")
