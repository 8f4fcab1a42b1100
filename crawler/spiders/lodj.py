"""lodj.ma: L'ODJ, a WMaker site."""

import re

from crawler.source import Feed, Listing, Source

SOURCE = Source(
    name="lodj",
    title="L'ODJ",
    site="https://www.lodj.ma/",
    discovery=(
        Feed("https://www.lodj.ma/xml/syndication.rss"),
        Listing("https://www.lodj.ma/", next_page='//div[@class="pager"]/a[@class="sel"]'),
    ),
    article=re.compile(r"https://www\.lodj\.ma/[^/?]+_(?P<id>a\d+)\.html"),
    hosts=("m.lodj.ma",),
    content='//div[contains(@class, "firstletter")]',
    heading='//h1[contains(@class, "access")]',
    dateline='//div[@class="date"]',
)
