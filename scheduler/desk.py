"""The desk where a document's life becomes an entry: an article, an edit, a page that went away or came back."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypedDict

from crawler.source import Source
from scheduler.links import link
from scheduler.lives import Difference, Life
from scheduler.quotes import Term, marked, opening, passage
from scheduler.review import Edit, EditState, Fate, FateState, Item, Masthead, Reference
from scheduler.topics.match import Match
from scheduler.typography import Clock, as_printed, clean
from storage.lineage import Copy, Story
from storage.records import Document
from storage.vocabulary import Band, Kind

Matches = Callable[[Document], Mapping[str, Match]]

MOST_ATTACHMENTS, MOST_AUTHORS = 5, 4
LONGEST_TITLE, LONGEST_NAME, LONGEST_CLAUSE = 300, 80, 220
A_WHILE = timedelta(days=2)
"""How long before the period an article may have been published and still be of the period."""

_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}")

_FIGURE = re.compile(r"\d\s?%|\d[.,\s]\d{3}\b|\d\s(?:millions?|milliards?|MDH|MMDH)\b")

FULL = (Band.CENTRAL, Band.SECONDARY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a document stands to the topics of an edition: its strongest band, and the topics it is about."""

    band: Band
    topics: tuple[str, ...]
    score: float
    matches: tuple[Match, ...]

    @property
    def full(self) -> bool:
        return self.band in FULL


