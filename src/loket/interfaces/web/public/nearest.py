"""An honest "full": why a day or a service can't be had, and what is nearest (MISSION 3, R6, R9, R11, R12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from loket.foundation.offices.queries import OfficeCard
from loket.interfaces.web.public.days import HourCell, MonthPage, Wish
from loket.interfaces.web.public.words import HERE, WHOLE_DAY, Words
from loket.interfaces.web.words import spoken
from loket.kit.clock import office_day
from loket.planning.booking import queries, rules


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Why nothing is free on a day, and where something is: `here` the next free day, `offices` with seats that day."""

    day: date
    why: Words
    here: date | None
    offices: list[queries.OfficeWithSeats]


def stopped(here: queries.ServiceHere) -> Words:
    """What stops the whole service at this office, in words; empty: nothing does."""
    if here.says is rules.DaySays.SUSPENDED:
        return spoken(here.notice_id, here.notice_en)
    return HERE[here.says] if here.says else ""


def elsewhere(
    wish: Wish, office: OfficeCard, page: MonthPage, day: date | None, hours: list[HourCell], now: datetime
) -> Elsewhere | None:
    """What to offer where the chosen day, or else the month, has nothing; None where it has. Three queries."""
    if any(hour.left for hour in hours) or (day is None and page.has_seats):
        return None
    asked = day or _first_told(page, wish.today)
    said = next((cell.long for week in page.weeks for cell in week if cell and cell.date == asked), "")
    nothing = "" if day is None else said or WHOLE_DAY
    free = queries.next_free(wish.point_id, [wish.service_id], now, 1, wish.party)
    here = office_day(free[0].starts_at, wish.timezone) if free else None
    if here and wish.not_before and here < wish.not_before:
        here = None
    is_bound = wish.not_before is not None  # a document waits at one office only
    offices = [] if is_bound else queries.nearest_with_seats(office.id, wish.service_id, asked, wish.party, now)
    return Elsewhere(asked, nothing, here, offices)


def _first_told(page: MonthPage, today: date) -> date:
    """The first day of the month with an explanation: people ask for the soonest."""
    told = (cell.date for week in page.weeks for cell in week if cell and cell.is_told)
    return next(told, today)
