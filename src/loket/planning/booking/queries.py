"""What is asked of booking: what is free, what a ticket shows, who is expected."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum

from loket.foundation.offices.models import Step
from loket.foundation.offices.queries import attribute_on
from loket.foundation.people.actions import IDENTITY
from loket.foundation.people.models import Person
from loket.foundation.people.rules import Identity
from loket.kit.crypto import keyring
from loket.kit.formats import clock_time, in_zone
from loket.kit.ids import bound_key
from loket.planning.booking import rules
from loket.planning.booking.models import Booking, Seat, Slot
from loket.planning.booking.tickets import Ticket, write_ticket

#: Nobody leafs through more: the rest is found by code or by identity.
MOST_BOOKINGS = 50
MOST_SEATS = 5000


@dataclass(frozen=True, slots=True)
class HourOffer:
    """One slot to a party of a given size."""

    slot_id: int
    starts_at: datetime
    ends_at: datetime
    says: rules.SlotSays
    free: int
    quota: int
    opens_at: datetime | None


@dataclass(frozen=True, slots=True)
class DayOffer:
    """One day to a party of a given size. `free` counts seats that can be claimed now; `opens_at` the next release."""

    day: date
    says: rules.DaySays
    free: int
    quota: int
    opens_at: datetime | None


@dataclass(frozen=True, slots=True)
class NextSeat:
    """A free slot to offer someone who came without a number (R1)."""

    slot_id: int
    service_id: int
    service_code: str
    service_name_id: str
    service_name_en: str
    starts_at: datetime
    free: int


@dataclass(frozen=True, slots=True)
class QuotaLeft:
    """Public figures of a service on one day (R68): nothing personal."""

    day: date
    service_id: int
    free: int
    quota: int


@dataclass(frozen=True, slots=True)
class SeatCard:
    """One person's seat. `name` and `born` are empty unless they were asked for."""

    id: UUID
    person_id: UUID
    position: int
    number: int
    kind: str
    priority: str | None
    is_open: bool
    name: str = ""
    born: date | None = None


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


def days_of_month(point_id: int, service_id: int, year: int, month: int, party: int, now: datetime) -> list[DayOffer]:
    """Every day of a month, in order, with what it says to a party of this size; one query."""
    last = calendar.monthrange(year, month)[1]
    first_day, last_day = date(year, month, 1), date(year, month, last)
    by_day: dict[date, list[HourOffer]] = {first_day.replace(day=n): [] for n in range(1, last + 1)}
    for day, hour in _offers(point_id, service_id, party, now, day__range=(first_day, last_day)):
        by_day[day].append(hour)
    return [_day_offer(day, hours) for day, hours in by_day.items()]


def hours_of_day(point_id: int, service_id: int, day: date, party: int, now: datetime) -> list[HourOffer]:
    """The slots of a day in order, with what each says to a party of this size; one query."""
    return [hour for _, hour in _offers(point_id, service_id, party, now, day=day)]


def next_free(
    point_id: int, service_ids: Iterable[int], now: datetime, limit: int = 5, party: int = 1
) -> list[NextSeat]:
    """The next slots with seats for a party, soonest first; one query."""
    free = Slot.objects.filter(
        Q(opens_at=None) | Q(opens_at__lte=now),
        point_id=point_id,
        service_id__in=list(service_ids),
        is_suspended=False,
        starts_at__gt=now,
        quota__gte=F("taken") + F("returned") + party,
    )
    rows = free.select_related("service").order_by("starts_at", "service__order", "id")[: min(limit, MOST_BOOKINGS)]
    return [
        NextSeat(
            slot_id=slot.pk,
            service_id=slot.service_id,
            service_code=slot.service.code,
            service_name_id=slot.service.name_id,
            service_name_en=slot.service.name_en,
            starts_at=slot.starts_at,
            free=slot.quota - slot.taken - slot.returned,
        )
        for slot in rows
    ]


def quota_left(point_id: int, first: date, last: date, now: datetime) -> list[QuotaLeft]:
    """Seats left and quota of each day and service, of slots that are open and ahead; one query."""
    rows = (
        Slot.objects.filter(
            Q(opens_at=None) | Q(opens_at__lte=now),
            point_id=point_id,
            day__range=(first, last),
            is_suspended=False,
            starts_at__gt=now,
        )
        .values("day", "service_id")
        .annotate(free=Sum(F("quota") - F("taken") - F("returned")), all=Sum("quota"))
        .order_by("day", "service_id")
    )
    return [QuotaLeft(row["day"], row["service_id"], row["free"], row["all"]) for row in rows]


def slot_offer(slot_id: int, party: int, now: datetime) -> tuple[int, int, HourOffer] | None:
    """Point, service and offer of one slot, None when there is none."""
    row = Slot.objects.filter(pk=slot_id).first()
    return (row.point_id, row.service_id, _hour_offer(row, party, now)) if row else None


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
    seats = list(Seat.objects.filter(booking_id=booking_id).order_by("position"))
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
        b.pk: _card(b)
        for b in _bookings().filter(slot__point_id=point_id, slot__day=day).exclude(state=rules.BookingState.CANCELLED)
    }
    seats = (
        Seat.objects.filter(slot__point_id=point_id, slot__day=day, is_given_back=False)
        .select_related("slot")
        .order_by("slot__starts_at", "slot_id", "booking_id", "position")[:MOST_SEATS]
    )
    return [
        Expected(bookings[seat.booking_id], _seat_card(seat, names=names))
        for seat in seats
        if seat.booking_id in bookings
    ]


def _offers(point_id: int, service_id: int, party: int, now: datetime, **days: Any) -> Iterable[tuple[date, HourOffer]]:
    slots = Slot.objects.filter(point_id=point_id, service_id=service_id, channel=rules.Channel.ONLINE, **days)
    return [(slot.day, _hour_offer(slot, party, now)) for slot in slots.order_by("starts_at", "id")]


def _hour_offer(slot: Slot, party: int, now: datetime) -> HourOffer:
    facts = rules.SlotFacts(slot.quota, slot.taken, slot.returned, slot.starts_at, slot.opens_at, slot.is_suspended)
    says = rules.says(facts, party=party, now=now)
    return HourOffer(slot.pk, slot.starts_at, slot.ends_at, says, facts.free, slot.quota, slot.opens_at)


def _day_offer(day: date, hours: Sequence[HourOffer]) -> DayOffer:
    says = rules.day_says(hour.says for hour in hours)
    bookable = [hour for hour in hours if hour.says in (rules.SlotSays.FREE, rules.SlotSays.FULL)]
    releases = [hour.opens_at for hour in hours if hour.opens_at and hour.says is rules.SlotSays.NOT_OPEN]
    return DayOffer(
        day=day,
        says=says,
        free=sum(hour.free for hour in bookable),
        quota=sum(hour.quota for hour in hours),
        opens_at=min(releases, default=None),
    )


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
        name=ring.unseal(bytes(seat.name_sealed), table="seat", column="name", row=seat.pk) if names else "",
        born=_born(seat) if names else None,
    )


def _born(seat: Seat) -> date:
    return date.fromisoformat(keyring().unseal(bytes(seat.born_sealed), table="seat", column="born", row=seat.pk))
