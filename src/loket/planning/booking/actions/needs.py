"""Keeps what people need on their visit, sealed, and forgets it when the visit is over (UU 27/2022)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from loket.foundation.audit.actions import record
from loket.foundation.offices.models import Office
from loket.kit.actor import Actor
from loket.kit.clock import office_day
from loket.kit.crypto import keyring
from loket.kit.transaction import announce, in_transaction
from loket.planning.booking.models import Seat, SeatNeeds
from loket.planning.booking.needs import Needs
from loket.planning.booking.rules import BookingState


def note_needs(*, booking_id: UUID, needs: Sequence[Needs], by: Actor, now: datetime) -> None:
    """Keeps each person's needs, in the party's order; replaces what was kept. Nothing is written for nobody's."""
    with in_transaction():
        seats = list(Seat.objects.filter(booking_id=booking_id).order_by("position"))
        SeatNeeds.objects.filter(seat__in=seats).delete()
        ring = keyring()
        rows = [
            SeatNeeds(
                seat_id=seat.pk,
                needs_sealed=ring.seal(wanted.packed(), table="seatneeds", column="needs", row=seat.pk),
            )
            for seat, wanted in zip(seats, needs, strict=False)
            if wanted
        ]
        SeatNeeds.objects.bulk_create(rows)
        if rows:  # which needs stays out of the ledger: health data
            record("booking.needs_noted", subject=("booking", booking_id), detail={"seats": len(rows)}, by=by, now=now)
            announce(f"booking:{booking_id}")


#: Nobody comes any more for these.
_OVER = (BookingState.SERVED, BookingState.CANCELLED)
#: So long after its day a visit may still get a special reschedule, which finds the needs.
KEPT_AFTER = timedelta(days=7)


def forget_needs(*, by: Actor, now: datetime) -> int:
    """Erases the needs of visits that ended or were cancelled, and of days a week past (R64). Returns how many."""
    with in_transaction():
        erased = SeatNeeds.objects.filter(seat__booking__state__in=_OVER).delete()[0]
        for zone in Office.objects.order_by("timezone").values_list("timezone", flat=True).distinct():
            past = SeatNeeds.objects.filter(
                seat__slot__point__office__timezone=zone, seat__slot__day__lt=office_day(now, zone) - KEPT_AFTER
            )
            erased += past.delete()[0]
        if erased:
            record("booking.needs_forgotten", subject=("house", 0), detail={"seats": erased}, by=by, now=now)
    return erased
