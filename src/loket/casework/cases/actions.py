"""What cases does: open a file with a booking, follow the visit, hand over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from loket.casework.cases import rules
from loket.casework.cases.models import Case
from loket.foundation.audit.actions import record
from loket.foundation.offices.rules import ServiceKind
from loket.foundation.policy import queries as policy
from loket.foundation.policy.rules import NumberName
from loket.kit import ids
from loket.kit.actor import SYSTEM, Actor
from loket.kit.crypto import keyring
from loket.kit.text import clean_line
from loket.kit.transaction import in_transaction
from loket.planning.booking.models import Booking, Seat


def open_cases(*, booking_id: UUID, by: Actor = SYSTEM, now: datetime) -> None:
    """Opens a file for each seat of a booking; none for collection, none for a cancelled seat, and none twice.

    The booking is held meanwhile: a cancel at the same moment comes before or after, so no file outlives its booking.
    """
    with in_transaction():
        Booking.objects.select_for_update(no_key=True).filter(pk=booking_id).first()
        seats = Seat.objects.filter(booking_id=booking_id, is_given_back=False, case=None)
        for seat in seats.exclude(kind=ServiceKind.COLLECTION).select_related("slot__point").order_by("position"):
            case, is_new = Case.objects.get_or_create(
                seat=seat,
                defaults={
                    "id": ids.new_id(),
                    "person_id": seat.person_id,
                    "service_id": seat.slot.service_id,
                    "point_id": seat.slot.point_id,
                    "opened_at": now,
                },
            )
            if is_new:
                office_id = seat.slot.point.office_id
                record("cases.opened", subject=("case", case.pk), office_id=office_id, by=by, now=now)


def close_cases(*, booking_id: UUID, by: Actor = SYSTEM, now: datetime) -> None:
    """Closes the open files of a cancelled booking."""
    with in_transaction():
        for case in _held(seat__booking_id=booking_id, state=rules.CaseState.OPEN):
            _move(case, rules.CaseState.CLOSED, "cases.closed", by, now)


def follow_person(*, seat_id: UUID, by: Actor = SYSTEM, now: datetime) -> None:
    """Booking corrected who sits on a seat: its open file is that person's."""
    person_id = Seat.objects.values_list("person_id", flat=True).get(pk=seat_id)
    with in_transaction():
        for case in _held(seat_id=seat_id, state=rules.CaseState.OPEN).exclude(person_id=person_id):
            case.person_id = person_id
            _move(case, rules.CaseState.OPEN, "cases.person_corrected", by, now)


def start_case(*, seat_id: UUID, by: Actor, now: datetime) -> None:
    """Queueing tells that the person was at a counter: the file is in process."""
    with in_transaction():
        case = _case_of(seat_id, by, now)
        if case is not None and case.state == rules.CaseState.OPEN:
            _move(case, rules.CaseState.IN_PROCESS, "cases.started", by, now)


def finish_case(*, seat_id: UUID, works: Callable[[date], bool], today: date, by: Actor, now: datetime) -> None:
    """Queueing tells that the last stage is done: the document is ready some working days later (R43).

    How many is what is in force at the office at that moment.
    """
    with in_transaction():
        case = _case_of(seat_id, by, now)
        if case is not None and case.state in (rules.CaseState.OPEN, rules.CaseState.IN_PROCESS):
            case.finished_at = now
            law = policy.at(case.point.office_id, now)
            case.ready_on = rules.ready_on(today, works, working_days=law.value(NumberName.READY_AFTER))
            _move(case, rules.CaseState.READY, "cases.finished", by, now)


def reopen_case(*, seat_id: UUID, by: Actor, now: datetime) -> None:
    """Queueing takes a finish back within its 30 seconds."""
    with in_transaction():
        for case in _held(seat_id=seat_id, state=rules.CaseState.READY):
            case.finished_at = case.ready_on = None
            _move(case, rules.CaseState.IN_PROCESS, "cases.started", by, now)


def hand_over(
    *,
    case_id: UUID,
    collector: rules.CollectorKind,
    name: str = "",
    proof: str = "",
    today: date,
    by: Actor,
    now: datetime,
) -> None:
    """Ends a file: collected, and by whom (R45). Others than the owner need name and proof.

    Raises NotReady, CollectorIncomplete.
    """
    try:
        name, proof = clean_line(name, limit=100), clean_line(proof, limit=60)
    except ValueError as error:
        raise rules.CollectorIncomplete from error
    if collector is not rules.CollectorKind.OWNER and not (name and proof):
        raise rules.CollectorIncomplete
    with in_transaction():
        case = _held(pk=case_id).first()
        if case is None or case.state != rules.CaseState.READY or case.ready_on is None or case.ready_on > today:
            raise rules.NotReady
        ring = keyring()
        case.collected_at, case.collector_kind, case.handed_over_by = now, collector, by.id
        if collector is not rules.CollectorKind.OWNER:
            case.collector_sealed = ring.seal(name, table="case", column="collector", row=case.pk)
            case.collector_proof_sealed = ring.seal(proof, table="case", column="proof", row=case.pk)
        _move(case, rules.CaseState.COLLECTED, "cases.collected", by, now, detail={"collector": collector.value})


def undo_hand_over(*, person_id: UUID, handed_over_at: datetime, by: Actor, now: datetime) -> None:
    """Queueing takes a collection back within its 30 seconds: what was handed over at that moment waits again."""
    with in_transaction():
        for case in _held(person_id=person_id, state=rules.CaseState.COLLECTED, collected_at=handed_over_at):
            case.collected_at = case.collector_kind = case.handed_over_by = None
            case.collector_sealed = case.collector_proof_sealed = None
            _move(case, rules.CaseState.READY, "cases.hand_over_undone", by, now)


def _held(**where: Any) -> QuerySet[Case]:
    """These files, locked: what happens to one file happens in turn."""
    return Case.objects.select_for_update(of=("self",)).select_related("point").filter(**where).order_by("pk")


def _case_of(seat_id: UUID, by: Actor, now: datetime) -> Case | None:
    """The file of a seat, locked; None for a collection. Opened here when the worker has not come to it yet."""
    case = _held(seat_id=seat_id).first()
    if case is not None:
        return case
    open_cases(booking_id=Seat.objects.values_list("booking_id", flat=True).get(pk=seat_id), by=by, now=now)
    return _held(seat_id=seat_id).first()


def _move(
    case: Case, state: rules.CaseState, fact: str, by: Actor, now: datetime, detail: dict[str, str] | None = None
) -> None:
    case.state = state
    case.save()  # all columns: the row is locked since it was read
    is_news = fact == "cases.finished"
    record(
        fact, subject=("case", case.pk), detail=detail, office_id=case.point.office_id, react=is_news, by=by, now=now
    )
