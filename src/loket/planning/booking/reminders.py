"""Which visits are to be reminded of: whole days of an office, not booking by booking (R67)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from loket.kit.crypto import keyring
from loket.planning.booking.models import Booking, Move, PermitDeadline, SeatNeeds
from loket.planning.booking.needs import Needs, unpacked
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


def needs_of_bookings(booking_ids: Collection[UUID]) -> dict[UUID, list[Needs]]:
    """What the people of these bookings need, those without needs left out; opened. One query."""
    found: dict[UUID, list[Needs]] = {}
    rows = (
        SeatNeeds.objects.filter(seat__booking_id__in=booking_ids)
        .select_related("seat")
        .order_by("seat__position", "seat_id")
    )
    for row in rows:
        said = keyring().unseal(bytes(row.needs_sealed), table="seatneeds", column="needs", row=row.seat_id)
        found.setdefault(row.seat.booking_id, []).append(unpacked(said))
    return found


def times_moved(booking_id: UUID) -> int:
    """How often a booking got another hour, by its holder or by the office; one query."""
    return Move.objects.filter(booking_id=booking_id).count()


@dataclass(frozen=True, slots=True)
class EndingPermit:
    """A stay permit whose last day is known, and the account that booked for it."""

    booking_id: UUID
    account_id: int
    ends_on: date


def offices_with_permits(first: date, last: date) -> list[tuple[int, str]]:
    """Office and zone where permits end between these days and their holder is not served yet; one query."""
    rows = _permits(first, last).values_list(
        "booking__slot__point__office_id", "booking__slot__point__office__timezone"
    )
    return list(rows.distinct().order_by("booking__slot__point__office_id"))


def permits_ending(office_id: int, first: date, last: date) -> list[EndingPermit]:
    """The permits that end between these days, of bookings at an office; one query."""
    rows = _permits(first, last).filter(booking__slot__point__office_id=office_id)
    return [
        EndingPermit(*row)
        for row in rows.order_by("ends_on", "booking_id").values_list("booking_id", "booking__account_id", "ends_on")
    ]


def _permits(first: date, last: date) -> QuerySet[PermitDeadline]:
    """Who was served needs no reminder: the application is in, and the permit counts as pending (R48)."""
    return PermitDeadline.objects.filter(ends_on__range=(first, last), booking__account__isnull=False).exclude(
        booking__state=BookingState.SERVED
    )
