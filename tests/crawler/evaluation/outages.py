"""What comes in the article's place, and what it is to be called."""

from collections.abc import Callable
from dataclasses import dataclass

from storage.vocabulary import Outcome
from tests.crawler.evaluation.paint import Paint
from tests.replica.articles import Article

Body = Callable[[str, Article, Paint], bytes]
"""The answer, made of the good page's markup, its article and its surroundings."""

_MENU = "<nav><a href=/a>Politique</a> <a href=/b>Monde</a> <a href=/c>Culture</a></nav>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """`named` are the names that are right, the best one first; `first` says whether it can be told without
    having seen the article before."""

    named: tuple[Outcome, ...]
    body: Body
    status: int = 200
    home: bool = False
    first: bool = True


def _framed(title: str, content: str) -> Body:
    def body(markup: str, article: Article, paint: Paint) -> bytes:
        return f"""<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>{title}</title></head><body>
<header>{_MENU}</header>{paint.ticker()}<main>{content}</main>{paint.related()}<footer>© Le Courrier</footer>
</body></html>""".encode()

    return body


def _alone(title: str, content: str) -> Body:
    page = f"<html><head><title>{title}</title></head><body>{content}</body></html>".encode()
    return lambda markup, article, paint: page


def _cut(share: float) -> Body:
    def body(markup: str, article: Article, paint: Paint) -> bytes:
        block = article.blocks[int(len(article.blocks) * share)].removeprefix("## ")[:40]
        for mark in "'&\"":
            block = block.split(mark)[0]
        place = markup.find(block, markup.find(article.blocks[0][:12]) + 1)
        return markup[: (place if place > 0 else len(markup) // 2) + 25].encode()

    return body


def _teaser(notice: str) -> Body:
    def body(markup: str, article: Article, paint: Paint) -> bytes:
        first = article.blocks[0].removeprefix("## ")
        content = f"<h1>{article.title}</h1><div><p>{first[: len(first) * 2 // 3]}...</p></div>{notice}"
        return _framed(f"{article.title} - Le Courrier", content)(markup, article, paint)

    return body


def _emptied(markup: str, article: Article, paint: Paint) -> bytes:
    page = _framed(f"{article.title} - Le Courrier", f"<h1>{article.title}</h1><div></div>")
    return page(markup, article, paint)


def _garbled(markup: str, article: Article, paint: Paint) -> bytes:
    return markup.encode().decode("cp1252", "replace").encode()


def _lost(markup: str, article: Article, paint: Paint) -> bytes:
    return markup.encode("cp1252", "replace")


_NOTICE = """<div class="subscriber-notice"><p>Cet article est réservé aux abonnés.</p>
<p>Abonnez-vous pour lire la suite.</p></div>"""
_NOTICE_EN = "<div><p>Subscribe to continue reading</p><p>Already a subscriber? Log in</p></div>"
_NOTICE_AR = "<div><p>هذا المقال مخصص للمشتركين فقط</p></div>"
_MISSING = """<h1>Page introuvable</h1>
<p>La page que vous recherchez n'existe pas ou a été supprimée.</p>"""
_MISSING_PLAIN = """<h2>Oups !</h2><p>Désolé, cet article n'est plus disponible.
Retournez à la page d'accueil ou utilisez la recherche.</p>"""
_MISSING_AR = "<h1>عذرا، الصفحة غير موجودة</h1><p>لم يتم العثور على الصفحة التي تبحث عنها.</p>"
_MISSING_EN = """<h1>404</h1>
<p>The page you are looking for could not be found. It may have been moved or deleted.</p>"""
_CONSENT = """<div><h1>Le respect de votre vie privée est notre priorité</h1>
<p>Nous et nos 812 partenaires utilisons des cookies et stockons des informations sur votre terminal pour mesurer
l'audience et personnaliser la publicité. Vous pouvez accepter ou refuser.</p>
<button>Accepter et continuer</button><button>Continuer sans accepter</button></div>"""
_CONSENT_EN = """<div><h2>We value your privacy</h2><p>We and our partners store and/or access information on a
device, such as cookies, and process personal data.</p><button>Accept all</button>
<button>Manage options</button></div>"""
_LOGIN = """<h1>Connexion</h1><p>Connectez-vous pour continuer.</p><form><label>Adresse e-mail</label><input name=m>
<label>Mot de passe</label><input type=password></form><p>Mot de passe oublié ?</p>"""
_BOTS = """<h1>Checking your browser before accessing lecourrier.example.</h1>
<p>This process is automatic. Your browser will redirect to your requested content shortly.</p>
<p>Please enable JavaScript and cookies to continue.</p><p>Ray ID: 8f2a</p>"""
_BOTS_FR = """<h1>Vérification de sécurité</h1>
<p>Veuillez confirmer que vous n'êtes pas un robot. Nous avons détecté une activité inhabituelle.</p>"""
_SHELL = """<div id="root"></div><script src="/a.js"></script>
<noscript>You need to enable JavaScript to run this app.</noscript>"""
_SHELL_FR = """<div id="__next"></div><script src="/a.js"></script>
<noscript>Activez JavaScript pour lire ce site.</noscript>"""
_SHELL_FRAMED = f"""<header>{_MENU}</header><div id="app"><div>Chargement…</div></div>
<script src="/a.js"></script><script src="/b.js"></script>"""
_MAINTENANCE = """<h1>Site en maintenance</h1>
<p>Notre site est temporairement indisponible. Nous serons de retour dans quelques instants.</p>"""
_MAINTENANCE_EN = "<h1>We'll be back soon!</h1><p>The website is under maintenance.</p>"
_PROMOTION = (
    "<h1>Notre application fait peau neuve</h1>"
    + """<p>Retrouvez toutes les rubriques du journal dans une application repensée, plus rapide et plus claire que
la précédente, sur tous vos appareils et sans publicité.</p>"""
    * 4
)

