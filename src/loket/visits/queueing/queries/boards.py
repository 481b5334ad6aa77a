"""What a zone's board shows: numbers and counters, nothing personal (R40)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from loket.foundation.offices.models import Office, Zone
from loket.kit.clock import at_office, office_day
from loket.visits.queueing.models import CounterShift, NumberEvent, QueueNumber
from loket.visits.queueing.rules import NumberHappening, NumberState, number_text

#: The last five calls stay on the board (design.md): the current one and these.
EARLIER_CALLS = 4
_ONE_NUMBER_CALLED = 1 + 3  # a call and three recalls (R39)


@dataclass(frozen=True, slots=True)
class BoardCall:
    """One call: `id` grows with each call and recall, so that a screen knows a new one."""

    id: int
    number: str
    counter: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ZoneCard:
    """A zone of an office, for the list of boards."""

    id: int
    name_id: str
    name_en: str
    colour: str
    floor: int
    point: str


@dataclass(frozen=True, slots=True)
class Board:
    """The state of a zone's board at one moment."""

    zone: ZoneCard
    point_id: int
    office_id: int
    office: str
    timezone: str
    current: BoardCall | None
    earlier: list[BoardCall]
    counters_open: int
    waiting: int


def board_of(zone_id: int, now: datetime) -> Board | None:
    """The board of a zone today; None for a zone that does not exist. Four queries."""
    zone = Zone.objects.select_related("floor__point__office").filter(pk=zone_id).first()
    if zone is None:
        return None
    office = zone.floor.point.office
    day = office_day(now, office.timezone)
    calls = _calls_since(zone_id, at_office(day, time(), office.timezone))
    return Board(
        zone=_card(zone),
        point_id=zone.floor.point_id,
        office_id=office.pk,
        office=office.name,
        timezone=office.timezone,
        current=calls[0] if calls else None,
        earlier=calls[1:],
        counters_open=CounterShift.objects.filter(counter__zone=zone_id, closed_at=None).count(),
        waiting=QueueNumber.objects.filter(zone=zone_id, day=day, state=NumberState.WAITING).count(),
    )


def zones_of_office(slug: str) -> list[ZoneCard]:
    """The zones of an office by floor and name."""
    zones = Zone.objects.filter(floor__point__office__slug=slug).select_related("floor__point")
    return [_card(zone) for zone in zones.order_by("floor__point_id", "floor__number", "name_id", "id")]


def offices_with_boards() -> list[tuple[str, str]]:
    """Slug and name of the offices that have zones, by name."""
    offices = Office.objects.filter(points__floors__zones__isnull=False).distinct().order_by("name", "id")
    return list(offices.values_list("slug", "name"))


def _calls_since(zone_id: int, morning: datetime) -> list[BoardCall]:
    """The latest calls, each number once, where it was called last; an undone call was a call."""
    events = (
        NumberEvent.objects.filter(
            zone=zone_id, at__gte=morning, happening__in=(NumberHappening.CALLED, NumberHappening.RECALLED)
        )
        .select_related("number", "counter")
        .order_by("-at", "-id")[: (1 + EARLIER_CALLS) * _ONE_NUMBER_CALLED]
    )
    latest: dict[int, BoardCall] = {}
    for event in events:
        if event.number_id not in latest and event.counter is not None:
            text = number_text(event.number.letter, event.number.serial)
            latest[event.number_id] = BoardCall(event.pk, text, event.counter.number, event.at)
    return list(latest.values())[: 1 + EARLIER_CALLS]


def _card(zone: Zone) -> ZoneCard:
    return ZoneCard(zone.pk, zone.name_id, zone.name_en, zone.colour, zone.floor.number, zone.floor.point.name)
