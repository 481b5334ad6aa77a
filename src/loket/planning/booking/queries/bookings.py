"""What a ticket shows, who holds what, who is expected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from loket.foundation.offices.models import Step
from loket.foundation.offices.queries import attribute_on
from loket.foundation.people.actions import IDENTITY
from loket.foundation.people.models import Person
from loket.foundation.people.rules import Identity
from loket.kit.crypto import keyring
from loket.kit.formats import clock_time, in_zone
from loket.kit.ids import bound_key
from loket.planning.booking import rules
from loket.planning.booking.models import Booking, Seat
from loket.planning.booking.needs import NO_NEEDS, Needs
from loket.planning.booking.queries.needs import needs_on
from loket.planning.booking.tickets import Ticket, write_ticket

#: Nobody leafs through more: the rest is found by code or by identity.
MOST_BOOKINGS = 50
MOST_SEATS = 5000


@dataclass(frozen=True, slots=True)
class SeatCard:
    """One person's seat. `name`, `born` and `needs` are empty unless names were asked for."""

    id: UUID
    person_id: UUID
    position: int
    number: int
    kind: str
    priority: str | None
    is_open: bool
    is_frozen: bool = False
    #: What became of the seat since better proof claimed its person (contests.ContestState), empty for most.
    contest: str = ""
    proof: str = "typed"
    name: str = ""
    born: date | None = None
    needs: Needs = NO_NEEDS


@dataclass(frozen=True, slots=True)
class BookingCard:
    """A booking as lists and tickets show it, without names."""

    id: UUID
    code: str
    account_id: int | None
    state: rules.BookingState
    size: int
    number: str
    slot_id: int
    day: date
    starts_at: datetime
    ends_at: datetime
    office_id: int
    office: str
    office_code: str
    office_slug: str
    address: str
    timezone: str
    point_id: int
    point: str
    service_id: int
    service_code: str
    service_kind: str
    service_name_id: str
    service_name_en: str
    nationality: str | None
    letter: str
    channel: rules.Channel = rules.Channel.ONLINE
    expires_at: datetime | None = None

    def state_at(self, now: datetime) -> rules.BookingState:
        """Where it stands at `now`: a hold past its time is over (R15)."""
        return rules.state_at(self.state, self.expires_at, now)

    @property
    def arrival(self) -> tuple[datetime, datetime]:
        """From when and until when the gate admits (R32)."""
        return rules.arrival_window(self.starts_at)


@dataclass(frozen=True, slots=True)
class TicketPage:
    """All that a ticket shows: the booking, where to go, its seats, and the signed token of its QR."""

    booking: BookingCard
    seats: list[SeatCard]
    floor: int | None
    colour: str
    token: str


@dataclass(frozen=True, slots=True)
class Expected:
    """One person on the day list."""

    booking: BookingCard
    seat: SeatCard


def booking_for_ticket(booking_id: UUID, *, names: bool = False) -> TicketPage | None:
    """A ticket, None when there is no such booking; three queries. Names are opened only on ask."""
    booking = _bookings().filter(pk=booking_id).first()
    if booking is None:
        return None
    card = _card(booking)
    step = (
        Step.objects.filter(offer__point=card.point_id, offer__service=card.service_id, order=1)
        .values_list("zone__floor__number", "zone__colour")
        .first()
    )
    floor, colour = step or (None, "neutral")
    seats = list(Seat.objects.filter(booking_id=booking_id).select_related("needs").order_by("position"))
    ticket = Ticket(card.id, card.office_id, card.point_id, card.day, card.starts_at, card.size)
    return TicketPage(
        booking=card,
        seats=[_seat_card(seat, names=names) for seat in seats],
        floor=floor,
        colour=colour,
        token=write_ticket(ticket, keyring()),
    )


def booking_exists(booking_id: UUID) -> bool:
    """Whether there is such a booking."""
    return Booking.objects.filter(pk=booking_id).exists()


def booking_of_seat(seat_id: UUID) -> UUID | None:
    """The booking that a seat belongs to."""
    found: UUID | None = Seat.objects.filter(pk=seat_id).values_list("booking_id", flat=True).first()
    return found


def id_of_code(code: str) -> UUID | None:
    """The booking with this 8-character code (kit.ids.clean_code)."""
    found: UUID | None = Booking.objects.filter(code=code).values_list("id", flat=True).first()
    return found


def id_of_key(principal: str, key: str) -> UUID | None:
    """The booking that this person's idempotency key made."""
    bound = bound_key(principal, key)
    found: UUID | None = Booking.objects.filter(key=bound).values_list("id", flat=True).first()
    return found


def holds_birth_date(booking_id: UUID, born: date) -> bool:
    """Whether one person of the booking was born on this day: the second half of a ticket's key."""
    said = born.isoformat()
    ring = keyring()
    seats = Seat.objects.filter(booking_id=booking_id).only("id", "born_sealed")
    return any(ring.unseal(bytes(s.born_sealed), table="seat", column="born", row=s.pk) == said for s in seats)


