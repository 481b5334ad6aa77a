"""Claims seats: a party of 1 to 5, all or none. One SQL function takes them (batches.py)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError
from django.db.models import OuterRef, Subquery

from loket.foundation.audit.actions import queue_reactions
from loket.foundation.offices.rules import Nationality, ServiceKind
from loket.foundation.people.actions import note_acts, note_person
from loket.foundation.people.models import Account
from loket.foundation.people.persons import Act, DocumentKind, check_act
from loket.foundation.people.queries import notice_in_force
from loket.foundation.people.rules import Identity, age_on, check_birth_date
from loket.foundation.policy import queries as policy
from loket.foundation.policy.rules import InForce, NumberName
from loket.kit import ids, tally
from loket.kit.actor import Actor
from loket.kit.errors import Refusal
from loket.kit.transaction import in_transaction
from loket.planning.booking import rules
from loket.planning.booking.actions import contested
from loket.planning.booking.actions.holding import expire_holds_of
from loket.planning.booking.actions.needs import note_needs
from loket.planning.booking.batches import Request, Sitter, ask_for_seats
from loket.planning.booking.models import Seat, Slot, Terms
from loket.planning.booking.needs import NO_NEEDS, Needs

#: Two people booking one person at one moment: the batch is asked again this often (release-performance.md).
TRIES = 8

_REFUSALS: dict[str, type[Refusal]] = {
    "full": rules.SeatTaken,
    "not_open": rules.NotOpenYet,
    "closed": rules.SlotClosed,
    "suspended": rules.ServiceSuspended,
    "not_offered": rules.NotOfferedHere,
    "no_blanks": rules.BlanksOut,
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
    #: The document that an officer holds in the hand, and the notice that was accepted for this person (R63).
    seen: DocumentKind | None = None
    act: Act | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A booking that stands; `repeated` when this key had booked before."""

    booking_id: UUID
    repeated: bool


def claim_seats(
    *,
    slot_id: int,
    party: Sequence[Member],
    key: str,
    account_id: int | None,
    hold_until: datetime | None = None,
    asked_slot_id: int | None = None,
    by: Actor,
    now: datetime,
) -> Claimed:
    """Books a party of 1 to 5 into one slot, all or none (R2, R3, R5); with `hold_until` held until then (R15).

    `key` makes a retry harmless: the same key and request answer with the same booking; `asked_slot_id` is what was
    asked for when another channel's slot of that hour is tried. Raises PartyWrong, WrongNationality, SeatTaken,
    NotOpenYet, SlotClosed, ServiceSuspended, NotOfferedHere, BlanksOut, AlreadyBooked, KeyReused, BusyTryAgain.
    """
    _check_party(slot_id, party)
    request = Request(
        slot_id=slot_id,
        key=ids.bound_key(by.principal, key),
        fingerprint=_fingerprint(asked_slot_id or slot_id, party),
        members=[Sitter(m.person_id, m.name, m.born, m.priority) for m in party],
        account_id=account_id,
        expires_at=hold_until,
    )
    for _ in range(TRIES):
        try:
            with in_transaction():
                return _claim(request, by, now)
        except IntegrityError:
            continue  # another connection booked the same person or key just now: ask again and see its row
        except _NothingClaimed as nothing:
            outcome = nothing.outcome
        # A refusal has left its savepoint, and with it every lock: what is tried next can't close a circle.
        people = [member.person_id for member in party]
        if outcome == "already_booked" and expire_holds_of(people=people, slot_id=slot_id, by=by, now=now):
            continue
        if outcome != "again":
            raise _REFUSALS[outcome]
    raise rules.BusyTryAgain


class _NothingClaimed(Exception):
    """Takes a claim that booked nothing out of its savepoint."""

    def __init__(self, outcome: str) -> None:
        super().__init__(outcome)
        self.outcome = outcome


