"""What is asked for at all, how politely, and what a failure is called."""

import gzip
import ipaddress
import re
import zlib
from datetime import UTC, datetime, timedelta

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st
from OpenSSL import SSL
from scrapy.core.downloader import Slot
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
)
from service_identity.exceptions import VerificationError
from twisted.internet.error import ConnectionLost, DNSLookupError
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from crawler.failures import Refused, of_exception
from crawler.middlewares.policy import objection
from crawler.middlewares.politeness import LONGEST_PAUSE, pause_end
from crawler.middlewares.resolver import REFUSED_NAMES, lookup, public
from crawler.middlewares.robots import slow_down
from crawler.source import Source
from storage.vocabulary import Outcome

NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)
SOURCE = Source(
    name="gazette",
    title="La Gazette",
    site="https://www.gazette.ma/",
    discovery=(),
    article=re.compile(".*"),
    hosts=("cdn.gazette.ma",),
)


@pytest.mark.parametrize(
    "address",
    [
        "https://www.gazette.ma/fr/un?q=a%20b",
        "http://gazette.ma:80/",
        "https://gazette.ma:443/x",
        "https://CDN.gazette.ma/étude 1.pdf",
    ],
)
def test_a_sources_own_pages_are_asked_for(address: str) -> None:
    assert objection(address, SOURCE) is None


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.ma/",
        "https://gazette.ma.elsewhere.ma/",
        "https://sub.gazette.ma/",
        "https://gazette.ma./",
        "https://gazette.ma:8080/",
        "https://gazette.ma:99999/",
        "https://user@gazette.ma/",
        "https://gazette.ma:pass@elsewhere.ma/",
        "https://elsewhere.ma\\@gazette.ma/",
        "https://gazette.ma\\.elsewhere.ma/",
        "https://gazette.ma/\r\nX: y",
        "ftp://gazette.ma/",
        "file:///etc/passwd",
        "data:text/html,x",
        "javascript:alert(1)",
        "//gazette.ma/",
        "gazette.ma",
        "",
        "http://[gazette.ma/",
        "http://127.0.0.1/",
        "http://127.1/",
        "http://0x7f000001/",
        "http://2130706433/",
        "http://017700000001/",
        "http://0/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://localhost/",
        "http://localhost./",
        "http://169.254.169.254/latest/meta-data/",
        "https://gazette.ma/" + "a" * 3000,
    ],
)
def test_nothing_else_is(address: str) -> None:
    assert objection(address, SOURCE)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "192.88.99.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::1",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
        "64:ff9b::7f00:1",
        "3fff::1",
        "2001:db8::1",
    ],
)
def test_addresses_that_are_not_public_are_known(address: str) -> None:
    assert not public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["196.12.203.9", "8.8.8.8", "2a00:1450::1", "64:ff9b::808:808"])
def test_public_addresses_are_known(address: str) -> None:
    assert public(ipaddress.ip_address(address))


def test_a_name_of_this_machine_is_refused_and_remembered_as_such() -> None:
    with pytest.raises(DNSLookupError):
        lookup("localhost")
    assert REFUSED_NAMES["localhost"] in ("127.0.0.1", "::1")
    outcome, reason = of_exception(CannotResolveHostError(), "https://localhost/")
    assert outcome is Outcome.REFUSED_ADDRESS
    assert reason.startswith("localhost stands for ")


def test_a_name_that_nobody_has_is_not_found() -> None:
    with pytest.raises(DNSLookupError):
        lookup("nobody.invalid")
    assert of_exception(CannotResolveHostError(), "https://nobody.invalid/x") == (
        Outcome.DNS_ERROR,
        "the name nobody.invalid was not found",
    )


def failed(*reasons: BaseException) -> DownloadFailedError:
    """As Scrapy passes on what Twisted gathered."""
    error = DownloadFailedError("x")
    error.__cause__ = ResponseFailed([Failure(reason) for reason in reasons])
    return error


def bomb() -> IgnoreRequest:
    """As Scrapy drops a body that is too large after decompression."""
    error = IgnoreRequest("x")
    error.__cause__ = ValueError("too large")
    return error


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (Refused(Outcome.ROBOTS_DENIED, "no"), Outcome.ROBOTS_DENIED),
        (DownloadTimeoutError(), Outcome.TIMEOUT),
        (DownloadConnectionRefusedError(), Outcome.NETWORK_ERROR),
        (ResponseDataLossError(), Outcome.TRUNCATED),
        (DownloadCancelledError(), Outcome.TOO_LARGE),
        (bomb(), Outcome.TOO_LARGE),
        (zlib.error("x"), Outcome.TRUNCATED),
        (brotli.error("x"), Outcome.TRUNCATED),
        (gzip.BadGzipFile("x"), Outcome.TRUNCATED),
        (EOFError(), Outcome.TRUNCATED),
        (NotSupported("x"), Outcome.REFUSED_ADDRESS),
        (failed(ConnectionLost()), Outcome.NETWORK_ERROR),
        (failed(SSL.Error([("SSL routines", "", "certificate verify failed")])), Outcome.TLS_ERROR),
        (failed(VerificationError(errors=())), Outcome.TLS_ERROR),
        (failed(SSL.Error()), Outcome.TLS_ERROR),
        (RuntimeError("x"), Outcome.NETWORK_ERROR),
    ],
)
def test_a_failure_has_a_name_and_a_sentence(error: Exception, outcome: Outcome) -> None:
    named, reason = of_exception(error, "https://gazette.ma/x")
    assert named is outcome
    assert reason


def test_a_bad_certificate_is_told_in_openssl_s_words() -> None:
    error = failed(SSL.Error([("SSL routines", "", "certificate verify failed")]))
    assert of_exception(error, "https://gazette.ma/x")[1] == (
        "no secure connection to gazette.ma: certificate verify failed"
    )


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Fri, 20 Nov 2026 06:10:00 GMT", 600),
        ("99999999999999999999", LONGEST_PAUSE.total_seconds()),
        ("Fri, 20 Nov 2099 06:10:00 GMT", LONGEST_PAUSE.total_seconds()),
    ],
)
def test_retry_after_is_seconds_or_a_date_within_reason(header: str, seconds: float) -> None:
    assert pause_end(header, NOW) == NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize("header", ["", "soon", "-5", "1.5", "Fri, 20 Nov 2020 06:10:00 GMT", "²"])
def test_any_other_retry_after_says_nothing(header: str) -> None:
    assert pause_end(header, NOW) is None


@given(st.text(max_size=60))
def test_no_header_breaks_it(header: str) -> None:
    until = pause_end(header, NOW)
    assert until is None or NOW <= until <= NOW + LONGEST_PAUSE


@pytest.mark.parametrize(("asked", "kept"), [(1, 3), (10, 10), (86400, 300)])
def test_a_crawl_delay_slows_us_down_within_reason_and_never_speeds_us_up(asked: float, kept: float) -> None:
    slot = Slot(1, 3)
    slow_down([slot], asked)
    assert slot.delay == kept
    assert slot.jitter == 0
