"""A morning with numbers given by the door, for the tests of queueing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.factories import booking, cases, offices
from tests.factories.offices import MORNING, Furnished

from loket.foundation.offices.rules import ServiceKind
from loket.kit.actor import Actor, ActorKind
from loket.planning.booking.models import Booking
from loket.visits.queueing.actions import give_numbers, open_counter
from loket.visits.queueing.models import QueueNumber
from loket.visits.queueing.rules import number_text

YESTERDAY = MORNING - timedelta(days=1)


@dataclass
class Morning:
    """An office, and officers 1, 2, ... of it."""

    office: Furnished

    def officer(self, number: int = 1) -> Actor:
        return Actor(ActorKind.STAFF, number, self.office.office.pk)

    def sit(self, counter: int, *, officer: int = 1, now: datetime = MORNING) -> tuple[int, Actor]:
        """Opens a counter by its number; the counter's id and the officer."""
        place, by = self.office.counters[counter].pk, self.officer(officer)
        open_counter(counter_id=place, by=by, now=now)
        return place, by

    def booked(self, size: int = 1, *, kind: ServiceKind = ServiceKind.PASSPORT, hour: int = 9) -> Booking:
        """A party that booked `hour` today, with its files open."""
        starts_at = MORNING.replace(hour=hour)
        slot = self.office.point.slot_set.filter(service__kind=kind, starts_at=starts_at).first()
        slot = slot or booking.an_open_slot(
            self.office.point, self.office.services[kind], quota=200, starts_at=starts_at, now=YESTERDAY
        )
        party = booking.a_booked_party(slot, size=size, now=YESTERDAY)
        cases.open_files(party, now=YESTERDAY)
        return party

    def party(
        self,
        size: int = 1,
        *,
        kind: ServiceKind = ServiceKind.PASSPORT,
        hour: int = 9,
        at: datetime = MORNING,
        priority: bool = False,
    ) -> list[QueueNumber]:
        """The numbers of a party that booked `hour` and passed the door at `at`."""
        party = self.booked(size, kind=kind, hour=hour)
        seats = [seat.pk for seat in party.seats.order_by("position")]
        return give_numbers(
            booking_id=party.pk,
            seat_ids=seats,
            priority_seat_ids=seats if priority else [],
            by=self.officer(99),
            now=at,
        )


def new_morning() -> Morning:
    return Morning(offices.furnished_office())


def text(number: QueueNumber) -> str:
    return number_text(number.letter, number.serial)
