"""Which sense an acronym has: the nearest cue decides."""

import pytest

from scheduler.topics import Rules, load
from storage.vocabulary import Band

from .samples import document


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load()


def told(rules: Rules, topic: str, *blocks: str, title: str = "") -> list[str]:
    found = rules.match(document(*blocks, title=title)).get(topic)
    return sorted(evidence.marked[1] for evidence in found.evidence) if found else []


def test_the_nearest_cue_wins_not_the_document(rules: Rules) -> None:
    text = "Le procureur de l'ICC enquête. Les ICC, de la musique au design, attendent un fonds."
    found = rules.match(document(text))["icc"]
    acronyms = [evidence for evidence in found.evidence if evidence.rule == "ICC"]
    assert [(evidence.start, evidence.end) for evidence in acronyms] == [(35, 38)]
    assert dict(found.refused) == {"Cour pénale internationale": 1}


def test_amnesty_may_speak_of_ai(rules: Rules) -> None:
    assert told(rules, "ia", "Amnesty critique l'IA générative.") == ["IA générative"]
    assert told(rules, "ia", "Amnesty International (AI) accuse. AI réclame leur libération.") == []


def test_a_title_gives_the_sense_of_a_body_without_cues(rules: Rules) -> None:
    assert told(rules, "icc", "Il est question des ICC.", title="Un fonds pour les créateurs") == ["ICC"]
    assert told(rules, "icc", "Il est question de l'ICC.", title="Arbitrage commercial à Paris") == []


def test_a_definition_binds_the_acronym_elsewhere(rules: Rules) -> None:
    assert told(rules, "icc", "L'indice du coût de la construction (ICC) est publié.", "L'ICC monte.") == []
    assert "ICC" in told(
        rules, "icc", "Les industries culturelles et créatives (ICC) progressent.", "Reste à financer ICC."
    )


def test_a_long_form_that_no_list_has_is_known_by_its_initials(rules: Rules) -> None:
    assert (
        told(rules, "icc", "L'Initiative citoyenne pour la cité (ICC) réunit des artistes.", "L'ICC joue.")
        == []
    )


def test_small_letters_are_no_acronym(rules: Rules) -> None:
    assert told(rules, "ia", "Ia ora na, dit la chanson polynésienne avec des données.") == []
    assert told(rules, "ia", "J'ai des données, j'ai des outils.") == []


def test_an_acronym_that_nothing_explains_is_to_be_checked(rules: Rules) -> None:
    found = rules.match(document("Budget ICC : le tableau."))["icc"]
    assert found.band is Band.CHECK
    assert [evidence.marked[1] for evidence in found.evidence] == ["ICC"]


def test_the_other_senses_are_told_with_why_they_were_refused(rules: Rules) -> None:
    text = "Les ICC vivent de la culture, rappelle le tribunal de commerce de la ville voisine."
    (evidence,) = [one for one in rules.match(document(text))["icc"].evidence if one.rule == "ICC"]
    senses = {refused.sense: refused for refused in evidence.refused}
    assert evidence.because == "culture"
    assert senses["Cour pénale internationale"].cue == "tribunal"
    assert "tribunal" in senses["Cour pénale internationale"].reason
    assert senses["Conseil international du cricket"].reason == "aucun mot de ce sens dans le texte"


def test_initials_with_dots_need_a_cue(rules: Rules) -> None:
    assert told(rules, "ia", "La correspondante I. A. écrit depuis Alger.") == []
    assert told(rules, "ia", "L'I.A. et ses algorithmes.") == ["I.A"]
