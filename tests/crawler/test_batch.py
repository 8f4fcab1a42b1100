"""That looks are written many at a time, and never decided on beside one that waits for the same document."""

from pathlib import Path

from sqlalchemy import event

from crawler.batch import SIZE, Batch
from crawler.gate import Gate
from crawler.recorder import Weighed
from storage.records import Document, Observation
from storage.store import open_store
from storage.vocabulary import Kind
from tests.storage.looks import EXTRACTOR, NOON, absence, article, look, stored


def weighed(observation: Observation, page: Document) -> Weighed:
    return Weighed(observation=observation, verdict=stored(Kind.NEW, page), latest=None, extractor=EXTRACTOR)


def test_a_full_batch_is_written_with_one_commit(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'veilleur.db'}", tmp_path / "archive") as store:
        run = store.begin_run("haca", NOON)
        batch, commits = Batch(store, run, Gate(store, run)), []
        event.listen(store.database.engine, "commit", commits.append)
        for number in range(2 * SIZE + 1):
            page = article(f"https://haca.ma/{number}")
            batch.add(weighed(look(page), page))
            batch.write_if_full()
        writes = [each for each in commits if "begin" in each.get_execution_options()]
        assert (len(writes), len(batch), len(list(store.known("haca")))) == (2, 1, 2 * SIZE)
        batch.write()
        assert (len(batch), len(list(store.known("haca")))) == (0, 2 * SIZE + 1)


def test_a_look_at_what_waits_is_told(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'veilleur.db'}", tmp_path / "archive") as store:
        run = store.begin_run("haca", NOON)
        batch = Batch(store, run, Gate(store, run))
        page = article(
            "https://haca.ma/a", aliases=("https://haca.ma/m/a",), identity="haca:1", title="Étude"
        )
        batch.add(weighed(look(page, requested="https://haca.ma/node/1"), page))
        alike = [
            look(article("https://haca.ma/b"), requested="https://haca.ma/node/1"),
            absence("https://haca.ma/a", NOON),
            look(article("https://haca.ma/m/a", title="Autre")),
            look(article("https://haca.ma/b", title="Autre", identity="haca:1")),
            look(article("https://haca.ma/b", title="Etude")),
        ]
        assert [batch.bears_on(each) for each in alike] == [True] * 5
        assert not batch.bears_on(look(article("https://haca.ma/b", title="Autre", identity="haca:2")))
        batch.write()
        assert not batch.bears_on(alike[0])
