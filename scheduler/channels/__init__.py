"""Ways of sending a finished digest, found by the scheme of their address."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol

from crawler.errors import BadConfiguration
from storage.editions import Delivery

SCHEMES = {"directory": "directory", "smtp": "smtp", "smtps": "smtp"}
"""Scheme -> the module of this package that sends by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the channel said when it took a delivery: the server's reply, or the files written."""

    said: str


class DeliveryChannel(Protocol):
    """A way of sending. `recipients` are those a letter is written for, given the profile's own."""

    address: str

    def check(self) -> None:
        """Whether all that sending needs is there; raises `BadConfiguration`."""
        ...

    def recipients(self, addressed: tuple[str, ...]) -> tuple[str, ...]: ...

    def send(self, delivery: Delivery) -> Receipt:
        """Send `delivery.data` as it is; raises `DeliveryError`."""
        ...


def located(address: str, folder: Path) -> str:
    """`address` with a relative path counted from `folder`, where veilleur.toml lies."""
    scheme, _, path = address.partition(":")
    return f"{scheme}:{folder / path}" if scheme == "directory" and path else address


def channel(address: str) -> DeliveryChannel:
    """The channel for `address` (`directory:PATH`, `smtp://[user@]host[:port]`, `smtps://…`).

    Raises `BadConfiguration` where the scheme is unknown or the address is not of its form.
    """
    scheme = address.partition(":")[0]
    if scheme not in SCHEMES:
        known = ", ".join(sorted(SCHEMES))
        raise BadConfiguration(f"channel {address!r}: unknown scheme {scheme!r} (known: {known})")
    found: DeliveryChannel = import_module(f"{__name__}.{SCHEMES[scheme]}").Channel(address)
    return found
