import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path

import pytest
from sqlalchemy import event, text

from storage.editions import Choice, Edition, Letter, Message
from storage.errors import StorageError
from storage.store import Store, open_store
from storage.vocabulary import DeliveryState, Kind
from tests.storage.looks import DAY, HOUR, NOON, article, in_child, read

TO = ("a@example.ma", "b@example.ma")


def composed(choice: Choice) -> Edition:
    said = ", ".join(change.address for change in choice.changes)
    subject = f"N° {choice.number}"
    mark = f"{choice.profile}.{choice.number}"
    return Edition(
        message=Message(subject=subject, html=f"<p>{said}", text=said, page="page", shortened=True),
        letters=tuple(
            Letter(
                channel="directory:",
                recipient=to,
                message_id=f"<{mark}.{to}>",
                data=b"\x00\xff" + said.encode(),
            )
            for to in TO
        ),
        shown=frozenset(change.number for change in choice.changes if change.kind is not Kind.BASELINE),
    )


def send(store: Store, until: datetime = NOON + DAY) -> int:
    """Fill a store up to a digest that was chosen."""
    read(store, store.begin_run("haca", NOON), article())
    number = store.choose("icc", until, composed)
    assert number is not None
    return number


def noting(store: Store, profile: str, until: datetime) -> Choice | None:
    """What a digest is made from when it is chosen."""
    seen: list[Choice] = []

    def compose(choice: Choice) -> Edition:
        seen.append(choice)
        return composed(choice)

    number = store.choose(profile, until, compose)
    assert number == (seen[0].number if seen else None)
    return seen[0] if seen else None


def addresses(choice: Choice | None) -> list[str]:
    assert choice is not None
    return [change.address for change in choice.changes]


# Choosing


def test_a_digest_of_nothing_is_no_beginning(store: Store) -> None:
    empty = noting(store, "icc", NOON)
    assert empty is not None
    assert (empty.first, empty.changes) == (True, ())
    read(store, store.begin_run("haca", NOON), article(), at=NOON + HOUR, kind=Kind.BASELINE)
    begun = noting(store, "icc", NOON + DAY)
    assert begun is not None
    assert (begun.first, len(begun.changes)) == (True, 1)
    after = noting(store, "icc", NOON + 2 * DAY)
    assert after is not None
    assert not after.first


