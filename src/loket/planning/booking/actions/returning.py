"""Gives seats back, and lets a release rule free them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection

from loket.foundation.audit.actions import record
from loket.kit.actor import Actor
from loket.kit.transaction import announce, in_transaction
from loket.planning.booking import rules
from loket.planning.booking.models import Booking


def cancel_booking(*, booking_id: UUID, by: Actor, now: datetime) -> None:
    """Cancels a booking until its slot starts (R29); its seats go to `returned`, where nobody can wait for them.

    Raises CannotCancel.
    """
    with in_transaction():
        if not Booking.objects.filter(pk=booking_id, slot__starts_at__gt=now).exists():
            raise rules.CannotCancel
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT point, seats FROM loket_return_seats_v1(%s, %s, %s)",
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
    """The release rule's own move: returned seats of a slot may be sold again. Returns how many."""
    with in_transaction(), connection.cursor() as cursor:
        cursor.execute("SELECT loket_free_seats_v1(%s, %s)", [slot_id, now])
        freed: int = cursor.fetchone()[0]
        record("booking.seats_freed", subject=("slot", slot_id), detail={"seats": freed}, by=by, now=now)
        return freed
