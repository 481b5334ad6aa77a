"""The outbox: messages that leave with what they tell, once, sealed, and are tried again."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from tests.factories import booking as bookings
from tests.factories.offices import MORNING, furnished_office
from tests.factories.people import a_citizen_account, an_officer, as_actor
from tests.rooms.races import race, until_waiting

from loket.foundation.audit.models import LedgerLine
from loket.foundation.notify import actions
from loket.foundation.notify.models import Message, MessageState
from loket.foundation.notify.queries import failed_messages, messages_to
from loket.foundation.notify.rules import MOST_TRIES, Template
from loket.foundation.people.actions import sign_in_with_code
from loket.foundation.people.rules import Role, TooManyTries
from loket.interfaces.jobs.reactions import react_to
from loket.kit.actor import SYSTEM
from loket.kit.crypto import SealBroken, keyring
from loket.planning.booking.actions import cancel_booking, claim_seats

PHONE = "+6281234567890"
FACTS: dict[str, Any] = {"office": "Jakarta Selatan", "day": date(2022, 2, 9)}


def _queue(once: str | None = None, phone: str = PHONE) -> Any:
    return actions.queue_message(
        template=Template.DOCUMENT_READY, language="id", phone=phone, facts=FACTS, once=once, by=SYSTEM, now=MORNING
    )


def _jobs(task: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [task])
        return [row[0] if isinstance(row[0], dict) else json.loads(row[0]) for row in cursor.fetchall()]


@pytest.mark.django_db
def test_a_message_brings_the_job_that_delivers_it() -> None:
    message_id = _queue()
    assert _jobs(actions.DELIVER) == [{"message_id": str(message_id)}]


@pytest.mark.django_db
def test_a_message_with_the_same_key_is_written_once() -> None:
    assert _queue("ready:1") is not None
    assert _queue("ready:1") is None
    assert Message.objects.count() == 1
    assert len(_jobs(actions.DELIVER)) == 1


@pytest.mark.django_db
def test_phone_and_text_are_sealed_for_their_row() -> None:
    first, second = _queue(), _queue()
    message = Message.objects.get(pk=first)
    assert b"Dokumen" not in bytes(message.text_sealed)
    assert b"81234567890" not in bytes(message.to_sealed)
    assert "81234567890" not in repr(list(LedgerLine.objects.values()))
    with pytest.raises(SealBroken):
        keyring().unseal(bytes(message.text_sealed), table="message", column="text", row=second)


@pytest.mark.django_db
def test_shows_a_phone_its_own_messages_only_newest_first() -> None:
    _queue()
    _queue(phone="+6281299990000")
    shown = messages_to([PHONE])
    assert [(m.phone, m.text[:22]) for m in shown] == [(PHONE, "Dokumen Anda dapat dia")]


@pytest.mark.django_db
def test_a_code_reaches_the_outbox_and_signs_in() -> None:
    actions.send_code(phone="0812 3456 7890", language="en", client="10.0.0.1", by=SYSTEM, now=MORNING)
    text = messages_to([PHONE])[0].text
    code = text.split("code: ")[1][:6]
    signed_in = sign_in_with_code(phone=PHONE, code=code, language="en", client="10.0.0.1", by=SYSTEM, now=MORNING)
    assert signed_in.is_new


@pytest.mark.django_db
def test_a_refused_code_leaves_no_message() -> None:
    for _ in range(5):
        actions.send_code(phone=PHONE, language="id", client="10.0.0.1", by=SYSTEM, now=MORNING)
    with pytest.raises(TooManyTries):
        actions.send_code(phone=PHONE, language="id", client="10.0.0.1", by=SYSTEM, now=MORNING)
    assert Message.objects.count() == 5


@pytest.mark.django_db
def test_a_message_is_handed_over_once() -> None:
    handed: list[tuple[str, str]] = []
    message_id = _queue()
    for _ in range(2):
        assert actions.deliver_message(
            message_id=message_id, channel=lambda phone, text: handed.append((phone, text)), by=SYSTEM, now=MORNING
        )
    assert [phone for phone, _ in handed] == [PHONE]
    assert Message.objects.get().state == MessageState.SENT


@pytest.mark.django_db(transaction=True)
@pytest.mark.xdist_group("races")
def test_two_workers_with_one_message_hand_it_over_once() -> None:
    handed: list[str] = []
    message_id = _queue()

    def deliver(_worker: int) -> bool:
        return actions.deliver_message(
            message_id=message_id, channel=lambda phone, _text: handed.append(phone), by=SYSTEM, now=MORNING
        )

    with ThreadPoolExecutor(1) as background:
        with transaction.atomic():
            deliver(0)
            second = background.submit(race, deliver, range(1))
            until_waiting(1)
        assert second.result(timeout=60) == [True]
    assert handed == [PHONE]


@pytest.mark.django_db
def test_a_message_nobody_takes_is_tried_six_times_then_listed() -> None:
    def refuses(phone: str, text: str) -> None:
        raise actions.NotDelivered("closed")

    message_id = _queue()
    ended = [
        actions.deliver_message(message_id=message_id, channel=refuses, by=SYSTEM, now=MORNING)
        for _ in range(MOST_TRIES)
    ]
    assert ended == [False] * (MOST_TRIES - 1) + [True]
    assert [(m.message_id, m.tries) for m in failed_messages()] == [(message_id, MOST_TRIES)]


@pytest.mark.django_db
def test_messages_with_codes_are_forgotten_a_day_later_and_others_stay() -> None:
    actions.send_code(phone=PHONE, language="id", client="10.0.0.1", by=SYSTEM, now=MORNING)
    _queue()
    assert actions.forget_code_messages(by=SYSTEM, now=MORNING + timedelta(hours=25)) == 1
    assert Message.objects.get().template == Template.DOCUMENT_READY


def _book(account: Any) -> Any:
    office = furnished_office()
    slot = bookings.an_open_slot(office.point, office.passport, now=MORNING)
    party = [bookings.a_member(now=MORNING), bookings.a_member(name="Siti Aminah", now=MORNING)]
    claimed = claim_seats(
        slot_id=slot.pk, party=party, key="k", account_id=account.pk, by=as_actor(account), now=MORNING
    )
    return claimed.booking_id


@pytest.mark.django_db
def test_a_booking_and_its_cancellation_are_told_once_in_the_account_s_language() -> None:
    account = a_citizen_account(phone=PHONE, language="en", now=MORNING)
    booking_id = _book(account)
    made = list(LedgerLine.objects.filter(fact="booking.claimed").values_list("id", flat=True))
    for _ in range(2):
        react_to(made, now=MORNING)
    cancel_booking(booking_id=booking_id, by=as_actor(account), now=MORNING + timedelta(minutes=1))
    gone = list(LedgerLine.objects.filter(fact="booking.cancelled").values_list("id", flat=True))
    for _ in range(2):
        react_to(gone, now=MORNING + timedelta(minutes=1))
    cancelled, booked = messages_to([PHONE])
    assert booked.text.startswith("Booked at Jakarta Selatan: Saturday, 5 February 2022, 08.00 WIB, 2 people.")
    assert "is cancelled" in cancelled.text
    assert "Siti" not in booked.text + cancelled.text


@pytest.mark.django_db
def test_a_booking_that_was_cancelled_before_anyone_was_told_is_not_announced() -> None:
    account = a_citizen_account(phone=PHONE, now=MORNING)
    booking_id = _book(account)
    cancel_booking(booking_id=booking_id, by=as_actor(account), now=MORNING)
    react_to(list(LedgerLine.objects.order_by("id").values_list("id", flat=True)), now=MORNING)
    assert [m.template for m in messages_to([PHONE])] == [Template.BOOKING_CANCELLED]


@pytest.mark.django_db
def test_a_document_is_told_after_the_finish_can_no_longer_be_taken_back() -> None:
    from loket.casework.cases.actions import finish_case, reopen_case
    from loket.casework.cases.models import Case
    from loket.interfaces.jobs.messages import tell_document_ready
    from loket.interfaces.jobs.reactions import TELL_READY

    account = a_citizen_account(phone=PHONE, now=MORNING)
    booking_id = _book(account)
    react_to(list(LedgerLine.objects.filter(fact="booking.claimed").values_list("id", flat=True)), now=MORNING)
    case = Case.objects.filter(seat__booking_id=booking_id).first()
    assert case is not None
    by = as_actor(an_officer(Role.COUNTER, case.point.office, now=MORNING))
    finish = {"seat_id": case.seat_id, "works": lambda day: day.weekday() < 5, "today": date(2022, 2, 4)}
    finish_case(**finish, by=by, now=MORNING)
    react_to(list(LedgerLine.objects.filter(fact="cases.finished").values_list("id", flat=True)), now=MORNING)
    assert _jobs(TELL_READY) == [{"case_id": str(case.pk)}]
    reopen_case(seat_id=case.seat_id, by=by, now=MORNING)
    tell_document_ready(case.pk, now=MORNING)
    assert "dapat diambil" not in messages_to([PHONE])[0].text
    finish_case(**finish, by=by, now=MORNING + timedelta(minutes=5))
    for _ in range(2):
        tell_document_ready(case.pk, now=MORNING + timedelta(minutes=6))
    told = [m.text for m in messages_to([PHONE]) if m.template == Template.DOCUMENT_READY]
    assert told == [
        "Dokumen Anda dapat diambil di Jakarta Selatan mulai Kamis, 10 Februari 2022. Bawa KTP asli dan bukti bayar."
    ]
