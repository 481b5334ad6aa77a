"""What booking does: claim and return seats, free returned ones. One SQL function takes seats."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection

from loket.foundation.audit.actions import queue_reactions, record
from loket.foundation.offices.models import Office, ServicePoint
from loket.foundation.offices.queries import OfficeCalendar, calendar_of, work_calendar
from loket.foundation.offices.rules import Hours, Nationality, ServiceKind
from loket.foundation.people.actions import note_person
from loket.foundation.people.models import Account
from loket.foundation.people.rules import Identity, age_on, check_birth_date
from loket.kit import ids
from loket.kit.actor import Actor
from loket.kit.clock import at_office, office_day
from loket.kit.crypto import keyring
from loket.kit.errors import Refusal
from loket.kit.formats import in_zone
from loket.kit.transaction import announce, in_transaction
from loket.planning.booking import rules
from loket.planning.booking.models import Booking, Seat, Slot

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
    """One person as typed: who by NIK or passport, or a person already known (collection); name, birth date."""

    who: Identity | UUID
    nationality: Nationality
    name: str
    born: date
    declared: rules.PriorityReason | None = None


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
        outcome, booking_id = answer
        if outcome in ("booked", "repeat"):
            return Claimed(booking_id, repeated=outcome == "repeat")
        if outcome != "again":
            raise _REFUSALS[outcome]
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
) -> tuple[str, UUID]:
    seat_ids = [ids.new_id() for _ in party]
    ring = keyring()
    names = [ring.seal(m.name, table="seat", column="name", row=s) for s, m in zip(seat_ids, party, strict=True)]
    births = [
        ring.seal(m.born.isoformat(), table="seat", column="born", row=s) for s, m in zip(seat_ids, party, strict=True)
    ]
    arguments: list[tuple[str, Any]] = [
        ("uuid[]", [ids.new_id()]),
        ("text[]", [ids.new_code()]),
        ("bigint[]", [slot_id]),
        ("bigint[]", [account_id]),
        ("uuid[]", [key]),
        ("bytea[]", [print_]),
        ("int[]", [1] * len(party)),
        ("uuid[]", seat_ids),
        ("uuid[]", [m.person_id for m in party]),
        ("text[]", [m.priority for m in party]),
        ("bytea[]", names),
        ("bytea[]", births),
        ("text", by.kind.value),
        ("bigint", by.id),
        ("timestamptz", now),
    ]
    places = ", ".join(f"%s::{cast}" for cast, _ in arguments)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT outcome, booking, ledger FROM loket_claim_seats_v2({places})",  # noqa: S608 (casts only)
            [value for _, value in arguments],
        )
        outcome, booking_id, ledger_id = cursor.fetchone()
    if ledger_id is not None:
        queue_reactions([ledger_id])
    return outcome, booking_id


def cancel_booking(*, booking_id: UUID, by: Actor, now: datetime) -> None:
    """Cancels a booking until its slot starts (R29); its seats go to `returned`, where nobody can wait for them.

    Raises CannotCancel.
    """
    with in_transaction():
        if not Booking.objects.filter(pk=booking_id, slot__starts_at__gt=now).exists():
            raise rules.CannotCancel
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT point, seats FROM loket_return_seats_v1(%s, %s, %s)",
                [booking_id, rules.BookingState.CANCELLED, now],
            )
            row = cursor.fetchone()
        if row is None:
            raise rules.CannotCancel
        office_id = Booking.objects.values_list("slot__point__office_id", flat=True).get(pk=booking_id)
        record(
            "booking.cancelled", subject=("booking", booking_id), detail={"seats": row[1]}, office_id=office_id,
            react=True, by=by, now=now,
        )  # fmt: skip
        announce(f"booking:{booking_id}", f"slots:{row[0]}")


def open_slots(
    *,
    point_id: int,
    service_id: int,
    first: date,
    last: date,
    quota: int | Mapping[int, int],
    opens_at: datetime | None,
    by: Actor,
    now: datetime,
) -> int:
    """Makes online slots from `first` to `last` inside opening hours only (R13, R14); answers how many are new.

    `quota`: seats an hour, in proportion for a shorter slot, or seats by wall-clock hour ({8: 20, 9: 25}). `opens_at`:
    from when they may be booked (R6), None: at once. A slot that stands is left as it is. Raises SlotsWrong.
    """
    quotas = [quota] if isinstance(quota, int) else list(quota.values())
    if not first <= last <= first + rules.LONGEST_RANGE or any(not 0 <= q <= rules.LARGEST_QUOTA for q in quotas):
        raise rules.SlotsWrong
    zone = ServicePoint.objects.values_list("office__timezone", flat=True).get(pk=point_id)
    calendar = calendar_of(point_id, first, last)
    with in_transaction():
        mine = Slot.objects.filter(point_id=point_id, service_id=service_id, channel=rules.Channel.ONLINE)
        standing = set(mine.filter(day__range=(first, last)).values_list("starts_at", flat=True))
        wanted = [
            Slot(
                point_id=point_id, service_id=service_id, channel=rules.Channel.ONLINE, day=day, opens_at=opens_at,
                starts_at=at_office(day, starts, zone), ends_at=at_office(day, ends, zone), quota=seats,
            )
            for day, starts, ends, seats in _openings(calendar, first, last, quota)
        ]  # fmt: skip
        new = [slot for slot in wanted if slot.starts_at not in standing]
        Slot.objects.bulk_create(new, ignore_conflicts=True)
        if new:
            detail = {"service": service_id, "first": first.isoformat(), "last": last.isoformat(), "slots": len(new)}
            record("booking.slots_opened", subject=("point", point_id), detail=detail, by=by, now=now)
            announce(f"slots:{point_id}")
    return len(new)


def _openings(
    calendar: OfficeCalendar, first: date, last: date, quota: int | Mapping[int, int]
) -> Iterator[tuple[date, time, time, int]]:
    for ahead in range((last - first).days + 1):
        day = first + timedelta(days=ahead)
        hours = calendar.hours_on(day)
        for starts, ends in rules.slot_hours(hours) if hours else []:
            seats = rules.quota_of(quota, starts, ends)
            if seats:
                yield day, starts, ends, seats


def free_seats(*, slot_id: int, by: Actor, now: datetime) -> int:
    """The release rule's own move: returned seats of a slot may be sold again. Returns how many."""
    with in_transaction(), connection.cursor() as cursor:
        cursor.execute("SELECT loket_free_seats_v1(%s, %s)", [slot_id, now])
        freed: int = cursor.fetchone()[0]
        record("booking.seats_freed", subject=("slot", slot_id), detail={"seats": freed}, by=by, now=now)
        return freed