def test_a_digest_is_kept_with_its_period_its_changes_and_its_bytes(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    read(store, run, article("https://haca.ma/old"), kind=Kind.BASELINE)
    read(store, run, article("https://haca.ma/new"), at=NOON + HOUR)
    choice = noting(store, "icc", NOON + DAY)
    assert choice is not None
    assert (choice.since, choice.until, choice.first) == (NOON, NOON + DAY, True)
    assert addresses(choice) == ["https://haca.ma/old", "https://haca.ma/new"]
    issue = store.digest(choice.number)
    assert issue.message == composed(choice).message
    assert (issue.profile, issue.since, issue.until, issue.shown) == ("icc", NOON, NOON + DAY, 1)
    assert store.digests("icc") == (replace(issue, message=None),)
    assert store.digests("ia") == ()
    deliveries = store.deliveries(choice.number)
    assert deliveries == store.due_deliveries(NOON + DAY)
    assert [delivery.recipient for delivery in deliveries] == list(TO)
    assert [delivery.data for delivery in deliveries] == [letter.data for letter in composed(choice).letters]
    assert {delivery.state for delivery in deliveries} == {DeliveryState.PENDING}
    assert store.due_deliveries(NOON) == ()
    with pytest.raises(StorageError, match="no digest 99"):
        store.digest(99)


def test_each_change_is_weighed_once_by_each_profile(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    read(store, run, article("https://haca.ma/1"))
    assert addresses(noting(store, "icc", NOON + DAY)) == ["https://haca.ma/1"]
    read(store, run, article("https://haca.ma/late"), at=NOON + HOUR)  # into a period that is told already
    read(store, run, article("https://haca.ma/2"), at=NOON + DAY)
    read(store, run, article("https://haca.ma/future"), at=NOON + 2 * DAY)
    second = noting(store, "icc", NOON + 2 * DAY)
    assert addresses(second) == ["https://haca.ma/late", "https://haca.ma/2"]
    assert second is not None
    assert (second.since, second.first) == (NOON + DAY, False)
    assert addresses(noting(store, "icc", NOON + 3 * DAY)) == ["https://haca.ma/future"]
    assert addresses(noting(store, "icc", NOON + 4 * DAY)) == []
    assert len(addresses(noting(store, "ia", NOON + 4 * DAY))) == 4
    assert [issue.number for issue in store.digests()] == [5, 4, 3, 2, 1]


def test_nothing_is_written_where_there_is_nothing_to_send_or_all_is_told(store: Store) -> None:
    read(store, store.begin_run("haca", NOON), article())
    assert store.choose("icc", NOON + DAY, lambda choice: None) is None
    assert store.digests() == ()
    assert noting(store, "icc", NOON + DAY) is not None
    assert noting(store, "icc", NOON + DAY) is None
    assert noting(store, "icc", NOON) is None, "the clock was put back"
    assert store.choice("icc", NOON + DAY) is None
    assert store.choice("icc", NOON + 2 * DAY) is not None
    assert len(store.digests()) == 1


def test_a_digest_that_cannot_be_made_leaves_nothing_behind(store: Store) -> None:
    read(store, store.begin_run("haca", NOON), article())

    def twice(choice: Choice) -> Edition:
        made = composed(choice)
        return replace(made, letters=made.letters[:1] * 2)

    def invented(choice: Choice) -> Edition:
        return replace(composed(choice), shown=frozenset({99}))

    def failing(choice: Choice) -> Edition:
        raise ZeroDivisionError

    for compose in (twice, invented, failing):
        with pytest.raises(Exception, match=r"(?i)unique|not given|^$"):
            store.choose("icc", NOON + DAY, compose)
        assert (store.digests(), store.due_deliveries(NOON + DAY)) == ((), ())
    assert noting(store, "icc", NOON + DAY) is not None


def test_the_first_digest_of_a_profile_does_not_tell_years(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    read(store, run, article("https://haca.ma/1"), at=NOON - 365 * DAY)
    read(store, run, article("https://haca.ma/2"), at=NOON - 10 * DAY)
    assert addresses(noting(store, "icc", NOON)) == ["https://haca.ma/2"]
    read(store, run, article("https://haca.ma/3"), at=NOON - 300 * DAY)
    read(store, run, article("https://haca.ma/4"), at=NOON - 2 * DAY)
    assert addresses(noting(store, "icc", NOON + DAY)) == ["https://haca.ma/4"]


def test_two_processes_choose_each_change_exactly_once(store: Store, url: str, archive: Path) -> None:
    run = store.begin_run("haca", NOON)
    for number in range(20):
        read(store, run, article(f"https://haca.ma/{number}"), at=NOON + number * HOUR)
    store.close()

    def schedule() -> None:
        with open_store(url, archive) as child:
            for hours in range(1, 22):
                child.choose("icc", NOON + hours * HOUR, composed)

    children = [get_context("fork").Process(target=schedule) for _ in range(2)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0, 0]
    issues = store.digests()
    assert len({issue.until for issue in issues}) == len(issues) == 21
    assert sum(issue.shown for issue in issues) == 20
    with store.database.read() as connection:
        weighed = connection.execute(text('SELECT "change" FROM digest_changes')).scalars().all()
    assert sorted(weighed) == sorted(change.number for change in store.changes())
    assert len(store.due_deliveries(NOON + DAY)) == 21 * len(TO)


@pytest.mark.parametrize("statement", range(4, 17, 2))
def test_killed_while_choosing_it_is_chosen_later_and_once(
    store: Store, url: str, archive: Path, statement: int
) -> None:
    read(store, store.begin_run("haca", NOON), article())
    store.close()

    def choose(child: Store) -> None:
        child.choose("icc", NOON + DAY, composed)

    code = in_child(opened(url, archive, choose), killed_at=statement)
    assert code in (0, -signal.SIGKILL)
    assert len(store.digests()) in (0, 1)
    store.choose("icc", NOON + DAY, composed)
    (issue,) = store.digests()
    assert issue.shown == 1
    assert len(store.due_deliveries(NOON + DAY)) == len(TO)


def opened(url: str, archive: Path, act: Callable[[Store], None]) -> Callable[[], None]:
    def acting() -> None:
        with open_store(url, archive) as child:
            act(child)

    return acting


def test_choosing_reads_what_is_new_by_its_indexes(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'veilleur.db'}", tmp_path / "archive") as store:
        send(store)
        plans: list[str] = []

        @event.listens_for(store.database.engine, "before_cursor_execute")
        def explain(connection, cursor, statement, parameters, *_) -> None:  # type: ignore[no-untyped-def]
            if "digest_changes" in statement and statement.startswith("SELECT changes"):
                raw = connection.connection.cursor()
                raw.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
                plans.extend(row[3] for row in raw.fetchall())

        store.choice("icc", NOON + 2 * DAY)
    assert plans
    scans = [step for step in plans if step.startswith("SCAN")]
    assert not scans, plans
    assert any("ix_changes_at_number" in step for step in plans), plans


# Delivering


def test_a_delivery_is_tried_again_until_it_is_settled_with_the_same_bytes(store: Store) -> None:
    send(store)
    first, second = store.due_deliveries(NOON + DAY)
    assert store.claim(first.number, NOON + DAY)
    assert not store.claim(first.number, NOON + DAY), "another process has it"
    assert store.due_deliveries(NOON + DAY) == (second,)
    store.settle(first.number, DeliveryState.PENDING, "451", at=NOON + DAY, next_attempt_at=NOON + 2 * DAY)
    assert store.claim(second.number, NOON + DAY)
    store.settle(second.number, DeliveryState.SENT, "250", at=NOON + DAY)
    assert store.due_deliveries(NOON + DAY) == ()
    assert not store.claim(first.number, NOON + DAY), "not due yet"
    (again,) = store.due_deliveries(NOON + 2 * DAY)
    assert (again.number, again.attempts, again.reason) == (first.number, 1, "451")
    assert (again.data, again.message_id) == (first.data, first.message_id)
    assert store.unsent() == (again,)
    sent = store.deliveries(first.digest)[1]
    assert (sent.state, sent.reason, sent.attempts, sent.next_attempt_at) == (
        DeliveryState.SENT,
        "250",
        1,
        None,
    )


def test_what_a_killed_process_was_sending_may_have_arrived_and_is_sent_again(
    store: Store, url: str, archive: Path
) -> None:
    send(store)
    first, second = store.due_deliveries(NOON + DAY)
    store.claim(second.number, NOON + DAY)  # by a process that lives
    store.close()
    assert in_child(opened(url, archive, lambda child: None if child.claim(first.number, NOON + DAY) else 1 / 0)) == 0  # type: ignore[arg-type]  # fmt: skip
    (again,) = store.due_deliveries(NOON + DAY)
    assert (again.state, again.attempts) == (DeliveryState.MAYBE_SENT, 1)
    assert (again.data, again.message_id) == (first.data, first.message_id)
    assert store.claim(again.number, NOON + DAY)
    assert [each.number for each in store.due_deliveries(NOON + 2 * DAY)] == [first.number, second.number], (
        "nobody sends for a day"
    )
