"""Situations of offices: a furnished immigration office, its hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from loket.foundation.offices.models import (
    CalendarDay,
    Counter,
    Floor,
    Offer,
    Office,
    OpeningHours,
    Region,
    Service,
    ServicePoint,
    Step,
    Zone,
)
from loket.foundation.offices.rules import DayKind, Nationality, PointKind, ServiceKind, Stage, ZoneColour

#: Friday 4 February 2022, 08.00 WIB: a working day at an open office. Tests that need no other time use it.
MORNING = datetime.fromisoformat("2022-02-04T08:00+07:00")


@dataclass(frozen=True)
class Furnished:
    """An office with all that a visit needs. `services`: passport, stay_permit, collection; `zones` by colour."""

    office: Office
    point: ServicePoint
    zones: dict[ZoneColour, Zone]
    counters: dict[int, Counter]
    services: dict[ServiceKind, Service]
    offers: dict[ServiceKind, Offer]

    @property
    def passport(self) -> Service:
        """The service for citizens that most tests book."""
        return self.services[ServiceKind.PASSPORT]


_SERVICES = {
    ServiceKind.PASSPORT: ("paspor", Nationality.WNI, "Paspor", "Passport", "A"),
    ServiceKind.STAY_PERMIT: ("izin-tinggal", Nationality.WNA, "Izin tinggal", "Stay permit", "B"),
    ServiceKind.COLLECTION: ("pengambilan", None, "Pengambilan dokumen", "Document collection", "C"),
}
_ZONES = {
    ZoneColour.WNI: (2, "WNI", "Citizens"),
    ZoneColour.PRIORITY: (2, "Prioritas", "Priority"),
    ZoneColour.NEUTRAL: (2, "Pengambilan", "Collection"),
    ZoneColour.WNA: (3, "WNA", "Foreigners"),
}
_COUNTERS = {
    1: (ZoneColour.WNI, (Stage.DOCUMENTS,)),
    2: (ZoneColour.WNI, (Stage.DOCUMENTS, Stage.BIOMETRICS, Stage.INTERVIEW)),
    3: (ZoneColour.WNI, (Stage.BIOMETRICS, Stage.INTERVIEW)),
    4: (ZoneColour.PRIORITY, (Stage.DOCUMENTS, Stage.BIOMETRICS, Stage.INTERVIEW)),
    5: (ZoneColour.NEUTRAL, (Stage.HANDOVER,)),
    6: (ZoneColour.WNA, (Stage.DOCUMENTS, Stage.BIOMETRICS)),
}
_JOURNEYS = {
    ServiceKind.PASSPORT: (ZoneColour.WNI, (Stage.DOCUMENTS, Stage.BIOMETRICS)),
    ServiceKind.STAY_PERMIT: (ZoneColour.WNA, (Stage.DOCUMENTS, Stage.BIOMETRICS)),
    ServiceKind.COLLECTION: (ZoneColour.NEUTRAL, (Stage.HANDOVER,)),
}


def furnished_office(
    code: str = "JKS",
    *,
    name: str = "Jakarta Selatan",
    timezone: str = "Asia/Jakarta",
    at: tuple[float, float] | None = (-6.2607, 106.8106),
) -> Furnished:
    """An open office: point, floors 2 and 3, four zones, six counters, three services with journeys, weekday hours."""
    office = bare_office(code, name=name, timezone=timezone, at=at)
    point = ServicePoint.objects.create(office=office, name=f"Kanim {name}", kind=PointKind.KANIM, is_bookable=True)
    floors = {number: Floor.objects.create(point=point, number=number) for number in (2, 3)}
    zones = {
        colour: Zone.objects.create(floor=floors[floor], name_id=name_id, name_en=name_en, colour=colour)
        for colour, (floor, name_id, name_en) in _ZONES.items()
    }
    counters = {
        number: Counter.objects.create(zone=zones[colour], point=point, number=number, stages=list(stages))
        for number, (colour, stages) in _COUNTERS.items()
    }
    services = {kind: a_service(kind) for kind in _SERVICES}
    offers = {kind: _offer(point, services[kind], zones) for kind in services}
    weekday_hours(point)
    return Furnished(office, point, zones, counters, services, offers)


def bare_office(
    code: str = "JKS",
    *,
    name: str = "Jakarta Selatan",
    timezone: str = "Asia/Jakarta",
    at: tuple[float, float] | None = None,
) -> Office:
    """An office without service points: it stands in lists and can't be booked."""
    region, _ = Region.objects.get_or_create(name="DKI Jakarta")
    return Office.objects.create(
        code=code,
        slug=name.lower().replace(" ", "-"),
        name=name,
        region=region,
        office_class="Kelas I Khusus",
        province="DKI Jakarta",
        regency_code="31.74",
        latitude=at[0] if at else None,
        longitude=at[1] if at else None,
        timezone=timezone,
    )


def a_service(kind: ServiceKind = ServiceKind.PASSPORT) -> Service:
    """The one service of this kind that tests share between offices."""
    code, nationality, name_id, name_en, letter = _SERVICES[kind]
    service, _ = Service.objects.get_or_create(
        code=code,
        defaults={
            "kind": kind,
            "nationality": nationality,
            "name_id": name_id,
            "name_en": name_en,
            "letter": letter,
            "order": list(_SERVICES).index(kind),
        },
    )
    return service


def weekday_hours(point: ServicePoint) -> None:
    """Monday to Friday 08.00-16.00; breaks 12.00-13.00, on Fridays 11.30-13.00."""
    for weekday in range(5):
        OpeningHours.objects.create(
            point=point,
            weekday=weekday,
            opens=time(8),
            closes=time(16),
            break_from=time(11, 30) if weekday == 4 else time(12),
            break_to=time(13),
        )


def closed_day(day: date, *, office: Office | None = None, name: str = "Libur nasional") -> CalendarDay:
    """A day on which an office, or every office, is closed (R13)."""
    return CalendarDay.objects.create(day=day, office=office, kind=DayKind.CLOSED, name=name)


def _offer(point: ServicePoint, service: Service, zones: dict[ZoneColour, Zone]) -> Offer:
    colour, stages = _JOURNEYS[ServiceKind(service.kind)]
    offer = Offer.objects.create(point=point, service=service)
    priority = zones[ZoneColour.PRIORITY] if colour is ZoneColour.WNI else None
    for order, stage in enumerate(stages, start=1):
        Step.objects.create(
            offer=offer, order=order, stage=stage, zone=zones[colour], priority_zone=priority, minutes=10
        )
    return offer
