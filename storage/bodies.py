"""Keeping the bodies of new versions, each written against the one it is most like."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from storage.archive import Archive
from storage.columns import indexable
from storage.records import Page
from storage.schema import addresses, documents, erasures, sources, versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Likes:
    """What new bodies may be like: the last body kept at an address, and the sample page of a source. `barred`
    are the addresses of erased documents, whose bodies are not to be kept."""

    barred: frozenset[str]
    before: Mapping[str, str]
    samples: dict[str, str]


def likes(connection: Connection, pages: Iterable[Page]) -> Likes:
    """What is kept already that `pages` may be like."""
    pages = list(pages)
    names = [indexable(address) for page in pages for address in (page.requested, page.address)]
    before = (
        select(addresses.c.address, versions.c.body_sha256)
        .join(documents, documents.c.id == addresses.c.document)
        .join(versions, (versions.c.document == documents.c.id) & (versions.c.number == documents.c.latest))
        .where(addresses.c.address.in_(names), versions.c.body_sha256.is_not(None))
    )
    barred = select(addresses.c.address).join(erasures, erasures.c.document == addresses.c.document)
    known = {page.source for page in pages}
    samples = select(sources.c.name, sources.c.sample).where(
        sources.c.name.in_(known), sources.c.sample.is_not(None)
    )
    return Likes(
        barred=frozenset(connection.execute(barred.where(addresses.c.address.in_(names))).scalars()),
        before={row.address: row.body_sha256 for row in connection.execute(before)},
        samples={row.name: row.sample for row in connection.execute(samples)},
    )


def keep_body(archive: Archive, page: Page, like: Likes) -> str | None:
    """Store the body of `page`, unless it is barred, and return its name. One that nothing served to write it
    against is the sample of its source from now on."""
    under = [indexable(address) for address in (page.requested, page.address)]
    if not like.barred.isdisjoint(under):
        return None
    near = [*map(like.before.get, under), like.samples.get(page.source)]
    name = archive.keep(page.body, dict.fromkeys(filter(None, near)))
    if archive.leans_on(name) is None:
        like.samples[page.source] = name
    return name


def note_samples(connection: Connection, samples: Mapping[str, str]) -> None:
    """Remember the sample pages of sources."""
    for source, name in samples.items():
        changed = update(sources).where(sources.c.name == source, sources.c.sample.is_distinct_from(name))
        connection.execute(changed.values(sample=name))
