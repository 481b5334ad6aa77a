"""Counters of an office, and the one at which an officer sits."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Subquery

from loket.foundation.offices.models import Counter
from loket.visits.queueing.models import CounterShift, QueueNumber
from loket.visits.queueing.rules import NumberState


@dataclass(frozen=True, slots=True)
class CounterChoice:
    """A counter that an officer may open. `taken`: somebody else sits there; `busy`: someone stands before it."""

    id: int
    number: int
    zone_id: str
    zone_en: str
    colour: str
    floor: int
    stages: tuple[str, ...]
    taken: bool
    busy: bool


@dataclass(frozen=True, slots=True)
class OpenCounter:
    """The counter at which an officer sits."""

    id: int
    number: int
    zone: int


def counters_of_office(office_id: int, *, account_id: int) -> list[CounterChoice]:
    """All counters of an office in the order of their numbers, as this officer finds them. One query."""
    sitting = CounterShift.objects.filter(counter=OuterRef("pk"), closed_at=None)
    counters = (
        Counter.objects.filter(point__office=office_id)
        .select_related("zone__floor")
        .annotate(
            officer=Subquery(sitting.values("officer_id")[:1]),
            busy=Exists(QueueNumber.objects.filter(counter=OuterRef("pk"), state=NumberState.CALLED)),
        )
        .order_by("point_id", "number", "id")
    )
    return [
        CounterChoice(
            c.pk,
            c.number,
            c.zone.name_id,
            c.zone.name_en,
            c.zone.colour,
            c.zone.floor.number,
            tuple(c.stages),
            taken=c.officer is not None and c.officer != account_id,
            busy=c.busy,
        )
        for c in counters
    ]


def open_counter_of(account_id: int) -> OpenCounter | None:
    """The counter that an officer has open, if any."""
    shift = CounterShift.objects.filter(officer_id=account_id, closed_at=None).select_related("counter").first()
    return OpenCounter(shift.counter_id, shift.counter.number, shift.counter.zone_id) if shift else None
