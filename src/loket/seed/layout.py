"""Floors, zones, counters, journeys and hours of the eight bookable offices of the demo.

South Jakarta is laid out as in report A (citizens on floor 2 with the priority room, foreigners on floor 3,
domain.md section 5); the others have one simpler layout. Minutes are expected service times, invented.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time

from loket.foundation.offices.models import (
    Counter,
    Floor,
    Offer,
    Office,
    OpeningHours,
    Service,
    ServicePoint,
    Step,
    Zone,
)
from loket.foundation.offices.rules import Hours, Stage, ZoneColour
from loket.seed import reference

OFFICES = ("JKS", "JKB", "JKP", "JKT", "JKU", "TPK", "CGK", "SKA")
ADDRESSES = {"JKS": "Jl. Warung Buncit Raya 207, Pancoran, Jakarta Selatan 12760"}

WEEKDAY = Hours(time(8), time(15), time(12), time(13))
FRIDAY = Hours(time(8), time(15), time(11, 30), time(13))
HOURS = {day: FRIDAY if day == 4 else WEEKDAY for day in range(5)}

_CITIZENS, _FOREIGNERS, _PRIORITY, _COLLECTION = "wni", "wna", "prio", "collect"
_NAMES = {
    _CITIZENS: ("Layanan WNI", "Citizens", ZoneColour.WNI),
    _FOREIGNERS: ("Layanan WNA", "Foreigners", ZoneColour.WNA),
    _PRIORITY: ("Ruang prioritas", "Priority room", ZoneColour.PRIORITY),
    _COLLECTION: ("Pengambilan paspor", "Passport collection", ZoneColour.NEUTRAL),
}
_ALL = (Stage.DOCUMENTS, Stage.BIOMETRICS, Stage.INTERVIEW)
_CAPTURE = (Stage.BIOMETRICS, Stage.INTERVIEW)


@dataclass(frozen=True, slots=True)
class Layout:
    """Zones with their floor, counters with zone and stages."""

    zones: dict[str, int]
    counters: dict[int, tuple[str, tuple[Stage, ...]]] = field(default_factory=dict)


SOUTH = Layout(
    zones={_CITIZENS: 2, _PRIORITY: 2, _FOREIGNERS: 3, _COLLECTION: 1},
    counters={
        **dict.fromkeys((1, 2), (_CITIZENS, (Stage.DOCUMENTS,))),
        **dict.fromkeys((3, 4, 5, 6), (_CITIZENS, _CAPTURE)),
        **dict.fromkeys((7, 8), (_PRIORITY, _ALL)),
        **dict.fromkeys((9, 10), (_COLLECTION, (Stage.HANDOVER,))),
        **dict.fromkeys((11, 12), (_FOREIGNERS, _ALL)),
    },
)
SIMPLE = Layout(
    zones={_CITIZENS: 1, _FOREIGNERS: 1, _COLLECTION: 1},
    counters={
        1: (_CITIZENS, (Stage.DOCUMENTS,)),
        2: (_CITIZENS, _CAPTURE),
        3: (_CITIZENS, _CAPTURE),
        4: (_FOREIGNERS, _ALL),
        5: (_COLLECTION, (Stage.HANDOVER,)),
    },
)
#: Service -> zone and stages with expected minutes.
JOURNEYS: dict[str, tuple[str, tuple[tuple[Stage, int], ...]]] = {
    reference.NEW: (_CITIZENS, ((Stage.DOCUMENTS, 3), (Stage.BIOMETRICS, 3), (Stage.INTERVIEW, 4))),
    reference.REPLACEMENT: (_CITIZENS, ((Stage.DOCUMENTS, 2), (Stage.BIOMETRICS, 3), (Stage.INTERVIEW, 3))),
    reference.ITAS: (_FOREIGNERS, ((Stage.DOCUMENTS, 5), (Stage.BIOMETRICS, 4), (Stage.INTERVIEW, 4))),
    reference.ITK: (_FOREIGNERS, ((Stage.DOCUMENTS, 4), (Stage.BIOMETRICS, 4), (Stage.INTERVIEW, 3))),
    reference.COLLECTION: (_COLLECTION, ((Stage.HANDOVER, 2),)),
}


def layout_of(code: str) -> Layout:
    """The layout of an office by its code."""
    return SOUTH if code == "JKS" else SIMPLE


def furnish_offices() -> None:
    """Furnishes the bookable offices; one that has counters already stays as it is."""
    services = {service.code: service for service in Service.objects.filter(code__in=JOURNEYS)}
    for office in Office.objects.filter(code__in=OFFICES).order_by("id"):
        point = office.points.order_by("id")[0]
        if not point.counters.exists():
            _furnish(office, point, services)


def _furnish(office: Office, point: ServicePoint, services: dict[str, Service]) -> None:
    layout = layout_of(office.code)
    point.is_bookable = True
    point.save()
    if office.code in ADDRESSES:
        office.address = ADDRESSES[office.code]
        office.save()
    zones = _zones(point, layout)
    Counter.objects.bulk_create(
        Counter(point=point, number=number, zone=zones[zone], stages=[stage.value for stage in stages])
        for number, (zone, stages) in layout.counters.items()
    )
    for code, service in services.items():
        _offer(point, service, zones, *JOURNEYS[code])
    OpeningHours.objects.bulk_create(
        OpeningHours(
            point=point,
            weekday=weekday,
            opens=hours.opens,
            closes=hours.closes,
            break_from=hours.break_from,
            break_to=hours.break_to,
        )
        for weekday, hours in HOURS.items()
    )


def _zones(point: ServicePoint, layout: Layout) -> dict[str, Zone]:
    floors = {n: Floor.objects.create(point=point, number=n) for n in sorted(set(layout.zones.values()))}
    zones = {}
    for key, floor in layout.zones.items():
        name_id, name_en, colour = _NAMES[key]
        zones[key] = Zone.objects.create(floor=floors[floor], name_id=name_id, name_en=name_en, colour=colour)
    return zones


def _offer(
    point: ServicePoint, service: Service, zones: dict[str, Zone], zone: str, stages: tuple[tuple[Stage, int], ...]
) -> None:
    offer = Offer.objects.create(point=point, service=service)
    # Passports are handed over on floor 1 for everybody: there the stage is minutes and the counter is by the door.
    priority_zone = None if zone == _COLLECTION else zones.get(_PRIORITY)
    Step.objects.bulk_create(
        Step(
            offer=offer,
            order=order,
            stage=stage,
            zone=zones[zone],
            priority_zone=priority_zone,
            minutes=minutes,
        )
        for order, (stage, minutes) in enumerate(stages, start=1)
    )
