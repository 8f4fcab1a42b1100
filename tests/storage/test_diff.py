"""The steps from one document to another: blocks first, then words, both sides rebuilt exactly."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.diff import apply, changed, compare, edits
from storage.fold import fingerprint, fold
from storage.records import Attachment, Document, Hunk, Stamp
from storage.vocabulary import Op, Part

LETTERS = st.sampled_from("abcdeé57,.-«»%' \u00a0\u00ad")
WORDS = st.sampled_from(
    ("la", "loi", "l'IA", "12", "300", "240 000", "-5", "67%", "ne", "pas", "...", "a", "b", ".")
)
BLOCK = st.lists(st.one_of(WORDS, st.text(LETTERS, max_size=4)), max_size=14).map(" ".join)
BLOCKS = st.lists(BLOCK, max_size=8).map(tuple)

LEAD = "La Caravane nationale des ICC a pour mission de poser les bases d’un modèle marocain unique."
HALL = "À Rabat, la première étape a rassemblé un public éclectique. L’objectif ? Créer des passerelles."
SUBHEAD = "L’innovation au cœur des industries culturelles"
MONEY = "Le plan prévoit 240.000 emplois et 11 milliards de dirhams d’ici 2030, selon le ministre."
CLOSE = "Chaque étape de cette tournée sera une occasion de mobiliser les acteurs publics et privés."
ARTICLE = (LEAD, HALL, SUBHEAD, MONEY, CLOSE)


def document(*blocks: str, title: str = "Un titre", **more: object) -> Document:
    return Document(address="https://example.com/1", title=title, blocks=blocks, **more)  # type: ignore[arg-type]


def steps(old: tuple[str, ...], new: tuple[str, ...]) -> list[Hunk]:
    """The changed hunks between two bodies, both sides of which must be rebuilt."""
    hunks = compare(document(*old), document(*new))
    assert apply(hunks) == (old, new)
    return list(changed(hunks))


def marked(hunk: Hunk) -> list[tuple[str, str, str]]:
    return [
        (span.op.value, span.old.strip(), span.new.strip()) for span in hunk.spans if span.op is not Op.EQUAL
    ]


@given(BLOCKS, BLOCKS)
@settings(max_examples=300)
def test_hunks_rebuild_both_sides_exactly(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    hunks = compare(document(*old), document(*new))
    assert apply(hunks) == (old, new)
    for hunk in hunks:
        if hunk.spans:
            assert "".join(span.old for span in hunk.spans) == hunk.old
            assert "".join(span.new for span in hunk.spans) == hunk.new
            assert all((fold(span.old) == fold(span.new)) == (span.op is Op.EQUAL) for span in hunk.spans)


@given(BLOCKS, BLOCKS)
@settings(max_examples=300)
def test_there_is_an_edit_exactly_where_the_fingerprints_differ(
    old: tuple[str, ...], new: tuple[str, ...]
) -> None:
    before, after = document(*old), document(*new)
    assert bool(edits(compare(before, after))) == (fingerprint(before) != fingerprint(after))


@given(BLOCKS)
def test_a_document_compared_with_itself_is_equal(blocks: tuple[str, ...]) -> None:
    hunks = compare(document(*blocks), document(*blocks))
    assert {hunk.op for hunk in hunks} == {Op.EQUAL}
    assert apply(hunks) == (blocks, blocks)


@given(BLOCKS, st.randoms(use_true_random=False))
def test_another_order_marks_no_word(blocks: tuple[str, ...], chance: object) -> None:
    shuffled = list(blocks)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    for hunk in steps(blocks, tuple(shuffled)):
        assert hunk.op in (Op.MOVE, Op.SPLIT, Op.MERGE)
        assert not hunk.spans


@given(st.lists(BLOCK, min_size=1, max_size=8), st.data())
def test_the_same_words_in_other_paragraphs_are_no_edit(blocks: list[str], data: st.DataObject) -> None:
    words = " ".join(blocks).split(" ")
    cuts = sorted(data.draw(st.sets(st.integers(0, len(words)), max_size=6)))
    ends = [0, *cuts, len(words)]
    recut = tuple(" ".join(words[a:b]) for a, b in pairwise(ends))
    hunks = compare(document(*blocks), document(*recut))
    assert not edits(hunks)
    assert apply(hunks) == (tuple(blocks), recut)


def test_typography_is_equal_and_keeps_both_texts() -> None:
    hunks = compare(document("Le taux : 67 %."), document("Le taux\u00a0: 67%."))
    assert [(hunk.op, hunk.old, hunk.new) for hunk in hunks[1:]] == [
        (Op.EQUAL, "Le taux : 67 %.", "Le taux\u00a0: 67%.")
    ]


def test_a_figure_is_the_only_word_marked() -> None:
    (hunk,) = steps(ARTICLE, (*ARTICLE[:3], MONEY.replace("240.000", "140.000"), CLOSE))
    assert (hunk.op, hunk.old_index, hunk.new_index) == (Op.REPLACE, 3, 3)
    assert marked(hunk) == [("replace", "240.000", "140.000")]


def test_a_moved_paragraph_costs_one_line_and_no_word() -> None:
    (hunk,) = steps(ARTICLE, (LEAD, MONEY, HALL, SUBHEAD, CLOSE))
    assert (hunk.op, hunk.old_index, hunk.new_index, hunk.spans) == (Op.MOVE, 3, 1, ())


def test_a_paragraph_moved_and_edited_is_both() -> None:
    (hunk,) = steps(ARTICLE, (MONEY.replace("11", "12"), LEAD, HALL, SUBHEAD, CLOSE))
    assert (hunk.op, hunk.old_index, hunk.new_index) == (Op.MOVE, 3, 0)
    assert marked(hunk) == [("replace", "11", "12")]


def test_a_split_paragraph_is_named() -> None:
    pieces = (
        "À Rabat, la première étape a rassemblé un public éclectique.",
        "L’objectif ? Créer des passerelles.",
    )
    (hunk,) = steps(ARTICLE, (LEAD, *pieces, *ARTICLE[2:]))
    assert (hunk.op, hunk.old_index, hunk.new_index, hunk.pieces) == (Op.SPLIT, 1, 1, pieces)
    assert not hunk.spans


def test_paragraphs_run_together_on_one_line_still_show_one_edited_word() -> None:
    (hunk,) = steps(ARTICLE, (" ".join(ARTICLE).replace("11 milliards", "12 milliards"),))
    assert (hunk.op, hunk.pieces) == (Op.MERGE, ARTICLE)
    assert marked(hunk) == [("replace", "11", "12")]


def test_a_sentence_per_line_still_shows_one_edited_word() -> None:
    lines = (
        "La Caravane nationale des ICC a pour mission",
        "de poser les bases d’un modèle africain unique.",
    )
    (hunk,) = steps((LEAD, CLOSE), (*lines, CLOSE))
    assert (hunk.op, hunk.pieces) == (Op.SPLIT, lines)
    assert marked(hunk) == [("replace", "marocain", "africain")]


@pytest.mark.parametrize("repeated", [(LEAD,), ARTICLE])
def test_a_copy_that_appears_or_goes_is_told_as_a_copy(repeated: tuple[str, ...]) -> None:
    came = steps(ARTICLE, (*ARTICLE, *repeated))
    assert {(hunk.op, hunk.repeated) for hunk in came} == {(Op.INSERT, True)}
    went = steps((*ARTICLE, *repeated), ARTICLE)
    assert {(hunk.op, hunk.repeated) for hunk in went} == {(Op.DELETE, True)}
    assert len(came) == len(went) == len(repeated)


def test_a_paragraph_that_is_new_is_no_copy() -> None:
    (hunk,) = steps(ARTICLE, (*ARTICLE, "Un paragraphe que personne n’avait lu."))
    assert (hunk.op, hunk.new_index, hunk.repeated) == (Op.INSERT, 5, False)


def test_other_matter_in_the_same_place_is_cut_and_added() -> None:
    other = "Le jury a salué, dimanche soir, un premier long métrage tourné à Ouarzazate avec des comédiens du cru."
    assert [hunk.op for hunk in steps(ARTICLE, (LEAD, HALL, SUBHEAD, other, CLOSE))] == [Op.DELETE, Op.INSERT]


def test_a_subhead_is_replaced_by_another() -> None:
    (hunk,) = steps(ARTICLE, (LEAD, HALL, "Une filière en chantier", MONEY, CLOSE))
    assert (hunk.op, hunk.old_index) == (Op.REPLACE, 2)


def test_changes_two_words_apart_read_as_one_and_three_words_apart_as_two() -> None:
    old = "un deux trois quatre cinq six sept huit neuf"
    (near,) = steps((old,), (old.replace("deux", "DEUX").replace("cinq", "CINQ"),))
    assert marked(near) == [("replace", "deux trois quatre cinq", "DEUX trois quatre CINQ")]
    (far,) = steps((old,), (old.replace("deux", "DEUX").replace("six", "SIX"),))
    assert marked(far) == [("replace", "deux", "DEUX"), ("replace", "six", "SIX")]


def test_an_added_sentence_begins_where_a_sentence_begins() -> None:
    (hunk,) = steps(
        ("Le texte est prêt. Le vote est fixé à mardi.",),
        ("Le texte est prêt. Le texte est public. Le vote est fixé à mardi.",),
    )
    assert marked(hunk) == [("insert", "", "Le texte est public.")]


def test_the_title_is_compared_apart() -> None:
    old, new = document(LEAD, title="Un plan"), document(LEAD, title="Un plan caché")
    (hunk,) = changed(compare(old, new))
    assert (hunk.part, hunk.op, marked(hunk)) == (Part.TITLE, Op.REPLACE, [("insert", "", "caché")])


@pytest.mark.parametrize("title", ["Un plan\u00a0!", "Un plan!"])
def test_a_title_with_other_blanks_is_equal(title: str) -> None:
    assert not changed(compare(document(LEAD, title="Un plan !"), document(LEAD, title=title)))


def test_what_one_side_lacks_altogether_is_no_edit() -> None:
    bare = document(LEAD, title="")
    full = document(
        LEAD,
        authors=("X",),
        published=Stamp(day=date(2025, 7, 3)),
        attachments=(Attachment(address="https://example.com/a.pdf"),),
    )
    for old, new in ((bare, full), (full, bare)):
        assert not edits(compare(old, new))
        assert changed(compare(old, new))


def test_a_day_counts_where_both_sides_read_it_in_the_same_place() -> None:
    third, fourth = Stamp(day=date(2025, 7, 3)), Stamp(day=date(2025, 7, 4))
    (hunk,) = edits(compare(document(LEAD, published=third), document(LEAD, published=fourth)))
    assert (hunk.part, hunk.op, hunk.old, hunk.new) == (Part.DATE, Op.REPLACE, "2025-07-03", "2025-07-04")
    to_the_minute = Stamp(day=date(2025, 7, 3), time=datetime(2025, 7, 3, 9, tzinfo=UTC))
    elsewhere = Stamp(day=date(2025, 7, 4), read_from="json-ld")
    for same in (None, third, to_the_minute, elsewhere):
        assert not changed(compare(document(LEAD, published=third), document(LEAD, published=same)))


def test_an_attachment_is_replaced_added_or_removed() -> None:
    study = Attachment(address="https://example.com/etude.pdf", label="Étude (PDF)")
    again = Attachment(address="https://example.com/etude-2.pdf", label="Étude\u00a0(PDF)")
    note = Attachment(address="https://example.com/note.pdf", label="Note")

    def seen(old: tuple[Attachment, ...], new: tuple[Attachment, ...]) -> list[tuple[Op, str, str]]:
        hunks = edits(compare(document(LEAD, attachments=old), document(LEAD, attachments=new)))
        return [(hunk.op, hunk.old, hunk.new) for hunk in hunks]

    assert seen((study,), (again,)) == [(Op.REPLACE, study.address, again.address)]
    assert seen((study,), (study, note)) == [(Op.INSERT, "", note.address)]
    assert seen((study, note), (note,)) == [(Op.DELETE, study.address, "")]
    assert seen((study, note), (note, study)) == []


def test_giant_blocks_are_compared_by_sentence() -> None:
    sentences = [f"La mesure {n} concerne la ville {n * 7} et le quartier {n * 13}." for n in range(800)]
    edited = [*sentences[:400], sentences[400].replace("concerne", "ignore"), *sentences[401:]]
    (hunk,) = steps((" ".join(sentences),), (" ".join(edited),))
    assert marked(hunk) == [("replace", "concerne", "ignore")]


def test_a_giant_block_without_sentences_is_replaced_whole() -> None:
    old, new = (" ".join(f"{side}{n}" for n in range(5_000)) for side in "ab")
    assert [hunk.op for hunk in steps((f"début {old}",), (f"début {new}",))] in (
        [Op.REPLACE],
        [Op.DELETE, Op.INSERT],
    )


def test_many_blocks_are_not_all_compared_with_all() -> None:
    old = tuple(f"Ligne {n} du tableau {n % 7} pour la ville {n * 3}" for n in range(6_000))
    new = tuple(line.replace("Ligne", "Rangée") for line in old)
    hunks = steps(old, new)
    assert {(hunk.op, hunk.old_index == hunk.new_index) for hunk in hunks} == {(Op.REPLACE, True)}
    assert len(steps(old, tuple(reversed(old)))) == len(old) - 1
