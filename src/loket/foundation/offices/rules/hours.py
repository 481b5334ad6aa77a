"""When a point serves: weeks, dated periods, days that differ, breaks, and service time that skips them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import IntEnum

from loket.foundation.offices.rules.words import DayKind, HoursSource, OpeningState


class Reach(IntEnum):
    """For whom a period holds; the narrower one wins."""

    NATION = 0
    OFFICE = 1
    POINT = 2


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours of one day, wall-clock; a break or none."""

    opens: time
    closes: time
    break_from: time | None = None
    break_to: time | None = None

    def holds(self, moment: time) -> bool:
        """Whether service runs at this wall-clock time (R14)."""
        return self.opens <= moment < self.closes and not self.pauses(moment)

    def pauses(self, moment: time) -> bool:
        """Whether this wall-clock time lies in the break."""
        return bool(self.break_from and self.break_to and self.break_from <= moment < self.break_to)

    @property
    def stretches(self) -> list[tuple[time, time]]:
        """The times of service in order: one, or one before and one after the break."""
        if self.break_from and self.break_to:
            return [(self.opens, self.break_from), (self.break_to, self.closes)]
        return [(self.opens, self.closes)]


@dataclass(frozen=True, slots=True)
class Period:
    """Weekly hours of their own from a day on (R14): Ramadan until `ends_on`, or a new week until a later one begins.

    `ends_on` is the first day after the period. A weekday that `week` lacks is closed.
    """

    starts_on: date
    ends_on: date | None
    week: Mapping[int, Hours]
    reach: Reach
    name: str = ""
    decree: str = ""
    id: int = 0

    def covers(self, day: date) -> bool:
        """Whether the period holds on `day`."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True, slots=True)
class DayHours:
    """The hours of a day, None when closed, and what decided them."""

    hours: Hours | None
    source: HoursSource


@dataclass(frozen=True, slots=True)
class Opening:
    """What a door says at one moment. `until`: when the break ends, the office opens, or it closes; None: not today."""

    state: OpeningState
    until: time | None = None


def period_on(day: date, periods: Iterable[Period]) -> Period | None:
    """The period that holds on `day`: one with an end before one without, the narrower reach, the later start."""
    running = [period for period in periods if period.covers(day)]
    return max(running, key=lambda p: (p.ends_on is not None, p.reach, p.starts_on), default=None)


def week_on(
    day: date, weekly: Mapping[int, Hours], periods: Iterable[Period]
) -> tuple[Mapping[int, Hours], HoursSource]:
    """The weekly hours that hold on `day`. A period of the nation or the office opens no point without a week."""
    period = period_on(day, periods)
    if period is None or (not weekly and period.reach < Reach.POINT):
        return weekly, HoursSource.WEEK
    return period.week, HoursSource.PERIOD if period.ends_on else HoursSource.WEEK


def decide_hours(
    day: date,
    weekly: Mapping[int, Hours],
    national: DayKind | None,
    own: tuple[DayKind, Hours | None] | None,
    periods: Iterable[Period] = (),
) -> DayHours:
    """Hours of `day`: the office's own entry, else the nation's holiday, else the period, else the week (R13, R14)."""
    week, source = week_on(day, weekly, periods)
    if own is not None:
        kind, hours = own
        usual = week.get(day.weekday()) or week.get(0)
        return DayHours(None if kind is DayKind.CLOSED else hours or usual, HoursSource.OWN_DAY)
    if national is DayKind.CLOSED:
        return DayHours(None, HoursSource.NATION_DAY)
    return DayHours(week.get(day.weekday()), source)


def hours_on(
    day: date,
    weekly: Mapping[int, Hours],
    national: DayKind | None,
    own: tuple[DayKind, Hours | None] | None,
    periods: Iterable[Period] = (),
) -> Hours | None:
    """Hours of `day`, None when closed (`decide_hours`)."""
    return decide_hours(day, weekly, national, own, periods).hours


def lies_in_service(hours: Hours | None, starts: time, ends: time) -> bool:
    """Whether service runs from `starts` to `ends` without a break between; never on a closed day (R14)."""
    return hours is not None and any(opens <= starts and ends <= closes for opens, closes in hours.stretches)


def opening_at(hours: Hours | None, moment: time) -> Opening:
    """What the door says at this wall-clock time."""
    if hours is None:
        return Opening(OpeningState.CLOSED)
    if moment < hours.opens:
        return Opening(OpeningState.BEFORE, hours.opens)
    if moment >= hours.closes:
        return Opening(OpeningState.AFTER)
    if hours.pauses(moment):
        return Opening(OpeningState.BREAK, hours.break_to)
    return Opening(OpeningState.OPEN, hours.closes)


def after_service(hours: Hours | None, moment: time, minutes: int) -> time | None:
    """The wall-clock time when `minutes` of service will have run since `moment`; None when the day ends first.

    Breaks and the time before opening do not count.
    """
    left = minutes
    for opens, closes in hours.stretches if hours else []:
        start = max(_minute(opens), _minute(moment))
        served = _minute(closes) - start
        if served > left or (served == left and served > 0):
            return time(*divmod(start + left, 60))
        left -= max(served, 0)
    return None


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute
