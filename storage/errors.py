"""What can go wrong in remembering and comparing, each with what to do about it."""


class StorageError(Exception):
    """The root of this package's errors; its text is one line for the person at the command."""


class UnusableStore(StorageError):
    """The database cannot be opened: damaged, newer, foreign, unreachable or in an unwritable place."""


class BusyStore(StorageError):
    """Another process holds the database or a lease."""

    def __init__(self, message: str, *, pid: int | None = None) -> None:
        super().__init__(message)
        self.pid = pid


class MissingBody(StorageError):
    """The archive does not hold a body that a version names, or holds other bytes."""
