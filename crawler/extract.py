"""Owns the making of a document from a page: the article alone, as text, with what is known of it."""

import re
from dataclasses import dataclass
from hashlib import sha256
from importlib import metadata

from crawler.addresses import canonical, identity, is_home, stands_for
from crawler.edges import without_furniture
from crawler.errors import ExtractionFailed
from crawler.language import detect
from crawler.parts import Parts, without_copies, without_credit
from crawler.plaintext import plaintext
from crawler.source import Source
from crawler.titles import letters
from crawler.trims import GENERIC, trimmed
from crawler.webpage import webpage
from storage.records import Document, Page

RULES = 3
"""To be raised with every change that reads some page otherwise: older versions are then read again."""

EXTRACTOR = (
    f"veilleur {RULES}, trafilatura {metadata.version('trafilatura')}, lxml {metadata.version('lxml')}"
)
"""Which rules make a document of any source; `extractor` says it of one."""

FURNITURE = ", furniture "
"""What stands in an extractor's name between the rules for any page and the mark of what was learned."""

MOST_BLOCKS = 20_000
"""Paragraphs of an article; what has more is a list made by a machine, and slow to compare."""

_PLAIN = re.compile(r"text/(?:plain|markdown)\b", re.I)
_MARKUP = re.compile(r"<(?:!doctype|html|head|body|div|p|article)\b", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """A document and what it was made of."""

    document: Document
    parts: Parts


def extractor(source: Source) -> str:
    """Which rules make a document of `source`: those for any page, and what was learned of its own."""
    if not source.furniture:
        return EXTRACTOR
    mark = sha256("\n".join(sorted(source.furniture)).encode(errors="replace")).hexdigest()
    return f"{EXTRACTOR}{FURNITURE}{mark[:8]}"


def extract(page: Page, source: Source) -> Document:
    """The article on `page`, whose text is decoded. Raises ExtractionFailed where there is none.

    The same page gives the same document in every process and at every time.
    """
    return assembled(parts(page, source), page, source).document


def parts(page: Page, source: Source) -> Parts:
    """The parts of the article on `page`. Raises ExtractionFailed."""
    kind = page.headers.get("content-type", "")
    if (not kind or _PLAIN.match(kind)) and not _MARKUP.search(page.text):
        return plaintext(page, source)
    return webpage(page, source)


def assembled(given: Parts, page: Page, source: Source) -> Extraction:
    """The document that an article's parts make. Raises ExtractionFailed where they make none."""
    blocks = trimmed(given.lines, (*GENERIC, *source.trims))
    lines, repeated = without_copies(blocks)
    while len(lines) > 1 and letters(lines[-1]) == letters(given.title):
        lines = lines[:-1]  # the article among its related ones
    lines, signed = without_credit(lines, given.authors)
    if len(own := without_furniture(lines, source.furniture)) < len(lines):
        lines, beneath = without_credit(own, given.authors)
        signed = signed or beneath
    if not given.title:
        raise ExtractionFailed("no title was found")
    if not lines:
        raise ExtractionFailed("no text was found")
    if len(lines) > MOST_BLOCKS:
        raise ExtractionFailed(f"{len(lines):,} paragraphs: no article has so many")
    address, aliases = _addresses(given, page, source)
    outlet = _outlet(given, address, source)
    document = Document(
        address=address,
        aliases=aliases,
        identity=_identity(given, address, source),
        title=given.title,
        blocks=tuple(lines),
        outlet=outlet,
        published=given.published,
        updated=given.updated,
        authors=given.authors or ((signed,) if signed else ()),
        section=given.section,
        language=detect("\n".join(lines)) or given.language.partition("-")[0],
        attachments=given.attachments,
        origin=given.origin,
        notes=(*given.notes, *(("repeated",) if repeated else ())),
    )
    return Extraction(document=document, parts=given)


def _addresses(given: Parts, page: Page, source: Source) -> tuple[str, tuple[str, ...]]:
    """The document's address, and the others that lead to it: all canonical.

    The page's own word for its address holds where it may be believed.
    """
    fetched, asked = canonical(page.address, source), canonical(page.requested, source)
    claims = {rel: canonical(link, source) for rel, link in given.links.items()}
    claimed, short = claims.get("canonical", ""), claims.get("shortlink", "")
    address = claimed if claimed and stands_for(claimed, fetched, source) else fetched
    others = [fetched, *(link for link in (short, asked) if source.owns(link) and not is_home(link))]
    return address, tuple(dict.fromkeys(other for other in others if other != address))


def _identity(given: Parts, address: str, source: Source) -> str | None:
    named = identity(address, source)
    return named or (f"{source.name}:{given.number}" if given.number else None)


def _outlet(given: Parts, address: str, source: Source) -> str:
    """Whose article it is: on an aggregator the paper that the address or the page names."""
    if not source.aggregator:
        return source.title
    groups = (found.groupdict() if (found := source.article.fullmatch(address)) else {}) or {}
    return dict(source.papers).get(groups.get("journal") or "") or given.paper or source.title
