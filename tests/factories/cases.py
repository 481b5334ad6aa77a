"""Situations of cases: files that are open, or ready to be fetched."""

from __future__ import annotations

from datetime import datetime

from loket.casework.cases.actions import finish_case, open_cases
from loket.casework.cases.models import Case
from loket.kit.actor import SYSTEM
from loket.kit.clock import office_day
from loket.planning.booking.models import Booking


def open_files(booking: Booking, *, now: datetime) -> list[Case]:
    """The open files of a booked party, in the party's order."""
    open_cases(booking_id=booking.pk, now=now)
    return list(Case.objects.filter(seat__booking=booking).order_by("seat__position"))


def a_ready_case(booking: Booking, *, now: datetime) -> Case:
    """The first person's file: finished at `now`, ready 4 working days later; weekends are the only days off."""
    case = open_files(booking, now=now)[0]
    today = office_day(now, booking.slot.point.office.timezone)
    finish_case(seat_id=case.seat_id, works=lambda day: day.weekday() < 5, today=today, by=SYSTEM, now=now)
    case.refresh_from_db()
    return case
