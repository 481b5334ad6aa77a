"""When somebody who waits may be called, in words: breaks count, and nothing is promised past closing."""

from __future__ import annotations

from datetime import datetime, time

from django.utils.translation import gettext

from loket.foundation.offices.queries import calendar_of
from loket.foundation.offices.rules import Hours, OpeningState, after_service, opening_at
from loket.interfaces.web.opening import opening_words
from loket.kit.formats import clock_time, in_zone, zone_label
from loket.planning.booking.queries import BookingCard
from loket.visits.queueing.queries import Position, position_of_booking

#: An estimate is told in steps of so many minutes: it is no appointment.
STEP = 5


def positions_now(card: BookingCard, now: datetime) -> list[tuple[Position, str]]:
    """The persons of a booking in the queue today, each with what can be said of the call; one to five queries."""
    positions = position_of_booking(card.id, now)
    if not any(position.ahead is not None for position in positions):
        return [(position, "") for position in positions]
    here = in_zone(now, card.timezone)
    hours = calendar_of(card.point_id, here.date(), here.date()).hours_on(here.date())
    said = opening_at(hours, here.time())
    pause = opening_words(said, card.timezone, now) if said.state is OpeningState.BREAK else ""
    return [(p, f"{pause} {_call(p, hours, here, card.timezone)}".strip()) for p in positions]


def _call(position: Position, hours: Hours | None, here: datetime, timezone: str) -> str:
    wait = position.wait_minutes
    if not wait or hours is None:  # next in turn, or nobody can say
        return ""
    called = after_service(hours, here.time(), wait)
    if called is None:
        return gettext("Antrean mungkin melewati jam tutup. Tanyakan kepada petugas.")
    told = f"{clock_time(_rounded(called))} {zone_label(timezone, here)}"
    return gettext("Perkiraan dipanggil sekitar %(time)s.") % {"time": told}


def _rounded(moment: time) -> time:
    """Up to the next step, never past midnight."""
    minutes = min(-(-(moment.hour * 60 + moment.minute) // STEP) * STEP, 24 * 60 - 1)
    return time(*divmod(minutes, 60))
