"""Opening a database: the engine, its transactions, and its refusals in one line a person can act on."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from storage.errors import BusyStore, StorageError, UnusableStore

PATIENCE = timedelta(seconds=30)
"""How long a writer waits for another one."""

# One writer at a time, as on SQLite: what a transaction has read is still so when it writes. The lock is
# that of the schema, so that several stores of one server do not wait for each other.
_POSTGRES_LOCK = (
    "SELECT set_config('lock_timeout', %(patience)s, true),"
    " pg_advisory_xact_lock(hashtext('veilleur'), hashtext(current_schema()))"
)

_OUT_OF_REACH = frozenset({"08", "28", "3D", "53", "57", "58", "XX"})
"""Classes of PostgreSQL's error codes (Appendix A of its manual) that are the server's, not our SQL's."""


class Database:
    """An open database: `read()` and `write()` are its transactions.

    `where` names it in messages, without a password; `file` is SQLite's file.
    """

    def __init__(self, url: str, *, patience: timedelta = PATIENCE) -> None:
        self._url = _parsed(url)
        self._patience = patience
        self.file = Path(self._url.database) if self._url.database and self.on_sqlite else None
        self.where = str(self.file) if self.file else self._url.render_as_string(hide_password=True)
        self.engine = self._engine()
        self._writer = self.engine.execution_options(begin="BEGIN IMMEDIATE")

    @property
    def url(self) -> str:
        """Its address, with its password."""
        return self._url.render_as_string(hide_password=False)

    @property
    def name(self) -> str:
        """What its server calls it."""
        return self._url.database or ""

    @property
    def on_sqlite(self) -> bool:
        return self._url.get_backend_name() == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with self.told(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that no other writer interleaves with; BusyStore after the time to wait.

        It is committed at the end of the block and taken back by any exception.
        """
        with self.told(), self._writer.connect() as connection, connection.begin():
            if not self.on_sqlite:
                patience = str(round(self._patience / timedelta(milliseconds=1)))
                connection.exec_driver_sql(_POSTGRES_LOCK, {"patience": patience})
            yield connection

    @contextmanager
    def told(self) -> Iterator[None]:
        """Database errors of the block as StorageErrors; mistakes of ours (bad SQL, broken keys) as they are."""
        try:
            yield
        except (DBAPIError, sqlite3.Error) as error:
            told = self._explained(error.orig if isinstance(error, DBAPIError) else error)
            if told is None:
                raise
            raise told from error

    def keep_a_log(self) -> None:
        """Have SQLite write ahead, so that readers and the writer do not wait for each other."""
        with self.told(), self.engine.connect() as connection:
            # Beside SQLAlchemy, which would begin a transaction, in which the mode cannot change.
            cursor = connection.connection.cursor()
            end = time.monotonic() + self._patience.total_seconds()
            while True:
                try:
                    cursor.execute("PRAGMA journal_mode = WAL")
                    return
                except sqlite3.OperationalError:
                    # Of several processes that make the change at once, SQLite lets some fail, not wait.
                    if time.monotonic() > end:
                        raise
                    time.sleep(0.02)  # it has no lock to wait for; `end` bounds it

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def _engine(self) -> Engine:
        seconds = self._patience.total_seconds()
        options: dict[str, Any] = {}
        if self.on_sqlite:
            options["connect_args"] = {"timeout": seconds}
        try:
            engine = create_engine(self._url, **options)
        except (NoSuchModuleError, ModuleNotFoundError, ArgumentError) as error:
            raise UnusableStore(
                f"{self.where}: no driver for this kind of database ({error}):"
                " SQLite, or PostgreSQL with `pip install veilleur[postgres]`"
            ) from error
        if self.on_sqlite:
            event.listen(engine, "connect", _set_up)
            event.listen(engine, "begin", _begin)
        return engine

    def _explained(self, error: BaseException | None) -> StorageError | None:
        if isinstance(error, sqlite3.Error):
            return explained(self.where, error)
        state = getattr(error, "sqlstate", None)
        if state in ("55P03", "40P01"):
            return BusyStore(f"{self.where}: another process has been writing for long: try again later")
        if state is not None and state[:2] not in _OUT_OF_REACH:
            return None
        lines = str(error).strip().splitlines() or [type(error).__name__]
        return UnusableStore(f"{self.where}: {lines[0]}: see that the server runs, has room and lets us in")


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise UnusableStore(f"{url!r} is not a database address: say sqlite:///var/veilleur.db") from error
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise UnusableStore(
            f"{parsed.get_backend_name()} is not supported: say sqlite:///FILE or postgresql://…"
        )
    if parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise UnusableStore(f"{url}: a store needs a file: say sqlite:///var/veilleur.db")
    return parsed


def _set_up(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # transactions begin where we say so
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def explained(where: str, error: sqlite3.Error) -> StorageError | None:
    """What an error of SQLite's means to a person, or None where it is a mistake in our own SQL."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return BusyStore(f"{where}: another process has been writing for long: try again later")
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return damaged(where, str(error))
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return UnusableStore(
            f"{where}: cannot be written ({error}): mend the rights of the file and its folder"
        )
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return UnusableStore(f"{where}: {error}: free the space or see to the disk; nothing was half-written")
    return None


def damaged(where: str, how: str) -> UnusableStore:
    """The refusal of a file that was a database of ours and can no longer be read as one."""
    return UnusableStore(
        f"{where}: the database is damaged ({how}); it was left as it is: put a backup in its place"
    )
