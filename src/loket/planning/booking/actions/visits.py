"""What the visit tells booking: arrived, ended, taken back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from loket.foundation.audit.actions import record
from loket.kit.actor import Actor
from loket.kit.transaction import announce, in_transaction
from loket.planning.booking import rules
from loket.planning.booking.models import Booking, Seat


def record_arrival(*, booking_id: UUID, by: Actor, now: datetime) -> None:
    """Admission tells that the party passed the door; the booking can't be cancelled or moved any more.

    Let in late after the session was closed, a missed party's seats open again (R32). Raises AlreadyBooked when one
    of them has booked anew since (R3).
    """
    mine = Booking.objects.filter(pk=booking_id, state__in=_MAY_ARRIVE)
    moved = mine.update(state=rules.BookingState.ARRIVED, closed_at=None)
    if moved:
        _open_seats(booking_id)
        record("booking.arrived", subject=("booking", booking_id), by=by, now=now)
    announce(f"booking:{booking_id}")


_MAY_ARRIVE = (rules.BookingState.BOOKED, rules.BookingState.MISSED, rules.BookingState.EXCUSED)


def _open_seats(booking_id: UUID) -> None:
    try:
        with in_transaction():
            Seat.objects.filter(booking_id=booking_id, is_open=False, is_given_back=False).update(is_open=True)
    except IntegrityError as error:
        raise rules.AlreadyBooked from error


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


def _hold_booking_of(seat_id: UUID) -> UUID:
    """Locks the booking of a seat: of two who leave at one moment, the later one sees that it is the last."""
    return Booking.objects.select_for_update(of=("self",)).only("pk").get(seats=seat_id).pk
