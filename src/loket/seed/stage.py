"""What the player of the demo's day has to know: tickets that people hold, counters, who waits where, the totals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from loket.foundation.audit.models import ClockOffset
from loket.foundation.offices.models import Counter, ServicePoint
from loket.foundation.offices.queries import calendar_of
from loket.foundation.offices.rules import Hours
from loket.kit.crypto import keyring
from loket.planning.booking.models import Booking
from loket.planning.booking.rules import BookingState
from loket.planning.booking.tickets import Ticket, write_ticket
from loket.visits.admission.models import Arrival, GateRefusal
from loket.visits.queueing.models import QueueNumber
from loket.visits.queueing.rules import NumberState


@dataclass(frozen=True, slots=True)
class Place:
    """The point whose day is played."""

    office_code: str
    point_id: int
    timezone: str
    hours: Hours


@dataclass(frozen=True, slots=True)
class Holder:
    """A party with its ticket: what its QR says, when it is expected, how many."""

    token: str
    starts_at: datetime
    size: int


@dataclass(frozen=True, slots=True)
class Desk:
    """A counter: where it is and what it serves."""

    counter_id: int
    number: int
    zone_id: int
    stages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """People of the day so far: those let in have finished, left before the end, or are inside."""

    expected: int
    admitted: int
    finished: int
    left: int
    inside: int
    waiting: int
    refused: int

    @property
    def adds_up(self) -> bool:
        """Nobody is lost: admitted = finished + left + inside."""
        return self.admitted == self.finished + self.left + self.inside


def is_demo_clock_set() -> bool:
    """Whether this database has a demo's clock: only then may it be moved."""
    return ClockOffset.objects.exists()


def place_of(office_code: str, day: date) -> Place | None:
    """The bookable point of an office, None when it is closed on `day` or not there."""
    point = ServicePoint.objects.filter(office__code=office_code, is_bookable=True).order_by("id").first()
    if point is None:
        return None
    hours = calendar_of(point.pk, day, day).hours_on(day)
    return Place(office_code, point.pk, point.office.timezone, hours) if hours else None


def holders_of(place: Place, day: date) -> list[Holder]:
    """Parties that are booked for `day` and have not come yet, in an order that is the same in every demo."""
    booked = Booking.objects.filter(slot__point_id=place.point_id, slot__day=day, state=BookingState.BOOKED)
    rows = booked.filter(seats__position=1).select_related("slot__point")
    ring = keyring()
    return [
        Holder(
            token=write_ticket(
                Ticket(b.pk, b.slot.point.office_id, place.point_id, day, b.slot.starts_at, b.size), ring
            ),
            starts_at=b.slot.starts_at,
            size=b.size,
        )
        for b in rows.order_by("slot__starts_at", "slot__service__order", "seats__number", "id")
    ]


def desks_of(place: Place) -> list[Desk]:
    """The counters of a point by number."""
    rows = Counter.objects.filter(point_id=place.point_id).order_by("number", "id")
    return [Desk(row.pk, row.number, row.zone_id, tuple(row.stages)) for row in rows]


def waiting_at(place: Place, day: date) -> dict[tuple[int, str], int]:
    """How many wait in a zone for a stage."""
    numbers = QueueNumber.objects.filter(point_id=place.point_id, day=day, state=NumberState.WAITING)
    return {
        (row["zone_id"], row["stage"]): row["count"]
        for row in numbers.values("zone_id", "stage").annotate(count=Count("id")).order_by("zone_id", "stage")
    }


def totals_of(place: Place, day: date, since: datetime) -> Totals:
    """The day's totals at a point; refusals since `since`, the start of the day."""
    numbers = QueueNumber.objects.filter(point_id=place.point_id, day=day)
    states = numbers.aggregate(
        done=Count("id", filter=Q(state=NumberState.DONE)),
        left=Count("id", filter=Q(state=NumberState.SKIPPED)),
        waiting=Count("id", filter=Q(state=NumberState.WAITING)),
        called=Count("id", filter=Q(state=NumberState.CALLED)),
    )
    bookings = Booking.objects.filter(slot__point_id=place.point_id, slot__day=day)
    return Totals(
        expected=sum(bookings.exclude(state=BookingState.CANCELLED).values_list("size", flat=True)),
        admitted=Arrival.objects.filter(seat__slot__point_id=place.point_id, seat__slot__day=day).count(),
        finished=states["done"],
        left=states["left"],
        inside=states["waiting"] + states["called"],
        waiting=states["waiting"],
        refused=GateRefusal.objects.filter(point_id=place.point_id, at__gte=since).count(),
    )
