"""What a digest says of its sources: coverage, causes of failure, the state of each."""

from collections.abc import Mapping
from datetime import timedelta

from crawler.source import Channel, Embedded, Feed, Listing, RobotsTxt, Sitemap
from scheduler.reach import Coverage, Reading, SourceState
from scheduler.typography import Clock, counted, french, in_letters, listed, number
from storage.vocabulary import Outcome

CAUSES = {
    Outcome.GONE: "les pages demandées n’existent plus (erreur 404)",
    Outcome.SOFT_404: "les pages demandées n’existent plus",
    Outcome.REDIRECTED_HOME: "les pages demandées renvoient à l’accueil du site",
    Outcome.PAYWALL: "les articles sont réservés aux abonnés",
    Outcome.CONSENT_WALL: "page d’attente ou de consentement à la place des articles",
    Outcome.LOGIN_WALL: "le site demande de s’identifier",
    Outcome.BOT_WALL: "page d’attente ou de consentement à la place des articles",
    Outcome.SCRIPT_SHELL: "le site ne donne plus ses articles sans navigateur",
    Outcome.MAINTENANCE: "le site est en maintenance",
    Outcome.TRUNCATED: "les pages arrivent incomplètes",
    Outcome.EMPTY: "présentation changée : textes trop courts",
    Outcome.SUSPECT_DECODING: "les pages arrivent avec des caractères illisibles",
    Outcome.EXTRACT_FAILED: "présentation changée : le texte des articles n’est plus reconnu",
    Outcome.EXTRACT_TIMEOUT: "les pages sont trop lourdes à lire",
    Outcome.TOO_LARGE: "les pages dépassent la taille admise",
    Outcome.TIMEOUT: "le site n’a pas répondu à temps",
    Outcome.REDIRECT_LOOP: "le site renvoie sans fin d’une adresse à l’autre",
    Outcome.REFUSED_ADDRESS: "le site renvoie vers une adresse qui n’est pas la sienne",
    Outcome.ROBOTS_DENIED: "le site n’admet pas la lecture automatique (robots.txt)",
    Outcome.RATE_LIMITED: "le site demande une pause",
    Outcome.FORBIDDEN: "accès refusé par le site",
    Outcome.SERVER_ERROR: "le site répond par une erreur (500 ou au-delà)",
    Outcome.TLS_ERROR: "le certificat de sécurité du site n’est pas valable",
    Outcome.DNS_ERROR: "le nom du site est introuvable",
    Outcome.NETWORK_ERROR: "le site est injoignable",
    Outcome.BUDGET: "la lecture a atteint sa limite de pages",
}
WAYS: Mapping[type[Channel], str] = {
    Feed: "par le flux",
    Sitemap: "par le plan du site",
    RobotsTxt: "par le plan du site",
    Listing: "par la page de liste",
    Embedded: "par la page de liste",
}
"""How articles were found."""

UNKNOWN_CAUSE = "cause non précisée, consignée dans le journal de l’administrateur"

TABLE = ("Source", "État", "Dernière lecture")
INCOMPLETE = "Couverture incomplète."
SEE_HEALTH = "Voir la santé des sources"
FIRST_READING = french("première lecture : sert de référence, rien n’est annoncé")


def consulted(coverage: Coverage) -> str:
    """« Sources consultées 5/6, dont 1 en partie, 1 284 pages lues »."""
    partly = f", dont {number(coverage.partial)} en partie" if coverage.partial else ""
    return french(
        f"Sources consultées {coverage.consulted}/{coverage.watched}{partly}, "
        f"{counted(coverage.pages, 'page lue', 'pages lues')}"
    )


def gap(state: SourceState, clock: Clock) -> str:
    """One failing source in the panel at the head."""
    since = f" depuis le {clock.moment(state.failing_since)}" if state.failing_since else ""
    return french(f" : site non lu{since} ({cause(state)}). {_missing(state)}")


def cause(state: SourceState) -> str:
    if state.cause is not None:
        return french(CAUSES.get(state.cause, UNKNOWN_CAUSE))
    return french(UNKNOWN_CAUSE if state.reading is Reading.FAILING else "aucune lecture pendant la période")


def _missing(state: SourceState) -> str:
    if state.relayed_by:
        by = listed(state.relayed_by)
        return french(f"Ses articles repris par {by} figurent ici ; d’autres peuvent manquer.")
    return "Ses articles peuvent manquer ici."


def failure(state: SourceState, clock: Clock) -> str:
    """The heading of a failing source."""
    if state.reading is Reading.UNREAD:
        return french(f"{state.title} : non lu pendant la période")
    since = f" depuis le {clock.moment(state.failing_since, weekday=False)}" if state.failing_since else ""
    return french(f"{state.title} : en échec{since}")


def explained(state: SourceState) -> tuple[tuple[str, str], ...]:
    """A failure's cause, effect and what follows."""
    told = cause(state)
    if state.reading is Reading.UNREAD:
        return (
            ("Cause.", f"{told[:1].upper()}{told[1:]}."),
            ("Effet.", french(f"{_missing(state)} Aucun retrait n’en est déduit.")),
            ("Suite.", "À la prochaine collecte."),
        )
    return (
        ("Cause.", f"{told[:1].upper()}{told[1:]}."),
        ("Effet.", french(f"{_missing(state)} Aucun retrait n’est déduit de cette panne.")),
        ("Suite.", french(f"Nouvel essai toutes les {_interval(state.retry)}.")),
    )


def _interval(every: timedelta) -> str:
    minutes = round(every.total_seconds() / 60)
    if minutes % 60:
        return f"{in_letters(minutes)} minutes"
    return "heures" if minutes == 60 else f"{in_letters(minutes // 60)} heures"


def condition(state: SourceState, clock: Clock) -> str:
    """The state of a source in the table."""
    if state.reading is Reading.FAILING:
        since = f" depuis le {clock.day(state.failing_since, weekday=False)}" if state.failing_since else ""
        return french(f"en échec{since}")
    if state.reading is Reading.UNREAD:
        return french("non lu pendant la période")
    told = {Reading.FIRST: FIRST_READING, Reading.PARTIAL: _partly(state)}.get(state.reading, "normal")
    behind_wall = state.failures.get(Outcome.PAYWALL, 0)
    if behind_wall:
        told += f" ; {counted(behind_wall, 'article lu', 'articles lus')} en partie (abonnés)"
    if state.quiet_since is not None:
        told += f" ; aucun nouvel article depuis le {clock.day(state.quiet_since, weekday=False)}"
    if state.silent_since is not None:
        ways = listed(sorted({WAYS[kind] for kind in state.silent}))
        told += f" ; plus aucun article {ways} depuis le {clock.day(state.silent_since, weekday=False)}"
    if state.idle_hints:
        lost = counted(state.idle_hints, "repère de lecture introuvable", "repères de lecture introuvables")
        told += f" ; présentation changée ({lost})"
    return french(told)


def _partly(state: SourceState) -> str:
    share = f" : {counted(state.read, 'page')} sur {number(state.asked)}" if state.asked > state.read else ""
    return f"lecture partielle{share}" + (f" ({cause(state)})" if state.cause is not None else "")


def last_read(state: SourceState, clock: Clock) -> str:
    return clock.brief(state.last_success_at) if state.last_success_at else "jamais"
