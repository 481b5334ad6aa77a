"""What is asked of a booking after it was made: moves, special reschedules, needs, deadlines, the urgent pool."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from loket.foundation.offices.queries import calendar_of
from loket.kit.clock import office_day
from loket.kit.crypto import keyring
from loket.planning.booking import deadlines, moves, rules
from loket.planning.booking.models import Booking, Move, PermitDeadline, Relief, Slot, UrgentClaim
from loket.planning.booking.moves import LIMITS, Limits, MayMove, MoveKind, ReliefReason, ReliefState
from loket.planning.booking.needs import Needs
from loket.planning.booking.queries import BookingCard, needs_of_booking, next_free

MOST_WAITING = 100
MOST_LISTED = 50
#: A special reschedule looks so far ahead.
SPECIAL_DAYS = 21


@dataclass(frozen=True, slots=True)
class Moved:
    """One change of hour."""

    from_at: datetime
    to_at: datetime
    moved_at: datetime
    kind: MoveKind


@dataclass(frozen=True, slots=True)
class After:
    """What the ticket tells of a booking's later life."""

    may_move: MayMove
    movable_until: date
    moved: list[Moved]
    needs: list[Needs]
    permit_ends: date | None
    is_guaranteed: bool
    relief_waits: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """What the dated letter of a permit's holder says (A11, R48)."""

    ends_on: date
    applied_at: datetime
    is_guaranteed: bool


@dataclass(frozen=True, slots=True)
class SpecialHour:
    """An hour for a special reschedule: `left` counts seats held back too, never above quota."""

    slot_id: int
    day: date
    starts_at: datetime
    channel: rules.Channel
    left: int


@dataclass(frozen=True, slots=True)
class ReliefCard:
    """A special reschedule on the list of those that wait for a second officer."""

    id: UUID
    booking_id: UUID
    reason: ReliefReason
    state: ReliefState
    evidence: str
    asked_by: int
    asked_at: datetime
    from_at: datetime
    to_at: datetime
    to_slot: int
    size: int


@dataclass(frozen=True, slots=True)
class Granted:
    """A guaranteed seat as the head sees it."""

    booking_id: UUID
    starts_at: datetime
    ends_on: date
    applied_at: datetime
    added: int
    over_bound: bool


def after_of(card: BookingCard, now: datetime, limits: Limits = LIMITS) -> After:
    """The later life of a booking; four queries."""
    moved = moves_of(card.id)
    ordinary = sum(move.kind is MoveKind.ORDINARY for move in moved)
    permit = PermitDeadline.objects.filter(pk=card.id).first()
    return After(
        may_move=moves.may_move(
            card.state, day=card.day, today=office_day(now, card.timezone), moved=ordinary, limits=limits
        ),
        movable_until=moves.last_moment(card.day, limits),
        moved=moved,
        needs=list(needs_of_booking(card.id).values()),
        permit_ends=permit.ends_on if permit else None,
        is_guaranteed=bool(permit and permit.is_guaranteed),
        relief_waits=Relief.objects.filter(booking_id=card.id, state=ReliefState.WAITING).exists(),
    )


def moves_of(booking_id: UUID) -> list[Moved]:
    """The booking's changes of hour, oldest first; one query."""
    rows = Move.objects.filter(booking_id=booking_id).select_related("from_slot", "to_slot").order_by("moved_at", "id")
    return [
        Moved(row.from_slot.starts_at, row.to_slot.starts_at, row.moved_at, MoveKind(row.kind))
        for row in rows[:MOST_LISTED]
    ]


def letter_of(booking_id: UUID) -> Letter | None:
    """The permit's last day of a booking, and when a seat before it was asked for."""
    row = PermitDeadline.objects.filter(pk=booking_id).first()
    return Letter(row.ends_on, row.applied_at, row.is_guaranteed) if row else None


def permit_window(point_id: int, ends_on: date, *, timezone: str, now: datetime) -> deadlines.Window:
    """When the holder of a permit that ends with `ends_on` may come to this point (R46). Raises PermitDateWrong."""
    today = office_day(now, timezone)
    if ends_on > today + deadlines.LONGEST_AHEAD:
        raise deadlines.PermitDateWrong
    calendar = calendar_of(point_id, today, max(ends_on, today))
    return deadlines.window_of(ends_on, today=today, works=calendar.works)


def is_free_before(point_id: int, service_id: int, last: date, party: int, *, timezone: str, now: datetime) -> bool:
    """Whether an ordinary hour until the office's day `last` has room for a party; one query."""
    soonest = next_free(point_id, [service_id], now, limit=1, party=party)
    return any(office_day(seat.starts_at, timezone) <= last for seat in soonest)


