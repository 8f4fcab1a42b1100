"""Deliveries against a real SMTP server: tried again with the same bytes, never lost, never doubled by us."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scheduler.letters import letter
from scheduler.outbox import BACKOFF, RESENDS, send_due
from storage.editions import Choice, Edition, Message
from storage.store import Store, open_store
from storage.vocabulary import DeliveryState
from tests.scheduler.test_channels import Mailbox, mailbox, server

__all__ = ["mailbox", "server"]

NOW = datetime(2026, 11, 16, 18, tzinfo=UTC)
READERS = ("a@exemple.ma", "b@exemple.ma")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path / 'veilleur.db'}", tmp_path / "archive") as opened:
        yield opened


def chosen(store: Store, channel: str, at: datetime = NOW) -> int | None:
    def compose(choice: Choice) -> Edition:
        message = Message(
            subject=f"Revue n° {choice.number}", html="<p>Été</p>", text="Été\n", page="<p>Été</p>"
        )
        letters = tuple(
            letter(
                message,
                profile=choice.profile,
                number=choice.number,
                at=choice.until,
                sender="v@exemple.ma",
                channel=channel,
                recipient=reader,
            )
            for reader in READERS
        )
        return Edition(message=message, letters=letters, shown=frozenset())

    return store.choose("revue", at, compose)


def states(store: Store, digest: int | None) -> dict[str, DeliveryState]:
    assert digest is not None
    return {each.recipient: each.state for each in store.deliveries(digest)}


def test_everybody_gets_one_and_a_second_look_sends_nothing(
    store: Store, server: str, mailbox: Mailbox
) -> None:
    digest = chosen(store, server)
    send_due(store, NOW)
    assert send_due(store, NOW + timedelta(days=9)) == ()
    assert states(store, digest) == dict.fromkeys(READERS, DeliveryState.SENT)
    assert sorted(envelope.rcpt_tos[0] for envelope in mailbox.taken) == list(READERS)


def test_a_passing_refusal_of_one_reader_is_tried_again_for_that_one_alone(
    store: Store, server: str, mailbox: Mailbox
) -> None:
    mailbox.answers["b@exemple.ma"] = "451 greylisted"
    digest = chosen(store, server)
    send_due(store, NOW)
    assert states(store, digest) == {
        "a@exemple.ma": DeliveryState.SENT,
        "b@exemple.ma": DeliveryState.PENDING,
    }
    assert send_due(store, NOW + BACKOFF[0] - timedelta(seconds=1)) == ()
    del mailbox.answers["b@exemple.ma"]
    send_due(store, NOW + BACKOFF[0])
    assert states(store, digest) == dict.fromkeys(READERS, DeliveryState.SENT)
    assert len(mailbox.taken) == 2


def test_a_lasting_refusal_is_kept_with_its_reason_and_not_tried_again(
    store: Store, server: str, mailbox: Mailbox
) -> None:
    mailbox.answers["b@exemple.ma"] = "550 no such user"
    digest = chosen(store, server)
    send_due(store, NOW)
    assert send_due(store, NOW + timedelta(days=30)) == ()
    assert digest is not None
    (failed,) = (each for each in store.deliveries(digest) if each.state is DeliveryState.FAILED)
    assert (failed.recipient, "550" in failed.reason) == ("b@exemple.ma", True)
    assert [each.number for each in store.unsent()] == [failed.number]


def test_a_server_down_for_three_days_loses_nothing(store: Store, server: str, mailbox: Mailbox) -> None:
    """Two digests wait meanwhile; neither swallows the other."""
    mailbox.answers["DATA"] = "452 no room"
    first = chosen(store, server)
    now = NOW
    while now < NOW + timedelta(days=3):
        send_due(store, now)
        now += timedelta(hours=1)
    second = chosen(store, server, now)
    del mailbox.answers["DATA"]
    send_due(store, now + BACKOFF[-1])
    assert states(store, first) == states(store, second) == dict.fromkeys(READERS, DeliveryState.SENT)
    assert len(mailbox.taken) == 4


def test_a_lost_reply_is_resent_with_the_same_bytes_and_in_the_end_left(
    store: Store, server: str, mailbox: Mailbox
) -> None:
    mailbox.answers["lose the reply"] = "yes"
    digest = chosen(store, server)
    now = NOW
    for _ in range(RESENDS + 3):
        send_due(store, now)
        now += BACKOFF[-1]
    assert states(store, digest) == dict.fromkeys(READERS, DeliveryState.MAYBE_SENT)
    for reader in READERS:
        contents = {envelope.content for envelope in mailbox.taken if envelope.rcpt_tos == [reader]}
        assert len(contents) == 1
    assert len(mailbox.taken) == (1 + RESENDS) * len(READERS)
