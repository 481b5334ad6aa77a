"""Who may claim a person: better proof takes over, the other seat is frozen, the head decides (docs/adr/0017).

A frozen seat stays taken; R3 does not count it, so that the better claim can book in the same transaction. Locks: slots
in id order, bookings in id order, then the seats' own rows; what was read before the locks is read again behind them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Q, QuerySet

from loket.foundation.audit.actions import record
from loket.foundation.offices.rules import ServiceKind
from loket.foundation.people.actions import note_proof
from loket.foundation.people.persons import DocumentKind, ProofLevel
from loket.foundation.people.queries import proof_of
from loket.kit.actor import Actor
from loket.kit.transaction import announce, in_transaction
from loket.planning.booking import contests
from loket.planning.booking.actions.returning import cancel_booking
from loket.planning.booking.contests import ContestState
from loket.planning.booking.models import Booking, ContestedSeat, Seat, Slot
from loket.planning.booking.rules import BookingState, BusyTryAgain

#: Overdue decisions of one run of the clock's task; the rest follows in the next.
SETTLED_AT_ONCE = 50
#: Nobody of these has come in yet.
AHEAD = (BookingState.HELD, BookingState.BOOKED)
#: What happened between reading and locking is read again this often.
TRIES = 8
T = TypeVar("T")


class WorldMoved(Exception):
    """Another claim was quicker between reading and locking: the whole is tried anew."""


def proofs_of(account_id: int | None, persons: Mapping[UUID, DocumentKind | None]) -> dict[UUID, ProofLevel]:
    """How well a claimant has proved these persons, with the documents an officer holds in the hand now."""
    levels = proof_of(account_id, persons) if account_id is not None else {}
    better = {who: ProofLevel.DOCUMENT_SEEN for who, document in persons.items() if document and who not in levels}
    return {**levels, **better}


def make_room(
    *, slot_ids: Sequence[int], levels: Mapping[UUID, ProofLevel], account_id: int | None, by: Actor, now: datetime
) -> int:
    """Before a claim: weaker claims' open seats of these persons, of the slots' kind, give way. Returns how many.

    Runs in the claim's transaction: when the claim fails, nothing has given way. Raises WorldMoved.
    """
    kind = Slot.objects.filter(pk__in=slot_ids).values_list("service__kind", flat=True).first()
    if kind is None or kind == ServiceKind.COLLECTION:
        return 0
    return _take_over(levels, account_id, slot_ids, by, now, kind=kind)


def would_give_way(*, slot_id: int, levels: Mapping[UUID, ProofLevel], account_id: int | None) -> bool:
    """Whether weaker claims stand in the way of a claim just now: one may have come while it was made."""
    kind = Slot.objects.values_list("service__kind", flat=True).get(pk=slot_id)
    return kind != ServiceKind.COLLECTION and bool(_rivals(_wanted(levels, account_id, kind, None), levels))


def take_over(*, seat_id: UUID, by: Actor, now: datetime) -> int:
    """After an officer saw a document: weaker claims on this person give way in every kind of service.

    A reaction to booking.document_seen; repeated it finds nothing to do. Returns how many seats gave way.
    """
    seat = Seat.objects.select_related("booking").get(pk=seat_id)
    level = _proof(seat)
    if level is ProofLevel.TYPED:
        return 0
    return anew(lambda: _take_over({seat.person_id: level}, seat.booking.account_id, [], by, now, besides=seat))


def record_documents_seen(
    *,
    seat_ids: Collection[UUID],
    document: DocumentKind,
    level: ProofLevel = ProofLevel.DOCUMENT_SEEN,
    by: Actor,
    now: datetime,
) -> None:
    """An officer held these persons' document: gate and help desk `document_seen`, counter `verified`. Only its kind.

    The proof is the seat's, and its account's for later bookings; it never falls.
    """
    with in_transaction():
        seats = Seat.objects.select_for_update(of=("self",), no_key=True).select_related("booking", "slot__point")
        for seat in seats.filter(pk__in=list(seat_ids)).order_by("person_id", "pk"):
            if level.rank > ProofLevel(seat.proof).rank:
                Seat.objects.filter(pk=seat.pk).update(proof=level.value)
            if seat.booking.account_id is not None:
                note_proof(
                    account_id=seat.booking.account_id, person_id=seat.person_id, level=level, document=document,
                    by=by, now=now,
                )  # fmt: skip
            detail = {"document": document.value, "level": level.value}
            _say("booking.document_seen", seat, detail, by, now)


def restore_seat(*, seat_id: UUID, by: Actor, now: datetime) -> None:
    """The head gives a frozen seat back to its holder; the person's other open seat of this kind gives way (R3).

    Raises NotContested, RestoreTooLate, OtherInside.
    """
    anew(lambda: _restore(seat_id, by, now))


def give_seat(*, seat_id: UUID, by: Actor, now: datetime) -> None:
    """The head lets the better proof stand: a number for one person is cancelled, a family's loses this place.

    Raises NotContested.
    """
    anew(lambda: _give(_lock_frozen(seat_id), by, now))


def anew(work: Callable[[], T]) -> T:
    """Does `work` in a transaction, again when the world moved meanwhile. Raises BusyTryAgain."""
    for _ in range(TRIES):
        try:
            with in_transaction():
                return work()
        except WorldMoved:
            continue
    raise BusyTryAgain


def settle_overdue(*, by: Actor, now: datetime) -> int:
    """Nobody decided within a day: the better proof stands. Returns how many were settled."""
    with in_transaction():
        due = ContestedSeat.objects.filter(state=ContestState.FROZEN, decide_by__lte=now)
        seat_ids = list(due.order_by("decide_by", "seat_id").values_list("seat_id", flat=True)[:SETTLED_AT_ONCE])
        seats = _lock_seats(Q(pk__in=seat_ids), ())
        for seat in seats:
            if seat.contest.state == ContestState.FROZEN:
                _give(seat, by, now)
    return len(seats)


def _restore(seat_id: UUID, by: Actor, now: datetime) -> None:
    seat = _lock_frozen(seat_id)
    contests.check_restorable(
        state=BookingState(seat.booking.state), is_given_back=seat.is_given_back, starts_at=seat.slot.starts_at, now=now
    )
    for other in _open_of(seat):
        if other.booking.state not in AHEAD:
            raise contests.OtherInside
        _withdraw(other, seat, by, now)
    proof = max(_proof(seat), ProofLevel.DOCUMENT_SEEN, key=lambda level: level.rank)
    try:
        with in_transaction():
            Seat.objects.filter(pk=seat_id).update(is_frozen=False, is_open=True, proof=proof.value)
    except IntegrityError as error:  # the person was booked once more at this moment (R3)
        raise WorldMoved from error
    _decide(seat, ContestState.RESTORED, by, now)
    _say("booking.seat_restored", seat, {}, by, now)


def _take_over(
    levels: Mapping[UUID, ProofLevel],
    account_id: int | None,
    slots: Iterable[int],
    by: Actor,
    now: datetime,
    *,
    kind: str | None = None,
    besides: Seat | None = None,
) -> int:
    wanted = _wanted(levels, account_id, kind, besides)
    rivals = _rivals(wanted, levels)
    if not rivals:
        return 0
    locked = _lock_seats(Q(pk__in=rivals), slots)
    if _rivals(wanted, levels) != rivals:
        raise WorldMoved
    for seat in locked:
        _set_aside(seat, levels[seat.person_id], by, now)
    return len(locked)


def _wanted(levels: Mapping[UUID, ProofLevel], account_id: int | None, kind: str | None, besides: Seat | None) -> Q:
    """Open seats of these persons that others hold and that nobody has come in with."""
    proved = [person for person, level in levels.items() if level is not ProofLevel.TYPED]
    found = Q(person_id__in=proved, is_open=True, booking__state__in=AHEAD)
    found &= Q(kind=kind) if kind else ~Q(kind=ServiceKind.COLLECTION)
    if account_id is not None:
        found &= ~Q(booking__account_id=account_id) | Q(booking__account_id=None)
    return found & ~Q(booking_id=besides.booking_id) if besides is not None else found


def _rivals(wanted: Q, levels: Mapping[UUID, ProofLevel]) -> list[UUID]:
    """The seats among these whose claim is the weaker one."""
    seats = _seats().filter(wanted)
    return [seat.pk for seat in seats if contests.outweighs(levels[seat.person_id], _proof(seat))]


def _proof(seat: Seat) -> ProofLevel:
    """The better of what the seat's own visit proved and what its account has proved."""
    own = ProofLevel(seat.proof)
    account_id = seat.booking.account_id
    kept = proof_of(account_id, [seat.person_id]).get(seat.person_id) if account_id is not None else None
    return max(own, kept, key=lambda level: level.rank) if kept else own


