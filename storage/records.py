"""The frozen values that every package speaks: what was fetched, read, kept, changed and told.

All times are aware and in UTC; a day without a time is a `date`, never a midnight.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from storage.seal import Seal
from storage.vocabulary import Kind, Op, Outcome, Part, RunState, Touched


def utc(moment: datetime) -> datetime:
    """`moment` in UTC; a naive one is a programming error."""
    if moment.tzinfo is None:
        raise ValueError(f"a time without its zone: {moment.isoformat()}")
    return moment.astimezone(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoding:
    """Which charset a body was read in, and who said so: `bom`, `header`, `meta`, `default`.

    `replaced` counts the U+FFFD that reading put in.
    """

    charset: str
    said_by: str
    replaced: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer of a site, as received.

    `requested` is the address asked for, `address` the one that answered after redirects; `headers`
    have lower-case names; `body` is what arrived after decompression, `text` what `decoding` made of it.
    """

    source: str
    requested: str
    address: str
    fetched_at: datetime
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    text: str = ""
    decoding: Decoding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A date as a page gives it: a day, the minute where it has one, and where it was read.

    `read_from` is one of `json-ld`, `meta`, `visible`, `feed`, `manifest`. The order of two stamps is
    that of their days, then of their times.
    """

    day: date
    time: datetime | None = None
    read_from: str = "visible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that an article hands out: its canonical address and the text of its link."""

    address: str
    label: str = ""


TITLE_OF_ADDRESS = "title_of_address"
"""The note of a document whose text has no title of its own; what stands in its place compares with nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What people read on a page: the article alone, as text.

    `address` is canonical; `aliases` are other addresses of the same document, canonical too. `identity`
    is the site's own name for it where it has one (`lopinion:a32336`). `outlet` is whose article it is,
    which on an aggregator is not the site. `blocks` are paragraphs and subheads in order, without
    markup. `language` is a BCP 47 tag. `origin` is the address an aggregator names as its source.
    """

    address: str
    title: str
    blocks: tuple[str, ...]
    outlet: str = ""
    aliases: tuple[str, ...] = ()
    identity: str | None = None
    published: Stamp | None = None
    updated: Stamp | None = None
    authors: tuple[str, ...] = ()
    section: str = ""
    language: str = ""
    attachments: tuple[Attachment, ...] = ()
    origin: str = ""
    notes: tuple[
        str, ...
    ] = ()  # what the extraction did that a reader should know: `repeated`, TITLE_OF_ADDRESS


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What one look at an address showed. `document` is there for the outcome `article` only, and so is
    `seal`, where one could be made."""

    outcome: Outcome
    page: Page
    document: Document | None = None
    reason: str = ""
    seal: Seal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A document as it stood from `seen_at` on; numbers start at 1 and count per document.

    `fingerprint` is the SHA-256 (hex) of the folded document, `body_sha256` that of the raw body in the
    archive, `extractor` which rules made the document.
    """

    number: int
    seen_at: datetime
    document: Document
    fingerprint: str
    extractor: str
    body_sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A run of words: `op` is equal, insert, delete or replace; `old` and `new` its text in each side.

    The `old` of a hunk's spans joined give its old text exactly, and likewise `new`.
    """

    op: Op
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hunk:
    """One step from an old document to a new one; a list of them in order rebuilds both sides.

    Indexes count from 0 within the part and are None on the side that has nothing there. A `move` stands
    at its new place and names the old one in `old_index`; a `split` has its pieces in `pieces` (new
    side), a `merge` likewise (old side); the joined side has a line feed between them. Both, and a `move`,
    have spans where words changed as well. An `equal` with one index only is a block without words, or
    one of several whose words now lie in several others. `repeated` marks a block whose text stands
    elsewhere too.
    """

    op: Op
    part: Part
    old_index: int | None = None
    new_index: int | None = None
    old: str = ""
    new: str = ""
    spans: tuple[Span, ...] = ()
    pieces: tuple[str, ...] = ()
    repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Significance:
    """What an edit touched, gravest first, how much of the body (0 to 1), and a score for ordering only."""

    touched: tuple[Touched, ...] = ()
    share: float = 0.0
    score: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All that the deciding needs to know of a document when it is looked at again.

    `latest` is the last version, its document re-extracted by today's rules where they changed;
    `earlier` maps the fingerprints of older versions to their numbers. `absences` are the confirmations
    of absence since the last good sight; `withdrawn` says that a withdrawal was told and not taken
    back. `first_sight_is_baseline` holds for seeds, imports and a source's first run; `source_healthy`
    is false while other addresses of the source fail too.
    """

    latest: Version | None = None
    earlier: Mapping[str, int] = field(default_factory=dict)
    absences: tuple[datetime, ...] = ()
    withdrawn: bool = False
    first_sight_is_baseline: bool = False
    source_healthy: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What an observation means: the outcome to record, and the step in the page's life, if any.

    `document` is the version to store (None: nothing to store); `same_as` the number of the older version
    a reverted document equals; `absences` what is to be remembered of the page's absence.
    """

    outcome: Outcome
    kind: Kind | None = None
    reason: str = ""
    document: Document | None = None
    fingerprint: str = ""
    hunks: tuple[Hunk, ...] = ()
    significance: Significance = Significance()
    same_as: int | None = None
    absences: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A step in a document's life, as stored: told once to each reader, never altered.

    `number` is the store's own, ascending. `previous` is the version before, where there is one.
    """

    number: int
    source: str
    address: str
    kind: Kind
    at: datetime
    version: Version
    previous: Version | None = None
    hunks: tuple[Hunk, ...] = ()
    significance: Significance = Significance()
    reason: str = ""
    same_as: int | None = None
    absences: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One crawl of one source. `counts` are outcomes by name, `changes` kinds by name.

    `purpose` is `crawl`, `seeds`, `check` or `import`; `channels` counts what each way of discovery found;
    `idle_hints` are the source's hints that matched nothing on any page.
    """

    number: int
    source: str
    started_at: datetime
    finished_at: datetime | None = None
    state: RunState | None = None
    reason: str = ""
    first: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)
    changes: Mapping[str, int] = field(default_factory=dict)
    purpose: str = "crawl"
    channels: Mapping[str, int] = field(default_factory=dict)
    idle_hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A channel that named articles and names none any more, since the run that began at `since`;
    `answered` says that what it gave could be read."""

    channel: str
    since: datetime
    answered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How the watching of one source went in a period.

    `read` counts addresses that gave what was asked of them, `failures` the others by outcome, both over
    the period's runs; `failing_since` is the start of the first of the latest unbroken row of runs that
    failed, `reason` the latest of them's; `quiet_since` the last first sight of an article; `silent` the
    channels that fell silent, `idle_hints` the hints that matched nothing in the last crawl worth judging by.
    """

    source: str
    runs: int = 0
    read: int = 0
    failures: Mapping[str, int] = field(default_factory=dict)
    last_run: Run | None = None
    last_success_at: datetime | None = None
    failing_since: datetime | None = None
    reason: str = ""
    quiet_since: datetime | None = None
    silent: tuple[Silence, ...] = ()
    idle_hints: tuple[str, ...] = ()
