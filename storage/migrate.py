"""Bringing a database to today's schema: refusal of what is not ours, a backup, then one transaction."""

import logging
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, insert, inspect, select, text

from storage.connect import Database
from storage.errors import UnusableStore
from storage.schema import APPLICATION, NUMBER, meta
from storage.sqlite_file import back_up

SCRIPTS = Path(__file__).parent / "migrations"


def bring_up(database: Database, *, scripts: Path = SCRIPTS, number: int = NUMBER) -> None:
    """Create or migrate `database` to schema `number` by the Alembic `scripts`.

    A foreign or newer database is refused untouched. An SQLite file is first copied beside itself; on
    PostgreSQL backups are the server's affair. Killed at any point, it is the old one still.
    """
    with database.read() as connection:
        if _standing(connection, database.where, number) == number:
            return
    with database.write() as connection:
        standing = _standing(connection, database.where, number)
        if standing == number:
            return  # another process was quicker
        if standing and database.file:
            back_up(database.file, standing)
        _upgrade(connection, scripts)
        if not standing:
            marks = [{"key": "application", "value": "veilleur"}, {"key": "instance", "value": uuid4().hex}]
            connection.execute(insert(meta), marks)
        if database.on_sqlite:
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
            connection.exec_driver_sql(f"PRAGMA user_version = {number}")


def _standing(connection: Connection, where: str, known: int) -> int:
    """The number of the schema that is there, 0 for an empty database."""
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return 0
    ours = {"alembic_version", "meta"} <= tables and (
        connection.execute(select(meta.c.value).where(meta.c.key == "application")).scalar() == "veilleur"
    )
    if not ours:
        raise UnusableStore(f"{where}: holds the tables of another program: name another database or schema")
    standing = int(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
    if standing > known:
        raise newer(where, standing, known)
    return standing


def newer(where: str, standing: int, known: int) -> UnusableStore:
    """The refusal of a store that a later release has migrated."""
    return UnusableStore(
        f"{where}: was written by a newer Veilleur (schema {standing}, this one knows {known});"
        " it was left as it is: upgrade Veilleur"
    )


def _upgrade(connection: Connection, scripts: Path) -> None:
    # Imported here: a store that is up to date, which is nearly every start, has no need of it.
    from alembic import command
    from alembic.config import Config

    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
