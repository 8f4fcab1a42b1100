"""Bulletins: the same wording each day, with other figures, towns and days."""

import random

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
TOWNS = ("Rabat", "Oujda", "Agadir", "Fès", "Tanger", "Safi", "Béni Mellal", "Dakhla", "Errachidia", "Taza", "Nador")
WINDS = ("faibles à modérés", "assez forts", "modérés de secteur ouest", "forts avec chasse-poussières")
ARABIC_DAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
ARABIC_TOWNS = ("الرباط", "وجدة", "أكادير", "فاس", "طنجة", "آسفي", "الداخلة", "تازة", "الناظور")

_TEMPLATES = {
    "météo": (
        "Météo : prévisions pour {day}",
        """Voici les prévisions de la direction générale de la météorologie pour la journée du {day} {n1} {month}.

Le temps sera assez froid à froid la nuit et en matinée sur les reliefs, l'Oriental et les hauts plateaux, avec formation de gelées locales au-delà de {n2} mètres. Des averses éparses sont attendues près de {town1} et de {town2}, avec des cumuls de {n3} à {n4} millimètres.

Les vents seront {wind} sur les côtes au nord de {town3} et sur le détroit. Les températures minimales seront de l'ordre de {n5} degrés à {town1} et de {n6} degrés à {town4}, et les maximales oscilleront entre {n7} et {n8} degrés.

La mer sera agitée à forte entre {town2} et {town3}, et peu agitée ailleurs.""",
    ),
    "bourse": (
        "La Bourse de Casablanca clôture en {trend}",
        """La Bourse de Casablanca a clôturé la séance du {day} en {trend}, son indice principal s'établissant à {n1}.{n2},{n3} points.

L'indice rassemblant les valeurs les plus actives a varié de {n4},{n5}%, à {n6} points, et celui des entreprises les mieux notées de {n7},{n8}%. Le volume global des échanges s'est chiffré à {n9},{n1} millions de dirhams, réalisé principalement sur le marché central.

La valeur la plus échangée a été celle de {town1} Immobilier, avec {n2},{n4} millions de dirhams, suivie de {town2} Mines avec {n5},{n7} millions. Les plus fortes hausses ont été enregistrées par {town3} Assurances (+{n3},{n6}%) et les plus fortes baisses par {town4} Boissons (-{n8},{n9}%).

La capitalisation boursière s'élève à {n6}{n1},{n2} milliards de dirhams.""",
    ),
    "barrages": (
        "Barrages : la situation au {n1} {month}",
        """Le taux de remplissage des barrages du Royaume a atteint {n1},{n2}% ce {day}, selon les données publiées par le ministère de l'équipement et de l'eau.

Les réserves s'élèvent à {n3}.{n4} millions de mètres cubes, contre {n5}.{n6} millions à la même date de l'année précédente. Le bassin du Loukkos affiche un taux de {n7},{n8}%, celui du Sebou {n9},{n1}% et celui de l'Oum Er-Rbia {n2},{n3}%.

À {town1}, les apports des dernières vingt-quatre heures sont estimés à {n4},{n5} millions de mètres cubes. À {town2}, ils ont atteint {n6},{n7} millions.""",
    ),
    "accidents": (
        "Accidents de la circulation : {n1} morts en une semaine",
        """{n1} personnes ont été tuées et {n2}.{n3} autres blessées, dont {n4} grièvement, dans {n2}.{n5} accidents de la circulation survenus en périmètre urbain durant la semaine allant du {n6} au {n7} {month}, indique la direction générale de la sûreté nationale.

Les principales causes de ces accidents sont l'inattention des conducteurs, le non-respect de la priorité, l'excès de vitesse, l'inadvertance des piétons, le non-respect de la distance de sécurité et le défaut de maîtrise, précise un communiqué.

En matière de contrôle et de répression, les services de sûreté ont enregistré {n8}.{n9} contraventions, rédigé {n3}.{n1} procès-verbaux et recouvré {n5}.{n2} amendes transactionnelles. Les sommes perçues se sont élevées à {n4}.{n6}.{n8} dirhams.""",
    ),
    "طقس": (
        "توقعات أحوال الطقس ليوم {ar_day}",
        """تتوقع المديرية العامة للأرصاد الجوية بالنسبة ليوم {ar_day} {n1} من الشهر الجاري أن يكون الطقس باردا نسبيا خلال الصباح والليل بكل من مرتفعات الأطلس والريف والهضاب العليا الشرقية.

وستتراوح درجات الحرارة الدنيا ما بين {n2} و{n3} درجات بكل من {ar_town1} و{ar_town2}، وستكون ما بين {n4} و{n5} درجة بالقرب من {ar_town3} وبالأقاليم الجنوبية. أما درجات الحرارة خلال النهار فستعرف تغيرا طفيفا لتبلغ {n6} درجة.

وسيكون البحر هادئا إلى قليل الهيجان بالواجهة المتوسطية وبالبوغاز، وقليل الهيجان إلى هائج ما بين {ar_town1} و{ar_town3}، مع أمواج يصل علوها إلى {n7} أمتار.""",
    ),
    "fuel": (
        "Fuel prices for the week of {month} {n1}",
        """Pump prices change this {en_day} in most service stations of the country. A litre of diesel will cost about {n1}.{n2} dirhams in {town1} and {n3}.{n4} dirhams in {town2}, according to a survey of {n5} stations.

Petrol will be sold for {n6}.{n7} dirhams on average, after {n8}.{n9} dirhams two weeks ago. The difference between the cheapest and the dearest station of {town3} amounts to {n2} centimes a litre.

The next change is expected in a fortnight, when distributors renew their stocks at the prices of the world market.""",
    ),
}
KINDS = tuple(_TEMPLATES)
_MONTHS = ("janvier", "mars", "avril", "juin", "septembre", "octobre", "novembre")
_TRENDS = ("hausse", "légère baisse", "forte hausse", "petite forme", "baisse")
_ENGLISH = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def bulletin(kind: str, pick: random.Random) -> tuple[str, str]:
    """A bulletin's title and text."""
    title, text = _TEMPLATES[kind]
    towns, arabic = pick.sample(TOWNS, 4), pick.sample(ARABIC_TOWNS, 3)
    slots = {f"n{number}": str(pick.randint(3, 980)) for number in range(1, 10)}
    slots |= {f"town{number}": town for number, town in enumerate(towns, 1)}
    slots |= {f"ar_town{number}": town for number, town in enumerate(arabic, 1)}
    slots |= {"day": pick.choice(DAYS), "month": pick.choice(_MONTHS), "wind": pick.choice(WINDS)}
    slots |= {"trend": pick.choice(_TRENDS), "ar_day": pick.choice(ARABIC_DAYS), "en_day": pick.choice(_ENGLISH)}
    return title.format(**slots), text.format(**slots)
