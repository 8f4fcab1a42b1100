"""leseco.ma: Les Inspirations ÉCO, a WordPress site with a feed and some metered articles."""

import re

from crawler.source import Feed, Listing, Source

SOURCE = Source(
    name="leseco",
    title="Les ECO",
    site="https://leseco.ma/",
    discovery=(Feed("https://leseco.ma/feed/"), Listing("https://leseco.ma/")),
    article=re.compile(r"https://leseco\.ma/[a-z0-9-]+/(?:[a-z0-9-]+/)?[^/?]+\.html"),
    content='//div[contains(@class, "entry-content")]',
    heading='//h1[contains(@class, "entry-title") or contains(@class, "post-title")]',
    dateline='//article//time[contains(@class, "date")]',
)
