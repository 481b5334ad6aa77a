"""Hands one message over to one channel, and decides what follows when that fails."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from loket.foundation.audit.actions import record
from loket.foundation.notify import rules
from loket.foundation.notify.actions.queueing import queue_deliveries
from loket.foundation.notify.models import Message, MessageState
from loket.foundation.notify.queries import open_message
from loket.foundation.notify.rules import DeliveryError, MessageChannel, Template
from loket.kit.actor import Actor
from loket.kit.transaction import in_transaction


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a channel is given. `key` is the same at every try of this message by this channel: whoever honours it
    delivers once. `subject` and `letter` are empty but for e-mail."""

    key: str
    template: str
    language: str
    to: str
    text: str
    subject: str
    letter: str


#: Hands one parcel over and returns the other side's receipt (may be empty); raises NotDelivered.
Deliver = Callable[[Parcel], str]


class NotDelivered(Exception):
    """A channel did not take a message: `error` says why, `for_good` that trying again is of no use."""

    def __init__(self, error: DeliveryError, *, for_good: bool = False) -> None:
        self.error, self.for_good = error, for_good
        super().__init__(error.value)


def deliver_message(
    *, message_id: UUID, channels: Mapping[MessageChannel, Deliver], by: Actor, now: datetime
) -> MessageState | None:
    """Hands a queued message to the next channel of its addressee; None when there is nothing to do.

    The row stays locked while the channel is asked: a second worker waits, and then finds it sent. A worker that is
    killed meanwhile leaves the message queued; it is handed over again with the same key (docs/adr/0018). A failed try
    is queued again with growing waits; a channel that refuses for good, or failed 6 times, makes room for the next
    one; after the last the message is failed and listed (R67).
    """
    with in_transaction():
        message = Message.objects.select_for_update().filter(pk=message_id, state=MessageState.QUEUED).first()
        if message is None or message.purged_at is not None:
            return None
        if rules.is_too_late(message.useful_until, now):
            _fail(message, DeliveryError.TOO_LATE, by, now)
        else:
            _try(message, channels, by, now)
        message.save()
        return MessageState(message.state)


def _try(message: Message, channels: Mapping[MessageChannel, Deliver], by: Actor, now: datetime) -> None:
    left = ways_left(message, channels)
    if not left:
        _fail(message, DeliveryError.NO_CHANNEL if not message.last_error else None, by, now)
        return
    if left[0] != message.channel:
        message.channel, message.channel_tries = left[0], 0
    message.tries += 1
    message.channel_tries += 1
    try:
        receipt = channels[left[0]](parcel_of(message, left[0]))
    except NotDelivered as refusal:
        _after_failure(message, refusal, channels, by, now)
    else:
        message.state, message.sent_at, message.next_try_at, message.last_error = MessageState.SENT, now, None, ""
        message.receipt = receipt[:100]
        _note("notify.sent", message, by, now)


def _after_failure(
    message: Message, refusal: NotDelivered, channels: Mapping[MessageChannel, Deliver], by: Actor, now: datetime
) -> None:
    message.last_error = refusal.error.value
    if refusal.for_good or message.channel_tries >= rules.TRIES_A_CHANNEL:
        message.gave_up = [*message.gave_up, message.channel]
        if not ways_left(message, channels):
            _fail(message, None, by, now)
            return
        wait = timedelta(0)
    else:
        wait = rules.wait_before(message.channel_tries, message=str(message.pk))
    message.next_try_at = now + wait
    priority = rules.priority(Template(message.template))
    queue_deliveries([message.pk], priority=priority, seconds=math.ceil(wait.total_seconds()))


def ways_left(message: Message, available: Mapping[MessageChannel, Deliver]) -> list[MessageChannel]:
    """The channels that this message may still take, in their order."""
    return rules.ways(
        Template(message.template),
        wanted=MessageChannel(message.wanted),
        has_phone=message.to_sealed is not None,
        has_email=message.email_sealed is not None,
        available=available,
        gave_up=message.gave_up,
    )


def parcel_of(message: Message, channel: MessageChannel) -> Parcel:
    """What the channel gets of a message. Raises SealBroken."""
    said = open_message(message)
    is_email = channel is MessageChannel.EMAIL
    return Parcel(
        key=f"{message.pk}:{channel}",
        template=message.template,
        language=message.language,
        to=said.email if is_email else said.phone,
        text=said.text,
        subject=said.subject if is_email else "",
        letter=said.letter if is_email else "",
    )


def _fail(message: Message, error: DeliveryError | None, by: Actor, now: datetime) -> None:
    message.state, message.next_try_at = MessageState.FAILED, None
    message.last_error = error.value if error else message.last_error
    _note("notify.failed", message, by, now)


def _note(fact: str, message: Message, by: Actor, now: datetime) -> None:
    detail = {"tries": message.tries, "channel": message.channel, "error": message.last_error}
    record(fact, subject=("message", message.pk), detail=detail, office_id=message.office_id, by=by, now=now)
