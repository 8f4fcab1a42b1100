"""Channels that fell silent and hints that match nothing: what the store tells of a source's health."""

from collections.abc import Mapping

from storage.records import Silence
from storage.store import Store
from storage.vocabulary import Outcome, RunState
from tests.storage.looks import DAY, NOON

FEED, LIST = "https://haca.ma/feed", "https://haca.ma/fr/"


def crawl(store: Store, day: int, channels: Mapping[str, int], *hints: str, articles: int = 3) -> None:
    at = NOON + day * DAY
    run = store.begin_run("haca", at)
    ends = [(f"https://haca.ma/{number}", Outcome.UNCHANGED, "", at) for number in range(articles)]
    store.ended(run, ends)
    store.finish_run(run.number, at, RunState.COMPLETE, "", channels, hints)


def silent(store: Store) -> tuple[Silence, ...]:
    (health,) = store.health(["haca"], NOON, NOON + 99 * DAY)
    return health.silent


def test_a_channel_that_named_articles_and_names_none_in_two_crawls_is_silent(store: Store) -> None:
    crawl(store, 0, {FEED: 5, LIST: 9})
    crawl(store, 1, {FEED: 0, LIST: 9})
    assert silent(store) == (), "once may be chance"
    crawl(store, 2, {FEED: 0, LIST: 9})
    assert silent(store) == (Silence(channel=FEED, since=NOON + DAY, answered=True),)
    crawl(store, 3, {LIST: 9})
    assert silent(store) == (Silence(channel=FEED, since=NOON + DAY, answered=False),)
    crawl(store, 4, {FEED: 1, LIST: 9})
    assert silent(store) == ()


def test_a_channel_that_never_named_any_is_not(store: Store) -> None:
    for day in range(4):
        crawl(store, day, {FEED: 0, LIST: 9})
    assert silent(store) == ()


def test_a_crawl_that_failed_says_nothing_of_its_channels(store: Store) -> None:
    crawl(store, 0, {FEED: 5})
    for day in (1, 2, 3):
        run = store.begin_run("haca", NOON + day * DAY)
        store.finish_run(run.number, NOON + day * DAY, RunState.FAILED, "out of reach")
    assert silent(store) == ()


def test_a_hint_is_told_by_the_last_crawl_that_read_enough(store: Store) -> None:
    def hints() -> tuple[str, ...]:
        (health,) = store.health(["haca"], NOON, NOON + 99 * DAY)
        return health.idle_hints

    crawl(store, 0, {})
    assert hints() == ()
    crawl(store, 1, {}, "//h1", "//p")
    crawl(store, 2, {}, "//h6", articles=2)
    assert hints() == ("//h1", "//p")
    crawl(store, 3, {})
    assert hints() == ()
