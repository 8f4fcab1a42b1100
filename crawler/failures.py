"""What a failed request is called: from Scrapy's, Twisted's and OpenSSL's exceptions to outcomes."""

import zlib
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


_BY_STATUS = {
    401: (Outcome.FORBIDDEN, "asks for a login (401)"),
    402: (Outcome.PAYWALL, "asks for payment (402)"),
    403: (Outcome.FORBIDDEN, "is refused to us (403)"),
    404: (Outcome.GONE, "does not exist (404)"),
    408: (Outcome.TIMEOUT, "the site gave up waiting (408)"),
    410: (Outcome.GONE, "was removed (410)"),
    429: (Outcome.RATE_LIMITED, "the site asks us to slow down (429)"),
    451: (Outcome.FORBIDDEN, "is withheld for legal reasons (451)"),
}


def of_status(status: int) -> tuple[Outcome, str] | None:
    """What an HTTP status other than success means; None for the 2xx and for 304."""
    if 200 <= status < 300 or status == 304:
        return None
    if status >= 500:
        return Outcome.SERVER_ERROR, f"the site answers with an error ({status})"
    return _BY_STATUS.get(status, (Outcome.FORBIDDEN, f"the site does not serve it ({status})"))


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
        case zlib.error() | EOFError() | OSError():
            return Outcome.TRUNCATED, "the answer's compression is damaged"
    for cause in _causes(error):
        if isinstance(cause, TlsError | VerificationError | CertificateError):
            return Outcome.TLS_ERROR, f"the certificate of {host} cannot be trusted: {_tls(cause)}"
    return Outcome.NETWORK_ERROR, f"the connection to {host} failed ({type(error).__name__})"


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
