"""decide(history, observation, now): the life of a page, each step of it told once, at its transition."""

from datetime import datetime, timedelta

from storage.diff import compare, edits
from storage.fold import fingerprint
from storage.records import Document, History, Hunk, Observation, Verdict, Version
from storage.significance import weigh
from storage.vocabulary import Kind, Outcome

CONFIRMATIONS = 3
"""How often a page must be found absent, without being seen in between, before it counts as withdrawn."""

CONFIRMED_OVER = timedelta(hours=24)
"""How far apart the first and the last of these must lie."""

_STILL_THERE = (Outcome.UNCHANGED, Outcome.NOT_MODIFIED)


def decide(history: History, observation: Observation, now: datetime) -> Verdict:
    """What `observation` means for a page with `history`; `now` bounds the time it claims to be from.

    The verdict's `document` is set where a version is to be stored, that is for `baseline`, `new`,
    `edited`, `reverted`, `moved` and for a page that was `restored` with another text; a `withdrawn` or
    identically `restored` page goes on with its latest version. Only an article and an absence (404 and
    410 alike) say something of the page; so do `not_modified` and `unchanged`, which show the latest
    version in its place. Every other outcome leaves everything as it was.
    """
    seen_at = min(observation.page.fetched_at, now)
    if stale := _stale(history, seen_at):
        return _nothing(history, observation, stale)
    if observation.outcome is Outcome.ARTICLE:
        if observation.document is None:
            raise ValueError(f"an article without its document: {observation.page.address}")
        return _seen(history, observation, observation.document)
    if observation.outcome in _STILL_THERE and history.latest is not None:
        return _identical(history, history.latest, observation.outcome)
    if observation.outcome is Outcome.GONE:
        return _absent(history, observation, seen_at)
    return _nothing(history, observation, observation.reason or f"no article: {observation.outcome}")


def _stale(history: History, seen_at: datetime) -> str:
    """Why an observation from `seen_at` comes too late to say anything, if it does."""
    if history.latest is not None and seen_at < history.latest.seen_at:
        return f"older than version {history.latest.number}: says nothing new"
    if history.absences and seen_at < history.absences[-1]:
        return "older than the latest confirmation of the page's absence: says nothing new"
    return ""


def _nothing(history: History, observation: Observation, reason: str) -> Verdict:
    return Verdict(outcome=observation.outcome, reason=reason, absences=history.absences)


def _identical(history: History, latest: Version, outcome: Outcome) -> Verdict:
    """The latest version is in its place."""
    if history.withdrawn:
        return Verdict(
            outcome=outcome,
            kind=Kind.RESTORED,
            reason=f"back, with the words of version {latest.number}",
            fingerprint=latest.fingerprint,
        )
    unchanged = Outcome.UNCHANGED if outcome is Outcome.ARTICLE else outcome
    return Verdict(
        outcome=unchanged, reason=f"the words of version {latest.number}", fingerprint=latest.fingerprint
    )


def _seen(history: History, observation: Observation, document: Document) -> Verdict:
    latest, mark = history.latest, fingerprint(document)
    if latest is None:
        first = history.first_sight_is_baseline
        return Verdict(
            outcome=observation.outcome,
            kind=Kind.BASELINE if first else Kind.NEW,
            reason="first sight: what later ones are compared with" if first else "first sight",
            document=document,
            fingerprint=mark,
        )
    hunks = compare(latest.document, document)
    if not edits(hunks):
        if _has_moved(latest.document, document) and not history.withdrawn:
            return Verdict(
                outcome=observation.outcome,
                kind=Kind.MOVED,
                reason=f"the words of version {latest.number} at another address than {latest.document.address}",
                document=document,
                fingerprint=mark,
            )
        return _identical(history, latest, observation.outcome)
    return _edited(history, latest, observation, document, hunks)


def _edited(
    history: History, latest: Version, observation: Observation, document: Document, hunks: tuple[Hunk, ...]
) -> Verdict:
    """The page has other words than the latest version, or another date."""
    mark = fingerprint(document)
    significance = weigh(latest.document, document, hunks)
    touched = ", ".join(touch.replace("_", " ") for touch in significance.touched) or "repetition"
    # A change of date alone leaves the fingerprint as it is, and puts nothing back.
    number = history.earlier.get(mark) if mark != latest.fingerprint else None
    if history.withdrawn:
        kind, reason = Kind.RESTORED, f"back, but not with the words of version {latest.number}: {touched}"
    elif number is not None:
        kind, reason = (
            Kind.REVERTED,
            f"the words of version {number} again, no longer those of {latest.number}",
        )
    else:
        kind, reason = Kind.EDITED, f"not the words of version {latest.number}: {touched}"
    return Verdict(
        outcome=observation.outcome,
        kind=kind,
        reason=reason,
        document=document,
        fingerprint=mark,
        hunks=hunks,
        significance=significance,
        same_as=number,
    )


def _has_moved(latest: Document, document: Document) -> bool:
    """Whether the page has another address for good: not an alias, and not a first address after none."""
    old, new = latest.address, document.address
    known = (
        old.startswith(("http://", "https://")) and old not in document.aliases and new not in latest.aliases
    )
    return known and old != new


def _absent(history: History, observation: Observation, seen_at: datetime) -> Verdict:
    status = observation.page.status
    if history.latest is None:
        return _nothing(history, observation, f"never seen here ({status})")
    if history.withdrawn:
        return _nothing(history, observation, f"still withdrawn ({status})")
    if not history.source_healthy:
        return _nothing(
            history, observation, f"absent ({status}) while the source fails elsewhere: not counted"
        )
    absences = (*history.absences, seen_at)
    enough = len(absences) >= CONFIRMATIONS and absences[-1] - absences[0] >= CONFIRMED_OVER
    readings = "1 reading" if len(absences) == 1 else f"{len(absences)} readings in a row"
    return Verdict(
        outcome=observation.outcome,
        kind=Kind.WITHDRAWN if enough else None,
        reason=f"absent ({status}) at {readings} since {absences[0]:%Y-%m-%d %H:%M} UTC",
        fingerprint=history.latest.fingerprint,
        absences=absences,
    )
