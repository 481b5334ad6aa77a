"""What people need on their visit, unsealed for ticket, gate, counter and day list."""

from __future__ import annotations

from uuid import UUID

from loket.kit.crypto import keyring
from loket.planning.booking.models import Seat, SeatNeeds
from loket.planning.booking.needs import NO_NEEDS, Needs, unpacked


def needs_of_booking(booking_id: UUID) -> dict[UUID, Needs]:
    """Needs by seat, in the party's order; those without any are left out. One query."""
    rows = SeatNeeds.objects.filter(seat__booking_id=booking_id).order_by("seat__position")
    return {row.pk: _opened(row) for row in rows}


def needs_on(seat: Seat) -> Needs:
    """Needs of one seat; no query when it was read with `select_related("needs")`."""
    row: SeatNeeds | None = getattr(seat, "needs", None)
    return _opened(row) if row else NO_NEEDS


def _opened(row: SeatNeeds) -> Needs:
    return unpacked(keyring().unseal(bytes(row.needs_sealed), table="seatneeds", column="needs", row=row.pk))
