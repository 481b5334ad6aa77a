"""Many bookings at once, through the one statement that takes seats (sql/claim_seats.v2.sql)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from loket.foundation.people.actions import IDENTITY
from loket.foundation.people.models import Person
from loket.kit import ids
from loket.kit.actor import SYSTEM
from loket.kit.crypto import Keyring, keyring
from loket.seed.people import Someone

BATCH = 400


@dataclass(frozen=True, slots=True)
class Wish:
    """A party that wants one slot; `account_id` of the citizen who books, or none."""

    slot_id: int
    party: Sequence[Someone]
    account_id: int | None = None
    booking_id: UUID = field(default_factory=ids.new_id)


class NotAllBooked(Exception):
    """The seed asked for more than the slots hold: a mistake in the seed."""


def note_people(people: Sequence[Someone], *, now: datetime) -> dict[str, UUID]:
    """Notes persons (sealed, indexed) and returns their ids by identity key; known ones keep theirs."""
    ring = keyring()
    rows = []
    for someone in people:
        person_id = ids.new_id()
        rows.append(
            Person(
                id=person_id,
                nationality=someone.identity.nationality,
                identity_index=ring.blind_index(IDENTITY, someone.identity.key),
                identity_sealed=ring.seal(someone.identity.key, table="person", column=IDENTITY, row=person_id),
                created_at=now,
            )
        )
    Person.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    indexes = {bytes(row.identity_index): someone.identity.key for row, someone in zip(rows, people, strict=True)}
    found = Person.objects.filter(identity_index__in=list(indexes)).values_list("identity_index", "id")
    return {indexes[bytes(index)]: person_id for index, person_id in found}


def claim(wishes: Sequence[Wish], *, now: datetime) -> list[int]:
    """Books every wish or raises NotAllBooked; returns the ledger ids, whose reactions are the caller's."""
    people = list({s.identity.key: s for wish in wishes for s in wish.party}.values())
    person_ids = note_people(people, now=now)
    ledger: list[int] = []
    for start in range(0, len(wishes), BATCH):
        ledger += _claim_batch(wishes[start : start + BATCH], person_ids, now)
    return ledger


def _claim_batch(wishes: Sequence[Wish], person_ids: dict[str, UUID], now: datetime) -> list[int]:
    arguments = [*_requests(wishes), *_members(wishes, person_ids, keyring()),
                 ("text", SYSTEM.kind.value), ("bigint", SYSTEM.id), ("timestamptz", now)]  # fmt: skip
    places = ", ".join(f"%s::{cast}" for cast, _ in arguments)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT outcome, ledger FROM loket_claim_seats_v2({places})",  # noqa: S608 (casts only)
            [value for _, value in arguments],
        )
        answers = cursor.fetchall()
    refused = sorted({outcome for outcome, _ in answers} - {"booked"})
    if refused:
        raise NotAllBooked(", ".join(refused))
    return [ledger_id for _, ledger_id in answers]


def _requests(wishes: Sequence[Wish]) -> list[tuple[str, Any]]:
    prints = [hashlib.sha256(str(wish.booking_id).encode()).digest() for wish in wishes]
    return [
        ("uuid[]", [wish.booking_id for wish in wishes]),
        ("text[]", [ids.new_code() for _ in wishes]),
        ("bigint[]", [wish.slot_id for wish in wishes]),
        ("bigint[]", [wish.account_id for wish in wishes]),
        ("uuid[]", [ids.bound_key(SYSTEM.principal, f"seed {wish.booking_id}") for wish in wishes]),
        ("bytea[]", prints),
    ]


def _members(wishes: Sequence[Wish], person_ids: dict[str, UUID], ring: Keyring) -> list[tuple[str, Any]]:
    places = [(place, s, ids.new_id()) for place, wish in enumerate(wishes, start=1) for s in wish.party]
    return [
        ("int[]", [place for place, _, _ in places]),
        ("uuid[]", [seat for _, _, seat in places]),
        ("uuid[]", [person_ids[s.identity.key] for _, s, _ in places]),
        ("text[]", [s.priority.value if s.priority else None for _, s, _ in places]),
        ("bytea[]", [ring.seal(s.name, table="seat", column="name", row=seat) for _, s, seat in places]),
        ("bytea[]", [ring.seal(s.born.isoformat(), table="seat", column="born", row=seat) for _, s, seat in places]),
    ]
