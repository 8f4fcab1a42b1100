"""The words, folded, by which the weighing of an edit knows figures, negations, dates, names and notes."""

import re


def _folded(words: str) -> frozenset[str]:
    return frozenset(words.split())


NUMERALS = _folded(
    "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante"
    " cinquante soixante cent cents mille million millions milliard milliards dizaine vingtaine trentaine centaine"
    " milliers moitié tiers"
    " two three four five seven eight nine ten eleven twelve thirteen fifteen twenty thirty forty fifty hundred"
    " thousand billion billions dozen half"
    " اثنان اثنين ثلاثة ثلاث اربعة اربع خمسة خمس ستة ست سبعة سبع ثمانية ثماني تسعة تسع عشرة عشر عشرون عشرين"
    " ثلاثون ثلاثين اربعون اربعين خمسون خمسين مائة مئة مائتين مئتين الف الاف مليون ملايين مليار ملايير نصف ثلث ربع"
)
"""Numbers written as words. One and un, une are not among them: they are articles as often."""

UNITS = _folded("% ‰ € $ £")
"""Signs that belong to the figure before them."""

NEGATIONS = _folded(
    "ne n' pas jamais aucun aucune aucunement rien nul nulle ni non sans guère"
    " not no never none nobody nothing neither nor cannot without"
    " لا لم لن ليس ليست ليسوا بدون دون عدم غير ولا ولم ولن وليس فلا"
)
NEGATED_ENGLISH = re.compile(
    r"(?:do|does|did|is|are|was|were|has|have|had|wo|ca|would|could|should|must|need)n'$"
)
"""What the fold makes of don't, isn't, …: don' and t."""

MONTHS = _folded(
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    " january february march april may june july august september october november december"
    " يناير فبراير مارس ابريل ماي مايو يونيو يوليوز يوليو غشت اغسطس شتنبر سبتمبر اكتوبر نونبر نوفمبر دجنبر ديسمبر"
)
ALSO_OTHER_WORDS = _folded("mars mai may march ماي")
"""Months that are other words too: a date only beside a number."""

WEEKDAYS = _folded(
    "lundi mardi mercredi jeudi vendredi samedi dimanche"
    " monday tuesday wednesday thursday friday saturday sunday"
    " الاثنين الثلاثاء الاربعاء الخميس الجمعة السبت الاحد"
)

TITLES = _folded(
    "السيد السيدة الوزير الوزيرة الدكتور الدكتورة الاستاذ الاستاذة الملك الاميرة الامير الرئيس المدير المديرة"
)
"""Arabic words that a name follows: its script has no capitals to know one by."""

GIVEN_NAMES = _folded(
    "محمد احمد علي حسن الحسن الحسين يوسف عمر خالد سعيد رشيد كريم مصطفى ابراهيم اسماعيل ادريس عثمان انس ياسين"
    " حمزة سعد نبيل فؤاد المهدي عزيز عبد فاطمة خديجة مريم عائشة سعاد نادية ليلى زينب سلمى هند امينة نزهة لطيفة"
)

CORRECTION = re.compile(
    r"\b(?:rectificatif|erratum|errata|mise à jour|mis à jour|mise au point|article (?:a été )?(?:modifié|corrigé)"
    r"|version (?:précédente|antérieure|initiale) (?:de|du)|correction [:(]|nous avons corrigé|nous corrigeons"
    r"|droit de réponse|note de la rédaction|précision [:(]|ndlr"
    r"|correction|corrected|clarification|editor' s note|earlier version|has been (?:updated|corrected)"
    r"|updated (?:on|at)|this (?:article|story) (?:was|has been))"
    r"|تصحيح|استدراك|تحديث|تنويه|توضيح من|اعتذار",
    re.IGNORECASE,
)
"""What a note of correction or update says; matched on folded text."""
