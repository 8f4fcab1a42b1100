"""The life of a page: each step told once, at its transition, and nothing told that the page did not do."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.decide import decide
from storage.fold import fingerprint
from storage.records import Attachment, Document, History, Observation, Page, Stamp, Verdict, Version
from storage.vocabulary import Kind, Op, Outcome, Part, Touched

START = datetime(2025, 7, 3, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ADDRESS = "https://haca.ma/fr/node/8170"
TEXT = ("Le plan prévoit 240.000 emplois d’ici 2030.", "Il sera présenté jeudi.")
EDITED = ("Le plan prévoit 140.000 emplois d’ici 2030.", "Il sera présenté jeudi.")


def document(*blocks: str, address: str = ADDRESS, title: str = "Un plan", **more: object) -> Document:
    return Document(address=address, title=title, blocks=blocks or TEXT, **more)  # type: ignore[arg-type]


def version(shown: Document, number: int = 1, at: datetime = START) -> Version:
    return Version(
        number=number, seen_at=at, document=shown, fingerprint=fingerprint(shown), extractor="today's"
    )


def seen(
    shown: Document | None, at: datetime, outcome: Outcome = Outcome.ARTICLE, status: int = 200
) -> Observation:
    page = Page(source="haca", requested=ADDRESS, address=ADDRESS, fetched_at=at, status=status)
    return Observation(outcome=outcome, page=page, document=shown)


def gone(at: datetime, status: int = 404) -> Observation:
    return seen(None, at, Outcome.GONE, status)


class Life:
    """A page looked at again and again, its history kept as a store keeps it."""

    def __init__(self, **more: object) -> None:
        self.history = History(**more)  # type: ignore[arg-type]
        self.told: list[Kind] = []

    def look(self, observation: Observation, *, healthy: bool = True) -> Verdict:
        at = observation.page.fetched_at
        verdict = decide(replace(self.history, source_healthy=healthy), observation, at)
        latest, earlier = self.history.latest, dict(self.history.earlier)
        if verdict.document is not None:
            if latest is not None:
                earlier[latest.fingerprint] = latest.number
            latest = version(verdict.document, latest.number + 1 if latest else 1, at)
        self.history = replace(
            self.history,
            latest=latest,
            earlier=earlier,
            absences=verdict.absences,
            withdrawn=verdict.kind is Kind.WITHDRAWN or (self.history.withdrawn and verdict.kind is None),
        )
        if verdict.kind:
            self.told.append(verdict.kind)
        return verdict


def test_a_first_sight_is_new_or_baseline() -> None:
    for baseline, kind in ((False, Kind.NEW), (True, Kind.BASELINE)):
        verdict = decide(History(first_sight_is_baseline=baseline), seen(document(), START), START)
        assert (verdict.outcome, verdict.kind) == (Outcome.ARTICLE, kind)
        assert verdict.document == document()
        assert verdict.fingerprint == fingerprint(document())


@given(st.lists(st.sampled_from([TEXT, EDITED, (*TEXT, "Un ajout.")]), min_size=1, max_size=8))
def test_the_same_text_twice_is_told_once(texts: list[tuple[str, ...]]) -> None:
    life = Life()
    at = START
    for text in texts:
        life.look(seen(document(*text), at))
        again = life.look(seen(document(*text), at + HOUR))
        assert (again.outcome, again.kind, again.document, again.hunks) == (Outcome.UNCHANGED, None, None, ())
        at += 2 * HOUR


def test_an_edit_shows_its_words_and_what_it_touched() -> None:
    life = Life()
    life.look(seen(document(), START))
    verdict = life.look(seen(document(*EDITED), START + HOUR))
    assert (verdict.kind, verdict.document) == (Kind.EDITED, document(*EDITED))
    assert verdict.significance.touched == (Touched.FIGURE,)
    assert [hunk.op for hunk in verdict.hunks if hunk.part is Part.BLOCK] == [Op.REPLACE, Op.EQUAL]
    assert verdict.reason == "not the words of version 1: figure"


def test_a_text_put_back_names_the_version_it_equals() -> None:
    life = Life()
    for hour, text in enumerate([TEXT, EDITED, TEXT]):
        verdict = life.look(seen(document(*text), START + hour * HOUR))
    assert (verdict.kind, verdict.same_as) == (Kind.REVERTED, 1)
    assert life.told == [Kind.NEW, Kind.EDITED, Kind.REVERTED]


@pytest.mark.parametrize(
    "other",
    [
        document("Le plan prévoit 240.000 emplois d'ici 2030.", "Il sera présenté jeudi\u00a0."),
        document(" ".join(TEXT)),
        document(title=" Un\u00a0plan"),
        document(title=""),
        document(authors=("X",), section="Y", language="fr", updated=Stamp(day=date(2025, 7, 9))),
        document(published=Stamp(day=date(2025, 7, 3))),
        document(attachments=(Attachment(address="https://haca.ma/a.pdf"),)),
    ],
)
def test_typography_paragraphs_and_what_a_capture_lacks_are_no_change(other: Document) -> None:
    for before, after in ((document(), other), (other, document())):
        verdict = decide(History(latest=version(before)), seen(after, START + HOUR), START + HOUR)
        assert (verdict.outcome, verdict.kind, verdict.document) == (Outcome.UNCHANGED, None, None)


def test_another_publication_date_is_a_change() -> None:
    before, after = (document(published=Stamp(day=date(2025, 7, day))) for day in (3, 4))
    verdict = decide(History(latest=version(before)), seen(after, START + HOUR), START + HOUR)
    assert (verdict.kind, verdict.significance.touched) == (Kind.EDITED, (Touched.DATE,))


def test_a_second_other_date_puts_nothing_back() -> None:
    life = Life()
    kinds = [
        life.look(seen(document(published=Stamp(day=date(2025, 7, 3 + n))), START + n * HOUR)).kind
        for n in range(3)
    ]
    assert kinds == [Kind.NEW, Kind.EDITED, Kind.EDITED]


def test_a_capture_without_an_address_is_adopted_in_silence() -> None:
    capture = document(address="capture:002")
    verdict = decide(History(latest=version(capture)), seen(document(), START + HOUR), START + HOUR)
    assert (verdict.outcome, verdict.kind) == (Outcome.UNCHANGED, None)


def test_the_same_text_at_another_address_has_moved_once() -> None:
    life = Life()
    life.look(seen(document(), START))
    elsewhere = document(address="https://haca.ma/fr/actualites/plan")
    verdict = life.look(seen(elsewhere, START + HOUR))
    assert (verdict.kind, verdict.document) == (Kind.MOVED, elsewhere)
    assert life.look(seen(elsewhere, START + 2 * HOUR)).kind is None


def test_an_alias_is_no_move() -> None:
    alias = "https://haca.ma/fr/print/8170"
    for before, after in (
        (document(aliases=(alias,)), document(address=alias)),
        (document(), document(address=alias, aliases=(ADDRESS,))),
    ):
        assert decide(History(latest=version(before)), seen(after, START + HOUR), START + HOUR).kind is None


def test_moved_and_edited_is_an_edit() -> None:
    after = document(*EDITED, address="https://haca.ma/fr/actualites/plan")
    verdict = decide(History(latest=version(document())), seen(after, START + HOUR), START + HOUR)
    assert (verdict.kind, verdict.document) == (Kind.EDITED, after)


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_is_withdrawn_at_the_third_absence_after_a_day_and_once(status: int) -> None:
    life = Life()
    life.look(seen(document(), START))
    hours = [6, 12, 18, 29, 30, 36, 60]
    kinds = [life.look(gone(START + hour * HOUR, status)).kind for hour in hours]
    assert kinds == [None, None, None, None, Kind.WITHDRAWN, None, None]
    assert len(life.history.absences) == 5


def test_two_absences_are_never_enough() -> None:
    life = Life()
    life.look(seen(document(), START))
    assert [life.look(gone(START + hour * HOUR)).kind for hour in (6, 96)] == [None, None]


@pytest.mark.parametrize("back", [Outcome.ARTICLE, Outcome.UNCHANGED, Outcome.NOT_MODIFIED])
def test_a_page_that_flaps_is_never_withdrawn(back: Outcome) -> None:
    life = Life()
    life.look(seen(document(), START))
    for day in range(1, 20):
        at = START + day * 24 * HOUR
        observation = seen(document() if back is Outcome.ARTICLE else None, at, back)
        life.look(observation if day % 3 == 0 else gone(at))
    assert life.told == [Kind.NEW]


def test_absences_while_the_source_fails_are_not_counted() -> None:
    life = Life()
    life.look(seen(document(), START))
    for hour in (6, 18, 30, 42, 54):
        verdict = life.look(gone(START + hour * HOUR), healthy=False)
        assert (verdict.kind, verdict.absences) == (None, ())
    assert life.look(gone(START + 60 * HOUR)).absences == (START + 60 * HOUR,)


def withdrawn() -> Life:
    life = Life()
    life.look(seen(document(), START))
    for hour in (6, 18, 30):
        life.look(gone(START + hour * HOUR))
    assert life.told == [Kind.NEW, Kind.WITHDRAWN]
    return life


@pytest.mark.parametrize("outcome", [Outcome.ARTICLE, Outcome.NOT_MODIFIED, Outcome.UNCHANGED])
def test_a_page_that_is_back_is_restored_once(outcome: Outcome) -> None:
    life = withdrawn()
    shown = document() if outcome is Outcome.ARTICLE else None
    verdict = life.look(seen(shown, START + 48 * HOUR, outcome))
    assert (verdict.kind, verdict.document, verdict.hunks, verdict.absences) == (Kind.RESTORED, None, (), ())
    assert verdict.fingerprint == fingerprint(document())
    assert life.look(seen(shown, START + 54 * HOUR, outcome)).kind is None


def test_a_page_that_is_back_edited_shows_its_words() -> None:
    life = withdrawn()
    verdict = life.look(seen(document(*EDITED), START + 48 * HOUR))
    assert (verdict.kind, verdict.document) == (Kind.RESTORED, document(*EDITED))
    assert verdict.significance.touched == (Touched.FIGURE,)


def test_withdrawn_restored_and_withdrawn_again_is_three_steps() -> None:
    life = withdrawn()
    life.look(seen(document(), START + 48 * HOUR))
    for hour in (54, 66, 78, 90):
        life.look(gone(START + hour * HOUR))
    assert life.told[1:] == [Kind.WITHDRAWN, Kind.RESTORED, Kind.WITHDRAWN]


SILENT = sorted(set(Outcome) - {Outcome.ARTICLE, Outcome.GONE, Outcome.UNCHANGED, Outcome.NOT_MODIFIED})


@pytest.mark.parametrize("outcome", SILENT)
@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_any_other_outcome_changes_nothing(outcome: Outcome, is_withdrawn: bool) -> None:
    absences = (START + HOUR, START + 2 * HOUR)
    history = History(latest=version(document()), absences=absences, withdrawn=is_withdrawn)
    verdict = decide(history, seen(None, START + 90 * HOUR, outcome), START + 90 * HOUR)
    assert (verdict.outcome, verdict.kind, verdict.document, verdict.absences) == (
        outcome,
        None,
        None,
        absences,
    )
    assert verdict.reason


def test_an_absence_of_a_page_never_seen_is_nothing() -> None:
    verdict = decide(History(), gone(START), START)
    assert (verdict.outcome, verdict.kind, verdict.absences) == (Outcome.GONE, None, ())


@pytest.mark.parametrize("late", [seen(document(*EDITED), START - HOUR), gone(START - HOUR)])
def test_an_observation_older_than_the_latest_version_is_no_news(late: Observation) -> None:
    history = History(latest=version(document()), absences=(START + HOUR,))
    verdict = decide(history, late, START + 2 * HOUR)
    assert (verdict.kind, verdict.document, verdict.absences) == (None, None, (START + HOUR,))


def test_a_sight_older_than_the_last_absence_takes_nothing_back() -> None:
    history = History(latest=version(document()), absences=(START + 5 * HOUR,), withdrawn=True)
    verdict = decide(history, seen(document(), START + 3 * HOUR), START + 6 * HOUR)
    assert (verdict.kind, verdict.absences) == (None, (START + 5 * HOUR,))


def test_a_clock_ahead_confirms_nothing_early() -> None:
    history = History(latest=version(document()), absences=(START + HOUR, START + 2 * HOUR))
    verdict = decide(history, gone(START + 90 * HOUR), START + 3 * HOUR)
    assert (verdict.kind, verdict.absences[-1]) == (None, START + 3 * HOUR)


def test_every_reason_is_one_line() -> None:
    life = withdrawn()
    verdicts = [
        life.look(seen(document(*EDITED), START + 48 * HOUR)),
        life.look(seen(document(*EDITED), START + 50 * HOUR)),
        life.look(seen(document(), START + 52 * HOUR)),
        life.look(gone(START + 54 * HOUR)),
    ]
    assert [verdict.reason for verdict in verdicts] == [
        "back, but not with the words of version 1: figure",
        "the words of version 2",
        "the words of version 1 again, no longer those of 2",
        "absent (404) at 1 reading since 2025-07-05 15:00 UTC",
    ]


def test_an_article_without_its_document_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="without its document"):
        decide(History(), seen(None, START), START)
