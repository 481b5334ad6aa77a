"""What a head sees of the quota: a week of one service and channel, what a change does, whose seats are too many."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, QuerySet

from loket.planning.booking import quotas, rules
from loket.planning.booking.models import BlankStock, Booking, ReleaseRule, Slot, Suspension, Terms
from loket.planning.booking.queries.bookings import BookingCard, booking_cards
from loket.planning.booking.releases import Release, ReleaseKind

#: More than so many hours above their quota are not listed at once.
MOST_OVER = 100


@dataclass(frozen=True, slots=True)
class WeekSlot:
    """One hour of the matrix: seats as wanted and as they stand, people, seats held back until a release."""

    slot_id: int
    day: date
    starts_at: datetime
    base: int
    wanted: int
    quota: int
    taken: int
    returned: int
    is_closed: bool
    is_ahead: bool

    @property
    def over(self) -> int:
        """People above what is wanted (R8)."""
        return max(self.taken - self.wanted, 0)


@dataclass(frozen=True, slots=True)
class Overhang:
    """An hour with more people than wanted, and the bookings made last, which the head moves first (R8)."""

    slot_id: int
    over: int
    bookings: list[BookingCard]


@dataclass(frozen=True, slots=True)
class TermsHere:
    """How a point books: its release rules, standing suspensions and blank booklets."""

    release: Release | None
    suspensions: list[tuple[int | None, str, datetime]]  # service or all, notice, since
    blanks: dict[rules.Product, int]
    products: dict[int, rules.Product]


def week_of(point_id: int, service_id: int, channel: rules.Channel, monday: date, now: datetime) -> list[WeekSlot]:
    """The hours of a week for one service and channel, in order; one query."""
    slots = Slot.objects.filter(point_id=point_id, service_id=service_id, channel=channel)
    rows = slots.filter(day__range=(monday, monday + timedelta(days=6))).order_by("starts_at", "id")
    return [
        WeekSlot(
            slot_id=row.pk, day=row.day, starts_at=row.starts_at, base=_first_said(row.base, row.wanted, row.quota),
            wanted=_first_said(row.wanted, row.quota), quota=row.quota, taken=row.taken, returned=row.returned,
            is_closed=row.is_suspended, is_ahead=row.starts_at > now,
        )
        for row in rows
    ]  # fmt: skip


def preview_resize(point_id: int, seats: Mapping[int, int], now: datetime) -> quotas.Preview:
    """What `resize_quota` would do now. One query. Raises SlotsWrong."""
    mine = Slot.objects.filter(point_id=point_id, pk__in=list(seats), starts_at__gt=now)
    return quotas.preview_of(quotas.resized(seats_of(mine), dict(seats)))


def preview_scale(
    point_id: int, first: date, last: date, percent: int, service_id: int | None, now: datetime
) -> quotas.Preview:
    """What `scale_quota` would do now. One query. Raises SlotsWrong."""
    return quotas.preview_of(quotas.scaled(seats_of(to_scale(point_id, first, last, service_id, None, now)), percent))


def overhang_of(point_id: int, now: datetime) -> list[Overhang]:
    """Hours ahead that hold more people than the office wants, soonest first, with bookings to move; two queries."""
    slots = Slot.objects.filter(point_id=point_id, starts_at__gt=now, wanted__isnull=False, taken__gt=F("wanted"))
    over = {slot.pk: slot.taken - (slot.wanted or 0) for slot in slots.order_by("starts_at", "id")[:MOST_OVER]}
    standing = (rules.BookingState.BOOKED, rules.BookingState.HELD)
    cards = booking_cards(slot_id__in=list(over), state__in=standing) if over else []
    latest = dict(Booking.objects.filter(slot_id__in=list(over)).values_list("pk", "created_at"))
    return [
        Overhang(slot_id, count, _last_made([c for c in cards if c.slot_id == slot_id], latest, count))
        for slot_id, count in over.items()
    ]


def _last_made(cards: list[BookingCard], made: Mapping[UUID, datetime], over: int) -> list[BookingCard]:
    """The bookings made last, as many as hold `over` people."""
    found, people = [], 0
    for card in sorted(cards, key=lambda card: (made[card.id], str(card.id)), reverse=True):
        if people >= over:
            break
        found.append(card)
        people += card.size
    return found


def terms_here(point_id: int) -> TermsHere:
    """Release rule for all services of a point, suspensions, blanks; four queries."""
    rule = ReleaseRule.objects.filter(point_id=point_id, service=None).first()
    notices = Suspension.objects.filter(point_id=point_id, lifted_at=None).order_by("service_id", "id")
    blanks = BlankStock.objects.filter(office__points=point_id).order_by("product")
    terms = Terms.objects.filter(point_id=point_id).exclude(product="").order_by("service_id")
    return TermsHere(
        release=Release(ReleaseKind(rule.kind), rule.at, rule.ahead, rule.weekday) if rule else None,
        suspensions=list(notices.values_list("service_id", "notice", "started_at")),
        blanks={rules.Product(row.product): row.remaining for row in blanks},
        products={row.service_id: rules.Product(row.product) for row in terms},
    )


def to_scale(
    point_id: int,
    first: date,
    last: date,
    service_id: int | None,
    channels: Collection[rules.Channel] | None,
    now: datetime,
) -> QuerySet[Slot]:
    """The slots ahead that a percentage changes."""
    slots = Slot.objects.filter(point_id=point_id, day__range=(first, last), starts_at__gt=now)
    slots = slots.filter(channel__in=rules.SCALED if channels is None else channels)
    return slots if service_id is None else slots.filter(service_id=service_id)


def seats_of(slots: QuerySet[Slot]) -> list[quotas.Seats]:
    """What slots have, for working out a change."""
    return [
        quotas.Seats(
            slot_id=slot.pk,
            group=f"{slot.day} {slot.service_id} {slot.channel}",
            base=_first_said(slot.base, slot.wanted, slot.quota),
            wanted=_first_said(slot.wanted, slot.quota),
            quota=slot.quota,
            taken=slot.taken,
            returned=slot.returned,
        )
        for slot in slots.order_by("pk")
    ]


def _first_said(*numbers: int | None) -> int:
    return next(number for number in numbers if number is not None)
