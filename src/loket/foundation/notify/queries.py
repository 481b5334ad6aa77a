"""What is asked of notify."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from loket.foundation.notify import rules
from loket.foundation.notify.models import Message, MessageState, NoticeChoice, NoticeRound, NoticeSetting
from loket.foundation.notify.rules import MessageChannel, Template
from loket.foundation.people.queries import index_of_phone
from loket.kit.crypto import keyring

EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Opened:
    """A message with its seals open: for its channel and its addressee only."""

    phone: str
    email: str
    text: str
    subject: str
    letter: str


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A message as its addressee sees it. `channel`: the one that took it, or the one that is wanted."""

    phone: str
    email: str
    template: str
    text: str
    subject: str
    letter: str
    language: str
    channel: MessageChannel
    state: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class FailedMessage:
    """A message that could not be delivered: which, when, how often, where, why; not to whom, nor what."""

    message_id: UUID
    template: str
    channel: str
    tries: int
    error: str
    created_at: datetime
    office: str
    timezone: str
    may_retry: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How many messages of a day stand where."""

    queued: int
    sent: int
    failed: int


def messages_to(phones: Sequence[str], *, limit: int = 20, codes: bool = True) -> Sequence[ShownMessage]:
    """The newest messages to these phones (E.164), opened; without `codes` those that tell a code are left out."""
    rows = Message.objects.filter(to_index__in=[index_of_phone(phone) for phone in phones])
    if not codes:
        rows = rows.exclude(template__in=[Template.CODE, Template.EMAIL_CODE])
    return [_shown(row) for row in rows.order_by("-created_at", "-id")[:limit]]


def failed_messages(
    office_ids: Collection[int | None], now: datetime, *, offset: int = 0, limit: int = 100
) -> Sequence[FailedMessage]:
    """The newest messages of these offices that no channel took (R67); None among them: those of no office."""
    rows = _of(office_ids).filter(state=MessageState.FAILED).select_related("office").order_by("-created_at", "-id")
    return [_failed(row, now) for row in rows[offset : offset + limit]]


def failed_count(office_ids: Collection[int | None]) -> int:
    """How many `failed_messages` there are."""
    return _of(office_ids).filter(state=MessageState.FAILED).count()


def counts_since(office_ids: Collection[int | None], since: datetime) -> Counts:
    """Messages of these offices written since a moment, by state; one query."""
    stand = {state: Count("id", filter=Q(state=state)) for state in MessageState.values}
    return Counts(**_of(office_ids).filter(created_at__gte=since).aggregate(**stand))


def wanted_by(account_ids: Collection[int]) -> dict[int, MessageChannel]:
    """The channel that each of these accounts wants: its choice, or WhatsApp; one query."""
    chosen = NoticeChoice.objects.filter(account_id__in=set(account_ids)).values_list("account_id", "channel")
    wanted = {account_id: MessageChannel(channel) for account_id, channel in chosen}
    return {account_id: wanted.get(account_id, rules.ORDER[0]) for account_id in account_ids}


def near_ahead(office_id: int) -> int:
    """At how many numbers ahead this office calls people back (R67); 0: never."""
    said = NoticeSetting.objects.filter(office_id=office_id).values_list("near_ahead", flat=True).first()
    return rules.NEAR_AHEAD if said is None else said


def rounds_told(template: Template, first: date) -> set[tuple[int, date]]:
    """Office and day of the rounds that went out for days from `first` on."""
    return set(NoticeRound.objects.filter(template=template, day__gte=first).values_list("office_id", "day"))


def open_message(message: Message) -> Opened:
    """What a message says and to whom. Raises SealBroken."""
    ring = keyring()

    def opened(column: str, sealed: bytes | memoryview | None) -> str:
        return ring.unseal(sealed, table="message", column=column, row=message.pk) if sealed is not None else ""

    subject, _, letter = opened("letter", message.letter_sealed).partition("\n")
    phone, email = opened("to", message.to_sealed), opened("email", message.email_sealed)
    return Opened(phone, email, opened("text", message.text_sealed), subject, letter)


def _of(office_ids: Collection[int | None]) -> QuerySet[Message]:
    known = [office_id for office_id in office_ids if office_id is not None]
    return Message.objects.filter(Q(office_id__in=known) | (Q(office=None) if None in office_ids else Q(pk=None)))


def _shown(row: Message) -> ShownMessage:
    said = open_message(row)
    return ShownMessage(
        phone=said.phone,
        email=said.email,
        template=row.template,
        text=said.text,
        subject=said.subject,
        letter=said.letter,
        language=row.language,
        channel=MessageChannel(row.channel or row.wanted),
        state=row.state,
        created_at=row.created_at,
    )


def _failed(row: Message, now: datetime) -> FailedMessage:
    return FailedMessage(
        message_id=row.pk,
        template=row.template,
        channel=row.channel,
        tries=row.tries,
        error=row.last_error,
        created_at=row.created_at,
        office=row.office.name if row.office else "",
        timezone=row.office.timezone if row.office else "Asia/Jakarta",
        may_retry=row.purged_at is None and not rules.is_too_late(row.useful_until, now),
    )
