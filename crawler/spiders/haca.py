"""haca.ma: the broadcasting regulator, in French, Arabic and Amazigh."""

import re

from crawler.source import Listing, Source

SOURCE = Source(
    name="haca",
    title="HACA",
    site="https://www.haca.ma/",
    discovery=(
        Listing("https://www.haca.ma/fr/actualites", pages=5),
        Listing("https://www.haca.ma/ar/actualites", pages=5),
        Listing("https://www.haca.ma/tf/actualites", pages=2),
    ),
    # A node answers at its number and at an alias. Aliases outside `actualites` share their level with the
    # site's own pages (faq, contact), whose names are shorter.
    article=re.compile(
        r"https://www\.haca\.ma/(?P<language>fr|ar|tf)/"
        r"(?:node/(?P<id>\d+)|actualites/[^/?]+|(?=(?:[^/?-]*-){3})[^/?]+)"
    ),
    languages=("fr", "ar", "zgh"),
    content='//div[contains(@class, "field-name-body")] | //div[@class="print-content"]',
    heading='//h1[@id="page-title"] | //div[@class="print-content"]/h1',
    dateline='//div[contains(@class, "field-name-field-date")]',
    folds=((re.compile(r"(?<=haca\.ma)/(fr|ar|tf)/print/(\d+)$"), r"/\1/node/\2"),),
    regulator=True,
)
