"""The replica as a loopback HTTP server: it answers by the Host header, at the time it is told."""

import sys
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.replica.calendar import Calendar, load_calendar
from tests.replica.noise import KNOBS, Noise
from tests.replica.sites.haca import Haca
from tests.replica.sites.leseco import Leseco
from tests.replica.sites.lodj import Lodj
from tests.replica.sites.lopinion import Lopinion
from tests.replica.sites.maghress import Maghress
from tests.replica.truth import Truth
from tests.replica.visit import TEXT, Answer, Site, Visit, moved, plain, typeset

CONTROL = "/__replica__/at"
_PACE = timedelta(seconds=3)
_CONTROL_HOSTS = frozenset({"127.0.0.1", "localhost"})
_LONGEST_CONTROL = 64
_CHECKING = """<!DOCTYPE html><html><head><title>Just a moment...</title><meta charset="utf-8">
<meta http-equiv="refresh" content="8"></head><body><h1>Checking your browser before accessing {host}.</h1>
<p>This process is automatic. Your browser will redirect to your requested content shortly.</p>
<p>Please enable JavaScript and cookies to continue.</p><p>Ray ID: {nonce}</p></body></html>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """One request that was answered: `at` by the replica's clock, `time` by the real one."""

    at: datetime
    time: datetime
    method: str
    scheme: str
    host: str
    path: str
    status: int
    agent: str = ""


class Replica:
    """The five sites at `url`; within `with`, a server of its own thread on a free loopback port.

    `at` is the calendar's time, which stands still until it is set; the tickers alone run on, three
    seconds a request. `knobs` names the noise that is on. `old_links` is what L'Opinion's old addresses
    answer: `301`, `200` or `404`.
    """

    def __init__(
        self,
        *,
        at: datetime | None = None,
        port: int = 0,
        calendar: Calendar | None = None,
        knobs: frozenset[str] = KNOBS,
        old_links: str = "301",
    ) -> None:
        self.calendar = calendar or load_calendar()
        self.knobs = knobs
        self.log: deque[Logged] = deque(maxlen=200_000)
        self._turn = threading.Lock()
        self._requests = 0
        self.at = at or self.calendar.crawls[0]
        self._sites: Mapping[str, Site] = {
            host: site
            for site in (Maghress(), Haca(), Lopinion(old_links), Leseco(), Lodj())
            for host in site.hosts
        }
        self._server = _Server(("127.0.0.1", port), self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def at(self) -> datetime:
        return self._at

    @at.setter
    def at(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError(f"{at} has no zone; say 2026-11-16T06:00Z")
        with self._turn:
            self._at, self._since = at.astimezone(UTC), self._requests

    def truth(self) -> Truth:
        return Truth(self.calendar)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, target: str, *, host: str, scheme: str = "https", etag: str = "") -> Answer:
        """What the site of `host` answers to one request for `target`, a path with its query."""
        site = self._sites.get(host)
        if site is None:
            return Answer(status=421, kind=TEXT, body=f"no site of the replica: {host}\n".encode())
        with self._turn:
            self._requests += 1
            number, at = self._requests, self._at
            minute = at + _PACE * (number - self._since)
        outage = self.calendar.outage(site.name, at)
        if outage and outage.answer == "503":
            return Answer(
                status=503, kind=TEXT, body=b"Service Unavailable\n", headers={"Retry-After": "3600"}
            )
        parts = urlsplit(target)
        noise = Noise(f"{host}{target}#{number}", self.knobs)
        if outage and parts.path != "/robots.txt":
            return Answer(body=_CHECKING.format(host=host, nonce=noise.nonce()).encode())
        if scheme == "http" and site.name != "maghress":
            return moved(f"https://{host}{target}")
        visit = Visit(
            host=host,
            path=unquote(parts.path),
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            at=at,
            minute=minute,
            published=[typeset(one, site.style) for one in self.calendar.articles_of(site.name, at)],
            noise=noise,
            etag=etag,
        )
        return site.answer(visit) or Answer(status=404, body=site.missing(visit).encode())

    def controlled(self, method: str, path: str, body: str) -> Answer:
        """The replica's own pages, for the host 127.0.0.1 alone: its clock, and what it is."""
        if path != CONTROL:
            hosts = "".join(f"  {host}\n" for host in sorted(self._sites))
            return plain(f"The loopback replica, at {self.at:%Y-%m-%dT%H:%MZ}. Hosts it answers to:\n{hosts}")
        if method == "POST":
            try:
                self.at = moment(body)
            except ValueError as error:
                return Answer(status=400, kind=TEXT, body=f"{error}\n".encode())
        return plain(f"{self.at:%Y-%m-%dT%H:%M:%SZ}\n")


def moment(text: str) -> datetime:
    """`2026-11-16T06:00Z` as a time in UTC. ValueError where it is none or has no zone."""
    at = datetime.fromisoformat(text.strip())
    if at.tzinfo is None:
        raise ValueError(f"{text.strip()} has no zone; say 2026-11-16T06:00Z")
    return at.astimezone(UTC)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], replica: Replica) -> None:
        self.replica = replica
        super().__init__(address, _Visitor)

    def handle_error(self, request: Any, client_address: Any) -> None:
        if isinstance(sys.exception(), ConnectionError):
            return  # a visitor that goes away is no fault of the replica
        super().handle_error(request, client_address)


class _Visitor(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "nginx", ""
    disable_nagle_algorithm = True
    timeout = 30
    server: _Server

    def do_GET(self) -> None:
        self._reply()

    def do_HEAD(self) -> None:
        self._reply()

    def do_POST(self) -> None:
        self._reply()

    def _reply(self) -> None:
        replica, at = self.server.replica, self.server.replica.at
        host = self.headers.get("Host", "").partition(":")[0].lower()
        scheme = self.headers.get("X-Forwarded-Proto", "https")
        body = self._body()
        if host in _CONTROL_HOSTS:
            answer = replica.controlled(self.command, self.path, body)
        elif self.command == "POST":
            answer = Answer(status=405, kind=TEXT)
        else:
            etag = self.headers.get("If-None-Match", "")
            answer = replica.answer(self.path, host=host, scheme=scheme, etag=etag)
        entry = Logged(
            at=at,
            time=datetime.now(UTC),
            method=self.command,
            scheme=scheme,
            host=host,
            path=self.path,
            status=answer.status,
            agent=self.headers.get("User-Agent", ""),
        )
        replica.log.append(entry)  # before the answer, so that who has the answer finds the entry
        self._send(answer)

    def _body(self) -> str:
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > _LONGEST_CONTROL:
            self.close_connection = True  # what is left unread would be taken for the next request
            return ""
        return self.rfile.read(int(length)).decode("ascii", "replace")

    def _send(self, answer: Answer) -> None:
        # One write: a head sent apart from its body waits for the peer's delayed acknowledgement.
        lines = {
            "Date": self.date_time_string(),
            "Server": self.server_version,
            **(
                {}
                if answer.status == 304
                else {"Content-Type": answer.kind, "Content-Length": str(len(answer.body))}
            ),
            **answer.headers,
        }
        status = HTTPStatus(answer.status)
        head = f"HTTP/1.1 {status.value} {status.phrase}\r\n" + "".join(
            f"{k}: {v}\r\n" for k, v in lines.items()
        )
        self.wfile.write(head.encode("latin-1") + b"\r\n" + (b"" if self.command == "HEAD" else answer.body))

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: the log is kept in `Replica.log`."""
