"""What a change of an office's calendar would do, before it is ordered; whose numbers stand on closed hours (R8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery

from loket.foundation.offices.models import ServicePoint
from loket.foundation.offices.queries import OfficeCalendar, calendars_of
from loket.foundation.offices.rules import Hours, lies_in_service
from loket.kit.clock import office_day
from loket.kit.formats import clock_time, in_zone
from loket.oversight.office_day.rules import PAGE
from loket.planning.booking.models import Booking, Seat, Slot
from loket.planning.booking.rules import BookingState, booking_number

#: A calendar as it would be, for one point.
Proposed = Callable[[int, OfficeCalendar], OfficeCalendar]
#: A change without an end is looked at this far ahead, and so many of its days are shown.
LOOK_AHEAD = timedelta(days=120)
MOST_DAYS = 40


@dataclass(frozen=True, slots=True)
class DayChange:
    """One day that a change touches. Counts: sessions that stop or resume, people and parties who hold numbers on them.

    `before` and `after` are the hours of the office's first point, None when closed.
    """

    day: date
    before: Hours | None
    after: Hours | None
    stopping: int
    resuming: int
    parties: int
    people: int


@dataclass(frozen=True, slots=True)
class Preview:
    """All that a change touches: its days in order (at most MOST_DAYS of `count`), and the sums over all of them."""

    days: list[DayChange]
    count: int
    stopping: int
    resuming: int
    parties: int
    people: int


@dataclass(frozen=True, slots=True)
class Affected:
    """A booking that stands on an hour which the calendar has closed: its people must be told and moved (R8)."""

    booking_id: UUID
    number: str
    day: date
    starts_at: datetime
    service_id: str
    service_en: str
    size: int


def preview(office_id: int, timezone: str, first: date, last: date | None, proposed: Proposed) -> Preview:
    """What a change from `first` to `last` (None: from then on) would do. Seven queries, however many days."""
    points = list(
        ServicePoint.objects.filter(office_id=office_id).order_by("-is_bookable", "id").values_list("id", flat=True)
    )
    end = last or first + LOOK_AHEAD
    now = calendars_of(points, first, end)
    then = {point: proposed(point, now[point]) for point in points}
    slots = _slots(office_id, first, end)
    held = _held(slot.pk for slot in slots)
    by_day: dict[date, list[Slot]] = defaultdict(list)
    for slot in slots:
        by_day[slot.day].append(slot)
    days = (first + timedelta(days=n) for n in range((end - first).days + 1))
    changes = [_day(day, now, then, by_day[day], held, timezone) for day in days] if points else []
    touched = [c for c in changes if c.before != c.after or c.stopping or c.resuming]
    return Preview(
        touched[:MOST_DAYS], len(touched), *(sum(getattr(c, name) for c in touched) for name in
        ("stopping", "resuming", "parties", "people")),
    )  # fmt: skip


def affected_bookings(office_id: int, timezone: str, now: datetime, *, page: int) -> tuple[list[Affected], int]:
    """One page of the bookings on hours that the calendar has closed, soonest first, and how many; two queries (R8)."""
    bookings = _affected(office_id, timezone, now)
    first = Seat.objects.filter(booking_id=OuterRef("pk"), position=1).values("number")[:1]
    rows = bookings.select_related("slot__point__office", "slot__service").annotate(seat=Subquery(first))
    start = (page - 1) * PAGE
    found = rows.order_by("slot__starts_at", "slot__service__order", "id")[start : start + PAGE]
    return [_row(booking) for booking in found], bookings.count()


def affected_count(office_id: int, timezone: str, now: datetime) -> int:
    """How many bookings stand on hours that the calendar has closed; one query."""
    return _affected(office_id, timezone, now).count()


def _affected(office_id: int, timezone: str, now: datetime) -> QuerySet[Booking]:
    return Booking.objects.filter(
        slot__point__office_id=office_id, slot__day__gte=office_day(now, timezone), slot__is_suspended=True,
        slot__starts_at__gt=now, state=BookingState.BOOKED,
    )  # fmt: skip


def _slots(office_id: int, first: date, last: date) -> list[Slot]:
    slots = Slot.objects.filter(point__office_id=office_id, day__range=(first, last))
    return list(
        slots.only("point_id", "day", "starts_at", "ends_at", "is_suspended", "suspension_id").order_by(
            "starts_at", "id"
        )
    )


def _held(slot_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Parties and people with a number, by slot."""
    seats = Seat.objects.filter(slot_id__in=list(slot_ids), is_open=True, booking__state=BookingState.BOOKED)
    rows = seats.values("slot_id").annotate(parties=Count("booking_id", distinct=True), people=Count("id")).order_by()
    return {row["slot_id"]: (row["parties"], row["people"]) for row in rows}


def _day(
    day: date,
    now: dict[int, OfficeCalendar],
    then: dict[int, OfficeCalendar],
    slots: Sequence[Slot],
    held: dict[int, tuple[int, int]],
    timezone: str,
) -> DayChange:
    after = {point: calendar.hours_on(day) for point, calendar in then.items()}
    runs = {slot.pk: _runs(slot, after[slot.point_id], timezone) for slot in slots}
    stopping = [slot.pk for slot in slots if not runs[slot.pk] and not slot.is_suspended]
    counts = [held.get(pk, (0, 0)) for pk in stopping]
    main = next(iter(now))
    return DayChange(
        day=day,
        before=now[main].hours_on(day),
        after=after[main],
        stopping=len(stopping),
        resuming=sum(runs[slot.pk] and slot.is_suspended and slot.suspension_id is None for slot in slots),
        parties=sum(parties for parties, _ in counts),
        people=sum(people for _, people in counts),
    )


def _runs(slot: Slot, hours: Hours | None, timezone: str) -> bool:
    starts, ends = (in_zone(moment, timezone).time() for moment in (slot.starts_at, slot.ends_at))
    return lies_in_service(hours, starts, ends)


def _row(booking: Booking) -> Affected:
    slot, office = booking.slot, booking.slot.point.office
    hour = clock_time(in_zone(slot.starts_at, office.timezone)).replace(".", "")
    seat: int = booking.seat  # type: ignore[attr-defined]
    return Affected(
        booking_id=booking.pk,
        number=booking_number(office.code, slot.day, hour, slot.service.letter, seat),
        day=slot.day,
        starts_at=slot.starts_at,
        service_id=slot.service.name_id,
        service_en=slot.service.name_en,
        size=booking.size,
    )
