"""The ledger of a run: every address asked for, the one outcome it ended with, and what that makes of the run."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from storage.vocabulary import Outcome, RunState


class Role(Enum):
    """Why an address was asked for."""

    ROBOTS = "robots"
    CHANNEL = "channel"
    PAGE = "page"


@dataclass(slots=True)
class Entry:
    """One address; `outcome` is None while its request is under way, `written` says the store has it."""

    address: str
    role: Role
    outcome: Outcome | None = None
    reason: str = ""
    written: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a run was worth; `healthy` says whether a page missing in it may count as missing."""

    state: RunState
    reason: str = ""
    healthy: bool = False


# The site was there and said something, if not what was hoped for: no sign of trouble on the way to it.
_ANSWERS = {
    Role.CHANNEL: {Outcome.GONE, Outcome.EMPTY, Outcome.EXTRACT_FAILED, Outcome.SCRIPT_SHELL},
    Role.PAGE: {Outcome.GONE, Outcome.PAYWALL},
}
# The site itself is out of reach: asking it for more would only take long to say so.
_OUT_OF_REACH = {
    *(Outcome.DNS_ERROR, Outcome.TLS_ERROR, Outcome.NETWORK_ERROR, Outcome.TIMEOUT, Outcome.SERVER_ERROR),
    *(Outcome.RATE_LIMITED, Outcome.BOT_WALL, Outcome.MAINTENANCE),
}
FEW_GONE = 3
FEW_FAILED = 2
SHARE_GONE = 0.3
SHARE_FAILED = 0.2


class Ledger:
    """In memory for one run; the store gets its rows from it."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self._ended: Counter[Role] = Counter()
        self._asked: Counter[Role] = Counter()

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def ask(self, address: str, role: Role) -> bool:
        """Note that `address` is being asked for; False if it was already, and need not be again."""
        if address in self._entries:
            return False
        self._entries[address] = Entry(address, role)
        self._asked[role] += 1
        return True

    def end(self, address: str, outcome: Outcome, reason: str = "", *, written: bool = False) -> Role:
        """Note how it ended, and say what it was asked for. The first end counts: a second one can only be
        an echo of it. `written` says that the store has the row already."""
        entry = self._entries[address]
        if entry.outcome is None:
            entry.outcome, entry.reason, entry.written = outcome, reason, written
            self._ended[entry.role] += 1
        return entry.role

    def close(self, reason: str) -> None:
        """End what is still open: it was not reached any more."""
        for entry in self:
            if entry.outcome is None:
                self.end(entry.address, Outcome.BUDGET, reason)

    def count(self, role: Role) -> tuple[int, int]:
        """How many addresses of a role have ended, and how many were asked for."""
        return self._ended[role], self._asked[role]

    @property
    def out_of_reach(self) -> bool:
        """Whether every channel asked so far failed for a reason that holds for the whole site."""
        channels = [entry.outcome for entry in self if entry.role is Role.CHANNEL]
        return bool(channels) and all(outcome in _OUT_OF_REACH for outcome in channels)

    def judge(self, site: str, *, cut: str = "") -> Judgement:
        """What a run that read `site` was worth; `cut` says what ended it early. The ledger is closed."""
        channels = [entry for entry in self if entry.role is Role.CHANNEL]
        pages = [entry for entry in self if entry.role is Role.PAGE]
        read = [entry for entry in (*channels, *pages) if entry.outcome and entry.outcome.read]
        failure = self._failure(channels, pages, cut)
        if not read and (channels or failure):
            return Judgement(state=RunState.FAILED, reason=_unread(site, [*channels, *pages], cut))
        if failure:
            return Judgement(state=RunState.PARTIAL, reason=failure)
        gone = sum(entry.outcome is Outcome.GONE for entry in pages)
        # Many pages missing at once are a site in trouble, however well it answers.
        healthy = gone <= max(FEW_GONE, SHARE_GONE * len(pages))
        return Judgement(state=RunState.COMPLETE, healthy=healthy)

    @staticmethod
    def _failure(channels: list[Entry], pages: list[Entry], cut: str) -> str:
        """What kept the run from being complete, as a sentence, or nothing."""
        if cut:
            return cut
        broken = [entry for entry in channels if not _answered(entry)]
        if broken:
            first = broken[0]
            return f"{len(broken)} of {len(channels)} channels not read: {first.address}: {first.reason}"
        if channels and not any(entry.outcome is Outcome.LISTING for entry in channels):
            return "no channel held a link to an article: was the site rebuilt?"
        failed = [entry for entry in pages if not _answered(entry)]
        if len(failed) > max(FEW_FAILED, SHARE_FAILED * len(pages)) or (len(failed) == len(pages) == 1):
            return f"{len(failed)} of {len(pages)} pages not read ({_named(failed)})"
        return ""


def _answered(entry: Entry) -> bool:
    return entry.outcome is not None and (entry.outcome.read or entry.outcome in _ANSWERS[entry.role])


def _named(entries: list[Entry]) -> str:
    counts = Counter(entry.outcome for entry in entries if entry.outcome)
    return ", ".join(f"{outcome} {number}" for outcome, number in counts.most_common())


def _unread(site: str, entries: list[Entry], cut: str) -> str:
    """Why nothing of `site` could be read."""
    reasons = Counter(entry.reason for entry in entries if not _answered(entry))
    if reasons:
        return f"{site} could not be read: {reasons.most_common(1)[0][0]}"
    return f"{site} could not be read: {cut or 'no channel held a link to an article: was the site rebuilt?'}"
