"""Matching a document: evidence, bands, and what may be thrown at it."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.topics import Rules, load
from scheduler.topics.matching import MOST_EVIDENCE
from storage.records import Document
from storage.vocabulary import Band

from .evaluation import texts
from .samples import document, rules

RULES = load()
SEEDS = Path(__file__).parents[3] / "seeds"
FRAME = "plusieurs personnes."


def seed(number: str) -> Document:
    """The article of a capture, roughly cut out, the repeated passage once."""
    text = next(SEEDS.glob(f"{number}_*.txt")).read_text(encoding="utf-8")
    text = text.split(FRAME)[-1].replace("Cliquez ici pour lire l'article depuis sa source.", "")
    if number == "002":
        text = text[text.rindex("« Intelligence artificielle et production", 0, text.index("13 Mars")) :]
        text = text[: text.index("[Lien")]
    lines = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    title = "" if number == "003" else lines.pop(0)
    return document(*lines, title=title, language="fr")


@pytest.mark.parametrize(
    ("number", "bands"),
    [
        ("000", {"icc": Band.CENTRAL, "ia": Band.CENTRAL}),
        ("001", {"ia": Band.CENTRAL}),
        ("002", {"ia": Band.CENTRAL}),
        ("003", {"icc": Band.CENTRAL, "ia": Band.SECONDARY}),
        ("004", {"ia": Band.CENTRAL}),
    ],
)
def test_the_seeds(number: str, bands: dict[str, Band]) -> None:
    found = RULES.match(seed(number))
    assert {topic: match.band for topic, match in found.items()} == bands


def test_the_audiovisual_branch() -> None:
    assert "audiovisual" in RULES.match(seed("002"))["ia"].branches
    assert "audiovisual" not in RULES.match(seed("004"))["ia"].branches
    assert {"games", "music"} <= set(RULES.match(seed("000"))["icc"].branches)


@pytest.mark.parametrize("text", texts()[::7], ids=lambda text: text.id)
def test_evidence_is_where_it_says(text) -> None:  # type: ignore[no-untyped-def]
    given_document = document(*text.text.split("\n"), title=text.title)
    for match in RULES.match(given_document).values():
        assert 0 < len(match.evidence) <= MOST_EVIDENCE
        assert 0 <= match.score <= 1
        for evidence in match.evidence:
            part = text.title if evidence.block is None else given_document.blocks[evidence.block]
            assert (evidence.where == "title") == (evidence.block is None)
            assert evidence.sentence == part[evidence.sentence_start : evidence.sentence_end]
            assert evidence.sentence_start <= evidence.start < evidence.end <= evidence.sentence_end
            assert evidence.marked[1] == part[evidence.start : evidence.end]
            assert "".join(evidence.marked) == evidence.sentence


def test_no_term_crosses_from_one_part_into_the_next() -> None:
    assert not RULES.match(document("artificielle.", title="Intelligence"))
    assert not RULES.match(document("Une intelligence", "artificielle"))


def test_the_strongest_evidence_comes_first() -> None:
    text = "L'IA progresse avec les données. L'apprentissage automatique aussi."
    found = RULES.match(document(text, title="Intelligence artificielle : le plan"))["ia"]
    assert found.evidence[0].where == "title"
    assert found.evidence[0].rule == "intelligence artificielle"


def test_how_much_a_document_is_about_a_topic() -> None:
    filler = tuple(
        f"Le conseil communal a voté le point {number} de son ordre du jour." for number in range(40)
    )
    names = ("Intelligence artificielle", "L'IA et ses données.", "Un mot sur l'intelligence artificielle.")
    central = RULES.match(document(names[1], title=names[0]))["ia"]
    secondary = RULES.match(document(names[2], *filler, names[1], title="Le conseil"))["ia"]
    mention = RULES.match(document(*filler, names[2], title="Le conseil"))["ia"]
    assert (central.band, secondary.band, mention.band) == (Band.CENTRAL, Band.SECONDARY, Band.MENTION)
    assert central.score > secondary.score > mention.score


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\n", "\u200f\u00ad", "…", "¶", "\u2029", "a", "\x00", "IA" * 100, "((((", "\ud83d\ude00"],
)
def test_next_to_nothing_matches_nothing(text: str) -> None:
    assert RULES.match(document(text, title=text)) == {}
    assert RULES.match(document()) == {}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(texts()).map(lambda text: text.text), min_size=1, max_size=4))
def test_matching_is_the_same_every_time_and_for_mixed_languages(parts: list[str]) -> None:
    mixed = document(" ".join(parts), *parts)
    assert RULES.match(mixed) == RULES.match(mixed)


def test_a_document_in_three_writings() -> None:
    text = "الذكاء الاصطناعي، intelligence artificielle, ⵜⵉⵖⵉⵙⵜ ⵜⴰⵎⴳⵔⵓⴷⵜ."
    terms = {evidence.marked[1] for evidence in RULES.match(document(text))["ia"].evidence}
    assert terms == {"الذكاء الاصطناعي", "intelligence artificielle", "ⵜⵉⵖⵉⵙⵜ ⵜⴰⵎⴳⵔⵓⴷⵜ"}


SPANISH = (
    "El gobierno de la región ha dicho que los vecinos de las islas tienen que esperar hasta el mes que viene"
    " para que se abra el puerto, porque las obras no han terminado y los barcos no pueden entrar en él. En la"
    " reunión de ayer, que fue muy larga, los vecinos pidieron que las obras se hagan antes de que llegue el verano."
)
TONGUES = """
key = "q"
names.fr = "Q"
[[rule]]
name = "mot"
terms.fr = ["sur"]
terms.es = ["vecinos"]
terms.ar = ["ميناء"]
terms.zgh = ["ⴰⵎⴰⵏ"]
"""


def test_each_block_is_read_with_the_lists_of_its_language() -> None:
    blocks = ("Les vecinos ne savent pas.", SPANISH + " Sur.", "فتح الميناء sur", "ⴰⵎⴰⵏ")
    found = rules(TONGUES).match(document(*blocks, title="Sur le port", language="fr"))["q"]
    shown = {(evidence.block, evidence.marked[1]) for evidence in found.evidence}
    assert shown == {(None, "Sur"), (1, "vecinos"), (2, "الميناء"), (2, "sur"), (3, "ⴰⵎⴰⵏ")}


def test_where_the_language_is_not_known_every_list_counts() -> None:
    found = rules(TONGUES).match(document("Los vecinos, sur le port."))["q"]
    assert [evidence.marked[1] for evidence in found.evidence] == ["vecinos", "sur"]


def test_amazigh_has_the_main_terms() -> None:
    assert "icc" in RULES.match(document("ⵜⵉⵎⴳⵓⵔⵉⵡⵉⵏ ⵜⵉⴷⵍⵙⴰⵏⵉⵏ ⴳ ⵍⵎⵖⵔⵉⴱ.", language="zgh"))
    assert "ia" in RULES.match(document("ⵜⵉⵖⵉⵙⵜ ⵜⴰⵎⴳⵔⵓⴷⵜ.", language="zgh"))


def test_a_weak_clue_is_no_evidence_beside_a_clear_one() -> None:
    text = "Le livre pèse peu à l'export : les éditeurs réclament une baisse de la TVA."
    (evidence,) = RULES.match(document(text))["icc"].evidence
    assert (evidence.marked[1], evidence.rule, evidence.because) == ("éditeurs", "métiers du livre", "export")


def test_what_stands_for_something_else_is_told() -> None:
    told = document("La procureure de l'ICC a demandé un mandat d'arrêt.")
    assert RULES.match(told) == {}
    (other,) = RULES.others(told)["icc"]
    assert (other.sense, other.evidence.marked[1]) == ("Cour pénale internationale", "ICC")
    assert RULES.others(told)["ia"] == ()


@pytest.mark.parametrize(
    "unit",
    [
        "{every} ",
        "IA ",
        "(ICC) ",
        "musique emploi IA procureur ICC. ",
        ".",
        " ",
        "\n",
        "a",
        "\u0301",
        "الذكاء ",
    ],
    ids=lambda unit: repr(unit[:8]),
)
def test_five_megabytes_are_read_without_a_hang(unit: str) -> None:
    unit = unit.format(every=" ".join(text.text for text in texts()))
    text = (unit * (5_000_000 // len(unit) + 1))[:5_000_000]
    start = time.process_time()
    RULES.match(document(text))
    assert time.process_time() - start < 60


def test_a_sentence_without_end_is_cut_around_the_term() -> None:
    text = "mot " * 5000 + "l'intelligence artificielle " + "mot " * 5000
    (evidence,) = RULES.match(document(text))["ia"].evidence
    assert len(evidence.sentence) <= 600
    assert evidence.marked[1] == "intelligence artificielle"


def test_own_rules_that_are_empty_match_nothing() -> None:
    assert Rules([], "").match(document("L'IA.")) == {}