def _set_aside(seat: Seat, higher: ProofLevel, by: Actor, now: datetime) -> None:
    lower = contests.Claimant(_proof(seat), seat.booking.size, seat.slot.starts_at)
    fate = contests.fate_of(lower, higher, now=now)
    _note_contest(seat, fate, lower.proof, higher, now)
    if fate is ContestState.CANCELLED:
        cancel_booking(booking_id=seat.booking_id, by=by, now=now)
        return
    Seat.objects.filter(pk=seat.pk).update(is_open=False, is_frozen=True)
    _say("booking.seat_frozen", seat, {"lower": lower.proof.value, "higher": higher.value}, by, now)


def _withdraw(other: Seat, restored: Seat, by: Actor, now: datetime) -> None:
    """The better proof's seat after the head decided against it."""
    _note_contest(other, ContestState.GIVEN, _proof(other), _proof(restored), now, decided_by=by.id)
    if other.booking.size == 1 and other.slot.starts_at > now:
        cancel_booking(booking_id=other.booking_id, by=by, now=now)
        return
    Seat.objects.filter(pk=other.pk).update(is_open=False, is_frozen=True)
    _say("booking.seat_given_up", other, {}, by, now)


def _give(seat: Seat, by: Actor, now: datetime) -> None:
    _decide(seat, ContestState.GIVEN, by, now)
    booking = seat.booking
    if booking.size == 1 and booking.state in AHEAD and seat.slot.starts_at > now:
        cancel_booking(booking_id=booking.pk, by=by, now=now)
    _say("booking.seat_given_up", seat, {}, by, now)


