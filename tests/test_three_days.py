"""The main job end to end: the real commands on the replica for three days, held against the calendar's truth."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from storage.records import Change
from storage.store import Store, open_store
from storage.vocabulary import Kind
from tests.replica import Replica
from tests.replica.calendar import Event
from tests.replica.demo import play
from tests.replica.truth import Truth

JOURNALS = {"lopinion", "lesechos"}


class Played:
    """Three days that were played, and what ought to have come of them."""

    def __init__(self, folder: Path, runs: list[dict[str, Any]], truth: Truth, store: Store) -> None:
        self.folder = folder
        self.runs = runs
        self.truth = truth
        self.store = store

    def digests(self, suffix: str) -> list[str]:
        return [path.read_text() for path in sorted(self.folder.glob(f"revue-*.{suffix}"))]

    def told(self) -> dict[int, list[int]]:
        """Change -> the digests that show it."""
        with sqlite3.connect(self.folder / "veilleur.db") as database:
            rows = database.execute("select change, digest from digest_changes where shown").fetchall()
        shown: dict[int, list[int]] = {}
        for change, digest in rows:
            shown.setdefault(change, []).append(digest)
        return shown

    def addresses(self, name: str) -> set[str]:
        return {address for forms in self.truth.addresses(name).values() for address in forms}

    def changes(self, event: Event) -> list[Change]:
        found = self.store.changes(address=self.truth.address(event.article, event.site))
        return [change for change in found if change.kind is not Kind.BASELINE]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    folder = tmp_path_factory.mktemp("three") / "days"
    runs = play(folder)
    with Replica() as replica, open_store(f"sqlite:///{folder / 'veilleur.db'}", folder / "archive") as store:
        yield Played(folder, runs, replica.truth(), store)


def test_each_event_makes_its_changes_and_no_other(played: Played) -> None:
    for event in played.truth.events:
        kinds = [change.kind.value for change in played.changes(event)]
        assert kinds == list(event.changes), event.name


def test_nothing_else_changed(played: Played) -> None:
    """Rotating tickers, counters, related boxes, outages and teasers make no change."""
    expected = {played.truth.address(event.article, event.site) for event in played.truth.events}
    surprises = [
        (change.kind, change.address, change.reason)
        for change in played.store.changes()
        if change.kind not in (Kind.BASELINE, Kind.NEW) and change.address not in expected
    ]
    assert surprises == []


def test_the_figure_is_all_that_changed_in_the_seed(played: Played) -> None:
    (event,) = (event for event in played.truth.events if event.name == "one figure")
    (change,) = played.changes(event)
    (hunk,) = (hunk for hunk in change.hunks if hunk.op.value != "equal")
    words = [(span.old.strip(), span.new.strip()) for span in hunk.spans if span.op.value != "equal"]
    assert words == [("240.000", "140.000")]


def test_every_seed_is_adopted_by_its_live_page(played: Played) -> None:
    for number in range(5):
        name = f"seed-{number:03}"
        site = "maghress" if number in (0, 1, 4) else None
        versions = played.store.versions(played.truth.address(name, site))
        assert versions, name
        assert versions[0].seen_at.year < 2026 or versions[0].seen_at.month == 1, name
        assert len(versions) == (2 if number == 4 else 1), name


def test_every_article_of_a_followed_site_is_stored(played: Played) -> None:
    last = played.truth.crawls[-1]
    missing = []
    for article in played.truth.articles:
        for site in article.sites:
            followed = site != "maghress" or (article.maghress and article.maghress.journal in JOURNALS)
            unreachable = site == "lopinion" and article.published >= played.truth.outages[-1].at
            if followed and not unreachable and article.published < last:
                address = played.truth.address(article.name, site)
                missing += [] if played.store.versions(address) else [address]
    assert missing == []


def test_each_new_article_is_in_one_digest_if_it_is_on_topic_and_in_none_if_not(played: Played) -> None:
    told = played.told()
    by_address = {
        address: article for article in played.truth.articles for address in played.addresses(article.name)
    }
    wrong = []
    for change in played.store.changes(kinds=[Kind.NEW]):
        article = by_address[change.address]
        mentioned = change.number in told and not article.topics
        expected = 1 if article.topics else 0
        if len(told.get(change.number, [])) != expected and not (
            mentioned and "mention" in _purpose(article.name)
        ):
            wrong.append((article.name, article.topics, told.get(change.number)))
    assert wrong == []


def _purpose(name: str) -> str:
    index = (Path(__file__).parent / "replica" / "articles" / "INDEX.md").read_text()
    return next((line for line in index.splitlines() if line.startswith(f"{name} |")), "")


def test_no_change_is_told_twice(played: Played) -> None:
    assert {number for number, digests in played.told().items() if len(digests) > 1} == set()


def test_the_withdrawal_is_told_once(played: Played) -> None:
    title = played.truth.article("leseco-fonds-icc", played.truth.crawls[0]).title
    sections = [text.partition("RETIRÉ, RÉTABLI")[2] for text in _texts(played)]
    assert sum(title[:30] in section for section in sections) == 1


def _texts(played: Played) -> list[str]:
    from email import message_from_string, policy

    mails = [message_from_string(mail, policy=policy.default) for mail in played.digests("eml")]
    return [mail.get_body(("plain",)).get_content() for mail in mails]  # type: ignore[union-attr]


def test_the_first_digest_opens_with_the_state_of_things(played: Played) -> None:
    texts = _texts(played)
    assert len(texts) == 3
    assert "ÉTAT DES LIEUX" in texts[0].upper()
    assert "ÉTAT DES LIEUX" not in texts[1].upper()


def test_every_digest_says_that_its_articles_are_invented(played: Played) -> None:
    for page in played.digests("html"):
        assert "Données d’essai" in page.replace("\u00a0", " ")


def test_an_outlet_that_failed_is_named_by_the_digest_and_by_the_run(played: Played) -> None:
    failed = [run for run in played.runs if run["state"] == "failed"]
    assert Counter(run["source"] for run in failed)["lopinion"] == 2
    assert "COUVERTURE INCOMPLÈTE" in _texts(played)[2].upper()
    assert "L’Opinion" in _texts(played)[2]


def _articles(text: str) -> str:
    return text.replace("\u00a0", " ").partition("MODIFIÉ DEPUIS")[0]


def test_an_article_that_maghress_copies_is_one_item_with_its_copy_named(played: Played) -> None:
    texts, named = [_articles(text) for text in _texts(played)], []
    for article in played.truth.articles:
        if len(article.sites) < 2:
            continue
        own, copy = (f"<{played.truth.address(article.name, site)}>" for site in article.sites)
        assert sum(text.count(own) for text in texts) <= 1, article.name
        assert sum(text.count(copy) for text in texts) <= 1, article.name
        told = [text for text in texts if own in text]
        if told and played.store.versions(copy.strip("<>")):
            assert f"Repris par Maghress\n  {copy}" in told[0], article.name
            named.append(article.name)
    assert len(named) >= 6


def test_two_seeds_join_their_origins(played: Played) -> None:
    for name in ("seed-000", "seed-004"):
        sites = played.truth.article(name, played.truth.crawls[0]).sites
        own, copy = (played.truth.address(name, site) for site in sites)
        story = played.store.story(copy)
        assert story, name
        assert {each.address for each in story.copies} == {own, copy}
        assert story.origin({"maghress"}).address == own


@pytest.mark.parametrize(
    "words",
    [
        "L’article d’origine (Les ECO) garde l’ancien chiffre « 240.000 »",
        "La copie de Maghress garde l’ancien titre",
        "La copie de Maghress garde l’ancien chiffre « 11,5 % »",
        "Copie encore en ligne à sa dernière lecture : Maghress",
    ],
)
def test_what_copies_did_not_follow_is_told(played: Played, words: str) -> None:
    told = " ".join(" ".join(_texts(played)).replace("\u00a0", " ").split())
    assert words in told
