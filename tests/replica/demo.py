"""The main job on the replica: the seeds as baseline, three days of two crawls, a digest a day, under var/demo/."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.replica import Replica

FOLDER = Path("var/demo")
DAYS = (16, 17, 18)
CRAWLS = ((5, 30), (16, 30))
DIGEST = (18, 0)
LOG = "progress.log"
SETTINGS = """\
# Made by `make demo`; it goes with the store beside it.
[crawl]
contact = "demo@exemple.ma"

[digest]
organisation = "Observatoire des industries culturelles"
service = "Service de veille"
contact = "veille@exemple.ma"

[mail]
sender = "Veilleur <veille@exemple.ma>"

[profile.revue]
hour = "18:00"
send = ["directory:."]
"""


def main() -> int:
    """Play the three days under var/demo/ and say what came of them."""
    began = time.monotonic()
    runs = play(FOLDER)
    _summary(FOLDER, runs, time.monotonic() - began)
    return 0


def play(folder: Path) -> list[dict[str, Any]]:
    """Three days on the replica, with the real commands as children; the runs, as `crawl --json` gives them.

    The store, the archive and the digests are in `folder`, which is emptied first if it held a demo.
    """
    _clear(folder)
    with Replica(at=_at(DAYS[0], CRAWLS[0])) as replica:
        environment = surroundings(folder, replica.url)
        print(f"A replica of the five sites answers at {replica.url}; nothing leaves this machine.\n")
        print("Seeds: the five captures become the baseline")
        runs = _crawl(environment, _at(DAYS[0], CRAWLS[0]), "seeds")
        for day in DAYS:
            for hour in CRAWLS:
                replica.at = at = _at(day, hour)
                print(f"\n{at:%A %d %B %Y, %H:%M} UTC: crawl")
                runs += _crawl(environment, at)
            print(f"\n{_at(day, DIGEST):%A %d %B %Y, %H:%M} UTC: digest")
            veilleur(environment, "digest", "--at", _at(day, DIGEST).isoformat())
    return runs


def _clear(folder: Path) -> None:
    """An empty folder of our own; one that holds anything but an earlier demo is left alone."""
    settings = folder / "veilleur.toml"
    if folder.exists() and any(folder.iterdir()) and not settings.exists():
        sys.exit(f"demo: {folder} holds something else: move it away first")
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    settings.write_text(SETTINGS)


def _at(day: int, hour: tuple[int, int]) -> datetime:
    return datetime(2026, 11, day, *hour, tzinfo=UTC)


def surroundings(folder: Path, upstream: str) -> dict[str, str]:
    """The environment of a child that works in `folder` on the replica at `upstream`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VEILLEUR_")}
    return kept | {
        "VEILLEUR_UPSTREAM": upstream,
        "VEILLEUR_CONFIG": str(folder / "veilleur.toml"),
        "VEILLEUR_DATABASE": f"sqlite:///{folder / 'veilleur.db'}",
        "VEILLEUR_ARCHIVE": str(folder / "archive"),
        "PYTHONUNBUFFERED": "1",
    }


def veilleur(environment: dict[str, str], *arguments: str, capture: bool = False) -> str:
    """The real command, as a child, in a bounded time; its failure ends the demo. Its progress goes into a log."""
    with (Path(environment["VEILLEUR_ARCHIVE"]).parent / LOG).open("a") as log:
        done = subprocess.run(
            [sys.executable, "-m", "scheduler", *arguments],
            env=environment,
            stdout=subprocess.PIPE if capture else None,
            stderr=log,
            text=True,
            timeout=180,
        )
    # A crawl ends with 1 where a source failed, which the calendar has one do; all else is a failure of ours.
    if done.returncode and (arguments[0], done.returncode) != ("crawl", 1):
        sys.exit(f"demo: veilleur {' '.join(arguments)} ended with {done.returncode}: see {log.name}")
    return done.stdout or ""


def _crawl(environment: dict[str, str], at: datetime, *names: str) -> list[dict[str, Any]]:
    said = veilleur(environment, "crawl", *names, "--at", at.isoformat(), "--json", capture=True)
    runs: list[dict[str, Any]] = json.loads(said)
    for run in runs:
        changes = ", ".join(f"{count} {kind}" for kind, count in run["changes"].items())
        reason = f" ({run['reason']})" if run["reason"] else ""
        print(
            f"  {run['source']:9} {run['state']}, {run['read']} addresses read{reason}; {changes or 'no change'}"
        )
    return runs


def _summary(folder: Path, runs: list[dict[str, Any]], seconds: float) -> None:
    changes: Counter[str] = Counter()
    for run in runs:
        changes.update(run["changes"])
    failed = sorted({run["source"] for run in runs if run["state"] == "failed"})
    rows = (
        ("Addresses read", sum(run["read"] for run in runs)),
        ("Baseline articles", changes["baseline"]),
        ("New", changes["new"]),
        ("Edited", changes["edited"]),
        ("Reverted", changes["reverted"]),
        ("Withdrawn", changes["withdrawn"]),
        ("Restored", changes["restored"]),
        ("Outlets that failed", ", ".join(failed) or "none"),
    )
    print(f"\nThree days in {seconds:.0f} s")
    for name, value in rows:
        print(f"  {name:20} {value}")
    print("\nDigests, to open in a browser or a mail program:")
    for path in sorted(folder.glob("revue-*")):
        print(f"  {path}")


if __name__ == "__main__":
    sys.exit(main())
