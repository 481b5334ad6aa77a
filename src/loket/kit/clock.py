"""The time. Interfaces ask once a request and pass `now` down; rooms never ask.

The demo's clock is the real one plus an offset that stands in one row, read by every process
(foundation.audit.demo_clock); config sets the source at start. Outside the demo there is no offset.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def real_now() -> datetime:
    """The machine's time, UTC."""
    return datetime.now(UTC)


_source: Callable[[], datetime] = real_now


def use_source(source: Callable[[], datetime]) -> None:
    """Sets where `now()` comes from. Called once, by loket.apps."""
    global _source  # noqa: PLW0603 (one clock a process)
    _source = source


def now() -> datetime:
    """The time of this installation, UTC. For interfaces only."""
    return _source()


def office_day(moment: datetime, timezone: str) -> date:
    """The calendar day of `moment` in an office's zone (R61)."""
    return moment.astimezone(ZoneInfo(timezone)).date()


def at_office(day: date, clock_time: time, timezone: str) -> datetime:
    """The UTC moment of a wall-clock time at an office (R61)."""
    return datetime.combine(day, clock_time, tzinfo=ZoneInfo(timezone)).astimezone(UTC)
