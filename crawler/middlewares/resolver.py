"""The resolver that knows no private address: a name is refused when any of its answers is not public."""

import ipaddress
import socket
from collections.abc import Sequence
from typing import Any

from scrapy.resolver import CachingThreadedResolver, dnscache
from twisted.internet.defer import Deferred, succeed
from twisted.internet.error import DNSLookupError
from twisted.internet.threads import deferToThreadPool

REFUSED_NAMES: dict[str, str] = {}
"""The names refused in this process, each with the answer that was not public."""

_NOT_PUBLIC = tuple(
    # Relays to 6to4 hosts, and a documentation net that older versions of `ipaddress` call global.
    map(ipaddress.ip_network, ("192.88.99.0/24", "3fff::/20"))
)


def public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an address is of the public internet; one wrapped in IPv6 is judged by what it wraps."""
    if isinstance(address, ipaddress.IPv6Address):
        teredo = address.teredo[1] if address.teredo else None
        wrapped = address.ipv4_mapped or address.sixtofour or teredo
        if wrapped is not None:
            return public(wrapped)
        if address in ipaddress.ip_network("64:ff9b::/96"):
            return public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    special = address.is_multicast or any(address in net for net in _NOT_PUBLIC)
    return address.is_global and not special


def lookup(name: str) -> str:
    """The IPv4 address to connect to for `name`. Raises Twisted's DNSLookupError, whose handling is
    quiet: any other exception would be logged with its traceback."""
    try:
        answers = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise DNSLookupError(f"{name} was not found") from error
    addresses = [str(answer[4][0]).partition("%")[0] for answer in answers]
    for address in addresses:
        if not public(ipaddress.ip_address(address)):
            REFUSED_NAMES[name] = address
            raise DNSLookupError(f"{name} stands for {address}")
    for address in addresses:
        if ":" not in address:
            return address
    raise DNSLookupError(f"{name} has no IPv4 address")


class PublicResolver(CachingThreadedResolver):
    """Asks once a name and run, so that a second answer cannot lead elsewhere (DNS rebinding)."""

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802  (Twisted's name)
        if name in dnscache:
            return succeed(dnscache[name])
        reactor: Any = self.reactor  # Scrapy types it too narrowly for its threads and its clock
        found: Deferred[str] = deferToThreadPool(reactor, reactor.getThreadPool(), lookup, name)
        found.addTimeout(self.timeout, reactor, onTimeoutCancel=_no_answer)
        return found.addCallback(self._cache_result, name)


def _no_answer(_: object, seconds: float) -> None:
    raise DNSLookupError(f"no answer of the name server in {seconds:g} s")
