"""What is learned of a source's pages, and what the learning leaves alone."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.edges import edge_lines, without_furniture
from crawler.extract import EXTRACTOR, extractor
from crawler.learning import learned
from storage.diff import compare
from storage.fold import fold
from storage.records import Document
from tests.crawler.test_observe import SOURCE

AT = datetime(2026, 11, 20, tzinfo=UTC)
FOOT = "Suivez toute l'actualité du Courrier sur nos réseaux."
HEAD = "Le Courrier, quotidien d'information de Rabat"


def document(number: int, *, before: tuple[str, ...] = (), after: tuple[str, ...] = ()) -> Document:
    """An article of its own, with lines before and after it."""
    own = [
        f"Le projet numéro {number}{part} réunit les libraires de la ville et {number} éditeurs autour d'un fonds "
        f"commun de {number * 7}{part} dirhams, selon la note n° {number}-{part} que la chambre a rendue publique."
        for part in "abc"
    ]
    return Document(
        address=f"https://courrier.example/{number}",
        title=f"Titre {number}",
        blocks=(*before, *own, *after),
    )


def lines(documents: list[Document], **more: object) -> dict[str, tuple[str, int]]:
    return {each.shown: (each.place, each.pages) for each in learned(documents, AT, **more)}  # type: ignore[arg-type]


def test_what_repeats_at_the_edges_of_five_articles_is_learned() -> None:
    documents = [document(n, before=(HEAD,), after=(FOOT, "Le Courrier")) for n in range(6)]
    assert lines(documents) == {HEAD: ("start", 6), FOOT: ("end", 6), "Le Courrier": ("end", 6)}
    assert lines(documents[:4]) == {}


def test_a_typographic_variant_is_the_same_line() -> None:
    documents = [document(n, after=(FOOT.replace("'", "’" if n % 2 else "'"),)) for n in range(5)]
    assert [each.line for each in learned(documents, AT)] == [fold(FOOT)]


def test_nothing_within_an_article_is_learned() -> None:
    documents = [document(n, after=(FOOT, f"La suite du projet {n} est attendue.")) for n in range(9)]
    assert lines(documents) == {}
    assert without_furniture(documents[0].blocks, {fold(FOOT)}) == documents[0].blocks


def test_copies_of_one_article_teach_nothing() -> None:
    one = document(1, after=(FOOT,))
    same = [Document(address=f"{one.address}/{n}", title=one.title, blocks=one.blocks) for n in range(9)]
    retitled = [Document(address=f"{one.address}/{n}", title=f"T {n}", blocks=one.blocks) for n in range(9)]
    assert lines(same) == lines(retitled) == {}
    assert lines([*same, *(document(n, after=(FOOT,)) for n in range(2, 6))]) == {}


def test_documents_of_one_title_teach_once() -> None:
    brief = [document(n, after=(FOOT,)) for n in range(9)]
    assert lines([Document(address=d.address, title="En bref", blocks=d.blocks) for d in brief]) == {}


def test_texts_that_are_mostly_what_repeats_teach_nothing() -> None:
    notice = "Décision du conseil, prise en application de la loi 77-03. " * 12
    documents = [document(n, after=(notice,)) for n in range(9)]
    assert lines(documents) == {}


@pytest.mark.parametrize(
    "note",
    [
        "Mise à jour : cet article a été complété.",
        "Rectificatif : une version précédente disait autrement.",
        "تصحيح: ورد خطأ في نسخة سابقة",
    ],
)
def test_a_note_of_correction_is_never_furniture(note: str) -> None:
    assert lines([document(n, after=(note,)) for n in range(9)]) == {}


def test_what_was_undone_is_not_learned_again() -> None:
    documents = [document(n, after=("Le Courrier", FOOT)) for n in range(6)]
    assert set(lines(documents, never={fold("Le Courrier")})) == {FOOT}
    assert lines(documents, never={fold(FOOT)}) == {}, "what stands inside it is no edge then"


def test_the_extractor_names_the_furniture_that_was_in_force() -> None:
    def made(*furniture: str) -> str:
        from dataclasses import replace

        return extractor(replace(SOURCE, furniture=frozenset(furniture)))

    assert made() == EXTRACTOR
    assert made("a", "b") == made("b", "a") != made("a")


_WORDS = st.sampled_from(["un", "deux", "le fonds", "Rabat", "12", "suivez", "l'été"])
_LINES = st.lists(_WORDS, min_size=1, max_size=3).map(" ".join)
_DOCUMENTS = st.lists(
    st.tuples(st.integers(0, 12), st.lists(_LINES, max_size=3), st.lists(_LINES, max_size=3)), max_size=14
).map(lambda made: [document(n, before=tuple(b), after=tuple(a)) for n, b, a in made])


@given(_DOCUMENTS)
def test_learning_twice_is_learning_once(documents: list[Document]) -> None:
    first = {each.line for each in learned(documents, AT)}
    assert learned(documents, AT, known=first) == ()
    assert {each.line for each in learned(documents, AT, never=first)}.isdisjoint(first)


@given(st.lists(_LINES, max_size=8), st.frozensets(_LINES.map(fold)))
def test_furniture_is_cut_once_and_leaves_the_text(blocks: list[str], furniture: frozenset[str]) -> None:
    kept = without_furniture(blocks, furniture)
    assert without_furniture(kept, furniture) == kept
    assert not blocks or kept
    assert 3 * sum(map(len, kept)) >= 2 * sum(map(len, blocks))
    start = next((n for n in range(len(blocks) + 1) if blocks[n : n + len(kept)] == kept), None)
    assert start is not None, "what is left stands in one piece in what there was"


@given(_DOCUMENTS)
def test_every_document_keeps_its_own_lines(documents: list[Document]) -> None:
    furniture = {each.line for each in learned(documents, AT)}
    for each in documents:
        assert {b for b in each.blocks if b.startswith("Le projet")} <= {
            *without_furniture(each.blocks, furniture)
        }


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ((), (FOOT,), {FOOT}),
        ((FOOT,), (), {FOOT}),
        ((FOOT,), (HEAD,), {FOOT, HEAD}),
        (("Il y a 12 lignes ici, dit-on.",), ("Il y a 13 lignes ici, dit-on.",), set()),
        ((), ("Mise à jour : le nom a été rétabli.",), set()),
    ],
)
def test_only_whole_lines_at_the_edges_are_edge_lines(
    old: tuple[str, ...], new: tuple[str, ...], found: set[str]
) -> None:
    hunks = compare(document(1, after=old), document(1, after=new))
    assert edge_lines(hunks) == set(map(fold, found))


def test_an_edit_that_does_more_has_no_edge_lines() -> None:
    old, new = document(1), document(1, after=(FOOT,))
    inner = Document(address=new.address, title=new.title, blocks=(new.blocks[0], FOOT, *new.blocks[1:]))
    renamed = Document(address=new.address, title="Un autre titre", blocks=new.blocks)
    for other in (inner, renamed, document(2, after=(FOOT,))):
        assert edge_lines(compare(old, other)) == frozenset()
