"""The evaluation set holds its line: a part of it at every test, the whole by its own command."""

import pytest

from tests.crawler.evaluation.judging import Evaluation, evaluate


@pytest.fixture(scope="module")
def result() -> Evaluation:
    return evaluate(spread=41)


@pytest.mark.parametrize(
    ("group", "least"), [("edit", 0.98), ("noise", 0.98), ("outage", 0.98), ("reading", 0.95)]
)
def test_verdicts_are_right(result: Evaluation, group: str, least: float) -> None:
    assert result.rate(group) >= least, result.table(show="all")


def test_changes_that_are_told_are_edits(result: Evaluation) -> None:
    assert result.precision >= 0.98, result.table(show="all")
