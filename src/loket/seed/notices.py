"""Messages of the demo: a few that no channel took this week, so that the head's list has something to show."""

from __future__ import annotations

from datetime import datetime, timedelta

from loket.foundation.audit.actions import record
from loket.foundation.notify.models import Message, MessageState
from loket.foundation.notify.rules import DeliveryError, MessageChannel, Template, compose
from loket.foundation.offices.models import Office
from loket.kit import ids
from loket.kit.actor import SYSTEM
from loket.kit.crypto import keyring

#: How long before the demo's start, what, by which channel last, how often tried, why not. To nobody's number.
_FAILED = (
    (timedelta(hours=15, minutes=20), Template.DOCUMENT_READY, MessageChannel.SMS, 12, DeliveryError.TIMEOUT),
    (timedelta(hours=14, minutes=5), Template.DOCUMENT_READY, MessageChannel.WHATSAPP, 1, DeliveryError.REFUSED),
    (timedelta(days=1, hours=2), Template.DOCUMENT_READY, MessageChannel.EMAIL, 6, DeliveryError.UNREACHABLE),
)
_TO = "+628000000000"


def seed_notices(office_code: str, *, now: datetime) -> None:
    """Three failed messages of one office."""
    office = Office.objects.get(code=office_code)
    for before, template, channel, tries, error in _FAILED:
        _write_failed(office, template, channel, tries, error, at=now - before)


def _write_failed(
    office: Office, template: Template, channel: MessageChannel, tries: int, error: DeliveryError, *, at: datetime
) -> None:
    message_id, ring = ids.new_id(), keyring()
    said = compose(template, "id", {"office": office.name, "day": at.date() + timedelta(days=1)})
    Message.objects.create(
        id=message_id,
        template=template.value,
        language="id",
        office=office,
        to_index=ring.blind_index("phone", _TO),
        to_sealed=ring.seal(_TO, table="message", column="to", row=message_id),
        text_sealed=ring.seal(said.short, table="message", column="text", row=message_id),
        state=MessageState.FAILED,
        channel=channel.value,
        tries=tries,
        channel_tries=min(tries, 6),
        last_error=error.value,
        created_at=at,
    )
    detail = {"tries": tries, "channel": channel.value, "error": error.value}
    record("notify.failed", subject=("message", message_id), detail=detail, office_id=office.pk, by=SYSTEM, now=at)
