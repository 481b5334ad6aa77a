"""Calendars: the week, periods and days that differ, of a point, of every point of an office, or of an office."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db.models import Q

from loket.foundation.offices.models import CalendarDay, HoursPeriod, Office, OpeningHours, PeriodHours, ServicePoint
from loket.foundation.offices.rules import (
    DayHours,
    DayKind,
    Hours,
    Opening,
    Period,
    Reach,
    decide_hours,
    opening_at,
    period_on,
    week_on,
)
from loket.kit.formats import in_zone


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A day that differs, as its decree names it."""

    kind: DayKind
    name: str
    hours: Hours | None


@dataclass(frozen=True, slots=True)
class OfficeCalendar:
    """Weekly hours with the periods and days that differ; answers for every day it was asked for."""

    weekly: Mapping[int, Hours]
    national: dict[date, CalendarEntry] = field(default_factory=dict)
    own: dict[date, CalendarEntry] = field(default_factory=dict)
    periods: Sequence[Period] = ()

    def decided(self, day: date) -> DayHours:
        """Hours of `day`, None when closed, and what decided them (R13, R14)."""
        national = self.national.get(day)
        entry = self.own.get(day) or (national if national and national.kind is not DayKind.CLOSED else None)
        return decide_hours(
            day,
            self.weekly,
            national.kind if national else None,
            (entry.kind, entry.hours) if entry else None,
            self.periods,
        )

    def hours_on(self, day: date) -> Hours | None:
        """Hours of `day`, None when closed (R13, R14)."""
        return self.decided(day).hours

    def works(self, day: date) -> bool:
        """Whether the office works on `day` (R43)."""
        return self.hours_on(day) is not None

    def name_of(self, day: date) -> str:
        """The name of a day that differs (`Tahun Baru Imlek`), empty for an ordinary one."""
        entry = self.own.get(day) or self.national.get(day)
        return entry.name if entry else ""

    def week_on(self, day: date) -> Mapping[int, Hours]:
        """The weekly hours that hold on `day`, of a period or the usual ones."""
        return week_on(day, self.weekly, self.periods)[0]

    def period_on(self, day: date) -> Period | None:
        """The period with an end that holds on `day` (Ramadan)."""
        return period_on(day, [period for period in self.periods if period.ends_on])

    def opening(self, now: datetime, timezone: str) -> Opening:
        """What the door says now: open, break until, closed (R61)."""
        here = in_zone(now, timezone)
        return opening_at(self.hours_on(here.date()), here.time())

    def closed_ahead(self, first: date, days: int) -> list[tuple[date, str]]:
        """Days from `first` on that are closed though their weekday is not, with their names; at most `days` ahead."""
        ahead = (first + timedelta(days=n) for n in range(days))
        return [
            (day, self.name_of(day)) for day in ahead if self.week_on(day).get(day.weekday()) and not self.works(day)
        ]

    def with_day(self, day: date, entry: CalendarEntry | None) -> OfficeCalendar:
        """This calendar if the office had set `day` so; None: had not set it."""
        own = {other: kept for other, kept in self.own.items() if other != day}
        return replace(self, own=own | {day: entry} if entry else own)

    def with_period(self, period: Period) -> OfficeCalendar:
        """This calendar if the period were added."""
        return replace(self, periods=(*self.periods, period))

    def without_period(self, period_id: int) -> OfficeCalendar:
        """This calendar if the period with this id were gone."""
        return replace(self, periods=tuple(kept for kept in self.periods if kept.id != period_id))


def calendar_of(point_id: int, first: date, last: date) -> OfficeCalendar:
    """Hours of a point with the periods and days from `first` to `last` that differ. Four queries."""
    return calendars_of([point_id], first, last)[point_id]


def calendars_of(point_ids: Iterable[int], first: date, last: date) -> dict[int, OfficeCalendar]:
    """The calendars of points of ONE office, by point. Five queries at most, however many points and days."""
    ids = sorted(set(point_ids))
    week: dict[int, dict[int, Hours]] = {point_id: {} for point_id in ids}
    for row in OpeningHours.objects.filter(point_id__in=ids):
        week[row.point_id][row.weekday] = _hours(row)
    office = ServicePoint.objects.filter(pk__in=ids[:1]).values("office_id")
    days = CalendarDay.objects.filter(Q(office=None) | Q(office_id__in=office), day__range=(first, last))
    national, own = _entries(days.order_by("id"))
    mine = Q(point=None, office_id__in=office) | Q(point_id__in=ids)
    periods = _periods(Q(office=None) | mine, first, last)
    return {
        point_id: OfficeCalendar(
            week[point_id], national, own, tuple(p for of, p in periods if of is None or of == point_id)
        )
        for point_id in ids
    }


def work_calendar(office: Office | int, first: date, last: date) -> OfficeCalendar:
    """The calendar of a whole office: a weekday counts when any of its points opens then. Four queries.

    Periods of a single point are left out: that of the office speaks for the house.
    """
    office_id = office.pk if isinstance(office, Office) else office
    weekly = {
        row.weekday: _hours(row) for row in OpeningHours.objects.filter(point__office_id=office_id).order_by("-id")
    }
    days = CalendarDay.objects.filter(Q(office=None) | Q(office_id=office_id), day__range=(first, last))
    national, own = _entries(days.order_by("id"))
    periods = _periods(Q(office=None) | Q(office_id=office_id, point=None), first, last)
    return OfficeCalendar(weekly, national, own, tuple(period for _, period in periods))


def _periods(wanted: Q, first: date, last: date) -> list[tuple[int | None, Period]]:
    """Periods that touch the days, with the point of those that are a single point's. Two queries; one when none."""
    inside = Q(starts_on__lte=last) & (Q(ends_on=None) | Q(ends_on__gt=first))
    rows = list(HoursPeriod.objects.filter(wanted & inside).order_by("starts_on", "id"))
    weeks: dict[int, dict[int, Hours]] = {row.pk: {} for row in rows}
    for hours in PeriodHours.objects.filter(period_id__in=list(weeks)) if rows else []:
        weeks[hours.period_id][hours.weekday] = _hours(hours)
    return [(row.point_id, _period(row, weeks[row.pk])) for row in rows]


def _period(row: HoursPeriod, week: dict[int, Hours]) -> Period:
    reach = Reach.POINT if row.point_id else Reach.OFFICE if row.office_id else Reach.NATION
    return Period(row.starts_on, row.ends_on, week, reach, row.name, row.decree, row.pk)


def _entries(rows: Iterable[CalendarDay]) -> tuple[dict[date, CalendarEntry], dict[date, CalendarEntry]]:
    national: dict[date, CalendarEntry] = {}
    own: dict[date, CalendarEntry] = {}
    for row in rows:
        hours = _hours(row) if row.opens and row.closes else None
        (own if row.office_id else national)[row.day] = CalendarEntry(DayKind(row.kind), row.name, hours)
    return national, own


def _hours(row: OpeningHours | PeriodHours | CalendarDay) -> Hours:
    assert row.opens is not None
    assert row.closes is not None
    return Hours(row.opens, row.closes, row.break_from, row.break_to)