OUTAGES: dict[str, Outage] = {
    "soft 404 fr": Outage(
        named=(Outcome.SOFT_404,), body=_framed("Page introuvable - Le Courrier", _MISSING)
    ),
    "soft 404 fr, plain title": Outage(
        named=(Outcome.SOFT_404,), body=_framed("Le Courrier", _MISSING_PLAIN)
    ),
    "soft 404 ar": Outage(named=(Outcome.SOFT_404,), body=_framed("الصفحة غير موجودة", _MISSING_AR)),
    "soft 404 en": Outage(named=(Outcome.SOFT_404,), body=_framed("404 - Not Found", _MISSING_EN)),
    "home": Outage(
        named=(Outcome.REDIRECTED_HOME,), body=_framed("Le Courrier", "<h1>Le Courrier</h1>"), home=True
    ),
    "teaser": Outage(named=(Outcome.PAYWALL,), body=_teaser(_NOTICE)),
    "teaser en": Outage(named=(Outcome.PAYWALL,), body=_teaser(_NOTICE_EN)),
    "teaser ar": Outage(named=(Outcome.PAYWALL,), body=_teaser(_NOTICE_AR)),
    "teaser, quiet": Outage(named=(Outcome.PAYWALL, Outcome.EXTRACT_FAILED), body=_teaser(""), first=False),
    "consent fr": Outage(named=(Outcome.CONSENT_WALL,), body=_alone("Le Courrier", _CONSENT)),
    "consent en": Outage(named=(Outcome.CONSENT_WALL,), body=_alone("We value your privacy", _CONSENT_EN)),
    "login": Outage(named=(Outcome.LOGIN_WALL,), body=_framed("Connexion - Le Courrier", _LOGIN)),
    "bots en": Outage(named=(Outcome.BOT_WALL,), body=_alone("Just a moment...", _BOTS)),
    "bots fr": Outage(named=(Outcome.BOT_WALL,), body=_alone("Vérification", _BOTS_FR)),
    "bots 403": Outage(named=(Outcome.BOT_WALL,), status=403, body=_alone("Attention Required!", _BOTS)),
    "shell": Outage(named=(Outcome.SCRIPT_SHELL,), body=_alone("Le Courrier", _SHELL)),
    "shell fr": Outage(named=(Outcome.SCRIPT_SHELL,), body=_alone("Le Courrier", _SHELL_FR)),
    "shell, framed": Outage(named=(Outcome.SCRIPT_SHELL,), body=_alone("Le Courrier", _SHELL_FRAMED)),
    "maintenance fr": Outage(named=(Outcome.MAINTENANCE,), body=_alone("Le Courrier", _MAINTENANCE)),
    "maintenance en": Outage(named=(Outcome.MAINTENANCE,), body=_alone("Maintenance", _MAINTENANCE_EN)),
    "maintenance 503": Outage(
        named=(Outcome.MAINTENANCE,), status=503, body=_alone("Maintenance", _MAINTENANCE)
    ),
    "empty": Outage(named=(Outcome.EMPTY,), body=lambda markup, article, paint: b""),
    "empty page": Outage(named=(Outcome.EMPTY,), body=_alone("", "")),
    "cut in half": Outage(named=(Outcome.TRUNCATED,), body=_cut(0.5)),
    "cut late": Outage(named=(Outcome.TRUNCATED,), body=_cut(0.8)),
    "mojibake": Outage(named=(Outcome.SUSPECT_DECODING,), body=_garbled),
    "wrong charset": Outage(named=(Outcome.SUSPECT_DECODING,), body=_lost),
    "emptied": Outage(named=(Outcome.EXTRACT_FAILED, Outcome.EMPTY), body=_emptied, first=False),
    "another text": Outage(
        named=(Outcome.SOFT_404,), body=_framed("Offre spéciale", _PROMOTION), first=False
    ),
    "404": Outage(named=(Outcome.GONE,), status=404, body=_alone("404", "<p>Not found</p>")),
    "410": Outage(named=(Outcome.GONE,), status=410, body=_alone("410", "<p>Gone</p>")),
    "500": Outage(named=(Outcome.SERVER_ERROR,), status=500, body=_alone("500", "<p>Internal error</p>")),
    "429": Outage(named=(Outcome.RATE_LIMITED,), status=429, body=_alone("429", "<p>Too many requests</p>")),
}
