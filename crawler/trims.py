"""Owns the named cuts that hold for any site: lines that are the page's and not the article's.

A trim takes blocks and gives blocks, and applied twice does what it does once. A line goes only where
the whole of it is furniture: nothing is ever cut out of a paragraph.
"""

from functools import partial
from re import Pattern

from crawler.furniture import is_ticker
from crawler.phrases import phrases, plain
from crawler.source import Trim

Blocks = tuple[str, ...]

_LONGEST = 320
"""Characters: a longer line is never a share bar, a counter or a call to subscribe."""

_POINTERS = " »›>►▶▸→➤➜•·●■◆*#|👉🔴📌⇒–—-"
"""What points at a line that leads elsewhere."""

_NETWORK = r"""
facebook|twitter|x|whats ?app|linkedin|telegram|messenger|e-?mail|courriel|mail|pinterest|instagram|youtube|tiktok
threads|bluesky|reddit|google(?: news| actualites)?|viber|flipboard|pocket|sms|فيسبوك|تويتر|واتساب|تيليغرام
"""
_REPORT = r"""
merci d.avoir signale ?!?
cette image sera automatiquement bloquee apres qu.elle soit signalee par plusieurs personnes\.?
شكرا علي الابلاغ ?!?
سيتم حجب هذه الصوره تلقائيا .{0,80}
thank you for reporting ?!?
this image will be automatically blocked .{0,80}
"""
_ORIGIN = r"""
cliquez ici pour lire l.article depuis sa source\.?
انقر هنا لقراءه الخبر من مصدره\.?
click here to read the (?:article|story) from its source\.?
(?:lire|voir|retrouvez?) l.article (?:original|complet|depuis sa source|sur le site)\b.{0,80}
"""
_PRINT = r"""
(?:\[?[-+]?a(?: ?\\?\[\d+\\?\])?\]?(?:\(#?\))?[\s|/]*+){1,4}
(?:publie sur|published on) .{1,120}\(<?https?://[^)]*\)
(?:source url|(?:url|adresse) (?:source|de l.article))\s*:.*
\[?(?:accueil|home|الرئيسيه)\]?(?:\(#?\))? ?[>»/›].*
(?:liens|links)(?:\s*:)?
(?:\[\d+\]\s*)?<?https?://\S+>?(?:\s*\[\d+\])*
\[(?:https?://[^\]]+)\]\(https?://.+\)
(?:\[\d+\]\s*)+
version imprimable|imprimer (?:cet article|cette page)|taille du texte.*
retour (?:a l.accueil|au sommaire|en haut.*)|haut de page
"""
_ALSO = r"""
(?:a |et )?(?:lire|voir|ecouter|decouvrir|relire|revoir)(?: aussi| egalement| encore| plus| la suite)\b.*
(?:lire|voir|ecouter|relire|revoir)(?: notre \w+| sur ce sujet| en video)\b.*
a (?:lire|voir|decouvrir|ne pas manquer|ecouter)\s*[:|>»–—-].*
sur le meme (?:sujet|theme)(?:\s*:.*)?|dans la meme rubrique(?:\s*:.*)?|en relation(?:\s*:.*)?
articles? (?:lies?|similaires?|connexes?|associes?|recommandes?)(?:\s*:.*)?|(?:nos|autres) articles?(?:\s*:.*)?
vous (?:aimerez aussi|pourriez (?:aussi )?aimer)(?:\s*:.*)?|ca peut vous interesser|pour aller plus loin(?:\s*:.*)?
plus d.articles|les plus (?:lus?|commentes)|a la une|derniers? articles|dernieres (?:infos|actus|actualites|nouvelles)
(?:read|see|watch) (?:more|also|next)\b.*|(?:also|further) read\b.*
(?:related|more|recommended)(?: (?:articles?|stories|news|posts?|from|on|in))?\s*:.*
related (?:articles?|stories|news|posts?|topics)|you (?:may|might) also like.*
(?:lea|lee|ver|vea) tambien\b.*|te puede interesar.*|lesen sie auch\b.*|mehr (?:zum thema|dazu).*|leggi anche\b.*
(?:اقرا|اقرئي|شاهد|انظر|طالع) (?:ايضا|كذلك|المزيد).*|مواضيع ذات صله.*|مقالات ذات صله.*|قد يعجبك ايضا.*
"""
_SHARING = r"""
partage[rz]?|suive[zr]|suivre|share|follow|tweet(?:er|ez)?|envoyer|imprimer|print|copier|copy|enregistrer|save|ecouter
listen|reagir|commenter|republier|telecharger en pdf|شارك\w*|مشاركه|طباعه|نسخ|تابعونا|تابعنا
"""
_SHARED = r"""
nous|us|cet article|l.article|cette page|this|article|story|page|le lien|link|the link|sur|on|via|par|with|avec|en|ce
المقال|الخبر|علي|عبر|الرابط|:
"""
_SHARE = r"""
<sharing>(?:[- ](?:<shared>|<network>))*(?:[\s,|•·/&+:-]*(?:et |and |ou |or )?(?:<network>|<sharing>|\d++))*\s*[.!:]?
<network>(?:[\s,|•·/&+:-]*(?:et |and |ou |or )?(?:<network>|<sharing>|\d++))*\s*[.!:]?
"""
_COUNTED = r"""
vues?|views?|lectures?|lecteurs?|fois|partages?|shares?|commentaires?|comments?|likes?|j.aime|reactions?|votes?|visites?
abonnes|followers|personnes? (?:ont lu|aiment).*|مشاهدات|مشاهده|قراءه|تعليق|تعليقات|زياره
"""
_COUNTER = r"""
(?:\d[\d\s.,]*+[km]?\s*(?:<counted>)[\s|•·,-]*+)+
(?:(?:nombre de )?(?:<counted>|lu|vu|hits))\s*[:(]?\s*\d[\d\s.,]*+[km]?\s*(?:fois|times)?\)?
(?:aucun|pas de|no|zero|لا توجد) (?:commentaires?|comments?|تعليقات)(?: (?:pour|yet|for).*)?
(?:laisser|ajouter|ecrire|leave|add|post) (?:un |a )?(?:commentaire|comment|reponse|reply).*
(?:temps de |duree de )?lecture\s*:?\s*(?:environ )?\d+ ?(?:min|mn|minutes?|secondes?)\.?(?: de lecture)?
\d+ ?(?:min|mn|minutes?)(?: de lecture| read| reading)\.?|(?:reading time|read time)\s*:?\s*\d+ ?min\w*
(?:مده|وقت|زمن) القراءه\s*:?\s*\d+ ?(?:دقائق|دقيقه|د)
\d[\d\s.,]*+(?:people|readers|others) (?:are )?(?:now )?(?:reading|viewing|watching) (?:this|it)\b.{0,20}
\d[\d\s.,]*+(?:personnes|lecteurs|internautes) (?:lisent|consultent) (?:en ce moment )?(?:cet|ce|cette|l.)\b.{0,20}
\d[\d\s.,]*+(?:شخصا|شخص|قارئا|قارئ) (?:يقراون|يقرا|يتابعون) (?:هذا|هذه)\b.{0,20}
"""
_UNIT = r"""
secondes?|seconds?|secs?|min|mn|minutes?|h|heures?|hours?|hrs?|jours?|days?|semaines?|weeks?|mois|months?|ans?|years?
"""
_AGO = r"""
(?:publiee? |postee? |mise? a jour |modifiee? )*(?:il y a |depuis )(?:environ )?(?:\d+|une?|quelques) ?<unit>\.?
il y a \d+ ?<unit> et \d+ ?<unit>
(?:updated |published |posted )*(?:about )?(?:\d+|an?|one) ?<unit> ago\.?|hace (?:\d+|un[ao]?) \w+
(?:نشر )?(?:منذ|قبل) (?:\d+ )?(?:ثانيه|ثواني|دقيقه|دقائق|ساعه|ساعات|ساعتين|يوم|يومين|ايام)
(?:نشر )?(?:منذ|قبل) (?:\d+ )?(?:اسبوع|اسابيع|شهر|اشهر|سنه|سنوات)
a l.instant|just now|الان
"""
_CALL = r"""
abonnez[- ]vous|s.abonner|inscrivez[- ]vous|s.inscrire|je m.abonne|je m.inscris|m.abonner|recevez|rejoignez|telechargez
suivez[- ]nous|ne (?:manquez|ratez)|restez (?:informe|connecte)|activez|subscribe|sign up|join|follow us
download|get (?:the|our)
اشترك\w*|سجل|تابعونا|تابعنا|انضم\w*|حمل|suscribete|registrate
"""
_OFFER = r"""
newsletters?|infolettres?|lettre d.information|boite (?:mail|e-?mail|aux lettres|de reception)|dans votre boite|inbox
notifications?|alertes?|google (?:news|actualites)|whats ?app|telegram|facebook|instagram|youtube|twitter|chaine|canal
groupe|applications?|app|reseaux sociaux|daily|e-?mail|abonnes?|abonnement|offres?|today
النشره|بريدك|قناتنا|التطبيق|صفحتنا|فيسبوك|واتساب|يوتيوب|boletin|correo
"""
_SUBSCRIBE = r"""
<call>\b(?=.*\b<offer>\b).*
(?:notre |la |our )?(?:newsletter|infolettre|النشره البريديه)s?(?: \w+)?\s*:?
(?:abonnez[- ]vous|s.abonner|inscrivez[- ]vous|je m.abonne|se connecter|connexion|deja abonne.*)\s*[!.:]?
(?:subscribe(?: now)?|sign (?:up|in)|log ?in|اشترك)\s*[!.:]?
(?:retrouvez|suivez) (?:toute )?l.(?:actualite|info)\b.*<offer>.*
votre (?:adresse )?e-?mail|(?:entrez|saisissez) votre .*mail.*
"""
_LABEL = r"""
publicite|annonces?|advertis(?:e?ment|ing)|ads?|sponsored(?: content)?|sponsorise|contenu sponsorise|partenaire|anuncio
publicidad|anzeige|werbung|pub|اعلان|اعلانات|مساحه اعلانيه
"""
_ADVERT = r"""
[-–—\s(\[]*+<label>(?: (?:continue below|par .{1,30}|scroll to continue.*))?[-–—\s)\].:]*
loading\.*|chargement\.*|article continues (?:below|after).*
(?:la suite|l.article continue|continuez votre lecture) (?:apres|sous) (?:la|cette) (?:publicite|pub|annonce)\.?
"""
_FOOT = r"""
(?:©|\(c\)|copyright)\s.{0,160}
(?:.{0,80}[.,–-] ?)?(?:tous droits reserves|all rights reserved)\b.{0,80}|جميع الحقوق محفوظه.{0,80}
(?:tags?|mots[- ]cles|etiquettes|themes?|topics?|categories|keywords|filed under|الوسوم|كلمات دلاليه|وسوم)\s*:.{0,240}
tags|mots[- ]cles|topics|الوسوم
a version of this (?:article|story) (?:appears|appeared) in print\b.*
(?:article|billet|post) (?:precedent|suivant)\b.{0,200}|(?:previous|next) (?:article|post|story)\b.{0,200}
precedent|suivant|previous|next|التالي|السابق
mentions legales|politique de confidentialite|conditions generales.{0,60}|contactez[- ]nous|qui sommes[- ]nous ?\??
(?:image|photo|video) (?:source|caption|credit|copyright)s?\s*[,:].{0,120}
(?:photos?|image|credits? photos?|illustration)\s*[:©]\s?.{1,80}|ph[.:]\s?.{1,60}|\(?\bdr\b\)?
"""
_MACHINE = r"""
.*\{\{[^{}]{0,80}\}\}.*
(?:veuillez |please |merci d.|pour .{1,60})?(?:activer|enable|autoriser) (?:le )?javascript\b.{0,160}
(?:nous utilisons|ce site utilise|we use|this (?:site|website) uses) (?:des |les )?(?:cookies|traceurs)\b.{0,240}
(?:accepter|refuser|accept|reject) (?:tout|tous|all|les|cookies).{0,60}
votre navigateur (?:ne|n.est).{0,160}|your browser (?:does not|doesn.t|is not).{0,160}
"""


