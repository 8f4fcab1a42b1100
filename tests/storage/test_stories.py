from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import event, func, insert, select

from storage.joining import MOST_A_KEY, candidates
from storage.lineage import Story
from storage.records import Document
from storage.schema import meta
from storage.sketch import SEEKS
from storage.store import Store, open_store
from storage.story_tables import bands, members
from storage.vocabulary import Kind
from tests.storage.looks import DAY, EXTRACTOR, HOUR, NOON, article, look, read, stored

LATER = NOON + DAY
DISPATCH = (
    "Le conseil de la région a adopté lundi un programme de douze bibliothèques mobiles pour les communes rurales.",
    "Les camions partiront de Beni Mellal dès le mois de mars, avec trois mille livres chacun et un lecteur à bord.",
    "La facture s'élève à 4,5 millions de dirhams, dont un tiers vient d'une fondation privée de Casablanca.",
    "Les maires de montagne demandaient depuis six ans une tournée qui ne s'arrête pas aux chefs-lieux de province.",
)
OTHER = (
    "Les pêcheurs de Safi ont repris la mer jeudi après neuf jours de tempête et de filets déchirés au port.",
    "Les prix de la sardine avaient doublé à la criée, où huit navires seulement avaient débarqué leurs caisses.",
    "Une commission recense les dégâts; elle rendra son rapport avant la fin du mois aux assureurs et à l'office.",
)


def paper(
    name: str, *blocks: str, title: str = "Douze bibliothèques prennent la route", **more: object
) -> Document:
    return article(f"https://{name}.ma/douze", *(blocks or DISPATCH), title=title, **more)


def recorded(store: Store, *documents: Document, at: datetime = NOON) -> None:
    run = store.begin_run("haca", at)
    for number, document in enumerate(documents):
        read(store, run, document, at=at + number * HOUR)


def edited(store: Store, document: Document, at: datetime = LATER) -> None:
    run = store.begin_run("haca", at)
    assert store.record(run, look(document, at), stored(Kind.EDITED, document), EXTRACTOR)


def story(store: Store, document: Document) -> Story:
    found = store.story(document.address)
    assert found is not None
    return found


def addresses(found: Story) -> list[str]:
    return [copy.address for copy in found.copies]


def test_a_copy_joins_when_it_is_recorded_and_the_reason_is_kept(store: Store) -> None:
    origin, copy = paper("lopinion"), paper("maghress", *DISPATCH[:3], title="Des livres sur la route")
    recorded(store, origin, paper("safi", *OTHER, title="La mer reprise"), copy)
    found = story(store, copy)
    assert addresses(found) == [origin.address, copy.address]
    assert found.total == 2
    assert found.copies[0].reason == ""
    assert found.copies[1].reason == "100% of the shorter text is in the longer one, retitled"
    assert found.copies[1].matched == origin.address
    assert store.story("https://safi.ma/douze") is None
    assert store.story("https://nowhere.ma/") is None
    assert store.story_number(copy.address) == store.story_number(origin.address) == found.number
    assert store.story_number("https://safi.ma/douze") is store.story_number("https://nowhere.ma/") is None


def test_an_explicit_link_joins_across_languages_and_nothing_else_does(store: Store) -> None:
    french = paper("haca")
    arabic = paper("haca-ar", "نص قصير عن المكتبات المتنقلة.", title="مكتبات", origin=french.address)
    recorded(store, french, paper("lodj", "نص آخر عن المكتبات.", title="أخرى"), arabic)
    assert addresses(story(store, arabic)) == [french.address, arabic.address]


def test_a_link_to_the_home_of_a_site_is_no_evidence(store: Store) -> None:
    home = "https://www.lopinion.ma/"
    one = paper("a", *DISPATCH, origin=home)
    recorded(store, one, paper("b", *OTHER, title="La mer reprise", origin=home))
    assert store.story(one.address) is None


def test_an_origin_that_comes_after_its_cut_copies_brings_them_together(store: Store) -> None:
    first = paper(
        "a", *DISPATCH[:2], title="Le début d'un programme de livres", origin="https://lopinion.ma/douze"
    )
    last = paper(
        "b", *DISPATCH[2:], title="La facture d'un programme de livres", origin="https://lopinion.ma/douze"
    )
    recorded(store, first, last)
    assert addresses(story(store, first)) == [first.address, last.address]
    recorded(store, paper("lopinion"), at=LATER)
    assert story(store, first).total == 3


