"""The public board of an office (R68): quota, who waits, how long, hours, closed days. Counts only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Avg, Count, F, Min, Q, QuerySet

from loket.foundation.offices.models import Zone
from loket.foundation.offices.queries import OfficeCalendar, calendar_of
from loket.foundation.offices.rules import Hours, Opening, Period
from loket.kit.clock import at_office, office_day
from loket.planning.booking.queries import QuotaLeft, quota_left
from loket.visits.queueing.models import CounterShift, QueueNumber
from loket.visits.queueing.rules import NumberHappening, NumberState

DAYS_SHOWN, CLOSED_AHEAD = 7, 45
#: The wait is measured over the last hour, and over the day when fewer than this were called in it.
LAST = timedelta(hours=1)
FEWEST = 5


@dataclass(frozen=True, slots=True)
class WaitMeasured:
    """The average from number to first call, in whole minutes, over so many people of the last hour or of today."""

    minutes: int
    people: int
    is_last_hour: bool


@dataclass(frozen=True, slots=True)
class ZoneWaiting:
    """How many wait in a waiting area."""

    name_id: str
    name_en: str
    colour: str
    waiting: int


@dataclass(frozen=True, slots=True)
class PublicBoard:
    """What everybody may know of an office now. `period`: special hours that hold today (Ramadan)."""

    now: datetime
    today: date
    opening: Opening
    hours: Hours | None
    day_name: str
    period: Period | None
    zones: list[ZoneWaiting]
    counters_open: int
    wait: WaitMeasured | None
    left: list[QuotaLeft]
    closed_ahead: list[tuple[date, str]]

    @property
    def waiting(self) -> int:
        """How many wait in the whole house."""
        return sum(zone.waiting for zone in self.zones)


def public_board(point_id: int, timezone: str, now: datetime) -> PublicBoard:
    """The board of a service point; at most nine queries."""
    today = office_day(now, timezone)
    calendar = calendar_of(point_id, today, today + timedelta(days=CLOSED_AHEAD))
    numbers = QueueNumber.objects.filter(point_id=point_id, day=today)
    return PublicBoard(
        now=now,
        today=today,
        opening=calendar.opening(now, timezone),
        hours=calendar.hours_on(today),
        day_name=calendar.name_of(today),
        period=calendar.period_on(today),
        zones=_zones(point_id, numbers),
        counters_open=CounterShift.objects.filter(counter__point_id=point_id, closed_at=None).count(),
        wait=_measured(numbers, now) or _measured(numbers, at_office(today, time(), timezone), is_last_hour=False),
        left=[q for q in quota_left(point_id, today, today + timedelta(days=DAYS_SHOWN), now) if q.quota],
        closed_ahead=_closed(calendar, today),
    )


def _closed(calendar: OfficeCalendar, today: date) -> list[tuple[date, str]]:
    return calendar.closed_ahead(today + timedelta(days=1), CLOSED_AHEAD)


def _zones(point_id: int, numbers: QuerySet[QueueNumber]) -> list[ZoneWaiting]:
    waiting = dict(
        numbers.filter(state=NumberState.WAITING).values_list("zone_id").annotate(count=Count("id")).order_by()
    )
    zones = Zone.objects.filter(floor__point_id=point_id).order_by("floor__number", "name_id", "id")
    return [ZoneWaiting(z.name_id, z.name_en, z.colour, waiting.get(z.pk, 0)) for z in zones]


def _measured(numbers: QuerySet[QueueNumber], now: datetime, *, is_last_hour: bool = True) -> WaitMeasured | None:
    """The average wait; None when too few were called. `now`: in the last hour before it, else since it."""
    given = Min("events__at", filter=Q(events__happening=NumberHappening.GIVEN))
    called = Min("events__at", filter=Q(events__happening=NumberHappening.CALLED))
    rows = numbers.annotate(given=given, called=called).filter(called__gte=now - LAST if is_last_hour else now)
    found = rows.aggregate(people=Count("id"), wait=Avg(F("called") - F("given")))
    if found["people"] < (FEWEST if is_last_hour else 1) or found["wait"] is None:
        return None
    return WaitMeasured(round(found["wait"].total_seconds() / 60), found["people"], is_last_hour)
