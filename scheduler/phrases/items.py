"""What a digest says of its articles: meta line, reason, notes, the lines of « À retenir »."""

from collections.abc import Iterator
from datetime import date

from scheduler.links import mailto
from scheduler.phrases.stories import carriers
from scheduler.review import Item, Masthead, Reference, Segment
from scheduler.typography import (
    Clock,
    as_printed,
    day,
    french,
    inner,
    listed,
    quoted,
    short_day,
    short_weekday,
)
from storage.vocabulary import Band

LANGUAGES = {
    "fr": "français", "ar": "arabe", "en": "anglais", "es": "espagnol", "zgh": "amazighe", "ber": "amazighe",
}  # fmt: skip
BANDS = {
    Band.CENTRAL: ("sujet central", "sujets centraux"),
    Band.SECONDARY: ("sujet secondaire", "sujets secondaires"),
    Band.MENTION: ("mention", "mentions"),
    Band.CHECK: ("à vérifier", "à vérifier"),
}
EXTRACTION_NOTES = {
    "repeated": french("La page répète son texte ; il est compté une seule fois"),
    "teaser": french("Réservé aux abonnés : début seulement"),
    "paywall": french("Réservé aux abonnés : début seulement"),
}
SENSES = {
    "ICC": "industries culturelles et créatives, ou Cour pénale internationale, ou Chambre de commerce internationale",
    "CCI": "industries culturelles et créatives, ou chambre de commerce et d’industrie",
    "IA": "intelligence artificielle, ou insémination artificielle",
    "AI": "intelligence artificielle, ou un autre sens du sigle",
}
SEE_DETAIL = "voir le détail"
SEE_SECTION = french("voir « Modifié depuis »")
IN_DOUBT = "Passage en cause"


def meta(item: Item, clock: Clock) -> str:
    """« mercredi 2 juillet 2025 · français · Économie · sans signature »."""
    return " · ".join(_meta(item, clock))


def _meta(item: Item, clock: Clock) -> Iterator[str]:
    if item.published is not None:
        yield day(item.published.day)
    else:
        yield "date non indiquée"
        yield f"lu le {clock.day(item.seen_at)}"
    if item.language:
        yield language(item.language)
    if item.section:
        yield item.section
    if not item.authors:
        yield "sans signature"


def language(tag: str) -> str:
    """« français », « arabe »; the tag itself where it is none of ours."""
    return LANGUAGES.get(tag.partition("-")[0], tag)


def byline(item: Item) -> str:
    return french(f"Par {listed(item.authors)}") if item.authors else ""


def older(item: Item, clock: Clock) -> tuple[str, str] | None:
    """What is said of a document that is new to us alone."""
    if not item.older:
        return None
    return (
        "Document antérieur à la période",
        french(f", lu pour la première fois le {clock.moment(item.seen_at)}"),
    )


def reason(item: Item, masthead: Masthead) -> str:
    """« Passage retenu · paragraphe 5 · sujet central : IA »: where it matched and how strongly."""
    band = BANDS[item.band][len(item.topics) > 1]
    about = french(f"{band} : {topics(item.topics, masthead)}") if item.topics else band
    in_extract = any(segment.marked for segment in item.extract)
    places = [
        *(["titre"] if item.in_title else []),
        *([f"paragraphe {item.passage.block}"] if item.passage else []),
    ]
    if item.passage is not None:
        return f"Passage retenu · {listed(places)} · {about}"
    if in_extract or item.in_title:
        where = listed([*(["le titre"] if item.in_title else []), *(["l’extrait"] if in_extract else [])])
        return f"Terme suivi dans {where} · {about}"
    return about[:1].upper() + about[1:]


def topics(keys: tuple[str, ...], masthead: Masthead) -> str:
    """« ICC et IA »."""
    names = {topic.key: topic.short for topic in masthead.topics}
    return listed([names.get(key, key) for key in keys])


def quotation(segments: tuple[Segment, ...], language: str) -> tuple[Segment, ...]:
    """Quoted text between its quotation marks, the marks inside it changed.

    A sentence out of a longer quotation gets the mark that it lacks at its beginning or end.
    """
    opening, closing = quoted("|", language).split("|")
    told = [Segment(text=inner(segment.text), marked=segment.marked) for segment in segments]
    whole = "".join(segment.text for segment in told)
    lacking = whole.count("”") - whole.count("“")
    return (
        Segment(text=opening + "“" * (lacking > 0)),
        *told,
        Segment(text="”" * (lacking < 0) + closing),
    )


def notes(item: Item, clock: Clock) -> tuple[tuple[str, str, str], ...]:
    """What is to be known of an article: (words before a link, its text, its address), each part may be empty."""
    return tuple(_notes(item, clock))


def _notes(item: Item, clock: Clock) -> Iterator[tuple[str, str, str]]:
    for attachment in item.attachments:
        yield french("Pièce jointe : "), as_printed(attachment.label, item.language), attachment.link
    yield from carriers(item)
    if item.aggregator:
        yield french(f"Lu sur {item.aggregator} ; page d’origine non lue"), "", ""
    for note in item.notes:
        if note in EXTRACTION_NOTES:
            yield EXTRACTION_NOTES[note], "", ""
    if item.edited_at is not None:
        when = clock.day(item.edited_at, weekday=False)
        yield french(f"Modifié le {when} : "), SEE_DETAIL, f"#{item.edit_anchor}"
    if item.withdrawn_at is not None:
        yield f"Retiré depuis, constaté le {clock.day(item.withdrawn_at, weekday=False)}", "", ""


def mention(item: Item, masthead: Masthead) -> str:
    """What follows a mention's title."""
    return " · ".join(filter(None, (item.outlet, topics(item.topics, masthead), *_aggregated(item))))


def _aggregated(item: Item) -> tuple[str, ...]:
    return (f"lu sur {item.aggregator}",) if item.aggregator else ()


def mention_day(item: Item, clock: Clock) -> str:
    """« mar. 1er », with the month where the article is older than the period."""
    when = item.published.day if item.published else clock.date_of(item.seen_at)
    if item.older:
        return short_day(when)
    return column(when)


def column(when: date) -> str:
    """A day under its bar: « lun. 30 »."""
    return f"{short_weekday(when)} {day_of_month(when)}"


def day_of_month(when: date) -> str:
    """« 1er », « 30 »."""
    return "1er" if when.day == 1 else str(when.day)


def doubt(item: Item) -> tuple[Segment, ...]:
    """The words in question: the passage, or the extract where it holds the term."""
    return item.passage.segments if item.passage else item.extract


def question(item: Item) -> tuple[str, str] | None:
    """The acronym in doubt and its possible senses."""
    for segment in doubt(item):
        if segment.marked and segment.text in SENSES:
            return segment.text, french(f" : {SENSES[segment.text]} ?")
    return None


def answers(item: Item, masthead: Masthead, number: int) -> tuple[Reference, ...]:
    """The two answers to `question`, by mail; none without somebody to write to."""
    if not masthead.contact:
        return ()
    subject = f"n° {number} / {item.anchor.upper()} : "
    return tuple(
        Reference(label=answer, link=mailto(masthead.contact, f"{subject}{answer.lower()}"))
        for answer in ("Pertinent", "Hors sujet")
    )
