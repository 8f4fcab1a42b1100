"""`veilleur import`: captures in order of time, each on the path of a fetched page, each answered at once."""

import argparse
import base64
import json
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from typing import Any

from crawler import registry
from crawler.addresses import canonical
from crawler.extractor_process import Extractor
from crawler.furnished import Furnished
from crawler.recorder import Recorded, Recorder
from crawler.source import Source
from scheduler.cli import values
from scheduler.cli.house import lines_of, settings, sites, stored
from storage.records import Page, Run, utc
from storage.store import Store
from storage.vocabulary import RunState


class BadCapture(ValueError):
    """A line that is not a capture; its text says what is wrong with it."""


def run(args: argparse.Namespace) -> int:
    """Import every line that can be; the exit code is 1 where one could not."""
    known = dict(sites(settings(args)))
    wrong = taken = 0
    with ExitStack() as stack:
        lines = stack.enter_context(lines_of(args.file))
        store = stack.enter_context(stored(args))
        imported = Imported(store, known, stack.enter_context(Extractor(1)))
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                page = capture(line)
            except BadCapture as error:
                wrong += 1
                print(f"veilleur: {args.file}: line {number}: {error}", file=sys.stderr)
                continue
            answer = imported.take(page)
            taken += 1
            print(json.dumps(answer, ensure_ascii=False) if args.json else _readable(answer), flush=True)
        imported.finish()
    if not args.json:
        print(f"{taken} captures imported, {wrong} lines refused", file=sys.stderr)
    return 1 if wrong else 0


class Imported:
    """The import under way: one run a source, opened when its first capture comes."""

    def __init__(self, store: Store, known: dict[str, Source], extractor: Extractor) -> None:
        self.store = store
        self.known = known
        self.look = extractor.observe
        self.furnished = Furnished(store, known.__getitem__)
        self.recorder = Recorder(store=store, source_of=self.furnished.of, look=self.look)
        self.runs: dict[str, tuple[Run, datetime]] = {}

    def take(self, page: Page) -> dict[str, Any]:
        """Record one capture; the verdict line that answers it."""
        source = next((each for each in self.known.values() if each.owns(page.requested)), None)
        if source is None:
            source = registry.of_host(page.requested)
            self.known[source.name] = source
        run, _ = self.runs.get(source.name) or (
            self.store.begin_run(source.name, page.fetched_at, purpose="import"),
            page.fetched_at,
        )
        self.runs[source.name] = (run, page.fetched_at)
        looked = replace(page, source=source.name, requested=canonical(page.requested, source))
        observation = self.look(looked, self.furnished.of(source.name))
        return _answer(page.requested, self.recorder.record(run, observation))

    def finish(self) -> None:
        """Close the runs at the times of their last captures."""
        for run, at in self.runs.values():
            self.store.finish_run(run.number, at, RunState.COMPLETE)


def capture(line: bytes) -> Page:
    """The page in one line; raises BadCapture. Its source is not known yet."""
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadCapture(f"not JSON: {error}") from error
    if not isinstance(given, dict):
        raise BadCapture("not a JSON object")
    url = _field(given, "url", str)
    if not url.startswith(("http://", "https://")):
        raise BadCapture(f"url: {url!r} is not an http(s) address")
    headers = given.get("headers") or {}
    if not isinstance(headers, dict):
        raise BadCapture("headers: not an object")
    try:
        at = utc(datetime.fromisoformat(_field(given, "fetched_at", str)))
        body = base64.b64decode(_field(given, "body_b64", str), validate=True)
    except ValueError as error:
        raise BadCapture(f"fetched_at or body_b64: {error}") from error
    return Page(
        source="",
        requested=url,
        address=given.get("final_url") or url,
        fetched_at=at,
        status=_field(given, "status", int),
        headers={str(name).lower(): _header(value) for name, value in headers.items()},
        body=body,
    )


def _field(given: Mapping[str, Any], name: str, kind: type[Any]) -> Any:
    value = given.get(name)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise BadCapture(f"{name}: missing, or not a {'number' if kind is int else 'text'}")
    return value


def _header(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _answer(url: str, done: Recorded) -> dict[str, Any]:
    version = done.change.version if done.change else done.latest
    return values.verdict(
        url,
        done.verdict.outcome,
        done.change.kind if done.change else None,
        version.number if version else None,
        version.document.title if version else None,
        done.verdict.reason,
        done.verdict.hunks if done.change else (),
    )


def _readable(answer: Mapping[str, Any]) -> str:
    return f"{answer['outcome']:16} {answer['kind'] or '':10} {answer['url']}  {answer['reason']}"
