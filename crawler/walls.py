"""Owns the words of pages that stand where an article should: walls, teasers, shells, errors, in three languages.

All are for text as `phrases.plain` gives it. Each is common enough to stand in an article on the matter too:
`quality` weighs them against what else a page says.
"""

import re
from re import Pattern

from crawler.phrases import phrases
from storage.vocabulary import Outcome

_BOTS = r"""
check(?:ing)? (?:if the site connection is secure|your browser)
verif(?:y|ying) (?:that )?you are (?:not a (?:ro)?bot|(?:a )?human)
just a moment|ddos protection|ray id\b|attention required|enable (?:javascript and )?cookies to continue|unusual traffic
are you a (?:ro)?bot|i.?m not a robot|(?:complete|solve) (?:the )?captcha|access (?:to this page )?(?:has been )?denied
press (?:and|&) hold|security (?:check|verification)|your browser will (?:be )?redirect|this process is automatic
connection needs to be verified|incident id|(?:enable|allow) js and disable any ad ?blocker|captcha-delivery
je ne suis pas un robot|vous n.etes pas un robot|verification (?:de securite|que vous etes humain)|activite inhabituelle
(?:resoudre|completer) (?:le |un )?captcha|trafic inhabituel|verification de votre navigateur
votre navigateur (?:est|va etre) (?:en cours de )?verifi
التحقق من (?:المتصفح|متصفحك|انك (?:انسان|لست روبوت))|لست روبوت|اكتشفنا نشاطا غير
"""
_CONSENT = r"""
(?:nous|we)\b.{0,40} (?:utilisons|use|stockons|store)\b.{0,60}(?:cookies|traceurs|informations|information)
we value your privacy|before you continue|votre (?:vie privee|confidentialite) ?(?:compte|est|nous)?
respect de votre vie privee|continuer sans accepter|avant de (?:continuer|poursuivre)|consent(?:ement|ez)? (?:a l|to|au)
(?:accepter|autoriser|refuser|accept|reject|allow|agree) (?:et|and) (?:continuer|continue|fermer|close)
(?:accepter|autoriser|refuser|accept|reject|allow) (?:tout|tous|all|les|the) ?(?:les )?(?:cookies|traceurs)?
gerer (?:mes|les|vos) (?:choix|preferences|cookies)|parametrer (?:mes|les) (?:choix|cookies)|donnees personnelles
manage (?:preferences|options|cookies|choices)|cookie (?:consent|wall|policy)
(?:nos|our) (?:\d+ )?part(?:enaires|ners)\b|accept(?:ez|er) (?:le depot|l.utilisation|les|nos|des) (?:de |des )?cookies
ملفات تعريف الارتباط|الكوكيز|خصوصيتك|موافق
"""
_LOGIN = r"""
(?:connectez|identifiez|inscrivez)[- ]vous (?:pour|afin)|connexion requise|mot de passe (?:oublie|perdu)
se souvenir de moi
(?:vous devez|veuillez|merci de) (?:etre connecte|vous (?:connecter|identifier|inscrire))|creer (?:un|votre) compte
pas encore (?:de compte|inscrit)|nom d.utilisateur|(?:adresse )?e-?mail (?:address )?(?:mot de passe|password)
(?:log|sign) ?in to (?:continue|read|view|your)|please (?:log|sign) ?in|login required|forgot (?:your )?password
you (?:must|need to) (?:be logged in|log ?in|sign ?in|register)|remember me|create an account
تسجيل الدخول|كلمه المرور|المرجو تسجيل|انشاء حساب
"""
_MAINTENANCE = r"""
(?:site|service|page|plateforme|serveur|server|website) .{0,40}(?:en (?:cours de )?maintenance|indisponible)
(?:site|service|page|platform|server|website) .{0,40}under maintenance
(?:site|service|page|plateforme|serveur|server|website) .{0,40}(?:temporairement|unavailable|down for)
(?:en|under|for|operation de|travaux de|scheduled|planned|mode) maintenance|temporairement (?:indisponible|inaccessible)
maintenance (?:en cours|mode|programmee|planifiee|in progress)|temporarily (?:unavailable|offline|down)
service unavailable
(?:de retour|back) (?:tres |very )?(?:bientot|dans quelques|soon|online|shortly|in a)|we.ll be (?:right )?back
revenez (?:nous voir )?(?:plus tard|bientot|dans)|veuillez (?:nous excuser|reessayer)|nous travaillons
error establishing a database
الموقع .{0,30}(?:صيانه|الصيانه)|قيد الصيانه|تحت الصيانه|سنعود قريبا|غير متاح (?:حاليا|موقتا)
"""
_MISSING = r"""
(?:page|article|contenu|document|adresse|url|ressource)s? (?:introuvable|non trouvee?|inexistante?|inconnue?|supprimee?)
(?:page|article|contenu) que vous (?:recherche[ez]?|demande[ez]?|souhaite[ez]?)|n.existe (?:pas|plus)|introuvable
n.(?:a pas ete|est pas|a pu etre) trouve|n.est plus (?:disponible|en ligne|accessible)|erreur 404|\b404\b
oups|aucun resultat|aucune? (?:publication|page|article|contenu)s? ne correspond|(?:cette|la) page a disparu
ne (?:trouvons|retrouvons) (?:plus|pas) (?:la|cette|votre) page
a ete (?:supprime|retire|deplace|depublie)e?
(?:page|article|content|story|file) (?:you (?:requested|are looking for|were looking for|tried) .{0,40})?not found
(?:page|article|content|story) .{0,40}(?:(?:could|can) ?not be found|(?:does|do) not exist|doesn.t exist)
(?:page|article|content|story) .{0,40}no longer exists
(?:page|article|content|story) .{0,40}(?:(?:has been|was|been) (?:removed|deleted|moved)|no longer available)
(?:can.t|couldn.t|could not|unable to) find (?:the|that|this|what)|nothing (?:was )?found|not found|oops|no results
(?:الصفحه|المقال|المحتوي|الرابط) .{0,40}(?:غير موجود|غير متوفر|غير متاح|لم يعد|حذف|لا يوجد)
لم يتم العثور|غير موجوده?|تعذر العثور|عذرا|لا يوجد ما تبحث عنه
"""

