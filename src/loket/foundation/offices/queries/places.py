"""Lists of offices by region, text and distance; points; services with reasons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from django.db.models import Exists, OuterRef, QuerySet

from loket.foundation.offices.models import Offer, Office, Service, ServicePoint
from loket.foundation.offices.rules import distance_km


class Unavailable(StrEnum):
    """Why an office or a service can't be booked here (R11). Pages put it into words."""

    NOT_CONNECTED = "not_connected"
    NOT_OFFERED = "not_offered"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class OfficeCard:
    """An office in a list. `reason` empty: it can be booked. `distance_km` only when a place was given."""

    id: int
    slug: str
    code: str
    name: str
    region: str
    province: str
    address: str
    timezone: str
    latitude: float | None
    longitude: float | None
    reason: Unavailable | None
    distance_km: float | None = None


@dataclass(frozen=True, slots=True)
class PointCard:
    """A service point of an office."""

    id: int
    office_id: int
    name: str
    kind: str
    is_bookable: bool


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """A service at a point, or the reason why not (R11)."""

    id: int
    code: str
    kind: str
    nationality: str | None
    name_id: str
    name_en: str
    letter: str
    reason: Unavailable | None
    has_deadline: bool = False


def all_offices() -> list[OfficeCard]:
    """All offices by region and name; one query. Those without online booking carry the reason (R11)."""
    return [_office_card(office) for office in _offices().order_by("region__name", "name", "id")]


def find_offices(text: str) -> list[OfficeCard]:
    """Offices whose name, province or region holds every word of `text`, in the order of `all_offices`."""
    words = text.casefold().split()[:8]
    cards = ((card, f"{card.name} {card.province} {card.region} {card.address}".casefold()) for card in all_offices())
    return [card for card, said in cards if all(word in said for word in words)]


def nearest_offices(place: tuple[float, float], *, limit: int = 12) -> list[OfficeCard]:
    """The offices nearest to (latitude, longitude), with their distance; those without a known place are left out."""
    cards = [
        replace(card, distance_km=distance_km(place, (card.latitude, card.longitude)))
        for card in all_offices()
        if card.latitude is not None and card.longitude is not None
    ]
    return sorted(cards, key=lambda card: (card.distance_km or 0, card.id))[:limit]


def office_by_slug(slug: str) -> OfficeCard | None:
    """One office by its address on our pages."""
    office = _offices().filter(slug=slug).first()
    return _office_card(office) if office else None


def points_of(office_id: int) -> list[PointCard]:
    """The service points of an office, those that can be booked first."""
    points = ServicePoint.objects.filter(office_id=office_id).order_by("-is_bookable", "id")
    return [PointCard(p.pk, p.office_id, p.name, p.kind, p.is_bookable) for p in points]


def services_of(point_id: int) -> list[ServiceCard]:
    """All services in their order; what this point does not offer carries the reason (R11). Two queries."""
    offers = dict(Offer.objects.filter(point_id=point_id).values_list("service_id", "is_active"))
    return [_service_card(service, offers.get(service.pk)) for service in Service.objects.order_by("order", "id")]


def _offices() -> QuerySet[Office]:
    bookable = Offer.objects.filter(point__office=OuterRef("pk"), point__is_bookable=True, is_active=True)
    return Office.objects.select_related("region").annotate(is_bookable=Exists(bookable))


def _office_card(office: Office) -> OfficeCard:
    bookable: bool = office.is_bookable  # type: ignore[attr-defined]
    return OfficeCard(
        id=office.pk,
        slug=office.slug,
        code=office.code,
        name=office.name,
        region=office.region.name,
        province=office.province,
        address=office.address,
        timezone=office.timezone,
        latitude=office.latitude,
        longitude=office.longitude,
        reason=None if bookable else Unavailable.NOT_CONNECTED,
    )


def _service_card(service: Service, is_active: bool | None) -> ServiceCard:  # noqa: FBT001 (a column, not a flag)
    reason = {True: None, False: Unavailable.PAUSED, None: Unavailable.NOT_OFFERED}[is_active]
    return ServiceCard(
        id=service.pk,
        code=service.code,
        kind=service.kind,
        nationality=service.nationality,
        name_id=service.name_id,
        name_en=service.name_en,
        letter=service.letter,
        reason=reason,
        has_deadline=service.has_deadline,
    )
