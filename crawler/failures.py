"""What a failed request is called: from Scrapy's, Twisted's and OpenSSL's exceptions to outcomes."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from OpenSSL.SSL import Error as TlsError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from service_identity.exceptions import CertificateError, VerificationError
from twisted.internet.error import TimeoutError as NoAnswer

from crawler.middlewares.resolver import REFUSED_NAMES
from storage.vocabulary import Outcome


class Refused(IgnoreRequest):
    """A request that is not made, or an answer that is not taken, and as what to record it."""

    def __init__(self, outcome: Outcome, reason: str) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason


_COMPRESSION = ("zlib", "gzip", "brotli", "backports.zstd", "compression.zstd")
"""The modules whose errors say that a body cannot be decompressed; each has one of its own kind."""


def of_exception(error: BaseException, address: str) -> tuple[Outcome, str]:
    """The outcome and the sentence for an exception that ended the request of `address`."""
    host = urlsplit(address).hostname or address
    match error:
        case Refused():
            return error.outcome, error.reason
        case CannotResolveHostError() if host in REFUSED_NAMES:
            return Outcome.REFUSED_ADDRESS, f"{host} stands for {REFUSED_NAMES[host]}, no public address"
        case CannotResolveHostError():
            return Outcome.DNS_ERROR, f"the name {host} was not found"
        case DownloadTimeoutError() | NoAnswer():
            return Outcome.TIMEOUT, f"{host} did not answer in time"
        case DownloadConnectionRefusedError():
            return Outcome.NETWORK_ERROR, f"{host} refused the connection"
        case ResponseDataLossError():
            return Outcome.TRUNCATED, "the answer broke off"
        case NotSupported() | UnsupportedURLSchemeError():
            return Outcome.REFUSED_ADDRESS, "neither http nor https"
        # Scrapy cancels a download for its size only, and drops a bomb with the ValueError that found it.
        case DownloadCancelledError() | IgnoreRequest(__cause__=ValueError()):
            return Outcome.TOO_LARGE, "larger than is read"
    if isinstance(error, EOFError | OSError) or type(error).__module__ in _COMPRESSION:
        return Outcome.TRUNCATED, "the answer's compression is damaged"
    for cause in _causes(error):
        if isinstance(cause, TlsError | VerificationError | CertificateError):
            return Outcome.TLS_ERROR, f"no secure connection to {host}: {_tls(cause)}"
    *_, innermost = _causes(error)
    return Outcome.NETWORK_ERROR, f"the connection to {host} failed ({type(innermost).__name__})"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An exception and what caused it, through Twisted's lists of failures."""
    while error is not None:
        yield error
        for failure in getattr(error, "reasons", None) or ():
            yield from _causes(failure.value)
        error = error.__cause__


def _tls(cause: BaseException) -> str:
    """OpenSSL's own words, without the codes."""
    words = [part[-1] for part in cause.args[0]] if isinstance(cause, TlsError) and cause.args else []
    return ", ".join(map(str, words)) or type(cause).__name__
