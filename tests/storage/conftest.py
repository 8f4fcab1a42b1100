"""The store on both engines: every test that takes `url` or `store` runs on SQLite and on PostgreSQL."""

import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url

from storage.store import Store, open_store

SERVER = os.environ.get("VEILLEUR_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1:5432/test")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database of the test's own."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'veilleur.db'}"
        return
    why = unreachable()
    if why and os.environ.get("CI") == "true":
        pytest.fail(why)
    if why:
        pytest.skip(why)
    schema = f"veilleur_{uuid4().hex}"
    with server() as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
    # Without waiting for its disk: what a crash of the server does is the server's affair, not ours.
    yield f"{SERVER}?options=-csearch_path%3D{schema}%20-csynchronous_commit%3Doff"
    with server() as connection:
        connection.execute(f"DROP SCHEMA {schema} CASCADE")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an SQLite store with nothing in it: copying one is quicker than making one."""
    folder = tmp_path_factory.mktemp("blank")
    open_store(f"sqlite:///{folder / 'veilleur.db'}", folder / "archive").close()
    return folder / "veilleur.db"


@pytest.fixture
def store(url: str, archive: Path, blank: Path) -> Iterator[Store]:
    database = make_url(url).database
    if url.startswith("sqlite") and database:
        shutil.copy(blank, database)
    with open_store(url, archive) as store:
        yield store


def server() -> psycopg.Connection:
    address = make_url(SERVER).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(address, autocommit=True, connect_timeout=5, options="-c synchronous_commit=off")


@cache
def unreachable() -> str:
    """Why no PostgreSQL server can be tested on, or nothing."""
    try:
        server().close()
    except psycopg.OperationalError as error:
        return f"no PostgreSQL at {make_url(SERVER).render_as_string()}: {str(error).splitlines()[0]}"
    return ""