def special_hours(card: BookingCard, now: datetime) -> list[SpecialHour]:
    """Hours of the next three weeks with room for the party, those the public can't have yet too (R30, MISSION 4)."""
    today = office_day(now, card.timezone)
    last = today + timedelta(days=SPECIAL_DAYS)
    if ends_on := PermitDeadline.objects.filter(pk=card.id).values_list("ends_on", flat=True).first():
        last = min(last, ends_on)
    rows = Slot.objects.filter(
        point_id=card.point_id, service_id=card.service_id, channel__in=moves.SPECIAL_CHANNELS,
        day__range=(today, last), starts_at__gt=now, is_suspended=False, suspension=None,
    )  # fmt: skip
    return [
        SpecialHour(slot.pk, slot.day, slot.starts_at, rules.Channel(slot.channel), slot.quota - slot.taken)
        for slot in rows.exclude(pk=card.slot_id).order_by("starts_at", "id")
        if slot.quota - slot.taken >= card.size
    ]


def may_relieve(card: BookingCard, now: datetime) -> bool:
    """Whether the help desk may ask for a special reschedule of this booking (R30, R36)."""
    turned_away = Booking.objects.filter(pk=card.id, turned_away_at__isnull=False).exists()
    return moves.may_relieve(card.state, starts_at=card.starts_at, now=now, turned_away=turned_away)


def reliefs_waiting(office_id: int) -> list[ReliefCard]:
    """Special reschedules of an office that wait for their second officer, oldest first; one query."""
    rows = _reliefs(office_id).filter(state=ReliefState.WAITING).order_by("asked_at", "id")
    return [_relief_card(row) for row in rows[:MOST_WAITING]]


def relief_of(relief_id: UUID, office_id: int) -> ReliefCard | None:
    """One special reschedule of this office."""
    row = _reliefs(office_id).filter(pk=relief_id).first()
    return _relief_card(row) if row else None


def waiting_count(office_id: int) -> int:
    """How many wait for a second officer."""
    return _reliefs(office_id).filter(state=ReliefState.WAITING).count()


def _reliefs(office_id: int) -> QuerySet[Relief]:
    return Relief.objects.filter(booking__slot__point__office_id=office_id).select_related("booking__slot", "slot")


def granted_seats(office_id: int, since: datetime) -> list[Granted]:
    """Guaranteed seats of an office that were granted since, the latest first; one query."""
    rows = PermitDeadline.objects.filter(
        is_guaranteed=True, applied_at__gte=since, booking__slot__point__office_id=office_id
    ).exclude(booking__state=rules.BookingState.CANCELLED)
    return [
        Granted(row.pk, row.booking.slot.starts_at, row.ends_on, row.applied_at, row.added, row.over_bound)
        for row in rows.select_related("booking__slot").order_by("-applied_at", "pk")[:MOST_LISTED]
    ]


def urgent_counts(office_id: int, since: datetime) -> dict[deadlines.UrgentKind, int]:
    """Bookings out of the urgent pool since, by kind; one query."""
    rows = UrgentClaim.objects.filter(claimed_at__gte=since, booking__slot__point__office_id=office_id)
    counted = dict(rows.values_list("kind").annotate(n=Count("pk")).order_by("kind"))
    return {kind: counted.get(kind.value, 0) for kind in deadlines.UrgentKind}


def urgent_hours(point_id: int, service_id: int, party: int, now: datetime) -> list[SpecialHour]:
    """The urgent pool's hours ahead with room for the party, soonest first; one query."""
    rows = Slot.objects.filter(
        Q(opens_at=None) | Q(opens_at__lte=now),
        point_id=point_id, service_id=service_id, channel=rules.Channel.URGENT,
        starts_at__gt=now, is_suspended=False, suspension=None,
    ).order_by("starts_at", "id")[:MOST_LISTED]  # fmt: skip
    return [
        SpecialHour(slot.pk, slot.day, slot.starts_at, rules.Channel.URGENT, slot.quota - slot.taken - slot.returned)
        for slot in rows
        if slot.quota - slot.taken - slot.returned >= party
    ]


def _relief_card(row: Relief) -> ReliefCard:
    move = Move.objects.filter(relief_id=row.pk).select_related("from_slot").first() if row.decided_at else None
    return ReliefCard(
        id=row.pk,
        booking_id=row.booking_id,
        reason=ReliefReason(row.reason),
        state=ReliefState(row.state),
        evidence=keyring().unseal(bytes(row.evidence_sealed), table="relief", column="evidence", row=row.pk),
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        from_at=move.from_slot.starts_at if move else row.booking.slot.starts_at,
        to_at=row.slot.starts_at,
        to_slot=row.slot_id,
        size=row.booking.size,
    )
