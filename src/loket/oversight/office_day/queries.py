"""What a head asks of the own office's day. Every list is bounded and ordered, the id breaks ties."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Max, Min, Q, Sum

from loket.foundation.offices.models import CalendarDay, Counter, HoursPeriod
from loket.kit.clock import at_office, office_day
from loket.oversight.office_day.rules import PAGE, Figures
from loket.planning.booking.models import Seat, Slot
from loket.planning.booking.rules import BookingState
from loket.visits.admission.models import Arrival, GateRefusal
from loket.visits.queueing.models import CounterShift, QueueNumber
from loket.visits.queueing.rules import NumberState

#: Numbers of people who are still in the house.
INSIDE = (NumberState.WAITING, NumberState.CALLED, NumberState.SKIPPED)
MOST_REASONS = 20
MOST_ENTRIES = 60
#: The calendar page shows this far ahead.
ENTRIES_AHEAD = timedelta(days=210)


@dataclass(frozen=True, slots=True)
class Inside:
    """One person inside, without a name. `since`: waits or was called since then; None for skipped ones."""

    letter: str
    serial: int
    starts_at: datetime
    nationality: str | None
    priority: bool
    service_id: str
    service_en: str
    stage: str
    zone_id: str
    zone_en: str
    state: str
    counter: int | None
    since: datetime | None


@dataclass(frozen=True, slots=True)
class RefusedFor:
    """How many were refused at the door today for one reason, and when last."""

    reason: str
    count: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class QuotaDay:
    """Seats of one day over all services; `is_closed` when the slots are stopped; `opens_at` of the next release."""

    day: date
    quota: int
    taken: int
    returned: int
    is_closed: bool
    opens_at: datetime | None

    @property
    def free(self) -> int:
        """Seats that may still be claimed."""
        return self.quota - self.taken - self.returned


@dataclass(frozen=True, slots=True)
class Entry:
    """A day that differs from its weekday; `is_own` when the office set it, else the whole country's."""

    day: date
    kind: str
    name: str
    decree: str
    opens: time | None
    closes: time | None
    break_from: time | None
    break_to: time | None
    is_own: bool
    booked: int


@dataclass(frozen=True, slots=True)
class PeriodEntry:
    """A period with its own week that is running or ahead; `last` empty: a new week. `is_own`: the office set it.

    `may_undo`: it has an end, or has not begun.
    """

    id: int
    point: str
    first: date
    last: date | None
    name: str
    decree: str
    is_own: bool
    may_undo: bool


def figures_of(office_id: int, timezone: str, now: datetime, *, refused: int) -> Figures:
    """The four figures of an office's day; five queries. `refused` is the sum of `refusals_of`."""
    today = office_day(now, timezone)
    expected = Seat.objects.filter(slot__point__office_id=office_id, slot__day=today, is_given_back=False)
    came = Arrival.objects.filter(point__office_id=office_id, seat__slot__day=today)
    waits = QueueNumber.objects.filter(point__office_id=office_id, day=today, state=NumberState.WAITING)
    waiting = waits.aggregate(count=Count("id"), oldest=Min("waits_since"))
    counters = Counter.objects.filter(point__office_id=office_id, point__is_bookable=True)
    shifts = CounterShift.objects.filter(counter__point__office_id=office_id, closed_at=None)
    return Figures(
        arrived=came.count(),
        expected=expected.count(),
        counters_open=shifts.count(),
        counters=counters.count(),
        waiting=waiting["count"],
        oldest_wait_since=waiting["oldest"],
        refused=refused,
    )


def refusals_of(office_id: int, timezone: str, now: datetime) -> list[RefusedFor]:
    """Refusals at the door today by reason, the most frequent first; one query."""
    start = at_office(office_day(now, timezone), time.min, timezone)
    rows = (
        GateRefusal.objects.filter(point__office_id=office_id, at__gte=start, at__lt=start + timedelta(days=1))
        .values("reason")
        .annotate(count=Count("id"), last_at=Max("at"))
        .order_by("-count", "reason")
    )
    return [RefusedFor(**row) for row in rows[:MOST_REASONS]]


