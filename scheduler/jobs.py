"""One crawl is one child process: the command that a person would type, under a time limit."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

PATIENCE = timedelta(seconds=45)
"""How long a crawl that was told to stop may take to write down what it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a child ended: its exit code, or that it was stopped at its time limit."""

    source: str
    code: int
    out_of_time: bool = False


class Crawl:
    """A running `scrapy crawl NAME`; its words go where ours go.

    `quiet` drops its closing line on standard output; `relayed` passes its progress on line by line, as is
    right where several write to one terminal.
    """

    def __init__(
        self,
        source: str,
        arguments: Sequence[tuple[str, str]] = (),
        *,
        quiet: bool = False,
        relayed: bool = False,
    ) -> None:
        command = [sys.executable, "-m", "scrapy", "crawl", source]
        for name, value in arguments:
            command += ["-a", f"{name}={value}"]
        self.source = source
        self._child = subprocess.Popen(
            command,
            env={**os.environ, "SCRAPY_SETTINGS_MODULE": "crawler.settings"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if quiet else None,
            stderr=subprocess.PIPE if relayed else None,
            text=True,
            # Its own session: Ctrl-C reaches us first, and we end it in order.
            start_new_session=True,
        )
        if relayed:
            threading.Thread(target=self._relay, daemon=True).start()

    def _relay(self) -> None:
        assert self._child.stderr is not None
        for line in self._child.stderr:
            sys.stderr.write(line)

    @property
    def pid(self) -> int:
        return self._child.pid

    def ended(self) -> Ended | None:
        """How it ended, or None while it runs."""
        code = self._child.poll()
        return None if code is None else Ended(source=self.source, code=code)

    def wait(self, limit: timedelta, *, stopped: Callable[[], bool] = lambda: False) -> Ended:
        """Wait until it ends; at `limit`, or once `stopped` says so, ask it to stop and then make it."""
        remaining = limit.total_seconds()
        while remaining > 0 and not stopped():
            try:
                return Ended(source=self.source, code=self._child.wait(timeout=min(1.0, remaining)))
            except subprocess.TimeoutExpired:
                remaining -= 1.0
        return self.stop()

    def stop(self) -> Ended:
        """End it: a polite signal, on which Scrapy closes its run, then the certain one."""
        for certain in (False, True):
            if self._child.poll() is not None:
                break
            if certain:
                os.killpg(self._child.pid, signal.SIGKILL)
            else:
                self._child.send_signal(signal.SIGTERM)
            try:
                self._child.wait(timeout=PATIENCE.total_seconds())
            except subprocess.TimeoutExpired:
                continue
        return Ended(source=self.source, code=self._child.wait(), out_of_time=True)
