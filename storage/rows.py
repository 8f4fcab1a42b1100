"""Records to rows and back: the one place where values become JSON and JSON values again."""

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from sqlalchemy import FromClause

from storage.columns import storable
from storage.digest_tables import deliveries
from storage.editions import Delivery, Issue, Message
from storage.errors import UnusableStore
from storage.records import Change, Document, Hunk, Page, Run, Significance, Version
from storage.schema import AnyRow, changes, runs, versions
from storage.vocabulary import DeliveryState, Kind, RunState

T = TypeVar("T")
Times = tuple[datetime, ...]


def packed(value: object) -> str:
    """`value` as compact JSON; fields that have their default are left out, so that records can grow."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def unpacked(kind: type[T], text: str) -> T:
    """The value of type `kind` that `packed` wrote; UnusableStore where the text is damaged."""
    try:
        value: T = _shaped(kind, json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UnusableStore(
            f"a stored {getattr(kind, '__name__', kind)} is damaged ({error}): restore the database from a backup"
        ) from error
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if is_dataclass(value):
        present = ((each.name, getattr(value, each.name)) for each in fields(value))
        unset = {each.name: _default(each) for each in fields(value)}
        return {name: _plain(held) for name, held in present if held != unset[name]}
    if isinstance(value, Mapping):
        return {storable(str(key)): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


def _default(spot: "Field[Any]") -> Any:
    if spot.default_factory is not MISSING:
        return spot.default_factory()
    return spot.default


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _shaped(kind: Any, data: Any) -> Any:
    origin = get_origin(kind)
    if origin is UnionType:
        return None if data is None else _shaped(get_args(kind)[0], data)
    if origin is tuple:
        return tuple(_shaped(get_args(kind)[0], each) for each in data)
    if origin is not None:  # a mapping of text to values
        return {key: _shaped(get_args(kind)[1], each) for key, each in data.items()}
    if is_dataclass(kind):
        hints = _hints(kind)  # type: ignore[arg-type]  # is_dataclass also takes instances
        return kind(**{name: _shaped(hints[name], each) for name, each in data.items()})  # type: ignore[operator]
    if kind in (date, datetime):
        return kind.fromisoformat(data)
    return kind(data) if issubclass(kind, Enum) else data


def page_row(page: Page) -> str:
    """What is kept of a page beside its body in the archive; its text is read from the body again."""
    return packed(replace(page, body=b"", text=""))


def page_of(text: str, body: bytes) -> Page:
    """The page that `page_row` wrote, with its body; `text` is empty."""
    return replace(unpacked(Page, text), body=body)


def version_of(row: AnyRow, table: FromClause = versions) -> Version:
    """The version in a row that selects all of `versions`, or of the alias `table`."""
    held = row._mapping
    return Version(
        number=held[table.c.number],
        seen_at=held[table.c.seen_at],
        document=unpacked(Document, held[table.c.content]),
        fingerprint=held[table.c.fingerprint],
        extractor=held[table.c.extractor],
        body_sha256=held[table.c.body_sha256],
    )


def change_of(row: AnyRow, previous: FromClause) -> Change:
    """The change in a row that selects `changes`, its version and, aliased, the one before."""
    held = row._mapping
    return Change(
        number=held[changes.c.number],
        source=held[changes.c.source],
        address=held[changes.c.address],
        kind=Kind(held[changes.c.kind]),
        at=held[changes.c.at],
        version=version_of(row),
        previous=None if held[previous.c.id] is None else version_of(row, previous),
        hunks=unpacked(tuple[Hunk, ...], held[changes.c.hunks]),
        significance=unpacked(Significance, held[changes.c.significance]),
        reason=held[changes.c.reason],
        same_as=held[changes.c.same_as],
        absences=unpacked(Times, held[changes.c.absences]),
    )


def run_of(row: AnyRow, counts: Mapping[str, int], kinds: Mapping[str, int]) -> Run:
    """The run in a row of `runs`, with its outcomes and its changes counted by name."""
    held = row._mapping
    state = held[runs.c.state]
    return Run(
        number=held[runs.c.number],
        source=held[runs.c.source],
        purpose=held[runs.c.purpose],
        started_at=held[runs.c.started_at],
        finished_at=held[runs.c.finished_at],
        state=None if state is None else RunState(state),
        reason=held[runs.c.reason],
        first=held[runs.c.first],
        counts=counts,
        changes=kinds,
        channels=unpacked(Mapping[str, int], held[runs.c.channels]),  # type: ignore[type-abstract]
        idle_hints=unpacked(tuple[str, ...], held[runs.c.idle_hints]),
    )


def delivery_of(row: AnyRow) -> Delivery:
    """The delivery in a row of `deliveries`."""
    held = row._mapping
    return Delivery(
        number=held[deliveries.c.number],
        digest=held[deliveries.c.digest],
        channel=held[deliveries.c.channel],
        recipient=held[deliveries.c.recipient],
        message_id=held[deliveries.c.message_id],
        state=DeliveryState(held[deliveries.c.state]),
        data=held[deliveries.c.data],
        attempts=held[deliveries.c.attempts],
        next_attempt_at=held[deliveries.c.next_attempt_at],
        reason=held[deliveries.c.reason],
    )


def issue_of(row: AnyRow, message: Message | None = None) -> Issue:
    """The digest in a row that selects number, profile, since, until, subject and `shown`."""
    return Issue(
        number=row.number,
        profile=row.profile,
        since=row.since,
        until=row.until,
        subject=row.subject,
        shown=row.shown,
        message=message,
    )
