"""What the visit tells booking: arrived, ended, taken back, missed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from loket.foundation.audit.actions import record
from loket.foundation.offices.models import Office
from loket.kit.actor import Actor
from loket.kit.clock import office_day
from loket.kit.transaction import announce, in_transaction
from loket.planning.booking import rules
from loket.planning.booking.models import Booking, Seat


def record_arrival(*, booking_id: UUID, by: Actor, now: datetime) -> None:
    """Admission tells that the party passed the door; the booking can't be cancelled any more."""
    moved = Booking.objects.filter(pk=booking_id, state=rules.BookingState.BOOKED).update(
        state=rules.BookingState.ARRIVED
    )
    if moved:
        record("booking.arrived", subject=("booking", booking_id), by=by, now=now)
    announce(f"booking:{booking_id}")


def end_visit(*, seat_id: UUID, by: Actor, now: datetime) -> None:
    """Queueing tells that a person's visit ended: R3 no longer counts the seat; the last one closes the booking."""
    booking_id = _hold_booking_of(seat_id)
    Seat.objects.filter(pk=seat_id).update(is_open=False)
    if not Seat.objects.filter(booking_id=booking_id, is_open=True).exists():
        Booking.objects.filter(pk=booking_id).update(state=rules.BookingState.SERVED, closed_at=now)
        record("booking.visit_ended", subject=("booking", booking_id), by=by, now=now)
    announce(f"booking:{booking_id}")


def reopen_visit(*, seat_id: UUID, by: Actor, now: datetime) -> None:
    """Queueing takes an ended visit back. Raises IntegrityError when the person has booked anew since (R3)."""
    booking_id = _hold_booking_of(seat_id)
    Seat.objects.filter(pk=seat_id).update(is_open=True)
    moved = Booking.objects.filter(pk=booking_id, state=rules.BookingState.SERVED).update(
        state=rules.BookingState.ARRIVED, closed_at=None
    )
    if moved:
        record("booking.visit_reopened", subject=("booking", booking_id), by=by, now=now)
    announce(f"booking:{booking_id}")


def close_past_visits(*, by: Actor, now: datetime) -> int:
    """Closes the seats of days that are over: who missed a visit, or left before its end, may book anew (R3, R31).

    A day is over by the office's own clock. The seats stay taken. Returns how many were closed.
    """
    with in_transaction():
        closed = 0
        for zone in Office.objects.order_by("timezone").values_list("timezone", flat=True).distinct():
            past = Seat.objects.filter(
                is_open=True, slot__point__office__timezone=zone, slot__day__lt=office_day(now, zone)
            )
            closed += past.update(is_open=False)
        if closed:
            record("booking.past_visits_closed", subject=("house", 0), detail={"seats": closed}, by=by, now=now)
    return closed


def _hold_booking_of(seat_id: UUID) -> UUID:
    """Locks the booking of a seat: of two who leave at one moment, the later one sees that it is the last."""
    return Booking.objects.select_for_update(of=("self",)).only("pk").get(seats=seat_id).pk
