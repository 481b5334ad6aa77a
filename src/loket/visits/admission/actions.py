"""What admission does: let a party in, once; turn somebody away with a reason that is kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from loket.foundation.audit.actions import record
from loket.foundation.offices.models import ServicePoint
from loket.foundation.people.persons import DocumentKind
from loket.foundation.policy.rules import InForce, NumberName
from loket.kit.actor import Actor
from loket.kit.clock import office_day
from loket.kit.text import clean_line
from loket.kit.transaction import announce, in_transaction
from loket.planning.booking.actions import note_turned_away, record_arrival, record_documents_seen
from loket.planning.booking.models import Booking, Seat
from loket.planning.booking.rules import PriorityReason
from loket.visits.admission import rules
from loket.visits.admission.models import Arrival, GateRefusal
from loket.visits.admission.queries import arriving_seats, born_of, law_of, shown_by
from loket.visits.queueing.actions import give_numbers


def admit_party(
    *,
    booking_id: UUID,
    point_id: int,
    seat_ids: Sequence[UUID],
    priority_seat_ids: Collection[UUID] = (),
    guardians: int = 0,
    companions: int = 0,
    document: DocumentKind | None = None,
    override_reason: str = "",
    by: Actor,
    now: datetime,
) -> None:
    """Lets those of a party in who came, and gives them the day's numbers (R32, R33, R39).

    The rest keep their seats until the window ends. `override_reason` opens the door outside the window;
    `document`: the kind that the officer saw of those who came (docs/adr/0017).
    Raises a GateRefused: NotATicket, WrongOffice, WrongDay, DayOver, TooEarly, TooLate, TicketCancelled,
    AlreadyInside, PlaceFrozen, NobodyTicked, ReasonNeeded, GuardiansWrong, CompanionsWrong.
    """
    with in_transaction():
        seats = _locked_party(booking_id)
        reason = _reason(override_reason)
        law = law_of(seats)
        overridden = _check_window(seats, law, point_id, reason, now)
        coming = _coming(seats, seat_ids)
        with_guardian = _first_minor(coming, guardians, law)
        _check_companions(coming, companions, law)
        priority = {seat.pk for seat in coming} & {*priority_seat_ids}
        kept = reason if overridden else ""
        arrivals = [
            Arrival(
                seat=seat,
                point_id=point_id,
                at=now,
                officer_id=by.id or 0,
                priority=seat.pk in priority,
                guardians=guardians if seat is with_guardian else 0,
                companions=companions if seat is coming[0] else 0,
                override_reason=kept,
            )
            for seat in coming
        ]
        _arrive(arrivals, law)
        if document is not None:
            record_documents_seen(seat_ids=[seat.pk for seat in coming], document=document, by=by, now=now)
        record_arrival(booking_id=booking_id, by=by, now=now)
        give_numbers(
            booking_id=booking_id, seat_ids=[seat.pk for seat in coming], priority_seat_ids=priority, by=by, now=now
        )
        detail = {"seats": len(coming), "priority": len(priority), "guardians": guardians, "companions": companions}
        record("admission.admitted", subject=("booking", booking_id), detail=detail, by=by, now=now)
        if overridden:
            late = {"window": overridden.code}  # the reason's words stay in the arrival: they may tell of a person
            record("admission.window_overridden", subject=("booking", booking_id), detail=late, by=by, now=now)
        announce(f"gate:{point_id}")


def refuse_entry(*, point_id: int, booking_id: UUID | None, reason: str, by: Actor, now: datetime) -> int:
    """Keeps that somebody was turned away, and why; returns the refusal's id.

    `reason` is the code of a refusal in rules.REFUSALS. Raises KeyError for another one.
    """
    reason = rules.REFUSALS[reason].code
    with in_transaction():
        refusal = GateRefusal.objects.create(
            point_id=point_id, booking_id=booking_id, reason=reason, at=now, officer_id=by.id or 0
        )
        office_id = ServicePoint.objects.values_list("office_id", flat=True).get(pk=point_id)
        record(
            "admission.refused", subject=("gate_refusal", refusal.pk), detail={"reason": reason}, office_id=office_id,
            by=by, now=now,
        )  # fmt: skip
        if booking_id is not None and rules.REFUSALS[reason].gives_new_seat:
            note_turned_away(booking_id=booking_id, by=by, now=now)
        announce(f"gate:{point_id}")
    return refusal.pk


def _locked_party(booking_id: UUID) -> list[Seat]:
    """The seats of a booking; its row is locked, so that two doors take turns and a cancel waits."""
    if Booking.objects.select_for_update().filter(pk=booking_id).first() is None:
        raise rules.NotATicket
    return list(arriving_seats(booking_id=booking_id))


def _reason(typed: str) -> str:
    try:
        return clean_line(typed, limit=rules.REASON_LENGTHS[1])
    except ValueError as error:
        raise rules.ReasonNeeded from error


def _first_minor(coming: list[Seat], guardians: int, law: InForce) -> Seat | None:
    """The minor whose arrival counts the guardians. Raises GuardiansWrong."""
    under = law.value(NumberName.GUARDED_UNDER)
    minors = [seat for seat in coming if rules.is_minor(born_of(seat), seat.slot.day, guarded_under=under)]
    rules.check_guardians(guardians, minors=len(minors), most=law.value(NumberName.GUARDIANS), guarded_under=under)
    return minors[0] if minors else None


def _check_companions(coming: list[Seat], companions: int, law: InForce) -> None:
    reasons = [PriorityReason(seat.priority) if seat.priority else None for seat in coming]
    rules.check_companions(companions, most=rules.companions_allowed(law.door.value, reasons))


def _check_window(
    seats: list[Seat], law: InForce, point_id: int, reason: str, now: datetime
) -> type[rules.GateRefused] | None:
    shown = shown_by(seats, law)
    door = rules.Door(point_id, office_day(now, shown.timezone), now)
    found = rules.verdict(shown, door)
    return rules.check_admission(found, override_reason=reason, facts=rules.facts_of(shown))


def _coming(seats: list[Seat], seat_ids: Sequence[UUID]) -> list[Seat]:
    coming = [seat for seat in seats if seat.pk in {*seat_ids}]
    if not coming or len(coming) != len({*seat_ids}):
        raise rules.NobodyTicked
    if any(seat.is_frozen for seat in coming):
        raise rules.PlaceFrozen
    return coming


def _arrive(arrivals: list[Arrival], law: InForce) -> None:
    """The unique seat is the guarantee that nobody passes twice (R33). Raises AlreadyInside."""
    try:
        with in_transaction():
            Arrival.objects.bulk_create(arrivals)
    except IntegrityError as error:
        inside = list(arriving_seats(booking_id=arrivals[0].seat.booking_id))
        raise rules.AlreadyInside(**rules.facts_of(shown_by(inside, law))) from error
