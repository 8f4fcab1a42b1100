"""maghress.com: the aggregator, journal by journal."""

import re

from crawler.source import Feed, Listing, Source


def of(journals: tuple[str, ...]) -> Source:
    """The source that follows these journals, named as in the site's addresses."""
    return Source(
        name="maghress",
        title="Maghress",
        site="https://www.maghress.com/",
        discovery=tuple(
            channel
            for journal in journals
            for channel in (
                Listing(f"https://www.maghress.com/fr/{journal}", pages=2),
                Feed(f"https://www.maghress.com/fr/{journal}/rss"),
            )
        ),
        # Numbers count per journal and side: without `fr` an address is on the Arabic one.
        article=re.compile(
            rf"https://www\.maghress\.com/(?:(?P<side>fr)/)?(?P<journal>{'|'.join(journals)})/(?P<id>\d+)"
        ),
        content='//span[@class="articlecontent"]',
        heading='//span[@class="articletitle"]',
        dateline='//span[@class="articlenewspaper"]',
        aggregator=True,
        papers=(("lopinion", "L'Opinion"), ("lesechos", "Les ECO")),
    )


SOURCE = of(("lopinion", "lesechos"))
