"""What is asked of admission: the party behind a ticket, the day's counts, a refusal that was given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum

from loket.foundation.offices.models import Offer, ServicePoint, Step
from loket.foundation.offices.rules import Nationality, ServiceKind
from loket.foundation.people.actions import IDENTITY
from loket.foundation.people.rules import Identity
from loket.foundation.policy import queries as policy
from loket.foundation.policy.rules import InForce, NumberName
from loket.kit.clock import at_office
from loket.kit.crypto import keyring
from loket.planning.booking.models import Seat
from loket.planning.booking.needs import NO_NEEDS, Needs
from loket.planning.booking.queries import NextSeat, needs_on, next_free
from loket.planning.booking.rules import BookingState, PriorityReason
from loket.visits.admission import rules
from loket.visits.admission.models import Arrival, GateRefusal
from loket.visits.queueing.rules import number_text


@dataclass(frozen=True, slots=True)
class Guest:
    """One person of a party as the door sees it: a masked name, flags, and once inside the number of the day."""

    seat_id: UUID
    name: str
    minor: bool
    priority: PriorityReason | None
    passed_at: datetime | None
    passed_by: int | None
    guardians: int
    companions: int
    number: str
    zone_id: str
    zone_en: str
    lane: str
    floor: int | None
    frozen: bool = False
    needs: Needs = NO_NEEDS


@dataclass(frozen=True, slots=True)
class Party:
    """A booking at the door. `guests` is empty when the ticket is for another place: no name is opened there.

    `law` is what is in force at its office on the day of the visit.
    """

    booking_id: UUID
    office_id: int
    shown: rules.Shown
    service_id: str
    service_en: str
    nationality: Nationality
    floor: int | None
    guests: tuple[Guest, ...]
    law: InForce

    @property
    def outside(self) -> tuple[Guest, ...]:
        """Those who have not passed the door yet and may."""
        return tuple(guest for guest in self.guests if guest.passed_at is None and not guest.frozen)

    @property
    def frozen(self) -> tuple[Guest, ...]:
        """Those whose place is frozen: they can't come in with it."""
        return tuple(guest for guest in self.guests if guest.frozen)

    @property
    def last_in(self) -> tuple[Guest, ...]:
        """Those who passed together, last."""
        moments = [guest.passed_at for guest in self.guests if guest.passed_at]
        return tuple(guest for guest in self.guests if moments and guest.passed_at == max(moments))


@dataclass(frozen=True, slots=True)
class DoorPlace:
    """A service point of an office whose door an officer may stand at."""

    point_id: int
    name: str
    timezone: str


@dataclass(frozen=True, slots=True)
class GateDay:
    """The day so far at one door, in persons. `refused`: turned away and not let in since."""

    expected: int
    arrived: int
    guardians: int
    refused: int
    walk_ins: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal that was given at a door."""

    point_id: int
    office_id: int
    reason: str
    booking_id: UUID | None
    at: datetime


def arriving_seats(**where: Any) -> QuerySet[Seat]:
    """The seats of bookings with all that a door asks of them, in one query."""
    steps = Step.objects.filter(
        offer__point_id=OuterRef("slot__point_id"), offer__service_id=OuterRef("slot__service_id")
    ).order_by("order", "id")
    return (
        Seat.objects.filter(**where)
        .select_related(
            *(
                "booking",
                "slot__point__office",
                "slot__service",
                "person",
                "arrival",
                "queue_number__zone__floor",
                "needs",
            )
        )
        .annotate(first_floor=Subquery(steps.values("zone__floor__number")[:1]))
        .order_by("position", "id")
    )


def law_of(seats: Sequence[Seat]) -> InForce:
    """What is in force on the day of a booking's visit at its office; one query."""
    slot = seats[0].slot
    return policy.at(slot.point.office_id, slot.starts_at)


def shown_by(seats: Sequence[Seat], law: InForce) -> rules.Shown:
    """What the ticket of these seats, one booking's, stands for under `law`."""
    first = seats[0]
    slot, point = first.slot, first.slot.point
    before, after = law.span(NumberName.CHECK_IN_BEFORE), law.span(NumberName.CHECK_IN_AFTER)
    opens_at, closes_at = rules.window_of(slot.starts_at, before=before, after=after)
    return rules.Shown(
        point_id=point.pk,
        place=point.name,
        address=point.office.address,
        timezone=point.office.timezone,
        day=slot.day,
        starts_at=slot.starts_at,
        opens_at=opens_at,
        closes_at=closes_at,
        state=BookingState(first.booking.state),
        passed_at=tuple(_passed_at(seat) for seat in seats),
        frozen=tuple(seat.is_frozen for seat in seats),
    )


def find_by_ticket(booking_id: UUID, *, point_id: int) -> Party | None:
    """The party of a ticket that was read (booking.tickets.read_ticket), seen from the door of `point_id`."""
    return _party(arriving_seats(booking_id=booking_id), point_id)


def find_by_code(code: str, *, point_id: int) -> Party | None:
    """The party of a typed code, 8 characters as kit.ids.clean_code leaves them."""
    return _party(arriving_seats(booking__code=code), point_id)


