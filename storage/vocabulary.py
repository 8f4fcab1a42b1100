"""The public values: the words that mean the same in code, store, JSON and docs. Adding one is a decision."""

from enum import StrEnum


class Outcome(StrEnum):
    """How the request of one address ended. Every requested address has exactly one."""

    ARTICLE = "article"
    UNCHANGED = "unchanged"
    NOT_MODIFIED = "not_modified"
    LISTING = "listing"
    ATTACHMENT = "attachment"
    GONE = "gone"
    SOFT_404 = "soft_404"
    REDIRECTED_HOME = "redirected_home"
    PAYWALL = "paywall"
    CONSENT_WALL = "consent_wall"
    LOGIN_WALL = "login_wall"
    BOT_WALL = "bot_wall"
    SCRIPT_SHELL = "script_shell"
    MAINTENANCE = "maintenance"
    TRUNCATED = "truncated"
    EMPTY = "empty"
    SUSPECT_DECODING = "suspect_decoding"
    EXTRACT_FAILED = "extract_failed"
    EXTRACT_TIMEOUT = "extract_timeout"
    TOO_LARGE = "too_large"
    TIMEOUT = "timeout"
    REDIRECT_LOOP = "redirect_loop"
    REFUSED_ADDRESS = "refused_address"
    ROBOTS_DENIED = "robots_denied"
    RATE_LIMITED = "rate_limited"
    FORBIDDEN = "forbidden"
    SERVER_ERROR = "server_error"
    TLS_ERROR = "tls_error"
    DNS_ERROR = "dns_error"
    NETWORK_ERROR = "network_error"
    BUDGET = "budget"

    @property
    def read(self) -> bool:
        """Whether the address gave what was asked of it."""
        return self in _READ


_READ = frozenset(
    {Outcome.ARTICLE, Outcome.UNCHANGED, Outcome.NOT_MODIFIED, Outcome.LISTING, Outcome.ATTACHMENT}
)


class Kind(StrEnum):
    """A step in the life of a page, told once, at its transition."""

    BASELINE = "baseline"
    NEW = "new"
    EDITED = "edited"
    REVERTED = "reverted"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    MOVED = "moved"


class RunState(StrEnum):
    COMPLETE = "complete"
    PARTIAL = "partial"
    FAILED = "failed"


class DeliveryState(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    MAYBE_SENT = "maybe_sent"
    FAILED = "failed"


class Band(StrEnum):
    """How much a document is about a topic."""

    CENTRAL = "central"
    SECONDARY = "secondary"
    MENTION = "mention"
    CHECK = "check"


class Op(StrEnum):
    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"
    REPLACE = "replace"
    MOVE = "move"
    SPLIT = "split"
    MERGE = "merge"


class Part(StrEnum):
    TITLE = "title"
    BLOCK = "block"
    DATE = "date"
    ATTACHMENT = "attachment"


class Touched(StrEnum):
    """What an edit laid hands on, the gravest first."""

    FIGURE = "figure"
    NEGATION = "negation"
    HEADLINE = "headline"
    QUOTATION = "quotation"
    NAME = "name"
    DATE = "date"
    CORRECTION_NOTE = "correction_note"
    ADDED_PARAGRAPH = "added_paragraph"
    CUT_PARAGRAPH = "cut_paragraph"
    MOVED_PARAGRAPH = "moved_paragraph"
    ATTACHMENT = "attachment"
    WORDING = "wording"
    TYPO = "typo"
