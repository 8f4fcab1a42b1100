"""The query language of an analyst's own topics."""

import pytest

from scheduler.errors import BadTopics

from .samples import asked, document

LISTS = '[lists]\npresse = ["journal", "journaux", "éditeur(s)"]\n'


def matched(query: str, text: str, title: str = "", language: str = "") -> list[str]:
    """The terms that are evidence; none where the document does not match."""
    found = asked(query, LISTS).match(document(text, title=title, language=language)).get("q")
    return [evidence.marked[1] for evidence in found.evidence] if found else []


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("musique", "La Musique, toujours.", ["Musique"]),
        ("musique", "Les musiques.", []),
        ("musi*", "Les musiciens jouent.", ["musiciens"]),
        ('"droits voisins"', "Les droits voisins de la presse.", ["droits voisins"]),
        ('"droits voisins"', "Les droits, voisins.", []),
        ("musique OR cinéma", "Le cinéma.", ["cinéma"]),
        ("musique cinéma", "Le cinéma.", []),
        ("musique AND cinéma", "Musique et cinéma.", ["Musique", "cinéma"]),
        ("musique NOT cinéma", "Musique et cinéma.", []),
        ("musique NOT cinéma", "Musique.", ["Musique"]),
        ("musique (cinéma OR livre)", "Un livre, une musique.", ["livre", "musique"]),
        ("@presse", "Deux éditeurs.", ["éditeurs"]),
        ("presse NEAR/3 droits", "Les droits de la presse.", ["droits", "presse"]),
        ("presse NEAR/2 droits", "Les droits dus à toute la presse.", []),
        ("@presse NEAR/4 (droits OR taxe)", "La taxe et le journal.", ["taxe", "journal"]),
        ("case:SNRT", "La SNRT et la snrt.", ["SNRT"]),
        ("case:SNRT", "La snrt.", []),
    ],
)
def test_queries(query: str, text: str, found: list[str]) -> None:
    assert sorted(matched(query, text)) == sorted(found)


def test_title_and_language() -> None:
    assert matched("title:musique", "La musique.", title="Du cinéma") == []
    assert matched("title:musique", "La danse.", title="De la musique") == ["musique"]
    assert matched("musique lang:fr", "La musique.", language="fr-MA") == ["musique"]
    assert matched("musique lang:ar", "La musique.", language="fr") == []
    assert matched("سينما lang:ar", "السينما المغربية اليوم") == ["السينما"]


def test_near_does_not_reach_from_one_block_into_the_next() -> None:
    rules = asked("presse NEAR/9 droits")
    assert not rules.match(document("Des droits.", "La presse."))
    assert rules.match(document("Des droits de presse.", "Rien."))


@pytest.mark.parametrize(
    ("query", "what"),
    [
        ("(musique", "not closed"),
        ("musique)", "no place"),
        ("musique AND", "term is missing"),
        ("NOT musique", "match every document"),
        ("musique OR NOT cinéma", "match every document"),
        ("lang:fr", "match every document"),
        ("@inconnue", "no list named 'inconnue'"),
        ("musique NEAR/3 NOT cinéma", "term is missing"),
        ("musique NEAR/3 (a AND b)", "NEAR/n stands between"),
        ("lang:(fr OR ar)", "takes one word"),
        ("[a-z]+", "regular expression"),
        ('"', "cannot read"),
        ("(" * 60 + "a" + ")" * 60, "brackets inside each other"),
        ("NOT " * 3000 + "a", "brackets inside each other"),
    ],
)
def test_a_bad_query_is_refused_with_file_line_and_reason(query: str, what: str) -> None:
    with pytest.raises(BadTopics, match=r"0\.toml, line 3, query: .*" + what):
        asked(query)
