"""How the one statement that takes seats is asked (sql/claim_seats.v3.sql): a batch of requests, a row of answers each.

Pages, help desk, API and the seed ask through here, so that they can't drift apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from loket.kit import ids
from loket.kit.actor import Actor
from loket.kit.crypto import Keyring, keyring
from loket.planning.booking.rules import PriorityReason


@dataclass(frozen=True, slots=True)
class Sitter:
    """One person for one seat; name and birth date as typed, sealed here."""

    person_id: UUID
    name: str
    born: date
    priority: PriorityReason | None = None
    seat_id: UUID = field(default_factory=ids.new_id)


@dataclass(frozen=True, slots=True)
class Request:
    """A party for one slot. `key` makes a repeat harmless; `fingerprint` (32 bytes) tells another request apart.

    With `expires_at` the booking is held until then (R15).
    """

    slot_id: int
    key: UUID
    fingerprint: bytes
    members: Sequence[Sitter]
    account_id: int | None = None
    expires_at: datetime | None = None
    booking_id: UUID = field(default_factory=ids.new_id)
    code: str = field(default_factory=ids.new_code)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request got: an outcome of claim_seats, the booking that stands, the line whose reactions to queue."""

    outcome: str
    booking_id: UUID | None
    ledger_id: int | None


def ask_for_seats(requests: Sequence[Request], *, by: Actor, now: datetime) -> list[Answer]:
    """Asks for all requests in one statement; answers in their order. Raises IntegrityError (see the statement)."""
    arguments = [
        *_of_requests(requests),
        *_of_members(requests, keyring()),
        ("text", by.kind.value),
        ("bigint", by.id),
        ("timestamptz", now),
    ]
    places = ", ".join(f"%s::{cast}" for cast, _ in arguments)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT outcome, booking, ledger FROM loket_claim_seats_v3({places})",  # noqa: S608 (casts only)
            [value for _, value in arguments],
        )
        return [Answer(*row) for row in cursor.fetchall()]


def _of_requests(requests: Sequence[Request]) -> list[tuple[str, Any]]:
    return [
        ("uuid[]", [r.booking_id for r in requests]),
        ("text[]", [r.code for r in requests]),
        ("bigint[]", [r.slot_id for r in requests]),
        ("bigint[]", [r.account_id for r in requests]),
        ("uuid[]", [r.key for r in requests]),
        ("bytea[]", [r.fingerprint for r in requests]),
        ("timestamptz[]", [r.expires_at for r in requests]),
    ]


def _of_members(requests: Sequence[Request], ring: Keyring) -> list[tuple[str, Any]]:
    placed = [(place, sitter) for place, request in enumerate(requests, start=1) for sitter in request.members]
    return [
        ("int[]", [place for place, _ in placed]),
        ("uuid[]", [s.seat_id for _, s in placed]),
        ("uuid[]", [s.person_id for _, s in placed]),
        ("text[]", [s.priority for _, s in placed]),
        ("bytea[]", [ring.seal(s.name, table="seat", column="name", row=s.seat_id) for _, s in placed]),
        ("bytea[]", [ring.seal(s.born.isoformat(), table="seat", column="born", row=s.seat_id) for _, s in placed]),
    ]
