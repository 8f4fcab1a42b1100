"""Deliveries on their way: chosen with the digest in one transaction, sent after it, resent byte for byte."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.errors import BadConfiguration
from scheduler.channels import channel
from scheduler.errors import DeliveryError
from storage.editions import Delivery
from storage.store import Store
from storage.vocabulary import DeliveryState

BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360))
"""How long to wait after the first, second… failed attempt; the last one repeats."""

RESENDS = 3
"""How often a delivery whose fate is unknown is sent again, same bytes, same Message-ID."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How one attempt ended."""

    delivery: Delivery
    state: DeliveryState
    said: str


def send_due(store: Store, now: datetime) -> tuple[Sending, ...]:
    """Attempt every delivery that is due at `now`, one by one."""
    due = store.due_deliveries(now)
    return tuple(_attempt(store, delivery, now) for delivery in due if store.claim(delivery.number, now))


def _attempt(store: Store, delivery: Delivery, now: datetime) -> Sending:
    try:
        state, said, retry = DeliveryState.SENT, channel(delivery.channel).send(delivery).said, False
    except DeliveryError as error:
        said = str(error)
        state, retry = after_failure(delivery, error)
    except BadConfiguration as error:
        # The channel's own settings are wrong: the letter waits until somebody mends them.
        state, said, retry = DeliveryState.PENDING, str(error), True
    later = now + BACKOFF[min(delivery.attempts, len(BACKOFF) - 1)] if retry else None
    store.settle(delivery.number, state, reason=said, at=now, next_attempt_at=later)
    log.info("delivery %d to %s: %s (%s)", delivery.number, delivery.recipient, state, said)
    return Sending(delivery=delivery, state=state, said=said)


def after_failure(delivery: Delivery, error: DeliveryError) -> tuple[DeliveryState, bool]:
    """What a failed attempt makes of a delivery, and whether it is tried again."""
    if error.unknown:
        return DeliveryState.MAYBE_SENT, delivery.attempts < RESENDS
    if error.lasting:
        return DeliveryState.FAILED, False
    return DeliveryState.PENDING, True
