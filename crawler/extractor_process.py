"""Owns the processes that pages are read in, apart from the crawl's own and within limits of time and memory.

`python -m crawler.extractor_process MEMORY` is such a process: it answers on its standard output what it
is asked on its standard input. Both sides are this program, so what passes between them is pickled.
"""

import os
import pickle
import queue
import resource
import selectors
import struct
import subprocess
import sys
import time
from dataclasses import replace
from typing import IO, Self

from crawler.decoding import decode
from crawler.observe import observe
from crawler.source import Source
from storage.records import Document, Observation, Page
from storage.vocabulary import Outcome

SECONDS = 10.0
MEMORY = 512 * 1024 * 1024
"""Bytes of data, as RLIMIT_DATA counts them."""

_LENGTH = struct.Struct("!Q")
_PIECE = 1 << 16

Answer = tuple[Outcome, Document | None, str]


class Extractor:
    """A few processes that look at pages, one page each at a time.

    A page that takes too long costs its process its life and ends as `extract_timeout`, one that takes too
    much memory as `extract_failed`; no other page is touched by it. To be asked from several threads.
    """

    def __init__(self, processes: int = 2, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self.seconds = seconds
        self._idle: queue.LifoQueue[_Child] = queue.LifoQueue()
        self._children = [_Child(memory) for _ in range(processes)]
        for child in self._children:
            self._idle.put(child)

    def observe(self, page: Page, source: Source, known: Document | None = None) -> Observation:
        """As `crawler.observe.observe`, within the limits."""
        if page.body and not page.text:
            text, decoding = decode(page.body, page.headers)
            page = replace(page, text=text, decoding=decoding)
        child = self._idle.get()
        try:
            outcome, document, reason = child.ask((replace(page, body=b"."), source, known), self.seconds)
        finally:
            self._idle.put(child)
        return Observation(outcome=outcome, page=page, document=document, reason=reason)

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

    def __init__(self, memory: int) -> None:
        self.memory = memory
        self.process: subprocess.Popen[bytes] | None = None

    def ask(self, question: tuple[Page, Source, Document | None], seconds: float) -> Answer:
        started = self.process is None or self.process.poll() is not None
        if started:
            self.end()
            self.process = self._started()
        assert self.process is not None
        message = pickle.dumps(question)
        deadline = time.monotonic() + seconds
        try:
            _send(self.process, _LENGTH.pack(len(message)) + message, deadline)
            (length,) = _LENGTH.unpack(_receive(self.process, _LENGTH.size, deadline))
            answer: Answer = pickle.loads(_receive(self.process, length, deadline))  # noqa: S301  # our own process
        except TimeoutError:
            self.end()
            return Outcome.EXTRACT_TIMEOUT, None, f"reading it took longer than {seconds:g} seconds"
        except (EOFError, BrokenPipeError):
            self.end()
            return Outcome.EXTRACT_FAILED, None, "the process that read it broke down"
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

    def _started(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "crawler.extractor_process", str(self.memory)]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        assert process.stdin is not None
        os.set_blocking(process.stdin.fileno(), False)
        # Its first sign of life: loading the libraries is not the page's time.
        _receive(process, 1, time.monotonic() + 60)
        return process


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


def _answer(message: bytes) -> Answer:
    try:
        page, source, known = pickle.loads(message)  # noqa: S301  # our own process
        seen = observe(page, source, known)
    except MemoryError:
        return Outcome.EXTRACT_FAILED, None, "reading it took more memory than a page may"
    return seen.outcome, seen.document, seen.reason


def _serve(memory: int) -> None:
    answers = os.dup(1)
    os.dup2(2, 1)  # what a library prints must not stand among the answers
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with os.fdopen(answers, "wb") as out, os.fdopen(0, "rb") as questions:
        out.write(b".")
        out.flush()
        while header := questions.read(_LENGTH.size):
            answer = pickle.dumps(_answer(questions.read(_LENGTH.unpack(header)[0])))
            out.write(_LENGTH.pack(len(answer)) + answer)
            out.flush()


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
