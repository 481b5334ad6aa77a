"""Whatever happens at the counters, in any order: every number is in one place, and none is lost."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from tests.factories.offices import MORNING
from tests.rooms.queueing import Morning, new_morning

from loket.kit.errors import Refusal
from loket.kit.transaction import in_transaction
from loket.planning.booking.models import Seat
from loket.visits.queueing import actions
from loket.visits.queueing.models import NumberEvent, QueueNumber
from loket.visits.queueing.rules import NumberState

COUNTERS = st.sampled_from([1, 2, 3])


class Rollback(Exception):
    """Ends an example: its rows were never there."""


class Counters(RuleBasedStateMachine):
    """Three counters of one zone, parties that come, and a clock that only goes forward."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = in_transaction()
        self.transaction.__enter__()
        self.morning: Morning = new_morning()
        self.places = {number: self.morning.sit(number, officer=number) for number in (1, 2, 3)}
        self.given, self.now = 0, MORNING

    def teardown(self) -> None:
        with suppress(Rollback):
            self.transaction.__exit__(Rollback, Rollback(), None)

    def _at(self, counter: int, act: Callable[..., Any], **more: Any) -> Any:
        place, by = self.places[counter]
        with suppress(Refusal), in_transaction():
            return act(counter_id=place, by=by, now=self.now, **more)

    @rule(seconds=st.integers(1, 40))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(size=st.integers(1, 3), priority=st.booleans(), hour=st.integers(9, 11))
    def party_comes(self, size: int, priority: bool, hour: int) -> None:
        self.morning.party(size, priority=priority, hour=hour, at=self.now)
        self.given += size

    @rule(counter=COUNTERS)
    def call(self, counter: int) -> None:
        before = QueueNumber.objects.filter(counter=self.places[counter][0], state=NumberState.CALLED).exists()
        number = self._at(counter, actions.call_next)
        assert not (before and number)

    @rule(counter=COUNTERS)
    def recall(self, counter: int) -> None:
        self._at(counter, actions.recall)

    @rule(counter=COUNTERS)
    def skip(self, counter: int) -> None:
        self._at(counter, actions.skip)

    @rule(counter=COUNTERS)
    def finish(self, counter: int) -> None:
        self._at(counter, actions.finish)

    @rule(counter=COUNTERS)
    def undo(self, counter: int) -> None:
        number = self._at(counter, actions.undo_finish)
        if number is not None:
            last, undone = number.events.order_by("-pk")[1], number.events.order_by("-pk")[0]
            assert (last.happening, undone.happening) == ("finished", "undone")
            assert undone.at - last.at <= timedelta(seconds=30)

    @rule(counter=COUNTERS)
    def let_in(self, counter: int) -> None:
        skipped = QueueNumber.objects.filter(state=NumberState.SKIPPED).order_by("pk").first()
        if skipped:
            self._at(counter, actions.recall_skipped, number_id=skipped.pk)

    @invariant()
    def every_number_is_somewhere(self) -> None:
        states = list(QueueNumber.objects.values_list("state", flat=True))
        assert len(states) == self.given == sum(states.count(state) for state in NumberState)

    @invariant()
    def a_counter_has_one_number_and_a_called_number_one_counter(self) -> None:
        rows = list(QueueNumber.objects.values_list("state", "counter", "called_at"))
        at_counters = [counter for state, counter, _ in rows if state == NumberState.CALLED]
        assert None not in at_counters
        assert len(at_counters) == len(set(at_counters))
        assert all(counter is None and at is None for state, counter, at in rows if state != NumberState.CALLED)

    @invariant()
    def the_visit_is_open_until_it_is_done(self) -> None:
        for state, is_open in QueueNumber.objects.values_list("state", "seat__is_open"):
            assert is_open == (state != NumberState.DONE)

    @invariant()
    def events_tell_the_same_story(self) -> None:
        ends_in = {
            "given": NumberState.WAITING,
            "called": NumberState.CALLED,
            "recalled": NumberState.CALLED,
            "skipped": NumberState.SKIPPED,
            "returned": NumberState.WAITING,
            "undone": NumberState.CALLED,
        }
        for number in QueueNumber.objects.all():
            happened = list(
                NumberEvent.objects.filter(number=number).order_by("pk").values_list("happening", flat=True)
            )
            assert happened[0] == "given"
            if happened[-1] == "finished":
                assert number.state in (NumberState.WAITING, NumberState.DONE)
            else:
                assert number.state == ends_in[happened[-1]]
            steps = happened.count("finished") - happened.count("undone")
            assert number.step + (number.state == NumberState.DONE) == 1 + steps


@pytest.mark.django_db
def test_keeps_every_number_in_one_place_whatever_happens() -> None:
    connection.ensure_connection()
    run_state_machine_as_test(Counters, settings=settings(max_examples=10, stateful_step_count=25, deadline=None))
    assert not Seat.objects.exists()
