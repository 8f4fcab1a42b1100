"""The labelled texts: the thresholds that the packaged topics keep, all together and on those held out."""

import pytest

from scheduler.topics import load

from .evaluation import LANGUAGES, TOPICS, tally, texts

RULES = load()
EVERY = texts()


def test_there_are_enough_texts_and_half_are_traps() -> None:
    assert len(EVERY) >= 300
    assert len({text.id for text in EVERY}) == len({text.text for text in EVERY}) == len(EVERY)
    assert 0.45 <= sum(not text.topics for text in EVERY) / len(EVERY) <= 0.6
    for language in LANGUAGES:
        assert sum(text.language == language for text in EVERY) >= 75


def test_labelled_places_are_in_their_texts() -> None:
    for text in EVERY:
        for places in text.topics.values():
            for where, start, end in places:
                assert (text.title if where == "title" else text.text)[start:end].strip()


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("language", ["all", *LANGUAGES])
def test_precision_and_recall(topic: str, language: str) -> None:
    least = 0.95 if language == "all" else 0.88
    counts = tally((text for text in EVERY if language in ("all", text.language)), RULES)[topic]
    assert counts.precision >= least
    assert counts.recall >= least


@pytest.mark.parametrize("topic", TOPICS)
def test_precision_and_recall_on_texts_held_out(topic: str) -> None:
    counts = tally((text for text in EVERY if text.held_out), RULES)[topic]
    assert counts.precision >= 0.95
    assert counts.recall >= 0.92


@pytest.mark.parametrize("topic", TOPICS)
def test_nearly_every_match_is_shown_at_a_labelled_place(topic: str) -> None:
    counts = tally(EVERY, RULES)[topic]
    assert counts.wrong_place <= 0.05 * counts.found
