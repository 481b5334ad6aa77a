"""GET /offices, /offices/{slug}: where immigration offices are and what they serve."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from loket.foundation.offices import queries
from loket.foundation.offices.queries import OfficeCard, ServiceCard
from loket.interfaces.api.problems import Problem

router = Router(tags=["offices"])
Slug = Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9-]+$")]


class OfficeOut(Schema):
    """An office. `unavailable` says why it can't be booked online, null when it can."""

    slug: str
    code: str
    name: str
    region: str
    province: str
    address: str
    timezone: str
    latitude: float | None
    longitude: float | None
    distance_km: float | None
    unavailable: str | None


class ServiceOut(Schema):
    """A service of an office. `unavailable` says why it can't be booked there, null when it can."""

    code: str
    kind: str
    nationality: str | None
    name_id: str
    name_en: str
    unavailable: str | None


class OfficePageOut(OfficeOut):
    """One office with its services."""

    services: list[ServiceOut]


class Wanted(Schema):
    """Words to look for, or a place to be near to; both coordinates or none."""

    q: Annotated[str, Field(max_length=100)] = ""
    latitude: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 500


@router.get("", response={200: list[OfficeOut], 422: Problem}, summary="Offices, by words or by distance")
def list_offices(request: HttpRequest, wanted: Query[Wanted]) -> list[OfficeOut]:
    """All offices by region and name; those that hold every word of `q`; or those nearest to a place."""
    if wanted.latitude is not None and wanted.longitude is not None:
        found = queries.nearest_offices((wanted.latitude, wanted.longitude), limit=wanted.limit)
    elif wanted.q.strip():
        found = queries.find_offices(wanted.q)
    else:
        found = queries.all_offices()
    return [OfficeOut(**_office(card)) for card in found[: wanted.limit]]


@router.get("/{slug}", response={200: OfficePageOut, 404: Problem, 422: Problem}, summary="One office")
def show_office(request: HttpRequest, slug: Slug) -> OfficePageOut:
    """One office with all services, those not served there with the reason."""
    office, point_id = bookable_office(slug)
    services = queries.services_of(point_id) if point_id else []
    return OfficePageOut(**_office(office), services=[ServiceOut(**_service(card)) for card in services])


def bookable_office(slug: str) -> tuple[OfficeCard, int | None]:
    """An office and the point that takes its bookings, None without one. Raises Http404."""
    office = queries.office_by_slug(slug)
    if office is None:
        raise Http404
    point = next((p.id for p in queries.points_of(office.id) if p.is_bookable), None)
    return office, point


def _office(card: OfficeCard) -> dict[str, Any]:
    return {
        "slug": card.slug,
        "code": card.code,
        "name": card.name,
        "region": card.region,
        "province": card.province,
        "address": card.address,
        "timezone": card.timezone,
        "latitude": card.latitude,
        "longitude": card.longitude,
        "distance_km": None if card.distance_km is None else round(card.distance_km, 1),
        "unavailable": card.reason,
    }


def _service(card: ServiceCard) -> dict[str, Any]:
    return {
        "code": card.code,
        "kind": card.kind,
        "nationality": card.nationality,
        "name_id": card.name_id,
        "name_en": card.name_en,
        "unavailable": card.reason,
    }
