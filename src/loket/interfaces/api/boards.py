"""/offices/{slug}/boards, /boards/{id}: what the screens of an office show; numbers only, nobody's name (R40, R68)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import Http404
from ninja import Path, Router, Schema
from pydantic import Field

from loket.interfaces.api.access import Call
from loket.interfaces.api.offices import Slug, bookable_office
from loket.interfaces.api.problems import Problem
from loket.visits.queueing import queries

of_office = Router(tags=["boards"])
router = Router(tags=["boards"])
ZoneId = Annotated[int, Field(ge=1, le=2**63 - 1)]


class ZoneOut(Schema):
    """A waiting area with its board."""

    id: int
    name_id: str
    name_en: str
    colour: str
    floor: int
    point: str


class CalledOut(Schema):
    """A number and where it is called to. `id` grows with each call."""

    id: int
    number: str
    counter: int
    at: datetime


class BoardOut(Schema):
    """A board now: the last call, those before, who waits."""

    zone: ZoneOut
    timezone: str
    current: CalledOut | None
    earlier: list[CalledOut]
    counters_open: int
    waiting: int


@of_office.get(
    "/{slug}/boards", response={200: list[ZoneOut], 404: Problem, 422: Problem}, summary="Boards of an office"
)
def list_boards(request: Call, slug: Slug) -> list[ZoneOut]:
    """The office's waiting areas, by floor."""
    office, _ = bookable_office(slug)
    return [ZoneOut(**_zone(zone)) for zone in queries.zones_of_office(office.slug)]


@router.get("/{int:zone_id}", response={200: BoardOut, 404: Problem, 422: Problem}, summary="One board")
def show_board(request: Call, zone_id: Path[ZoneId]) -> BoardOut:
    """What the screen of a waiting area shows now."""
    board = queries.board_of(zone_id, request.now)
    if board is None:
        raise Http404
    return BoardOut(
        zone=ZoneOut(**_zone(board.zone)),
        timezone=board.timezone,
        current=_called(board.current) if board.current else None,
        earlier=[_called(call) for call in board.earlier],
        counters_open=board.counters_open,
        waiting=board.waiting,
    )


def _zone(zone: queries.ZoneCard) -> dict[str, Any]:
    return {
        "id": zone.id, "name_id": zone.name_id, "name_en": zone.name_en, "colour": zone.colour, "floor": zone.floor,
        "point": zone.point,
    }  # fmt: skip


def _called(call: queries.BoardCall) -> CalledOut:
    return CalledOut(id=call.id, number=call.number, counter=call.counter, at=call.at)
