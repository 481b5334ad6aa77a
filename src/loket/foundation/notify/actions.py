"""What notify does: writes messages to the outbox, hands them to a channel, forgets those that held codes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from loket.foundation.audit.actions import record
from loket.foundation.notify.models import Message, MessageState
from loket.foundation.notify.queries import open_message
from loket.foundation.notify.rules import MOST_TRIES, Facts, Template, compose
from loket.foundation.people.actions import issue_code
from loket.foundation.people.queries import addressee, index_of_phone
from loket.foundation.people.rules import CODE_LIVES, phone_of
from loket.kit import ids
from loket.kit.actor import Actor
from loket.kit.crypto import keyring
from loket.kit.transaction import in_transaction

#: The task that delivers one message (interfaces.jobs.tasks), known by name only.
DELIVER = "deliver_message"
CODES_KEPT_FOR = timedelta(days=1)

#: Hands one text to one phone (E.164); raises NotDelivered.
Channel = Callable[[str, str], None]


class NotDelivered(Exception):
    """A channel could not take a message now; it is tried again."""


def queue_message(
    *,
    template: Template,
    language: str,
    phone: str,
    facts: Facts,
    once: str | None = None,
    by: Actor,
    now: datetime,
) -> UUID | None:
    """Writes a message to the outbox in the caller's transaction, with the job that delivers it.

    `phone` in E.164; text and phone are sealed for their row. `once` makes a repeated reaction harmless: a second
    message with the same key is not written, and None returned. Raises FactMissing.
    """
    message_id, ring = ids.new_id(), keyring()
    text = compose(template, language, facts)
    values = [
        message_id,
        template.value,
        language,
        index_of_phone(phone),
        ring.seal(phone, table="message", column="to", row=message_id),
        ring.seal(text, table="message", column="text", row=message_id),
        MessageState.QUEUED.value,
        now,
        once,
    ]
    with in_transaction(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO loket_message (id, template, language, to_index, to_sealed, text_sealed, state, tries,"
            " created_at, once) VALUES (%s, %s, %s, %s, %s, %s, %s, 0, %s, %s) ON CONFLICT (once) DO NOTHING",
            values,
        )
        if not cursor.rowcount:
            return None
        detail = {"template": template.value}
        record("notify.queued", subject=("message", message_id), detail=detail, by=by, now=now)
        _queue_delivery(message_id)
    return message_id


def send_code(*, phone: str, language: str, client: str, by: Actor, now: datetime) -> UUID | None:
    """Sends a new sign-in code to a phone, as typed. Raises NotAPhone, TooManyTries (people.actions.issue_code)."""
    with in_transaction():
        code = issue_code(phone=phone, client=client, by=by, now=now)
        facts = {"code": code, "minutes": int(CODE_LIVES.total_seconds() // 60)}
        return queue_message(
            template=Template.CODE, language=language, phone=phone_of(phone), facts=facts, by=by, now=now
        )


def tell_account(
    *, account_id: int | None, template: Template, facts: Facts, once: str, by: Actor, now: datetime
) -> UUID | None:
    """Queues a message to an account's phone, in its language; None where there is no phone to tell."""
    to = addressee(account_id) if account_id is not None else None
    if to is None:
        return None
    return queue_message(
        template=template, language=to.language, phone=to.phone, facts=facts, once=once, by=by, now=now
    )


def deliver_message(*, message_id: UUID, channel: Channel, by: Actor, now: datetime) -> bool:
    """Hands a queued message to the channel, once; False when it has to be tried again.

    Past 6 tries it is failed and listed (R67). A message that is not queued any more is left alone.
    """
    with in_transaction():
        message = Message.objects.select_for_update().filter(pk=message_id, state=MessageState.QUEUED).first()
        if message is None:
            return True
        message.tries += 1
        if _hand_over(message, channel):
            message.state, message.sent_at = MessageState.SENT, now
        elif message.tries >= MOST_TRIES:
            message.state = MessageState.FAILED
        message.save(update_fields=["tries", "state", "sent_at"])
        if message.state != MessageState.QUEUED:
            fact = "notify.sent" if message.state == MessageState.SENT else "notify.failed"
            record(fact, subject=("message", message_id), detail={"tries": message.tries}, by=by, now=now)
    return message.state != MessageState.QUEUED


def forget_code_messages(*, by: Actor, now: datetime) -> int:
    """Deletes messages that told a code a day ago or more; nobody needs them any longer."""
    with in_transaction():
        old = Message.objects.filter(template=Template.CODE.value, created_at__lt=now - CODES_KEPT_FOR)
        forgotten, _ = old.delete()
        if forgotten:
            detail = {"messages": forgotten}
            record("notify.codes_forgotten", subject=("house", 0), detail=detail, by=by, now=now)
    return forgotten


def _hand_over(message: Message, channel: Channel) -> bool:
    phone, text = open_message(message)
    try:
        channel(phone, text)
    except NotDelivered:
        return False
    return True


def _queue_delivery(message_id: UUID) -> None:
    from procrastinate.contrib.django import app  # noqa: PLC0415 (needs ready apps)

    app.configure_task(DELIVER, queue="messages").defer(message_id=str(message_id))
