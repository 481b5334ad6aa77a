"""Claims seats: a party of 1 to 5, all or none. One SQL function takes them (batches.py)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError

from loket.foundation.audit.actions import queue_reactions
from loket.foundation.offices.rules import Nationality, ServiceKind
from loket.foundation.people.actions import note_person
from loket.foundation.people.models import Account
from loket.foundation.people.rules import Identity, age_on, check_birth_date
from loket.kit import ids
from loket.kit.actor import Actor
from loket.kit.errors import Refusal
from loket.kit.transaction import in_transaction
from loket.planning.booking import rules
from loket.planning.booking.actions.needs import note_needs
from loket.planning.booking.batches import Answer, Request, Sitter, ask_for_seats
from loket.planning.booking.models import Seat, Slot
from loket.planning.booking.needs import NO_NEEDS, Needs

#: Two people booking one person at one moment: the batch is asked again this often (release-performance.md).
TRIES = 8

_REFUSALS: dict[str, type[Refusal]] = {
    "full": rules.SeatTaken,
    "not_open": rules.NotOpenYet,
    "closed": rules.SlotClosed,
    "already_booked": rules.AlreadyBooked,
    "key_reused": rules.KeyReused,
}


@dataclass(frozen=True, slots=True)
class Member:
    """One person of a party: who (people.actions.note_person), the name and birth date typed for this visit."""

    person_id: UUID
    nationality: Nationality
    name: str
    born: date
    priority: rules.PriorityReason | None = None


@dataclass(frozen=True, slots=True)
class Applicant:
    """One person as typed: who by NIK or passport, or a person already known (collection); name, birth date, needs."""

    who: Identity | UUID
    nationality: Nationality
    name: str
    born: date
    declared: rules.PriorityReason | None = None
    needs: Needs = NO_NEEDS


@dataclass(frozen=True, slots=True)
class Claimed:
    """A booking that stands; `repeated` when this key had booked before."""

    booking_id: UUID
    repeated: bool


def claim_seats(
    *, slot_id: int, party: Sequence[Member], key: str, account_id: int | None, by: Actor, now: datetime
) -> Claimed:
    """Books a party of 1 to 5 into one slot, all or none (R2, R3, R5).

    `key` makes a retry harmless: the same key and request answer with the same booking. Raises PartyWrong,
    WrongNationality, SeatTaken, NotOpenYet, SlotClosed, AlreadyBooked, KeyReused, BusyTryAgain.
    """
    _check_party(slot_id, party)
    bound = ids.bound_key(by.principal, key)
    print_ = _fingerprint(slot_id, party)
    for _ in range(TRIES):
        try:
            with in_transaction():
                answer = _claim(slot_id, party, bound, print_, account_id, by, now)
        except IntegrityError:
            continue  # another connection booked the same person or key just now: ask again and see its row
        if answer.booking_id is not None:
            return Claimed(answer.booking_id, repeated=answer.outcome == "repeat")
        if answer.outcome != "again":
            raise _REFUSALS[answer.outcome]
    raise rules.BusyTryAgain


def book_party(
    *, slot_id: int, applicants: Sequence[Applicant], key: str, account_id: int | None, by: Actor, now: datetime
) -> Claimed:
    """Notes who comes and claims their seats, in one transaction: a refusal leaves nobody's identity behind.

    Age on the day of the visit decides the priority of the old and the young (R24). Raises NotABirthDate,
    AccountHoldsEnough and AccountBooksTooOften for a citizen's account (R2), and what `claim_seats` raises.
    """
    day = Slot.objects.filter(pk=slot_id).values_list("day", flat=True).first()
    if day is None:
        raise rules.SlotClosed
    for applicant in applicants:
        check_birth_date(applicant.born, today=day)
    with in_transaction():
        if account_id is not None:  # its bookings take turns, so that two at once don't both find room
            Account.objects.select_for_update(no_key=True).filter(pk=account_id).first()
        known = _note_all(applicants, now)
        party = [
            Member(
                person_id=known[a.who],
                nationality=a.nationality,
                name=a.name,
                born=a.born,
                priority=rules.priority_of(a.declared, age_on(a.born, day)),
            )
            for a in applicants
        ]
        claimed = claim_seats(slot_id=slot_id, party=party, key=key, account_id=account_id, by=by, now=now)
        if account_id is not None and not claimed.repeated:
            _check_account(account_id, now)
        if not claimed.repeated:
            note_needs(booking_id=claimed.booking_id, needs=[a.needs for a in applicants], by=by, now=now)
        return claimed


def _check_account(account_id: int, now: datetime) -> None:
    """Counts after the claim: a repeated request is answered whatever the account holds by now."""
    mine = Seat.objects.filter(booking__account_id=account_id).exclude(kind=ServiceKind.COLLECTION)
    rules.check_account(
        held=mine.filter(is_open=True).count(),
        booked_in_a_day=mine.filter(booking__created_at__gt=now - rules.A_DAY).count(),
    )


def _note_all(applicants: Sequence[Applicant], now: datetime) -> dict[Identity | UUID, UUID]:
    """Person ids, noted in the order of their keys: two parties with the same people never wait in a circle."""
    found: dict[Identity | UUID, UUID] = {a.who: a.who for a in applicants if isinstance(a.who, UUID)}
    for identity in sorted({a.who for a in applicants if isinstance(a.who, Identity)}, key=lambda who: who.key):
        found[identity] = note_person(identity, now=now)
    return found


def _check_party(slot_id: int, party: Sequence[Member]) -> None:
    people = {member.person_id for member in party}
    if not 1 <= len(party) <= rules.LARGEST_PARTY or len(people) != len(party):
        raise rules.PartyWrong
    wanted = Slot.objects.filter(pk=slot_id).values_list("service__nationality", flat=True).first()
    if wanted is not None and any(member.nationality != wanted for member in party):
        raise rules.WrongNationality


def _fingerprint(slot_id: int, party: Sequence[Member]) -> bytes:
    """What was asked, as 32 bytes: a key that returns with something else is told apart."""
    said = "\n".join([str(slot_id), *(f"{m.person_id}|{m.name}|{m.born}|{m.priority}" for m in party)])
    return hashlib.sha256(said.encode()).digest()


def _claim(
    slot_id: int,
    party: Sequence[Member],
    key: UUID,
    print_: bytes,
    account_id: int | None,
    by: Actor,
    now: datetime,
) -> Answer:
    members = [Sitter(m.person_id, m.name, m.born, m.priority) for m in party]
    request = Request(slot_id=slot_id, key=key, fingerprint=print_, members=members, account_id=account_id)
    (answer,) = ask_for_seats([request], by=by, now=now)
    if answer.ledger_id is not None:
        queue_reactions([answer.ledger_id])
    return answer
