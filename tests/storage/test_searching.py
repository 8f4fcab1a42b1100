"""That what was stored is found as it is typed, on both engines alike."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.query import BadQuery, parsed
from storage.searching import Limits
from storage.snippets import snippet
from storage.store import Store
from storage.terms import searched
from storage.vocabulary import Kind
from tests.storage.looks import DAY, EXTRACTOR, NOON, article, look, read, stored

TEXTS = {
    "film": ("Le film « Été » à Rabat", "L'intelligence artificielle au cinéma : un débat.", "haca"),
    "ia": ("L'IA générative", "Une stratégie souveraine de l'intelligence, artificielle ou non.", "leseco"),
    "culture": ("وزارة الثقافة", "أعلنت الوزارة عن دعم السينما وَالمَسرَح، وبالثقافة تنهض الأمم.", "haca"),
    "droits": ("Droits d’auteur", "Les œuvres numériques et les droits voisins en 2026.", "lopinion"),
}


@pytest.fixture
def filled(store: Store) -> Store:
    for day, (name, (title, body, source)) in enumerate(TEXTS.items()):
        run = store.begin_run(source, NOON + day * DAY)
        read(store, run, article(f"https://{name}.ma/", body, title=title), at=NOON + day * DAY)
    return store


def names(store: Store, query: str, limits: Limits = Limits()) -> list[str]:  # noqa: B008
    return [find.address[8:-4] for find in store.search(parsed(query), limits)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("film", ["film"]),
        ("FILM ete", ["film"]),
        ("été rabat", ["film"]),
        ('"intelligence artificielle"', ["ia", "film"]),
        ('"artificielle intelligence"', []),
        ("l'intelligence", ["ia", "film"]),
        ("intell*", ["ia", "film"]),
        ('"intelligence art*"', ["ia", "film"]),
        ('"intelligence art"*', ["ia", "film"]),
        ("intell", []),
        ("film OR droits", ["droits", "film"]),
        ("intelligence NOT cinema", ["ia"]),
        ("intelligence AND NOT cinéma", ["ia"]),
        ("intelligence NOT (cinema OR souveraine)", []),
        ("(film OR ia) debat", ["film"]),
        ("film OR ia debat", ["film"]),
        ("oeuvres", ["droits"]),
        ("2026", ["droits"]),
        ("droits d'auteur", ["droits"]),
        ("ثقافة", ["culture"]),
        ("الثقافه", ["culture"]),
        ("والثقافة", ["culture"]),
        ("اعلنت", ["culture"]),
        ("المسرح", ["culture"]),
        ("السينم*", ["culture"]),
        ("and", []),
        ("near column", []),
    ],
)
def test_words_phrases_and_beginnings_are_found_as_they_are_typed(
    filled: Store, query: str, found: list[str]
) -> None:
    assert names(filled, query) == found


def test_the_last_stored_comes_first_and_limits_hold(filled: Store) -> None:
    every = "film OR ia OR وزارة OR droits"
    assert names(filled, every) == ["droits", "culture", "ia", "film"]
    assert names(filled, every, Limits(source="haca")) == ["culture", "film"]
    assert names(filled, every, Limits(since=NOON + DAY, until=NOON + 3 * DAY)) == ["culture", "ia"]
    assert names(filled, every, Limits(kind=Kind.EDITED)) == []
    assert len(names(filled, every, Limits(kind=Kind.NEW))) == 4


def test_every_version_is_found_with_what_it_was(filled: Store) -> None:
    run = filled.begin_run("haca", NOON + 9 * DAY)
    new = article("https://film.ma/", "Le débat sur l'IA.", title="Le film")
    filled.record(run, look(new, NOON + 9 * DAY), stored(Kind.EDITED, new), EXTRACTOR)
    finds = list(filled.search(parsed("film")))
    assert [(find.version.number, find.kind) for find in finds] == [(2, Kind.EDITED), (1, Kind.NEW)]
    assert finds[0].version == filled.versions(new.address)[1]


def test_more_than_a_page_of_finds_come_each_once(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    for number in range(130):
        page = article(f"https://haca.ma/{number}", f"Le communiqué {number}.")
        read(store, run, page, at=NOON + timedelta(seconds=number))
    found = [find.address for find in store.search(parsed("communique"))]
    assert found == [f"https://haca.ma/{number}" for number in reversed(range(130))]


def test_a_snippet_shows_and_marks_what_was_found() -> None:
    text = (
        "Un préambule. " * 40 + "Voici que l’Intelligence Artificielle, enfin, et l'IA. " + "La suite. " * 40
    )
    shown = snippet(text, (*_words('"intelligence artificielle"'), *_words("ia")))
    assert [shown.text[start:end] for start, end in shown.hits] == ["Intelligence Artificielle", "IA"]
    assert shown.found == 2
    assert len(shown.text) < 260
    assert shown.text in text


def _words(query: str):  # type: ignore[no-untyped-def]
    from storage.query import wanted

    return wanted(parsed(query))


@pytest.mark.parametrize(
    ("query", "saying"),
    [
        ('cinéma rabat "film', "unbalanced quote at 14"),
        ("(film OR ia", "unbalanced parenthesis at 1"),
        ("film)", r"unexpected \) at 5"),
        ("film OR", "a word is missing after OR at 6"),
        ("NOT film", "NOT at 1 has nothing before it"),
        ("film AND OR ia", "unexpected OR at 10"),
        ("film !!!", "nothing that could be searched for at 6"),
        ('film ""', "nothing that could be searched for at 6"),
        ("", "empty"),
        ("a" * 1001, "too long"),
    ],
)
def test_a_query_that_cannot_be_read_names_the_place(query: str, saying: str) -> None:
    with pytest.raises(BadQuery, match=saying):
        parsed(query)


@given(query=st.text(alphabet="abé ثة\"()*:^-+'ANDORT\x00\ud800", max_size=30))
def test_no_query_is_an_error_of_the_database(lasting: Store, query: str) -> None:
    try:
        read_query = parsed(query)
    except BadQuery:
        return
    list(lasting.search(read_query))


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    from storage.store import open_store

    folder = tmp_path_factory.mktemp("lasting")
    with open_store(f"sqlite:///{folder / 'veilleur.db'}", folder / "archive") as store:
        read(store, store.begin_run("haca", NOON), article())
        yield store


@given(text=st.text(max_size=60))
def test_what_is_searched_holds_only_letters_and_stays_when_searched_again(text: str) -> None:
    once = searched(text)
    assert "'" not in once
    assert ":" not in once
    assert once.replace(" ", "").isalnum() or not once
