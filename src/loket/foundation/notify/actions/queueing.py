"""Writes messages to the outbox, in the transaction of what they tell, with the jobs that deliver them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from loket.foundation.audit.actions import record
from loket.foundation.notify import rules
from loket.foundation.notify.models import MessageState, NoticeRound
from loket.foundation.notify.queries import EMAIL, wanted_by
from loket.foundation.notify.rules import Facts, MessageChannel, Template
from loket.foundation.people.actions import give_email, issue_code
from loket.foundation.people.queries import Addressee, addressee, addressees, index_of_phone
from loket.foundation.people.rules import CODE_LIVES, email_of, phone_of
from loket.kit import ids
from loket.kit.actor import Actor
from loket.kit.crypto import keyring
from loket.kit.transaction import in_transaction

#: The task that delivers one message (interfaces.jobs.tasks), known by name only.
DELIVER = "deliver_message"
_COLUMNS = (
    "id", "template", "language", "office_id", "to_index", "to_sealed", "email_sealed", "text_sealed", "letter_sealed",
    "state", "wanted", "created_at", "useful_until", "once",
)  # fmt: skip
_REST = {"channel": "", "gave_up": "[]", "tries": 0, "channel_tries": 0, "last_error": "", "receipt": ""}
#: A statement may carry 65,535 values.
_PIECE = 500


@dataclass(frozen=True, slots=True)
class Notice:
    """One message of a round: to which account, its facts, its key, and until when it is worth sending."""

    account_id: int
    facts: Facts
    once: str
    useful_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Draft:
    template: Template
    to: Addressee
    facts: Facts
    wanted: MessageChannel
    office_id: int | None = None
    once: str | None = None
    useful_until: datetime | None = None


def queue_message(
    *,
    template: Template,
    language: str,
    phone: str = "",
    email: str = "",
    wanted: MessageChannel = MessageChannel.WHATSAPP,
    facts: Facts,
    office_id: int | None = None,
    useful_until: datetime | None = None,
    once: str | None = None,
    by: Actor,
    now: datetime,
) -> UUID | None:
    """Writes one message in the caller's transaction, with the job that delivers it.

    `phone` in E.164; at least one of phone and e-mail. Both and the texts are sealed for their row. `once` makes a
    repeated reaction harmless: a second message with the same key is not written, and None returned. Past
    `useful_until` (or the template's own time) it is not sent any more. Raises FactMissing.
    """
    to = Addressee(phone, language, email)
    draft = _Draft(template, to, facts, wanted, office_id, once, useful_until)
    written = _write([draft], by, now)
    return written[0] if written else None


def send_code(*, phone: str, language: str, client: str, by: Actor, now: datetime) -> UUID | None:
    """Sends a new sign-in code to a phone, as typed. Raises NotAPhone, TooManyTries (people.actions.issue_code)."""
    with in_transaction():
        code = issue_code(phone=phone, client=client, by=by, now=now)
        facts = {"code": code, "minutes": _minutes(CODE_LIVES)}
        return queue_message(
            template=Template.CODE, language=language, phone=phone_of(phone), facts=facts, by=by, now=now
        )


def send_email_code(*, account_id: int, email: str, client: str, by: Actor, now: datetime) -> UUID | None:
    """Keeps an account's e-mail address, unconfirmed, and sends a code there. Raises NotAnEmail, TooManyTries.

    The telephone stands beside it for the demo's screen only: this text goes by e-mail or not at all.
    """
    with in_transaction():
        code = give_email(account_id=account_id, email=email, client=client, by=by, now=now)
        to = addressee(account_id)
        if to is None:
            return None
        facts = {"code": code, "minutes": int(CODE_LIVES.total_seconds() // 60)}
        return queue_message(
            template=Template.EMAIL_CODE, language=to.language, phone=to.phone, email=email_of(email),
            wanted=MessageChannel.EMAIL, facts=facts, by=by, now=now,
        )  # fmt: skip


def tell_account(
    *,
    account_id: int | None,
    template: Template,
    facts: Facts,
    office_id: int | None = None,
    useful_until: datetime | None = None,
    once: str,
    by: Actor,
    now: datetime,
) -> UUID | None:
    """Queues a message to an account by its channel, in its language; None where there is nobody to tell."""
    to = addressee(account_id) if account_id is not None else None
    if to is None or account_id is None:
        return None
    wanted = wanted_by([account_id])[account_id]
    written = _write([_Draft(template, to, facts, wanted, office_id, once, useful_until)], by, now)
    return written[0] if written else None


def tell_round(
    *, template: Template, office_id: int, day: date, notices: Sequence[Notice], by: Actor, now: datetime
) -> int:
    """Queues a whole set of notices of one office and day, all or none; returns how many are new.

    A round that has been told is not told again; a notice whose key is known is passed over, so that a booking hears
    a thing once even when rounds run twice, late, or beside each other.
    """
    with in_transaction():
        marked, is_new = NoticeRound.objects.get_or_create(
            template=template.value, office_id=office_id, day=day, defaults={"told_at": now, "messages": 0}
        )
        if not is_new:
            return 0
        accounts = [notice.account_id for notice in notices]
        known, wanted = addressees(accounts), wanted_by(accounts)
        drafts = [
            _Draft(template, known[n.account_id], n.facts, wanted[n.account_id], office_id, n.once, n.useful_until)
            for n in notices
            if n.account_id in known
        ]
        told = sum(len(_write(drafts[at : at + _PIECE], by, now)) for at in range(0, len(drafts), _PIECE))
        marked.messages = told
        marked.save(update_fields=["messages"])
        detail = {"template": template.value, "day": day.isoformat(), "messages": told}
        record("notify.round_told", subject=("office", office_id), detail=detail, office_id=office_id, by=by, now=now)
        return told


def _write(drafts: Sequence[_Draft], by: Actor, now: datetime) -> list[UUID]:
    """Inserts messages whose keys are new, in one statement, with a ledger line each and one batch of jobs."""
    rows = [_row(draft, now) for draft in drafts]
    if not rows:
        return []
    names = [*_COLUMNS, *_REST]
    places = ", ".join(["(" + ", ".join(["%s"] * len(names)) + ")"] * len(rows))
    values = [value for row in rows for value in (*row, *_REST.values())]
    with in_transaction(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO loket_message ({', '.join(names)}) VALUES {places}"  # noqa: S608 (our own column names)
            " ON CONFLICT (once) DO NOTHING RETURNING id, template",
            values,
        )
        written: list[tuple[UUID, str]] = cursor.fetchall()
        for message_id, template in written:
            record("notify.queued", subject=("message", message_id), detail={"template": template}, by=by, now=now)
        queue_deliveries([message_id for message_id, _ in written], priority=rules.priority(drafts[0].template))
    return [message_id for message_id, _ in written]


def queue_deliveries(message_ids: Sequence[UUID], *, priority: int = 0, seconds: int = 0) -> None:
    """Queues the jobs that deliver these messages, in the caller's transaction, not before `seconds` from now."""
    from procrastinate.contrib.django import app  # noqa: PLC0415 (needs ready apps)

    if message_ids:
        wait = {"seconds": seconds} if seconds else None
        task = app.configure_task(DELIVER, queue="messages", priority=priority, schedule_in=wait)
        jobs: list[dict[str, Any]] = [{"message_id": str(message_id)} for message_id in message_ids]
        task.batch_defer(*jobs)


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


def _row(draft: _Draft, now: datetime) -> list[Any]:
    message_id, ring, to = ids.new_id(), keyring(), draft.to
    said = rules.compose(draft.template, to.language, draft.facts)

    def sealed(column: str, value: str) -> bytes | None:
        return ring.seal(value, table="message", column=column, row=message_id) if value else None

    return [
        message_id, draft.template.value, to.language, draft.office_id,
        index_of_phone(to.phone) if to.phone else ring.blind_index(EMAIL, to.email.lower()),
        sealed("to", to.phone), sealed("email", to.email), sealed("text", said.short),
        sealed("letter", f"{said.subject}\n{said.letter}" if said.letter else ""),
        MessageState.QUEUED.value, draft.wanted.value, now,
        draft.useful_until or rules.useful_until(draft.template, now), draft.once,
    ]  # fmt: skip
