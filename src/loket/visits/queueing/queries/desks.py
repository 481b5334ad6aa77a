"""What the officer at a counter sees: who stands there, and what waits. Names leave only here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loket.casework.cases.models import Case
from loket.foundation.offices.models import Counter, Step
from loket.foundation.offices.rules import ServiceKind
from loket.foundation.policy import queries as policy
from loket.foundation.policy.rules import NumberName
from loket.kit.clock import office_day
from loket.kit.crypto import keyring
from loket.planning.booking.models import Seat
from loket.planning.booking.needs import Needs
from loket.planning.booking.queries import needs_on
from loket.visits.queueing import rules
from loket.visits.queueing.models import NumberEvent, QueueNumber
from loket.visits.queueing.queries.collecting import CaseToCollect, case_to_collect
from loket.visits.queueing.queries.waiting import Waiting, skipped_of, waiting_of
from loket.visits.queueing.rules import NumberHappening, NumberState, number_text


@dataclass(frozen=True, slots=True)
class AtDesk:
    """The person at the counter. `stages` is the whole journey, `step` the place on it, 1-based."""

    number: str
    name: str
    service_id: str
    service_en: str
    nationality: str
    priority: bool
    declared: str | None
    needs: Needs
    booked_at: datetime
    waits_since: datetime
    called_at: datetime
    recalls_left: int
    stages: tuple[str, ...]
    step: int
    party: int
    case_state: str | None
    collects: bool
    case: CaseToCollect | None
    case_is_ready: bool
    proof: str = "typed"


@dataclass(frozen=True, slots=True)
class Undoable:
    """The finish that may still be taken back, and until when."""

    number: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    """One counter at one moment."""

    counter_id: int
    number: int
    zone: int
    zone_id: str
    zone_en: str
    colour: str
    floor: int
    office_id: int
    timezone: str
    stages: tuple[str, ...]
    at_desk: AtDesk | None
    waiting: list[Waiting]
    waiting_count: int
    skipped: list[Waiting]
    undoable: Undoable | None


def desk_of(counter_id: int, now: datetime) -> Desk | None:
    """The desk of a counter; None for a counter that does not exist. At most nine queries."""
    counter = Counter.objects.select_related("zone__floor", "point__office").filter(pk=counter_id).first()
    if counter is None:
        return None
    office = counter.point.office
    day = office_day(now, office.timezone)
    called = _called(counter_id)
    waiting = QueueNumber.objects.filter(
        zone=counter.zone_id, day=day, state=NumberState.WAITING, stage__in=counter.stages
    )
    return Desk(
        counter_id=counter.pk,
        number=counter.number,
        zone=counter.zone_id,
        zone_id=counter.zone.name_id,
        zone_en=counter.zone.name_en,
        colour=counter.zone.colour,
        floor=counter.zone.floor.number,
        office_id=office.pk,
        timezone=office.timezone,
        stages=tuple(counter.stages),
        at_desk=_at_desk(called, day, now) if called else None,
        waiting=waiting_of(counter.zone_id, day, stages=counter.stages),
        waiting_count=waiting.count(),
        skipped=skipped_of(counter.zone_id, day),
        undoable=None if called else _undoable(counter, now),
    )


def _called(counter_id: int) -> QueueNumber | None:
    return (
        QueueNumber.objects.filter(counter=counter_id, state=NumberState.CALLED)
        .select_related("seat__person", "seat__booking", "seat__needs", "offer__service", "point")
        .first()
    )


def _at_desk(number: QueueNumber, day: date, now: datetime) -> AtDesk:
    seat, service = number.seat, number.offer.service
    stages = tuple(Step.objects.filter(offer=number.offer_id).order_by("order").values_list("order", "stage"))
    collects = service.kind == ServiceKind.COLLECTION
    case = case_to_collect(person_id=seat.person_id, office_id=number.point.office_id) if collects else None
    return AtDesk(
        number=number_text(number.letter, number.serial),
        name=name_of(seat),
        service_id=service.name_id,
        service_en=service.name_en,
        nationality=seat.person.nationality,
        priority=number.priority,
        declared=seat.priority,
        needs=needs_on(seat),
        booked_at=number.booked_at,
        waits_since=number.waits_since,
        called_at=number.called_at or now,
        recalls_left=max(0, policy.at(number.point.office_id, now).value(NumberName.RECALLS) - number.recalls),
        stages=tuple(stage for _, stage in stages),
        step=1 + sum(order < number.step for order, _ in stages),
        party=seat.booking.size,
        case_state=_case_state(seat.pk),
        collects=collects,
        case=case,
        case_is_ready=case is not None and case.is_ready_on(day),
        proof=seat.proof,
    )


def name_of(seat: Seat) -> str:
    """The name typed for this visit, unsealed for the officer who serves."""
    return keyring().unseal(bytes(seat.name_sealed), table="seat", column="name", row=seat.pk)


def _case_state(seat_id: UUID) -> str | None:
    return Case.objects.filter(seat=seat_id).values_list("state", flat=True).first()


def last_finish(counter: Counter, now: datetime) -> NumberEvent | None:
    """The latest finish at a counter that is young enough to be undone."""
    return (
        NumberEvent.objects.filter(
            zone=counter.zone_id, at__gte=now - rules.UNDO_FOR, counter=counter, happening=NumberHappening.FINISHED
        )
        .select_related("number")
        .order_by("-pk")
        .first()
    )


def _undoable(counter: Counter, now: datetime) -> Undoable | None:
    last = last_finish(counter, now)
    if last is None or NumberEvent.objects.filter(number=last.number_id, pk__gt=last.pk).exists():
        return None
    return Undoable(number_text(last.number.letter, last.number.serial), last.at + rules.UNDO_FOR)
