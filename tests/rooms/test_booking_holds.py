"""Holds (R15, R16): a booking that is paid first stands to its minute, then it is over, whoever asks."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from tests.factories import people
from tests.factories.booking import a_member, an_open_slot
from tests.factories.offices import MORNING, Furnished, furnished_office
from tests.rooms.invariants import broken_promises
from tests.rooms.races import race

from loket.casework.cases.models import Case
from loket.foundation.audit.models import LedgerLine
from loket.foundation.notify.models import Message
from loket.foundation.offices.rules import Nationality
from loket.interfaces.jobs.reactions import react_to
from loket.kit.actor import SYSTEM
from loket.planning.booking import queries, rules
from loket.planning.booking.actions import (
    Applicant,
    Member,
    book_party,
    cancel_booking,
    claim_seats,
    confirm_booking,
    expire_holds,
    set_terms,
)
from loket.planning.booking.models import Booking, Seat, Slot
from loket.planning.booking.rules import BookingState, PaymentMode

NOW = MORNING
UNTIL = NOW + timedelta(hours=2)
TICK = timedelta(microseconds=1)


@pytest.fixture
def office(db: None) -> Furnished:
    return furnished_office()


@pytest.fixture
def slot(office: Furnished) -> Slot:
    return an_open_slot(office.point, office.passport, now=NOW)


def _held(slot: Slot, *members: Member, key: str = "held") -> UUID:
    party = members or [a_member(now=NOW)]
    claimed = claim_seats(slot_id=slot.pk, party=party, key=key, account_id=None, hold_until=UNTIL, by=SYSTEM, now=NOW)
    return claimed.booking_id


def test_a_held_seat_is_taken_and_a_confirmed_one_stays(slot: Slot) -> None:
    booking_id = _held(slot)
    slot.refresh_from_db()
    assert (slot.taken, slot.returned) == (1, 0)
    confirm_booking(booking_id=booking_id, by=SYSTEM, now=UNTIL - TICK)
    confirm_booking(booking_id=booking_id, by=SYSTEM, now=UNTIL + timedelta(days=1))
    assert Booking.objects.get().state == BookingState.BOOKED
    assert expire_holds(by=SYSTEM, now=UNTIL + timedelta(days=1)) == 0
    assert LedgerLine.objects.filter(fact="booking.confirmed").count() == 1


def test_at_its_very_moment_a_hold_is_over(slot: Slot) -> None:
    booking_id = _held(slot)
    assert expire_holds(by=SYSTEM, now=UNTIL - TICK) == 0
    card = queries.booking_for_ticket(booking_id)
    assert card is not None
    assert card.booking.state_at(UNTIL - TICK) is BookingState.HELD
    assert card.booking.state_at(UNTIL) is BookingState.EXPIRED
    with pytest.raises(rules.HoldOver):
        confirm_booking(booking_id=booking_id, by=SYSTEM, now=UNTIL)
    with pytest.raises(rules.CannotCancel):
        cancel_booking(booking_id=booking_id, by=SYSTEM, now=UNTIL)
    assert expire_holds(by=SYSTEM, now=UNTIL) == 1
    assert expire_holds(by=SYSTEM, now=UNTIL) == 0
    slot.refresh_from_db()
    assert (slot.taken, slot.returned) == (0, 1)
    assert Booking.objects.get().state == BookingState.EXPIRED
    assert broken_promises() == []


def test_a_held_booking_can_be_cancelled_before_its_moment(slot: Slot) -> None:
    cancel_booking(booking_id=_held(slot), by=SYSTEM, now=UNTIL - TICK)
    assert Booking.objects.get().state == BookingState.CANCELLED


def test_a_hold_stands_in_its_persons_way_until_it_is_over(slot: Slot) -> None:
    member = a_member(now=NOW)
    _held(slot, member)
    with pytest.raises(rules.AlreadyBooked):
        claim_seats(slot_id=slot.pk, party=[member], key="2", account_id=None, by=SYSTEM, now=UNTIL - TICK)
    claimed = claim_seats(slot_id=slot.pk, party=[member], key="2", account_id=None, by=SYSTEM, now=UNTIL)
    assert Seat.objects.filter(is_open=True).get().booking_id == claimed.booking_id
    assert LedgerLine.objects.filter(fact="booking.expired").count() == 1
    assert broken_promises() == []


@pytest.mark.parametrize(
    ("payment", "state"),
    [
        (PaymentMode.BEFORE_VISIT, BookingState.HELD),
        (PaymentMode.AFTER, BookingState.BOOKED),
        (PaymentMode.NONE, BookingState.BOOKED),
    ],
)
def test_what_is_paid_before_the_visit_is_held_two_hours(
    office: Furnished, slot: Slot, payment: PaymentMode, state: BookingState
) -> None:
    set_terms(
        point_id=office.point.pk, service_id=office.passport.pk, payment=payment, product=None, by=SYSTEM, now=NOW
    )
    person = Applicant(people.a_nik(), Nationality.WNI, "Siti", date(1990, 5, 17))
    book_party(slot_id=slot.pk, applicants=[person], key="k", account_id=None, by=SYSTEM, now=NOW)
    booking = Booking.objects.get()
    assert booking.state == state
    assert booking.expires_at == (UNTIL if state is BookingState.HELD else None)


def test_an_expired_booking_closes_its_file_and_tells_its_holder(office: Furnished, slot: Slot) -> None:
    account = people.a_citizen_account(now=NOW)
    claim_seats(
        slot_id=slot.pk, party=[a_member(now=NOW)], key="k", account_id=account.pk, hold_until=UNTIL,
        by=people.as_actor(account), now=NOW,
    )  # fmt: skip
    _react("booking.claimed")
    assert not Message.objects.exists(), "a held booking is no booking yet"
    assert Case.objects.get().state == "open"
    expire_holds(by=SYSTEM, now=UNTIL)
    _react("booking.expired")
    assert Case.objects.get().state == "closed"
    assert Message.objects.get().template == "booking_expired"


def _react(fact: str) -> None:
    react_to(list(LedgerLine.objects.filter(fact=fact).values_list("pk", flat=True)), now=UNTIL)


@pytest.mark.django_db(transaction=True)
@pytest.mark.xdist_group("races")
def test_of_confirm_and_expire_at_one_minute_one_wins(db: None) -> None:
    office = furnished_office()
    slot = an_open_slot(office.point, office.passport, now=NOW)
    held = [_held(slot, key=f"h{n}") for n in range(8)]

    def either(turn: int) -> str:
        if turn % 2:
            expire_holds(by=SYSTEM, now=UNTIL)
            return "expired"
        confirm_booking(booking_id=held[turn // 2], by=SYSTEM, now=UNTIL - TICK)
        return "confirmed"

    answers = race(either, range(16))
    states = dict(Booking.objects.values_list("pk", "state"))
    for n, booking_id in enumerate(held):
        confirmed = answers[2 * n] == "confirmed"
        assert confirmed or isinstance(answers[2 * n], rules.HoldOver)
        assert states[booking_id] == (BookingState.BOOKED if confirmed else BookingState.EXPIRED)
    slot.refresh_from_db()
    assert slot.taken + slot.returned == 8
    assert LedgerLine.objects.filter(fact="booking.expired").count() == slot.returned
    assert broken_promises() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.xdist_group("races")
def test_claims_of_overdue_holders_in_each_others_slots_never_wait_in_a_circle(db: None) -> None:
    office = furnished_office()
    slots = [an_open_slot(office.point, office.passport, starts_at=NOW + timedelta(days=d), now=NOW) for d in (1, 2)]
    members = [a_member(now=NOW) for _ in range(10)]
    for n, member in enumerate(members):
        _held(slots[n % 2], member, key=f"h{n}")

    def again(n: int) -> object:
        return claim_seats(
            slot_id=slots[1 - n % 2].pk, party=[members[n]], key=f"a{n}", account_id=None, by=SYSTEM, now=UNTIL
        )

    answers = race(again, range(10))
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert Seat.objects.filter(is_open=True).count() == 10
    assert broken_promises() == []
