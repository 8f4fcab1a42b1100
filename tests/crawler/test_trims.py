"""What is cut from any page, and what never is."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.furniture import is_headline, is_ticker, rows
from crawler.parts import without_copies
from crawler.trims import GENERIC, trimmed
from tests.replica.articles import load_articles
from tests.replica.ticker import ticker

TICKER = ticker(datetime(2026, 3, 1, 12, tzinfo=UTC))

FURNITURE = r"""
Merci d'avoir signalé!
Cette image sera automatiquement bloquée après qu'elle soit signalée par plusieurs personnes.
Cliquez ici pour lire l'article depuis sa source.
انقر هنا لقراءة الخبر من مصدره.
Publié sur *Haute Autorité de la Communication Audiovisuelle* (<https://www.haca.ma>)
[Accueil](#) > « Intelligence artificielle et production audiovisuelle
[A \[1\]](#) [+A \[1\]](#)
-A [1] +A [1]
Liens
[1] <https://www.haca.ma/fr/javascript%3A%3B> [2]
[https://www.haca.ma/a\(1\).pdf](https://www.haca.ma/a(1).pdf)
LIRE AUSSI: Data centers : trois projets en lice
À lire aussi : l'enquête
Sur le même sujet
Dans la même rubrique :
Read more: a title
اقرأ أيضا: خبر آخر
Partager
Partagez cet article
Partager sur Facebook
Facebook Twitter WhatsApp LinkedIn
شارك المقال
1 234 vues
12 480 vues 480 partages
0 commentaire
Lu 123 fois
1234 مشاهدة
il y a 3 heures
Publié il y a 5 minutes
3 hours ago
منذ 3 ساعات
Temps de lecture : 3 min
5 min de lecture
Abonnez-vous à notre newsletter
Recevez chaque matin l’essentiel de l'actualité dans votre boîte mail.
Rejoignez notre chaîne WhatsApp
Suivez-nous sur Google News
Publicité
Advertisement
© 2026 L'Opinion
Tous droits réservés
Tags : IA, culture, Rabat
{{#item}} {{title}} {{/item}}
Veuillez activer JavaScript pour lire ce site.
Article suivant
""".strip().splitlines()

TEXT = """
Une volonté politique affirmée
Structuration, fiscalité, financement : Les freins à lever
France vs Maroc/Afrique sur l'IA culturelle
Amal El Fallah
Martin Tisné
Directeur général d'AI Collaborative
Partager la valeur : le défi
Voir Naples et mourir
Lire est un plaisir
Vote : 67 % pour
33 %, estiment-ils
Il y a trois ans, le Maroc signait l'accord.
La newsletter est morte, vive la newsletter
Les liens
Abonnés absents
3 000 visites par jour au musée, dit-on
Photo de famille à Rabat
Crédit : comment les banques encadrent l'IA
Recevez-vous des aides ?
Suivez le guide
A la une des journaux, le chef du gouvernement
Print est mort, le web aussi
أقل من 3 % من المعطيات
""".strip().splitlines()


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_goes(line: str) -> None:
    assert trimmed((line,), GENERIC) == ()


@pytest.mark.parametrize("line", TEXT)
def test_text_stays(line: str) -> None:
    assert trimmed((line,), GENERIC) == (line,)


def test_nothing_of_sixty_articles_is_cut() -> None:
    for article in load_articles().values():
        blocks = (article.title, *(block.removeprefix("## ") for block in article.blocks))
        assert trimmed(blocks, GENERIC) == blocks, article.name


@given(st.lists(st.one_of(st.sampled_from(FURNITURE + TEXT), st.text(max_size=200)), max_size=12))
def test_trimming_twice_is_trimming_once(lines: list[str]) -> None:
    once = trimmed(tuple(lines), GENERIC)
    assert trimmed(once, GENERIC) == once


@given(st.lists(st.text(max_size=200), max_size=12))
def test_what_is_kept_is_kept_whole_and_in_order(lines: list[str]) -> None:
    kept = list(trimmed(tuple(lines), GENERIC))
    remaining = iter(lines)
    assert all(any(line == other for other in remaining) for line in kept)


@pytest.mark.parametrize(
    "bait", ["share " + "1" * 300, "1 " * 150, "partager " * 35, "a " * 160, "[1]" * 100, "il y a " * 45]
)
def test_no_line_baits_the_patterns(bait: str) -> None:
    trimmed((bait,) * 50, GENERIC)


@pytest.mark.parametrize("gap", ["\xa0" * 4, " • ", " | ", " *** ", " /// ", "\xa0\xa0", " – "])
def test_a_line_of_headlines_is_a_ticker(gap: str) -> None:
    assert is_ticker(gap.join(TICKER))


def test_a_paragraph_is_no_ticker() -> None:
    for article in load_articles().values():
        assert not any(is_ticker(block) for block in article.blocks), article.name


@pytest.mark.parametrize(
    "text",
    [
        "Le texte prévoit – c'est nouveau – un fonds, une agence – rattachée au ministère – et un comité de suivi, "
        "ainsi que – sous réserve – un label – le premier du genre – pour les studios.",
        "Casablanca | " + " | ".join(map(str, range(12, 60))),
    ],
)
def test_dashes_and_tables_are_no_ticker(text: str) -> None:
    assert not is_ticker(text)


def test_rows_of_headlines_are_found_and_text_is_not() -> None:
    text = [
        "Le ministère a présenté mardi un plan qui prévoit un fonds de garantie et deux guichets régionaux."
    ] * 3
    lines = [*TICKER[:20], *text, *TICKER[20:40]]
    found = rows(lines, 0, len(lines))
    assert found == {*range(20), *range(23, 43)}


def test_fewer_than_a_row_are_left() -> None:
    assert rows(list(TICKER[:4]), 0, 4) == set()


@pytest.mark.parametrize(
    "line", ["Elle a dit oui.", "Rabat", "12 500 MDH 13 400 MDH 2024 2025 2026", "x" * 400]
)
def test_no_headlines(line: str) -> None:
    assert not is_headline(line)


LONG = [
    f"Paragraphe {n} : le comité a rendu hier son avis sur le projet, qui compte à ce jour {n} articles et une annexe."
    for n in range(8)
]


def test_a_passage_printed_twice_is_kept_once() -> None:
    assert without_copies([LONG[0], *LONG[1:5], *LONG[1:5]]) == (LONG[:5], True)


def test_a_passage_printed_three_times_is_kept_once() -> None:
    assert without_copies([*LONG[1:5] * 3]) == (LONG[1:5], True)


def test_a_copy_that_differs_by_a_figure_is_told() -> None:
    changed = LONG[2].replace("2", "92")
    kept, repeated = without_copies([*LONG[:5], LONG[0], LONG[1], changed, LONG[3], LONG[4]])
    assert (kept, repeated) == ([*LONG[:5], changed], True)


def test_an_edit_at_the_edge_of_a_copy_leaves_no_lone_copy() -> None:
    changed = LONG[1].replace("1", "7")
    kept, _ = without_copies([*LONG[:5], LONG[0], changed, *LONG[2:5]])
    assert kept == [*LONG[:5], changed]


def test_a_refrain_is_no_copy() -> None:
    lines = ["Question", LONG[0], "Question", LONG[1], "Question", LONG[2]]
    assert without_copies(lines) == (lines, False)


@pytest.mark.parametrize(
    "line",
    [
        *("منذ 3 دقائق", "مدة القراءة: 3 دقائق", "25 people are reading this", "25 شخصا يقرأون هذا الخبر"),
        *("14 personnes lisent cet article", "1 204 lecteurs consultent en ce moment cette page"),
    ],
)
def test_what_counts_readers_and_their_time_is_no_text(line: str) -> None:
    assert list(trimmed(("Un texte.", line), GENERIC)) == ["Un texte."]


def test_a_sentence_about_readers_stays() -> None:
    line = (
        "Selon l'étude, 25 personnes lisent ce journal dans les cafés de la ville, contre 40 il y a dix ans."
    )
    assert list(trimmed((line,), GENERIC)) == [line]
