"""The hours of a day as slots (R14). Pure: no clock, no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

from loket.foundation.offices.rules import Hours, lies_in_service
from loket.kit.formats import in_zone

#: A slot shorter than this beside a break is not opened.
SHORTEST = timedelta(minutes=30)


def slot_hours(hours: Hours) -> list[tuple[time, time]]:
    """The hours of a day as slots (R14): an hour each, none across the break or past closing or under half an hour."""
    return [slot for opens, closes in hours.stretches for slot in _split(opens, closes)]


def runs(hours: Hours | None, starts_at: datetime, ends_at: datetime, timezone: str) -> bool:
    """Whether a slot lies inside the hours of its day and not across the break; never on a closed day (R13, R14)."""
    return lies_in_service(hours, in_zone(starts_at, timezone).time(), in_zone(ends_at, timezone).time())


def _split(opens: time, closes: time) -> Iterable[tuple[time, time]]:
    any_day = date(2000, 1, 1)
    start, end = datetime.combine(any_day, opens), datetime.combine(any_day, closes)
    while end - start >= SHORTEST:
        stop = min(start + timedelta(hours=1), end)
        yield start.time(), stop.time()
        start = stop


def quota_of(per_hour: int | Mapping[int, int], starts: time, ends: time) -> int:
    """Seats of one slot: as listed for its hour, or `per_hour` in proportion to its length, rounded down."""
    if not isinstance(per_hour, int):
        return per_hour.get(starts.hour, 0)
    minutes = (ends.hour - starts.hour) * 60 + ends.minute - starts.minute
    return per_hour * minutes // 60
