"""Seals of pages, and the checks that they made short: read and written many at a time."""

from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, delete, insert, select

from storage.columns import indexable
from storage.connect import Database
from storage.rows import packed, unpacked
from storage.schema import addresses, documents, seals
from storage.seal import Place, Seal

Places = tuple[Place, ...]

_STANDING = (
    select(addresses.c.address, seals.c.places, seals.c.mark)
    .join(seals, seals.c.document == addresses.c.document)
    .join(documents, documents.c.id == seals.c.document)
    .where(addresses.c.address.in_(bindparam("names", expanding=True)))
    # A page that seemed to be gone has a life to go on with; a seal of another version shows nothing.
    .where(documents.c.absences == "[]", documents.c.withdrawn.is_(False))
    .where(documents.c.latest == seals.c.version)
)


class Seals:
    """The store's part that keeps seals."""

    database: Database

    def seals(self, names: Sequence[str]) -> Mapping[str, Seal]:
        """The seals of the documents known under these addresses, by address, as far as they still stand."""
        asked = {indexable(name): name for name in names}
        with self.database.read() as connection:
            rows = connection.execute(_STANDING, {"names": list(asked)}).all()
        return {asked[row.address]: Seal(places=unpacked(Places, row.places), mark=row.mark) for row in rows}

    def seal(self, made: Mapping[str, Seal]) -> None:
        """Keep seals, by the addresses of their documents, whose latest versions they show: to be recorded before.

        They take the place of earlier ones; of an address without a document none is kept.
        """
        with self.database.write() as connection:
            names = {indexable(address): seal for address, seal in made.items()}
            of_documents = (
                select(addresses.c.address, documents.c.id, documents.c.latest)
                .join(documents, documents.c.id == addresses.c.document)
                .where(addresses.c.address.in_(list(names)))
            )
            rows = {}
            for name, document, version in connection.execute(of_documents):
                told = {"places": packed(names[name].places), "mark": names[name].mark}
                rows[document] = {"document": document, "version": version, **told}
            if rows:
                connection.execute(delete(seals).where(seals.c.document.in_(list(rows))))
                connection.execute(insert(seals), list(rows.values()))
