"""Nobody came: the session's end plus the grace closes it, and says why; who was turned away is excused (R31, R36)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.factories import booking
from tests.factories.offices import MORNING, furnished_office
from tests.rooms.invariants import broken_promises

from loket.foundation.audit.models import LedgerLine
from loket.kit.actor import SYSTEM
from loket.planning.booking import rules
from loket.planning.booking.actions import (
    cancel_booking,
    close_past_visits,
    mark_missed,
    note_turned_away,
    record_arrival,
)
from loket.planning.booking.models import Booking, Seat

pytestmark = pytest.mark.django_db

NINE = datetime.fromisoformat("2022-02-07T09:00+07:00")
LAPSES = NINE + timedelta(hours=1, minutes=15)
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def office():
    return furnished_office()


@pytest.fixture
def booked(office) -> Booking:
    slot = booking.an_open_slot(office.point, office.passport, starts_at=NINE, now=MORNING)
    return booking.a_booked_party(slot, size=2, now=MORNING)


def state_of(booked: Booking) -> str:
    booked.refresh_from_db()
    return booked.state


def test_lapses_at_the_sessions_end_and_the_grace_to_the_moment(booked):
    assert mark_missed(by=SYSTEM, now=LAPSES - MOMENT) == 0
    assert mark_missed(by=SYSTEM, now=LAPSES) == 1
    assert mark_missed(by=SYSTEM, now=LAPSES) == 0
    assert state_of(booked) == "missed"
    assert not Seat.objects.filter(booking=booked, is_open=True).exists()
    assert LedgerLine.objects.filter(fact="booking.missed", subject_id=str(booked.pk)).count() == 1


def test_the_seat_stays_taken_and_the_person_may_book_anew(office):
    member = booking.a_member(now=MORNING)
    slot = booking.an_open_slot(office.point, office.passport, starts_at=NINE, now=MORNING)
    booking.a_booked_party(slot, members=[member], now=MORNING)
    mark_missed(by=SYSTEM, now=LAPSES)
    slot.refresh_from_db()
    assert (slot.taken, slot.returned) == (1, 0)
    later = booking.an_open_slot(office.point, office.passport, now=LAPSES)
    assert booking.a_booked_party(later, members=[member], now=LAPSES)
    assert broken_promises() == []


def test_who_is_inside_or_cancelled_is_left_alone(office, booked):
    other = booking.a_booked_party(booked.slot, now=MORNING)
    record_arrival(booking_id=booked.pk, by=SYSTEM, now=NINE)
    cancel_booking(booking_id=other.pk, by=SYSTEM, now=MORNING)
    assert mark_missed(by=SYSTEM, now=LAPSES) == 0
    assert (state_of(booked), state_of(other)) == ("arrived", "cancelled")


def test_who_the_door_turned_away_is_excused(booked):
    note_turned_away(booking_id=booked.pk, by=SYSTEM, now=NINE)
    assert mark_missed(by=SYSTEM, now=LAPSES) == 1
    assert state_of(booked) == "excused"


def test_a_head_may_let_somebody_in_after_all(booked):
    mark_missed(by=SYSTEM, now=LAPSES)
    record_arrival(booking_id=booked.pk, by=SYSTEM, now=LAPSES)
    assert state_of(booked) == "arrived"
    assert Seat.objects.filter(booking=booked, is_open=True).count() == 2


def test_nobody_sits_twice_by_coming_late(office):
    member = booking.a_member(now=MORNING)
    slot = booking.an_open_slot(office.point, office.passport, starts_at=NINE, now=MORNING)
    missed = booking.a_booked_party(slot, members=[member], now=MORNING)
    mark_missed(by=SYSTEM, now=LAPSES)
    booking.a_booked_party(
        booking.an_open_slot(office.point, office.passport, now=LAPSES), members=[member], now=LAPSES
    )
    with pytest.raises(rules.AlreadyBooked):
        record_arrival(booking_id=missed.pk, by=SYSTEM, now=LAPSES)
    assert broken_promises() == []


def test_a_visit_left_open_closes_with_the_offices_day(booked):
    record_arrival(booking_id=booked.pk, by=SYSTEM, now=NINE)
    midnight = datetime.fromisoformat("2022-02-08T00:00+07:00")
    assert close_past_visits(by=SYSTEM, now=midnight - MOMENT) == 0
    assert close_past_visits(by=SYSTEM, now=midnight) == 2
