"""A file opens with its booking, in whatever order the news of it arrives."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from tests.factories.booking import a_booked_party, an_open_slot
from tests.factories.offices import MORNING, furnished_office
from tests.rooms.races import race, until_waiting

from loket.casework.cases.actions import close_cases, finish_case, open_cases, start_case
from loket.casework.cases.models import Case
from loket.casework.cases.rules import CaseState
from loket.foundation.audit.models import LedgerLine
from loket.foundation.offices.rules import ServiceKind
from loket.kit.actor import SYSTEM
from loket.planning.booking.actions import cancel_booking
from loket.planning.booking.models import Booking

NOW = MORNING


def _booking(kind: ServiceKind = ServiceKind.PASSPORT, *, size: int = 1) -> Booking:
    office = furnished_office()
    return a_booked_party(an_open_slot(office.point, office.services[kind], now=NOW), size=size, now=NOW)


def _every_day(_day: Any) -> bool:
    return True


@pytest.mark.django_db
def test_opens_one_file_a_person_however_often_it_is_told() -> None:
    booking = _booking(size=2)
    open_cases(booking_id=booking.pk, now=NOW)
    open_cases(booking_id=booking.pk, now=NOW + timedelta(minutes=1))
    assert Case.objects.filter(seat__booking=booking, opened_at=NOW).count() == Case.objects.count() == 2
    assert LedgerLine.objects.filter(fact="cases.opened", office_id=booking.slot.point.office_id).count() == 2


@pytest.mark.django_db
def test_a_visit_that_ends_before_the_worker_came_has_its_file_all_the_same() -> None:
    booking = _booking(size=2)
    seat = booking.seats.get(position=1)
    start_case(seat_id=seat.pk, by=SYSTEM, now=NOW)
    finish_case(seat_id=seat.pk, works=_every_day, today=NOW.date(), by=SYSTEM, now=NOW)
    open_cases(booking_id=booking.pk, now=NOW + timedelta(hours=3))  # the worker is back
    assert list(Case.objects.order_by("seat__position").values_list("state", flat=True)) == [
        CaseState.READY,
        CaseState.OPEN,
    ]


@pytest.mark.django_db
def test_a_collection_opens_no_file_of_its_own() -> None:
    booking = _booking(ServiceKind.COLLECTION)
    start_case(seat_id=booking.seats.get().pk, by=SYSTEM, now=NOW)
    assert not Case.objects.exists()


@pytest.mark.django_db
def test_a_booking_that_was_cancelled_first_opens_nothing() -> None:
    booking = _booking()
    cancel_booking(booking_id=booking.pk, by=SYSTEM, now=NOW)
    open_cases(booking_id=booking.pk, now=NOW)
    assert not Case.objects.exists()


@pytest.mark.django_db
def test_closes_the_files_of_a_cancelled_booking_and_says_at_which_office() -> None:
    booking = _booking()
    open_cases(booking_id=booking.pk, now=NOW)
    close_cases(booking_id=booking.pk, now=NOW)
    assert Case.objects.get().state == CaseState.CLOSED
    assert LedgerLine.objects.get(fact="cases.closed").office_id == booking.slot.point.office_id


@pytest.mark.django_db(transaction=True)
@pytest.mark.xdist_group("races")
def test_a_file_that_opens_while_its_booking_is_cancelled_waits_and_opens_nothing() -> None:
    booking = _booking()
    with ThreadPoolExecutor(1) as background:
        with transaction.atomic():
            cancel_booking(booking_id=booking.pk, by=SYSTEM, now=NOW)
            answers = background.submit(race, lambda _: open_cases(booking_id=booking.pk, now=NOW), range(1))
            until_waiting(1)
        assert answers.result(timeout=60) == [None]
    connection.close()
    assert not Case.objects.exists()
