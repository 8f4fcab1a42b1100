"""Furniture as it is kept: what was learned of each source's pages, and what a person took back."""

from collections.abc import Iterable
from hashlib import sha256

from sqlalchemy import func, insert, select, update

from storage.connect import Database
from storage.furnishing import Furnishing
from storage.schema import AnyRow, furniture


class Furniture:
    """The store's part that remembers the furniture of sources."""

    database: Database

    def furniture(self, source: str) -> tuple[Furnishing, ...]:
        """All that was ever learned of `source`, by number, what was undone included."""
        wanted = select(furniture).where(furniture.c.source == source).order_by(furniture.c.number)
        with self.database.read() as connection:
            return tuple(map(_furnishing, connection.execute(wanted)))

    def furnish(self, source: str, learned: Iterable[Furnishing]) -> None:
        """Remember what was learned; a line that is remembered already stays as it is, undone or not."""
        with self.database.write() as connection:
            of_source = furniture.c.source == source
            known = set(connection.execute(select(furniture.c.sha256).where(of_source)).scalars())
            newest = select(func.coalesce(func.max(furniture.c.number), 0)).where(of_source)
            number: int = connection.execute(newest).scalar_one()
            for each in learned:
                if (mark := sha256(each.line.encode(errors="replace")).hexdigest()) in known:
                    continue
                known.add(mark)
                number += 1
                row = {
                    "source": source,
                    "number": number,
                    "sha256": mark,
                    "line": each.line,
                    "shown": each.shown,
                    "place": each.place,
                    "pages": each.pages,
                    "since": each.since,
                    "why": each.why,
                    "undone": False,
                }
                connection.execute(insert(furniture).values(row))

    def undo_furniture(self, source: str, number: int, *, undone: bool = True) -> None:
        """Make a learned line text again, or with False furniture again."""
        one = (furniture.c.source == source) & (furniture.c.number == number)
        with self.database.write() as connection:
            connection.execute(update(furniture).where(one).values(undone=undone))


def _furnishing(row: AnyRow) -> Furnishing:
    return Furnishing(
        line=row.line,
        shown=row.shown,
        place=row.place,
        pages=row.pages,
        since=row.since,
        why=row.why,
        number=row.number,
        undone=row.undone,
    )
