"""What stands at the head and the foot of a digest: subject, facts, headings, contents, colophon."""

from collections.abc import Iterator
from typing import Any

from scheduler.links import mailto
from scheduler.phrases.changes import highlight
from scheduler.phrases.health import consulted
from scheduler.review import REGULATION, Digest, Edit, EditState, Masthead, Reference, Section
from scheduler.typography import Clock, counted, day, french, hour, listed, number, period, short_span

TITLE = "Revue de presse"
SUBJECT = 90
"""How long a subject may grow by counts that the facts below repeat."""

HEADINGS = {
    "highlights": "À retenir",
    "contents": "Sommaire",
    "inventory": "État des lieux",
    REGULATION: "Régulation et HACA",
    "mentions": "Mentions",
    "sequels": "Suites",
    "edits": "Modifié depuis",
    "fates": "Retiré, rétabli",
    "checks": "À vérifier",
    "charts": "La période en chiffres",
    "health": "Santé des sources",
    "colophon": "Comment cette revue est faite",
}
INTRODUCTIONS = {
    "inventory": french(
        "Articles publiés dans les trente jours qui précèdent cette première revue, trouvés à la première "
        "lecture des sources. Ils servent de référence et ne sont pas annoncés comme des nouveautés."
    ),
    "mentions": "Articles qui citent un terme suivi sans en faire leur sujet.",
    "edits": french(
        "Articles déjà lus dont le texte a changé. Les changements de pure typographie ne sont pas signalés."
    ),
    "sequels": french("Copies, trouvées depuis, d’articles déjà lus."),
    "checks": french("Un sigle suivi apparaît sans indice qui en fixe le sens."),
}
HTML_MARKS = ("Supprimé", "est barré,", "ajouté", "est souligné.")
TEXT_MARKS = french("[-Supprimé-] est entre crochets et tirets, {+ajouté+} entre accolades et plus.")
ANSWER = french("Répondez à ce message par le repère et « pertinent » ou « hors sujet ».")
OUTLETS_CAPTION = "Articles et mentions par source"
DAYS_CAPTION = "Articles et mentions par jour de première lecture"
REPLICA = french("Données d’essai : copie locale des sites, articles inventés.")


def subject(digest: Digest, clock: Clock) -> str:
    """The subject: our own words, counts and dates, never a source's text."""
    masthead, coverage = digest.masthead, digest.coverage
    days = _days(digest, clock)
    reached = f"{coverage.consulted}/{coverage.watched}"
    essay = "[ESSAI] " if masthead.replica else ""
    failed = f" [{reached} sources]" if coverage.failing else ""
    if digest.empty:
        told = f"rien de nouveau ({days}), {reached} sources"
        if not coverage.complete:
            told = f"aucun article trouvé ({days}){failed or f', {reached} sources dont une lue en partie'}"
        return french(f"{essay}{_named(masthead, digest.number)} : {told}")
    opening = f"{_named(masthead, digest.number)} : {'rattrapage, ' if _late(digest) else ''}"
    first, *more = _counts(digest)
    told = ", ".join([*_alarms(digest), first])
    for count in more:
        if len(f"{opening}{told}, {count} ({days}){failed}") <= SUBJECT:
            told = f"{told}, {count}"
    return french(f"{essay}{opening}{told} ({days}){failed}")


def _named(masthead: Masthead, issue: int) -> str:
    return f"{TITLE} {_short(masthead)} {issue_number(issue)}"


def issue_number(issue: int) -> str:
    """« n° 27 », or « aperçu » of a look at a period, which is no issue."""
    return french(f"n° {issue}") if issue else "(aperçu)"


def _alarms(digest: Digest) -> Iterator[str]:
    if any(edit.swaps_figure for edit in _edits(digest)):
        yield "chiffre modifié"


def _short(masthead: Masthead) -> str:
    return listed([topic.short for topic in masthead.topics])


def _days(digest: Digest, clock: Clock) -> str:
    last = clock.date_of(digest.until)
    first = clock.date_of(digest.since)
    midnight = digest.until.astimezone(clock.zone).time().isoformat() == "00:00:00"
    return short_span(first, max(first, last.fromordinal(last.toordinal() - 1) if midnight else last))


def _late(digest: Digest) -> bool:
    rhythm = digest.masthead.rhythm
    return (
        rhythm is not None
        and digest.number > 0
        and not digest.first
        and digest.until - digest.since > rhythm * 3 / 2
    )


def _counts(digest: Digest) -> Iterator[str]:
    if digest.inventory:
        yield f"état des lieux de {counted(digest.inventory.total, 'article')}"
    new = ("nouvel article", "nouveaux articles") if digest.inventory else ("article", "")
    sections = (
        (digest.articles, *new),
        (digest.edits.total if digest.edits else 0, "modification", ""),
        (digest.mentions.total if digest.mentions else 0, "mention", ""),
        (digest.sequels.total if digest.sequels else 0, "suite", ""),
        (digest.fates.total if digest.fates else 0, "retrait ou retour", "retraits ou retours"),
        (digest.checks.total if digest.checks else 0, "article à vérifier", "articles à vérifier"),
    )
    for count, one, many in sections:
        if count:
            yield counted(count, one, many or None)


def _edits(digest: Digest) -> tuple[Edit, ...]:
    entries = digest.edits.entries if digest.edits else ()
    return tuple(edit for edit in entries if edit.state is not EditState.CANCELLED)


