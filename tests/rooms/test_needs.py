"""What people need is sealed, shown to those who serve, and forgotten."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.factories import booking, people
from tests.factories.offices import MORNING, furnished_office

from loket.foundation.audit.models import LedgerLine
from loket.foundation.offices.rules import Nationality
from loket.kit.actor import SYSTEM
from loket.planning.booking.actions import Applicant, book_party, cancel_booking, forget_needs
from loket.planning.booking.models import SeatNeeds
from loket.planning.booking.needs import NO_NEEDS, Need, Needs
from loket.planning.booking.queries import day_list, needs_of_booking
from loket.visits.admission.queries import find_by_ticket

pytestmark = pytest.mark.django_db

WHEELS = Needs((Need.WHEELCHAIR,))
SIGNS = Needs((Need.DEAF, Need.INTERPRETER), "BISINDO")


def book(office, *needs: Needs, key: str = "k", niks: list | None = None):
    slot = booking.an_open_slot(office.point, office.passport, now=MORNING)
    whos = niks or [people.a_nik() for _ in needs]
    applicants = [
        Applicant(who, Nationality.WNI, "Siti", date(1990, 1, 2), needs=n) for who, n in zip(whos, needs, strict=True)
    ]
    return book_party(slot_id=slot.pk, applicants=applicants, key=key, account_id=None, by=SYSTEM, now=MORNING)


def test_each_persons_needs_are_kept_sealed_and_shown_at_the_door():
    office = furnished_office()
    claimed = book(office, WHEELS, NO_NEEDS, SIGNS)
    assert list(needs_of_booking(claimed.booking_id).values()) == [WHEELS, SIGNS]
    assert all(b"wheelchair" not in bytes(row.needs_sealed) for row in SeatNeeds.objects.all())
    party = find_by_ticket(claimed.booking_id, point_id=office.point.pk)
    assert party is not None
    assert [guest.needs for guest in party.guests] == [WHEELS, NO_NEEDS, SIGNS]
    day = party.shown.day
    assert [one.seat.needs for one in day_list(office.point.pk, day, names=True)] == [WHEELS, NO_NEEDS, SIGNS]
    assert [one.seat.needs for one in day_list(office.point.pk, day)] == [NO_NEEDS] * 3


def test_the_ledger_does_not_tell_which():
    book(furnished_office(), WHEELS)
    line = LedgerLine.objects.get(fact="booking.needs_noted")
    assert line.detail == {"seats": 1}


def test_nothing_is_written_for_those_who_need_nothing():
    book(furnished_office(), NO_NEEDS)
    assert not SeatNeeds.objects.exists()


def test_forgets_with_the_visit_and_a_week_after_its_day():
    office = furnished_office()
    first, second = book(office, WHEELS), book(furnished_office("SKA", name="Surakarta"), SIGNS, key="2")
    assert forget_needs(by=SYSTEM, now=MORNING) == 0
    cancel_booking(booking_id=first.booking_id, by=SYSTEM, now=MORNING)
    assert forget_needs(by=SYSTEM, now=MORNING) == 1
    assert needs_of_booking(second.booking_id)
    assert forget_needs(by=SYSTEM, now=MORNING + timedelta(days=8)) == 0
    assert forget_needs(by=SYSTEM, now=MORNING + timedelta(days=9)) == 1