def find_on_day_list(identity: Identity, born: date, *, point_id: int, day: date) -> Party | None:
    """The party in which somebody with this identity and birth date is expected here on `day`, or None.

    Those still outside come first, then the earlier hour.
    """
    index = keyring().blind_index(IDENTITY, identity.key)
    own = Seat.objects.filter(person__identity_index=index, slot__point_id=point_id, slot__day=day, is_given_back=False)
    for seat in own.order_by("arrival__at", "slot__starts_at", "id"):
        if born_of(seat) == born:
            return find_by_ticket(seat.booking_id, point_id=point_id)
    return None


def doors_of(office_id: int) -> list[DoorPlace]:
    """The doors of an office, those with bookable services first."""
    points = ServicePoint.objects.filter(office_id=office_id).select_related("office")
    return [DoorPlace(p.pk, p.name, p.office.timezone) for p in points.order_by("-is_bookable", "id")]


def gate_today(*, point_id: int, day: date, timezone: str) -> GateDay:
    """Counts of one door on one office day."""
    seats = Seat.objects.filter(slot__point_id=point_id, slot__day=day, is_given_back=False, is_frozen=False)
    people = seats.aggregate(
        expected=Count("id"), arrived=Count("arrival"), guardians=Sum("arrival__guardians", default=0)
    )
    starts = at_office(day, time(), timezone)
    came_later = Arrival.objects.filter(seat__booking_id=OuterRef("booking_id"), at__gte=OuterRef("at"))
    refused = (
        GateRefusal.objects.filter(point_id=point_id, at__gte=starts, at__lt=starts + timedelta(days=1))
        .exclude(Exists(came_later))
        .exclude(reason=rules.NotATicket.code)
        .aggregate(
            parties=Count("booking", distinct=True),
            others=Count("id", filter=Q(booking=None)),
            walk_ins=Count("id", filter=Q(reason=rules.WalkIn.code)),
        )
    )
    return GateDay(**people, refused=refused["parties"] + refused["others"], walk_ins=refused["walk_ins"])


def free_seats_here(point_id: int, *, now: datetime, each: int) -> list[NextSeat]:
    """The next free seats of each service at a point, at most `each` of one; soonest first (R1).

    Collection is left out: its hour comes with the finished document.
    """
    offers = Offer.objects.filter(point_id=point_id, is_active=True).exclude(service__kind=ServiceKind.COLLECTION)
    found: list[NextSeat] = []
    for service_id in offers.order_by("service__order", "service_id").values_list("service_id", flat=True):
        found += next_free(point_id, [service_id], now, each)
    return sorted(found, key=lambda seat: (seat.starts_at, seat.slot_id))


def refusal_given(refusal_id: int) -> Refused | None:
    """A refusal by its id."""
    row = GateRefusal.objects.select_related("point").filter(pk=refusal_id).first()
    return Refused(row.point_id, row.point.office_id, row.reason, row.booking_id, row.at) if row else None


def born_of(seat: Seat) -> date:
    """The birth date that was typed for a seat."""
    sealed = keyring().unseal(seat.born_sealed, table="seat", column="born", row=seat.pk)
    return date.fromisoformat(sealed)


def _party(found: QuerySet[Seat], point_id: int) -> Party | None:
    seats = list(found)
    if not seats:
        return None
    first = seats[0]
    law = law_of(seats)
    service, shown = first.slot.service, shown_by(seats, law)
    own = shown.point_id == point_id
    return Party(
        booking_id=first.booking_id,
        office_id=first.slot.point.office_id,
        shown=shown,
        service_id=service.name_id,
        service_en=service.name_en,
        nationality=Nationality(first.person.nationality),
        floor=first.first_floor,  # type: ignore[attr-defined]
        guests=tuple(_guest(seat, shown.day, law) for seat in seats) if own else (),
        law=law,
    )


def _guest(seat: Seat, day: date, law: InForce) -> Guest:
    arrival, number = getattr(seat, "arrival", None), getattr(seat, "queue_number", None)
    name = keyring().unseal(seat.name_sealed, table="seat", column="name", row=seat.pk)
    return Guest(
        seat_id=seat.pk,
        name=rules.masked_name(name),
        minor=rules.is_minor(born_of(seat), day, guarded_under=law.value(NumberName.GUARDED_UNDER)),
        priority=PriorityReason(seat.priority) if seat.priority else None,
        passed_at=_passed_at(seat),
        passed_by=arrival.officer_id if arrival else None,
        guardians=arrival.guardians if arrival else 0,
        companions=arrival.companions if arrival else 0,
        number=number_text(number.letter, number.serial) if number else "",
        zone_id=number.zone.name_id if number else "",
        zone_en=number.zone.name_en if number else "",
        lane=_lane(number.zone.colour) if number else "",
        floor=number.zone.floor.number if number else None,
        frozen=seat.is_frozen,
        needs=needs_on(seat),
    )


def _passed_at(seat: Seat) -> datetime | None:
    arrival = getattr(seat, "arrival", None)
    moment: datetime | None = arrival.at if arrival else None
    return moment


def _lane(colour: str) -> str:
    """The word that our sheets know a zone's colour by."""
    return {"prio": "prioritas", "neutral": "plain"}.get(colour, colour)
