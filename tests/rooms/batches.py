"""The claim of seats as the fast lane will call it: many requests in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection

from loket.kit import ids


@dataclass
class Request:
    """One request of a batch: a party of persons for a slot under a key."""

    slot: int
    people: Sequence[UUID]
    key: UUID = field(default_factory=uuid4)
    fingerprint: bytes = b"\0" * 32


def claim_batch(requests: Sequence[Request], *, now: datetime) -> list[tuple[str, UUID | None]]:
    """Outcome and booking of each request, in order. Raises IntegrityError when another connection was first."""
    members = [(n, person) for n, request in enumerate(requests, start=1) for person in request.people]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT outcome, booking FROM loket_claim_seats_v3("
            "%s::uuid[], %s::text[], %s::bigint[], %s::bigint[], %s::uuid[], %s::bytea[], %s::timestamptz[],"
            "%s::int[], %s::uuid[], %s::uuid[], %s::text[], %s::bytea[], %s::bytea[], 'system', NULL, %s)"
            " ORDER BY request",
            [
                [ids.new_id() for _ in requests],
                [ids.new_code() for _ in requests],
                [request.slot for request in requests],
                [None for _ in requests],
                [request.key for request in requests],
                [request.fingerprint for request in requests],
                [None for _ in requests],
                [n for n, _ in members],
                [ids.new_id() for _ in members],
                [person for _, person in members],
                [None for _ in members],
                [b"sealed" for _ in members],
                [b"sealed" for _ in members],
                now,
            ],
        )
        return [(outcome, booking) for outcome, booking in cursor.fetchall()]
