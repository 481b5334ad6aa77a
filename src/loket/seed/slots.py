"""Slots of the demo: sessions of an hour by the opening hours, the day's quota spread over them, the weekly release."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from loket.foundation.offices.rules import Hours
from loket.kit.clock import at_office

RELEASE = time(14)
#: Friday 14.00 opens the week after the next: on 4 February that of the 14th (R6, horizon of the demo).
RELEASE_BEFORE_MONDAY = timedelta(days=10)
SHORTEST = timedelta(minutes=30)

Session = tuple[time, time]


def sessions_of(hours: Hours) -> list[Session]:
    """Starts and ends of a day's sessions: full hours, cut by the break; shorter than half an hour is none (R14)."""
    stretches = [(hours.opens, hours.closes)]
    if hours.break_from and hours.break_to:
        stretches = [(hours.opens, hours.break_from), (hours.break_to, hours.closes)]
    found = []
    for opens, closes in stretches:
        start, end = _on_clock(opens), _on_clock(closes)
        while end - start >= SHORTEST:
            stop = min(start.replace(minute=0) + timedelta(hours=1), end)
            found.append((start.time(), stop.time()))
            start = stop
    return found


def capped(base: int, percent: int) -> int:
    """A day's quota under a cap of `percent`, rounded down (R7): 50 % of 75 is 37."""
    return base * percent // 100


def spread(quota: int, sessions: Iterable[Session]) -> list[int]:
    """The day's quota over its sessions by their length; the sum is the quota, what is left goes to the first."""
    minutes = [int((_on_clock(end) - _on_clock(start)).total_seconds()) // 60 for start, end in sessions]
    total = sum(minutes)
    shares = [quota * length // total for length in minutes] if total else []
    for i in sorted(range(len(shares)), key=lambda i: (-(quota * minutes[i] % total), i))[: quota - sum(shares)]:
        shares[i] += 1
    return shares


def released_at(day: date, timezone: str) -> datetime:
    """When the seats of `day` open: Friday 14.00 at the office, ten days before that week's Monday (R6)."""
    monday = day - timedelta(days=day.weekday())
    return at_office(monday - RELEASE_BEFORE_MONDAY, RELEASE, timezone)


def _on_clock(moment: time) -> datetime:
    return datetime.combine(date.min, moment)
