"""Holds: a booking that is paid before the visit stands until its minute, then it is confirmed or over (R15)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from loket.foundation.audit.actions import queue_reactions, record
from loket.kit.actor import Actor
from loket.kit.transaction import announce, in_transaction
from loket.planning.booking import rules
from loket.planning.booking.models import Booking

#: So many at once: a run that was missed for hours takes several, and holds no lock for long.
MOST_AT_ONCE = 500


def confirm_booking(*, booking_id: UUID, by: Actor, now: datetime) -> None:
    """A held booking stands from now on; payments calls it. Twice is harmless.

    Raises HoldOver at `expires_at` or later, and for what is neither held nor confirmed.
    """
    with in_transaction():
        mine = Booking.objects.filter(pk=booking_id)
        held = mine.filter(state=rules.BookingState.HELD, expires_at__gt=now)
        if not held.update(state=rules.BookingState.BOOKED, expires_at=None):
            if mine.filter(state__in=(rules.BookingState.BOOKED, rules.BookingState.ARRIVED)).exists():
                return
            raise rules.HoldOver
        office_id = mine.values_list("slot__point__office_id", flat=True).get()
        record("booking.confirmed", subject=("booking", booking_id), office_id=office_id, react=True, by=by, now=now)
        announce(f"booking:{booking_id}")


def expire_holds(*, by: Actor, now: datetime) -> int:
    """Closes held bookings whose time has come, 500 at most; their seats wait for a release. Returns how many (R15)."""
    return _expire(None, None, by, now)


def expire_holds_of(*, people: Sequence[UUID], slot_id: int, by: Actor, now: datetime) -> int:
    """Closes held bookings past their time that stand in the way of these persons (R3), before the job comes by.

    `slot_id`: the slot that is claimed next, locked together with theirs in one order. Returns how many.
    """
    return _expire(list(people), slot_id, by, now)


def _expire(people: list[UUID] | None, and_lock: int | None, by: Actor, now: datetime) -> int:
    with in_transaction(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT ledger FROM loket_expire_holds_v1(%s::uuid[], %s, %s, %s, %s, %s)",
            [people, and_lock, MOST_AT_ONCE, by.kind.value, by.id, now],
        )
        lines = [row[0] for row in cursor.fetchall()]
        queue_reactions(lines)
    return len(lines)
