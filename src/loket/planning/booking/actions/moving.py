"""Gives a booking another hour: by its holder until the day before (R29), or by two officers for a reason (R30)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection

from loket.foundation.audit.actions import queue_reactions, record
from loket.kit import ids
from loket.kit.actor import Actor, ActorKind
from loket.kit.clock import office_day
from loket.kit.crypto import keyring
from loket.kit.errors import Refusal
from loket.kit.transaction import in_transaction
from loket.planning.booking import deadlines, moves, rules
from loket.planning.booking.models import Booking, PermitDeadline, Relief, Seat, Slot
from loket.planning.booking.moves import LIMITS, Limits, MoveKind, ReliefReason, ReliefState

#: Two connections moving one booking: asked again this often.
TRIES = 8

_REFUSALS: dict[str, type[Refusal]] = {
    "key_reused": rules.KeyReused,
    "cannot_move": moves.CannotMove,
    "same_hour": moves.SameHour,
    "closed": rules.SlotClosed,
    "suspended": rules.ServiceSuspended,
    "not_offered": rules.NotOfferedHere,
    "not_open": rules.NotOpenYet,
    "too_late": moves.MoveTooLate,
    "moved_enough": moves.MovedEnough,
    "full": rules.SeatTaken,
}


def move_booking(
    *, booking_id: UUID, slot_id: int, key: str, limits: Limits = LIMITS, by: Actor, now: datetime
) -> bool:
    """Moves a whole party to another free hour of the same service and place (R29); False when this key did before.

    Until the day before by the office's clock, `limits.times` times. Raises MoveTooLate, MovedEnough, CannotMove,
    SameHour, SeatTaken, NotOpenYet, SlotClosed, PastDeadline, KeyReused, BusyTryAgain.
    """
    with in_transaction():
        _check_goal(booking_id, slot_id)
        zone = _zone_of(booking_id)
        movable_from = office_day(now, zone) + timedelta(days=limits.days_before)
        asked = _Move(booking_id, slot_id, ids.bound_key(by.principal, key), MoveKind.ORDINARY, None)
        return _move(asked, movable_from, limits.times, by, now)


def ask_relief(
    *, booking_id: UUID, slot_id: int, reason: ReliefReason, evidence: str, by: Actor, now: datetime
) -> UUID:
    """Asks for a special reschedule (R30, R36): reason, evidence, and the hour; it waits for another officer.

    Once the visit's hour has come, or the door turned the party away. Raises CannotMove, EvidenceNeeded,
    ReliefWaiting, SlotClosed, PastDeadline.
    """
    said, relief_id = moves.evidence_of(evidence), ids.new_id()
    with in_transaction():
        booking = _held(booking_id)
        state = rules.BookingState(booking.state)
        turned_away = booking.turned_away_at is not None
        if not moves.may_relieve(state, starts_at=booking.slot.starts_at, now=now, turned_away=turned_away):
            raise moves.CannotMove
        if Relief.objects.filter(booking_id=booking_id, state=ReliefState.WAITING).exists():
            raise moves.ReliefWaiting
        _check_special_goal(booking, slot_id, now)
        Relief.objects.create(
            id=relief_id, booking_id=booking_id, slot_id=slot_id, reason=reason, asked_by=by.id or 0, asked_at=now,
            evidence_sealed=keyring().seal(said, table="relief", column="evidence", row=relief_id),
        )  # fmt: skip
        record("booking.relief_asked", subject=("relief", relief_id), detail={"reason": reason.value}, by=by, now=now)
    return relief_id


def confirm_relief(*, relief_id: UUID, slot_id: int | None = None, by: Actor, now: datetime) -> None:
    """The second officer confirms: the party moves, free of the count, before the public gets the seats (R30).

    `slot_id`: another hour when the one asked for has filled meanwhile. Raises SameOfficer, ReliefOver, SeatTaken,
    SlotClosed, CannotMove, AlreadyBooked when one of the party has booked anew, PastDeadline.
    """
    with in_transaction():
        relief = _waiting(relief_id)
        if by.kind is not ActorKind.STAFF or by.id is None or by.id == relief.asked_by:
            raise moves.SameOfficer
        goal = slot_id or relief.slot_id
        _check_goal(relief.booking_id, goal)
        asked = _Move(relief.booking_id, goal, relief_id, MoveKind.SPECIAL, relief_id)
        _move(asked, date.min, 0, by, now)
        relief.slot_id = goal
        _decide(relief, ReliefState.CONFIRMED, "booking.relief_confirmed", by, now)


def decline_relief(*, relief_id: UUID, by: Actor, now: datetime) -> None:
    """The second officer, or the one who asked, says no; the booking stays as it is. Raises ReliefOver."""
    with in_transaction():
        _decide(_waiting(relief_id), ReliefState.DECLINED, "booking.relief_declined", by, now)


def note_turned_away(*, booking_id: UUID, by: Actor, now: datetime) -> None:
    """Admission tells that the door turned a party away for a reason that gives a new seat (R36): no no-show."""
    with in_transaction():
        noted = Booking.objects.filter(pk=booking_id, state=rules.BookingState.BOOKED, turned_away_at=None)
        if noted.update(turned_away_at=now):
            record("booking.turned_away", subject=("booking", booking_id), by=by, now=now)


class _Move:
    """One request to the SQL function."""

    def __init__(self, booking_id: UUID, slot_id: int, key: UUID, kind: MoveKind, relief_id: UUID | None) -> None:
        self.booking_id, self.slot_id, self.key, self.kind, self.relief_id = booking_id, slot_id, key, kind, relief_id


def _move(asked: _Move, movable_from: date, most: int, by: Actor, now: datetime) -> bool:
    special = asked.kind is MoveKind.SPECIAL
    channels = [channel.value for channel in (moves.SPECIAL_CHANNELS if special else rules.channels_of(by.kind))]
    values = [
        asked.booking_id, asked.slot_id, asked.key, asked.kind.value, asked.relief_id, channels, movable_from, most,
    ]  # fmt: skip
    for _ in range(TRIES):
        outcome, ledger = _ask([*values, by.kind.value, by.id, now])
        if outcome in ("moved", "repeat"):
            queue_reactions([ledger] if ledger else [])
            return outcome == "moved"
        if outcome != "again":
            raise _REFUSALS[outcome]
    raise rules.BusyTryAgain


def _ask(values: list[Any]) -> tuple[str, int | None]:
    casts = ("uuid", "bigint", "uuid", "text", "uuid", "text[]", "date", "int", "text", "bigint", "timestamptz")
    places = ", ".join(f"%s::{cast}" for cast in casts)
    try:
        with in_transaction(), connection.cursor() as cursor:
            cursor.execute(f"SELECT outcome, ledger FROM loket_move_booking_v2({places})", values)  # noqa: S608 (casts)
            outcome, ledger = cursor.fetchone()
    except IntegrityError as error:
        raise rules.AlreadyBooked from error  # one of a missed party has booked anew since (R3)
    return outcome, ledger


def _check_goal(booking_id: UUID, slot_id: int) -> None:
    """A permit is never moved past its last day, a frozen seat not at all. Raises PastDeadline, CannotMove."""
    if Seat.objects.filter(booking_id=booking_id, is_frozen=True).exists():
        raise moves.CannotMove  # the seat's own check stands behind it
    ends_on = PermitDeadline.objects.filter(booking_id=booking_id).values_list("ends_on", flat=True).first()
    day = Slot.objects.filter(pk=slot_id).values_list("day", flat=True).first()
    if ends_on and day and day > ends_on:
        raise deadlines.PastDeadline


def _check_special_goal(booking: Booking, slot_id: int, now: datetime) -> None:
    """The hour is of the same service and place, ahead, and another one. Raises SlotClosed, SameHour, PastDeadline."""
    ahead = Slot.objects.filter(starts_at__gt=now, is_suspended=False, suspension=None)
    goal = ahead.filter(pk=slot_id, channel__in=moves.SPECIAL_CHANNELS).first()
    same = (booking.slot.point_id, booking.slot.service_id)
    if goal is None or (goal.point_id, goal.service_id) != same:
        raise rules.SlotClosed
    if goal.pk == booking.slot_id:
        raise moves.SameHour
    _check_goal(booking.pk, slot_id)


def _zone_of(booking_id: UUID) -> str:
    found = Booking.objects.filter(pk=booking_id).values_list("slot__point__office__timezone", flat=True).first()
    if found is None:
        raise moves.CannotMove
    return str(found)


def _held(booking_id: UUID) -> Booking:
    """The booking, locked. Raises CannotMove when there is none."""
    mine = Booking.objects.select_for_update(of=("self",)).select_related("slot")
    booking = mine.filter(pk=booking_id).first()
    if booking is None:
        raise moves.CannotMove
    return booking


def _waiting(relief_id: UUID) -> Relief:
    """The relief, locked: of two who decide at one moment the later one finds it decided. Raises ReliefOver."""
    relief = Relief.objects.select_for_update(of=("self",)).filter(pk=relief_id, state=ReliefState.WAITING).first()
    if relief is None:
        raise moves.ReliefOver
    return relief


def _decide(relief: Relief, state: ReliefState, fact: str, by: Actor, now: datetime) -> None:
    relief.state, relief.decided_by, relief.decided_at = state, by.id or 0, now
    relief.save()
    record(fact, subject=("relief", relief.pk), detail={"reason": relief.reason}, by=by, now=now)
