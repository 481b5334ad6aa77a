"""Counters at one moment, on real connections: nobody is called twice, no counter is taken twice."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.factories.offices import MORNING
from tests.rooms.queueing import Morning, new_morning
from tests.rooms.races import race

from loket.kit.actor import Actor
from loket.planning.booking.models import Booking
from loket.planning.booking.rules import BookingState
from loket.visits.queueing import rules
from loket.visits.queueing.actions import call_next, finish, give_numbers, open_counter, skip
from loket.visits.queueing.models import CounterShift, NumberEvent, QueueNumber
from loket.visits.queueing.rules import NumberState

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def morning() -> Morning:
    return new_morning()


def test_two_counters_never_call_one_person(morning: Morning) -> None:
    for _ in range(12):
        morning.party(5)
    places = [morning.sit(1, officer=1), morning.sit(2, officer=2)] * 4  # 8 threads at two counters

    def work(place: tuple[int, Actor]) -> list[int]:
        counter_id, by = place
        called: list[int] = []
        misses = 0
        while misses < 3:
            try:
                called.append(call_next(counter_id=counter_id, by=by, now=MORNING).pk)
                skip(counter_id=counter_id, by=by, now=MORNING)
            except (rules.CounterBusy, rules.NobodyCalled):  # another window of the same counter was quicker
                continue
            except rules.NobodyWaits:
                misses += 1
        return called

    answers = race(work, places)
    called = Counter(number for answer in answers for number in answer)
    assert len(called) == 60
    assert set(called.values()) == {1}
    assert NumberEvent.objects.filter(happening="called").count() == 60
    assert QueueNumber.objects.filter(state=NumberState.SKIPPED).count() == 60


def test_one_press_of_eight_calls_at_one_counter(morning: Morning) -> None:
    morning.party(5)
    counter_id, by = morning.sit(1)
    answers = race(lambda _: call_next(counter_id=counter_id, by=by, now=MORNING), range(8))
    assert sum(isinstance(answer, rules.CounterBusy) for answer in answers) == 7
    assert QueueNumber.objects.filter(state=NumberState.CALLED).count() == 1


def test_one_of_eight_officers_gets_the_counter(morning: Morning) -> None:
    place = morning.office.counters[1].pk
    answers = race(
        lambda officer: open_counter(counter_id=place, by=morning.officer(officer), now=MORNING), range(1, 9)
    )
    assert sum(isinstance(answer, rules.CounterTaken) for answer in answers) == 7
    assert CounterShift.objects.filter(closed_at=None).count() == 1


def test_one_officer_gets_one_of_six_counters(morning: Morning) -> None:
    by = morning.officer(1)
    places = [counter.pk for counter in morning.office.counters.values()]
    answers = race(lambda place: open_counter(counter_id=place, by=by, now=MORNING), places)
    assert sum(isinstance(answer, rules.OtherCounterOpen) for answer in answers) == 5
    assert CounterShift.objects.filter(closed_at=None).count() == 1


def test_closes_the_booking_when_its_last_two_leave_at_one_moment(morning: Morning) -> None:
    for _ in range(10):
        party = morning.party(2, priority=False)
        QueueNumber.objects.filter(pk__in=[n.pk for n in party]).update(step=2, stage="biometrics")
        booking = Booking.objects.get(pk=party[0].seat.booking_id)
        places = [morning.sit(2, officer=1), morning.sit(3, officer=2)]
        for counter_id, by in places:
            call_next(counter_id=counter_id, by=by, now=MORNING)
        race(lambda place: finish(counter_id=place[0], by=place[1], now=MORNING), places)
        booking.refresh_from_db()
        assert booking.state == BookingState.SERVED


def test_two_doors_give_two_parties_of_both_lanes_different_numbers(morning: Morning) -> None:
    parties = [morning.booked(2) for _ in range(8)]
    seats = [(party.pk, [seat.pk for seat in party.seats.order_by("position")]) for party in parties]

    def work(place: int) -> list[QueueNumber]:
        booking_id, ids = seats[place]
        return give_numbers(
            booking_id=booking_id,
            seat_ids=ids,
            priority_seat_ids=ids[place % 2 : place % 2 + 1],
            by=morning.officer(90 + place),
            now=MORNING,
        )

    answers = race(work, range(8))
    given = sorted((n.letter, n.serial) for answer in answers for n in answer)
    assert given == [(letter, serial) for letter in "AP" for serial in range(1, 9)]
