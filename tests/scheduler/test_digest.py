"""Which changes a digest tells, where, and how it proves what was read."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from scheduler.reach import Reading
from scheduler.review import EditState, FateState, Lead
from storage.records import Stamp
from storage.vocabulary import Band, Kind, Outcome, RunState, Touched
from tests.scheduler.newsroom import (
    MASTHEAD,
    NOON,
    SOURCES,
    UNTIL,
    change,
    digest,
    document,
    health,
    source,
)

IA = document("ia", "L'IA à l'école", "L'intelligence artificielle compte 240.000 emplois.")
OFF = document("foot", "Football", "Le match est reporté.")


def test_only_documents_of_a_topic_are_told_and_named_as_shown() -> None:
    on, off = change(Kind.NEW, IA), change(Kind.NEW, OFF)
    told = digest(on, off)
    assert [(theme.key, theme.total) for theme in told.themes] == [("ia", 1)]
    assert told.themes[0].entries[0].title == "L’IA à l’école"
    assert told.shown == {on.number}


def test_themes_stand_in_order_the_regulator_first() -> None:
    both = document("b", "ICC et IA")
    icc = document("c", "Les ICC")
    ruled = document("r", "Avis sur l'IA", site="haca")
    told = digest(*(change(Kind.NEW, each) for each in (both, IA, icc)), change(Kind.NEW, ruled, site="haca"))
    assert [theme.key for theme in told.themes] == ["regulation", "icc", "ia", "icc.ia"]


def test_bands_have_their_places() -> None:
    mention = document("m", "Budget", "Une ligne pour l'IA.")
    doubt = document("d", "Élevage", "L'IA au sens inconnu.")
    told = digest(change(Kind.NEW, mention), change(Kind.NEW, doubt))
    assert not told.themes
    assert told.mentions is not None
    assert [item.band for item in told.mentions.entries] == [Band.MENTION]
    assert told.checks is not None
    assert [item.link for item in told.checks.entries] == [doubt.address]


def test_newest_articles_stand_first() -> None:
    older = replace(IA, address="https://leseco.ma/old", published=Stamp(day=date(2026, 11, 14)))
    told = digest(change(Kind.NEW, older), change(Kind.NEW, IA))
    assert [item.link for item in told.themes[0].entries] == [IA.address, older.address]


def test_a_baseline_is_never_news() -> None:
    told = digest(change(Kind.BASELINE, IA))
    assert told.empty
    assert not told.shown


def test_a_source_whose_last_reading_was_its_first_says_so() -> None:
    new = health("leseco")
    assert new.last_run is not None
    new = replace(new, last_run=replace(new.last_run, first=True))
    told = digest(change(Kind.BASELINE, IA), healths=[health("haca"), new])
    states = {state.title: state.reading for state in told.coverage.states}
    assert (states["HACA"], states["Les ECO"]) == (Reading.NORMAL, Reading.FIRST)


def test_a_first_digest_opens_with_the_last_thirty_days_of_its_topics() -> None:
    recent, old = IA, replace(IA, address="https://leseco.ma/2", published=Stamp(day=date(2026, 9, 1)))
    undated = replace(IA, address="https://leseco.ma/3", published=None)
    baselines = [change(Kind.BASELINE, each) for each in (recent, old, undated, OFF)]
    told = digest(*baselines, first=True)
    assert told.inventory is not None
    assert [item.link for item in told.inventory.entries] == [recent.address]
    assert told.shown == {baselines[0].number}
    assert not told.themes


def test_an_article_new_and_edited_shows_its_current_text_and_its_edit() -> None:
    later = replace(IA, blocks=(IA.blocks[0].replace("240", "140"),))
    told = digest(
        change(Kind.NEW, IA), change(Kind.EDITED, later, IA, at=NOON + timedelta(hours=1), version=2)
    )
    item = told.themes[0].entries[0]
    assert "140.000" in "".join(segment.text for segment in item.extract)
    assert told.edits is not None
    assert item.edit_anchor == told.edits.entries[0].anchor
    assert Touched.FIGURE in told.edits.entries[0].significance.touched
    assert told.highlights[0].lead is Lead.FIGURE


def test_several_edits_are_told_as_the_difference_of_the_first_and_the_last() -> None:
    second = replace(IA, blocks=(*IA.blocks, "Un ajout."))
    third = replace(second, blocks=(second.blocks[0].replace("compte", "perd"), *second.blocks[1:]))
    told = digest(
        change(Kind.EDITED, second, IA, version=2),
        change(Kind.EDITED, third, second, at=NOON + timedelta(hours=2), version=3),
    )
    assert told.edits is not None
    (edit,) = told.edits.entries
    assert (edit.times, edit.old, edit.new) == (2, IA, third)
    assert len(edit.hunks) == 2


def test_an_edit_taken_back_within_the_period_is_told_as_such() -> None:
    second = replace(IA, blocks=("L'IA ne compte plus.",))
    told = digest(
        change(Kind.EDITED, second, IA, version=2),
        change(Kind.REVERTED, IA, second, at=NOON + timedelta(hours=2), version=3, same_as=1),
    )
    assert told.edits is not None
    assert [edit.state for edit in told.edits.entries] == [EditState.CANCELLED]


def test_a_text_back_to_an_older_version_is_told_as_such() -> None:
    told = digest(
        change(Kind.REVERTED, IA, replace(IA, blocks=("L'IA ne compte plus.",)), version=3, same_as=1)
    )
    assert told.edits is not None
    assert [(edit.state, edit.same_as) for edit in told.edits.entries] == [(EditState.REVERTED, 1)]


@pytest.mark.parametrize("onto", [True, False])
def test_an_edit_counts_when_the_text_was_or_is_of_a_topic(onto: bool) -> None:
    about, other = IA, replace(OFF, address=IA.address)
    before, after = (other, about) if onto else (about, other)
    told = digest(change(Kind.EDITED, after, before, version=2))
    assert told.edits is not None
    assert told.edits.total == 1


def test_edits_of_other_documents_are_not_told() -> None:
    assert digest(change(Kind.EDITED, replace(OFF, title="Foot"), OFF, version=2)).empty


def test_the_gravest_edit_stands_first() -> None:
    def edited(path: str, old: str, new: str) -> object:
        before = document(path, "L'IA", old)
        return change(Kind.EDITED, replace(before, blocks=(new,)), before, version=2)

    wording = edited("w", "L'IA avance vite dans le pays.", "L'IA avance bien dans le pays.")
    figure = edited("f", "L'IA vaut 12 millions.", "L'IA vaut 14 millions.")
    told = digest(wording, figure)  # type: ignore[arg-type]
    assert told.edits is not None
    assert [edit.link for edit in told.edits.entries] == ["https://leseco.ma/f", "https://leseco.ma/w"]


def test_a_withdrawal_is_told_with_its_readings() -> None:
    absences = tuple(NOON + timedelta(hours=hours) for hours in (0, 6, 12))
    told = digest(change(Kind.WITHDRAWN, IA, absences=absences), change(Kind.WITHDRAWN, OFF))
    assert told.fates is not None
    (fate,) = told.fates.entries
    assert (fate.state, fate.absences) == (FateState.WITHDRAWN, absences)
    assert told.highlights[0].lead is Lead.WITHDRAWAL


def test_gone_and_back_within_the_period_is_no_alarm() -> None:
    told = digest(
        change(Kind.WITHDRAWN, IA), change(Kind.RESTORED, IA, IA, at=NOON + timedelta(hours=3), version=2)
    )
    assert told.fates is not None
    assert [fate.state for fate in told.fates.entries] == [FateState.BACK]
    assert not told.highlights


def test_a_page_back_with_another_text_is_told_as_both() -> None:
    other = replace(IA, blocks=("L'intelligence artificielle compte 1 emploi.",))
    told = digest(change(Kind.RESTORED, other, IA, version=2))
    assert told.fates is not None
    assert told.edits is not None
    assert told.fates.entries[0].edited
    assert told.fates.entries[0].edit_anchor == told.edits.entries[0].anchor


def test_a_new_article_withdrawn_since_says_so() -> None:
    told = digest(change(Kind.NEW, IA), change(Kind.WITHDRAWN, IA, at=UNTIL - timedelta(hours=1)))
    assert told.themes[0].entries[0].withdrawn_at == UNTIL - timedelta(hours=1)


def test_a_change_of_address_is_one_story() -> None:
    moved = replace(IA, address="https://leseco.ma/ia-bis")
    edited = replace(moved, blocks=("L'IA compte moins.",))
    told = digest(
        change(Kind.NEW, IA),
        change(Kind.MOVED, moved, IA, at=NOON + timedelta(hours=1), version=2),
        change(Kind.EDITED, edited, moved, at=NOON + timedelta(hours=2), version=3),
    )
    assert told.articles == 1
    assert told.themes[0].entries[0].link == moved.address


def test_an_aggregators_copy_stands_under_its_outlet() -> None:
    copy = replace(IA, address="https://maghress.ma/1", outlet="L'Opinion")
    item = digest(change(Kind.NEW, copy, site="maghress")).themes[0].entries[0]
    assert (item.outlet, item.aggregator) == ("L’Opinion", "Maghress")


def test_an_address_that_may_not_be_linked_is_not() -> None:
    item = digest(change(Kind.NEW, replace(IA, address="javascript:alert(1)"))).themes[0].entries[0]
    assert item.link == ""
    assert item.title == "L’IA à l’école"


def test_texts_of_sources_are_cleaned() -> None:
    hostile = replace(IA, title="IA\u202e\r\nBcc: x\u0000", section="\u2066Éco", authors=("A\u200fB",))
    item = digest(change(Kind.NEW, hostile)).themes[0].entries[0]
    assert (item.title, item.section, item.authors) == ("IA Bcc: x", "Éco", ("AB",))


@pytest.mark.parametrize("length", [0, 60, 360])
def test_an_extract_has_the_length_of_the_settings(length: int) -> None:
    long = replace(IA, blocks=("Une phrase qui ouvre. " * 30 + "L'IA vient enfin.",))
    item = (
        digest(change(Kind.NEW, long), masthead=replace(MASTHEAD, extract_length=length)).themes[0].entries[0]
    )
    extract = "".join(segment.text for segment in item.extract)
    assert len(extract) <= length
    assert extract.endswith(".") == (length > 0)
    assert item.passage is not None
    assert [segment.text for segment in item.passage.segments if segment.marked] == ["IA"]


def test_an_article_from_before_the_period_is_known_by_its_date() -> None:
    old = replace(IA, published=Stamp(day=date(2024, 3, 13)))
    assert digest(change(Kind.NEW, old)).themes[0].entries[0].older


def test_coverage_names_what_failed_and_why() -> None:
    copy = replace(IA, address="https://maghress.ma/1", outlet="L'Opinion")
    told = digest(change(Kind.NEW, copy, site="maghress"), failing=("lopinion",))
    coverage = told.coverage
    assert (coverage.consulted, coverage.watched, coverage.complete) == (3, 4, False)
    (state,) = coverage.failing
    assert (state.title, state.cause, state.relayed_by) == ("L’Opinion", Outcome.DNS_ERROR, ("Maghress",))


def test_a_source_that_nobody_read_is_not_consulted() -> None:
    unread = health("haca", runs=0, last_run=None, last_success_at=UNTIL - timedelta(days=2))
    rested = health("leseco", runs=0, last_success_at=UNTIL - timedelta(hours=7))
    told = digest(healths=(unread, rested))
    readings = {state.title: state.reading for state in told.coverage.states}
    assert readings["HACA"] is Reading.UNREAD
    assert readings["Les ECO"] is Reading.NORMAL
    assert readings["Maghress"] is Reading.UNREAD, "a source without a word of its health was not read"


def test_a_partial_reading_counts_but_is_not_complete() -> None:
    whole = health("haca")
    assert whole.last_run is not None
    partial = replace(
        whole, last_run=replace(whole.last_run, state=RunState.PARTIAL), failures={"timeout": 9}
    )
    told = digest(healths=[partial, *(health(name) for name in SOURCES if name != "haca")])
    assert (told.coverage.consulted, told.coverage.partial, told.coverage.complete) == (4, 1, False)
    assert (told.coverage.states[0].asked, told.coverage.states[0].cause) == (109, Outcome.TIMEOUT)


def test_a_declaration_that_discovers_nothing_is_not_watched() -> None:
    seeds = replace(source("seeds", "Captures"), discovery=())
    assert digest(sources={**SOURCES, "seeds": seeds}).coverage.watched == len(SOURCES)


def test_the_same_changes_give_an_equal_digest() -> None:
    changes = (change(Kind.NEW, IA), change(Kind.EDITED, replace(IA, title="L'IA"), IA, version=2))
    assert digest(*changes) == digest(*reversed(changes))


def test_days_are_charted_from_three_on() -> None:
    told = digest(change(Kind.NEW, IA))
    assert not told.charts.days
    long = digest(change(Kind.NEW, IA), since=datetime(2026, 11, 10, 7, tzinfo=UTC))
    assert [total for _, total in long.charts.days] == [0, 0, 0, 0, 0, 1, 0]
