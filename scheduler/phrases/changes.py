"""What a digest says around a change: which version, what became of a page, the lines of « À retenir »."""

from datetime import datetime

from scheduler.passages import Passage
from scheduler.phrases.items import topics
from scheduler.review import Edit, EditState, Fate, FateState, Highlight, Item, Lead, Masthead
from scheduler.typography import Clock, clean, french, in_letters, number, quoted, shortened
from scheduler.wording import lines
from storage.significance import swaps
from storage.vocabulary import Part, Touched

LEADS = {
    Lead.FIGURE: "Chiffre modifié",
    Lead.NEGATION: "Sens inversé",
    Lead.REGULATOR: "Régulateur",
    Lead.WITHDRAWAL: "Retrait",
    Lead.CENTRAL: "Sujet central",
}
FATES = {FateState.WITHDRAWN: "retiré", FateState.RESTORED: "rétabli", FateState.BACK: "retiré puis rétabli"}
TOUCHED = {Lead.FIGURE: Touched.FIGURE, Lead.NEGATION: Touched.NEGATION}
MOST_LINES = 6
QUOTE = 200
"""How many characters « À retenir » quotes at most."""


def version(edit: Edit, clock: Clock) -> str:
    """« version 2, lue le vendredi 4 juillet à 18 h 10 »; on an aggregator « lue sur Maghress le … »."""
    where = f"sur {edit.aggregator} " if edit.aggregator else ""
    return french(f"version {edit.version}, lue {where}le {clock.moment(edit.seen_at)}")


def became(fate: Fate) -> str:
    """« retiré », or « retiré de Maghress » where the outlet's own page is another one."""
    state = FATES[fate.state]
    return (
        f"{state} {'de' if fate.state is FateState.WITHDRAWN else 'sur'} {fate.aggregator}"
        if fate.aggregator
        else state
    )


def course(edit: Edit, clock: Clock) -> tuple[str, str] | None:
    """What is to be known before the change itself: put back, or several edits at once."""
    if edit.state is EditState.CANCELLED:
        return (
            "Modifié puis remis en l’état",
            french(f" : le texte est de nouveau celui lu le {clock.moment(edit.previous_seen_at)}."),
        )
    if edit.state is EditState.REVERTED:
        before = f"de la version {edit.same_as}" if edit.same_as else "d’avant"
        if edit.same_as_seen_at is not None:
            before = f"lu le {clock.moment(edit.same_as_seen_at)}"
        return "Remis en l’état", french(f" : le texte est de nouveau celui {before}.")
    if edit.times > 1:
        return (
            f"Modifié {in_letters(edit.times)} fois",
            french(" ; différence entre la première et la dernière version."),
        )
    return None


def told(edit: Edit, clock: Clock) -> tuple[tuple[str, str], ...]:
    """What an edit did, line by line: a lead word and the rest of its line."""
    before = course(edit, clock)
    return (*([before] if before else []), *lines(edit.old, edit.new, edit.hunks)[:MOST_LINES])


def place(passage: Passage) -> str:
    """Where a changed passage stands."""
    return "Titre" if passage.part is Part.TITLE else f"Paragraphe {number(passage.place)}"


def previous(edit: Edit, clock: Clock) -> str:
    """Where the text before is kept."""
    return french(f"Version précédente lue le {clock.moment(edit.previous_seen_at)}, conservée.")


def fate(fate: Fate, clock: Clock) -> str:
    """What became of a page, and what is kept of it."""
    if fate.state is FateState.WITHDRAWN:
        return french(
            f"{_not_found(fate, clock)} Dernière version lue le {clock.moment(fate.last_read_at)}, conservée."
        )
    absent = fate.absences[0] if fate.absences else fate.withdrawn_at
    away = f", après {_away(absent, fate, clock)} d’absence" if absent else ""
    text = "Texte modifié." if fate.edited else "Texte identique à la dernière version lue."
    return french(f"De nouveau en ligne le {clock.moment(fate.at)}{away}. {text}")


def _not_found(fate: Fate, clock: Clock) -> str:
    if not fate.absences:
        return f"Page introuvable, constaté le {clock.moment(fate.at)}."
    readings = f"{in_letters(len(fate.absences))} lectures de suite"
    if len(fate.absences) == 1:
        readings = "une lecture"
    return f"Page introuvable à {readings}, {clock.span(fate.absences[0], fate.absences[-1])}."


def _away(absent: datetime, fate: Fate, clock: Clock) -> str:
    days = (clock.date_of(fate.at) - clock.date_of(absent)).days
    if days < 1:
        return "moins d’un jour"
    return "un jour" if days == 1 else f"{in_letters(days)} jours"


def lead(highlight: Highlight, masthead: Masthead) -> str:
    """The word that a line of « À retenir » opens with."""
    entry = highlight.entry
    if highlight.lead is Lead.BOTH_TOPICS or (highlight.lead is Lead.CENTRAL and entry.topics):
        return topics(entry.topics, masthead)
    return LEADS[highlight.lead]


def highlight(highlight: Highlight, clock: Clock) -> str:
    """The rest of that line: outlet, day, and the source's own words."""
    entry = highlight.entry
    if isinstance(entry, Item):
        when = clock.day(entry.published.day) if entry.published else f"lu le {clock.day(entry.seen_at)}"
        return french(f"{entry.outlet}, {when} : {quoted(entry.clause or entry.title)}.")
    title = quoted(shortened(entry.title, QUOTE))
    outlet = f"{entry.outlet} (lu sur {entry.aggregator})" if entry.aggregator else entry.outlet
    if isinstance(entry, Fate):
        return french(f"{outlet}, {clock.day(entry.at)} : {title} n’est plus en ligne.")
    return french(
        f"{outlet}, {clock.day(entry.seen_at)} : {_swap(entry, TOUCHED[highlight.lead])} dans l’article {title}."
    )


def _swap(edit: Edit, touched: Touched) -> str:
    """« 240.000 » devient « 140.000 »: the first of the figures, or the negation, that an edit exchanged."""
    pairs = next(filter(None, (swaps(hunk, touched) for hunk in edit.hunks)), (("", ""),))
    if touched is Touched.FIGURE:
        pairs = tuple(pair for hunk in edit.hunks for pair in swaps(hunk, touched) if all(pair))[:1]
    old, new = ("… ".join(clean(word) for word in side if word) for side in zip(*pairs, strict=True))
    if old and new:
        return f"{quoted(old)} devient {quoted(new)}"
    return f"{quoted(new)} ajouté" if new else f"{quoted(old)} supprimé"
