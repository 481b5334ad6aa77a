"""When quota opens (R6): the moments of a release rule, and the days each opens. Pure: no clock, no database."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from loket.kit.clock import at_office, office_day
from loket.kit.errors import Refusal

#: Further ahead nobody opens: weeks, months, days.
MOST_AHEAD = {"weekly": 8, "monthly": 3, "daily": 90}
#: Missed releases are caught up so far back (a house that was switched off for a month).
CATCH_UP = timedelta(days=35)


class ReleaseKind(StrEnum):
    """How often a rule opens days: every week, at the last working day of a month, every day."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    DAILY = "daily"


class ReleaseRuleWrong(Refusal):
    """A rule without a weekday, or that opens further ahead than anybody plans, or not ahead at all."""

    code, status = "release_rule_wrong", 422
    sentence = "Aturan rilis ini tidak mungkin. Periksa hari, jam, dan berapa jauh ke depan kuota dibuka."


@dataclass(frozen=True, slots=True)
class Release:
    """A rule: `ahead` counts weeks, months or days by `kind`; `at` is wall-clock, `weekday` 0 is Monday."""

    kind: ReleaseKind
    at: time
    ahead: int
    weekday: int | None = None

    def check(self) -> None:
        """Raises ReleaseRuleWrong."""
        is_weekly = self.kind is ReleaseKind.WEEKLY
        has_weekday = self.weekday is not None and 0 <= self.weekday <= 6
        if is_weekly != has_weekday or not 1 <= self.ahead <= MOST_AHEAD[self.kind]:
            raise ReleaseRuleWrong


#: Whether the office works on a day; the last working day of a month asks it (R43).
Works = Callable[[date], bool]


def opens_on(rule: Release, day: date, works: Works) -> date:
    """The office's day on which the quota of `day` opens."""
    if rule.kind is ReleaseKind.DAILY:
        return day - timedelta(days=rule.ahead)
    if rule.kind is ReleaseKind.WEEKLY:
        monday = day - timedelta(days=day.weekday())
        return monday - timedelta(weeks=rule.ahead) + timedelta(days=rule.weekday or 0)
    return last_working_day(_month(day, -rule.ahead), works)


def opens_at(rule: Release, day: date, timezone: str, works: Works) -> datetime:
    """The moment at which the quota of `day` opens, UTC: wall-clock time at the office (R61)."""
    return at_office(opens_on(rule, day, works), rule.at, timezone)


def days_opened(rule: Release, on: date) -> tuple[date, date]:
    """First and last day that the release on the office's day `on` opens."""
    if rule.kind is ReleaseKind.DAILY:
        day = on + timedelta(days=rule.ahead)
        return day, day
    if rule.kind is ReleaseKind.WEEKLY:
        monday = on - timedelta(days=on.weekday()) + timedelta(weeks=rule.ahead)
        return monday, monday + timedelta(days=6)
    first = _month(on, rule.ahead)
    return first, _last_of(first)


def releases_between(
    rule: Release, after: datetime, until: datetime, timezone: str, works: Works
) -> Iterator[tuple[datetime, date]]:
    """Moments of the rule in (after, until], oldest first, each with its office's day; at most 35 days back."""
    since = max(after, until - CATCH_UP)
    day, last = office_day(since, timezone), office_day(until, timezone)
    while day <= last:
        moment = at_office(day, rule.at, timezone)
        if is_release_day(rule, day, works) and since < moment <= until:
            yield moment, day
        day += timedelta(days=1)


def is_release_day(rule: Release, day: date, works: Works) -> bool:
    """Whether something opens on this day."""
    if rule.kind is ReleaseKind.WEEKLY:
        return day.weekday() == rule.weekday
    return rule.kind is ReleaseKind.DAILY or day == last_working_day(day.replace(day=1), works)


def last_working_day(month: date, works: Works) -> date:
    """The last day of the month on which the office works; its last day when it works on none."""
    last = _last_of(month)
    days = (last - timedelta(days=n) for n in range(last.day))
    return next((day for day in days if works(day)), last)


def _month(day: date, by: int) -> date:
    index = day.year * 12 + day.month - 1 + by
    return date(index // 12, index % 12 + 1, 1)


def _last_of(month: date) -> date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])
