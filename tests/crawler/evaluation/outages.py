"""What comes in the article's place, and what it is to be called."""

from collections.abc import Callable
from dataclasses import dataclass

from storage.vocabulary import Outcome
from tests.crawler.evaluation.paint import Paint
from tests.replica.articles import Article

MENU = "<nav><ul><li><a href=/a>Politique</a></li><li><a href=/b>Économie</a></li><li><a href=/c>Culture</a></li></ul></nav>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    named: tuple[Outcome, ...]
    """The names that are right, the best one first."""
    body: Callable[[str, Article, Paint], bytes]
    status: int = 200
    home: bool = False
    first: bool = True
    """Whether it can be told without having seen the article before."""


def _in_frame(title: str, content: str) -> Callable[[str, Article, Paint], bytes]:
    def body(markup: str, article: Article, paint: Paint) -> bytes:
        return f"""<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>{title}</title></head><body><header>{MENU}</header>
{paint.ticker()}<main>{content}</main>{paint.related()}<footer>© Le Courrier</footer></body></html>""".encode()

    return body


def _alone(title: str, content: str) -> Callable[[str, Article, Paint], bytes]:
    return lambda markup, article, paint: f"<html><head><title>{title}</title></head><body>{content}</body></html>".encode()


def _cut(share: float) -> Callable[[str, Article, Paint], bytes]:
    def body(markup: str, article: Article, paint: Paint) -> bytes:
        block = article.blocks[int(len(article.blocks) * share)].removeprefix("## ")[:40].split("'")[0].split("&")[0].split('"')[0]
        place = markup.rfind(block)
        return markup[: (place if place > 0 else len(markup) // 2) + 25].encode()

    return body


def _teaser(notice: str) -> Callable[[str, Article, Paint], bytes]:
    def body(markup: str, article: Article, paint: Paint) -> bytes:
        first = article.blocks[0].removeprefix("## ")
        content = f"<h1>{article.title}</h1><div><p>{first[: len(first) * 2 // 3]}...</p></div>{notice}"
        return _in_frame(f"{article.title} - Le Courrier", content)(markup, article, paint)

    return body


def _damaged(markup: str, article: Article, paint: Paint) -> bytes:
    return markup.encode().decode("cp1252", "replace").encode()


def _lost(markup: str, article: Article, paint: Paint) -> bytes:
    return markup.encode("cp1252", "replace")


_NOTICE = '<div class="subscriber-notice"><p>Cet article est réservé aux abonnés.</p><p>Abonnez-vous pour lire la suite.</p></div>'

OUTAGES: dict[str, Outage] = {
    "soft 404 fr": Outage(named=(Outcome.SOFT_404,), body=_in_frame("Page introuvable - Le Courrier", "<h1>Page introuvable</h1><p>La page que vous recherchez n'existe pas ou a été supprimée.</p>")),
    "soft 404 fr, plain title": Outage(named=(Outcome.SOFT_404,), body=_in_frame("Le Courrier", "<h2>Oups !</h2><p>Désolé, cet article n'est plus disponible. Retournez à la page d'accueil ou utilisez la recherche.</p>")),
    "soft 404 ar": Outage(named=(Outcome.SOFT_404,), body=_in_frame("الصفحة غير موجودة", "<h1>عذرا، الصفحة غير موجودة</h1><p>لم يتم العثور على الصفحة التي تبحث عنها.</p>")),
    "soft 404 en": Outage(named=(Outcome.SOFT_404,), body=_in_frame("404 - Not Found", "<h1>404</h1><p>The page you are looking for could not be found. It may have been moved or deleted.</p>")),
    "home": Outage(named=(Outcome.REDIRECTED_HOME,), body=_in_frame("Le Courrier", "<h1>Le Courrier</h1><p>Toute l'actualité.</p>"), home=True),
    "teaser": Outage(named=(Outcome.PAYWALL,), body=_teaser(_NOTICE)),
    "teaser, quiet": Outage(named=(Outcome.PAYWALL, Outcome.EXTRACT_FAILED), body=_teaser(""), first=False),
    "teaser en": Outage(named=(Outcome.PAYWALL,), body=_teaser("<div><p>Subscribe to continue reading</p><p>Already a subscriber? Log in</p></div>")),
    "teaser ar": Outage(named=(Outcome.PAYWALL,), body=_teaser("<div><p>هذا المقال مخصص للمشتركين فقط</p></div>")),
    "consent fr": Outage(named=(Outcome.CONSENT_WALL,), body=_alone("Le Courrier", "<div><h1>Le respect de votre vie privée est notre priorité</h1><p>Nous et nos 812 partenaires utilisons des cookies et stockons des informations sur votre terminal pour mesurer l'audience et personnaliser la publicité. Vous pouvez accepter ou refuser.</p><button>Accepter et continuer</button><button>Continuer sans accepter</button></div>")),
    "consent en": Outage(named=(Outcome.CONSENT_WALL,), body=_alone("We value your privacy", "<div><h2>We value your privacy</h2><p>We and our partners store and/or access information on a device, such as cookies, and process personal data.</p><button>Accept all</button><button>Manage options</button></div>")),
    "login": Outage(named=(Outcome.LOGIN_WALL,), body=_in_frame("Connexion - Le Courrier", "<h1>Connexion</h1><p>Connectez-vous pour continuer.</p><form><label>Adresse e-mail</label><input name=m><label>Mot de passe</label><input type=password></form><p>Mot de passe oublié ?</p>")),
    "bots en": Outage(named=(Outcome.BOT_WALL,), body=_alone("Just a moment...", "<h1>Checking your browser before accessing lecourrier.example.</h1><p>This process is automatic. Your browser will redirect to your requested content shortly.</p><p>Please enable JavaScript and cookies to continue.</p><p>Ray ID: 8f2a</p>")),
    "bots fr": Outage(named=(Outcome.BOT_WALL,), body=_alone("Vérification", "<h1>Vérification de sécurité</h1><p>Veuillez confirmer que vous n'êtes pas un robot. Nous avons détecté une activité inhabituelle.</p>")),
    "bots 403": Outage(named=(Outcome.BOT_WALL, Outcome.FORBIDDEN), status=403, body=_alone("Attention Required!", "<h1>Checking your browser</h1><p>Ray ID: 1</p>")),
    "shell": Outage(named=(Outcome.SCRIPT_SHELL,), body=_alone("Le Courrier", '<div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript><script src="/a.js"></script>')),
    "shell fr": Outage(named=(Outcome.SCRIPT_SHELL,), body=_alone("Le Courrier", '<div id="__next"></div><noscript>Activez JavaScript pour lire ce site.</noscript><script src="/a.js"></script>')),
    "shell, framed": Outage(named=(Outcome.SCRIPT_SHELL, Outcome.EXTRACT_FAILED), body=_alone("Le Courrier", f'<header>{MENU}</header><div id="app"><div>Chargement…</div></div><script src="/a.js"></script><script src="/b.js"></script>')),
    "maintenance fr": Outage(named=(Outcome.MAINTENANCE,), body=_alone("Le Courrier", "<h1>Site en maintenance</h1><p>Notre site est temporairement indisponible. Nous serons de retour dans quelques instants.</p>")),
    "maintenance en": Outage(named=(Outcome.MAINTENANCE,), body=_alone("Maintenance", "<h1>We'll be back soon!</h1><p>The website is under maintenance.</p>")),
    "maintenance 503": Outage(named=(Outcome.MAINTENANCE, Outcome.SERVER_ERROR), status=503, body=_alone("Maintenance", "<h1>Site en maintenance</h1><p>Nous serons de retour dans quelques minutes.</p>")),
    "empty": Outage(named=(Outcome.EMPTY,), body=lambda markup, article, paint: b""),
    "empty page": Outage(named=(Outcome.EMPTY,), body=_alone("", "")),
    "cut in half": Outage(named=(Outcome.TRUNCATED,), body=_cut(0.5)),
    "cut late": Outage(named=(Outcome.TRUNCATED,), body=_cut(0.8)),
    "mojibake": Outage(named=(Outcome.SUSPECT_DECODING,), body=_damaged),
    "wrong charset": Outage(named=(Outcome.SUSPECT_DECODING,), body=_lost),
    "emptied": Outage(named=(Outcome.EXTRACT_FAILED, Outcome.SCRIPT_SHELL, Outcome.EMPTY, Outcome.PAYWALL), first=False, body=lambda m, a, p: _in_frame(f"{a.title} - Le Courrier", f"<h1>{a.title}</h1><div></div>")(m, a, p)),
    "another text": Outage(named=(Outcome.SOFT_404, Outcome.EXTRACT_FAILED), first=False, body=lambda m, a, p: _in_frame("Offre spéciale", "<h1>Notre application fait peau neuve</h1>" + "<p>Retrouvez toutes les rubriques du journal dans une application repensée, plus rapide et plus claire que la précédente, sur tous vos appareils et sans publicité.</p>" * 4)(m, a, p)),
    "404": Outage(named=(Outcome.GONE,), status=404, body=_alone("404", "<p>Not found</p>")),
    "410": Outage(named=(Outcome.GONE,), status=410, body=_alone("410", "<p>Gone</p>")),
    "500": Outage(named=(Outcome.SERVER_ERROR,), status=500, body=_alone("500", "<p>Internal error</p>")),
    "429": Outage(named=(Outcome.RATE_LIMITED,), status=429, body=_alone("429", "<p>Too many requests</p>")),
}
