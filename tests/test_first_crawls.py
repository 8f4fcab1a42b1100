"""What was published before a source was watched is never news, however little its first crawl read."""

import subprocess
import sys
from pathlib import Path

from storage.store import open_store
from storage.vocabulary import Kind
from tests.replica import Replica
from tests.replica.demo import SETTINGS, surroundings


def test_a_first_crawl_of_two_pages_makes_no_news_of_the_others(tmp_path: Path) -> None:
    (tmp_path / "veilleur.toml").write_text(SETTINGS)
    with Replica() as replica:
        truth = replica.truth()
        for at, limit in ((truth.crawls[0], "2"), (truth.crawls[0], ""), (truth.crawls[1], "")):
            replica.at = at
            command = [sys.executable, "-m", "scrapy", "crawl", "lopinion", "-a", f"at={at.isoformat()}"]
            subprocess.run(
                [*command, "-a", f"limit={limit}"],
                env=surroundings(tmp_path, replica.url),
                check=True,
                capture_output=True,
                timeout=120,
            )
        published = {
            truth.address(each.name): each for each in truth.published(truth.crawls[0], truth.crawls[1])
        }
    with open_store(f"sqlite:///{tmp_path / 'veilleur.db'}", tmp_path / "archive") as store:
        assert len(list(store.changes(kinds=[Kind.BASELINE]))) > 2
        assert {change.address for change in store.changes(kinds=[Kind.NEW])} == {
            address for address in published if "lopinion" in address
        }
