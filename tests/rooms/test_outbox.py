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
from loket.foundation.notify.actions import Parcel
from loket.foundation.notify.models import Message, MessageState
from loket.foundation.notify.queries import failed_messages, messages_to
from loket.foundation.notify.rules import (
    TRIES_A_CHANNEL,
    DeliveryError,
    MessageChannel,
    NotAChannel,
    NothingToTry,
    Template,
)
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


class Channels(dict[MessageChannel, Any]):
    """Channels that note what they were handed; `says` may raise for one of them."""

    def __init__(self, *names: str, says: Any = None) -> None:
        self.handed: list[Parcel] = []
        self.asked: list[str] = []

        def of(channel: MessageChannel) -> Any:
            def take(parcel: Parcel) -> str:
                self.asked.append(channel)
                if says:
                    says(channel)
                self.handed.append(parcel)
                return f"receipt-{len(self.handed)}"

            return take

        super().__init__({MessageChannel(name): of(MessageChannel(name)) for name in names})


def _deliver(message_id: Any, channels: Channels, *, after: timedelta = timedelta(0)) -> MessageState | None:
    return actions.deliver_message(message_id=message_id, channels=channels, by=SYSTEM, now=MORNING + after)


def _down(error: DeliveryError = DeliveryError.TIMEOUT, *, for_good: bool = False, only: str = "") -> Any:
    def says(channel: MessageChannel) -> None:
        if only in ("", channel):
            raise actions.NotDelivered(error, for_good=for_good)

    return says


@pytest.mark.django_db
def test_a_message_is_handed_over_once_with_its_receipt_kept() -> None:
    channels = Channels("whatsapp")
    message_id = _queue()
    assert [_deliver(message_id, channels) for _ in range(2)] == [MessageState.SENT, None]
    assert [(p.to, p.key) for p in channels.handed] == [(PHONE, f"{message_id}:whatsapp")]
    message = Message.objects.get()
    assert (message.state, message.channel, message.receipt) == (MessageState.SENT, "whatsapp", "receipt-1")


@pytest.mark.django_db(transaction=True)
@pytest.mark.xdist_group("races")
def test_two_workers_with_one_message_hand_it_over_once() -> None:
    channels = Channels("whatsapp")
    message_id = _queue()
    with ThreadPoolExecutor(1) as background:
        with transaction.atomic():
            _deliver(message_id, channels)
            second = background.submit(race, lambda _worker: _deliver(message_id, channels), range(1))
            until_waiting(1)
        assert second.result(timeout=60) == [None]
    assert [parcel.to for parcel in channels.handed] == [PHONE]


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_after_the_hand_over_leaves_the_message_to_be_handed_over_with_the_same_key() -> None:
    channels = Channels("whatsapp")
    message_id = _queue()
    with pytest.raises(SystemExit), transaction.atomic():
        _deliver(message_id, channels)
        raise SystemExit  # killed before the commit
    assert Message.objects.get().state == MessageState.QUEUED
    assert _deliver(message_id, channels) is MessageState.SENT
    assert len(channels.handed) == 2
    assert len({parcel.key for parcel in channels.handed}) == 1


@pytest.mark.django_db
def test_a_message_nobody_takes_is_tried_six_times_with_growing_waits_then_listed() -> None:
    channels = Channels("whatsapp", says=_down())
    message_id = _queue()
    waits = []
    for _ in range(TRIES_A_CHANNEL - 1):
        assert _deliver(message_id, channels) is MessageState.QUEUED
        next_try_at = Message.objects.get().next_try_at
        assert next_try_at is not None
        waits.append(next_try_at - MORNING)
    assert _deliver(message_id, channels) is MessageState.FAILED
    assert waits == sorted(waits)
    assert timedelta(minutes=90) < waits[-1] < timedelta(hours=3)
    (failed,) = failed_messages([None], MORNING)
    assert (failed.message_id, failed.tries, failed.error) == (message_id, TRIES_A_CHANNEL, DeliveryError.TIMEOUT)
    assert len(_jobs(actions.DELIVER)) == TRIES_A_CHANNEL  # the first, and one after each failed try but the last


@pytest.mark.django_db
def test_the_next_try_is_queued_in_the_transaction_of_the_failed_one() -> None:
    message_id = _queue()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _deliver(message_id, Channels("whatsapp", says=_down()))
        assert len(_jobs(actions.DELIVER)) == 2
        _ = 1 // 0
    assert len(_jobs(actions.DELIVER)) == 1
    assert Message.objects.get().tries == 0


@pytest.mark.django_db
def test_a_channel_that_refuses_for_good_makes_room_for_the_next() -> None:
    channels = Channels("whatsapp", "sms", says=_down(DeliveryError.REFUSED, for_good=True, only="whatsapp"))
    message_id = _queue()
    assert _deliver(message_id, channels) is MessageState.QUEUED
    assert _deliver(message_id, channels) is MessageState.SENT
    assert channels.asked == ["whatsapp", "sms"]
    message = Message.objects.get()
    assert (message.channel, message.tries, message.gave_up) == ("sms", 2, ["whatsapp"])


@pytest.mark.django_db
def test_a_message_with_no_channel_at_all_is_listed_at_once() -> None:
    message_id = _queue()
    assert _deliver(message_id, Channels("email")) is MessageState.FAILED
    assert [(m.tries, m.error) for m in failed_messages([None], MORNING)] == [(0, DeliveryError.NO_CHANNEL)]


@pytest.mark.django_db
def test_a_spent_code_is_not_sent_any_more() -> None:
    channels = Channels("whatsapp")
    message_id = actions.send_code(phone=PHONE, language="id", client="10.0.0.1", by=SYSTEM, now=MORNING)
    assert _deliver(message_id, channels, after=timedelta(minutes=10)) is MessageState.FAILED
    assert channels.handed == []


