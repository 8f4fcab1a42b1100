"""What was learned of sources, on both engines."""

from dataclasses import replace

from storage.furnishing import Furnishing
from storage.store import Store
from storage.vocabulary import Kind
from tests.storage.looks import DAY, EXTRACTOR, NOON, article, look, read, stored

LINE = Furnishing(
    line="suivez-nous", shown="Suivez-nous !", place="end", pages=5, since=NOON, why="it repeats"
)
LONG = replace(LINE, line="é" * 9000, shown="É" * 9000)


def test_each_source_numbers_its_own_and_keeps_what_it_has(store: Store) -> None:
    for name in ("haca", "lodj"):
        store.begin_run(name, NOON)
    store.furnish("haca", [LINE, LONG, LINE])
    store.furnish("lodj", [LONG])
    store.furnish("haca", [replace(LONG, pages=9, since=NOON + DAY)])
    assert store.furniture("haca") == (replace(LINE, number=1), replace(LONG, number=2))
    assert store.furniture("lodj") == (replace(LONG, number=1),)
    assert store.furniture("nobody") == ()


def test_what_was_undone_is_remembered(store: Store) -> None:
    for name in ("haca", "lodj"):
        store.begin_run(name, NOON)
        store.furnish(name, [LINE])
    store.undo_furniture("haca", 1)
    store.furnish("haca", [LINE])
    assert store.furniture("haca") == (replace(LINE, number=1, undone=True),)
    assert store.furniture("lodj") == (replace(LINE, number=1),)
    store.undo_furniture("haca", 1, undone=False)
    assert store.furniture("haca") == (replace(LINE, number=1),)


def test_the_newest_documents_are_given_as_they_stand(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    read(store, run, *(article(f"https://haca.ma/{n}", f"Texte {n}.") for n in range(4)))
    edited = article("https://haca.ma/3", "Un autre texte.")
    store.record(run, look(edited, NOON + DAY), stored(Kind.EDITED, edited), EXTRACTOR)
    assert [each.blocks for each in store.newest("haca", 2)] == [("Un autre texte.",), ("Texte 2.",)]
    assert store.newest("lodj", 2) == ()


def test_the_page_of_each_version_is_kept(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    first = look(article("https://haca.ma/3", "Texte."))
    assert first.document is not None
    store.record(run, first, stored(Kind.NEW, first.document), EXTRACTOR)
    edited = look(article("https://haca.ma/3", "Un autre texte."), NOON + DAY)
    assert edited.document is not None
    store.record(run, edited, stored(Kind.EDITED, edited.document), EXTRACTOR)
    pages = [store.page("https://haca.ma/3", number) for number in (1, 2, 3)]
    assert [page and page.body for page in pages] == [first.page.body, edited.page.body, None]
    assert store.latest_page("https://haca.ma/3") == pages[1]
