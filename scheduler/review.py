"""The values that a digest is made of: facts only; their words are in `phrases`, their look in `templates/`.

Texts of sources are clean (see `typography.clean`), links are safe (see `links.link`), times are UTC.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Generic, TypeVar

from scheduler.reach import Coverage
from storage.records import Document, Hunk, Significance, Stamp
from storage.significance import swaps
from storage.vocabulary import Band, Touched

REGULATION = "regulation"
"""The key of the theme that holds what a regulator publishes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicName:
    """A topic as readers see it: `icc`, « ICC », « Industries culturelles et créatives »."""

    key: str
    short: str
    name: str


TOPICS = (
    TopicName(key="icc", short="ICC", name="Industries culturelles et créatives"),
    TopicName(key="ia", short="IA", name="Intelligence artificielle"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead:
    """What stays the same from one digest of a profile to the next.

    `contact` is a mail address or empty; `extract_length` counts characters, 0 leaves extracts out;
    `mailed` says that there is something to unsubscribe from; `replica` that the sites were a local copy
    of invented articles; `rhythm` is the usual length of a period, a longer one is told as a catch-up.
    """

    organisation: str = ""
    service: str = ""
    topics: tuple[TopicName, ...] = TOPICS
    contact: str = ""
    extract_length: int = 360
    mailed: bool = False
    replica: bool = False
    zone: str = "Africa/Casablanca"
    rhythm: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A run of quoted text; `marked` where it is a term that matched."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """The sentence that made a document match; `block` is its paragraph, counted from 1."""

    segments: tuple[Segment, ...]
    block: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Something else that an item points to; `link` is empty where its address may not be linked."""

    label: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprint(Reference):
    """A copy of an article: its title where it has another one, and the figures that it gives otherwise, as
    (the article's, its own)."""

    title: str = ""
    figures: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag(Reference):
    """Another copy of an edited article that still has the old title, or old figures; `origin` where it is the
    article that the edited one was copied from."""

    origin: bool
    title: bool
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What every entry of a digest says of its document; `aggregator` is the title of the site it was read
    on where that is not the outlet's own."""

    anchor: str
    source: str
    outlet: str
    aggregator: str
    title: str
    link: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Piece):
    """An article. `topics` are the keys of the topics it is about in its band; `clause` is a short sentence with
    a term and a figure, for « À retenir »; `notes` are the extraction's; `brief` asks for its title alone."""

    topics: tuple[str, ...]
    band: Band
    score: float
    published: Stamp | None
    seen_at: datetime
    section: str = ""
    authors: tuple[str, ...] = ()
    extract: tuple[Segment, ...] = ()
    passage: Passage | None = None
    clause: str = ""
    in_title: bool = False
    attachments: tuple[Reference, ...] = ()
    copies: tuple[Reprint, ...] = ()
    more_copies: int = 0
    agency: str = ""
    regulator: bool = False
    notes: tuple[str, ...] = ()
    older: bool = False
    edited_at: datetime | None = None
    edit_anchor: str = ""
    withdrawn_at: datetime | None = None
    brief: bool = False


Entry = TypeVar("Entry", bound=Piece)


class EditState(StrEnum):
    EDITED = "edited"
    REVERTED = "reverted"
    CANCELLED = "cancelled"  # edited and put back within the period


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit(Piece):
    """What became of a text in the period: `old` and `new` are its first and last state, `hunks` the way
    from one to the other without what is equal, `times` how many edits that took."""

    state: EditState
    topics: tuple[str, ...]
    version: int
    seen_at: datetime
    previous_seen_at: datetime
    old: Document
    new: Document
    hunks: tuple[Hunk, ...]
    significance: Significance
    times: int = 1
    same_as: int | None = None
    same_as_seen_at: datetime | None = None
    lags: tuple[Lag, ...] = ()
    followers: tuple[Reference, ...] = ()
    brief: bool = False

    @property
    def swaps_figure(self) -> bool:
        """Whether a figure took another's place, which is graver than one that came or went with its words."""
        return any(old and new for hunk in self.hunks for old, new in swaps(hunk, Touched.FIGURE))


class FateState(StrEnum):
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    BACK = "back"  # withdrawn and restored within the period


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate(Piece):
    """A page that went away or came back. `absences` are the readings that did not find it."""

    state: FateState
    topics: tuple[str, ...]
    at: datetime
    withdrawn_at: datetime | None
    last_read_at: datetime
    absences: tuple[datetime, ...] = ()
    edited: bool = False
    edit_anchor: str = ""
    online: tuple[Reference, ...] = ()
    origin_online: bool = False
    brief: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequel(Piece):
    """A copy, read at `seen_at`, of an article that was read before, as `of` at `of_seen_at`; `origin` where it
    is the article itself and the other one its copy."""

    topics: tuple[str, ...]
    seen_at: datetime
    of: str
    of_seen_at: datetime
    origin: bool
    departures: Reprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Generic[Entry]):
    """A heading and what stands under it; `total` counts what was there before anything was left out."""

    key: str
    entries: tuple[Entry, ...]
    total: int


class Lead(StrEnum):
    """Why a line stands under « À retenir », the strongest first."""

    FIGURE = "figure"
    NEGATION = "negation"
    REGULATOR = "regulator"
    BOTH_TOPICS = "both_topics"
    WITHDRAWAL = "withdrawal"
    CENTRAL = "central"


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """One line of « À retenir »: what it is about and the entry it leads to."""

    lead: Lead
    entry: Item | Edit | Fate


@dataclass(frozen=True, slots=True, kw_only=True)
class Charts:
    """Counts of items and mentions, by outlet and by day of first reading."""

    outlets: tuple[tuple[str, int], ...] = ()
    days: tuple[tuple[date, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A review of the period [since, until). `shown` are the numbers of the changes it tells."""

    masthead: Masthead
    number: int
    since: datetime
    until: datetime
    written_at: datetime
    coverage: Coverage
    first: bool = False
    highlights: tuple[Highlight, ...] = ()
    inventory: Section[Item] | None = None
    themes: tuple[Section[Item], ...] = ()
    mentions: Section[Item] | None = None
    sequels: Section[Sequel] | None = None
    edits: Section[Edit] | None = None
    fates: Section[Fate] | None = None
    checks: Section[Item] | None = None
    charts: Charts = Charts()
    shown: frozenset[int] = frozenset()

    @property
    def articles(self) -> int:
        """How many articles are told as news in full, or would be if there were room."""
        return sum(theme.total for theme in self.themes)

    @property
    def empty(self) -> bool:
        sections = (
            self.inventory,
            self.themes,
            self.mentions,
            self.sequels,
            self.edits,
            self.fates,
            self.checks,
        )
        return not any(sections)
