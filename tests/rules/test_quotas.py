"""How many seats slots shall have (R7, R8)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.planning.booking import quotas
from loket.planning.booking.quotas import Seats
from loket.planning.booking.rules import PriorityReason, SlotsWrong, uses_priority


@st.composite
def slots(draw: st.DrawFn) -> list[Seats]:
    found = []
    for number in range(draw(st.integers(1, 12))):
        base, taken, returned = draw(st.integers(0, 60)), draw(st.integers(0, 30)), draw(st.integers(0, 10))
        quota = max(base, taken + returned)
        group = draw(st.sampled_from(["monday", "tuesday"]))
        found.append(Seats(number, group, base, base, quota, taken, returned))
    return found


@given(slots(), st.integers(0, 200))
def test_a_percentage_is_rounded_down_once_a_day(seats: list[Seats], percent: int) -> None:
    changes = {change.slot_id: change for change in quotas.scaled(seats, percent)}
    for group in {slot.group for slot in seats}:
        mine = [slot for slot in seats if slot.group == group]
        assert sum(changes[slot.slot_id].wanted for slot in mine) == sum(s.base for s in mine) * percent // 100


@given(slots(), st.integers(0, 200))
def test_a_change_never_takes_a_seat_that_is_out(seats: list[Seats], percent: int) -> None:
    for slot, change in zip(seats, quotas.scaled(seats, percent), strict=True):
        assert change.after >= slot.taken + slot.returned
        assert change.after == max(change.wanted, slot.taken + slot.returned)
        assert change.over == max(slot.taken - change.wanted, 0)


@given(slots())
def test_a_whole_percentage_gives_the_base_back(seats: list[Seats]) -> None:
    assert [change.wanted for change in quotas.scaled(seats, 100)] == [slot.base for slot in seats]


@given(slots(), st.integers(0, 200))
def test_the_preview_is_the_sum_of_what_changes(seats: list[Seats], percent: int) -> None:
    changes = quotas.scaled(seats, percent)
    preview = quotas.preview_of(changes)
    assert preview.added - preview.removed == sum(c.after - c.before for c in changes)
    assert preview.over == sum(c.over for c in changes)


def test_half_of_75_is_37() -> None:
    spread = [Seats(n, "day", base, base, base, 0, 0) for n, base in enumerate((13, 13, 13, 12, 12, 12))]
    assert sum(change.wanted for change in quotas.scaled(spread, 50)) == 37


@pytest.mark.parametrize("percent", [-1, 1001])
def test_refuses_an_impossible_percentage(percent: int) -> None:
    with pytest.raises(SlotsWrong):
        quotas.scaled([], percent)


@pytest.mark.parametrize("number", [-1, 2001])
def test_refuses_an_impossible_number_of_seats(number: int) -> None:
    with pytest.raises(SlotsWrong):
        quotas.resized([], {1: number})


@pytest.mark.parametrize(
    ("party", "says"),
    [("e", True), ("e-", True), ("e--", False), ("-", False), ("", False), ("ec---", False), ("ec--", True)],
)
def test_each_who_qualifies_brings_one_to_the_priority_seats(party: str, *, says: bool) -> None:
    reasons = {"e": PriorityReason.ELDERLY, "c": PriorityReason.CHILD, "-": None}
    assert uses_priority([reasons[one] for one in party]) is says
