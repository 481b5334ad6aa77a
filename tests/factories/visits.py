"""Situations of a visit: a party behind the gate, with its numbers of the day."""

from __future__ import annotations

from datetime import datetime

from loket.foundation.offices.models import Counter, Offer
from loket.kit.clock import office_day
from loket.planning.booking.models import Booking
from loket.planning.booking.rules import BookingState
from loket.visits.admission.models import Arrival
from loket.visits.queueing.models import CounterShift, NumberSeries, QueueNumber


def an_arrived_party(booking: Booking, *, officer_id: int = 1, now: datetime) -> list[QueueNumber]:
    """A booked party that passed the door at `now` and waits for its first stage; one number a person."""
    slot = booking.slot
    offer = Offer.objects.get(point=slot.point, service=slot.service)
    first = offer.steps.order_by("order").select_related("zone").get(order=1)
    day = office_day(now, slot.point.office.timezone)
    numbers = []
    for seat in booking.seats.order_by("position"):
        Arrival.objects.create(
            seat=seat, point=slot.point, at=now, officer_id=officer_id, priority=seat.priority is not None
        )
        series, _ = NumberSeries.objects.get_or_create(
            point=slot.point, day=day, letter=slot.service.letter, defaults={"last": 0}
        )
        series.last += 1
        series.save()
        numbers.append(
            QueueNumber.objects.create(
                point=slot.point,
                day=day,
                letter=slot.service.letter,
                serial=series.last,
                seat=seat,
                offer=offer,
                priority=seat.priority is not None,
                booked_at=slot.starts_at,
                step=1,
                stage=first.stage,
                zone=first.priority_zone if seat.priority and first.priority_zone else first.zone,
                waits_since=now,
            )
        )
    Booking.objects.filter(pk=booking.pk).update(state=BookingState.ARRIVED)
    booking.refresh_from_db()
    return numbers


def an_open_counter(counter: Counter, *, officer_id: int, now: datetime) -> CounterShift:
    """A counter at which this officer sits."""
    return CounterShift.objects.create(counter=counter, officer_id=officer_id, opened_at=now)
