"""kill -9 at any moment: the store opens, nothing is lost or doubled, the next run finishes the work."""

import subprocess
import sys
from pathlib import Path

import pytest

from storage.archive import Archive
from storage.store import open_store
from storage.vocabulary import DeliveryState
from tests.replica import Replica
from tests.replica.demo import SETTINGS, surroundings

pytestmark = pytest.mark.torture

POINTS = 25


def killed_after(command: list[str], environment: dict[str, str], seconds: float) -> bool:
    """Start `command` and kill it that much later; whether it was still running."""
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        child.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
        return True
    return False


def done(command: list[str], environment: dict[str, str]) -> None:
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=120)


def crawl(source: str, at: str) -> list[str]:
    return [sys.executable, "-m", "scrapy", "crawl", source, "-a", f"at={at}"]


def contents(folder: Path) -> dict[str, list[tuple[int, str, str]]]:
    """Address -> its versions and changes, every archived body read and checked on the way."""
    archive = Archive(folder / "archive")
    found: dict[str, list[tuple[int, str, str]]] = {}
    with open_store(f"sqlite:///{folder / 'veilleur.db'}", folder / "archive") as store:
        for change in store.changes():
            assert change.version.body_sha256 is not None
            assert archive.body(change.version.body_sha256)
            found.setdefault(change.address, []).append(
                (change.version.number, change.kind.value, change.version.fingerprint)
            )
    return found


def test_a_crawl_killed_at_many_moments_ends_as_one_that_never_was(tmp_path: Path) -> None:
    with Replica() as replica:
        crawls = replica.truth().crawls
        stores = []
        for name in ("killed", "whole"):
            folder = tmp_path / name
            folder.mkdir()
            (folder / "veilleur.toml").write_text(SETTINGS)
            environment = surroundings(folder, replica.url)
            for at in (crawls[0], crawls[-1]):
                replica.at = at
                kills = [
                    killed_after(crawl("leseco", at.isoformat()), environment, 0.6 + 0.12 * point)
                    for point in range(POINTS if name == "killed" else 0)
                ]
                assert name == "whole" or sum(kills) >= 5
                done(crawl("leseco", at.isoformat()), environment)
            stores.append(contents(folder))
    assert stores[0] == stores[1]
    assert sum(map(len, stores[0].values())) > 10


def test_a_digest_killed_at_many_moments_is_chosen_once_and_delivered(tmp_path: Path) -> None:
    (tmp_path / "veilleur.toml").write_text(SETTINGS)
    with Replica() as replica:
        environment = surroundings(tmp_path, replica.url)
        replica.at = at = replica.truth().crawls[0]
        done(crawl("leseco", at.isoformat()), environment)
        digest = [sys.executable, "-m", "scheduler", "digest", "--at", replica.truth().digests[0].isoformat()]
        kills = [killed_after(digest, environment, 0.3 + 0.06 * point) for point in range(POINTS)]
        assert sum(kills) >= 3
        subprocess.run(digest, env=environment, capture_output=True, timeout=120)
    with open_store(f"sqlite:///{tmp_path / 'veilleur.db'}", tmp_path / "archive") as store:
        (issue,) = store.digests()
        states = [delivery.state for delivery in store.deliveries(issue.number)]
    assert states == [DeliveryState.SENT]
    assert sorted(path.name for path in tmp_path.glob("revue-*")) == ["revue-0001.eml", "revue-0001.html"]