def bookings_of_account(account_id: int, *, limit: int = MOST_BOOKINGS) -> list[BookingCard]:
    """An account's bookings, the latest visit first; one query."""
    rows = _bookings().filter(account_id=account_id).order_by("-slot__starts_at", "-created_at", "id")
    return [_card(booking) for booking in rows[: min(limit, MOST_BOOKINGS)]]


def booking_cards(**where: Any) -> list[BookingCard]:
    """Bookings by any column, in the order of their visits; one query."""
    return [_card(booking) for booking in _bookings().filter(**where).order_by("slot__starts_at", "id")]


def person_by_identity(identity: Identity) -> UUID | None:
    """The person with this identity, when known. Never tell a citizen's page which it was."""
    index = keyring().blind_index(IDENTITY, identity.key)
    found: UUID | None = Person.objects.filter(identity_index=index).values_list("id", flat=True).first()
    return found


def bookings_of_identity(identity: Identity, born: date, *, office_id: int) -> list[BookingCard]:
    """Bookings at one office of the person with this identity who gave this birth date; for help desk and gate."""
    index = keyring().blind_index(IDENTITY, identity.key)
    mine = Seat.objects.filter(person__identity_index=index, slot__point__office_id=office_id)
    held = [s.booking_id for s in mine.order_by("-slot__starts_at", "id")[:20] if _born(s) == born]
    return [_card(b) for b in _bookings().filter(pk__in=held).order_by("-slot__starts_at", "id")]


def day_list(point_id: int, day: date, *, names: bool = False) -> list[Expected]:
    """Who is expected at a point on a day, by hour and booking; two queries. Names are opened only on ask."""
    bookings = {
        b.pk: _card(b) for b in _bookings().filter(slot__point_id=point_id, slot__day=day).exclude(state__in=rules.GONE)
    }
    seats = (
        Seat.objects.filter(slot__point_id=point_id, slot__day=day, is_given_back=False)
        .select_related("slot", "needs")
        .order_by("slot__starts_at", "slot_id", "booking_id", "position")[:MOST_SEATS]
    )
    return [
        Expected(bookings[seat.booking_id], _seat_card(seat, names=names))
        for seat in seats
        if seat.booking_id in bookings
    ]


def _bookings() -> QuerySet[Booking]:
    """Bookings with all that a card needs; the first seat's number and the office's name that day (R69) with them."""
    first = Seat.objects.filter(booking_id=OuterRef("pk"), position=1).values("number")[:1]
    return Booking.objects.select_related("slot__point__office", "slot__service").annotate(
        first_number=Subquery(first),
        office_name=attribute_on("name", "slot__point__office", "slot__day"),
        office_address=attribute_on("address", "slot__point__office", "slot__day"),
    )


def _card(booking: Booking) -> BookingCard:
    slot, point, service = booking.slot, booking.slot.point, booking.slot.service
    office = point.office
    hour = clock_time(in_zone(slot.starts_at, office.timezone)).replace(".", "")
    seat: int = booking.first_number  # type: ignore[attr-defined]
    named: str = booking.office_name  # type: ignore[attr-defined]
    address: str = booking.office_address  # type: ignore[attr-defined]
    return BookingCard(
        id=booking.pk,
        code=booking.code,
        account_id=booking.account_id,
        state=rules.BookingState(booking.state),
        size=booking.size,
        number=rules.booking_number(office.code, slot.day, hour, service.letter, seat),
        slot_id=slot.pk,
        day=slot.day,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        office_id=office.pk,
        office=named,
        office_code=office.code,
        office_slug=office.slug,
        address=address,
        timezone=office.timezone,
        point_id=point.pk,
        point=point.name,
        service_id=service.pk,
        service_code=service.code,
        service_kind=service.kind,
        service_name_id=service.name_id,
        service_name_en=service.name_en,
        nationality=service.nationality,
        letter=service.letter,
        channel=rules.Channel(slot.channel),
        expires_at=booking.expires_at,
    )


def _seat_card(seat: Seat, *, names: bool) -> SeatCard:
    ring = keyring()
    return SeatCard(
        id=seat.pk,
        person_id=seat.person_id,
        position=seat.position,
        number=seat.number,
        kind=seat.kind,
        priority=seat.priority,
        is_open=seat.is_open,
        is_frozen=seat.is_frozen,
        contest=seat.contest.state if seat.is_frozen else "",
        proof=seat.proof,
        name=ring.unseal(bytes(seat.name_sealed), table="seat", column="name", row=seat.pk) if names else "",
        born=_born(seat) if names else None,
        needs=needs_on(seat) if names else NO_NEEDS,
    )


def _born(seat: Seat) -> date:
    return date.fromisoformat(keyring().unseal(bytes(seat.born_sealed), table="seat", column="born", row=seat.pk))
