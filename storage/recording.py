"""Recording: what looks at addresses showed, written in one transaction and once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from storage.archive import Archive
from storage.bodies import keep_body, likes, note_samples
from storage.checks import CONFIRMING
from storage.connect import Database
from storage.documents import found, known_under, latest, located, see_source
from storage.erasures import is_erased
from storage.gathering import Gathered
from storage.joining import take_in
from storage.look import Look, change_row, first_row, later_row, told, version_row
from storage.records import Change, Observation, Run, Verdict, Version
from storage.revisits import keep_validator
from storage.schema import AnyRow

Keyed = tuple[int, Version]
"""A version with its key."""

Seen = tuple[Observation, Verdict, str]
"""An observation, what was decided of it, and which rules made its document."""


class Recording:
    """The store's part that writes observations down."""

    database: Database
    archive: Archive

    def record(self, run: Run, observation: Observation, verdict: Verdict, extractor: str) -> Change | None:
        """Write down one observation and its verdict, as `record_all` does; the change that was written, if any."""
        return self.record_all(run, [(observation, verdict, extractor)])[0]

    def record_all(self, run: Run, seen: Sequence[Seen]) -> tuple[Change | None, ...]:
        """Write down observations and their verdicts: the bodies first, then everything in one transaction.

        For each the change that was written, if any. What is already there is not written again: the same
        observation recorded twice is recorded once, and a verdict that another process has overtaken is
        not written either (the next look decides anew). Nor is a capture older than the last version, nor
        anything of an erased document.
        """
        kept, samples = self._bodies(seen)
        looks = [
            Look(run=run, observation=observation, verdict=verdict, extractor=extractor, body=body)
            for (observation, verdict, extractor), body in zip(seen, kept, strict=True)
        ]
        with self.database.write() as connection:
            names = {name for look in looks for name in (look.observation.page.requested, *look.names)}
            gathered = Gathered(connection, known_under(connection, names), len(looks))
            for source in {look.observation.page.source: look.at for look in reversed(looks)}.items():
                see_source(connection, *source)
            changes = tuple(_taken_down(gathered, look) for look in looks)
            gathered.write()
            note_samples(connection, samples)
            for look in looks:
                if look.live:
                    address = gathered.address(look.observation.page.requested)
                    keep_validator(connection, address, look.observation.page, look.verdict.outcome)
            for key, document, at in gathered.texts:
                take_in(connection, key, document, at)
            return changes

    def _bodies(self, seen: Sequence[Seen]) -> tuple[list[str | None], Mapping[str, str]]:
        """The bodies kept, by name, None where there is none to keep; and the sample pages of their sources."""
        pages = [each.page if verdict.document and each.page.body else None for each, verdict, _ in seen]
        if not any(pages):
            return [None] * len(pages), {}
        with self.database.read() as connection:
            like = likes(connection, filter(None, pages))
        return [None if page is None else keep_body(self.archive, page, like) for page in pages], like.samples


def _taken_down(gathered: Gathered, look: Look) -> Change | None:
    page, document, verdict = look.observation.page, look.observation.document, look.verdict
    gathered.settle((page.requested, *look.names), document)
    outcome = {
        "run": look.run.number,
        "address": gathered.address(page.requested),
        "outcome": verdict.outcome,
        "reason": verdict.reason or look.observation.reason,
        "at": look.at,
    }
    gathered.note("outcomes", outcome)
    connection, known = gathered.connection, gathered.known
    if document is None:
        row = located(connection, page.requested, known)
    else:
        row = found(connection, page.source, document, known, captured=gathered.captured)
    plain = verdict.kind is None and verdict.document is None and look.live
    before = None if row is None or plain else latest(connection, row)
    if look.says_nothing_new(row, before[1] if before else None):
        return None
    if row is not None and is_erased(connection, row.id):
        return None
    if row is not None and verdict.outcome in CONFIRMING:
        gathered.note("checks", {"document": row.id, "at": look.at})
    return _taken_in(gathered, look, row, before)


def _taken_in(gathered: Gathered, look: Look, row: AnyRow | None, before: Keyed | None) -> Change | None:
    """Bring the document, its versions and changes up to what was seen; `before` is its last version."""
    if row is None:
        values = first_row(look)
        key = gathered.add("documents", values)
    else:
        values, key = later_row(row, look), row.id
    for name in look.names:
        gathered.address(name, key)
    after = before
    if look.keeps_a_version(before[1] if before else None):
        version = look.version(before[1].number + 1 if before else 1)
        after = gathered.add("versions", version_row(look, version, key)), version
        gathered.texts.append((key, version.document, look.at))
        values["latest"] = version.number
    if row is not None:
        gathered.change(key, values)
    if look.verdict.kind is None or after is None:
        return None
    previous = before if after is not before else None
    change = told(values, row, look, after[1], previous[1] if previous else None)
    keys = (key, after[0], previous[0] if previous else None)
    number = gathered.add("changes", change_row(change, look.run.number, *keys))
    return replace(change, number=number)
