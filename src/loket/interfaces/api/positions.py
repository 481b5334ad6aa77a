"""GET /bookings/{id}/position: where the persons of an own booking stand in the queue."""

from __future__ import annotations

from uuid import UUID

from ninja import Router, Schema

from loket.interfaces.api.access import Call, CitizenSession
from loket.interfaces.api.bookings import own_ticket
from loket.interfaces.api.problems import Problem
from loket.visits.queueing.queries import Position, position_of_booking

router = Router(tags=["position"], auth=CitizenSession())


class PositionOut(Schema):
    """One person of the party. `ahead`: people before, while waiting; `counter`: where to go, while called."""

    place: int
    number: str
    state: str
    stage: str
    step: int
    steps: int
    floor: int
    zone_id: str
    zone_en: str
    counter: int | None
    ahead: int | None


@router.get(
    "/{uuid:booking_id}/position",
    response={200: list[PositionOut], 401: Problem, 403: Problem, 404: Problem},
)
def show_position(request: Call, booking_id: UUID) -> list[PositionOut]:
    """Those of the party who passed the gate today, in the party's order; empty before arrival."""
    own_ticket(request, booking_id)
    return [_out(p) for p in position_of_booking(booking_id, request.now)]


def _out(position: Position) -> PositionOut:
    return PositionOut(
        place=position.place_in_party,
        number=position.number,
        state=position.state,
        stage=position.stage,
        step=position.step,
        steps=position.steps,
        floor=position.floor,
        zone_id=position.zone_id,
        zone_en=position.zone_en,
        counter=position.counter,
        ahead=position.ahead,
    )
