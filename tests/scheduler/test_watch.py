"""`veilleur run` as a real process on the replica: it makes up for what was missed, once, and stops cleanly."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.store import open_store
from tests.replica import Replica
from tests.replica.demo import surroundings

SETTINGS = """
[crawl]
contact = "test@exemple.ma"
sources = ["haca", "lodj"]

[digest]
hour = "00:00"

[profile.revue]
send = ["directory:digests"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "veilleur.toml").write_text(SETTINGS)
    return tmp_path


@pytest.fixture
def environment(folder: Path) -> Iterator[dict[str, str]]:
    with Replica() as replica:
        replica.at = replica.truth().crawls[-1]
        yield surroundings(folder, replica.url)


def started(environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "scheduler", *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def said_by(child: subprocess.Popen[str], word: str) -> str:
    """Its log up to the line with `word`; the process's end ends it too."""
    assert child.stderr is not None
    lines = []
    for line in child.stderr:
        lines.append(line)
        if word in line:
            break
    return "".join(lines)


def stopped(child: subprocess.Popen[str]) -> int:
    child.send_signal(signal.SIGTERM)
    child.communicate(timeout=120)
    return child.returncode


def test_it_crawls_what_is_due_then_sends_one_digest_and_stops_when_told(
    folder: Path, environment: dict[str, str]
) -> None:
    first = started(environment, "run")
    try:
        log = said_by(first, "digest 1")
        assert "digest 1" in log, log
        second = started(environment, "run")
        _, refusal = second.communicate(timeout=60)
        assert (second.returncode, str(first.pid) in refusal) == (75, True), refusal
        assert stopped(first) == 0
    finally:
        if first.poll() is None:
            os.killpg(first.pid, signal.SIGKILL)
    assert [path.name for path in sorted((folder / "digests").iterdir())] == [
        "revue-0001.eml",
        "revue-0001.html",
    ]
    with open_store(f"sqlite:///{folder / 'veilleur.db'}", folder / "archive") as store:
        (digest,) = store.digests()
        runs = {run.source: run for run in store.runs()}
        assert {name: str(run.state) for name, run in runs.items()} == dict.fromkeys(
            ("seeds", "haca", "lodj"), "complete"
        )
        assert max(run.finished_at for run in runs.values() if run.finished_at) <= digest.until
        assert store.unsent() == ()


def test_started_again_it_sends_and_crawls_nothing_that_is_not_due(
    folder: Path, environment: dict[str, str]
) -> None:
    for _ in range(2):
        child = started(environment, "run")
        try:
            said_by(child, "nothing is due")
            assert stopped(child) == 0
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
    with open_store(f"sqlite:///{folder / 'veilleur.db'}", folder / "archive") as store:
        assert len(store.digests()) == 1
        assert len(store.runs()) == 3
