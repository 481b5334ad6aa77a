"""What is asked of notify."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loket.foundation.notify.models import Message, MessageState
from loket.foundation.people.queries import index_of_phone
from loket.kit.crypto import keyring


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A message as the demo's screen shows it."""

    phone: str
    template: str
    text: str
    state: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class FailedMessage:
    """A message that could not be delivered: which, and when it was written; not to whom, nor what."""

    message_id: UUID
    template: str
    tries: int
    created_at: datetime


def messages_to(phones: Sequence[str], *, limit: int = 20) -> Sequence[ShownMessage]:
    """The newest messages to these phones (E.164), opened: for the demo's screen only."""
    rows = Message.objects.filter(to_index__in=[index_of_phone(phone) for phone in phones])
    shown = []
    for row in rows.order_by("-created_at", "-id")[:limit]:
        phone, text = open_message(row)
        shown.append(ShownMessage(phone, row.template, text, row.state, row.created_at))
    return shown


def failed_messages(*, limit: int = 100) -> Sequence[FailedMessage]:
    """The newest messages that no channel took (R67)."""
    rows = Message.objects.filter(state=MessageState.FAILED).order_by("-created_at", "-id")[:limit]
    return [FailedMessage(row.pk, row.template, row.tries, row.created_at) for row in rows]


def open_message(message: Message) -> tuple[str, str]:
    """Phone and text of a message. Raises SealBroken."""
    ring = keyring()
    phone = ring.unseal(bytes(message.to_sealed), table="message", column="to", row=message.pk)
    return phone, ring.unseal(bytes(message.text_sealed), table="message", column="text", row=message.pk)
