"""What a digest says of copies: who carries an article, where they differ, what they did not follow."""

from collections.abc import Iterator

from scheduler.review import Edit, Fate, Item, Lag, Reprint, Sequel
from scheduler.typography import Clock, counted, french, listed, quoted

Note = tuple[str, str, str]
"""Words, the text of a link after them, its address; each may be empty."""


def carriers(item: Item) -> Iterator[Note]:
    """« Repris par Maghress », what each made of it, and the agency that is credited."""
    if item.agency:
        yield french(f"Agence citée : {item.agency}"), "", ""
    for copy in item.copies:
        yield "Repris par ", copy.label, copy.link
        for departure in _departures(copy):
            yield french(f"{copy.label} {departure}"), "", ""
    if item.more_copies:
        yield french(f"… et {counted(item.more_copies, 'autre copie', 'autres copies')}"), "", ""


def _departures(copy: Reprint) -> Iterator[str]:
    if copy.title:
        yield f"titre : {quoted(copy.title)}"
    for old, new in copy.figures:
        yield f"écrit {quoted(new)} au lieu de {quoted(old)}"


def beside(edit: Edit) -> tuple[Note, ...]:
    """What became of an edited article's copies: those that followed, and those that did not."""
    return tuple(_beside(edit))


def _beside(edit: Edit) -> Iterator[Note]:
    for copy in edit.followers:
        yield french("Même modification : "), copy.label, copy.link
    for lag in edit.lags:
        yield french(f"{_whose(lag)} garde {listed([*_kept(lag)])} : "), "voir la page", lag.link


def _whose(lag: Lag) -> str:
    return f"L’article d’origine ({lag.label})" if lag.origin else _copy_of(lag.label)


def _copy_of(label: str) -> str:
    """« La copie de Maghress », « La copie d’EcoActu », « La copie publiée par Les ECO »."""
    if label.startswith(("Le ", "Les ")):
        return f"La copie publiée par {label}"
    return f"La copie d’{label}" if label[:1].lower() in "aeiouyéèêh" else f"La copie de {label}"


def _kept(lag: Lag) -> Iterator[str]:
    if lag.figures:
        many = len(lag.figures) > 1
        figures = listed([quoted(figure) for figure in lag.figures])
        yield f"{'les anciens chiffres' if many else 'l’ancien chiffre'} {figures}"
    if lag.title:
        yield "l’ancien titre"


def online(fate: Fate) -> tuple[Note, ...]:
    """Which copies of a withdrawn page were still there when they were last read."""
    words = "Copie encore en ligne à sa dernière lecture : "
    if fate.origin_online:
        words = "Article d’origine encore en ligne à sa dernière lecture : "
    return tuple((french(words), copy.label, copy.link) for copy in fate.online)


def sequel(line: Sequel, clock: Clock) -> str:
    """« Maghress reprend l’article lu le lundi 16 novembre sur L’Opinion », and where it differs."""
    where = line.aggregator or line.outlet
    when = clock.day(line.of_seen_at)
    told = f"{where} reprend l’article lu le {when} sur {line.of}"
    if line.origin:
        told = f"{where} : article d’origine de la copie lue le {when} sur {line.of}"
    departures = [
        *(["titre changé"] if line.departures.title else []),
        *(f"écrit {quoted(new)} au lieu de {quoted(old)}" for old, new in line.departures.figures),
    ]
    return french(" ; ".join([told, *departures]))