def follow_calendar(*, office_id: int, day: date, by: Actor, now: datetime) -> int:
    """A day of an office was closed, opened or shortened by decree: its slots stop or resume (R13, R14).

    The slots are locked before the calendar is read: of two decrees at one moment the later one stands. Returns how
    many slots changed. Bookings stay: whoever has one is told and moved by the office, never dropped (R8).
    """
    with in_transaction():
        mine = Slot.objects.select_for_update(of=("self",), no_key=True).select_related("point__office")
        slots = list(mine.filter(point__office_id=office_id, day=day).order_by("pk"))
        calendar = work_calendar(office_id, day, day)
        hours, own = calendar.hours_on(day), calendar.own.get(day)
        limits = own.hours if own else None
        stopped = {slot.pk: hours is None or not _runs(slot, limits) for slot in slots}
        changed = [slot for slot in slots if slot.is_suspended != stopped[slot.pk]]
        for slot in changed:
            slot.is_suspended = stopped[slot.pk]
        Slot.objects.bulk_update(changed, ["is_suspended"])
        for fact, state in (("booking.slots_suspended", True), ("booking.slots_resumed", False)):
            count = sum(slot.is_suspended is state for slot in changed)
            if count:
                detail = {"day": day.isoformat(), "slots": count}
                record(fact, subject=("office", office_id), detail=detail, office_id=office_id, by=by, now=now)
        announce(*(f"slots:{point}" for point in sorted({slot.point_id for slot in changed})))
    return len(changed)


def _runs(slot: Slot, limits: Hours | None) -> bool:
    zone = slot.point.office.timezone
    return limits is None or rules.lies_inside(
        limits, in_zone(slot.starts_at, zone).time(), in_zone(slot.ends_at, zone).time()
    )


def record_arrival(*, booking_id: UUID, by: Actor, now: datetime) -> None:
    """Admission tells that the party passed the door; the booking can't be cancelled any more."""
    moved = Booking.objects.filter(pk=booking_id, state=rules.BookingState.BOOKED).update(
        state=rules.BookingState.ARRIVED
    )
    if moved:
        record("booking.arrived", subject=("booking", booking_id), by=by, now=now)
    announce(f"booking:{booking_id}")


def end_visit(*, seat_id: UUID, by: Actor, now: datetime) -> None:
    """Queueing tells that a person's visit ended: R3 no longer counts the seat; the last one closes the booking."""
    booking_id = _hold_booking_of(seat_id)
    Seat.objects.filter(pk=seat_id).update(is_open=False)
    if not Seat.objects.filter(booking_id=booking_id, is_open=True).exists():
        Booking.objects.filter(pk=booking_id).update(state=rules.BookingState.SERVED, closed_at=now)
        record("booking.visit_ended", subject=("booking", booking_id), by=by, now=now)
    announce(f"booking:{booking_id}")


def reopen_visit(*, seat_id: UUID, by: Actor, now: datetime) -> None:
    """Queueing takes an ended visit back. Raises IntegrityError when the person has booked anew since (R3)."""
    booking_id = _hold_booking_of(seat_id)
    Seat.objects.filter(pk=seat_id).update(is_open=True)
    moved = Booking.objects.filter(pk=booking_id, state=rules.BookingState.SERVED).update(
        state=rules.BookingState.ARRIVED, closed_at=None
    )
    if moved:
        record("booking.visit_reopened", subject=("booking", booking_id), by=by, now=now)
    announce(f"booking:{booking_id}")


def close_past_visits(*, by: Actor, now: datetime) -> int:
    """Closes the seats of days that are over: who missed a visit, or left before its end, may book anew (R3, R31).

    A day is over by the office's own clock. The seats stay taken. Returns how many were closed.
    """
    with in_transaction():
        closed = 0
        for zone in Office.objects.order_by("timezone").values_list("timezone", flat=True).distinct():
            past = Seat.objects.filter(
                is_open=True, slot__point__office__timezone=zone, slot__day__lt=office_day(now, zone)
            )
            closed += past.update(is_open=False)
        if closed:
            record("booking.past_visits_closed", subject=("house", 0), detail={"seats": closed}, by=by, now=now)
    return closed


def _hold_booking_of(seat_id: UUID) -> UUID:
    """Locks the booking of a seat: of two who leave at one moment, the later one sees that it is the last."""
    return Booking.objects.select_for_update(of=("self",)).only("pk").get(seats=seat_id).pk
