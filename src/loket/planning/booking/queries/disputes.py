"""What is asked of contested seats: the list of the office whose number is frozen. Tells no account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from loket.foundation.people.persons import ProofLevel
from loket.kit.crypto import keyring
from loket.kit.formats import clock_time, in_zone
from loket.planning.booking.contests import ContestState
from loket.planning.booking.models import ContestedSeat, Seat
from loket.planning.booking.rules import booking_number

#: More than so many at one office are shown when the first are decided.
MOST = 50


@dataclass(frozen=True, slots=True)
class Dispute:
    """A contested seat. `proof`: what its holder has proved by now; `other_open`: the better claim's seat stands."""

    seat_id: UUID
    state: ContestState
    number: str
    service_id: str
    service_en: str
    starts_at: datetime
    timezone: str
    size: int
    name: str
    lower: ProofLevel
    higher: ProofLevel
    proof: ProofLevel
    frozen_at: datetime
    decide_by: datetime
    decided_at: datetime | None
    other_open: bool


def undecided(office_id: int) -> int:
    """How many frozen seats of an office wait for its head."""
    return _of_office(office_id).filter(state=ContestState.FROZEN).count()


def disputes_of(office_id: int) -> list[Dispute]:
    """An office's contested seats: the undecided ones by their end, then the latest decided; two queries."""
    rows = _of_office(office_id)
    waiting = list(rows.filter(state=ContestState.FROZEN).order_by("decide_by", "pk")[:MOST])
    decided = rows.exclude(state=ContestState.FROZEN).order_by("-decided_at", "-pk")[: MOST - len(waiting)]
    return [_dispute(row) for row in (*waiting, *decided)]


def dispute_at(office_id: int, seat_id: UUID) -> Dispute | None:
    """One contested seat of this office."""
    row = _of_office(office_id).filter(seat_id=seat_id).first()
    return _dispute(row) if row else None


def _of_office(office_id: int) -> QuerySet[ContestedSeat]:
    others = Seat.objects.filter(person_id=OuterRef("seat__person_id"), kind=OuterRef("seat__kind"), is_open=True)
    rows = ContestedSeat.objects.filter(seat__slot__point__office_id=office_id)
    rows = rows.annotate(other_open=Exists(others.exclude(pk=OuterRef("seat_id"))))
    return rows.select_related("seat__booking", "seat__slot__point__office", "seat__slot__service")


def _dispute(row: ContestedSeat) -> Dispute:
    seat, slot = row.seat, row.seat.slot
    office, service = slot.point.office, slot.service
    hour = clock_time(in_zone(slot.starts_at, office.timezone)).replace(".", "")
    return Dispute(
        seat_id=seat.pk,
        state=ContestState(row.state),
        number=booking_number(office.code, slot.day, hour, service.letter, seat.number),
        service_id=service.name_id,
        service_en=service.name_en,
        starts_at=slot.starts_at,
        timezone=office.timezone,
        size=seat.booking.size,
        name=keyring().unseal(bytes(seat.name_sealed), table="seat", column="name", row=seat.pk),
        lower=ProofLevel(row.lower),
        higher=ProofLevel(row.higher),
        proof=ProofLevel(seat.proof),
        frozen_at=row.frozen_at,
        decide_by=row.decide_by,
        decided_at=row.decided_at,
        other_open=row.other_open,  # type: ignore[attr-defined]
    )
