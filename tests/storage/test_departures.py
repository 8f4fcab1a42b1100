from storage.departures import departure, keeps_title, kept_figures
from storage.diff import compare
from storage.records import Document

ORIGIN = Document(
    address="https://leseco.ma/a",
    title="Un plan pour les studios",
    blocks=(
        "Le plan crée 240.000 emplois, soit 11,5 % du total.",
        "Il coûte 3 milliards.",
        "Il commence en mai.",
    ),
)


def copied(title: str = ORIGIN.title, *blocks: str) -> Document:
    return Document(address="https://copie.ma/a", title=title, blocks=blocks or ORIGIN.blocks)


def test_a_faithful_copy_departs_in_nothing() -> None:
    made = departure(ORIGIN, copied())
    assert (made.hunks, made.retitled, made.added, made.cut, made.figures) == ((), False, 0, 0, ())


def test_what_a_copy_retitled_added_cut_and_changed_is_counted() -> None:
    first = ORIGIN.blocks[0].replace("240.000", "140.000")
    made = departure(
        ORIGIN, copied("Studios : le plan", first, ORIGIN.blocks[1], "Une phrase à nous.", "Une autre.")
    )
    assert made.retitled
    assert (made.added, made.cut) in {(2, 1), (1, 0)}  # a last paragraph may be told as replaced
    assert made.figures == (("240.000", "140.000"),)


def test_an_old_figure_is_kept_where_its_words_still_stand_around_it() -> None:
    new = Document(
        address=ORIGIN.address,
        title=ORIGIN.title,
        blocks=(
            ORIGIN.blocks[0].replace("240.000", "140.000").replace("11,5 %", "15,1 %"),
            *ORIGIN.blocks[1:],
        ),
    )
    hunks = compare(ORIGIN, new)
    assert [old for old, _ in kept_figures(hunks, copied())] == ["240.000", "11,5 %"]
    assert kept_figures(hunks, copied(ORIGIN.title, *new.blocks)) == ()
    elsewhere = copied(ORIGIN.title, "En 2019, 240.000 visiteurs sont venus.", "Et 11,5 % sont revenus.")
    assert kept_figures(hunks, elsewhere) == ()


def test_an_old_title_is_kept_whatever_its_typography() -> None:
    new = copied("Des studios sans plan")
    assert keeps_title(ORIGIN, new, copied("UN plan pour les studios"))
    assert not keeps_title(ORIGIN, new, new)
    assert not keeps_title(ORIGIN, ORIGIN, copied())