def _claim(request: Request, by: Actor, now: datetime) -> Claimed:
    """Asks the one statement. Raises _NothingClaimed, IntegrityError."""
    (answer,) = ask_for_seats([request], by=by, now=now)
    if answer.booking_id is None:
        raise _NothingClaimed(answer.outcome)
    if answer.ledger_id is not None:
        queue_reactions([answer.ledger_id])
    return Claimed(answer.booking_id, repeated=answer.outcome == "repeat")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a booking needs of the slot that was asked for."""

    id: int
    office_id: int
    point_id: int
    service_id: int
    channel: rules.Channel
    day: date
    starts_at: datetime
    payment: str | None


@tally.outcomes("claim")
def book_party(
    *,
    slot_id: int,
    applicants: Sequence[Applicant],
    key: str,
    account_id: int | None,
    channels: Collection[rules.Channel] | None = None,
    by: Actor,
    now: datetime,
) -> Claimed:
    """Notes who comes and claims their seats, in one transaction: a refusal leaves nobody's identity behind.

    Age on the day of the visit decides the priority of the old and the young (R24); a party of which at least half
    qualify gets the hour's priority seats first, where there are any. A service that is paid before the visit is held
    (R15, R16). Weaker claims on the same persons give way (contested.py). `channels`: whose seats may be asked for, by
    default what the actor's kind may. Raises NotABirthDate, NoticeOutdated, GuardianMissing (R63), AccountHoldsEnough
    and AccountBooksTooOften for a citizen's account (R2), and what `claim_seats` raises.
    """
    asked = _asked(slot_id)
    if asked.channel not in (rules.channels_of(by.kind) if channels is None else channels):
        raise rules.SlotClosed
    for applicant in applicants:
        check_birth_date(applicant.born, today=asked.day)
    limits = limits_of(policy.at(asked.office_id, now))
    if len(applicants) > limits.largest_party:
        raise rules.PartyWrong
    _check_acts(applicants, asked.day, now)
    return contested.anew(lambda: _book(asked, applicants, key, account_id, limits, by, now))


def _book(
    asked: _Asked,
    applicants: Sequence[Applicant],
    key: str,
    account_id: int | None,
    limits: rules.Limits,
    by: Actor,
    now: datetime,
) -> Claimed:
    if account_id is not None:  # its bookings take turns, so that two at once don't both find room
        Account.objects.select_for_update(no_key=True).filter(pk=account_id).first()
    party = _party(applicants, asked.day, limits, now)
    levels = contested.proofs_of(account_id, {m.person_id: a.seen for m, a in zip(party, applicants, strict=True)})
    if levels:
        slot_ids = [*_targets(asked, party)]
        contested.make_room(slot_ids=slot_ids, levels=levels, account_id=account_id, by=by, now=now)
    try:
        claimed = _claim_first_free(asked, party, key, account_id, limits, by, now)
    except rules.AlreadyBooked:
        if levels and contested.would_give_way(slot_id=asked.id, levels=levels, account_id=account_id):
            raise contested.WorldMoved from None  # a weaker claim came at this moment: once more
        raise
    if account_id is not None and not claimed.repeated:
        _check_account(account_id, limits, now)
    if not claimed.repeated:
        note_needs(booking_id=claimed.booking_id, needs=[a.needs for a in applicants], by=by, now=now)
        _note_what_was_shown(claimed.booking_id, applicants, party, account_id, by, now)
    return claimed


def _check_acts(applicants: Sequence[Applicant], day: date, now: datetime) -> None:
    """Of those for whom a notice was accepted: the one in force, and for a minor by a guardian (R63)."""
    acts = [(a, a.act) for a in applicants if a.act]
    version = notice_in_force(now).version if acts else 0
    for applicant, act in acts:
        check_act(act, version=version, born=applicant.born, day=day)


def _note_what_was_shown(
    booking_id: UUID,
    applicants: Sequence[Applicant],
    party: Sequence[Member],
    account_id: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Which notice was accepted for whom, and which documents an officer held."""
    acts = {m.person_id: a.act for m, a in zip(party, applicants, strict=True) if a.act}
    if acts:
        note_acts(acts=acts, account_id=account_id, by=by, now=now)
    seen = {m.person_id: a.seen for m, a in zip(party, applicants, strict=True) if a.seen}
    for seat in Seat.objects.filter(booking_id=booking_id, person_id__in=list(seen)).order_by("person_id"):
        contested.record_documents_seen(seat_ids=[seat.pk], document=seen[seat.person_id], by=by, now=now)