def test_two_stories_become_one_when_a_copy_of_both_arrives(store: Store) -> None:
    halves = [
        paper("a", *DISPATCH[:2], title="Le début"),
        paper("b", *DISPATCH[2:], title="La facture", origin="https://lopinion.ma/douze"),
    ]
    doubles = [paper("c", *DISPATCH[:2], title="Le début"), paper("d", *DISPATCH[2:], title="La facture")]
    whole = paper("lopinion", origin=halves[0].address)
    recorded(store, *halves, *doubles)
    assert story(store, halves[0]).number != story(store, halves[1]).number
    recorded(store, whole, at=LATER)
    assert story(store, halves[1]).number == story(store, halves[0]).number
    assert story(store, whole).total == 5


def test_a_corrected_origin_does_not_split_its_story(store: Store) -> None:
    origin, copy = paper("lopinion"), paper("maghress")
    recorded(store, origin, copy)
    edited(store, paper("lopinion", *OTHER))
    found = story(store, copy)
    assert addresses(found) == [origin.address, copy.address]
    assert found.copies[0].document.blocks == OTHER
    assert found.copies[0].version == 2


def test_a_copy_of_an_earlier_version_is_still_found(store: Store) -> None:
    origin, late = paper("lopinion"), paper("maghress")
    recorded(store, origin)
    edited(store, paper("lopinion", *DISPATCH, *OTHER))
    recorded(store, late, at=LATER + DAY)
    assert addresses(story(store, late)) == [origin.address, late.address]


def test_a_stub_that_becomes_the_whole_text_joins_then(store: Store) -> None:
    stub = paper("leseco", "Le conseil de la région a adopté lundi un programme.")
    recorded(store, paper("lopinion"), stub)
    assert store.story(stub.address) is None
    edited(store, paper("leseco"))
    assert story(store, stub).total == 2


# Undone by hand


def test_what_a_person_parted_never_joins_again(store: Store) -> None:
    origin, wrong, right = paper("lopinion"), paper("leseco"), paper("maghress")
    recorded(store, origin, wrong, right)
    assert store.part(wrong.address, LATER)
    assert store.story(wrong.address) is None
    edited(
        store,
        paper("leseco", *DISPATCH, "Une phrase de plus, écrite par le journal pour ses propres lecteurs."),
    )
    assert store.story(wrong.address) is None
    assert addresses(story(store, origin)) == [origin.address, right.address]
    assert not store.part(wrong.address, LATER)
    assert not store.part("https://nowhere.ma/", LATER)


def test_a_copy_of_both_sides_of_a_parting_joins_one_of_them(store: Store) -> None:
    origin, wrong, late = paper("lopinion"), paper("leseco"), paper("maghress", title="Autre")
    recorded(store, origin, paper("lodj"), wrong)
    store.part(wrong.address, LATER)
    recorded(store, late, paper("haca", title="Encore un autre"), at=LATER)
    apart = {each.number for each in (store.story(a.address) for a in (origin, wrong)) if each}
    assert len(apart) == 2
    assert story(store, late).number in apart


def test_a_join_by_hand_takes_a_parting_back(store: Store) -> None:
    origin, copy, stranger = (
        paper("lopinion"),
        paper("maghress"),
        paper("safi", *OTHER, title="La mer reprise"),
    )
    recorded(store, origin, copy, stranger)
    store.part(copy.address, LATER)
    assert store.join(copy.address, origin.address, LATER)
    assert store.join(stranger.address, copy.address, LATER)
    found = story(store, stranger)
    assert addresses(found) == [origin.address, copy.address, stranger.address]
    assert found.copies[2].reason == "joined by hand"
    assert not store.join(origin.address, origin.address, LATER)
    assert not store.join(origin.address, "https://nowhere.ma/", LATER)


# What must not join, and what must not slow


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((" ",), (" ",)),
        (("La suite est réservée aux abonnés.",), ("La suite est réservée aux abonnés.",)),
        ((f"Une phrase à lui. « {' '.join(DISPATCH)} »", OTHER[0]), (f"« {' '.join(DISPATCH)} »", OTHER[1])),
        ((*DISPATCH, "نص بالعربية عن أمر مشترك."), (*OTHER, "نص بالعربية عن أمر مشترك.")),
    ],
    ids=["empty", "stubs", "quotation", "two languages"],
)
def test_no_story_is_made_of(store: Store, one: tuple[str, ...], other: tuple[str, ...]) -> None:
    documents = paper("a", *one, title="Un premier titre assez long"), paper("b", *other, title="Un second")
    recorded(store, *documents)
    assert [store.story(document.address) for document in documents] == [None, None]


