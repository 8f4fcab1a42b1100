"""What stands under « À retenir »: a few lines, the strongest first, no document twice."""

from collections.abc import Iterator, Sequence

from scheduler.review import Edit, EditState, Fate, FateState, Highlight, Item, Lead
from storage.vocabulary import Band, Touched

MOST, USUAL = 5, 3
ALIKE = {Lead.FIGURE: 2, Lead.REGULATOR: 2, Lead.CENTRAL: USUAL}
"""How many lines a lead may give; one that is not here gives one."""


def highlights(items: Sequence[Item], edits: Sequence[Edit], fates: Sequence[Fate]) -> tuple[Highlight, ...]:
    """At most five lines; articles of no special weight only up to three."""
    chosen: list[Highlight] = []
    told: set[str] = set()
    for highlight in _candidates(items, edits, fates):
        document = highlight.entry.anchor[1:]
        alike = sum(other.lead is highlight.lead for other in chosen)
        most = USUAL if highlight.lead is Lead.CENTRAL else MOST
        if len(chosen) < most and alike < ALIKE.get(highlight.lead, 1) and document not in told:
            chosen.append(highlight)
            told.add(document)
    return tuple(chosen)


def _candidates(items: Sequence[Item], edits: Sequence[Edit], fates: Sequence[Fate]) -> Iterator[Highlight]:
    """Every line there could be, the strongest first."""
    edited = [edit for edit in edits if edit.state is EditState.EDITED]
    for edit in edited:
        if edit.swaps_figure:
            yield Highlight(lead=Lead.FIGURE, entry=edit)
    for edit in edited:
        if Touched.NEGATION in edit.significance.touched:
            yield Highlight(lead=Lead.NEGATION, entry=edit)
    for item in items:
        if item.regulator:
            yield Highlight(lead=Lead.REGULATOR, entry=item)
    for item in sorted(items, key=lambda each: -each.score):
        if len(item.topics) > 1:
            yield Highlight(lead=Lead.BOTH_TOPICS, entry=item)
    for fate in fates:
        if fate.state is FateState.WITHDRAWN:
            yield Highlight(lead=Lead.WITHDRAWAL, entry=fate)
    for item in sorted(items, key=lambda each: -each.score):
        if item.band is Band.CENTRAL:
            yield Highlight(lead=Lead.CENTRAL, entry=item)
