"""Rules of booking, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.planning.booking import rules
from loket.planning.booking.rules import PriorityReason, SlotFacts, SlotSays

NOW = datetime(2022, 2, 4, 1, tzinfo=UTC)


def _slot(**other: object) -> SlotFacts:
    facts = {"quota": 10, "taken": 0, "returned": 0, "starts_at": NOW + timedelta(hours=1), "opens_at": None,
             "is_suspended": False}  # fmt: skip
    return SlotFacts(**(facts | other))  # type: ignore[arg-type]


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99), st.integers(1, 5))
def test_a_slot_is_free_while_the_party_fits(quota: int, taken: int, returned: int, party: int) -> None:
    slot = _slot(quota=quota, taken=taken, returned=returned)
    fits = quota - taken - returned >= party
    assert rules.says(slot, party=party, now=NOW) is (SlotSays.FREE if fits else SlotSays.FULL)


@pytest.mark.parametrize("taken", [0, 10])
def test_before_its_release_a_slot_is_never_called_full(taken: int) -> None:
    slot = _slot(taken=taken, opens_at=NOW + timedelta(microseconds=1))
    assert rules.says(slot, now=NOW) is SlotSays.NOT_OPEN
    assert rules.says(slot, now=NOW + timedelta(microseconds=1)) is not SlotSays.NOT_OPEN


def test_a_slot_is_past_from_its_very_start() -> None:
    assert rules.says(_slot(starts_at=NOW), now=NOW) is SlotSays.PAST
    assert rules.says(_slot(starts_at=NOW + timedelta(microseconds=1)), now=NOW) is SlotSays.FREE


@pytest.mark.parametrize(
    ("stop", "word"),
    [
        ({"is_closed": True}, SlotSays.CLOSED),
        ({"is_suspended": True}, SlotSays.SUSPENDED),
        ({"is_offered": False}, SlotSays.NOT_OFFERED),
        ({"has_blanks": False}, SlotSays.NO_BLANKS),
    ],
)
@given(taken=st.integers(0, 10), opens_in=st.integers(-5, 5))
def test_what_stops_a_slot_is_said_before_its_seats_and_its_release(
    stop: dict[str, bool], word: SlotSays, taken: int, opens_in: int
) -> None:
    ahead = _slot(**stop, taken=taken, opens_at=NOW + timedelta(hours=opens_in))
    assert rules.says(ahead, now=NOW) is word
    assert rules.says(_slot(**stop, starts_at=NOW), now=NOW) is SlotSays.PAST


@pytest.mark.parametrize(
    ("hour", "number"), [("0900", "JKS-0902-09-A17"), ("0930", "JKS-0902-0930-A17"), ("1300", "JKS-0902-13-A17")]
)
def test_a_booking_number_reads_office_day_hour_and_seat(hour: str, number: str) -> None:
    assert rules.booking_number("JKS", date(2022, 2, 9), hour, "A", 17) == number


@given(st.integers(-3600, 3600))
def test_the_gate_admits_from_30_minutes_before_to_15_after(seconds: int) -> None:
    start, moment = NOW, NOW + timedelta(seconds=seconds)
    opens, closes = rules.arrival_window(start)
    assert (opens <= moment < closes) == (-1800 <= seconds < 900)


@given(st.integers(0, 120), st.sampled_from([None, *PriorityReason]))
def test_age_decides_for_the_old_and_the_young_and_nobody_else(age: int, declared: PriorityReason | None) -> None:
    reason = rules.priority_of(declared, age)
    if age >= 60:
        assert reason is PriorityReason.ELDERLY
    elif age < 5:
        assert reason is PriorityReason.CHILD
    else:
        assert reason not in (PriorityReason.ELDERLY, PriorityReason.CHILD)
        assert reason in (None, declared)
