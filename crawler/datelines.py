"""Owns the choice of an article's dates: JSON-LD, then meta, then the lines around its title."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from crawler.blocks import Leaf
from crawler.dates import readings, stamp
from crawler.metadata import Metadata, texts
from storage.records import Stamp

_PUBLISHED = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "date_published",
    "parsely-pub-date", "sailthru.date", "article.published", "cxenseparse:recs:publishtime", "dc.date.issued",
    "dcterms.created", "dcterms.date", "dc.date", "publish-date", "publish_date", "publication_date", "pubdate",
    "article_date_original", "originalpublicationdate", "date", "dc.created", "bt:pubdate", "rnews:datepublished",
    "citation_publication_date", "last-modified-original", "displaydate", "ptime", "analyticsattributes.articledate",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "dcterms.modified", "dc.modified",
    "article.updated", "lastmod", "last-modified", "modified",
)  # fmt: skip
_LONGEST_LINE = 160


def stamps(
    declared: Metadata, lines: Sequence[Leaf], hinted: Sequence[str], fetched_at: datetime
) -> tuple[Stamp | None, Stamp | None]:
    """When the article was published and last changed, as far as its page says so believably.

    `lines` are the blocks around the title, where a date may be written; `hinted` are the texts that a
    source's own hint found.
    A 1 January without a time is what programs write for « that year »: it needs a second witness.
    """
    published = [*_declared(declared, ("datePublished", "dateCreated", "uploadDate"), _PUBLISHED, fetched_at)]
    updated = [*_declared(declared, ("dateModified",), _UPDATED, fetched_at)]
    for text in _visible(lines, hinted):
        for reading in readings(text, read_from="visible", fetched_at=fetched_at):
            (updated if reading.updated else published).append(reading.stamp)
    first = _believed(published)
    last = _believed(updated)
    if first is None and last is not None and not published:
        first = replace(last)  # a page that gives only its last change was published by then
    if first is not None and last is not None and last.day < first.day:
        last = None
    return first, last


def is_dateline(line: str, fetched_at: datetime) -> bool:
    """Whether a short line is there for its date."""
    if len(line) > _LONGEST_LINE:
        return False
    found_dates = list(readings(line, read_from="visible", fetched_at=fetched_at))
    covered = sum(reading.end - reading.start for reading in found_dates)
    return bool(found_dates) and len(line) - covered <= 70


def _declared(
    declared: Metadata, keys: Sequence[str], metas: Sequence[str], fetched_at: datetime
) -> Iterator[Stamp]:
    for key in keys:
        for text in texts(declared.article.get(key)):
            if found_stamp := stamp(text, read_from="json-ld", fetched_at=fetched_at):
                yield found_stamp
    for name in metas:
        for text in declared.meta.get(name, ()):
            if found_stamp := stamp(text, read_from="meta", fetched_at=fetched_at):
                yield found_stamp


def _visible(lines: Sequence[Leaf], hinted: Sequence[str]) -> Iterator[str]:
    yield from hinted
    for line in lines:
        stated = _stated_time(line)
        if stated:
            yield ("modifié " if "modif" in line.text.lower() or "jour" in line.text.lower() else "") + stated
        if len(line.text) <= _LONGEST_LINE:
            yield line.text


def _stated_time(line: Leaf) -> str:
    """The machine's form of the date in a `time` element that a line holds or stands in."""
    for node in (line.frame, *line.frame.iterdescendants("time")):
        if node.tag == "time" and node.get("datetime"):
            return str(node.get("datetime"))
    for element, _ in line.pieces:
        if element.tag == "time" and element.get("datetime"):
            return str(element.get("datetime"))
    return ""


def _believed(stamps: Sequence[Stamp]) -> Stamp | None:
    """The first stamp that is no bare 1 January, with the minute of another for the same day where it has none."""
    days = [one.day for one in stamps]
    for one in stamps:
        if _is_bare_new_year(one, days):
            continue
        if one.time is None:
            timed = next((other for other in stamps if other.day == one.day and other.time), None)
            return timed or one
        return one
    return None


def _is_bare_new_year(one: Stamp, days: Sequence[date]) -> bool:
    return one.time is None and (one.day.month, one.day.day) == (1, 1) and days.count(one.day) < 2