def inside_of(office_id: int, timezone: str, now: datetime, *, page: int) -> tuple[list[Inside], int]:
    """One page of the people inside, and how many there are: waiting (longest first), skipped, called; two queries."""
    today = office_day(now, timezone)
    numbers = QueueNumber.objects.filter(point__office_id=office_id, day=today, state__in=INSIDE)
    rows = numbers.select_related("seat__slot", "offer__service", "zone", "counter").order_by(
        "-state", "waits_since", "letter", "serial", "id"
    )
    start = (page - 1) * PAGE
    return [_inside(number) for number in rows[start : start + PAGE]], numbers.count()


def quota_ahead(office_id: int, timezone: str, now: datetime, *, days: int = 10) -> list[QuotaDay]:
    """The next days with slots, today first; one query."""
    today = office_day(now, timezone)
    open_later = Min("opens_at", filter=Q(opens_at__gt=now))
    rows = (
        Slot.objects.filter(point__office_id=office_id, day__gte=today)
        .values("day")
        .annotate(
            seats=Sum("quota"),
            held=Sum("taken"),
            back=Sum("returned"),
            running=Count("id", filter=Q(is_suspended=False)),
            release=open_later,
        )
        .order_by("day")
    )
    return [
        QuotaDay(row["day"], row["seats"], row["held"], row["back"], row["running"] == 0, row["release"])
        for row in rows[:days]
    ]


def entries_ahead(office_id: int, timezone: str, now: datetime) -> list[Entry]:
    """Days of seven months that differ, the office's own and the country's, and the seats held then; two queries."""
    today = office_day(now, timezone)
    rows = CalendarDay.objects.filter(
        Q(office=None) | Q(office_id=office_id), day__range=(today, today + ENTRIES_AHEAD)
    ).order_by("day", "office_id", "id")[:MOST_ENTRIES]
    held = dict(
        Seat.objects.filter(
            slot__point__office_id=office_id,
            slot__day__in=[row.day for row in rows],
            is_open=True,
            booking__state=BookingState.BOOKED,
        )
        .values_list("slot__day")
        .annotate(count=Count("id"))
    )
    return [
        Entry(
            row.day, row.kind, row.name, row.decree, row.opens, row.closes, row.break_from, row.break_to,
            row.office_id is not None, held.get(row.day, 0),
        )
        for row in rows
    ]  # fmt: skip


def periods_ahead(office_id: int, timezone: str, now: datetime) -> list[PeriodEntry]:
    """Periods that run or are ahead, the country's and the office's, and new weeks; soonest first; one query."""
    today = office_day(now, timezone)
    rows = HoursPeriod.objects.filter(
        Q(office=None) | Q(office_id=office_id), Q(ends_on=None) | Q(ends_on__gt=today)
    ).select_related("point")
    return [
        PeriodEntry(
            row.pk, row.point.name if row.point else "", row.starts_on,
            row.ends_on - timedelta(days=1) if row.ends_on else None, row.name, row.decree,
            row.office_id is not None, row.ends_on is not None or row.starts_on >= today,
        )
        for row in rows.order_by("starts_on", "id")[:MOST_ENTRIES]
    ]  # fmt: skip


def _inside(number: QueueNumber) -> Inside:
    service, zone = number.offer.service, number.zone
    since = {NumberState.WAITING: number.waits_since, NumberState.CALLED: number.called_at}
    return Inside(
        letter=number.letter,
        serial=number.serial,
        starts_at=number.seat.slot.starts_at,
        nationality=service.nationality,
        priority=number.priority,
        service_id=service.name_id,
        service_en=service.name_en,
        stage=number.stage,
        zone_id=zone.name_id,
        zone_en=zone.name_en,
        state=number.state,
        counter=number.counter.number if number.counter else None,
        since=since.get(NumberState(number.state)),
    )
