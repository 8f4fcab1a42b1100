"""The watched sites as a loopback server: `with Replica(at=...) as replica`, or `python -m tests.replica`."""

from tests.replica.server import Replica

__all__ = ["Replica"]
