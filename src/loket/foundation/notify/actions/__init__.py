"""What notify does: writes messages to the outbox, hands them over, tries again, forgets them."""

from __future__ import annotations

from loket.foundation.notify.actions.choosing import choose_channel, set_near
from loket.foundation.notify.actions.delivering import Deliver, NotDelivered, Parcel, deliver_message
from loket.foundation.notify.actions.forgetting import purge_messages
from loket.foundation.notify.actions.queueing import (
    DELIVER,
    Notice,
    queue_message,
    send_code,
    send_email_code,
    tell_account,
    tell_round,
)
from loket.foundation.notify.actions.retrying import retry_failed

__all__ = [
    "DELIVER",
    "Deliver",
    "NotDelivered",
    "Notice",
    "Parcel",
    "choose_channel",
    "deliver_message",
    "purge_messages",
    "queue_message",
    "retry_failed",
    "send_code",
    "send_email_code",
    "set_near",
    "tell_account",
    "tell_round",
]
