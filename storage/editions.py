"""The values of a digest on its way: chosen, written, delivered."""

from dataclasses import dataclass
from datetime import datetime

from storage.records import Change
from storage.vocabulary import DeliveryState


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A digest ready to be sent: subject, the two bodies, and the complete review as a page to keep.

    `shortened` says that `html` leaves something out that `page` holds.
    """

    subject: str
    html: str
    text: str
    page: str
    shortened: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The finished bytes of a digest for one recipient of one channel, before they are a delivery."""

    channel: str
    recipient: str
    message_id: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a profile's next digest is made from: its number, its period [since, until) and every change
    that no earlier digest of the profile has weighed. `first` says that none before held anything: that of a
    source not yet read says so, and is no beginning."""

    profile: str
    number: int
    since: datetime
    until: datetime
    changes: tuple[Change, ...]
    first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A digest as written: the message, a letter for each recipient, the numbers of the changes it shows."""

    message: Message
    letters: tuple[Letter, ...]
    shown: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One digest on its way to one recipient; `data` are the bytes that every attempt sends."""

    number: int
    digest: int
    channel: str
    recipient: str
    message_id: str
    state: DeliveryState
    data: bytes = b""
    attempts: int = 0
    next_attempt_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A digest as kept: number, profile, period [since, until), and how many changes it shows.

    `message` is there where one issue was asked for, and left out of lists.
    """

    number: int
    profile: str
    since: datetime
    until: datetime
    subject: str
    shown: int = 0
    message: Message | None = None
