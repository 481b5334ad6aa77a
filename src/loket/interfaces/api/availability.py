"""GET /offices/{slug}/availability: what is free, by day and by hour. Only counts of free seats."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Annotated

from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from ninja import Query, Router, Schema
from pydantic import Field

from loket.foundation.offices.queries import services_of
from loket.interfaces.api.access import Call
from loket.interfaces.api.offices import Slug, bookable_office
from loket.interfaces.api.problems import Problem
from loket.planning.booking import queries
from loket.planning.booking.rules import LARGEST_PARTY

router = Router(tags=["availability"])
Party = Annotated[int, Field(ge=1, le=LARGEST_PARTY)]
ServiceCode = Annotated[str, Field(max_length=40, pattern=r"^[a-z0-9-]+$")]


class DayOut(Schema):
    """A day to a party of this size. `says`: free, full, not_open, past, suspended, closed."""

    day: date
    says: str
    free: int
    opens_at: datetime | None


class HourOut(Schema):
    """An hour to a party of this size; `slot` is what POST /bookings asks for."""

    slot: int
    starts_at: datetime
    ends_at: datetime
    says: str
    free: int
    opens_at: datetime | None


class MonthOut(Schema):
    """The days of a month at an office."""

    timezone: str
    days: list[DayOut]


class HoursOut(Schema):
    """The hours of a day at an office."""

    timezone: str
    hours: list[HourOut]


class Month(Schema):
    """Which month, what for, for how many."""

    service: ServiceCode
    month: Annotated[str, Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$", examples=["2022-02"])]
    party: Party = 1


class Day(Schema):
    """What for, for how many."""

    service: ServiceCode
    party: Party = 1


@router.get(
    "/{slug}/availability",
    response={200: MonthOut, 304: None, 404: Problem, 422: Problem},
    summary="Free seats of a month, by day",
)
def show_month(request: Call, slug: Slug, wanted: Query[Month]) -> HttpResponse:
    """Every day of a month; answers 304 to an If-None-Match that still holds."""
    timezone, point, service = _place(slug, wanted.service)
    year, month = (int(part) for part in wanted.month.split("-"))
    offers = queries.days_of_month(point, service, year, month, wanted.party, request.now)
    days = [DayOut(day=o.day, says=o.says, free=o.free, opens_at=o.opens_at) for o in offers]
    return _tagged(request, MonthOut(timezone=timezone, days=days))


@router.get(
    "/{slug}/availability/{day}",
    response={200: HoursOut, 304: None, 404: Problem, 422: Problem},
    summary="Free seats of a day, by hour",
)
def show_day(request: Call, slug: Slug, day: date, wanted: Query[Day]) -> HttpResponse:
    """The hours of a day; empty when nothing is planned. Answers 304 to an If-None-Match that still holds."""
    timezone, point, service = _place(slug, wanted.service)
    offers = queries.hours_of_day(point, service, day, wanted.party, request.now)
    hours = [
        HourOut(slot=o.slot_id, starts_at=o.starts_at, ends_at=o.ends_at, says=o.says, free=o.free, opens_at=o.opens_at)
        for o in offers
    ]
    return _tagged(request, HoursOut(timezone=timezone, hours=hours))


def _place(slug: str, service_code: str) -> tuple[str, int, int]:
    """Zone, point and service. Raises Http404 for an office without booking, or a service it doesn't know."""
    office, point = bookable_office(slug)
    if point is None:
        raise Http404
    service = next((s.id for s in services_of(point) if s.code == service_code), None)
    if service is None:
        raise Http404
    return office.timezone, point, service


def _tagged(request: Call, body: Schema) -> HttpResponse:
    text = body.model_dump_json().encode()
    etag = f'"{hashlib.sha256(text).hexdigest()[:32]}"'
    whole = HttpResponse(text, content_type="application/json; charset=utf-8")
    response = get_conditional_response(request, etag=etag, response=whole) or whole
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return response
