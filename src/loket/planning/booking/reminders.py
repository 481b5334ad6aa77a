"""Which visits are to be reminded of: whole days of an office, not booking by booking (R67)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from loket.planning.booking.models import Booking
from loket.planning.booking.queries import BookingCard, booking_cards
from loket.planning.booking.rules import BookingState

#: So far ahead a visit may be the next working day: past the longest closure by far.
LONGEST_AHEAD = timedelta(days=16)


@dataclass(frozen=True, slots=True)
class VisitDay:
    """A day on which somebody with an account is expected at an office."""

    office_id: int
    timezone: str
    day: date


def days_expected(first: date, now: datetime) -> list[VisitDay]:
    """Offices and days, from `first` on, with visits ahead whose account can be told; one query."""
    rows = (
        Booking.objects.filter(
            state=BookingState.BOOKED,
            account__isnull=False,
            slot__starts_at__gt=now,
            slot__day__range=(first, first + LONGEST_AHEAD),
        )
        .values_list("slot__point__office_id", "slot__point__office__timezone", "slot__day")
        .distinct()
        .order_by("slot__day", "slot__point__office_id")
    )
    return [VisitDay(*row) for row in rows]


def visits_to_remind(office_id: int, day: date, *, booked_before: datetime, now: datetime) -> list[BookingCard]:
    """The bookings of a day that still stand, are ahead, have an account, and were made before; one query.

    Who booked after the hour of reminders has just been told the same by the notice of the booking.
    """
    return booking_cards(
        state=BookingState.BOOKED,
        account__isnull=False,
        slot__point__office_id=office_id,
        slot__day=day,
        slot__starts_at__gt=now,
        created_at__lt=booked_before,
    )
