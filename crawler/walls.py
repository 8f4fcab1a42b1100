"""Owns the words of pages that stand where an article should: walls, teasers, shells, errors, in three languages.

All patterns are for text as `trims.plain` gives it: lower case, no accents, straight apostrophes.
"""

import re
from re import Pattern

from storage.vocabulary import Outcome


def _any(*patterns: str) -> Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


WALLS: dict[Outcome, Pattern[str]] = {
    Outcome.BOT_WALL: _any(
        r"check(?:ing)? (?:if the site connection is secure|your browser)|verif(?:y|ying) (?:that )?you are (?:not a (?:ro)?bot|(?:a )?human)",
        r"just a moment|ddos protection|ray id\b|attention required|enable (?:javascript and )?cookies to continue|unusual traffic",
        r"are you a (?:ro)?bot|i.?m not a robot|je ne suis pas un robot|vous n.etes pas un robot|verification (?:de securite|que vous etes humain)",
        r"(?:complete|solve|resoudre|completer) (?:the |le |un )?captcha|access (?:to this page )?(?:has been )?denied|press (?:and|&) hold",
        r"verification de votre navigateur|votre navigateur (?:est|va etre) (?:en cours de )?verifi|security (?:check|verification)|incident id",
        r"your browser will (?:be )?redirect|this process is automatic|connection needs to be verified|activite inhabituelle|trafic inhabituel",
        r"التحقق من (?:المتصفح|متصفحك|انك (?:انسان|لست روبوت))|لست روبوت|اكتشفنا نشاطا غير",
    ),
    Outcome.CONSENT_WALL: _any(
        r"(?:nous|we) (?:et nos \d* ?partenaires |and our \d* ?partners )?(?:utilisons|use|stockons|store)\b.{0,60}(?:cookies|traceurs|informations|information)",
        r"we value your privacy|(?:nous respectons )?votre (?:vie privee|confidentialite)(?: (?:compte|est|nous)\b| nous importe)?|respect de votre vie privee",
        r"(?:accepter|autoriser|refuser|accept|reject|allow|agree)(?: (?:et|and) (?:continuer|continue|fermer|close)| (?:tout|tous|all|les|the) ?(?:les )?(?:cookies|traceurs)?)",
        r"continuer sans accepter|gerer (?:mes|les|vos) (?:choix|preferences|cookies)|parametrer (?:mes|les) (?:choix|cookies)|manage (?:preferences|options|cookies|choices)",
        r"(?:nos|our) (?:\d+ )?part(?:enaires|ners)\b|avant de (?:continuer|poursuivre)|before you continue|consent(?:ement|ez)? (?:a l|to|au)|cookie (?:consent|wall|policy)|donnees personnelles",
        r"ملفات تعريف الارتباط|الكوكيز|خصوصيتك|موافق",
    ),
    Outcome.LOGIN_WALL: _any(
        r"(?:connectez|identifiez|inscrivez)[- ]vous (?:pour|afin)|(?:vous devez|veuillez|merci de) (?:etre connecte|vous (?:connecter|identifier|inscrire))",
        r"(?:log|sign) ?in to (?:continue|read|view|your)|please (?:log|sign) ?in|you (?:must|need to) (?:be logged in|log ?in|sign ?in|register)|login required|connexion requise",
        r"mot de passe (?:oublie|perdu)|forgot (?:your )?password|se souvenir de moi|remember me|creer (?:un|votre) compte|create an account|pas encore (?:de compte|inscrit)|nom d.utilisateur",
        r"adresse e-?mail mot de passe|email (?:address )?password|تسجيل الدخول|كلمه المرور|المرجو تسجيل|انشاء حساب",
    ),
    Outcome.MAINTENANCE: _any(
        r"(?:site|service|page|plateforme|serveur|server|website) .{0,40}(?:en (?:cours de )?maintenance|under maintenance|indisponible|temporairement|unavailable|down for)",
        r"(?:en|under|for|operation de|travaux de|scheduled|planned|mode) maintenance|maintenance (?:en cours|mode|programmee|planifiee|in progress)",
        r"(?:de retour|back) (?:tres |very )?(?:bientot|dans quelques|soon|online|shortly|in a)|we.ll be (?:right )?back|revenez (?:nous voir )?(?:plus tard|bientot|dans)",
        r"temporairement (?:indisponible|inaccessible)|temporarily (?:unavailable|offline|down)|service unavailable|veuillez (?:nous excuser|reessayer)|nous travaillons|error establishing a database",
        r"(?:الموقع|الموقع الالكتروني) .{0,30}(?:صيانه|الصيانه)|قيد الصيانه|تحت الصيانه|سنعود قريبا|غير متاح (?:حاليا|موقتا)",
    ),
    Outcome.SOFT_404: _any(
        r"(?:page|article|contenu|document|adresse|url|ressource)s? (?:(?:que vous )?(?:recherche[ez]?|demande[ez]?|souhaite[ez]?)e? )?(?:est |n.est |n.a |introuvable|non trouvee?|inexistante?|inconnue?|pas ete|supprimee?|n.existe)",
        r"n.existe (?:pas|plus)|introuvable|n.(?:a pas ete|est pas|a pu etre) trouve|n.est plus (?:disponible|en ligne|accessible)|a ete (?:supprime|retire|deplace|depublie)e?|erreur 404|\b404\b",
        r"(?:page|article|content|story|file) (?:you (?:requested|are looking for|were looking for|tried) .{0,40})?(?:not found|(?:could|can) ?not be found|(?:does|do) not exist|(?:has been|was) (?:removed|deleted|moved)|no longer (?:exists|available))",
        r"(?:page|article) (?:doesn.t|does not|no longer) exist|(?:can.t|couldn.t|could not|unable to) find (?:the|that|this|what)|nothing (?:was )?found|not found|oops|oups|aucun resultat|no results",
        r"(?:الصفحه|المقال|المحتوي|الرابط) .{0,40}(?:غير موجود|غير متوفر|غير متاح|لم يعد|حذف|لا يوجد)|لم يتم العثور|غير موجوده?|تعذر العثور|عذرا",
    ),
}
"""What such a page says to its visitor. Each is common enough to stand in an article about the matter too."""

