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
