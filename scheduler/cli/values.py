"""Records as the plain values that --json prints; docs/json.md says what each field means."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from scheduler.marks import as_json
from storage.departures import departure
from storage.editions import Delivery
from storage.furnishing import Furnishing
from storage.lineage import Copy, Story
from storage.records import Change, Document, Health, Hunk, Run, Stamp, Version

Value = dict[str, Any]


def printed(value: object) -> None:
    """One JSON value on standard output, readable in any terminal."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def moment(at: datetime | None) -> str | None:
    """A time as RFC 3339 in UTC, to the second."""
    return None if at is None else at.strftime("%Y-%m-%dT%H:%M:%SZ")


def stamp(date: Stamp | None) -> Value | None:
    """A date as the page gives it."""
    if date is None:
        return None
    return {"day": date.day.isoformat(), "time": moment(date.time), "read_from": date.read_from}


def document(read: Document) -> Value:
    """A document whole."""
    return {
        "address": read.address,
        "aliases": list(read.aliases),
        "identity": read.identity,
        "title": read.title,
        "outlet": read.outlet,
        "authors": list(read.authors),
        "published": stamp(read.published),
        "updated": stamp(read.updated),
        "section": read.section,
        "language": read.language,
        "blocks": list(read.blocks),
        "attachments": [{"address": each.address, "label": each.label} for each in read.attachments],
        "origin": read.origin,
        "notes": list(read.notes),
    }


def version(stored: Version) -> Value:
    """A version without its text."""
    return {
        "version": stored.number,
        "seen_at": moment(stored.seen_at),
        "title": stored.document.title,
        "blocks": len(stored.document.blocks),
        "fingerprint": stored.fingerprint,
        "extractor": stored.extractor,
        "body_sha256": stored.body_sha256,
    }


def change(told: Change) -> Value:
    """A change with what differs."""
    return {
        "change": told.number,
        "source": told.source,
        "url": told.address,
        "kind": told.kind.value,
        "at": moment(told.at),
        "version": told.version.number,
        "previous": told.previous.number if told.previous else None,
        "same_as": told.same_as,
        "title": told.version.document.title,
        "reason": told.reason,
        "touched": [each.value for each in told.significance.touched],
        "share": round(told.significance.share, 4),
        "hunks": as_json(told.hunks),
    }


def difference(url: str, old: int, new: int, hunks: tuple[Hunk, ...], *, equal: bool) -> Value:
    """What differs between two versions."""
    return {"url": url, "old": old, "new": new, "hunks": as_json(hunks, equal=equal)}


def copy_difference(old: str, new: str, hunks: tuple[Hunk, ...]) -> Value:
    """What differs between two documents."""
    return {"old": old, "new": new, "hunks": as_json(hunks)}


def story(url: str, found: Story | None, aggregators: Collection[str]) -> Value:
    """The copies of one article, the origin first."""
    if found is None:
        return {"url": url, "story": None, "total": 0, "agency": "", "origin": None, "copies": []}
    origin = found.origin(aggregators)
    return {
        "url": url,
        "story": found.number,
        "total": found.total,
        "agency": found.agency,
        "origin": origin.address,
        "copies": [_copy(each, origin) for each in (origin, *found.reprints(aggregators))],
    }


def _copy(copy: Copy, origin: Copy) -> Value:
    made = departure(origin.document, copy.document)
    return {
        "url": copy.address,
        "source": copy.source,
        "outlet": copy.document.outlet,
        "title": copy.document.title,
        "published": stamp(copy.document.published),
        "first_seen": moment(copy.first_seen),
        "version": copy.version,
        "seen_at": moment(copy.seen_at),
        "withdrawn": copy.withdrawn,
        "reason": copy.reason,
        "matched": copy.matched or None,
        "retitled": made.retitled,
        "added": made.added,
        "cut": made.cut,
        "figures": [{"origin": old, "copy": new} for old, new in made.figures],
    }


def verdict(
    url: str,
    outcome: str,
    kind: str | None,
    version: int | None,
    title: str | None,
    reason: str,
    hunks: tuple[Hunk, ...] = (),
) -> Value:
    """The line that `check` and `import` answer for each address."""
    return {
        "url": url,
        "outcome": str(outcome),
        "kind": None if kind is None else str(kind),
        "version": version,
        "title": title,
        "reason": reason,
        "hunks": as_json(hunks),
    }


def run(done: Run) -> Value:
    """A crawl's row."""
    return {
        "run": done.number,
        "source": done.source,
        "state": None if done.state is None else done.state.value,
        "reason": done.reason,
        "first": done.first,
        "started_at": moment(done.started_at),
        "finished_at": moment(done.finished_at),
        "read": read_count(done.counts),
        "outcomes": dict(done.counts),
        "changes": dict(done.changes),
    }


def health(source: Health) -> Value:
    """How the watching of one source goes."""
    return {
        "source": source.source,
        "runs": source.runs,
        "read": source.read,
        "failures": dict(source.failures),
        "last_run": None if source.last_run is None else run(source.last_run),
        "last_success_at": moment(source.last_success_at),
        "failing_since": moment(source.failing_since),
        "quiet_since": moment(source.quiet_since),
        "idle_hints": list(source.idle_hints),
        "reason": source.reason,
    }


def read_count(counts: Mapping[str, int]) -> int:
    """How many addresses gave what was asked of them."""
    from storage.vocabulary import Outcome

    return sum(count for outcome, count in counts.items() if Outcome(outcome).read)


def furnishing(learned: Furnishing) -> Value:
    """A line that was learned to be a site's furniture."""
    return {
        "number": learned.number,
        "line": learned.shown,
        "place": learned.place,
        "pages": learned.pages,
        "since": moment(learned.since),
        "why": learned.why,
        "state": "undone" if learned.undone else "learned",
    }


def delivery(letter: Delivery) -> Value:
    """A digest's way to one recipient."""
    return {
        "digest": letter.digest,
        "recipient": letter.recipient,
        "channel": letter.channel,
        "state": letter.state.value,
        "attempts": letter.attempts,
        "next_attempt_at": moment(letter.next_attempt_at),
        "said": letter.reason,
    }
