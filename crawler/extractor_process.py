"""Owns the processes that pages are read in, apart from the crawl's own and within limits of time and memory.

`python -m crawler.extractor_process MEMORY SECONDS` is such a process: it answers on its standard output
what it is asked on its standard input, until that ends. Both sides are this program, so what passes between
them is pickled.
"""

import os
import pickle
import queue
import resource
import selectors
import signal
import struct
import subprocess
import sys
import time
from dataclasses import replace
from typing import IO, Self

from crawler.markup import LARGEST
from crawler.observe import observe
from crawler.source import Source
from storage.records import Document, Observation, Page
from storage.vocabulary import Outcome

SECONDS = 10.0
MEMORY = 512 * 1024 * 1024
"""Bytes of data, as RLIMIT_DATA counts them."""

_LENGTH = struct.Struct("!Q")
_PIECE = 1 << 16
_TO_START = 60.0

Question = tuple[Page, Source, Document | None]


class Extractor:
    """A few processes that look at pages, one page each at a time.

    A page that takes too long costs its process its life and ends as `extract_timeout`, one that takes too
    much memory as `extract_failed`; no other page is touched by it. To be asked from several threads.
    """

    def __init__(self, processes: int = 2, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self.seconds = seconds
        self._idle: queue.LifoQueue[_Child] = queue.LifoQueue()
        self._children = [_Child(memory, seconds) for _ in range(processes)]
        for child in self._children:
            self._idle.put(child)

    def observe(self, page: Page, source: Source, known: Document | None = None) -> Observation:
        """As `crawler.observe.observe`, within the limits; the decoding is under them too.

        A text longer than any that is read does not come back.
        """
        asked = replace(page, body=b"") if page.text else page
        child = self._idle.get()
        try:
            seen = child.ask((asked, source, known), self.seconds)
        finally:
            self._idle.put(child)
        return replace(seen, page=replace(seen.page, body=page.body))

    def close(self) -> None:
        """End the processes."""
        for child in self._children:
            child.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Child:
    """One process, started when it is first asked and again after it had to be ended."""

    def __init__(self, memory: int, seconds: float) -> None:
        self.memory = memory
        self.seconds = seconds
        self.process: subprocess.Popen[bytes] | None = None

    def ask(self, question: Question, seconds: float) -> Observation:
        page = question[0]
        message = pickle.dumps(question)
        try:
            process = self._living()
            deadline = time.monotonic() + seconds
            _send(process, _LENGTH.pack(len(message)) + message, deadline)
            (length,) = _LENGTH.unpack(_receive(process, _LENGTH.size, deadline))
            answer: Observation = pickle.loads(_receive(process, length, deadline))  # noqa: S301  # our own process
        except TimeoutError:
            self.end()
            reason = f"reading it took longer than {seconds:g} seconds"
            return Observation(outcome=Outcome.EXTRACT_TIMEOUT, page=page, reason=reason)
        except (EOFError, BrokenPipeError):
            self.end()
            reason = "the process that read it broke down"
            return Observation(outcome=Outcome.EXTRACT_FAILED, page=page, reason=reason)
        return answer

    def end(self) -> None:
        if self.process is None:
            return
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        self.process.wait()
        self.process = None

    def _living(self) -> "subprocess.Popen[bytes]":
        """The process, a new one where there is none any more."""
        if self.process is not None and self.process.poll() is None:
            return self.process
        self.end()
        command = [sys.executable, "-m", "crawler.extractor_process", str(self.memory), str(self.seconds)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        assert self.process.stdin is not None
        os.set_blocking(self.process.stdin.fileno(), False)
        # Its first sign of life: loading the libraries is not the page's time.
        _receive(self.process, 1, time.monotonic() + _TO_START)
        return self.process


def _send(process: subprocess.Popen[bytes], message: bytes, deadline: float) -> None:
    assert process.stdin is not None
    rest = memoryview(message)
    while rest:
        _wait(process.stdin, selectors.EVENT_WRITE, deadline)
        rest = rest[os.write(process.stdin.fileno(), rest[:_PIECE]) :]


def _receive(process: subprocess.Popen[bytes], size: int, deadline: float) -> bytes:
    assert process.stdout is not None
    pieces: list[bytes] = []
    while size:
        _wait(process.stdout, selectors.EVENT_READ, deadline)
        piece = os.read(process.stdout.fileno(), min(size, _PIECE))
        if not piece:
            raise EOFError
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _wait(pipe: IO[bytes], event: int, deadline: float) -> None:
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, event)
        if not selector.select(max(0.0, deadline - time.monotonic())):
            raise TimeoutError


def _answer(message: bytes) -> Observation:
    page, source, known = pickle.loads(message)  # noqa: S301  # our own process
    try:
        seen = observe(page, source, known)
    except MemoryError:
        reason = "reading it took more memory than a page may"
        return Observation(outcome=Outcome.EXTRACT_FAILED, page=replace(page, body=b""), reason=reason)
    text = seen.page.text if len(seen.page.text) <= LARGEST else ""
    return replace(seen, page=replace(seen.page, body=b"", text=text))


def _serve(memory: int, seconds: float) -> None:
    answers = os.dup(1)
    os.dup2(2, 1)  # what a library prints must not stand among the answers
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # the crawl is told too, and ends us when it has what it asked
    with os.fdopen(answers, "wb") as out, os.fdopen(0, "rb") as questions:
        out.write(b".")
        out.flush()
        while header := questions.read(_LENGTH.size):
            # Its death, in whatever library it is: the one who asked may be gone and end it no more.
            signal.setitimer(signal.ITIMER_REAL, seconds * 1.5)
            answer = pickle.dumps(_answer(questions.read(_LENGTH.unpack(header)[0])))
            signal.setitimer(signal.ITIMER_REAL, 0)
            out.write(_LENGTH.pack(len(answer)) + answer)
            out.flush()


if __name__ == "__main__":
    _serve(int(sys.argv[1]), float(sys.argv[2]))
