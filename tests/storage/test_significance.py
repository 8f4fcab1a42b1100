"""What an edit touched, in French, Arabic and English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.diff import changed, compare
from storage.records import Document, Hunk, Significance
from storage.significance import swaps, touches, weigh
from storage.vocabulary import Op, Part, Touched

FR = (
    "Le ministre Mehdi Bensaïd a annoncé jeudi à Rabat que 240.000 emplois seront créés d’ici 2030, soit 67 % du "
    "total. « Nous ne sommes pas prêts à tout accepter », a-t-il dit le 3 juillet 2025 à 12h30."
)
AR = "قال الوزير محمد المهدي يوم الخميس إن الحكومة لم توافق على 240 مليون درهم في 3 يوليوز."
EN = (
    "The minister, Karim Smith, said on Thursday he does not support 240 jobs from 5 March at 12:30 in Rabat."
)


def document(*blocks: str, title: str = "Un titre") -> Document:
    return Document(address="https://example.com/1", title=title, blocks=blocks)


def weighed(old: Document, new: Document) -> Significance:
    return weigh(old, new, compare(old, new))


def only(old: str, new: str) -> Hunk:
    (hunk,) = changed(compare(document(old), document(new)))
    return hunk


F, N, Q, D = Touched.FIGURE, Touched.NEGATION, Touched.QUOTATION, Touched.DATE
NAME, WORDING, TYPO = Touched.NAME, Touched.WORDING, Touched.TYPO


@pytest.mark.parametrize(
    ("text", "was", "now", "touched"),
    [
        (FR, "240.000", "140.000", [F]),
        (FR, "67 %", "76 %", [F]),
        (FR, "67 %", "67 points", [F, WORDING]),
        (FR, "2030", "2035", [F]),
        (FR, "seront créés", "ne seront pas créés", [N]),
        (FR, "Mehdi Bensaïd", "Rachid Talbi", [NAME]),
        (FR, "Bensaïd", "Bensaid", [TYPO]),
        (FR, "Rabat", "Fès", [NAME]),
        (FR, "jeudi", "vendredi", [D]),
        (FR, "3 juillet", "4 juillet", [D]),
        (FR, "juillet", "août", [D]),
        (FR, "12h30", "14h30", [D]),
        (FR, "accepter", "refuser", [Q, WORDING]),
        (FR, "« Nous ne sommes pas prêts à tout accepter »", "Nous ne sommes pas prêts à tout accepter", [Q]),
        (FR, "annoncé", "déclaré", [WORDING]),
        (FR, "annoncé", "anoncé", [TYPO]),
        (FR, "annoncé jeudi", "annoncé, jeudi", [TYPO]),
        (AR, "240", "140", [F]),
        (AR, "لم توافق", "توافق", [N]),
        (AR, "محمد المهدي", "أحمد العلوي", [NAME]),
        (AR, "الخميس", "الجمعة", [D]),
        (AR, "3 يوليوز", "4 يوليوز", [D]),
        (AR, "يوليوز", "غشت", [D]),
        (EN, "240", "140", [F]),
        (EN, "does not support", "does support", [N]),
        (EN, "does not support", "doesn't support", [TYPO]),
        (EN, "Karim Smith", "Karim Jones", [NAME]),
        (EN, "Thursday", "Friday", [D]),
        (EN, "5 March", "6 March", [D]),
        (EN, "12:30", "12:45", [D]),
        ("Le taux est de -5 %.", "-5", "5", [F]),
        ("Le taux est de 5 %.", "5", "+5", [F]),
        ("Une aide de trois millions de dirhams.", "trois", "deux", [F]),
        ("Une aide de trois millions de dirhams.", "millions", "milliards", [F]),
        ("Une aide de 240 000 dirhams.", "240 000", "140 000", [F]),
        ("L’étude du 03/07/2025 est publique.", "03/07", "04/07", [D]),
        ("Le bilan 2024-2025 est public.", "2024", "2023", [F]),
    ],
)
def test_what_one_edit_touches(text: str, was: str, now: str, touched: list[Touched]) -> None:
    assert was in text
    assert list(weighed(document(text), document(text.replace(was, now))).touched) == touched


def test_an_english_contraction_is_a_negation() -> None:
    assert (
        weighed(document("It didn't rule on this today."), document("It did rule on this today.")).touched[0]
        is N
    )


def test_figures_are_named_as_the_text_writes_them() -> None:
    assert swaps(only("Il y a 67 % de 240.000.", "Il y a 76\u00a0% de 140.000."), F) == (
        ("67 %", "76\u00a0%"),
        ("240.000", "140.000"),
    )
    assert swaps(only("Le taux est de -5 % ici.", "Le taux est de 5 % ici."), F) == (("-5 %", "5 %"),)
    assert swaps(only("Il y a 240 000 emplois.", "Il y a des emplois."), F) == (("240 000", ""),)


def test_a_figure_that_only_changed_its_place_was_not_exchanged() -> None:
    assert F not in touches(only("En 2030, le plan aura coûté cher.", "Le plan aura coûté cher en 2030."))


def test_dates_and_names_are_named_whole() -> None:
    assert swaps(only(FR, FR.replace("3 juillet", "1er août")), D) == (("3 juillet 2025", "1er août 2025"),)
    assert swaps(only(FR, FR.replace("Mehdi Bensaïd", "Rachid Talbi")), NAME) == (
        ("Mehdi Bensaïd", "Rachid Talbi"),
    )


def test_an_added_sentence_is_wording_not_an_exchange_of_names() -> None:
    assert touches(only(FR, f"{FR} Le plan sera ensuite examiné par le Parlement à Rabat.")) == {WORDING}


def test_paragraphs_added_cut_and_moved() -> None:
    old = document(FR, AR, EN)
    assert weighed(old, document(FR, AR, EN, "Un ajout.")).touched == (Touched.ADDED_PARAGRAPH,)
    assert weighed(old, document(FR, EN)).touched == (Touched.CUT_PARAGRAPH,)
    moved = weighed(old, document(EN, FR, AR))
    assert (moved.touched, moved.share) == ((Touched.MOVED_PARAGRAPH,), 0.0)


def test_a_copy_that_came_touches_nothing() -> None:
    assert weighed(document(FR, EN), document(FR, EN, FR)).touched == ()


@pytest.mark.parametrize(
    "note",
    [
        "Mise à jour : le chiffre a été précisé par le ministère.",
        "Rectificatif. Une version précédente de cet article citait 240.",
        "Correction: an earlier version of this story misnamed the minister.",
        "تصحيح: ورد خطأ في النسخة السابقة.",
    ],
)
def test_a_note_of_correction_is_recognised(note: str) -> None:
    assert weighed(document(FR), document(FR, note)).touched[0] is Touched.CORRECTION_NOTE
    assert Touched.CORRECTION_NOTE in weighed(document(FR), document(f"{FR} {note}")).touched


def test_the_headline_counts_with_what_is_in_it() -> None:
    assert weighed(document(FR, title="67 % inquiets"), document(FR, title="76 % inquiets")).touched == (
        F,
        Touched.HEADLINE,
    )
    english = weighed(
        document(EN, title="Two Big Plans For Rabat"), document(EN, title="Two Large Plans For Rabat")
    )
    assert NAME not in english.touched


def test_the_share_and_the_order() -> None:
    words = [f"mot{n}" for n in range(100)]
    half = [*(f"autre{n}" for n in range(50)), *words[50:]]
    assert weighed(document(" ".join(words)), document(" ".join(half))).share == pytest.approx(0.5)
    scores = [
        weighed(document(FR), document(FR.replace(was, now))).score
        for was, now in (
            ("annoncé", "anoncé"),
            ("annoncé", "déclaré"),
            ("seront", "ne seront pas"),
            ("67", "76"),
        )
    ]
    assert scores == sorted(scores)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_edit_can_be_weighed(old: str, new: str) -> None:
    hunks = compare(document(old, title=new), document(new, title=old))
    found = weigh(document(old, title=new), document(new, title=old), hunks)
    assert 0 <= found.share <= 1
    assert list(found.touched) == sorted(found.touched, key=list(Touched).index)
    texts = [hunk for hunk in hunks if hunk.op is Op.REPLACE and hunk.part is Part.BLOCK]
    assert all(touches(hunk) for hunk in texts)
