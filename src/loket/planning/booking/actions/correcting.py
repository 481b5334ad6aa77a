"""Typing slips: their owner mends a small one before the visit, once; larger changes are the help desk's."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError

from loket.foundation.audit.actions import record
from loket.foundation.people.actions import note_person
from loket.foundation.people.persons import DocumentKind, ProofLevel
from loket.foundation.people.queries import identity_key_of
from loket.foundation.people.rules import Identity, age_on, check_birth_date
from loket.kit.actor import Actor
from loket.kit.crypto import keyring
from loket.kit.transaction import announce, in_transaction
from loket.planning.booking import contests
from loket.planning.booking.actions.contested import AHEAD, record_documents_seen
from loket.planning.booking.models import Booking, Seat, SlipCorrection
from loket.planning.booking.rules import AlreadyBooked, PriorityReason, priority_of


def mend_slip(*, seat_id: UUID, name: str, identity: Identity | None, by: Actor, now: datetime) -> None:
    """The owner mends a typing slip: up to 2 characters of the name, one of the identity; None leaves it. Once.

    Raises TooLateToMend, SlipMended, NothingChanged, SlipTooBig, AlreadyBooked (says neither who nor where).
    """
    with in_transaction():
        seat, was = _held(seat_id, now)
        if SlipCorrection.objects.filter(seat_id=seat_id).exists():
            raise contests.SlipMended
        wanted = contests.Who(name, was.born, identity.key if identity else was.key)
        contests.check_slip(was, wanted)
        SlipCorrection.objects.create(seat_id=seat_id, at=now, of_identity=wanted.key != was.key)
        _rewrite(seat, was, wanted, identity, now)
        _say("booking.slip_mended", seat, was, wanted, by, now)


def correct_person(
    *,
    seat_id: UUID,
    name: str,
    born: date,
    identity: Identity | None,
    document: DocumentKind,
    by: Actor,
    now: datetime,
) -> None:
    """An officer corrects a seat with the document in the hand; None leaves the identity. Counts as document seen.

    Raises NotABirthDate, TooLateToMend, NothingChanged, AnotherPerson, AlreadyBooked.
    """
    with in_transaction():
        seat, was = _held(seat_id, now)
        check_birth_date(born, today=seat.slot.day)
        wanted = contests.Who(name, born, identity.key if identity else was.key)
        contests.check_same_person(was, wanted)
        _rewrite(seat, was, wanted, identity, now)
        _say("booking.person_corrected", seat, was, wanted, by, now)
        record_documents_seen(seat_ids=[seat_id], document=document, by=by, now=now)


def _held(seat_id: UUID, now: datetime) -> tuple[Seat, contests.Who]:
    """A seat whose visit is ahead, behind the lock of its booking, and what stands on it. Raises TooLateToMend."""
    booking = Booking.objects.select_for_update(of=("self",), no_key=True).filter(seats=seat_id).first()
    seat = Seat.objects.select_related("slot__point").filter(pk=seat_id).first()
    if booking is None or seat is None or not seat.is_open or booking.state not in AHEAD:
        raise contests.TooLateToMend
    if seat.slot.starts_at <= now:
        raise contests.TooLateToMend
    ring = keyring()
    name = ring.unseal(bytes(seat.name_sealed), table="seat", column="name", row=seat.pk)
    born = ring.unseal(bytes(seat.born_sealed), table="seat", column="born", row=seat.pk)
    return seat, contests.Who(name, date.fromisoformat(born), identity_key_of(seat.person_id))


def _rewrite(seat: Seat, was: contests.Who, wanted: contests.Who, identity: Identity | None, now: datetime) -> None:
    """Writes the seat anew; R3 is asked by the table. Raises AlreadyBooked."""
    ring = keyring()
    seat.name_sealed = ring.seal(wanted.name, table="seat", column="name", row=seat.pk)
    seat.born_sealed = ring.seal(wanted.born.isoformat(), table="seat", column="born", row=seat.pk)
    declared = PriorityReason(seat.priority) if seat.priority else None
    seat.priority = priority_of(declared, age_on(wanted.born, seat.slot.day))
    if identity and wanted.key != was.key:
        seat.person_id, seat.proof = note_person(identity, now=now), ProofLevel.TYPED.value
    try:
        with in_transaction():
            seat.save(update_fields=["name_sealed", "born_sealed", "priority", "person_id", "proof"])
    except IntegrityError as error:
        raise AlreadyBooked from error


def _say(fact: str, seat: Seat, was: contests.Who, wanted: contests.Who, by: Actor, now: datetime) -> None:
    """The ledger tells what sort of thing changed, never the words."""
    changed = {
        "name": was.name != wanted.name,
        "born": was.born != wanted.born,
        "identity": was.key != wanted.key,
    }
    office_id = seat.slot.point.office_id
    record(fact, subject=("seat", seat.pk), detail=changed, office_id=office_id, react=True, by=by, now=now)
    announce(f"booking:{seat.booking_id}")