def _note_contest(
    seat: Seat, state: ContestState, lower: ProofLevel, higher: ProofLevel, now: datetime,
    *, decided_by: int | None = None,
) -> None:  # fmt: skip
    is_open = state is ContestState.FROZEN
    ContestedSeat.objects.update_or_create(
        seat=seat,
        defaults={
            "state": state.value,
            "lower": lower.value,
            "higher": higher.value,
            "frozen_at": now,
            "decide_by": now + contests.DECIDED_WITHIN,
            "decided_at": None if is_open else now,
            "decided_by": decided_by,
        },
    )


def _decide(seat: Seat, state: ContestState, by: Actor, now: datetime) -> None:
    ContestedSeat.objects.filter(seat=seat).update(state=state.value, decided_at=now, decided_by=by.id)


def _say(fact: str, seat: Seat, detail: dict[str, Any], by: Actor, now: datetime) -> None:
    office_id = seat.slot.point.office_id
    record(fact, subject=("seat", seat.pk), detail=detail, office_id=office_id, react=True, by=by, now=now)
    announce(f"booking:{seat.booking_id}")


def _lock_frozen(seat_id: UUID) -> Seat:
    """A frozen seat with the person's open seats of its kind, all locked. Raises NotContested, WorldMoved."""
    found = _seats().filter(pk=seat_id).first()
    if found is None:
        raise contests.NotContested
    locked = _lock_seats(Q(pk=seat_id) | Q(person_id=found.person_id, kind=found.kind, is_open=True), ())
    if not {other.pk for other in _open_of(found)} <= {other.pk for other in locked}:
        raise WorldMoved
    seat = _seats().select_related("contest").get(pk=seat_id)
    contest = getattr(seat, "contest", None)
    if contest is None or contest.state != ContestState.FROZEN or not seat.is_frozen:
        raise contests.NotContested
    return seat


def _open_of(seat: Seat) -> list[Seat]:
    return list(_seats().filter(person_id=seat.person_id, kind=seat.kind, is_open=True).order_by("pk"))


def _lock_seats(which: Q, slots: Iterable[int]) -> list[Seat]:
    """These seats behind the locks of their slots (and of `slots`) and bookings: slot > booking > seat, by id each."""
    found = list(_seats().filter(which))
    wanted = {*slots, *(seat.slot_id for seat in found)}
    list(Slot.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk").values_list("pk"))
    bookings = Booking.objects.select_for_update(no_key=True).filter(pk__in={seat.booking_id for seat in found})
    list(bookings.order_by("pk").values_list("pk"))
    locked = Seat.objects.select_for_update(no_key=True).filter(pk__in=[seat.pk for seat in found])
    list(locked.order_by("person_id", "pk").values_list("pk"))
    return list(_seats().select_related("contest").filter(pk__in=[seat.pk for seat in found]))


def _seats() -> QuerySet[Seat]:
    return Seat.objects.select_related("booking", "slot__point").order_by("person_id", "pk")
