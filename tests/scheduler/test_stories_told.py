"""Stories in a digest: told once, later copies in a line, what copies did not follow."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.render import render
from scheduler.review import Digest
from storage.records import Document, Stamp
from storage.vocabulary import Kind
from tests.scheduler.newsroom import NOON, SINCE, change, copy, digest, document, story
from tests.scheduler.test_render import Page

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEXT = (
    "L'intelligence artificielle compte 240.000 emplois dans le pays, selon une étude.",
    "Les écoles demandent des formateurs pour accompagner ce mouvement dans toutes les régions.",
)
ORIGIN = document("ia", "L'IA à l'école", *TEXT)
COPY = replace(ORIGIN, address="https://maghress.ma/1", outlet="Les ECO", origin=ORIGIN.address)
ELSEWHERE = replace(ORIGIN, address="https://lopinion.ma/ia", published=Stamp(day=NOON.date()))


def with_figure(read: Document, old: str, new: str) -> Document:
    return replace(read, blocks=tuple(block.replace(old, new) for block in read.blocks))


def texts(told: Digest) -> list[str]:
    """The plain text and the page, which is well-formed."""
    message = render(told)
    assert Page(message.html).text
    return [part.replace("\xa0", " ") for part in (" ".join(message.text.split()), message.html)]


def test_a_story_is_one_article_under_its_origin_with_its_copies_named() -> None:
    first = change(Kind.NEW, COPY, site="maghress")
    second = change(Kind.NEW, ORIGIN, at=NOON + HOUR)
    third = change(Kind.NEW, ELSEWHERE, at=NOON + HOUR, site="lopinion")
    known = story(
        copy(COPY, "maghress"), copy(ORIGIN, seen=NOON + HOUR), copy(ELSEWHERE, "lopinion", seen=NOON + HOUR)
    )
    told = digest(first, second, third, told_of=[known])
    (item,) = told.themes[0].entries
    assert (item.outlet, item.aggregator, item.link) == ("Les ECO", "", ORIGIN.address)
    assert [each.label for each in item.copies] == ["Maghress", "L’Opinion"]
    assert told.shown == {first.number, second.number, third.number}
    for part in texts(told):
        assert "Repris par" in part
        assert "page d’origine non lue" not in part


def test_a_changed_headline_and_figure_of_a_copy_are_told() -> None:
    other = with_figure(replace(ELSEWHERE, title="L'école face à l'IA"), "240.000", "140.000")
    known = story(copy(ORIGIN), copy(other, "lopinion"))
    told = digest(change(Kind.NEW, ORIGIN), change(Kind.NEW, other, site="lopinion"), told_of=[known])
    for part in texts(told):
        assert "L’Opinion titre : « L’école face à l’IA »" in part
        assert "L’Opinion écrit « 140.000 » au lieu de « 240.000 »" in part


def test_an_agency_that_is_credited_is_named() -> None:
    dispatch = replace(ORIGIN, authors=("MAP",))
    for part in texts(digest(change(Kind.NEW, dispatch))):
        assert "Agence citée : MAP" in part


def test_a_copy_that_arrives_later_is_one_line() -> None:
    late = change(Kind.NEW, replace(COPY, title="Autre titre sur l'IA"), site="maghress")
    known = story(copy(ORIGIN, seen=SINCE - DAY), copy(late.version.document, "maghress"))
    told = digest(late, told_of=[known])
    assert told.articles == 0
    assert not told.empty
    assert told.sequels
    assert told.shown == {late.number}
    for part in texts(told):
        assert "Maghress reprend l’article lu le samedi 14 novembre sur Les ECO ; titre changé" in part
        assert "Suites" in part or "SUITES" in part


def test_an_origin_read_after_its_copy_is_one_line_that_says_so() -> None:
    known = story(copy(COPY, "maghress", seen=SINCE - DAY), copy(ORIGIN))
    for part in texts(digest(change(Kind.NEW, ORIGIN), told_of=[known])):
        assert "Les ECO : article d’origine de la copie lue le samedi 14 novembre sur Maghress" in part


def test_a_copy_that_comes_after_the_period_is_not_named() -> None:
    known = story(copy(ORIGIN), copy(COPY, "maghress", seen=NOON + 7 * DAY))
    (item,) = digest(change(Kind.NEW, ORIGIN), told_of=[known]).themes[0].entries
    assert item.copies == ()


def test_the_state_of_things_tells_a_story_once_too() -> None:
    seen = SINCE + HOUR
    known = story(copy(ORIGIN, seen=seen), copy(COPY, "maghress", seen=seen + HOUR))
    first = change(Kind.BASELINE, ORIGIN, at=seen)
    second = change(Kind.NEW, COPY, at=seen + HOUR, site="maghress")
    told = digest(first, second, first=True, told_of=[known])
    assert told.inventory
    (item,) = told.inventory.entries
    assert [each.label for each in item.copies] == ["Maghress"]
    assert told.sequels is None
    assert told.shown == {first.number, second.number}


@pytest.mark.parametrize(
    ("edited", "site", "other", "where", "said"),
    [
        (ORIGIN, "leseco", COPY, "maghress", "La copie de Maghress garde l’ancien chiffre « 240.000 »"),
        (
            COPY,
            "maghress",
            ORIGIN,
            "leseco",
            "L’article d’origine (Les ECO) garde l’ancien chiffre « 240.000 »",
        ),
    ],
)
def test_a_copy_that_did_not_follow_a_corrected_figure_is_told(
    edited: Document, site: str, other: Document, where: str, said: str
) -> None:
    new = with_figure(edited, "240.000", "140.000")
    known = story(copy(new, site, seen=SINCE - DAY), copy(other, where, seen=SINCE - DAY))
    told = digest(change(Kind.EDITED, new, edited, site=site, version=2), told_of=[known])
    for part in texts(told):
        assert said in part


def test_a_copy_that_keeps_an_old_title_is_told() -> None:
    new = replace(ORIGIN, title="L'IA entre au lycée")
    known = story(copy(new, seen=SINCE - DAY), copy(COPY, "maghress", seen=SINCE - DAY))
    for part in texts(digest(change(Kind.EDITED, new, ORIGIN, version=2), told_of=[known])):
        assert "La copie de Maghress garde l’ancien titre" in part


def test_copies_that_followed_share_one_entry() -> None:
    new, followed = (with_figure(each, "240.000", "140.000") for each in (ORIGIN, COPY))
    known = story(copy(new, seen=SINCE - DAY), copy(followed, "maghress", seen=SINCE - DAY))
    changes = change(Kind.EDITED, followed, COPY, site="maghress"), change(Kind.EDITED, new, ORIGIN)
    told = digest(*changes, told_of=[known])
    assert told.edits
    (edit,) = told.edits.entries
    assert edit.link == ORIGIN.address
    assert edit.lags == ()
    assert told.shown == {each.number for each in changes}
    for part in texts(told):
        assert "Même modification : " in part


def test_a_withdrawal_names_a_copy_that_is_still_online() -> None:
    gone = change(Kind.WITHDRAWN, ORIGIN, ORIGIN, absences=(NOON,))
    known = story(copy(ORIGIN, withdrawn=True, seen=SINCE - DAY), copy(COPY, "maghress", seen=SINCE - DAY))
    for part in texts(digest(gone, told_of=[known])):
        assert "Copie encore en ligne à sa dernière lecture : " in part
        assert COPY.address in part
    of_copy = change(Kind.WITHDRAWN, COPY, COPY, site="maghress", absences=(NOON,))
    known = story(copy(ORIGIN, seen=SINCE - DAY), copy(COPY, "maghress", withdrawn=True, seen=SINCE - DAY))
    for part in texts(digest(of_copy, told_of=[known])):
        assert "Article d’origine encore en ligne à sa dernière lecture : " in part
