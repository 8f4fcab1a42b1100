"""Rows of headlines at an article's edges: silent where they turn over, told where they are its own."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from crawler.turnover import TURNS_OVER, without_turnover
from storage.records import Document

TEXT = (
    "Le ministère a présenté mardi à Rabat un programme de soutien aux studios d'animation et de jeux vidéo.",
    "Les dossiers seront reçus à partir du mois prochain par la chambre de commerce de chaque région du pays.",
)
HEADLINES = (
    "Tennis de table : Berrechid remporte la coupe après une finale interminable",
    "Le pain de Skoura bientôt protégé par une indication géographique",
    "Ouarzazate : un dispensaire mobile visitera les hameaux isolés cet hiver",
    "Natation : une minime de Tan-Tan améliore le record national du papillon",
    "Les orangers de Meknès donnent moins que prévu cette saison",
    "Un vol de nuit reliera bientôt Dakhla à Lisbonne deux fois par semaine",
    "Météo : averses orageuses attendues dans le Haut Atlas ce week-end",
)


def document(*blocks: str) -> Document:
    return Document(address="https://exemple.ma/a/1", title="Un programme pour les studios", blocks=blocks)


def sides(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    a, b = without_turnover(document(*old), document(*new))
    return a.blocks, b.blocks


def test_headlines_that_turn_over_are_taken_from_both_ends() -> None:
    old, new = HEADLINES[:4], HEADLINES[2:6]
    assert sides((*TEXT, *old), (*TEXT, *new)) == (TEXT, TEXT)
    assert sides((*old, *TEXT), (*new, *TEXT)) == (TEXT, TEXT)
    assert sides((*old, *TEXT, *new), (*new, *TEXT, *old)) == (TEXT, TEXT)


def test_an_edit_inside_the_text_is_told_and_the_row_is_not() -> None:
    edited = (TEXT[0].replace("mardi", "jeudi"), TEXT[1])
    assert sides((*TEXT, *HEADLINES[:4]), (*edited, *HEADLINES[1:5])) == (TEXT, edited)


def test_a_row_that_appears_or_goes_as_a_whole_is_none_of_the_article() -> None:
    assert sides(TEXT, (*TEXT, *HEADLINES[:4])) == (TEXT, TEXT)
    assert sides((*TEXT, *HEADLINES[:4]), TEXT) == (TEXT, TEXT)


def test_where_a_row_was_seen_before_one_headline_is_enough() -> None:
    known = replace(document(*TEXT), notes=(TURNS_OVER,))
    assert without_turnover(known, document(*TEXT, HEADLINES[0]))[1].blocks == TEXT
    assert without_turnover(document(*TEXT), document(*TEXT, HEADLINES[0]))[1].blocks == (*TEXT, HEADLINES[0])


def test_the_items_of_the_article_stay() -> None:
    items = tuple(f"Prix des studios d'animation, catégorie {n} : le programme {n}" for n in "ABCD")
    changed = (*items[:3], items[3].replace("programme D", "programme E"))
    assert sides((*TEXT, *items), (*TEXT, *changed)) == ((*TEXT, *items), (*TEXT, *changed))
    others = tuple(f"Studios soutenus par la chambre de commerce de la région {n}" for n in "ABCD")
    assert sides((*TEXT, *items), (*TEXT, *others)) == ((*TEXT, *items), (*TEXT, *others))


def test_an_edited_item_is_no_turnover() -> None:
    items = ("Palme d'argent : Yto Barrada, Les Vagues bleues", *HEADLINES[:3])
    changed = (items[0].replace("Vagues bleues", "Vagues rouges"), *HEADLINES[:3])
    assert sides((*TEXT, *items), (*TEXT, *changed)) == ((*TEXT, *items), (*TEXT, *changed))


def test_paragraphs_at_the_end_are_told() -> None:
    added = "Joint par téléphone, un responsable précise que les travaux ont déjà commencé dans trois villes."
    assert sides(TEXT, (*TEXT, added)) == (TEXT, (*TEXT, added))
    assert sides((*TEXT, added), TEXT) == ((*TEXT, added), TEXT)


def test_a_document_of_headlines_alone_keeps_them() -> None:
    assert sides(HEADLINES[:4], HEADLINES[2:6]) == (HEADLINES[:4], HEADLINES[2:6])


lines = st.lists(st.sampled_from((*TEXT, *HEADLINES, "Un intertitre", "")), max_size=9).map(tuple)


@given(lines, lines)
def test_what_is_taken_stands_at_an_edge_and_taking_twice_is_taking_once(
    old: tuple[str, ...], new: tuple[str, ...]
) -> None:
    once = without_turnover(document(*old), document(*new))
    for before, after in zip((old, new), once, strict=True):
        kept = after.blocks
        assert any(before[n : n + len(kept)] == kept for n in range(len(before) - len(kept) + 1))
        assert bool(kept) or not before
    assert without_turnover(document(*old), document(*old)) == (document(*old), document(*old))
