"""What follows a booking, in any order: moves, special moves, lapses, cancels, releases and grants lose no seat."""

from __future__ import annotations

from datetime import date, datetime, timedelta
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
from tests.factories import booking, people
from tests.factories.offices import MORNING, Furnished, furnished_office
from tests.rooms.invariants import broken_promises

from loket.foundation.offices.rules import Nationality, ServiceKind
from loket.foundation.people.rules import Role
from loket.kit.actor import SYSTEM, Actor, ActorKind
from loket.kit.errors import Refusal
from loket.planning.booking.actions import (
    Applicant,
    ask_relief,
    cancel_booking,
    confirm_relief,
    free_seats,
    guarantee_seat,
    mark_missed,
    move_booking,
)
from loket.planning.booking.models import Booking, Slot
from loket.planning.booking.moves import Limits, ReliefReason

MONDAY = datetime.fromisoformat("2022-02-07T09:00+07:00")
_KEYS = count(1)
_SLOTS = st.integers(0, 2)
OFTEN = Limits(times=99)


class AfterBooking(RuleBasedStateMachine):
    """Three hours on three days and some parties; the model counts who sits where, and the clock only goes on."""

    office: Furnished
    officers: tuple[Actor, Actor]
    fresh = count(0)

    @initialize(quotas=st.tuples(*[st.integers(1, 5)] * 3))
    def open_slots(self, quotas: tuple[int, int, int]) -> None:
        start = MONDAY + timedelta(minutes=next(AfterBooking.fresh))
        self.slots = [
            booking.an_open_slot(
                self.office.point, self.office.passport, quota=quota, starts_at=start + timedelta(days=n), now=MORNING
            )
            for n, quota in enumerate(quotas)
        ]
        self.now, self.where, self.state = MORNING, {}, {}  # type: ignore[var-annotated]

    def _free(self, slot: int, *, special: bool = False) -> int:
        row = Slot.objects.get(pk=self.slots[slot].pk)
        return row.quota - row.taken - (0 if special else row.returned)

    @rule(slot=_SLOTS, size=st.integers(1, 3))
    def book(self, slot: int, size: int) -> None:
        if self.slots[slot].starts_at <= self.now or self._free(slot) < size:
            return
        made = booking.a_booked_party(self.slots[slot], size=size, now=self.now)
        self.where[made.pk], self.state[made.pk] = slot, "booked"

    @precondition(lambda self: getattr(self, "where", None))
    @rule(data=st.data(), slot=_SLOTS)
    def move(self, data: st.DataObject, slot: int) -> None:
        pk = data.draw(st.sampled_from(sorted(self.where)))
        size, was = Booking.objects.get(pk=pk).size, self.where[pk]
        tomorrow = (self.now + timedelta(hours=7)).date() + timedelta(days=1)
        may = (
            self.state[pk] == "booked"
            and was != slot
            and self.slots[was].day >= tomorrow
            and self.slots[slot].starts_at > self.now
            and self._free(slot) >= size
        )
        key = f"machine-{next(_KEYS)}"
        for expected in (True, False):
            try:
                done = self._move(pk, slot, key)
            except Refusal:
                assert not may
                return
            assert may
            assert done is expected, "the same key moves once"
        self.where[pk] = slot

    def _move(self, pk, slot: int, key: str) -> bool:  # type: ignore[no-untyped-def]
        slot_id = self.slots[slot].pk
        return move_booking(booking_id=pk, slot_id=slot_id, key=key, limits=OFTEN, by=SYSTEM, now=self.now)

    @precondition(lambda self: getattr(self, "where", None))
    @rule(data=st.data(), slot=_SLOTS)
    def relieve(self, data: st.DataObject, slot: int) -> None:
        pk = data.draw(st.sampled_from(sorted(self.where)))
        size = Booking.objects.get(pk=pk).size
        try:
            relief = ask_relief(
                booking_id=pk, slot_id=self.slots[slot].pk, reason=ReliefReason.ILL, evidence="surat",
                by=self.officers[0], now=self.now,
            )  # fmt: skip
        except Refusal:
            return
        room = self._free(slot, special=True)
        try:
            confirm_relief(relief_id=relief, by=self.officers[1], now=self.now)
        except Refusal:
            assert room < size
            return
        assert room >= size
        self.where[pk], self.state[pk] = slot, "booked"

    @precondition(lambda self: getattr(self, "where", None))
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        pk = data.draw(st.sampled_from(sorted(self.where)))
        try:
            cancel_booking(booking_id=pk, by=SYSTEM, now=self.now)
        except Refusal:
            assert self.state[pk] != "booked" or self.slots[self.where[pk]].starts_at <= self.now
            return
        self.state[pk] = "cancelled"

    @rule(hours=st.integers(1, 30))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        mark_missed(by=SYSTEM, now=self.now)
        for pk, slot in self.where.items():
            if self.state[pk] == "booked" and self.slots[slot].ends_at + timedelta(minutes=15) <= self.now:
                waits = Booking.objects.get(pk=pk).reliefs.filter(state="waiting").exists()
                self.state[pk] = "booked" if waits else "missed"

    @rule(slot=_SLOTS)
    def release(self, slot: int) -> None:
        free_seats(slot_id=self.slots[slot].pk, by=SYSTEM, now=self.now)

    @precondition(lambda self: getattr(self, "now", MORNING) < MONDAY)
    @rule(size=st.integers(1, 2))
    def grant(self, size: int) -> None:
        who = [Applicant(people.a_passport(), Nationality.WNA, "Ann", date(1990, 1, 2)) for _ in range(size)]
        service = self.office.services[ServiceKind.STAY_PERMIT]
        claimed = guarantee_seat(
            point_id=self.office.point.pk, service_id=service.pk, ends_on=date(2022, 2, 9), applicants=who,
            key=f"grant-{next(_KEYS)}", account_id=None, by=SYSTEM, now=self.now,
        )  # fmt: skip
        slot = Booking.objects.get(pk=claimed.booking_id).slot
        assert slot.quota == slot.taken, "grown by exactly what was needed"
        assert slot.day < date(2022, 2, 9)

    @invariant()
    def everybody_sits_where_the_model_says(self) -> None:
        for n, slot in enumerate(getattr(self, "slots", ())):
            row = Slot.objects.get(pk=slot.pk)
            there = [pk for pk, at in self.where.items() if at == n and self.state[pk] != "cancelled"]
            assert row.taken == sum(Booking.objects.get(pk=pk).size for pk in there)
            assert row.taken + row.returned <= row.quota
        for pk, state in getattr(self, "state", {}).items():
            assert Booking.objects.get(pk=pk).state == state

    def teardown(self) -> None:
        assert broken_promises() == []


def _run(examples: int, steps: int) -> None:
    office = furnished_office()
    staff = [people.an_officer(Role.HELP_DESK, office.office, now=MORNING) for _ in range(2)]
    AfterBooking.office = office
    first, second = (Actor(ActorKind.STAFF, s.account_id, s.office_id) for s in staff)
    AfterBooking.officers = (first, second)
    run_state_machine_as_test(
        AfterBooking,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


@pytest.mark.django_db
def test_keeps_its_promises_after_a_booking() -> None:
    _run(examples=2, steps=12)
    assert Booking.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db
def test_keeps_its_promises_after_a_booking_for_long() -> None:
    _run(examples=50, steps=40)
    assert Booking.objects.exists()