def service(masthead: Masthead) -> str:
    """The line under the organisation's name."""
    return " · ".join(filter(None, (masthead.service, "usage interne" if masthead.organisation else "")))


def topics(masthead: Masthead) -> str:
    """« Industries culturelles et créatives (ICC) et intelligence artificielle (IA) »."""
    names = [f"{topic.name} ({topic.short})" for topic in masthead.topics]
    return listed(names[:1] + [name[:1].lower() + name[1:] for name in names[1:]])


def facts(digest: Digest, clock: Clock) -> tuple[tuple[str, str], ...]:
    """The rows of the head: name and value."""
    since, until = (at.astimezone(clock.zone) for at in (digest.since, digest.until))
    counts = list(_counts(digest))
    dated = period(since, until)
    return (
        (french("Période"), f"rattrapage, {dated}" if _late(digest) else dated),
        (french("Édité le"), f"{_written(digest, clock)} ({_city(digest.masthead)})"),
        ("Contenu", ", ".join(counts) if counts else "aucun article"),
        ("Couverture", consulted(digest.coverage)),
    )


def _written(digest: Digest, clock: Clock) -> str:
    local = digest.written_at.astimezone(clock.zone)
    return f"{day(local.date())} à {hour(local)}"


def _city(masthead: Masthead) -> str:
    return masthead.zone.rpartition("/")[2].replace("_", " ")


def preheader(digest: Digest, clock: Clock) -> str:
    """What a mail client shows beside the subject: the strongest line and the coverage."""
    strongest = digest.highlights[:1]
    line = "".join(highlight(each, clock) for each in strongest) or empty(digest)
    return french(f"{line} {consulted(digest.coverage)}.")


def empty(digest: Digest) -> str:
    """What is said where there is nothing to tell; « rien » only where everything was read."""
    if not digest.empty:
        return ""
    coverage = digest.coverage
    if not coverage.complete:
        return french(
            f"Aucun article trouvé dans les sources lues ({coverage.consulted}/{coverage.watched})."
        )
    return french(f"Rien de nouveau sur {_short(digest.masthead)}.")


def empty_details(digest: Digest) -> str:
    """The counts behind `empty`."""
    coverage = digest.coverage
    pages = counted(coverage.pages, "page lue", "pages lues")
    if not coverage.complete:
        partly = f", {counted(coverage.partial, 'source', 'sources')} en partie" if coverage.partial else ""
        return french(f"{pages}{partly}, aucune modification.")
    sources = counted(coverage.consulted, "source consultée", "sources consultées")
    return french(f"{sources}, {pages}, aucun article retenu, aucune modification.")


def heading(key: str, masthead: Masthead) -> str:
    """The heading of a section: a fixed one, a topic's name, or « ICC × IA »."""
    if key in HEADINGS:
        return HEADINGS[key]
    names = {topic.key: topic for topic in masthead.topics}
    parts = key.split(".")
    if len(parts) == 1:
        return names[key].name if key in names else key
    return " × ".join(names[part].short if part in names else part for part in parts)


def themes(digest: Digest) -> Iterator[tuple[str, int]]:
    """The rows of the contents: section and number of articles."""
    for section in (*filter(None, (digest.inventory,)), *digest.themes):
        yield section.key, section.total


def rest(digest: Digest) -> Iterator[tuple[str, str]]:
    """The line under them: the other sections and what they count."""
    sections: tuple[Section[Any] | None, ...] = (
        digest.mentions,
        digest.sequels,
        digest.edits,
        digest.fates,
        digest.checks,
    )
    for section in filter(None, sections):
        yield section.key, number(section.total)
    yield "health", f"{digest.coverage.consulted}/{digest.coverage.watched}"


def cut(digest: Digest) -> str:
    """What a shortened digest says of itself under its contents; empty where nothing was left out."""
    sections = [*digest.themes, *filter(None, (digest.inventory,))]
    total = sum(section.total for section in sections)
    told = sum(not item.brief for section in sections for item in section.entries)
    if told < total:
        return french(
            f"{counted(told, 'article')} sur {number(total)} en détail ; version complète en pièce jointe."
        )
    return french("Revue abrégée ; version complète en pièce jointe.")


def unlisted(count: int) -> str:
    """What stands for entries that are not even listed."""
    return french(f"… et {counted(count, 'autre', 'autres')} dans la version complète, en pièce jointe.")


def colophon(masthead: Masthead) -> str:
    """How the review is made."""
    return french(
        "Veilleur lit les sources à heures fixes, garde chaque version et la compare à la précédente. Les "
        "passages sont cités mot pour mot ; les chiffres restent tels que la source les écrit. Aucun texte "
        f"n’est résumé ni traduit par une machine. Heures de {_city(masthead)}. Les articles appartiennent "
        "à leurs éditeurs."
    )


def contact(masthead: Masthead) -> tuple[str, Reference] | None:
    """Where readers write."""
    if not masthead.contact:
        return None
    words = french("Une erreur, un article manquant ? Écrivez à")
    return words, Reference(label=masthead.contact, link=mailto(masthead.contact))


def requests(masthead: Masthead) -> tuple[Reference, ...]:
    """What readers can ask for by mail."""
    asks = ("Suspendre l’envoi", "Se désabonner") if masthead.mailed and masthead.contact else ()
    return tuple(Reference(label=ask, link=mailto(masthead.contact, ask)) for ask in asks)