@pytest.fixture
def statements(store: Store) -> Iterator[list[str]]:
    """The SQL statements that the store runs."""
    said: list[str] = []

    def note(*args: object) -> None:
        said.append(str(args[2]))

    event.listen(store.database.engine, "before_cursor_execute", note)
    yield said
    event.remove(store.database.engine, "before_cursor_execute", note)


def test_the_ten_thousandth_copy_costs_what_the_third_did(store: Store, statements: list[str]) -> None:
    def steps(name: str) -> int:
        statements.clear()
        recorded(store, paper(name))
        return len(statements)

    recorded(store, paper("first"))
    steps("second")
    third = steps("third")
    with store.database.write() as connection:
        _multiply(connection, 10_000)
    assert steps("last") <= third + 2
    assert story(store, paper("last")).total == 10_004
    assert len(story(store, paper("last")).copies) == 201


def _multiply(connection, times: int) -> None:  # type: ignore[no-untyped-def]
    """Ten thousand rows more of the third document under other addresses."""
    from storage.schema import documents, versions

    last = connection.execute(select(documents).order_by(documents.c.id.desc()).limit(1)).one()._mapping
    version = connection.execute(select(versions).where(versions.c.document == last["id"])).one()._mapping
    keys = connection.execute(select(bands.c.key).where(bands.c.document == last["id"])).scalars().all()
    member = connection.execute(select(members).where(members.c.document == last["id"])).one()._mapping
    numbers = range(last["id"] + 1, last["id"] + 1 + times)
    connection.execute(
        insert(documents), [dict(last) | {"id": n, "address": f"https://copy{n}.ma/douze"} for n in numbers]
    )
    rows = [
        {k: v for k, v in version.items() if k != "id"} | {"id": 10**6 + n, "document": n} for n in numbers
    ]
    connection.execute(insert(versions), rows)
    connection.execute(insert(bands), [{"key": key, "document": n} for n in numbers for key in keys])
    connection.execute(insert(members), [dict(member) | {"document": n} for n in numbers])
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            "SELECT setval(pg_get_serial_sequence('documents', 'id'), (SELECT max(id) FROM documents))"
        )
        connection.exec_driver_sql(
            "SELECT setval(pg_get_serial_sequence('versions', 'id'), (SELECT max(id) FROM versions))"
        )


def test_a_lookup_takes_so_many_index_seeks_and_no_scan(store: Store, statements: list[str]) -> None:
    recorded(store, paper("first"), paper("second"))
    statements.clear()
    with store.database.read() as connection:
        found = candidates(connection, 0, paper("third", origin="https://first.ma/douze"))
        assert len(found) <= MOST_A_KEY * SEEKS
        seeks = [each for each in statements if "bands" in each]
        assert 0 < len(seeks) <= SEEKS
        if store.database.on_sqlite:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {seeks[0]}", (1, 0, 4, 0)).all()
            assert [row.detail for row in plan] == ["SEARCH bands USING PRIMARY KEY (key=?)"]


# Stored before there were stories


def test_what_was_stored_before_is_sketched_once_and_goes_on_where_it_stopped(
    url: str, archive: Path
) -> None:
    with open_store(url, archive) as store:
        recorded(store, *(paper(f"p{number}", title=f"Titre {number}") for number in range(60)))
        with store.database.write() as connection:
            for table in (members, bands):
                connection.execute(table.delete())
            connection.execute(insert(meta).values(key="unsketched", value="0-60"))
        assert store.story(paper("p7").address) is None
        assert next(store.sketch_earlier(LATER)) == (50, 60)
    with open_store(url, archive) as store:
        assert list(store.sketch_earlier(LATER)) == [(60, 60)]
        assert list(store.sketch_earlier(LATER)) == []
        assert story(store, paper("p59")).total == 60
        with store.database.read() as connection:
            left = connection.execute(
                select(func.count()).select_from(meta).where(meta.c.key == "unsketched")
            )
            assert left.scalar_one() == 0
