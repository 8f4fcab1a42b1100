"""A small press for the tests of the digest: invented sources, articles and changes."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from crawler.source import Feed, Source
from scheduler.digest import build_digest
from scheduler.review import Digest, Masthead
from scheduler.topics.match import Evidence, Match
from storage.diff import compare
from storage.editions import Choice
from storage.lineage import Copy, Story
from storage.records import Change, Document, Health, Run, Significance, Stamp, Version
from storage.significance import weigh
from storage.vocabulary import Band, Kind, RunState

SINCE = datetime(2026, 11, 15, 7, 0, tzinfo=UTC)
UNTIL = datetime(2026, 11, 16, 7, 0, tzinfo=UTC)
NOON = SINCE + timedelta(hours=5)

TERMS = {"icc": r"\bICC\b|industries créatives", "ia": r"\bIA\b|intelligence artificielle|الذكاء الاصطناعي"}
MASTHEAD = Masthead(organisation="Observatoire", service="Veille", contact="veille@exemple.ma", mailed=True)

_numbers = count(1)


def source(name: str, title: str, **more: Any) -> Source:
    site = f"https://{name}.ma/"
    feed = (Feed(f"{site}feed"),)
    return Source(name=name, title=title, site=site, discovery=feed, article=re.compile(".*"), **more)


SOURCES = {
    each.name: each
    for each in (
        source("haca", "HACA", regulator=True),
        source("leseco", "Les ECO"),
        source("lopinion", "L'Opinion"),
        source("maghress", "Maghress", aggregator=True),
    )
}


def matches(document: Document) -> Mapping[str, Match]:
    """A term in the title makes a document central; a paragraph of doubts makes it one to check."""
    found = {}
    for topic, pattern in TERMS.items():
        evidence = tuple(_evidence(document, topic, pattern))
        if not evidence:
            continue
        band = Band.CENTRAL if any(each.where == "title" for each in evidence) else Band.MENTION
        if len(evidence) > 1 and band is Band.MENTION:
            band = Band.SECONDARY
        if "sens inconnu" in " ".join(document.blocks):
            band = Band.CHECK
        score = min(1.0, len(evidence) / 10)
        found[topic] = Match(topic=topic, band=band, score=score, evidence=evidence, refused={})
    return found


def _evidence(document: Document, topic: str, pattern: str) -> Iterable[Evidence]:
    for where, number, text in [
        ("title", None, document.title),
        *(("text", index, block) for index, block in enumerate(document.blocks)),
    ]:
        for hit in re.finditer(pattern, text):
            yield Evidence(
                where=where,
                block=number,
                sentence=text,
                sentence_start=0,
                sentence_end=len(text),
                start=hit.start(),
                end=hit.end(),
                rule=topic,
            )


def document(path: str, title: str, *blocks: str, site: str = "leseco", **more: Any) -> Document:
    more.setdefault("language", "fr")
    more.setdefault("published", Stamp(day=date(2026, 11, 15)))
    address = f"https://{site}.ma/{path}"
    return Document(address=address, title=title, blocks=blocks or ("Un paragraphe inventé.",), **more)


def change(
    kind: Kind,
    current: Document,
    previous: Document | None = None,
    *,
    at: datetime = NOON,
    site: str = "leseco",
    version: int = 1,
    **more: Any,
) -> Change:
    """A change as the store gives it; `previous` was read a day before."""
    hunks = compare(previous, current) if previous else ()
    return Change(
        number=next(_numbers),
        source=site,
        address=current.address,
        kind=kind,
        at=at,
        version=Version(number=version, seen_at=at, document=current, fingerprint="", extractor=""),
        previous=previous
        and Version(
            number=version - 1,
            seen_at=at - timedelta(days=1),
            document=previous,
            fingerprint="",
            extractor="",
        ),
        hunks=hunks,
        significance=weigh(previous, current, hunks) if previous else Significance(),
        **more,
    )


def health(name: str, *, failing: bool = False, **more: Any) -> Health:
    state = RunState.FAILED if failing else RunState.COMPLETE
    more.setdefault("reason", "dns_error: no such name" if failing else "")
    run = Run(number=1, source=name, started_at=NOON, finished_at=NOON, state=state, reason=more["reason"])
    seen = SINCE - timedelta(days=1) if failing else NOON
    return replace(
        Health(source=name, runs=4, read=100, last_run=run, last_success_at=seen),
        failing_since=SINCE if failing else None,
        **more,
    )


def digest(
    *changes: Change,
    failing: tuple[str, ...] = (),
    masthead: Masthead = MASTHEAD,
    healths: Iterable[Health] | None = None,
    first: bool = False,
    sources: Mapping[str, Source] = SOURCES,
    since: datetime = SINCE,
    told_of: Iterable[Story] = (),
) -> Digest:
    """The digest of those changes, all sources read but the failing ones, with the stories `told_of`."""
    choice = Choice(profile="revue", number=7, since=since, until=UNTIL, changes=changes, first=first)
    if healths is None:
        healths = tuple(health(name, failing=name in failing) for name in sources)
    by_address = {copy.address: story for story in told_of for copy in story.copies}
    return build_digest(
        choice,
        matches=matches,
        sources=sources,
        health=healths,
        masthead=masthead,
        written_at=UNTIL,
        stories=by_address.get,
    )


def copy(document: Document, site: str = "leseco", *, seen: datetime = NOON, withdrawn: bool = False) -> Copy:
    """A document as a member of a story."""
    return Copy(source=site, document=document, version=1, first_seen=seen, seen_at=seen, withdrawn=withdrawn)


def story(*copies: Copy) -> Story:
    return Story(number=next(_numbers), copies=copies, total=len(copies))
