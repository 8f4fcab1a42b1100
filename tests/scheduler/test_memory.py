"""The commands that keep, check, find and hand out what is stored."""

from pathlib import Path

import pytest

from storage.store import Store, open_store
from tests.scheduler.conftest import Said
from tests.storage.looks import DAY, NOON, article, read


def opened(folder: Path = Path("var")) -> Store:
    return open_store(f"sqlite:///{folder / 'veilleur.db'}", folder / "archive")


@pytest.fixture
def kept(said: Said) -> None:
    """A store with three articles of one source."""
    with opened() as store:
        run = store.begin_run("haca", NOON)
        for number in range(3):
            page = article(
                f"https://haca.ma/fr/{number}", f"Le paragraphe {number}.", title=f"Titre {number}"
            )
            read(store, run, page, at=NOON + number * DAY)


def test_verify_says_that_all_is_well_and_names_what_is_not(said: Said, kept: None) -> None:
    assert "3 texts and 3 pages computed again: all as they were stored" in said("verify")
    assert said("verify", "--since", "2026-11-22", "--json") == {
        "documents": 1,
        "bodies": 1,
        "erased": 0,
        "removed": 0,
        "flaws": [],
    }
    lost = next(Path("var/archive").glob("??/*.zst"))
    lost.unlink()
    assert said("verify", code=1, printed=True).count(str(lost)) == 1


def test_a_backup_is_written_and_restored_into_an_empty_place(
    said: Said, kept: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = said("backup", "--json")
    assert Path(written["file"]).parent == Path("var/backups")
    assert Path(written["file"]).stat().st_size == written["bytes"]
    assert "there is a store already" in said("restore", written["file"], code=1)
    monkeypatch.setenv("VEILLEUR_DATABASE", "sqlite:///fresh/veilleur.db")
    assert said("restore", written["file"], "--json") == {"file": written["file"], "bodies": 3}
    assert "3 texts and 3 pages computed again: all as they were stored" in said("verify")
    monkeypatch.setenv("VEILLEUR_DATABASE", "sqlite:///other/veilleur.db")
    assert "no backup of Veilleur" in said("restore", "fresh/veilleur.db", code=1)


def test_search_prints_what_is_found_with_its_hits_marked(said: Said, kept: None) -> None:
    assert [find["url"][-1] for find in said("search", "paragraphe", "--json")] == ["2", "1", "0"]
    (find,) = said("search", "titre NOT (0 OR 2)", "--json")
    assert set(find) == {
        *("source", "url", "version", "seen_at", "kind", "title"),
        *("published", "language", "found", "snippet", "hits"),
    }
    assert [find["snippet"][start:end] for start, end in find["hits"]] == ["Titre"]
    assert "    [Titre] 1 Le paragraphe 1." in said("search", "titre NOT (0 OR 2)")
    assert "Nothing was found." in said("search", "absent", code=1, printed=True)
    assert len(said("search", "titre", "--limit", "2", "--best", "--json")) == 2
    assert said("search", "titre", "--since", "2026-11-22", "--kind", "new", "--json")[0]["url"][-1] == "2"


@pytest.mark.parametrize(
    ("arguments", "saying"),
    [
        (('cinéma rabat "film',), "unbalanced quote at 14"),
        (("film", "--source", "nobody"), "nothing of it is stored (known: haca)"),
        (("film", "--topic", "nothing"), "there is no such topic (known: "),
    ],
)
def test_a_bad_search_is_refused_with_its_place(
    said: Said, kept: None, arguments: tuple[str, ...], saying: str
) -> None:
    assert saying in said("search", *arguments, code=2)


def test_a_topic_limits_a_search(said: Said) -> None:
    with opened() as store:
        page = article("https://haca.ma/ia", "L'intelligence artificielle change le journalisme.", title="IA")
        other = article("https://haca.ma/foot", "Le match change tout.", title="Football")
        read(store, store.begin_run("haca", NOON), page, other)
    assert len(said("search", "change", "--json")) == 2
    assert [find["url"] for find in said("search", "change", "--topic", "ia", "--json")] == [page.address]


def test_old_pages_are_pruned_and_a_document_is_erased_on_record(said: Said, kept: None) -> None:
    assert said("prune", "--before", "2026-12-01", "--json") == {"bodies": 0}
    address = "https://haca.ma/fr/1"
    assert "--why" in said("erase", address, "--why", " ", code=2)
    assert "nothing of that page" in said("erase", "https://haca.ma/never", "--why", "x", code=1)
    told = said("erase", address, "--why", "jugement n° 12", "--json")
    assert told == {"versions": 1, "bodies": 1, "digests": 0}
    assert "1 texts erased; 1 pages removed on record" in said("verify")
    assert "Titre 1" not in said("history", address)
