"""The evaluation set holds its line: a part of it at every test, the whole by its own command."""

from pathlib import Path

import pytest

from tests.crawler.evaluation.judging import Evaluation, evaluate
from tests.crawler.evaluation.timelines import judge_timelines


@pytest.fixture(scope="module")
def result() -> Evaluation:
    return evaluate(spread=41)


@pytest.mark.parametrize(
    ("group", "least"), [("edit", 0.98), ("noise", 0.98), ("outage", 0.98), ("reading", 0.95)]
)
def test_verdicts_are_right(result: Evaluation, group: str, least: float) -> None:
    assert result.rate(group) >= least, result.table(show="all")


def test_changes_that_are_told_are_edits(result: Evaluation) -> None:
    assert result.precision() >= 0.98, result.table(show="all")


def test_timelines_are_told_right(tmp_path: Path) -> None:
    result = Evaluation()
    judge_timelines(result, tmp_path, spread=53)
    assert result.rate("step") >= 0.97, result.table(show="all")
    assert result.precision("step", "rest") >= 0.97, result.table(show="all")
