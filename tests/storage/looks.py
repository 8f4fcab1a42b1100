"""What the tests of the store record: pages, looks at them, and what was decided of them."""

import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context

from sqlalchemy import Engine, event

from storage.errors import StorageError
from storage.fold import fingerprint
from storage.records import Document, Hunk, Observation, Page, Run, Span, Verdict
from storage.store import Store
from storage.vocabulary import Kind, Op, Outcome, Part

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
EXTRACTOR = "trafilatura 2.3.1"


def article(
    address: str = "https://haca.ma/fr/a", *blocks: str, title: str = "Un titre", **more: object
) -> Document:
    return Document(address=address, title=title, blocks=blocks or ("Un paragraphe.",), **more)  # type: ignore[arg-type]


def look(
    document: Document, at: datetime = NOON, *, source: str = "haca", requested: str = ""
) -> Observation:
    """A good look at an article."""
    body = f"<h1>{document.title}</h1>{document.blocks}{at}".encode(errors="replace")
    page = Page(
        source=source,
        requested=requested or document.address,
        address=document.address,
        fetched_at=at,
        status=200,
        headers={"content-type": "text/html; charset=utf-8"},
        body=body,
        text=body.decode(),
    )
    return Observation(outcome=Outcome.ARTICLE, page=page, document=document)


def absence(address: str, at: datetime, *, source: str = "haca") -> Observation:
    page = Page(source=source, requested=address, address=address, fetched_at=at, status=404, body=b"no")
    return Observation(outcome=Outcome.GONE, page=page)


def stored(kind: Kind, document: Document, **more: object) -> Verdict:
    """A verdict that keeps `document` as a version."""
    return Verdict(
        outcome=Outcome.ARTICLE,
        kind=kind,
        document=document,
        fingerprint=fingerprint(document),
        **more,  # type: ignore[arg-type]
    )


UNCHANGED = Verdict(outcome=Outcome.UNCHANGED)


def edit(old: str, new: str) -> tuple[Hunk, ...]:
    spans = (Span(op=Op.EQUAL, old="Un ", new="Un "), Span(op=Op.REPLACE, old=old, new=new))
    return (
        Hunk(op=Op.EQUAL, part=Part.TITLE, old_index=0, new_index=0, old="Un titre", new="Un titre"),
        Hunk(
            op=Op.REPLACE,
            part=Part.BLOCK,
            old_index=0,
            new_index=0,
            old=f"Un {old}",
            new=f"Un {new}",
            spans=spans,
        ),
    )


def read(store: Store, run: Run, *documents: Document, kind: Kind = Kind.NEW, at: datetime = NOON) -> None:
    """Record first sights."""
    for document in documents:
        assert store.record(run, look(document, at, source=run.source), stored(kind, document), EXTRACTOR)


def in_child(act: Callable[[], None], *, killed_at: int | None = None) -> int:
    """Run `act` in a process of its own; its exit code.

    Asked to, it dies before its n-th step on the disk: a statement, a commit, a folder made, a file renamed.
    """

    def child() -> None:
        left = killed_at

        def count(*_: object) -> None:
            nonlocal left
            if left is not None:
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        event.listen(Engine, "before_cursor_execute", count)
        event.listen(Engine, "commit", count)
        sys.addaudithook(lambda name, _: count() if name in ("os.mkdir", "os.rename") else None)
        try:
            act()
        except StorageError:
            os._exit(3)
        os._exit(0)

    process = get_context("fork").Process(target=child)
    process.start()
    process.join()
    assert process.exitcode is not None
    return process.exitcode
