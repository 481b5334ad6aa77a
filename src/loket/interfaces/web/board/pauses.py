"""When a board says that nobody is called: in the break, and when the day is done. It changes with the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from loket.foundation.offices.queries import calendar_of
from loket.foundation.offices.rules import Opening, OpeningState
from loket.interfaces.web.opening import opening_words
from loket.kit.clock import at_office, office_day


@dataclass(frozen=True, slots=True)
class Pause:
    """What to say from one moment until another; `is_now` when the page is made."""

    starts_at: datetime
    ends_at: datetime
    says: str
    is_now: bool


def pauses_of(point_id: int, timezone: str, now: datetime) -> list[Pause]:
    """The break and the closing of today; a closed day as a whole. Four queries at most."""
    today = office_day(now, timezone)
    hours = calendar_of(point_id, today, today).hours_on(today)
    if hours is None:
        return [_pause(today, time(), None, Opening(OpeningState.CLOSED), timezone, now)]
    closing = _pause(today, hours.closes, None, Opening(OpeningState.AFTER), timezone, now)
    if hours.break_from is None or hours.break_to is None:
        return [closing]
    rest = Opening(OpeningState.BREAK, hours.break_to)
    return [_pause(today, hours.break_from, hours.break_to, rest, timezone, now), closing]


def _pause(day: date, starts: time, ends: time | None, said: Opening, timezone: str, now: datetime) -> Pause:
    starts_at = at_office(day, starts, timezone)
    ends_at = at_office(day, ends, timezone) if ends else at_office(day + timedelta(days=1), time(), timezone)
    return Pause(starts_at, ends_at, opening_words(said, timezone, now), starts_at <= now < ends_at)
