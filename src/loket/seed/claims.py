"""Many bookings at once, through the one statement that takes seats (sql/claim_seats.v2.sql)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from loket.foundation.people.actions import IDENTITY
from loket.foundation.people.models import Person
from loket.kit import ids
from loket.kit.actor import SYSTEM
from loket.kit.crypto import keyring
from loket.planning.booking.batches import Request, Sitter, ask_for_seats
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
    answers = ask_for_seats([_request(wish, person_ids) for wish in wishes], by=SYSTEM, now=now)
    refused = sorted({answer.outcome for answer in answers} - {"booked"})
    if refused:
        raise NotAllBooked(", ".join(refused))
    return [answer.ledger_id for answer in answers if answer.ledger_id is not None]


def _request(wish: Wish, person_ids: dict[str, UUID]) -> Request:
    return Request(
        booking_id=wish.booking_id,
        slot_id=wish.slot_id,
        account_id=wish.account_id,
        key=ids.bound_key(SYSTEM.principal, f"seed {wish.booking_id}"),
        fingerprint=hashlib.sha256(str(wish.booking_id).encode()).digest(),
        members=[Sitter(person_ids[s.identity.key], s.name, s.born, s.priority) for s in wish.party],
    )
