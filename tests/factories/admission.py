"""Situations at the gate: a door in the morning, parties that stand before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests.factories import booking, offices, people

from loket.foundation.offices.rules import Nationality, ServiceKind
from loket.foundation.people.models import Staff
from loket.foundation.people.rules import Identity, Role
from loket.kit.crypto import keyring
from loket.planning.booking.actions import Member
from loket.planning.booking.models import Booking
from loket.planning.booking.tickets import Ticket, write_ticket

#: Friday 4 February 2022, 09.00 WIB; the days before, everything was booked.
NINE = datetime.fromisoformat("2022-02-04T09:00+07:00")
BOOKED = NINE - timedelta(days=3)
CHILD, TEENAGER, ADULT, ELDER = date(2018, 5, 1), date(2008, 5, 1), date(1990, 5, 17), date(1950, 5, 1)


@dataclass(frozen=True)
class AtTheGate:
    """An open office and its gate officer."""

    place: offices.Furnished
    officer: Staff

    @property
    def point_id(self) -> int:
        """The door."""
        return self.place.point.pk


def a_gate(code: str = "JKS", name: str = "Jakarta Selatan") -> AtTheGate:
    """A furnished office with a gate officer."""
    place = offices.furnished_office(code, name=name)
    return AtTheGate(place, people.an_officer(Role.GATE, place.office, now=BOOKED))


def a_family(
    gate: AtTheGate,
    *,
    births: Sequence[date] = (ADULT, ADULT),
    starts_at: datetime = NINE,
    kind: ServiceKind = ServiceKind.PASSPORT,
    priorities: Sequence[booking.PriorityReason | None] = (),
) -> Booking:
    """A booked party, one person for each birth date, at 09.00 unless told otherwise."""
    slot = booking.an_open_slot(gate.place.point, gate.place.services[kind], starts_at=starts_at, now=BOOKED)
    said = [*priorities, *[None] * len(births)]
    members = [
        booking.a_member(
            name=f"Budi Santoso {i}", born=born, priority=said[i], foreigner=kind is ServiceKind.STAY_PERMIT, now=BOOKED
        )
        for i, born in enumerate(births)
    ]
    return booking.a_booked_party(slot, members=members, now=BOOKED)


def someone_on_the_list(gate: AtTheGate, identity: Identity, *, born: date = ADULT) -> Booking:
    """A booking at 09.00 of somebody whose identity the test knows."""
    kind = ServiceKind.PASSPORT if identity.nationality is Nationality.WNI else ServiceKind.STAY_PERMIT
    slot = booking.an_open_slot(gate.place.point, gate.place.services[kind], starts_at=NINE, now=BOOKED)
    member = Member(people.a_person(identity, now=BOOKED), identity.nationality, "Siti Aminah", born)
    return booking.a_booked_party(slot, members=[member], now=BOOKED)


def ticket_text(booked: Booking) -> str:
    """What the QR on the ticket of this booking holds."""
    slot = booked.slot
    ticket = Ticket(booked.pk, slot.point.office_id, slot.point_id, slot.day, slot.starts_at, booked.size)
    return write_ticket(ticket, keyring())
