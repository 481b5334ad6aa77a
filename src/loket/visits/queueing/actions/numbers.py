"""Give the day's numbers to people who passed the door."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, connection

from loket.foundation.audit.actions import record
from loket.foundation.offices.models import Offer, Step
from loket.kit.actor import Actor
from loket.kit.clock import office_day
from loket.kit.transaction import announce, in_transaction
from loket.planning.booking.models import Seat
from loket.visits.queueing import rules
from loket.visits.queueing.actions.steps import event_of
from loket.visits.queueing.models import NumberEvent, QueueNumber
from loket.visits.queueing.rules import NumberHappening


def give_numbers(
    *, booking_id: UUID, seat_ids: Sequence[UUID], priority_seat_ids: Collection[UUID], by: Actor, now: datetime
) -> list[QueueNumber]:
    """One number of the day for each of these seats of a booking, in the party's order (R38, R39).

    `priority_seat_ids` are the seats whose priority the gate confirmed: letter P, and the priority zone of the
    journey's first step where it has one (R24). A seat that has a number keeps it. Raises NumbersUsedUp after
    999, NoJourney when the office has not laid out the service's steps.
    """
    seats = list(
        Seat.objects.filter(booking_id=booking_id, pk__in=seat_ids)
        .select_related("slot__point__office", "slot__service")
        .order_by("position")
    )
    with in_transaction():
        had = {n.seat_id: n for n in QueueNumber.objects.filter(seat__in=seats).select_related("zone__floor", "seat")}
        bare = [seat for seat in seats if seat.pk not in had]
        given = _give(bare, frozenset(priority_seat_ids), by, now) if bare else {}
    both = had | given
    return [both[seat.pk] for seat in seats]


def _give(seats: list[Seat], priority: frozenset[UUID], by: Actor, now: datetime) -> dict[UUID, QueueNumber]:
    slot = seats[0].slot
    day = office_day(now, slot.point.office.timezone)
    offer, step = _first_step(slot.point_id, slot.service_id)
    lettered = [(rules.letter_of(slot.service.letter, priority=seat.pk in priority), seat) for seat in seats]
    numbers = {}
    # by letter: two parties at two doors lock the series in one order
    for letter, seat in sorted(lettered, key=lambda pair: (pair[0], pair[1].position)):
        is_priority = seat.pk in priority
        numbers[seat.pk] = QueueNumber(
            point_id=slot.point_id,
            day=day,
            letter=letter,
            serial=_next_serial(slot.point_id, day, letter),
            seat=seat,
            offer=offer,
            priority=is_priority,
            booked_at=slot.starts_at,
            step=step.order,
            stage=step.stage,
            zone=(step.priority_zone if is_priority else None) or step.zone,
            waits_since=now,
        )
    QueueNumber.objects.bulk_create(numbers.values())
    NumberEvent.objects.bulk_create([event_of(n, NumberHappening.GIVEN, by=by, now=now) for n in numbers.values()])
    for number in numbers.values():
        record(
            "queueing.number_given",
            subject=("number", number.pk),
            detail={"letter": number.letter, "priority": number.priority},
            office_id=slot.point.office_id,
            by=by,
            now=now,
        )
    announce(*(f"zone:{zone}" for zone in sorted({n.zone_id for n in numbers.values()})))
    announce(f"booking:{seats[0].booking_id}")
    return numbers


def _first_step(point_id: int, service_id: int) -> tuple[Offer, Step]:
    step = (
        Step.objects.filter(offer__point=point_id, offer__service=service_id)
        .select_related("offer", "zone__floor", "priority_zone__floor")
        .order_by("order")
        .first()
    )
    if step is None:
        raise rules.NoJourney
    return step.offer, step


def _next_serial(point_id: int, day: date, letter: str) -> int:
    try:
        with in_transaction(), connection.cursor() as cursor:
            cursor.execute("SELECT loket_next_serial_v1(%s, %s, %s)", [point_id, day, letter])
            serial: int = cursor.fetchone()[0]
    except IntegrityError as error:
        if "series_three_digits" in str(error):
            raise rules.NumbersUsedUp from error
        raise
    return serial
