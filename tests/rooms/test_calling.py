"""Counters: open, call, recall, skip, let back in (R38, R39)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories.offices import MORNING
from tests.rooms.queueing import Morning, new_morning, text

from loket.foundation.audit.models import LedgerLine
from loket.foundation.offices.rules import ServiceKind
from loket.kit.actor import Actor, ActorKind
from loket.visits.queueing import rules
from loket.visits.queueing.actions import call_next, close_counter, open_counter, recall, recall_skipped, skip
from loket.visits.queueing.models import CounterShift, NumberEvent, QueueNumber
from loket.visits.queueing.rules import NumberState

pytestmark = pytest.mark.django_db


@pytest.fixture
def morning() -> Morning:
    return new_morning()


def _call(place: int, by: Actor, minutes: int = 5) -> QueueNumber:
    return call_next(counter_id=place, by=by, now=MORNING + timedelta(minutes=minutes))


def test_calls_who_booked_the_earlier_hour_then_who_waits_longer(morning: Morning) -> None:
    (late,) = morning.party(hour=10)
    (early,) = morning.party(hour=9, at=MORNING + timedelta(minutes=2))
    (earliest,) = morning.party(hour=9, at=MORNING + timedelta(minutes=1))
    called = []
    for counter in (1, 2):
        place, by = morning.sit(counter, officer=counter)
        called.append(_call(place, by))
        skip(counter_id=place, by=by, now=MORNING + timedelta(minutes=6))
    called.append(_call(place, by))
    assert [text(n) for n in called] == [text(earliest), text(early), text(late)]


def test_calls_nobody_of_another_zone_or_stage(morning: Morning) -> None:
    morning.party(kind=ServiceKind.STAY_PERMIT)
    morning.party(priority=True)
    morning.party()
    place, by = morning.sit(3)  # biometrics only; the citizen waits for documents
    with pytest.raises(rules.NobodyWaits):
        _call(place, by)


def test_calls_nobody_of_another_day(morning: Morning) -> None:
    morning.party(at=MORNING - timedelta(days=1))
    place, by = morning.sit(1)
    with pytest.raises(rules.NobodyWaits):
        _call(place, by)


def test_refuses_a_second_person_at_a_counter(morning: Morning) -> None:
    morning.party(2)
    place, by = morning.sit(1)
    _call(place, by)
    with pytest.raises(rules.CounterBusy):
        _call(place, by)
    assert QueueNumber.objects.filter(state=NumberState.CALLED).count() == 1


def test_refuses_to_call_from_a_counter_that_is_not_open(morning: Morning) -> None:
    morning.party()
    with pytest.raises(rules.CounterNotOpen):
        _call(morning.office.counters[1].pk, morning.officer())


def test_recalls_three_times_and_no_more(morning: Morning) -> None:
    morning.party()
    place, by = morning.sit(1)
    _call(place, by)
    for minute in (6, 7, 8):
        recall(counter_id=place, by=by, now=MORNING + timedelta(minutes=minute))
    with pytest.raises(rules.RecallsUsed):
        recall(counter_id=place, by=by, now=MORNING + timedelta(minutes=9))
    assert NumberEvent.objects.filter(happening="recalled").count() == 3


def test_lets_a_skipped_number_back_in(morning: Morning) -> None:
    morning.party()
    place, by = morning.sit(1)
    number = _call(place, by)
    skip(counter_id=place, by=by, now=MORNING + timedelta(minutes=6))
    with pytest.raises(rules.NobodyWaits):
        _call(place, by, minutes=7)
    recall_skipped(counter_id=place, number_id=number.pk, by=by, now=MORNING + timedelta(minutes=8))
    assert _call(place, by, minutes=9) == number
    with pytest.raises(rules.NotSkipped):
        recall_skipped(counter_id=place, number_id=number.pk, by=by, now=MORNING + timedelta(minutes=9))


def test_refuses_to_let_in_a_number_of_another_zone(morning: Morning) -> None:
    morning.party()
    place, by = morning.sit(1)
    number = _call(place, by)
    skip(counter_id=place, by=by, now=MORNING)
    other, somebody = morning.sit(6, officer=2)
    with pytest.raises(rules.NotSkipped):
        recall_skipped(counter_id=other, number_id=number.pk, by=somebody, now=MORNING)


def test_refuses_to_recall_or_skip_nobody(morning: Morning) -> None:
    place, by = morning.sit(1)
    with pytest.raises(rules.NobodyCalled):
        recall(counter_id=place, by=by, now=MORNING)
    with pytest.raises(rules.NobodyCalled):
        skip(counter_id=place, by=by, now=MORNING)


def test_refuses_a_counter_where_somebody_sits(morning: Morning) -> None:
    morning.sit(1)
    with pytest.raises(rules.CounterTaken):
        morning.sit(1, officer=2)
    assert CounterShift.objects.get().officer_id == 1


def test_refuses_a_second_counter_for_one_officer(morning: Morning) -> None:
    morning.sit(1)
    with pytest.raises(rules.OtherCounterOpen):
        morning.sit(2)


def test_opens_ones_own_counter_twice_without_harm(morning: Morning) -> None:
    assert morning.sit(1) == morning.sit(1)
    assert CounterShift.objects.count() == 1


def test_hands_a_counter_over_with_the_person_who_stands_there(morning: Morning) -> None:
    morning.party()
    place, first = morning.sit(1)
    number = _call(place, first)
    second = morning.officer(2)
    open_counter(counter_id=place, take_over=True, by=second, now=MORNING + timedelta(minutes=6))
    with pytest.raises(rules.CounterNotOpen):
        skip(counter_id=place, by=first, now=MORNING + timedelta(minutes=7))
    assert skip(counter_id=place, by=second, now=MORNING + timedelta(minutes=7)) == number


def test_refuses_a_counter_of_another_office(morning: Morning) -> None:
    stranger = Actor(ActorKind.STAFF, 5, morning.office.office.pk + 1)
    with pytest.raises(rules.CounterElsewhere):
        open_counter(counter_id=morning.office.counters[1].pk, by=stranger, now=MORNING)


def test_refuses_to_close_a_counter_with_somebody_before_it(morning: Morning) -> None:
    morning.party()
    place, by = morning.sit(1)
    _call(place, by)
    with pytest.raises(rules.CounterBusy):
        close_counter(counter_id=place, by=by, now=MORNING)
    skip(counter_id=place, by=by, now=MORNING)
    close_counter(counter_id=place, by=by, now=MORNING)
    assert not CounterShift.objects.filter(closed_at=None).exists()


def test_writes_every_verb_into_the_ledger(morning: Morning) -> None:
    (number,) = morning.party()
    place, by = morning.sit(1)
    _call(place, by)
    recall(counter_id=place, by=by, now=MORNING)
    skip(counter_id=place, by=by, now=MORNING)
    recall_skipped(counter_id=place, number_id=number.pk, by=by, now=MORNING)
    close_counter(counter_id=place, by=by, now=MORNING)
    facts = list(LedgerLine.objects.filter(fact__startswith="queueing.", actor_id=1).values_list("fact", flat=True))
    assert facts == [
        "queueing.counter_opened",
        "queueing.called",
        "queueing.recalled",
        "queueing.skipped",
        "queueing.returned",
        "queueing.counter_closed",
    ]
