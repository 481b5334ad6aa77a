"""Booking against a model of it: any order of claims, cancels, releases, retries and visits keeps its promises."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.factories.booking import a_member, an_open_slot
from tests.factories.offices import MORNING, Furnished, furnished_office
from tests.rooms.invariants import broken_promises

from loket.kit.actor import SYSTEM
from loket.planning.booking import rules
from loket.planning.booking.actions import cancel_booking, claim_seats, end_visit, free_seats, record_arrival
from loket.planning.booking.models import Booking, Seat, Slot

NOW = MORNING
_KEYS = count(1)
_PEOPLE = st.lists(st.integers(0, 6), min_size=1, max_size=4, unique=True)
_SLOTS = st.integers(0, 1)


class BookingMachine(RuleBasedStateMachine):
    """Two slots of small quota and seven people; the model is plain sets of numbers."""

    office: Furnished

    @initialize(quotas=st.tuples(st.integers(0, 6), st.integers(1, 6)))
    def open_slots(self, quotas: tuple[int, int]) -> None:
        self.quotas = quotas
        self.slots = [
            an_open_slot(self.office.point, self.office.passport, quota=q, starts_at=start, now=NOW)
            for q, start in zip(quotas, _free_hours(), strict=False)
        ]
        self.people = [a_member(now=NOW) for _ in range(7)]
        self.sold: list[set[int]] = [set(), set()]
        self.held: list[set[int]] = [set(), set()]
        self.freed: list[set[int]] = [set(), set()]
        self.issued = [0, 0]
        self.open: set[int] = set()
        self.bookings: dict[str, tuple[int, tuple[int, ...], Booking]] = {}
        self.state: dict[str, str] = {}

    @rule(slot=_SLOTS, people=_PEOPLE)
    def claim(self, slot: int, people: list[int]) -> None:
        key, party = f"machine-{next(_KEYS)}", tuple(people)
        expected = self._verdict(slot, party)
        if expected is not None:
            with pytest.raises(expected):
                self._ask(slot, party, key)
            return
        claimed = self._ask(slot, party, key)
        numbers = [self._next_number(slot) for _ in party]
        booking = Booking.objects.get(pk=claimed.booking_id)
        assert list(booking.seats.order_by("position").values_list("number", flat=True)) == numbers
        self.open |= set(party)
        self.bookings[key], self.state[key] = (slot, party, booking), "booked"

    @precondition(lambda self: self.bookings)
    @rule(data=st.data())
    def retry(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.bookings)))
        slot, party, booking = self.bookings[key]
        again = self._ask(slot, party, key)
        assert (again.booking_id, again.repeated) == (booking.pk, True)

    @precondition(lambda self: self.bookings)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.bookings)))
        slot, party, booking = self.bookings[key]
        if self.state[key] != "booked":
            with pytest.raises(rules.CannotCancel):
                cancel_booking(booking_id=booking.pk, by=SYSTEM, now=NOW)
            return
        cancel_booking(booking_id=booking.pk, by=SYSTEM, now=NOW)
        numbers = set(booking.seats.values_list("number", flat=True))
        self.sold[slot] -= numbers
        self.held[slot] |= numbers
        self.open -= set(party)
        self.state[key] = "cancelled"

    @rule(slot=_SLOTS)
    def free(self, slot: int) -> None:
        assert free_seats(slot_id=self.slots[slot].pk, by=SYSTEM, now=NOW) == len(self.held[slot])
        self.freed[slot] |= self.held[slot]
        self.held[slot] = set()

    @precondition(lambda self: "booked" in self.state.values())
    @rule(data=st.data())
    def visit(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(k for k, s in self.state.items() if s == "booked")))
        _, party, booking = self.bookings[key]
        record_arrival(booking_id=booking.pk, by=SYSTEM, now=NOW)
        for seat in booking.seats.all():
            end_visit(seat_id=seat.pk, by=SYSTEM, now=NOW)
        self.open -= set(party)
        self.state[key] = "served"

    @invariant()
    def the_tables_say_what_the_model_says(self) -> None:
        for n, slot in enumerate(getattr(self, "slots", ())):
            row = Slot.objects.get(pk=slot.pk)
            assert (row.taken, row.returned, row.issued) == (len(self.sold[n]), len(self.held[n]), self.issued[n])
            assert row.taken + row.returned <= row.quota
            seats = Seat.objects.filter(slot=slot, is_given_back=False).values_list("number", flat=True)
            assert set(seats) == self.sold[n]

    def teardown(self) -> None:
        assert broken_promises() == []

    def _ask(self, slot: int, party: tuple[int, ...], key: str):  # type: ignore[no-untyped-def]
        members = [self.people[n] for n in party]
        return claim_seats(slot_id=self.slots[slot].pk, party=members, key=key, account_id=None, by=SYSTEM, now=NOW)

    def _verdict(self, slot: int, party: tuple[int, ...]) -> type[Exception] | None:
        if self.open & set(party):
            return rules.AlreadyBooked
        free = self.quotas[slot] - len(self.sold[slot]) - len(self.held[slot])
        return rules.SeatTaken if free < len(party) else None

    def _next_number(self, slot: int) -> int:
        """Freed numbers first, lowest first; then the next that was never issued."""
        if self.freed[slot]:
            number = min(self.freed[slot])
            self.freed[slot].remove(number)
        else:
            number = self.issued[slot] = self.issued[slot] + 1
        self.sold[slot].add(number)
        return number


_HOURS = count(1)


def _free_hours():  # type: ignore[no-untyped-def]
    """Hours no slot has yet: an example's slots stand beside those of the examples before it."""
    return [NOW + timedelta(hours=next(_HOURS)) for _ in range(2)]


def _run(examples: int, steps: int) -> None:
    BookingMachine.office = furnished_office()
    run_state_machine_as_test(
        BookingMachine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
def test_keeps_its_promises_in_any_order_of_events() -> None:
    _run(examples=8, steps=20)
    assert Booking.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db
def test_keeps_its_promises_in_any_order_of_events_for_long() -> None:
    _run(examples=60, steps=40)
    assert Booking.objects.exists()
