"""A booking gets another hour: by its holder until the day before, by two officers for a reason, atomically."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError
from tests.factories import booking, people
from tests.factories.offices import MORNING, furnished_office
from tests.rooms.invariants import broken_promises

from loket.foundation.audit.models import LedgerLine
from loket.foundation.people.rules import Role
from loket.kit import ids
from loket.kit.actor import SYSTEM, Actor, ActorKind
from loket.planning.booking import moves, rules
from loket.planning.booking.actions import (
    ask_relief,
    cancel_booking,
    confirm_relief,
    decline_relief,
    free_seats,
    mark_missed,
    move_booking,
    note_turned_away,
)
from loket.planning.booking.models import Booking, Move, Relief, Seat, Slot
from loket.planning.booking.moves import Limits, ReliefReason, ReliefState

pytestmark = pytest.mark.django_db

#: Monday and Tuesday after MORNING (a Friday), 09.00 WIB.
MONDAY = datetime.fromisoformat("2022-02-07T09:00+07:00")
TUESDAY = MONDAY + timedelta(days=1)
TWICE = Limits(times=2)


@pytest.fixture
def office():
    return furnished_office()


def a_slot(office, starts_at=MONDAY, quota=5, **more) -> Slot:
    return booking.an_open_slot(office.point, office.passport, quota=quota, starts_at=starts_at, now=MORNING, **more)


def an_actor(office, role=Role.HELP_DESK) -> Actor:
    staff = people.an_officer(role, office.office, now=MORNING)
    return Actor(ActorKind.STAFF, staff.account_id, staff.office_id)


def move(booked: Booking, slot: Slot, key: str = "k", now: datetime = MORNING, limits: Limits = moves.LIMITS) -> bool:
    return move_booking(booking_id=booked.pk, slot_id=slot.pk, key=key, limits=limits, by=SYSTEM, now=now)


def counts(slot: Slot) -> tuple[int, int, int]:
    slot.refresh_from_db()
    return slot.taken, slot.returned, slot.issued


def test_moves_the_whole_party_and_keeps_id_and_code(office):
    old, new = a_slot(office), a_slot(office, TUESDAY)
    booking.a_booked_party(new, now=MORNING)
    booked = booking.a_booked_party(old, size=3, now=MORNING)
    assert move(booked, new)
    again = Booking.objects.get(pk=booked.pk)
    assert (again.code, again.slot_id, again.state) == (booked.code, new.pk, "booked")
    assert list(Seat.objects.filter(booking=booked).order_by("position").values_list("number", "slot_id")) == [
        (2, new.pk), (3, new.pk), (4, new.pk),
    ]  # fmt: skip
    assert counts(old) == (0, 3, 3)
    assert counts(new) == (4, 0, 4)
    assert Move.objects.get().from_slot_id == old.pk
    assert LedgerLine.objects.filter(fact="booking.moved", subject_id=str(booked.pk)).count() == 1
    assert broken_promises() == []


def test_a_repeated_key_moves_once(office):
    booked, new = booking.a_booked_party(a_slot(office), now=MORNING), a_slot(office, TUESDAY)
    assert move(booked, new)
    assert not move(booked, new)
    assert Move.objects.count() == 1
    with pytest.raises(rules.KeyReused):
        move(booked, a_slot(office, TUESDAY + timedelta(hours=1)))


def test_the_old_seat_comes_back_only_by_release(office):
    old = a_slot(office, quota=1)
    booked = booking.a_booked_party(old, now=MORNING)
    move(booked, a_slot(office, TUESDAY))
    with pytest.raises(rules.SeatTaken):
        booking.a_booked_party(old, now=MORNING)
    free_seats(slot_id=old.pk, by=SYSTEM, now=MORNING)
    assert Seat.objects.get(booking=booking.a_booked_party(old, now=MORNING)).number == 1
    assert broken_promises() == []


def test_moves_until_the_end_of_the_day_before_by_the_offices_clock():
    east = furnished_office("JYP", name="Jayapura", timezone="Asia/Jayapura")
    nine = datetime.fromisoformat("2022-02-08T09:00+09:00")
    booked = booking.a_booked_party(
        booking.an_open_slot(east.point, east.passport, starts_at=nine, now=MORNING), now=MORNING
    )
    new = booking.an_open_slot(east.point, east.passport, starts_at=nine + timedelta(days=1), now=MORNING)
    midnight = datetime.fromisoformat("2022-02-08T00:00+09:00")
    with pytest.raises(moves.MoveTooLate):
        move(booked, new, now=midnight)
    assert move(booked, new, now=midnight - timedelta(seconds=1))


def test_moves_once_unless_the_limit_says_more(office):
    booked = booking.a_booked_party(a_slot(office), now=MORNING)
    move(booked, a_slot(office, TUESDAY), key="a")
    other = a_slot(office, TUESDAY + timedelta(hours=1))
    with pytest.raises(moves.MovedEnough):
        move(booked, other, key="b")
    assert move(booked, other, key="b", limits=TWICE)


def test_takes_only_what_the_public_may_have(office):
    booked = booking.a_booked_party(a_slot(office), size=2, now=MORNING)
    small = a_slot(office, TUESDAY, quota=1)
    with pytest.raises(rules.SeatTaken):
        move(booked, small)
    with pytest.raises(rules.NotOpenYet):
        move(booked, a_slot(office, TUESDAY + timedelta(hours=1), opens_at=MORNING + timedelta(hours=1)))
    with pytest.raises(moves.SameHour):
        move(booked, booked.slot)
    other = furnished_office("SKA", name="Surakarta")
    with pytest.raises(rules.SlotClosed):
        move(booked, a_slot(other, TUESDAY))
    assert counts(booked.slot) == (2, 0, 2)


def test_a_cancelled_booking_stays_where_it_was(office):
    booked = booking.a_booked_party(a_slot(office), now=MORNING)
    cancel_booking(booking_id=booked.pk, by=SYSTEM, now=MORNING)
    with pytest.raises(moves.CannotMove):
        move(booked, a_slot(office, TUESDAY))


def ask(booked, slot, by, *, now=MONDAY, reason=ReliefReason.SERVER_OFFLINE, evidence="INC-2022-0207"):
    return ask_relief(booking_id=booked.pk, slot_id=slot.pk, reason=reason, evidence=evidence, by=by, now=now)


def test_two_officers_give_a_new_seat_whatever_the_count_and_after_the_day(office):
    booked, goal = booking.a_booked_party(a_slot(office), now=MORNING), a_slot(office, TUESDAY + timedelta(days=1))
    first, second = an_actor(office), an_actor(office)
    mark_missed(by=SYSTEM, now=TUESDAY)
    relief = ask(booked, goal, first, now=TUESDAY)
    confirm_relief(relief_id=relief, by=second, now=TUESDAY)
    booked.refresh_from_db()
    assert (booked.slot_id, booked.state, booked.closed_at) == (goal.pk, "booked", None)
    assert Seat.objects.get(booking=booked).is_open
    assert broken_promises() == []
    with pytest.raises(moves.ReliefOver):
        confirm_relief(relief_id=relief, by=second, now=TUESDAY)


def test_the_second_officer_is_another_person_and_the_table_knows_it(office):
    booked, goal = booking.a_booked_party(a_slot(office), now=MORNING), a_slot(office, TUESDAY)
    first = an_actor(office)
    relief = ask(booked, goal, first)
    with pytest.raises(moves.SameOfficer):
        confirm_relief(relief_id=relief, by=first, now=MONDAY)
    with pytest.raises(IntegrityError):
        Relief.objects.filter(pk=relief).update(state=ReliefState.CONFIRMED, decided_by=first.id, decided_at=MONDAY)


def test_an_ordinary_day_to_come_is_no_reason(office):
    booked, goal = booking.a_booked_party(a_slot(office), now=MORNING), a_slot(office, TUESDAY)
    by = an_actor(office)
    with pytest.raises(moves.CannotMove):
        ask(booked, goal, by, now=MORNING)
    note_turned_away(booking_id=booked.pk, by=by, now=MORNING)
    assert ask(booked, goal, by, now=MORNING)
    with pytest.raises(moves.ReliefWaiting):
        ask(booked, goal, by, now=MORNING)


@pytest.mark.parametrize("evidence", ["", "  ", "abc", "x" * 301, "\x00\x00\x00\x00", "\u202e\u202e\u202e\u202e"])
def test_needs_evidence_in_words(office, evidence):
    booked, goal = booking.a_booked_party(a_slot(office), now=MORNING), a_slot(office, TUESDAY)
    with pytest.raises(moves.EvidenceNeeded):
        ask(booked, goal, an_actor(office), evidence=evidence)


def test_special_seats_come_out_of_those_held_back_and_never_above_quota(office):
    goal = a_slot(office, TUESDAY, quota=2, opens_at=TUESDAY)
    held_back = booking.a_booked_party(a_slot_opened(goal), now=MORNING)
    cancel_booking(booking_id=held_back.pk, by=SYSTEM, now=MORNING)
    booked = booking.a_booked_party(a_slot(office), size=2, now=MORNING)
    extra = booking.a_booked_party(a_slot(office, MONDAY + timedelta(hours=1)), now=MORNING)
    assert counts(goal) == (0, 1, 1)
    confirm_relief(relief_id=ask(booked, goal, an_actor(office)), by=an_actor(office), now=MONDAY)
    assert counts(goal) == (2, 0, 2)
    relief = ask(extra, goal, an_actor(office), now=MONDAY + timedelta(hours=2))
    with pytest.raises(rules.SeatTaken):
        confirm_relief(relief_id=relief, by=an_actor(office), now=MONDAY + timedelta(hours=2))
    assert broken_promises() == []


def a_slot_opened(slot: Slot) -> Slot:
    """The slot, for a moment open to everybody."""
    Slot.objects.filter(pk=slot.pk).update(opens_at=None)
    return slot


def test_who_booked_anew_gets_no_second_open_seat(office):
    member = booking.a_member(now=MORNING)
    missed = booking.a_booked_party(a_slot(office), members=[member], now=MORNING)
    mark_missed(by=SYSTEM, now=TUESDAY)
    goal = a_slot(office, TUESDAY + timedelta(days=1))
    booking.a_booked_party(goal, members=[member], now=TUESDAY)
    relief = ask(missed, goal, an_actor(office), now=TUESDAY)
    with pytest.raises(rules.AlreadyBooked):
        confirm_relief(relief_id=relief, by=an_actor(office), now=TUESDAY)
    assert broken_promises() == []


def test_a_declined_request_changes_nothing_and_may_be_asked_again(office):
    booked, goal = booking.a_booked_party(a_slot(office), now=MORNING), a_slot(office, TUESDAY)
    by = an_actor(office)
    decline_relief(relief_id=ask(booked, goal, by), by=by, now=MONDAY)
    booked.refresh_from_db()
    assert booked.slot_id != goal.pk
    assert ask(booked, goal, by)


def test_nothing_of_the_evidence_stands_in_the_ledger_or_in_clear(office):
    booked, goal = booking.a_booked_party(a_slot(office), now=MORNING), a_slot(office, TUESDAY)
    relief = ask(booked, goal, an_actor(office), evidence="surat dokter RS Harapan", reason=ReliefReason.ILL)
    assert b"dokter" not in bytes(Relief.objects.get(pk=relief).evidence_sealed)
    assert not LedgerLine.objects.filter(detail__icontains="dokter").exists()


def test_an_unknown_booking_or_relief_is_refused(office):
    with pytest.raises(moves.CannotMove):
        move_booking(booking_id=ids.new_id(), slot_id=a_slot(office).pk, key="k", by=SYSTEM, now=MORNING)
    with pytest.raises(moves.ReliefOver):
        decline_relief(relief_id=ids.new_id(), by=SYSTEM, now=MORNING)
