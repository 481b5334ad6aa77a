"""/offices/{slug}/quota and /today: figures of an office for its own programs; counts only."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Router, Schema

from loket.foundation.integrations.rules import Scope
from loket.interfaces.api.access import ProgramCall, TokenOf, office_of
from loket.interfaces.api.offices import Slug
from loket.interfaces.api.problems import Problem
from loket.kit.clock import office_day
from loket.oversight.office_day import queries

router = Router(tags=["programs"])
FAILED: dict[int, Any] = {401: Problem, 403: Problem, 404: Problem, 422: Problem, 429: Problem}


class QuotaOut(Schema):
    """Seats of one day over all services. `returned`: given back, not on sale again yet."""

    day: date
    quota: int
    taken: int
    returned: int
    free: int
    is_closed: bool
    opens_at: datetime | None


class RefusedOut(Schema):
    """How many were refused at the door for one reason."""

    reason: str
    count: int


class TodayOut(Schema):
    """An office's day so far, in persons."""

    day: date
    timezone: str
    expected: int
    arrived: int
    waiting: int
    longest_wait_minutes: int
    counters_open: int
    counters: int
    refused: list[RefusedOut]


@router.get(
    "/{slug}/quota",
    auth=TokenOf(Scope.AVAILABILITY_READ),
    response={200: list[QuotaOut]} | FAILED,
    summary="Quota of the next ten days with slots",
)
def show_quota(request: ProgramCall, slug: Slug) -> list[QuotaOut]:
    """What is planned, taken and free, today first."""
    office = office_of(request, slug)
    days = queries.quota_ahead(office.id, office.timezone, request.now)
    return [
        QuotaOut(
            day=d.day, quota=d.quota, taken=d.taken, returned=d.returned, free=d.free, is_closed=d.is_closed,
            opens_at=d.opens_at,
        )
        for d in days
    ]  # fmt: skip


@router.get(
    "/{slug}/today",
    auth=TokenOf(Scope.STATISTICS_READ),
    response={200: TodayOut} | FAILED,
    summary="The figures of today",
)
def show_today(request: ProgramCall, slug: Slug) -> TodayOut:
    """Expected, arrived, waiting, refused: what the head sees, without any person."""
    office, now = office_of(request, slug), request.now
    refusals = queries.refusals_of(office.id, office.timezone, now)
    figures = queries.figures_of(office.id, office.timezone, now, refused=sum(each.count for each in refusals))
    return TodayOut(
        day=office_day(now, office.timezone),
        timezone=office.timezone,
        expected=figures.expected,
        arrived=figures.arrived,
        waiting=figures.waiting,
        longest_wait_minutes=figures.longest_wait_minutes(now),
        counters_open=figures.counters_open,
        counters=figures.counters,
        refused=[RefusedOut(reason=each.reason, count=each.count) for each in refusals],
    )
