"""Slots of the demo's four weeks at the eight bookable offices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from loket.foundation.audit.actions import record
from loket.foundation.offices.models import CalendarDay, Service, ServicePoint
from loket.kit.actor import SYSTEM
from loket.kit.clock import at_office
from loket.planning.booking.models import Slot
from loket.planning.booking.rules import Channel
from loket.seed.layout import HOURS, OFFICES
from loket.seed.quotas import CAP_PERCENT, base_quota
from loket.seed.slots import capped, released_at, sessions_of, spread

WEEKS = 3


def working_days(first: date, last: date) -> list[date]:
    """Days from `first` to `last`, both included, that are neither weekend nor closed everywhere (R13)."""
    closed = set(CalendarDay.objects.filter(office=None, day__range=(first, last)).values_list("day", flat=True))
    every = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in every if day.weekday() in HOURS and day not in closed]


def bookable_points() -> list[ServicePoint]:
    """The points of the eight offices, South Jakarta first."""
    points = ServicePoint.objects.filter(office__code__in=OFFICES, is_bookable=True).select_related("office")
    return sorted(points, key=lambda point: OFFICES.index(point.office.code))


def open_slots(points: Iterable[ServicePoint], days: Iterable[date], services: Iterable[str], *, now: datetime) -> None:
    """Makes the slots of these days and services, with the quota under the cap."""
    known = list(Service.objects.filter(code__in=list(services)).order_by("order"))
    days = list(days)
    for point in points:
        slots = [slot for day in days for service in known for slot in _slots_of(point, service, day)]
        Slot.objects.bulk_create(slots, batch_size=1000)
        seats = sum(slot.quota for slot in slots)
        record(
            "booking.slots_opened", subject=("point", point.pk), detail={"slots": len(slots), "seats": seats},
            office_id=point.office_id, by=SYSTEM, now=now,
        )  # fmt: skip


def _slots_of(point: ServicePoint, service: Service, day: date) -> list[Slot]:
    sessions = sessions_of(HOURS[day.weekday()])
    base = base_quota(point.office.code)[service.code]
    quota = capped(base, CAP_PERCENT)
    zone = point.office.timezone
    return [
        Slot(
            point=point,
            service=service,
            channel=Channel.ONLINE,
            day=day,
            starts_at=at_office(day, start, zone),
            ends_at=at_office(day, end, zone),
            opens_at=released_at(day, zone),
            quota=seats,
            base=whole,
        )
        for (start, end), seats, whole in zip(sessions, spread(quota, sessions), spread(base, sessions), strict=True)
        if seats
    ]
