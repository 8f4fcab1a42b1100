"""What an edit did, in the French of a press officer: a lead word and the rest of its line."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple

from scheduler.typography import (
    clean,
    french,
    in_letters,
    inner,
    listed,
    number,
    ordinal,
    quoted,
    shortened,
    span,
)
from storage.records import Attachment, Document, Hunk, Span
from storage.significance import swaps, touches
from storage.vocabulary import Op, Part, Touched

SWAPS = 3
"""How many exchanged figures or names of an edit are named one by one."""

_QUOTE = 60
"""How many characters of a word or figure, or of a moved paragraph, are quoted at most."""


_NE = {"n’": "ne", "n'": "ne"}


class Line(NamedTuple):
    """« **lead** rest »; the rest begins with its blank or its colon."""

    lead: str
    rest: str


def lines(old: Document, new: Document, hunks: Sequence[Hunk]) -> tuple[Line, ...]:
    """One line for each thing that the hunks from `old` to `new` did, the gravest first; none for typography."""
    told = [hunk for hunk in hunks if hunk.op is not Op.EQUAL]
    blocks = [hunk for hunk in told if hunk.part is Part.BLOCK]
    found = chain(
        _swapped(told, Touched.FIGURE, "Chiffre"),
        _negated(told),
        _retitled(told, blocks),
        _swapped(told, Touched.NAME, "Nom"),
        _swapped([hunk for hunk in told if hunk.part is not Part.DATE], Touched.DATE, "Date"),
        _notes(blocks),
        _reworded(blocks, new),
        _added(blocks, new),
        _cut(blocks),
        _moved(blocks),
        _recut(blocks),
        _copies(blocks),
        _redated(told),
        _attached(told, old, new),
    )
    return tuple(Line(lead, french(rest)) for lead, rest in found)


def others(count: int) -> str:
    """« et 4 autres changements », or nothing."""
    if not count:
        return ""
    return "et un autre changement" if count == 1 else french(f"et {number(count)} autres changements")


def _quote(text: str) -> str:
    return quoted(shortened(clean(text), _QUOTE))


def _place(hunk: Hunk) -> str:
    """« au paragraphe 5 », « dans le titre »."""
    if hunk.part is Part.TITLE:
        return "dans le titre"
    index = hunk.old_index if hunk.new_index is None else hunk.new_index
    return f"au paragraphe {number((index or 0) + 1)}"


def _swapped(hunks: Iterable[Hunk], touched: Touched, noun: str) -> Iterator[Line]:
    # Of a title only an exchange is named: what came or went shows in the title itself.
    pairs = [
        (hunk, old, new)
        for hunk in hunks
        for old, new in swaps(hunk, touched)
        if hunk.part is not Part.TITLE or (old and new)
    ]
    agreed = "e" if touched is Touched.DATE else ""
    for hunk, old, new in pairs[:SWAPS]:
        if old and new:
            yield Line(f"{noun} modifié{agreed}", f" {_place(hunk)} : {_quote(old)} devient {_quote(new)}.")
        elif new:
            yield Line(f"{noun} ajouté{agreed}", f" {_place(hunk)} : {_quote(new)}.")
        else:
            yield Line(f"{noun} supprimé{agreed}", f" {_place(hunk)} : {_quote(old)}.")
    more = len(pairs) - SWAPS
    if more > 0:
        plural = "s" if more > 1 else ""
        yield Line(f"Et {number(more)} autre{plural}", f" {noun.lower()}{plural}.")


def _negated(hunks: Iterable[Hunk]) -> Iterator[Line]:
    for hunk in hunks:
        pairs = [[_NE.get(side, side) for side in pair] for pair in swaps(hunk, Touched.NEGATION)]
        lost, won = [
            "… ".join(clean(side) for side in sides if side) for sides in zip(*pairs, strict=True)
        ] or ["", ""]
        if lost and won:
            yield Line("Négation modifiée", f" {_place(hunk)} : {quoted(lost)} devient {quoted(won)}.")
        elif lost or won:
            yield Line(
                "Sens inversé", f" {_place(hunk)} : {quoted(lost or won)} {'ajouté' if won else 'supprimé'}."
            )


def _retitled(told: Iterable[Hunk], blocks: Sequence[Hunk]) -> Iterator[Line]:
    if any(hunk.part is Part.TITLE and hunk.op is Op.REPLACE for hunk in told):
        yield Line("Titre modifié", "." if blocks else " ; texte inchangé.")


def _notes(blocks: Iterable[Hunk]) -> Iterator[Line]:
    for hunk in blocks:
        if Touched.CORRECTION_NOTE in touches(hunk):
            added = " ajoutée" if hunk.op is Op.INSERT else ""
            yield Line("Note de correction", f"{added} {_place(hunk)}.")


def _reworded(blocks: Iterable[Hunk], new: Document) -> Iterator[Line]:
    """Wording that no line before has told: quotations, other words, typos."""
    quotations, texts, typos = [], [], []
    for hunk in blocks:
        touched = touches(hunk) if hunk.spans else frozenset()
        if Touched.QUOTATION in touched:
            quotations.append(hunk)
        elif Touched.WORDING in touched:
            texts.append(hunk)
        elif Touched.TYPO in touched:
            typos.append(hunk)
    for hunk in quotations[:SWAPS]:
        yield Line("Citation modifiée", f" {_place(hunk)}.")
    if texts := texts + quotations[SWAPS:]:
        yield Line("Texte modifié", f" : {_paragraphs(len(texts))} sur {number(len(new.blocks))}.")
    for hunk in typos[:1]:
        replaced = [each for each in hunk.spans if each.op is Op.REPLACE]
        if len(typos) > 1 or len(replaced) != 1:
            yield Line("Coquilles corrigées", f" : {_paragraphs(len(typos))}.")
        else:
            yield Line("Coquille corrigée", f" {_place(hunk)} : {_exchange(replaced[0])}.")


def _exchange(replaced: Span) -> str:
    return f"{_quote(replaced.old)} devient {_quote(replaced.new)}"


def _added(blocks: Iterable[Hunk], new: Document) -> Iterator[Line]:
    places = [hunk.new_index or 0 for hunk in blocks if hunk.op is Op.INSERT and not hunk.repeated]
    if not places:
        return
    where = ""
    if places[-1] - places[0] == len(places) - 1:
        where = ", au début" if not places[0] else f", après le {ordinal(places[0])}"
        where = ", à la fin" if places[0] and places[-1] == len(new.blocks) - 1 else where
    yield Line("Ajout", f" : {_paragraphs(len(places))}{where}.")


def _cut(blocks: Iterable[Hunk]) -> Iterator[Line]:
    if count := sum(hunk.op is Op.DELETE and not hunk.repeated for hunk in blocks):
        yield Line("Suppression", f" : {_paragraphs(count)}.")


def _moved(blocks: Iterable[Hunk]) -> Iterator[Line]:
    moves = [hunk for hunk in blocks if hunk.op is Op.MOVE]
    intact = "" if any(hunk.spans for hunk in moves) else " Aucun mot n’a changé."
    if len(moves) > 1:
        yield Line("Paragraphes déplacés", f" : {number(len(moves))}.{intact}")
    for hunk in moves if len(moves) == 1 else []:
        old, new = (ordinal((index or 0) + 1, feminine=True) for index in (hunk.old_index, hunk.new_index))
        yield Line("Paragraphe déplacé", f" : {_quote(hunk.new)} passe de la {old} à la {new} place.{intact}")


def _recut(blocks: Iterable[Hunk]) -> Iterator[Line]:
    cuts = [hunk for hunk in blocks if hunk.op in (Op.SPLIT, Op.MERGE)]
    intact = "" if any(hunk.spans for hunk in cuts) else " Aucun mot n’a changé."
    if len(cuts) > 1:
        yield Line("Paragraphes redécoupés", f" : {number(len(cuts))}.{intact}")
    for hunk in cuts if len(cuts) == 1 else []:
        many = in_letters(len(hunk.pieces))
        if hunk.op is Op.SPLIT:
            yield Line("Paragraphe scindé", f" : le {ordinal((hunk.old_index or 0) + 1)}, en {many}.{intact}")
        else:
            yield Line("Paragraphes réunis", f" : {many} en un seul.{intact}")


def _copies(blocks: Sequence[Hunk]) -> Iterator[Line]:
    for op, lead in ((Op.INSERT, "Passage en double"), (Op.DELETE, "Doublon supprimé")):
        if count := sum(hunk.op is op and hunk.repeated for hunk in blocks):
            yield Line(lead, f" : {_paragraphs(count)}, dont le texte figure ailleurs dans l’article.")


def _redated(told: Iterable[Hunk]) -> Iterator[Line]:
    for hunk in told:
        if hunk.part is Part.DATE:
            before, after = date.fromisoformat(hunk.old), date.fromisoformat(hunk.new)
            yield Line(
                "Date modifiée", f" : {span(before, after, weekday=False, year=before.year != after.year)}."
            )


def _attached(told: Iterable[Hunk], old: Document, new: Document) -> Iterator[Line]:
    verbs = {Op.REPLACE: "remplacée", Op.INSERT: "ajoutée", Op.DELETE: "retirée"}
    files: dict[Op, list[str]] = {}
    for hunk in told:
        if hunk.part is Part.ATTACHMENT and hunk.op in verbs:
            side, index = (old, hunk.old_index) if hunk.new_index is None else (new, hunk.new_index)
            files.setdefault(hunk.op, []).append(_label(side.attachments[index or 0]))
    for op, labels in files.items():
        lead = f"Pièce jointe {verbs[op]}" if len(labels) == 1 else f"Pièces jointes {verbs[op]}s"
        yield Line(lead, f" : {listed(labels[:SWAPS])}{'…' if len(labels) > SWAPS else ''}.")


def _label(attachment: Attachment) -> str:
    name = attachment.label or attachment.address.rpartition("/")[2]
    return inner(shortened(clean(name), _QUOTE)) or "fichier"


def _paragraphs(count: int) -> str:
    return f"{number(count)} paragraphe{'s' if count > 1 else ''}"
