"""Owns the named cuts that hold for any site: lines that are the page's and not the article's, and repeats.

A trim takes blocks and gives blocks, and applied twice does what it does once. A line goes only where
the whole of it is furniture: nothing is ever cut out of a paragraph.
"""

import re
import unicodedata
from re import Pattern

from crawler.furniture import is_ticker
from crawler.source import Trim

Blocks = tuple[str, ...]

_LONGEST = 320
"""Characters: a longer line is never a share bar, a counter or a call to subscribe."""

_NETWORK = (
    r"facebook|twitter|x|whats ?app|linkedin|telegram|messenger|e-?mail|courriel|mail|pinterest|instagram|youtube"
    r"|tiktok|threads|bluesky|reddit|google(?: news| actualites)?|viber|flipboard|pocket|sms|فيسبوك|تويتر|واتساب|تيليغرام"
)
_ALSO = (
    r"(?:a |et )?(?:lire|voir|ecouter|decouvrir|relire|revoir)(?: aussi| egalement| encore| plus| la suite| notre \w+"
    r"| sur ce sujet| en video)\b.*|a (?:lire|voir|decouvrir|ne pas manquer|ecouter)\s*[:|>»–—-].*"
    r"|(?:sur le meme (?:sujet|theme)|dans la meme rubrique|articles? (?:lies?|similaires?|connexes?|associes?|recommandes?)"
    r"|(?:nos|autres) articles?|en relation|vous aimerez aussi|vous pourriez (?:aussi )?aimer|ca peut vous interesser"
    r"|pour aller plus loin|plus d.articles|les plus (?:lus?|commentes)|a la une|derniers? articles|dernieres (?:infos|actus"
    r"|actualites|nouvelles))(?:\s*:.*)?"
    r"|(?:read|see|watch) (?:more|also|next)\b.*|(?:also|further) read\b.*|(?:related|more|recommended)"
    r"(?: (?:articles?|stories|news|posts?|from|on|in))?\s*:.*|related (?:articles?|stories|news|posts?|topics)|you (?:may|might) also like.*"
    r"|(?:lea|lee|ver|vea) tambien\b.*|te puede interesar.*|lesen sie auch\b.*|mehr (?:zum thema|dazu).*|leggi anche\b.*"
    r"|(?:اقرا|اقرئي|شاهد|انظر|طالع) (?:ايضا|كذلك|المزيد).*|مواضيع ذات صلة.*|مقالات ذات صلة.*|قد يعجبك ايضا.*"
)
_SHARE = (
    rf"(?:(?:partage[rz]?|suive[zr]|suivre|share|follow|tweet(?:er|ez)?|envoyer|imprimer|print|copier|copy|enregistrer|save"
    rf"|ecouter|listen|reagir|commenter|republier|telecharger en pdf|شارك\w*|مشاركه|مشاركة|طباعه|طباعة|نسخ|تابعونا|تابعنا)"
    rf"(?:[- ](?:nous|us|cet article|l.article|cette page|this|article|story|page|le lien|link|the link|sur|on|via|par|with|avec|en|ce|"
    rf"المقال|الخبر|علي|على|عبر|الرابط|:|{_NETWORK}))*|{_NETWORK})(?:[\s,|•·/&+:-]*(?:et |and |ou |or )?(?:{_NETWORK}|partager|share|tweet"
    rf"|imprimer|print|\d++))*\s*[.!:]?"
)
_COUNT = r"\d[\d\s.,]*\s?[km]?"
_COUNTED = (
    r"vues?|views?|lectures?|lecteurs?|fois|partages?|shares?|commentaires?|comments?|likes?|j.aime|reactions?|votes?|visites?"
    r"|abonnes|followers|personnes? (?:ont lu|aiment).*|مشاهدات|مشاهده|مشاهدة|قراءه|قراءة|تعليق|تعليقات|زياره|زيارة"
)
_COUNTER = (
    rf"(?:{_COUNT}\s*(?:{_COUNTED})[\s|•·,-]*)+|(?:(?:nombre de )?(?:{_COUNTED}|lu|vu|hits))\s*[:(]?\s*{_COUNT}\s*(?:fois|times)?\)?"
    r"|(?:aucun|pas de|no|zero|لا توجد) (?:commentaires?|comments?|تعليقات)(?: (?:pour|yet|for).*)?|(?:laisser|ajouter|ecrire|leave|add|post)"
    r" (?:un |a )?(?:commentaire|comment|reponse|reply).*|"
    r"(?:temps de |duree de )?lecture\s*:?\s*(?:environ )?\d+ ?(?:min|mn|minutes?|secondes?)\.?(?: de lecture)?|\d+ ?(?:min|mn|minutes?)"
    r"(?: de lecture| read| reading)\.?|(?:reading time|read time)\s*:?\s*\d+ ?min\w*"
)
_UNIT = r"(?:secondes?|seconds?|secs?|min|mn|minutes?|h|heures?|hours?|hrs?|jours?|days?|semaines?|weeks?|mois|months?|ans?|years?)"
_AGO = (
    rf"(?:publiee? |postee? |mise? a jour |modifiee? |actualisee? |updated |published |posted )*(?:il y a |depuis )(?:environ )?(?:\d+|une?|quelques) ?{_UNIT}"
    rf"(?: et (?:\d+|une?) ?{_UNIT})?\.?|(?:updated |published |posted )*(?:about )?(?:\d+|an?|one) ?{_UNIT} ago\.?|hace (?:\d+|un[ao]?) \w+"
    r"|(?:نشر )?(?:منذ|قبل) (?:\d+ )?(?:ثانيه|ثانية|ثواني|دقيقه|دقيقة|دقائق|ساعه|ساعة|ساعات|ساعتين|يوم|يومين|ايام|اسبوع|اسابيع|شهر|اشهر|سنه|سنة|سنوات)"
    r"|a l.instant|just now|الان"
)
_CALL = (
    r"(?:abonnez[- ]vous|s.abonner|inscrivez[- ]vous|s.inscrire|je m.abonne|je m.inscris|m.abonner|recevez|subscribe|sign up|signez|join|rejoignez"
    r"|suivez[- ]nous|follow us|telechargez|download|ne (?:manquez|ratez)|restez (?:informe|connecte)|get (?:the|our)|activez|اشترك\w*|سجل|تابعونا|تابعنا"
    r"|انضم\w*|حمل|suscribete|registrate)"
)
_OFFER = (
    r"newsletters?|infolettres?|lettre d.information|boite (?:mail|e-?mail|aux lettres|de reception)|inbox|notifications?|alertes?|google news"
    r"|google actualites|whats ?app|telegram|facebook|instagram|youtube|twitter|chaine|canal|groupe|application|app\b|reseaux sociaux|daily|e-?mail"
    r"|abonnes?\b|abonnement|offres?|today|dans votre boite|النشره|النشرة|بريدك|قناتنا|التطبيق|صفحتنا|فيسبوك|واتساب|يوتيوب|boletin|correo"
)
_SUBSCRIBE = (
    rf"{_CALL}\b(?=.*\b(?:{_OFFER})).*|(?:notre |la |our )?(?:newsletter|infolettre|النشره البريديه)s?(?: \w+)?\s*:?"
    rf"|(?:abonnez[- ]vous|s.abonner|inscrivez[- ]vous|je m.abonne|se connecter|connexion|deja abonne.*|subscribe(?: now)?|sign (?:up|in)|log ?in|اشترك)\s*[!.:]?"
    rf"|(?:retrouvez|suivez) (?:toute )?l.(?:actualite|info)\b.*(?:{_OFFER}).*|votre (?:adresse )?e-?mail|(?:entrez|saisissez) votre .*mail.*"
)
_ADVERT = (
    r"[-–—\s(\[]*(?:publicite|annonces?|advertis(?:e?ment|ing)|ads?|sponsored(?: content)?|sponsorise|contenu sponsorise|partenaire|anuncio|publicidad"
    r"|anzeige|werbung|pub|اعلان|اعلانات|مساحه اعلانيه)(?: (?:continue below|par .{1,30}|scroll to continue.*))?[-–—\s)\].:]*|loading\.*|chargement\.*"
    r"|(?:la suite|l.article continue|continuez votre lecture) (?:apres|sous) (?:la|cette) (?:publicite|pub|annonce)\.?|article continues (?:below|after).*"
)
_REPORT = (
    r"merci d.avoir signale ?!?|cette image sera automatiquement bloquee apres qu.elle soit signalee par plusieurs personnes\.?"
    r"|شكرا علي الابلاغ ?!?|سيتم حجب هذه الصوره تلقائيا .{0,80}|thank you for reporting ?!?|this image will be automatically blocked .{0,80}"
)
_ORIGIN = (
    r"cliquez ici pour lire l.article depuis sa source\.?|انقر هنا لقراءه الخبر من مصدره\.?|click here to read the (?:article|story) from its source\.?"
    r"|(?:lire|voir|retrouvez?) l.article (?:original|complet|depuis sa source|sur le site)\b.{0,80}"
)
_PRINT = (
    r"(?:\[?[-+]?a(?: ?\\?\[\d+\\?\])?\]?(?:\(#?\))?[\s|/]*){1,4}|publie sur .{1,120}\(<?https?://[^)]*\)|published on .{1,120}\(<?https?://[^)]*\)"
    r"|source url\s*:.*|(?:url|adresse) (?:source|de l.article)\s*:.*|\[?accueil\]?(?:\(#?\))? ?[>»/›].*|(?:home|الرئيسيه) ?[>»/›].*"
    r"|(?:liens|links)(?:\s*:)?|(?:\[\d+\]\s*)?<?https?://\S+>?(?:\s*\[\d+\])*|\[(?:https?://[^\]]+)\]\(https?://.+\)|(?:\[\d+\]\s*)+"
    r"|version imprimable|imprimer (?:cet article|cette page)|taille du texte.*|retour (?:a l.accueil|au sommaire|en haut.*)|haut de page"
)
_FOOTER = (
    r"(?:©|\(c\)|copyright)\s.{0,160}|(?:.{0,80}[.,–-] ?)?tous droits reserves\b.{0,80}|(?:.{0,80}[.,–-] ?)?all rights reserved\b.{0,80}|جميع الحقوق محفوظه.{0,80}"
    r"|(?:tags?|mots[- ]cles|etiquettes|themes?|topics?|categories|keywords|filed under|الوسوم|كلمات دلاليه|وسوم)\s*:.{0,240}|(?:tags|mots[- ]cles|topics|الوسوم)"
    r"|(?:article|billet|post) (?:precedent|suivant)\b.{0,200}|(?:previous|next) (?:article|post|story)\b.{0,200}|(?:precedent|suivant|previous|next|التالي|السابق)"
    r"|mentions legales|politique de confidentialite|conditions generales.{0,60}|contactez[- ]nous|qui sommes[- ]nous ?\??|a propos"
    r"|(?:photo|image|credits?(?: photo)?|ph|illustration)\s*[.:©]\s?.{1,80}|\(?(?:ph\.? ?: ?)?\bdr\b\)?"
)
_MACHINE = (
    r".*\{\{[^{}]{0,80}\}\}.*|(?:veuillez |please |merci d.|pour .{1,60})?(?:activer|enable|autoriser) (?:le )?javascript\b.{0,160}"
    r"|(?:nous utilisons|ce site utilise|we use|this (?:site|website) uses) (?:des |les )?(?:cookies|traceurs)\b.{0,240}|(?:accepter|refuser|accept|reject) (?:tout|tous|all|les|cookies).{0,60}"
    r"|votre navigateur (?:ne|n.est).{0,160}|your browser (?:does not|doesn.t|is not).{0,160}"
)


