"""What an edit did, in the words of a press officer."""

from datetime import date

import pytest

from scheduler.wording import lines, others
from storage.diff import compare
from storage.records import Attachment, Document, Stamp

BLOCKS = (
    "La Caravane nationale des ICC a pour mission de bâtir un modèle marocain.",
    "Le ministre Mehdi Bensaïd a annoncé la création de 240.000 emplois.",
    "Le texte entrera en vigueur cette année. Il sera public.",
    "« Nous voulons un secteur ouvert et fort », a dit le ministre le 3 juillet.",
)
NBSP = "\u00a0"


def told(old: Document, new: Document) -> list[str]:
    """The lines, their no-break spaces as plain ones."""
    found = lines(old, new, compare(old, new))
    return [f"**{line.lead}**{line.rest}".replace(NBSP, " ") for line in found]


def document(*blocks: str, title: str = "Un titre", **more: object) -> Document:
    return Document(address="https://example.com/1", title=title, blocks=blocks or BLOCKS, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("240.000", "140.000", "**Chiffre modifié** au paragraphe 2 : « 240.000 » devient « 140.000 »."),
        ("240.000 ", "", "**Chiffre supprimé** au paragraphe 2 : « 240.000 »."),
        ("entrera", "n’entrera pas", "**Sens inversé** au paragraphe 3 : « ne… pas » ajouté."),
        (
            "Mehdi Bensaïd",
            "Rachid Talbi",
            "**Nom modifié** au paragraphe 2 : « Mehdi Bensaïd » devient « Rachid Talbi ».",
        ),
        (
            "3 juillet",
            "4 juillet",
            "**Date modifiée** au paragraphe 4 : « 3 juillet » devient « 4 juillet ».",
        ),
        ("un secteur ouvert et fort", "un secteur ouvert", "**Citation modifiée** au paragraphe 4."),
        ("bâtir", "fonder", "**Texte modifié** : 1 paragraphe sur 4."),
        ("mission", "misson", "**Coquille corrigée** au paragraphe 1 : « mission » devient « misson »."),
    ],
)
def test_an_edit_of_words(was: str, now: str, said: str) -> None:
    assert told(document(), document(*(block.replace(was, now) for block in BLOCKS))) == [said]


def test_an_edit_of_paragraphs() -> None:
    one, two, three, four = BLOCKS
    added = "Un paragraphe que personne n’avait lu jusqu’ici dans ce journal."
    assert told(document(), document(one, two, added, three, four)) == [
        "**Ajout** : 1 paragraphe, après le 2e."
    ]
    assert told(document(), document(added, *BLOCKS)) == ["**Ajout** : 1 paragraphe, au début."]
    assert told(document(), document(*BLOCKS, added)) == ["**Ajout** : 1 paragraphe, à la fin."]
    assert told(document(), document(one, two)) == ["**Suppression** : 2 paragraphes."]
    assert told(document(), document(one, four, two, three)) == [
        "**Paragraphe déplacé** : « “Nous voulons un secteur ouvert et fort”, a dit le […] » passe de la 4e à la 2e "
        "place. Aucun mot n’a changé."
    ]
    assert told(document(), document(*BLOCKS, one)) == [
        "**Passage en double** : 1 paragraphe, dont le texte figure ailleurs dans l’article."
    ]
    assert told(
        document(), document(one, two, "Le texte entrera en vigueur cette année.", "Il sera public.", four)
    ) == ["**Paragraphe scindé** : le 3e, en deux. Aucun mot n’a changé."]
    note = "Mise à jour : le chiffre a été précisé par le ministère."
    assert told(document(), document(*BLOCKS, note)) == [
        "**Note de correction** ajoutée au paragraphe 5.",
        "**Ajout** : 1 paragraphe, à la fin.",
    ]


def test_title_date_and_attachment() -> None:
    assert told(document(title="Un plan"), document(title="Un plan caché")) == [
        "**Titre modifié** ; texte inchangé."
    ]
    assert told(
        document(published=Stamp(day=date(2025, 7, 2))), document(published=Stamp(day=date(2025, 7, 3)))
    ) == ["**Date modifiée** : du 2 au 3 juillet."]
    old, new = (Attachment(address=f"https://example.com/{n}.pdf", label="Étude (PDF)") for n in "12")
    assert told(document(attachments=(old,)), document(attachments=(new,))) == [
        "**Pièce jointe remplacée** : Étude (PDF)."
    ]


def test_several_things_are_told_the_gravest_first() -> None:
    new = [*BLOCKS, "Un paragraphe que personne n’avait lu jusqu’ici."]
    new[1] = new[1].replace("240.000", "140.000")
    new[0] = new[0].replace("bâtir", "fonder")
    said = told(document(title="Un plan"), document(*new, title="Le plan"))
    assert [line.split("**")[1] for line in said] == [
        "Chiffre modifié",
        "Titre modifié",
        "Texte modifié",
        "Ajout",
    ]


def test_many_figures_are_counted() -> None:
    old = "Ils étaient 11, 12, 13, 14 et 15 hier."
    new = "Ils étaient 21, 22, 23, 24 et 25 hier."
    said = told(document(old), document(new))
    assert len(said) == 4
    assert said[-1] == "**Et 2 autres** chiffres."


def test_typography_is_never_told() -> None:
    assert (
        told(document(), document(*(block.replace("’", "'").replace(" »", f"{NBSP}»") for block in BLOCKS)))
        == []
    )


def test_blanks_are_set_as_french_sets_them() -> None:
    (line,) = lines(
        document("Il y a 67 cas."),
        document("Il y a 76 cas."),
        compare(document("Il y a 67 cas."), document("Il y a 76 cas.")),
    )
    assert line.rest == f" au paragraphe 1{NBSP}: «{NBSP}67{NBSP}» devient «{NBSP}76{NBSP}»."


def test_others() -> None:
    assert [others(count) for count in (0, 1, 4)] == ["", "et un autre changement", "et 4 autres changements"]