def without_tickers(blocks: Blocks) -> Blocks:
    """Without lines of many headlines."""
    return tuple(block for block in blocks if not is_ticker(block))


def _without(pattern: Pattern[str]) -> Trim:
    return partial(_without_lines, pattern)  # and no closure: a source's trims go to another process


def _without_lines(pattern: Pattern[str], blocks: Blocks) -> Blocks:
    return tuple(block for block in blocks if not _is_line(pattern, block))


def _is_line(pattern: Pattern[str], block: str) -> bool:
    if len(block) > _LONGEST:
        return False
    line = plain(block)
    return bool(pattern.fullmatch(line) or pattern.fullmatch(line.lstrip(_POINTERS)))


without_report_lines = _without(phrases(_REPORT))
"""Without « Merci d'avoir signalé! » and its kin."""

without_origin_line = _without(phrases(_ORIGIN))
"""Without an aggregator's link to its source."""

without_print_frame = _without(phrases(_PRINT))
"""Without a printed page's header, breadcrumb, size links and numbered links."""

without_also_read = _without(phrases(_ALSO))
"""Without « LIRE AUSSI … »."""

without_sharing = _without(phrases(_SHARE, sharing=_SHARING, shared=_SHARED, network=_NETWORK))
"""Without share bars in words."""

without_counters = _without(phrases(_COUNTER + _AGO.lstrip(), counted=_COUNTED, unit=_UNIT))
"""Without counts of views and comments, reading times and « il y a 3 heures »."""

without_calls = _without(
    phrases(
        _SUBSCRIBE + _ADVERT.lstrip() + _FOOT.lstrip() + _MACHINE.lstrip(),
        call=_CALL,
        offer=_OFFER,
        label=_LABEL,
    )
)
"""Without calls to subscribe, advertising labels, legal lines, and what a machine left."""

GENERIC: tuple[Trim, ...] = (
    without_tickers,
    without_report_lines,
    without_origin_line,
    without_print_frame,
    without_also_read,
    without_sharing,
    without_counters,
    without_calls,
)


def trimmed(blocks: Blocks, trims: tuple[Trim, ...]) -> Blocks:
    """`blocks` after every trim, in order."""
    for trim in trims:
        blocks = trim(blocks)
    return blocks