def _lines(*patterns: str) -> Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.S)


_ARABIC = str.maketrans("أإآٱىة", "ااااية".replace("ة", "ه"))


def plain(line: str) -> str:
    """`line` for recognising furniture: lower case, no accents, straight apostrophes, plain alefs."""
    line = line.replace("’", "'").replace("ʼ", "'").replace("\xa0", " ").replace("\u202f", " ")
    apart = unicodedata.normalize("NFD", line.translate(_ARABIC).lower())
    return " ".join("".join(char for char in apart if not unicodedata.combining(char)).split())


def _without(pattern: Pattern[str]) -> Trim:
    def trim(blocks: Blocks) -> Blocks:
        return tuple(b for b in blocks if len(b) > _LONGEST or not pattern.fullmatch(plain(b)))

    return trim


def without_tickers(blocks: Blocks) -> Blocks:
    """Without lines of many headlines."""
    return tuple(block for block in blocks if not is_ticker(block))


without_report_lines = _without(_lines(_REPORT))
"""Without « Merci d'avoir signalé! » and its kin."""

without_origin_line = _without(_lines(_ORIGIN))
"""Without an aggregator's link to its source."""

without_print_frame = _without(_lines(_PRINT))
"""Without a printed page's header, breadcrumb, size links and numbered links."""

without_also_read = _without(_lines(_ALSO))
"""Without « LIRE AUSSI … »."""

without_sharing = _without(_lines(_SHARE))
"""Without share bars in words."""

without_counters = _without(_lines(_COUNTER, _AGO))
"""Without counts of views and comments, reading times and « il y a 3 heures »."""

without_calls = _without(_lines(_SUBSCRIBE, _ADVERT, _FOOTER, _MACHINE))
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