SOFT_404_TITLE = _any(
    r"^(?:erreur |error )?404\b.*|.*\b404$|^page (?:introuvable|non trouvee|inexistante|not found|inconnue)\b.*|^not found\b.*|^(?:article|contenu) (?:introuvable|supprime|indisponible|non disponible)\b.*",
    r"^(?:page|article|content) (?:not found|unavailable|removed).*|^(?:الصفحه|المقال) غير موجوده?.*|^خطا 404.*|^(?:oups|oops)\b.*|^nothing found\b.*|^aucun resultat.*",
)
"""Titles of error pages."""

PAYWALL = _any(
    r"(?:cet |l.|ce |cette )(?:article|contenu|lecture|suite|texte) (?:complet |integral )?(?:est|sont) (?:un contenu )?(?:reserve|exclusivement|accessible uniquement|disponible uniquement)",
    r"la suite (?:de (?:cet|l.)article |de ce contenu )?(?:est )?(?:reservee|accessible|pour les|aux)|pour (?:lire|acceder a|continuer|poursuivre|consulter|decouvrir) (?:la suite|l.integralite|l.article (?:complet|en entier|integral)|cet article|votre lecture|la lecture|ce contenu)",
    r"il vous reste \d+ ?%|\d+ ?% de (?:cet )?article|article (?:reserve|exclusif) (?:aux|pour (?:les|nos)) abonnes|contenu reserve|reserve a nos abonnes|deja abonnee? ?\?|(?:abonnez|inscrivez)[- ]vous pour (?:lire|continuer|acceder|debloquer|la suite)",
    r"(?:continue reading|keep reading|read (?:the )?(?:full|rest|more)).{0,40}subscri|subscri(?:be|ption|bers?) (?:now )?(?:to (?:continue|read|unlock|get full|access)|only|is required)|for subscribers only|already a subscriber|unlock this article|this (?:article|content|story) is (?:for|only available|reserved|exclusive|premium)|members?[- ]only|premium content",
    r"(?:هذا|هذه) (?:المقال|المحتوي|الماده) .{0,30}(?:للمشتركين|مخصص)|للمشتركين فقط|اشترك (?:لقراءه|لمتابعه|للاطلاع)|لمتابعه القراءه|لقراءه (?:المقال|البقيه)",
)
"""Notices to readers who have not paid."""

SCRIPTED = _any(
    r"(?:activer|activez|autoriser|enable|turn on|requires?|need|necessite|sans) (?:le |votre |your )?java ?script|java ?script (?:is |est |doit etre |must be )?(?:required|disabled|requis|desactive|necessaire|active|enabled)",
    r"^(?:chargement|loading|please wait|veuillez patienter|جاري التحميل)[\s.…]*$|you need to enable|تفعيل (?:ال)?جافا",
)
"""What a page says that scripts should have filled."""

ROOT = re.compile(
    r"""<div[^>]{0,200}\bid=["']?(?:root|app|__next|__nuxt|main-app|app-root|react-root|svelte|gatsby)\b""",
    re.I,
)
MOJIBAKE = re.compile(
    "Ã[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œŸ©¨ª«´»§¢®¯±²³]|â€[™œ\x9d˜¦“”\x93\x94¢]|Â[«»°\xa0]|[ØÙ][\x80-\xbf„…†‡ˆ‰Š‹Œ§¨©ª«¬±³´µ·¹º]"
)
"""UTF-8 that was read as a single-byte charset."""
