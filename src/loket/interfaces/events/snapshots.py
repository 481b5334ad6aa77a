"""The state of a topic as bytes, read through Django in a thread of the hub's pool."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from loket.kit import clock
from loket.planning.booking.queries import booking_exists
from loket.visits.queueing.queries import BoardCall, Position, board_of, position_of_booking


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What readers of a topic get, and the announced topics (kit.transaction.announce) after which it is old."""

    body: bytes
    follows: frozenset[str]


def read_snapshot(topic: str) -> Snapshot | None:
    """The state of `papan:<zone>` or `nomor:<booking>`; None for what does not exist.

    Gives its database connection back: the pool's threads outlive it.
    """
    kind, _, which = topic.partition(":")
    try:
        return _board(int(which)) if kind == "papan" else _positions(UUID(which))
    finally:
        connection.close()


def _board(zone_id: int) -> Snapshot | None:
    board = board_of(zone_id, clock.now())
    if board is None:
        return None
    state = {
        "zone": zone_id,
        "call": _call(board.current) if board.current else None,
        "earlier": [_call(call) for call in board.earlier],
        "open": board.counters_open,
        "waiting": board.waiting,
    }
    return Snapshot(_bytes(state), frozenset({f"zone:{zone_id}"}))


def _positions(booking_id: UUID) -> Snapshot | None:
    people = position_of_booking(booking_id, clock.now())
    if not people and not booking_exists(booking_id):
        return None
    zones = {f"zone:{person.zone}" for person in people if person.ahead is not None}
    return Snapshot(_bytes({"people": [_person(p) for p in people]}), frozenset({f"booking:{booking_id}", *zones}))


def _call(call: BoardCall) -> dict[str, Any]:
    return asdict(call) | {"at": call.at.isoformat()}


def _person(person: Position) -> dict[str, Any]:
    return {
        "place": person.place_in_party,
        "number": person.number,
        "state": person.state,
        "stage": person.stage,
        "step": person.step,
        "steps": person.steps,
        "zone": person.zone,
        "zone_id": person.zone_id,
        "zone_en": person.zone_en,
        "floor": person.floor,
        "counter": person.counter,
        "ahead": person.ahead,
    }


def _bytes(state: dict[str, Any]) -> bytes:
    return json.dumps(state, separators=(",", ":"), ensure_ascii=False).encode()
