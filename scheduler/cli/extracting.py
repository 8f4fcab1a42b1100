"""`veilleur extract`: the article of a saved page, as the crawl would read it, without storing it."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from crawler import registry
from crawler.decoding import decode
from crawler.errors import BadArgument, ExtractionFailed
from crawler.extract import extract
from crawler.observe import observe
from crawler.source import Source
from scheduler.cli import values
from scheduler.cli.house import settings, sites
from storage.records import Document, Page


def run(args: argparse.Namespace) -> int:
    """Print the article, also of a page that a crawl would not take for one, and what it would take it for.

    The exit code is 1 where a crawl would store nothing.
    """
    source = next((each for each in sites(settings(args)).values() if each.owns(args.url)), None)
    source = source or registry.of_host(args.url)
    try:
        body = sys.stdin.buffer.read() if args.file == "-" else Path(args.file).read_bytes()
    except OSError as error:
        raise BadArgument(f"{args.file}: {error.strerror}") from error
    text, decoding = decode(body, {})
    page = Page(
        source=source.name,
        requested=args.url,
        address=args.url,
        fetched_at=datetime.now(UTC),
        status=200,
        body=body,
        text=text,
        decoding=decoding,
    )
    seen = observe(page, source)
    document = seen.document or _read_all_the_same(page, source)
    if args.json:
        found = values.document(document) if document else {}
        values.printed({"outcome": seen.outcome.value, "reason": seen.reason, **found})
    elif document:
        print(_readable(document))
    if seen.document is None:
        print(f"veilleur: {args.file}: {seen.outcome.value}: {seen.reason}", file=sys.stderr)
    return 0 if seen.document else 1


def _read_all_the_same(page: Page, source: Source) -> Document | None:
    try:
        return extract(page, source)
    except ExtractionFailed:
        return None


def _readable(document: Document) -> str:
    """The document for a terminal: its facts, then its text."""
    facts = {
        "address": document.address,
        "outlet": document.outlet,
        "published": document.published
        and f"{document.published.time or document.published.day} ({document.published.read_from})",
        "authors": ", ".join(document.authors),
        "section": document.section,
        "language": document.language,
        "attachments": ", ".join(each.address for each in document.attachments),
        "notes": ", ".join(document.notes),
    }
    head = "\n".join(f"{name:12} {value}" for name, value in facts.items() if value)
    return "\n\n".join((document.title, head, *document.blocks))