WALLS: dict[Outcome, Pattern[str]] = {
    Outcome.BOT_WALL: phrases(_BOTS),
    Outcome.CONSENT_WALL: phrases(_CONSENT),
    Outcome.LOGIN_WALL: phrases(_LOGIN),
    Outcome.MAINTENANCE: phrases(_MAINTENANCE),
    Outcome.SOFT_404: phrases(_MISSING),
}
"""What such a page says to its visitor."""

SOFT_404_TITLE = phrases(r"""
(?:erreur |error |page )?404\b.{0,40}|.{0,40}\b404|not found\W*|(?:oups|oops)\b.{0,20}|nothing found\W*
aucun resultat\W*
page (?:introuvable|non trouvee|inexistante|not found|inconnue)\W*
(?:article|contenu) (?:introuvable|supprime|indisponible|non disponible)\W*
(?:page|article|content) (?:not found|unavailable|removed)\W*
(?:(?:عذرا|خطا)\W*)?(?:الصفحه|المقال) غير موجوده?\W*|خطا 404\W*
""")
"""Whole titles of error pages."""

_REST = r"""
(?:cet |l.|ce |cette )(?:article|contenu|lecture|suite|texte) (?:complet |integral )?est (?:un contenu )?reserve
(?:cet |l.|ce |cette )(?:article|contenu|suite) (?:complet |integral )?est (?:accessible|disponible) (?:uniquement )?aux
la suite (?:de (?:cet|l.)article |de ce contenu )?(?:est )?(?:reservee|accessible aux|pour les abonnes)
pour (?:lire|acceder a|continuer|poursuivre|consulter|decouvrir) (?:la suite|l.integralite|cet article|ce contenu)
pour (?:lire|acceder a|consulter) l.article (?:complet|en entier|integral)
pour (?:continuer|poursuivre) (?:votre|la) lecture|il vous reste \d+ ?%|\d+ ?% de (?:cet )?article
article (?:reserve|exclusif) (?:aux|pour (?:les|nos)) abonnes
(?:abonnez|inscrivez)[- ]vous pour (?:continuer|debloquer|(?:lire |acceder a )?(?:la suite|cet article|l.article))
(?:continue reading|keep reading|read (?:the )?(?:full|rest)).{0,40}subscri
subscri(?:be|ption|bers?) .{0,40}\bto (?:continue|unlock|keep|read (?:the|this))|unlock this article
this (?:article|content|story) is (?:for|only available|reserved|exclusive|premium)
(?:هذا|هذه) (?:المقال|المحتوي|الماده) .{0,30}(?:للمشتركين|بالمشتركين|مخصص)
لمتابعه القراءه|لقراءه (?:المقال|البقيه)
"""
_PAID = r"""
contenu reserve|reserve a nos abonnes|deja abonnee? ?\?|(?:abonnez|inscrivez)[- ]vous pour
subscri(?:be|ption|bers?) (?:now )?(?:to|only|is required)|for subscribers only|already a subscriber|members?[- ]only
premium content|للمشتركين فقط|اشترك (?:لقراءه|لمتابعه|للاطلاع)
"""

OF_THIS_ARTICLE = phrases(_REST)
"""Notices that the rest of this very article is for those who pay."""

PAYWALL = phrases(_REST + _PAID.lstrip())
"""These, and what a site says of paying on any page."""

SCRIPTED = phrases(r"""
(?:activer|activez|autoriser|enable|turn on|requires?|need|necessite|sans) (?:le |votre |your )?java ?script
java ?script (?:is |est |doit etre |must be )?(?:required|disabled|requis|desactive|necessaire|active|enabled)
^(?:chargement|loading|please wait|veuillez patienter|جاري التحميل)[\s.…]*$|you need to enable|تفعيل (?:ال)?جافا
""")
"""What a page says that scripts should have filled."""

ROOT = re.compile(
    r"<div[^>]{0,200}\bid=[\"']?(?:root|app|__next|__nuxt|main-app|app-root|react-root|svelte|gatsby)\b", re.I
)
"""The element that scripts fill, in the common frameworks."""

MOJIBAKE = re.compile(
    "Ã[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œŸ©¨ª«´»§¢®¯±²³]|â€[™œ\x9d˜¦“”\x93\x94¢]|Â[«»°£¥§©®±·¿¡\xa0]"
    "|[ØÙ][\x80-\xbf„…†‡ˆ‰Š‹Œ§¨©ª«¬±³´µ·¹º]"
)
"""UTF-8 that was read as a single-byte charset."""
