"""What can go wrong in telling, each with what to do about it."""


class SchedulerError(Exception):
    """The root of this package's errors; its text is one line for the person at the command."""


class BadTopics(SchedulerError):
    """A topic file that cannot be used: names the file, the line and the key."""


class UnsafeLetter(SchedulerError):
    """A finished mail that is not what was meant."""


class DeliveryError(SchedulerError):
    """A delivery that did not succeed: `lasting` where trying again is useless, `unknown` where the other
    side may have taken it all the same."""

    def __init__(self, message: str, *, lasting: bool, unknown: bool = False) -> None:
        super().__init__(message)
        self.lasting = lasting
        self.unknown = unknown
