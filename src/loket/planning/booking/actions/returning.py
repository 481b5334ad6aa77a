"""Gives seats back, and lets a release rule free them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from loket.foundation.audit.actions import record
from loket.kit.actor import Actor
from loket.kit.transaction import announce, in_transaction
from loket.planning.booking import rules
from loket.planning.booking.models import Booking


def cancel_booking(*, booking_id: UUID, by: Actor, now: datetime) -> None:
    """Cancels a booking, held or booked, until its slot starts (R29); nobody can wait for the seats it returns.

    Raises CannotCancel.
    """
    with in_transaction():
        if not Booking.objects.filter(pk=booking_id, slot__starts_at__gt=now).exists():
            raise rules.CannotCancel
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT point, seats FROM loket_return_seats_v2(%s, %s, %s)",
                [booking_id, rules.BookingState.CANCELLED, now],
            )
            row = cursor.fetchone()
        if row is None:
            raise rules.CannotCancel
        office_id = Booking.objects.values_list("slot__point__office_id", flat=True).get(pk=booking_id)
        record(
            "booking.cancelled", subject=("booking", booking_id), detail={"seats": row[1]}, office_id=office_id,
            react=True, by=by, now=now,
        )  # fmt: skip
        announce(f"booking:{booking_id}", f"slots:{row[0]}")


def free_seats(*, slot_id: int, by: Actor, now: datetime) -> int:
    """Returned seats of one slot may be sold again, as a release does for many (R6). Returns how many came back.

    Where the office wants fewer seats than are out, the quota shrinks by them instead (R8).
    """
    with in_transaction():
        freed, _ = free_returned([slot_id], until=now, now=now)
        record("booking.seats_freed", subject=("slot", slot_id), detail={"seats": freed}, by=by, now=now)
        return freed


def free_returned(slot_ids: Sequence[int], *, until: datetime, now: datetime) -> tuple[int, int]:
    """Frees what was returned until `until`; the caller writes the line. Answers seats, and of how many slots."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seats, of_slots FROM loket_free_seats_v2(%s::bigint[], %s, %s)", [list(slot_ids), until, now]
        )
        seats, slots = cursor.fetchone()
    return seats, slots
