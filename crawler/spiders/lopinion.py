"""lopinion.ma: L'Opinion, whose articles keep their number over both generations of the site."""

import re

from crawler.source import Embedded, Sitemap, Source

SOURCE = Source(
    name="lopinion",
    title="L'Opinion",
    site="https://lopinion.ma/",
    discovery=(
        # Today's site draws its lists in the browser: the addresses are in the scripts.
        Embedded("https://lopinion.ma/fr"),
        Embedded("https://lopinion.ma/fr/actu-maroc"),
        Embedded("https://lopinion.ma/fr/culture"),
        Embedded("https://lopinion.ma/fr/economie"),
        Embedded("https://lopinion.ma/fr/societe"),
        Sitemap("https://lopinion.ma/sitemap.xml"),
    ),
    # `/fr/rubrique/un-titre_a123` today, `/Un-Titre_a123.html` before.
    article=re.compile(r"https://lopinion\.ma/(?:fr/(?:[^/?]+/){1,2})?[^/?]+_(?P<id>a\d+)(?:\.html)?"),
)