class _Named(TypedDict):
    source: str
    outlet: str
    aggregator: str
    title: str
    link: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every entry of one edition is written with; its period begins at `since`."""

    masthead: Masthead
    sources: Mapping[str, Source]
    matches: Matches
    clock: Clock
    since: datetime
    stories: Callable[[str], Story | None] = lambda address: None
    _known: dict[Document, Standing | None] = field(default_factory=dict)
    _stories: dict[str, Story | None] = field(default_factory=dict)

    @property
    def aggregators(self) -> frozenset[str]:
        """The names of the sources that only reprint."""
        return frozenset(name for name, source in self.sources.items() if source.aggregator)

    def story(self, life: Life) -> Story | None:
        """The story that the document of a life is a copy of, if there are others."""
        address = life.document.address
        if address not in self._stories:
            self._stories[address] = self.stories(address)
        return self._stories[address]

    def site(self, copy: Copy) -> str:
        """The title of the site that a copy was read on."""
        source = self.sources.get(copy.source)
        return as_printed(
            clean(source.title if source else copy.document.outlet or copy.source, LONGEST_NAME), "fr"
        )

    def standing(self, document: Document) -> Standing | None:
        """None where the document is about none of the edition's topics."""
        if document not in self._known:
            self._known[document] = self._weighed(document)
        return self._known[document]

    def _weighed(self, document: Document) -> Standing | None:
        found = self.matches(document)
        ours = [found[topic.key] for topic in self.masthead.topics if topic.key in found]
        for bands in (FULL, (Band.MENTION,), (Band.CHECK,)):
            told = tuple(match for match in ours if match.band in bands)
            if told:
                return Standing(
                    band=min((match.band for match in told), key=list(Band).index),
                    topics=tuple(match.topic for match in told),
                    score=max(match.score for match in told),
                    matches=told,
                )
        return None

    def strongest(self, life: Life) -> Standing | None:
        """The standing of the current text, else of the latest that had one: before or after counts alike."""
        for document in life.documents:
            standing = self.standing(document)
            if standing is not None and standing.band is not Band.CHECK:
                return standing
        return None

    def item(self, life: Life, standing: Standing) -> Item:
        """The current text of a life as an article."""
        document = life.document
        terms = self._terms(standing)
        told = opening(document.blocks, document.title, self.masthead.extract_length)
        published = document.published
        source = self.sources.get(life.source)
        return Item(
            anchor=f"a{life.number}",
            **self._named(life),
            topics=standing.topics,
            band=standing.band,
            score=standing.score,
            published=published,
            seen_at=life.first_seen_at,
            section=as_printed(clean(document.section, LONGEST_NAME), document.language),
            authors=tuple(clean(name, LONGEST_NAME) for name in document.authors[:MOST_AUTHORS]),
            extract=marked(document.blocks, told, terms, document.language),
            passage=passage(document.blocks, terms, told, document.language),
            clause=_clause(standing, document.language),
            in_title=any(
                evidence.where == "title" for match in standing.matches for evidence in match.evidence
            ),
            attachments=tuple(_attachments(document)),
            regulator=bool(source and source.regulator),
            notes=document.notes,
            older=published is not None and published.day < self.clock.date_of(self.since - A_WHILE),
        )

    def _terms(self, standing: Standing) -> list[Term]:
        """The terms in the paragraphs, strongest first."""
        return [
            Term(topic=match.topic, block=evidence.block, start=evidence.start, end=evidence.end)
            for match in standing.matches
            for evidence in match.evidence
            if evidence.block is not None
        ]

    def edit(self, life: Life, difference: Difference, standing: Standing) -> Edit:
        """The net difference over the period."""
        last = difference.changes[-1]
        state = EditState.EDITED
        if not difference.hunks:
            state = EditState.CANCELLED
        elif last.kind is Kind.REVERTED and len(difference.changes) == 1:
            state = EditState.REVERTED
        return Edit(
            anchor=f"m{life.number}",
            **self._named(life),
            state=state,
            topics=standing.topics,
            version=difference.new.number,
            seen_at=difference.new.seen_at,
            previous_seen_at=difference.old.seen_at,
            old=difference.old.document,
            new=difference.new.document,
            hunks=difference.hunks,
            significance=difference.significance,
            times=len(difference.changes),
            same_as=last.same_as,
            same_as_seen_at=_seen_at(life, last.same_as),
        )

    def fate(self, life: Life, standing: Standing, edit: Edit | None) -> Fate | None:
        """Where a page stands after the withdrawals and returns of the period."""
        steps = life.fates()
        if not steps:
            return None
        last = steps[-1]
        withdrawn = [step for step in steps if step.kind is Kind.WITHDRAWN]
        state = FateState.WITHDRAWN
        if last.kind is Kind.RESTORED:
            state = FateState.BACK if withdrawn else FateState.RESTORED
        return Fate(
            anchor=f"r{life.number}",
            **self._named(life),
            state=state,
            topics=standing.topics,
            at=last.at,
            withdrawn_at=withdrawn[-1].at if withdrawn else None,
            last_read_at=(last.previous or last.version).seen_at,
            absences=last.absences or (withdrawn[-1].absences if withdrawn else ()),
            edited=edit is not None and bool(edit.hunks),
            edit_anchor=edit.anchor if edit else "",
        )

    def _named(self, life: Life) -> _Named:
        document, source, outlet = life.document, self.sources.get(life.source), self._outlet(life)
        title = clean(document.title, LONGEST_TITLE) or "…"
        return _Named(
            source=life.source,
            outlet=as_printed(outlet, "fr"),
            aggregator=clean(source.title) if source and source.aggregator and source.title != outlet else "",
            title=as_printed(title, document.language),
            link=link(document.address),
            language=document.language if _TAG.fullmatch(document.language) else "",
        )

    def _outlet(self, life: Life) -> str:
        source = self.sources.get(life.source)
        return clean(life.document.outlet or (source.title if source else life.source), LONGEST_NAME)


def _clause(standing: Standing, language: str) -> str:
    """The first sentence with a term that says how much of something, short enough to quote whole."""
    for match in standing.matches:
        for evidence in match.evidence:
            sentence = evidence.sentence
            if evidence.block is not None and len(sentence) <= LONGEST_CLAUSE and _FIGURE.search(sentence):
                return as_printed(clean(sentence), language).rstrip(".")
    return ""


def _attachments(document: Document) -> list[Reference]:
    return [
        Reference(
            label=as_printed(clean(each.label, 2 * LONGEST_NAME) or link(each.address), document.language),
            link=link(each.address),
        )
        for each in document.attachments[:MOST_ATTACHMENTS]
        if each.label or link(each.address)
    ]


def _seen_at(life: Life, number: int | None) -> datetime | None:
    """When a version was first read, where the period's own changes know it."""
    for change in life.changes:
        for version in (change.version, change.previous):
            if version is not None and version.number == number:
                return version.seen_at
    return None