@pytest.mark.django_db
def test_a_letter_goes_by_e_mail_and_a_text_to_phones() -> None:
    message_id = actions.queue_message(
        template=Template.DOCUMENT_READY, language="en", phone=PHONE, email="siti@contoh.id",
        wanted=MessageChannel.EMAIL, facts=FACTS, by=SYSTEM, now=MORNING,
    )  # fmt: skip
    channels = Channels("email", "whatsapp")
    assert _deliver(message_id, channels) is MessageState.SENT
    (parcel,) = channels.handed
    assert (parcel.to, parcel.subject[:23]) == ("siti@contoh.id", "Your document is ready ")
    assert "power of attorney" in parcel.letter
    sealed = Message.objects.get()
    assert b"contoh" not in bytes(sealed.email_sealed or b"") + bytes(sealed.letter_sealed or b"")


@pytest.mark.django_db
def test_a_failed_message_is_tried_again_by_hand_from_its_first_channel() -> None:
    message_id = _queue()
    assert _deliver(message_id, Channels("whatsapp", says=_down(for_good=True))) is MessageState.FAILED
    assert actions.retry_failed(office_ids=[None], message_id=message_id, by=SYSTEM, now=MORNING) == 1
    channels = Channels("whatsapp")
    assert _deliver(message_id, channels) is MessageState.SENT
    with pytest.raises(NothingToTry):
        actions.retry_failed(office_ids=[None], by=SYSTEM, now=MORNING)


@pytest.mark.django_db
def test_an_office_tries_its_own_messages_again_only() -> None:
    here, there = furnished_office().office, furnished_office("SKA", name="Surakarta").office
    ids = [
        actions.queue_message(
            template=Template.DOCUMENT_READY, language="id", phone=PHONE, facts=FACTS, office_id=office.pk,
            by=SYSTEM, now=MORNING,
        )
        for office in (here, there)
    ]  # fmt: skip
    for message_id in ids:
        _deliver(message_id, Channels())
    assert [m.message_id for m in failed_messages([here.pk], MORNING)] == [ids[0]]
    with pytest.raises(NothingToTry):
        actions.retry_failed(office_ids=[here.pk], message_id=ids[1], by=SYSTEM, now=MORNING)
    assert actions.retry_failed(office_ids=[here.pk], by=SYSTEM, now=MORNING) == 1
    assert Message.objects.get(pk=ids[1]).state == MessageState.FAILED


@pytest.mark.django_db
def test_texts_and_addressees_are_gone_after_their_time_and_the_line_says_how_many() -> None:
    code_id = actions.send_code(phone=PHONE, language="id", client="10.0.0.1", by=SYSTEM, now=MORNING)
    ready_id = _queue("ready:1")
    assert actions.purge_messages(by=SYSTEM, now=MORNING + timedelta(hours=25)) == 1
    assert actions.purge_messages(by=SYSTEM, now=MORNING + timedelta(hours=25)) == 0
    code, ready = Message.objects.get(pk=code_id), Message.objects.get(pk=ready_id)
    assert {code.to_index, code.to_sealed, code.text_sealed, code.letter_sealed} == {None}
    assert (code.state, code.last_error) == (MessageState.FAILED, DeliveryError.TOO_LATE)
    assert ready.text_sealed is not None
    assert LedgerLine.objects.get(fact="notify.purged").detail == {"messages": 1, "code": 1}
    assert actions.purge_messages(by=SYSTEM, now=MORNING + timedelta(days=61)) == 1
    assert messages_to([PHONE]) == []
    assert _queue("ready:1") is None, "the key outlives the text: nobody is told twice"


@pytest.mark.django_db
def test_what_was_purged_is_neither_sent_nor_tried_again() -> None:
    message_id = _queue()
    later = timedelta(days=61)
    actions.purge_messages(by=SYSTEM, now=MORNING + later)
    channels = Channels("whatsapp")
    assert _deliver(message_id, channels, after=later) is None
    with pytest.raises(NothingToTry):
        actions.retry_failed(office_ids=[None], by=SYSTEM, now=MORNING + later)
    assert channels.handed == []


@pytest.mark.django_db
def test_a_person_s_channel_is_followed_and_e_mail_needs_an_address() -> None:
    account = a_citizen_account(phone=PHONE, now=MORNING)
    by = as_actor(account)
    with pytest.raises(NotAChannel):
        actions.choose_channel(account_id=account.pk, channel=MessageChannel.EMAIL, by=by, now=MORNING)
    actions.choose_channel(account_id=account.pk, channel=MessageChannel.SMS, by=by, now=MORNING)
    actions.tell_account(
        account_id=account.pk, template=Template.DOCUMENT_READY, facts=FACTS, once="r", by=SYSTEM, now=MORNING
    )
    assert Message.objects.get().wanted == MessageChannel.SMS


@pytest.mark.django_db
def test_a_round_is_told_once_and_a_known_key_is_passed_over() -> None:
    office = furnished_office().office
    accounts = [a_citizen_account(now=MORNING) for _ in range(3)]
    _queue("b:0")

    def tell(day: date) -> int:
        notices = [actions.Notice(a.pk, FACTS, f"b:{n}") for n, a in enumerate(accounts)]
        return actions.tell_round(
            template=Template.DOCUMENT_READY, office_id=office.pk, day=day, notices=notices, by=SYSTEM, now=MORNING
        )

    assert [tell(date(2022, 2, 7)), tell(date(2022, 2, 7)), tell(date(2022, 2, 8))] == [2, 0, 0]
    assert Message.objects.count() == 3
    assert len(_jobs(actions.DELIVER)) == 3


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
