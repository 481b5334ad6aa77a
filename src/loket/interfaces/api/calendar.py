"""GET /offices/{slug}/calendar: when an office is open, by day of a month."""

from __future__ import annotations

import calendar
from datetime import date, time
from typing import Annotated

from ninja import Query, Router, Schema
from pydantic import Field

from loket.foundation.offices.queries import work_calendar
from loket.interfaces.api.access import Call
from loket.interfaces.api.offices import Slug, bookable_office
from loket.interfaces.api.problems import Problem

router = Router(tags=["offices"])


class OpenOut(Schema):
    """A day of an office; no hours when it is closed. `name` of a day that differs, as its decree names it."""

    day: date
    opens: time | None
    closes: time | None
    break_from: time | None
    break_to: time | None
    name: str


class CalendarOut(Schema):
    """A month of an office, in its own zone."""

    timezone: str
    days: list[OpenOut]


class Wanted(Schema):
    """Which month."""

    month: Annotated[str, Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$", examples=["2022-02"])]


@router.get(
    "/{slug}/calendar",
    response={200: CalendarOut, 404: Problem, 422: Problem},
    summary="Opening hours of a month, by day",
)
def show_calendar(request: Call, slug: Slug, wanted: Query[Wanted]) -> CalendarOut:
    """Hours of each day, weekends and decreed days included."""
    office, _ = bookable_office(slug)
    year, month = (int(part) for part in wanted.month.split("-"))
    first = date(year, month, 1)
    last = first.replace(day=calendar.monthrange(year, month)[1])
    known = work_calendar(office.id, first, last)
    days = []
    for day in (first.replace(day=n) for n in range(1, last.day + 1)):
        hours = known.hours_on(day)
        days.append(
            OpenOut(
                day=day,
                opens=hours.opens if hours else None,
                closes=hours.closes if hours else None,
                break_from=hours.break_from if hours else None,
                break_to=hours.break_to if hours else None,
                name=known.name_of(day),
            )
        )
    return CalendarOut(timezone=office.timezone, days=days)
