"""Races after booking: moves into the last seat, against a cancel, the no-show job, a second officer, and grants."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.factories import booking, people
from tests.factories.offices import MORNING, Furnished, furnished_office
from tests.rooms.invariants import broken_promises
from tests.rooms.races import race

from loket.foundation.audit.models import LedgerLine
from loket.foundation.offices.rules import Nationality, ServiceKind
from loket.foundation.people.rules import Role
from loket.kit.actor import SYSTEM, Actor, ActorKind
from loket.kit.errors import Refusal
from loket.planning.booking.actions import (
    Applicant,
    ask_relief,
    cancel_booking,
    confirm_relief,
    guarantee_seat,
    mark_missed,
    move_booking,
)
from loket.planning.booking.models import Booking, Move, PermitDeadline, Slot
from loket.planning.booking.moves import ReliefReason

# One worker runs the races, so that their connections together stay below the cluster's limit.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("races")]

MONDAY = datetime.fromisoformat("2022-02-07T09:00+07:00")
LAPSES = MONDAY + timedelta(hours=1, minutes=15)


@pytest.fixture
def office(db: None) -> Furnished:
    return furnished_office()


def a_slot(office: Furnished, ahead: int, quota: int = 4) -> Slot:
    return booking.an_open_slot(
        office.point, office.passport, quota=quota, starts_at=MONDAY + timedelta(days=ahead), now=MORNING
    )


def move(booked: Booking, slot: Slot, key: str = "k") -> bool:
    return move_booking(booking_id=booked.pk, slot_id=slot.pk, key=key, by=SYSTEM, now=MORNING)


def refusals(answers: list[Any]) -> list[str]:
    return sorted(answer.code for answer in answers if isinstance(answer, Refusal))


def test_one_of_many_moves_into_the_last_seat(office):
    goal, first = a_slot(office, 1, quota=1), a_slot(office, 0)
    booked = [booking.a_booked_party(first, now=MORNING) for _ in range(4)]
    answers = race(lambda each: move(each, goal, key=str(each.pk)), booked)
    assert answers.count(True) == 1
    assert refusals(answers) == ["full"] * 3
    assert broken_promises() == []


def test_moves_that_cross_never_wait_in_a_circle(office):
    one, two = a_slot(office, 0), a_slot(office, 1)
    there = [booking.a_booked_party(one, now=MORNING) for _ in range(2)]
    back = [booking.a_booked_party(two, now=MORNING) for _ in range(2)]
    wishes = [*((b, two) for b in there), *((b, one) for b in back)]
    assert race(lambda wish: move(*wish, key=str(wish[0].pk)), wishes) == [True] * 4
    assert broken_promises() == []


def test_one_booking_moved_twice_at_once_moves_once(office):
    booked, goals = booking.a_booked_party(a_slot(office, 0), size=2, now=MORNING), [a_slot(office, n) for n in (1, 2)]
    answers = race(lambda n: move(booked, goals[n], key=str(n)), [0, 1])
    assert answers.count(True) == 1
    assert refusals(answers) == ["moved_enough"]
    assert broken_promises() == []


def test_a_move_and_a_cancel_take_turns(office):
    booked, goal = booking.a_booked_party(a_slot(office, 0), now=MORNING), a_slot(office, 1)
    doings = {
        "move": lambda: move(booked, goal),
        "cancel": lambda: cancel_booking(booking_id=booked.pk, by=SYSTEM, now=MORNING),
    }
    race(lambda name: doings[name](), list(doings))
    booked.refresh_from_db()
    assert broken_promises() == []
    held = Slot.objects.get(pk=booked.slot_id).taken
    assert held == (0 if booked.state == "cancelled" else 1)


def a_relief(office: Furnished, booked: Booking, goal: Slot) -> tuple[Any, Actor]:
    first, second = (people.an_officer(Role.HELP_DESK, office.office, now=MORNING) for _ in range(2))
    asked = Actor(ActorKind.STAFF, first.account_id, first.office_id)
    relief = ask_relief(
        booking_id=booked.pk, slot_id=goal.pk, reason=ReliefReason.ILL, evidence="surat", by=asked, now=MONDAY
    )
    return relief, Actor(ActorKind.STAFF, second.account_id, second.office_id)


def test_a_special_move_and_the_lapse_take_turns(office):
    booked, goal = booking.a_booked_party(a_slot(office, 0), now=MORNING), a_slot(office, 1)
    relief, second = a_relief(office, booked, goal)
    doings = {
        "move": lambda: confirm_relief(relief_id=relief, by=second, now=LAPSES),
        "lapse": lambda: mark_missed(by=SYSTEM, now=LAPSES),
    }
    race(lambda name: doings[name](), list(doings))
    booked.refresh_from_db()
    assert (booked.slot_id, booked.state) == (goal.pk, "booked")
    assert broken_promises() == []


def test_two_who_decide_at_once_decide_once(office):
    booked, goal = booking.a_booked_party(a_slot(office, 0), now=MORNING), a_slot(office, 1)
    relief, second = a_relief(office, booked, goal)
    answers = race(lambda _: confirm_relief(relief_id=relief, by=second, now=MONDAY), range(3))
    assert refusals(answers) == ["relief_over"] * 2
    assert Move.objects.count() == 1


def test_two_runs_of_the_lapse_write_one_line_each_booking(office):
    slot = a_slot(office, 0)
    for _ in range(3):
        booking.a_booked_party(slot, now=MORNING)
    assert sum(race(lambda _: mark_missed(by=SYSTEM, now=LAPSES), range(3))) == 3
    assert LedgerLine.objects.filter(fact="booking.missed").count() == 3


def test_grants_at_one_moment_add_exactly_what_is_missing(office):
    service = office.services[ServiceKind.STAY_PERMIT]

    def grant(n: int) -> Any:
        who = [Applicant(passports[n], Nationality.WNA, "Ann", date(1990, 1, 2))]
        return guarantee_seat(
            point_id=office.point.pk, service_id=service.pk, ends_on=date(2022, 2, 8), applicants=who, key=str(n),
            account_id=None, by=SYSTEM, now=MORNING,
        )  # fmt: skip

    passports = [people.a_passport() for _ in range(4)]
    assert refusals(race(grant, range(4))) == []
    assert sum(PermitDeadline.objects.values_list("added", flat=True)) == 4
    assert sum(Slot.objects.values_list("quota", flat=True)) == sum(Slot.objects.values_list("taken", flat=True)) == 4
    assert broken_promises() == []
