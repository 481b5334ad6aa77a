"""Races for seats, with real connections that all start at one moment (R2, R3, R5)."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from tests.factories.booking import a_booked_party, a_member, an_open_slot
from tests.factories.offices import MORNING, Furnished, furnished_office
from tests.rooms.invariants import broken_promises
from tests.rooms.races import race, until_waiting

from loket.foundation.audit.models import LedgerLine
from loket.kit.actor import SYSTEM, Actor, ActorKind
from loket.planning.booking import rules
from loket.planning.booking.actions import Claimed, Member, cancel_booking, claim_seats, free_seats
from loket.planning.booking.models import Booking, Seat, Slot

# One worker runs the races, so that their connections together stay below the cluster's limit.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("races")]
NOW = MORNING


@pytest.fixture
def office(db: None) -> Furnished:
    return furnished_office()


def _claim(slot: Slot, party: list[Member], key: str, by: Actor = SYSTEM) -> Claimed:
    return claim_seats(slot_id=slot.pk, party=party, key=key, account_id=None, by=by, now=NOW)


def _won(answers: list[Any]) -> list[Claimed]:
    return [answer for answer in answers if isinstance(answer, Claimed)]


def test_of_200_connections_exactly_20_win_20_seats(office: Furnished) -> None:
    slot = an_open_slot(office.point, office.passport, quota=20, now=NOW)
    members = [a_member(now=NOW) for _ in range(200)]
    answers = race(lambda n: _claim(slot, [members[n]], f"key-{n}"), range(200))
    assert len(_won(answers)) == 20
    assert {type(a) for a in answers} == {Claimed, rules.SeatTaken}
    assert sorted(Seat.objects.values_list("number", flat=True)) == list(range(1, 21))
    slot.refresh_from_db()
    assert (slot.taken, slot.returned, slot.issued) == (20, 0, 20)
    assert LedgerLine.objects.filter(fact="booking.claimed").count() == 20
    assert broken_promises() == []


def test_retries_with_one_key_get_one_booking(office: Furnished) -> None:
    slot = an_open_slot(office.point, office.passport, quota=20, now=NOW)
    member = a_member(now=NOW)
    answers = race(lambda _: _claim(slot, [member], "one-key"), range(40))
    assert {answer.booking_id for answer in answers} == {Booking.objects.get().pk}
    assert sum(not answer.repeated for answer in answers) == 1
    assert broken_promises() == []


def test_two_people_with_one_key_get_two_bookings(office: Furnished) -> None:
    slot = an_open_slot(office.point, office.passport, now=NOW)
    members = [a_member(now=NOW) for _ in range(10)]
    answers = race(lambda n: _claim(slot, [members[n]], "same", by=Actor(ActorKind.CITIZEN, n + 1)), range(10))
    assert len({answer.booking_id for answer in answers}) == 10


def test_parties_get_all_their_seats_or_none(office: Furnished) -> None:
    slot = an_open_slot(office.point, office.passport, quota=17, now=NOW)
    parties = [[a_member(now=NOW) for _ in range(1 + n % 5)] for n in range(40)]
    answers = race(lambda n: _claim(slot, parties[n], f"party-{n}"), range(40))
    seats = sum(len(parties[n]) for n, answer in enumerate(answers) if isinstance(answer, Claimed))
    assert seats == Seat.objects.count() == 17
    assert broken_promises() == []


def test_one_person_gets_one_booking_over_all_offices(office: Furnished) -> None:
    other = furnished_office("SKA", name="Surakarta")
    slots = [an_open_slot(o.point, o.passport, quota=50, now=NOW) for o in (office, other)]
    member = a_member(now=NOW)
    answers = race(lambda n: _claim(slots[n % 2], [member], f"key-{n}"), range(50))
    assert len(_won(answers)) == 1
    assert {type(a) for a in answers} == {Claimed, rules.AlreadyBooked}
    assert broken_promises() == []


def test_overlapping_parties_never_share_a_person(office: Furnished) -> None:
    slots = [
        an_open_slot(office.point, office.passport, quota=40, starts_at=NOW.replace(day=d), now=NOW) for d in (7, 8)
    ]
    pool = [a_member(now=NOW) for _ in range(12)]
    parties = [[pool[n % 12], pool[(n + 1) % 12], pool[(n + 5) % 12]] for n in range(48)]
    answers = race(lambda n: _claim(slots[n % 2], parties[n], f"key-{n}"), range(48))
    assert 1 <= len(_won(answers)) <= 4
    assert {type(a) for a in answers} <= {Claimed, rules.AlreadyBooked, rules.BusyTryAgain}
    assert broken_promises() == []


def test_parties_of_the_same_people_in_another_order_never_wait_in_a_circle(office: Furnished) -> None:
    hours = [an_open_slot(office.point, office.passport, starts_at=NOW + timedelta(days=d), now=NOW) for d in (1, 2, 3)]
    first, middle, last = (a_member(now=NOW) for _ in range(3))
    parties = [[first, middle, last], [last, middle, first]]
    with ThreadPoolExecutor(1) as background:
        with transaction.atomic():
            _claim(hours[2], [middle], "holds both up")  # each party has its first seat and waits for its second
            answers = background.submit(race, lambda n: _claim(hours[n], parties[n], f"key-{n}"), range(2))
            until_waiting(2)
            transaction.set_rollback(True)
        assert {type(a) for a in answers.result(timeout=60)} == {Claimed, rules.AlreadyBooked}
    assert broken_promises() == []


def test_a_booking_is_cancelled_once(office: Furnished) -> None:
    slot = an_open_slot(office.point, office.passport, now=NOW)
    booking = a_booked_party(slot, size=3, now=NOW)
    answers = race(lambda _: cancel_booking(booking_id=booking.pk, by=SYSTEM, now=NOW), range(20))
    assert [type(a) for a in answers].count(type(None)) == 1
    assert [type(a) for a in answers].count(rules.CannotCancel) == 19
    slot.refresh_from_db()
    assert (slot.taken, slot.returned) == (0, 3)
    assert broken_promises() == []


@pytest.mark.slow
def test_mixed_work_never_waits_in_a_circle(office: Furnished) -> None:
    days = (7, 8, 9, 10)
    slots = [an_open_slot(office.point, office.passport, quota=30, starts_at=NOW.replace(day=d), now=NOW) for d in days]
    pool = [a_member(now=NOW) for _ in range(60)]

    def work(seed: int) -> int:
        dice, mine, done = random.Random(seed), [], 0
        for turn in range(50):
            slot = dice.choice(slots)
            try:
                if mine and dice.random() < 0.4:
                    cancel_booking(booking_id=mine.pop(), by=SYSTEM, now=NOW)
                elif dice.random() < 0.3:
                    free_seats(slot_id=slot.pk, by=SYSTEM, now=NOW)
                else:
                    party = dice.sample(pool, dice.randint(1, 3))
                    mine.append(_claim(slot, party, f"{seed}-{turn}").booking_id)
                done += 1
            except (rules.SeatTaken, rules.AlreadyBooked, rules.BusyTryAgain, rules.CannotCancel):
                continue
        return done

    answers = race(work, range(32))
    assert sum(answers) > 300
    assert broken_promises() == []
