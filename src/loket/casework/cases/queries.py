"""What is asked of cases: where a person's file stands, and whether its document can be fetched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from loket.casework.cases.models import Case
from loket.casework.cases.rules import CaseState


@dataclass(frozen=True, slots=True)
class CaseCard:
    """One person's file. `position` is the person's place in the party it began with."""

    id: UUID
    seat_id: UUID
    person_id: UUID
    booking_id: UUID
    account_id: int | None
    position: int
    state: CaseState
    point_id: int
    office_slug: str
    ready_on: date | None


def cases_of_booking(booking_id: UUID) -> list[CaseCard]:
    """The files that a booking opened, in the party's order; one query."""
    cases = _cases().filter(seat__booking_id=booking_id).order_by("seat__position", "id")
    return [_card(case) for case in cases]


def case_by_id(case_id: UUID) -> CaseCard | None:
    """One file."""
    case = _cases().filter(pk=case_id).first()
    return _card(case) if case else None


@dataclass(frozen=True, slots=True)
class WaitingDocument:
    """A document that nobody has collected yet, and whose account can be told."""

    case_id: UUID
    account_id: int
    ready_on: date


def offices_with_documents(ready_by: date) -> list[tuple[int, str]]:
    """Office and zone where documents wait that were ready on this day or before; one query."""
    waiting = Case.objects.filter(state=CaseState.READY, ready_on__lte=ready_by, seat__booking__account__isnull=False)
    return list(
        waiting.order_by("point__office_id").values_list("point__office_id", "point__office__timezone").distinct()
    )


def documents_waiting(office_id: int, first: date, last: date) -> list[WaitingDocument]:
    """The documents of an office that became ready between these days and are not collected; one query."""
    waiting = Case.objects.filter(
        state=CaseState.READY,
        point__office_id=office_id,
        ready_on__range=(first, last),
        seat__booking__account__isnull=False,
    )
    rows = waiting.order_by("ready_on", "id").values_list("id", "seat__booking__account_id", "ready_on")
    return [WaitingDocument(case_id, account_id, ready) for case_id, account_id, ready in rows if ready]


def _cases() -> QuerySet[Case]:
    return Case.objects.select_related("seat__booking", "point__office")


def _card(case: Case) -> CaseCard:
    return CaseCard(
        id=case.pk,
        seat_id=case.seat_id,
        person_id=case.person_id,
        booking_id=case.seat.booking_id,
        account_id=case.seat.booking.account_id,
        position=case.seat.position,
        state=CaseState(case.state),
        point_id=case.point_id,
        office_slug=case.point.office.slug,
        ready_on=case.ready_on,
    )