def _asked(slot_id: int) -> _Asked:
    terms = Terms.objects.filter(point=OuterRef("point"), service=OuterRef("service"))
    slots = Slot.objects.annotate(payment=Subquery(terms.values("payment")[:1])).select_related("point")
    row = slots.filter(pk=slot_id).first()
    if row is None:
        raise rules.SlotClosed
    return _Asked(
        id=row.pk,
        office_id=row.point.office_id,
        point_id=row.point_id,
        service_id=row.service_id,
        channel=rules.Channel(row.channel),
        day=row.day,
        starts_at=row.starts_at,
        payment=row.payment,
    )


def limits_of(law: InForce) -> rules.Limits:
    """What the law of an office's day says to booking."""
    return rules.Limits(
        largest_party=law.value(NumberName.LARGEST_PARTY),
        most_held=law.value(NumberName.HELD_PER_ACCOUNT),
        most_a_day=law.value(NumberName.BOOKED_PER_ACCOUNT),
        a_day=law.span(NumberName.BOOKED_WITHIN),
        hold=law.span(NumberName.UNPAID_HOLD),
        elderly_from=law.value(NumberName.ELDERLY_FROM),
        child_under=law.value(NumberName.CHILD_UNDER),
    )


def _party(applicants: Sequence[Applicant], day: date, limits: rules.Limits, now: datetime) -> list[Member]:
    known = _note_all(applicants, now)
    return [
        Member(
            person_id=known[a.who],
            nationality=a.nationality,
            name=a.name,
            born=a.born,
            priority=rules.priority_of(a.declared, age_on(a.born, day), limits),
        )
        for a in applicants
    ]


def _claim_first_free(
    asked: _Asked,
    party: Sequence[Member],
    key: str,
    account_id: int | None,
    limits: rules.Limits,
    by: Actor,
    now: datetime,
) -> Claimed:
    """Claims in the first of the hour's slots that takes the party; what the last one says is what is raised."""
    hold_until = now + limits.hold if asked.payment == rules.PaymentMode.BEFORE_VISIT else None
    *first, last = _targets(asked, party)
    for target in (*first, last):
        try:
            return claim_seats(
                slot_id=target, party=party, key=key, account_id=account_id, hold_until=hold_until,
                asked_slot_id=asked.id, by=by, now=now,
            )  # fmt: skip
        except (rules.SeatTaken, rules.NotOpenYet, rules.SlotClosed):
            if target == last:
                raise
    raise rules.BusyTryAgain


def _targets(asked: _Asked, party: Sequence[Member]) -> Iterator[int]:
    """The hour's priority seats for those who qualify (R24), then the seats that were asked for."""
    if asked.channel is not rules.Channel.PRIORITY and rules.uses_priority([m.priority for m in party]):
        yield from Slot.objects.filter(
            point=asked.point_id, service=asked.service_id, starts_at=asked.starts_at, channel=rules.Channel.PRIORITY
        ).values_list("pk", flat=True)
    yield asked.id


def _check_account(account_id: int, limits: rules.Limits, now: datetime) -> None:
    """Counts after the claim: a repeated request is answered whatever the account holds by now."""
    mine = Seat.objects.filter(booking__account_id=account_id).exclude(kind=ServiceKind.COLLECTION)
    rules.check_account(
        held=mine.filter(is_open=True).count(),
        booked_in_a_day=mine.filter(booking__created_at__gt=now - limits.a_day).count(),
        limits=limits,
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
