"""What is asked of day lists: what bringing one in would do, what was brought in, whose application a number is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from loket.foundation.offices.models import Offer, Service, ServicePoint
from loket.foundation.offices.queries import calendar_of
from loket.kit.clock import at_office
from loket.planning.booking.hours import slot_hours
from loket.planning.booking.rules import GONE
from loket.planning.daylists.models import DayList, ListedVisit
from loket.planning.daylists.rules import Listed, ListState, RowSays, Source
from loket.planning.daylists.sealing import index_of_reference, open_rows

MOST_LISTS = 30


@dataclass(frozen=True, slots=True)
class Judged:
    """One row with what would happen to it. `booking_id` where this application was brought in before."""

    listed: Listed
    says: RowSays
    service_id: int | None
    starts_at: datetime
    ends_at: datetime
    booking_id: UUID | None


@dataclass(frozen=True, slots=True)
class Preview:
    """A list that was read, judged row by row as of now."""

    id: UUID
    point_id: int
    office_id: int
    source: Source
    state: ListState
    rows: Sequence[Judged]
    counts: Mapping[str, int]
    faults: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class ListCard:
    """A list in the history of a point: numbers only."""

    id: UUID
    source: Source
    state: ListState
    read_at: datetime
    brought_in_at: datetime | None
    counts: Mapping[str, int]


def services_here(point_id: int) -> list[Service]:
    """The services that a point offers, in their order; one query."""
    offers = Offer.objects.filter(point_id=point_id, is_active=True).select_related("service")
    return [offer.service for offer in offers.order_by("service__order", "service_id")]


def preview(list_id: UUID, now: datetime) -> Preview | None:
    """A list as it stands, None when there is none; what it would do is worked out anew each time."""
    found = DayList.objects.filter(pk=list_id).select_related("point").first()
    if found is None:
        return None
    sealed = found.rows_sealed
    rows = judge(found.point_id, found.source, open_rows(bytes(sealed), list_id=found.pk), now) if sealed else []
    counts = dict(found.counts) | Counter(row.says.value for row in rows)
    return Preview(
        found.pk, found.point_id, found.point.office_id, Source(found.source), ListState(found.state), rows, counts,
        [(line, code) for line, code in found.faults],
    )  # fmt: skip


def lists_of(point_ids: Sequence[int]) -> list[ListCard]:
    """The newest lists of these points; one query."""
    rows = DayList.objects.filter(point_id__in=point_ids).order_by("-read_at", "id")[:MOST_LISTS]
    return [
        ListCard(row.pk, Source(row.source), ListState(row.state), row.read_at, row.brought_in_at, row.counts)
        for row in rows
    ]


def booking_of_reference(reference: str, *, point_id: int) -> UUID | None:
    """The booking that an application's number (rules.reference_of) became at this point; for the gate."""
    indexes = [index_of_reference(source, reference) for source in Source]
    found = ListedVisit.objects.filter(point_id=point_id, reference_index__in=indexes)
    booking: UUID | None = found.order_by("-id").values_list("booking_id", flat=True).first()
    return booking


def judge(point_id: int, source: str, rows: Sequence[Listed], now: datetime) -> list[Judged]:
    """What each row would do now. Five queries, however many rows."""
    here = _Here(
        services={service.code: service for service in services_here(point_id)},
        hours=_hours_of(point_id, sorted({row.day for row in rows})),
        zone=ServicePoint.objects.values_list("office__timezone", flat=True).get(pk=point_id),
        known=_known(point_id, source, rows),
    )
    return [_judged(row, here, now) for row in rows]


@dataclass(frozen=True, slots=True)
class _Here:
    """What rows are judged by: services by code, slot hours by day, bookings and hours by application."""

    services: Mapping[str, Service]
    hours: Mapping[date, Sequence[tuple[time, time]]]
    zone: str
    known: Mapping[str, tuple[UUID, datetime]]


def _hours_of(point_id: int, days: Sequence[date]) -> dict[date, list[tuple[time, time]]]:
    if not days:
        return {}
    calendar = calendar_of(point_id, days[0], days[-1])
    return {day: slot_hours(hours) if (hours := calendar.hours_on(day)) else [] for day in days}


def _known(point_id: int, source: str, rows: Sequence[Listed]) -> dict[str, tuple[UUID, datetime]]:
    """Applications that were brought in and still stand: booking and hour."""
    by_index = {index_of_reference(source, row.reference): row.reference for row in rows}
    visits = ListedVisit.objects.filter(point_id=point_id, source=source, reference_index__in=list(by_index))
    standing = visits.exclude(booking__state__in=GONE)
    return {
        by_index[bytes(index)]: (booking, starts_at)
        for index, booking, starts_at in standing.values_list(
            "reference_index", "booking_id", "booking__slot__starts_at"
        )
    }


def _judged(row: Listed, here: _Here, now: datetime) -> Judged:
    service = here.services.get(row.service)
    slot = next((hour for hour in here.hours[row.day] if hour[0] <= row.hour < hour[1]), None)
    starts, ends = slot or (row.hour, row.hour)
    starts_at, ends_at = (at_office(row.day, hour, here.zone) for hour in (starts, ends))
    booking_id, standing_at = here.known.get(row.reference, (None, None))
    if standing_at == starts_at:
        says = RowSays.KNOWN
    elif slot is None or service is None:
        says = RowSays.CLOSED
    elif service.nationality not in (None, row.identity.nationality):
        says = RowSays.MISFIT
    elif starts_at <= now:
        says = RowSays.PAST
    else:
        says = RowSays.MOVED if booking_id else RowSays.NEW
    return Judged(row, says, service.pk if service else None, starts_at, ends_at, booking_id)
