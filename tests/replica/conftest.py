"""The replica of the tests: one server, set to the evening after the calendar's days before each test."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.replica.server import Replica


@pytest.fixture(scope="module")
def server() -> Iterator[Replica]:
    with Replica() as server:
        yield server


@pytest.fixture
def replica(server: Replica) -> Replica:
    server.at = datetime(2026, 11, 20, tzinfo=UTC)
    server.log.clear()
    return server
