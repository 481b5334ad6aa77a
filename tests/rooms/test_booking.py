"""Booking, action by action, on real PostgreSQL."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection
from tests.factories.booking import a_booked_party, a_full_slot, a_member, a_suspended_slot, an_open_slot
from tests.factories.offices import MORNING, Furnished, furnished_office
from tests.rooms.batches import Request, claim_batch
from tests.rooms.invariants import broken_promises

from loket.foundation.audit.models import LedgerLine
from loket.kit.actor import SYSTEM
from loket.kit.crypto import keyring
from loket.kit.transaction import in_transaction
from loket.planning.booking import rules
from loket.planning.booking.actions import (
    cancel_booking,
    claim_seats,
    end_visit,
    free_seats,
    record_arrival,
)
from loket.planning.booking.models import Booking, Seat, Slot

pytestmark = pytest.mark.django_db
NOW = MORNING


@pytest.fixture
def office(db: None) -> Furnished:
    return furnished_office()


@pytest.fixture
def slot(office: Furnished) -> Slot:
    return an_open_slot(office.point, office.passport, quota=5, now=NOW)


def _claim(slot: Slot, *members, key: str = "k"):  # type: ignore[no-untyped-def]
    return claim_seats(slot_id=slot.pk, party=members, key=key, account_id=None, by=SYSTEM, now=NOW)


def _numbers(slot: Slot) -> list[int]:
    return sorted(Seat.objects.filter(slot=slot, is_given_back=False).values_list("number", flat=True))


def test_a_party_sits_side_by_side_in_its_order(slot: Slot) -> None:
    a_booked_party(slot, now=NOW)
    booking = a_booked_party(slot, size=3, now=NOW)
    assert list(booking.seats.order_by("position").values_list("position", "number")) == [(1, 2), (2, 3), (3, 4)]


def test_a_claim_leaves_one_line_and_one_job(slot: Slot) -> None:
    booking = a_booked_party(slot, size=2, now=NOW)
    line = LedgerLine.objects.get(fact="booking.claimed")
    assert (line.subject_id, line.office_id, line.detail["seats"]) == (str(booking.pk), slot.point.office_id, 2)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'react'")
        assert [json.loads(row[0]) for row in cursor.fetchall()] == [{"ledger_ids": [line.pk]}]


def test_names_and_birth_dates_are_sealed_for_their_seat(slot: Slot) -> None:
    seat = a_booked_party(slot, members=[a_member(name="Siti Aminah", now=NOW)], now=NOW).seats.get()
    assert b"Siti" not in bytes(seat.name_sealed)
    assert keyring().unseal(seat.name_sealed, table="seat", column="name", row=seat.pk) == "Siti Aminah"
    assert keyring().unseal(seat.born_sealed, table="seat", column="born", row=seat.pk) == "1990-05-17"


def test_refuses_a_party_that_does_not_fit_whole(slot: Slot) -> None:
    a_booked_party(slot, size=4, now=NOW)
    with pytest.raises(rules.SeatTaken):
        _claim(slot, a_member(now=NOW), a_member(now=NOW))
    assert _numbers(slot) == [1, 2, 3, 4]


def test_refuses_a_full_slot(office: Furnished) -> None:
    with pytest.raises(rules.SeatTaken):
        _claim(a_full_slot(office.point, office.passport, now=NOW), a_member(now=NOW))


def test_refuses_a_slot_that_is_not_released_yet(office: Furnished) -> None:
    slot = an_open_slot(office.point, office.passport, opens_at=NOW + timedelta(minutes=1), now=NOW)
    with pytest.raises(rules.NotOpenYet):
        _claim(slot, a_member(now=NOW))


def test_opens_at_the_very_moment(office: Furnished) -> None:
    slot = an_open_slot(office.point, office.passport, opens_at=NOW, now=NOW)
    assert not _claim(slot, a_member(now=NOW)).repeated


def test_refuses_a_slot_that_begins_now(office: Furnished) -> None:
    slot = an_open_slot(office.point, office.passport, starts_at=NOW, now=NOW)
    with pytest.raises(rules.SlotClosed):
        _claim(slot, a_member(now=NOW))


def test_refuses_a_suspended_or_unknown_slot(office: Furnished) -> None:
    with pytest.raises(rules.ServiceSuspended):
        _claim(a_suspended_slot(office.point, office.passport, now=NOW), a_member(now=NOW))
    with pytest.raises(rules.SlotClosed):
        claim_seats(slot_id=10**9, party=[a_member(now=NOW)], key="k", account_id=None, by=SYSTEM, now=NOW)


def test_refuses_a_party_of_six_of_none_or_of_one_person_twice(slot: Slot) -> None:
    member = a_member(now=NOW)
    for party in ([a_member(now=NOW) for _ in range(6)], [], [member, member]):
        with pytest.raises(rules.PartyWrong):
            _claim(slot, *party)


def test_refuses_a_foreigner_for_a_service_of_citizens(slot: Slot) -> None:
    with pytest.raises(rules.WrongNationality):
        _claim(slot, a_member(foreigner=True, now=NOW))


def test_refuses_a_second_open_booking_and_says_neither_who_nor_where(slot: Slot) -> None:
    member = a_member(now=NOW)
    _claim(slot, member, key="one")
    with pytest.raises(rules.AlreadyBooked) as refused:
        _claim(slot, a_member(now=NOW), member, key="two")
    assert refused.value.facts == {}
    assert "NIK" not in str(refused.value)


def test_a_retry_answers_with_the_same_booking_even_when_full(slot: Slot) -> None:
    party = [a_member(now=NOW) for _ in range(5)]
    first = _claim(slot, *party)
    again = _claim(slot, *party)
    assert (again.booking_id, again.repeated) == (first.booking_id, True)
    assert _numbers(slot) == [1, 2, 3, 4, 5]


def test_refuses_a_key_that_returns_with_another_request(slot: Slot) -> None:
    _claim(slot, a_member(now=NOW))
    with pytest.raises(rules.KeyReused):
        _claim(slot, a_member(now=NOW))


def test_a_cancelled_seat_is_held_until_it_is_freed(slot: Slot) -> None:
    booking = a_booked_party(slot, size=5, now=NOW)
    cancel_booking(booking_id=booking.pk, by=SYSTEM, now=NOW)
    with pytest.raises(rules.SeatTaken):
        _claim(slot, a_member(now=NOW))
    assert free_seats(slot_id=slot.pk, by=SYSTEM, now=NOW) == 5
    _claim(slot, a_member(now=NOW), a_member(now=NOW))
    assert _numbers(slot) == [1, 2]
    assert broken_promises() == []


def test_freed_numbers_are_sold_lowest_first_then_new_ones(office: Furnished) -> None:
    slot = an_open_slot(office.point, office.passport, quota=10, now=NOW)
    bookings = [a_booked_party(slot, now=NOW) for _ in range(4)]
    for booking in (bookings[2], bookings[0]):
        cancel_booking(booking_id=booking.pk, by=SYSTEM, now=NOW)
    free_seats(slot_id=slot.pk, by=SYSTEM, now=NOW)
    late = a_booked_party(slot, size=3, now=NOW)
    assert list(late.seats.order_by("position").values_list("number", flat=True)) == [1, 3, 5]
    assert broken_promises() == []


def test_a_cancelled_person_may_book_again(slot: Slot) -> None:
    member = a_member(now=NOW)
    cancel_booking(booking_id=_claim(slot, member, key="one").booking_id, by=SYSTEM, now=NOW)
    assert not _claim(slot, member, key="two").repeated


def test_an_arrived_booking_cannot_be_cancelled(slot: Slot) -> None:
    booking = a_booked_party(slot, now=NOW)
    record_arrival(booking_id=booking.pk, by=SYSTEM, now=NOW)
    with pytest.raises(rules.CannotCancel):
        cancel_booking(booking_id=booking.pk, by=SYSTEM, now=NOW)


def test_an_unknown_booking_cannot_be_cancelled() -> None:
    with pytest.raises(rules.CannotCancel):
        cancel_booking(booking_id=uuid4(), by=SYSTEM, now=NOW)


def test_the_last_visit_closes_the_booking_and_frees_the_person(office: Furnished, slot: Slot) -> None:
    members = [a_member(now=NOW), a_member(now=NOW)]
    booking = a_booked_party(slot, members=members, now=NOW)
    record_arrival(booking_id=booking.pk, by=SYSTEM, now=NOW)
    first, second = booking.seats.order_by("position")
    end_visit(seat_id=first.pk, by=SYSTEM, now=NOW)
    assert Booking.objects.get().state == rules.BookingState.ARRIVED
    end_visit(seat_id=second.pk, by=SYSTEM, now=NOW)
    assert Booking.objects.get().state == rules.BookingState.SERVED
    assert not _claim(slot, members[0], key="next").repeated


def test_the_database_refuses_more_than_the_quota(slot: Slot) -> None:
    with pytest.raises(IntegrityError, match="slot_within_quota"), in_transaction():
        Slot.objects.filter(pk=slot.pk).update(taken=6, issued=6)


def test_a_batch_answers_each_request_in_order(slot: Slot) -> None:
    one, two, three, four, five = (a_member(now=NOW).person_id for _ in range(5))
    kept = Request(slot.pk, [one])
    requests = [
        kept,
        Request(slot.pk, [two], key=kept.key),
        Request(slot.pk, [one, three]),
        Request(slot.pk, [four]),
        Request(10**9, [five]),
    ]
    answers = claim_batch(requests, now=NOW)
    assert [outcome for outcome, _ in answers] == ["booked", "again", "again", "booked", "closed"]
    assert [booking is not None for _, booking in answers] == [True, False, False, True, False]
    assert [outcome for outcome, _ in claim_batch(requests[1:3], now=NOW)] == ["repeat", "already_booked"]
    assert broken_promises() == []


def test_a_batch_passes_over_a_party_that_does_not_fit(slot: Slot) -> None:
    people = [a_member(now=NOW).person_id for _ in range(8)]
    sizes = (people[:3], people[3:6], people[6:8])
    assert [o for o, _ in claim_batch([Request(slot.pk, p) for p in sizes], now=NOW)] == ["booked", "full", "booked"]
    assert _numbers(slot) == [1, 2, 3, 4, 5]


def test_a_repeated_batch_answers_the_same(slot: Slot) -> None:
    requests = [Request(slot.pk, [a_member(now=NOW).person_id]) for _ in range(3)]
    first = claim_batch(requests, now=NOW)
    again = claim_batch(requests, now=NOW)
    assert [o for o, _ in again] == ["repeat"] * 3
    assert [b for _, b in again] == [b for _, b in first]
    changed = Request(slot.pk, requests[0].people, key=requests[0].key, fingerprint=b"\1" * 32)
    assert claim_batch([changed], now=NOW) == [("key_reused", None)]


def test_a_batch_over_several_slots_numbers_each_from_one(office: Furnished, slot: Slot) -> None:
    other = an_open_slot(office.point, office.passport, starts_at=NOW + timedelta(days=2), now=NOW)
    people = [a_member(now=NOW).person_id for _ in range(6)]
    claim_batch([Request((slot, other)[n % 2].pk, [person]) for n, person in enumerate(people)], now=NOW)
    assert (_numbers(slot), _numbers(other)) == ([1, 2, 3], [1, 2, 3])
    assert broken_promises() == []
