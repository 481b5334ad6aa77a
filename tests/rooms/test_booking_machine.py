"""Booking against a model of it: whatever happens in whatever order, no seat is lost or doubled, R3 holds, and nothing
is below zero: claims, holds, confirmations, expiries, cancels, releases, quota changes, suspensions, visits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
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
from loket.planning.booking.actions import (
    Claimed,
    cancel_booking,
    claim_seats,
    confirm_booking,
    end_visit,
    expire_holds,
    free_seats,
    record_arrival,
    resize_quota,
    resume_service,
    suspend_service,
)
from loket.planning.booking.models import Booking, Seat, Slot

MINUTE = timedelta(minutes=1)
_KEYS = count(1)
_PEOPLE = st.lists(st.integers(0, 6), min_size=1, max_size=4, unique=True)
_SLOTS = st.integers(0, 1)


@dataclass
class Modelled:
    """A slot as plain numbers: `wanted` seats, the numbers that are sold, held back, free to sell again."""

    wanted: int
    sold: set[int] = field(default_factory=set)
    held: set[int] = field(default_factory=set)
    freed: set[int] = field(default_factory=set)
    issued: int = 0
    quota: int = 0

    @property
    def free(self) -> int:
        """Seats that can be claimed."""
        return self.quota - len(self.sold) - len(self.held)

    def resize(self, wanted: int) -> None:
        """R8: never under what is out."""
        self.wanted, self.quota = wanted, max(wanted, len(self.sold) + len(self.held))

    def give_back(self, numbers: set[int]) -> None:
        """To nobody, until a release."""
        self.sold -= numbers
        self.held |= numbers

    def release(self) -> int:
        """What was held back can be sold again, or is gone where fewer seats are wanted."""
        count, self.freed, self.held = len(self.held), self.freed | self.held, set()
        self.resize(self.wanted)
        return count

    def sell(self) -> int:
        """Freed numbers first, lowest first; then the next that was never issued."""
        if self.freed:
            number = min(self.freed)
            self.freed.remove(number)
        else:
            number = self.issued = self.issued + 1
        self.sold.add(number)
        return number


@dataclass
class Made:
    """A booking of the model."""

    slot: int
    party: tuple[int, ...]
    row: Booking
    state: str
    expires_at: datetime | None = None


class BookingMachine(RuleBasedStateMachine):
    """Two slots of small quota, seven people, and a clock that the rules move."""

    office: Furnished

    @initialize(quotas=st.tuples(st.integers(0, 6), st.integers(1, 6)))
    def open_slots(self, quotas: tuple[int, int]) -> None:
        self.now = MORNING
        self.slots = [
            an_open_slot(self.office.point, self.office.passport, quota=q, starts_at=start, now=MORNING)
            for q, start in zip(quotas, _free_hours(), strict=False)
        ]
        self.people = [a_member(now=MORNING) for _ in range(7)]
        self.model = [Modelled(wanted=q, quota=q) for q in quotas]
        self.open: set[int] = set()
        self.made: dict[str, Made] = {}
        self.is_suspended = False

    @rule(slot=_SLOTS, people=_PEOPLE, hold=st.sampled_from([None, None, 1, 3]))
    def claim(self, slot: int, people: list[int], hold: int | None) -> None:
        key, party = f"machine-{next(_KEYS)}", tuple(people)
        self._over_in_the_way(slot, party)
        expected = self._verdict(slot, party)
        until = self.now + hold * MINUTE if hold else None
        if expected is not None:
            with pytest.raises(expected):
                self._ask(slot, party, key, until)
            return
        claimed = self._ask(slot, party, key, until)
        numbers = [self.model[slot].sell() for _ in party]
        booking = Booking.objects.get(pk=claimed.booking_id)
        assert list(booking.seats.order_by("position").values_list("number", flat=True)) == numbers
        self.open |= set(party)
        self.made[key] = Made(slot, party, booking, "held" if until else "booked", until)

    @precondition(lambda self: self.made)
    @rule(data=st.data())
    def retry(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.made)))
        made = self.made[key]
        again = self._ask(made.slot, made.party, key, None)
        assert (again.booking_id, again.repeated) == (made.row.pk, True)

    @rule(minutes=st.integers(1, 2))
    def time_passes(self, minutes: int) -> None:
        self.now += minutes * MINUTE

    @precondition(lambda self: any(made.state in ("held", "expired") for made in self.made.values()))
    @rule(data=st.data())
    def confirm(self, data: st.DataObject) -> None:
        keys = [key for key, made in self.made.items() if made.state in ("held", "expired")]
        made = self.made[data.draw(st.sampled_from(sorted(keys)))]
        if made.state == "expired" or made.expires_at is None or made.expires_at <= self.now:
            with pytest.raises(rules.HoldOver):
                confirm_booking(booking_id=made.row.pk, by=SYSTEM, now=self.now)
            return
        confirm_booking(booking_id=made.row.pk, by=SYSTEM, now=self.now)
        made.state, made.expires_at = "booked", None

    @rule()
    def expire(self) -> None:
        due = [made for made in self.made.values() if self._is_over(made)]
        assert expire_holds(by=SYSTEM, now=self.now) == len(due)
        for made in due:
            self._end(made, "expired")

    @precondition(lambda self: self.made)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        made = self.made[data.draw(st.sampled_from(sorted(self.made)))]
        if made.state not in ("booked", "held") or self._is_over(made):
            with pytest.raises(rules.CannotCancel):
                cancel_booking(booking_id=made.row.pk, by=SYSTEM, now=self.now)
            return
        cancel_booking(booking_id=made.row.pk, by=SYSTEM, now=self.now)
        self._end(made, "cancelled")

    @rule(slot=_SLOTS)
    def release(self, slot: int) -> None:
        expected = self.model[slot].release()
        assert free_seats(slot_id=self.slots[slot].pk, by=SYSTEM, now=self.now) == expected

    @rule(first=st.integers(0, 8), second=st.integers(0, 8))
    def resize(self, first: int, second: int) -> None:
        before = [len(slot.sold) for slot in self.model]
        wanted = dict(zip([slot.pk for slot in self.slots], (first, second), strict=True))
        preview = resize_quota(point_id=self.office.point.pk, seats=wanted, by=SYSTEM, now=self.now)
        assert preview.over == max(before[0] - first, 0) + max(before[1] - second, 0)
        self.model[0].resize(first)
        self.model[1].resize(second)

    @rule()
    def suspend_or_resume(self) -> None:
        where = {"point_id": self.office.point.pk, "service_id": self.office.passport.pk}
        if self.is_suspended:
            resume_service(**where, by=SYSTEM, now=self.now)
        else:
            suspend_service(**where, notice="Gangguan listrik di kantor.", by=SYSTEM, now=self.now)
        self.is_suspended = not self.is_suspended

    @precondition(lambda self: any(made.state == "booked" for made in self.made.values()))
    @rule(data=st.data())
    def visit(self, data: st.DataObject) -> None:
        made = self.made[data.draw(st.sampled_from(sorted(k for k, m in self.made.items() if m.state == "booked")))]
        record_arrival(booking_id=made.row.pk, by=SYSTEM, now=self.now)
        for seat in made.row.seats.all():
            end_visit(seat_id=seat.pk, by=SYSTEM, now=self.now)
        self.open -= set(made.party)
        made.state = "served"

    @invariant()
    def the_tables_say_what_the_model_says(self) -> None:
        for slot, model in zip(getattr(self, "slots", ()), getattr(self, "model", ()), strict=False):
            row = Slot.objects.get(pk=slot.pk)
            assert (row.taken, row.returned, row.issued) == (len(model.sold), len(model.held), model.issued)
            assert (row.quota, row.wanted) == (model.quota, model.wanted if model.wanted < model.quota else None)
            assert row.quota - row.taken - row.returned == model.free >= 0
            seats = Seat.objects.filter(slot=slot, is_given_back=False).values_list("number", flat=True)
            assert set(seats) == model.sold

    def teardown(self) -> None:
        if getattr(self, "is_suspended", False):
            self.suspend_or_resume()
        expire_holds(by=SYSTEM, now=MORNING + timedelta(days=30))
        assert broken_promises() == []

    def _ask(self, slot: int, party: tuple[int, ...], key: str, until: datetime | None) -> Claimed:
        return claim_seats(
            slot_id=self.slots[slot].pk, party=[self.people[n] for n in party], key=key, account_id=None,
            hold_until=until, by=SYSTEM, now=self.now,
        )  # fmt: skip

    def _is_over(self, made: Made) -> bool:
        return made.state == "held" and made.expires_at is not None and made.expires_at <= self.now

    def _end(self, made: Made, state: str) -> None:
        self.model[made.slot].give_back(set(made.row.seats.values_list("number", flat=True)))
        self.open -= set(made.party)
        made.state = state

    def _over_in_the_way(self, slot: int, party: tuple[int, ...]) -> None:
        """A hold past its time stands in nobody's way: the claim itself ends it, before the job comes by (R15)."""
        if self.is_suspended:
            return
        for made in self.made.values():
            if self._is_over(made) and set(made.party) & set(party):
                self._end(made, "expired")

    def _verdict(self, slot: int, party: tuple[int, ...]) -> type[Exception] | None:
        if self.is_suspended:
            return rules.ServiceSuspended
        if self.open & set(party):
            return rules.AlreadyBooked
        return rules.SeatTaken if self.model[slot].free < len(party) else None


_HOURS = count(1)


def _free_hours():  # type: ignore[no-untyped-def]
    """Hours no slot has yet: an example's slots stand beside those of the examples before it."""
    return [MORNING + timedelta(days=2, hours=next(_HOURS)) for _ in range(2)]


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
