"""A permit's holder always gets a day before the end, in every zone and around every holiday (A11, R46)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from loket.planning.booking import deadlines
from loket.planning.booking.deadlines import DeadlineNumbers, Hour, Standing

DAYS = st.dates(date(2021, 1, 1), date(2030, 12, 31))
HOLIDAYS = st.sets(st.integers(0, 40), max_size=30)


def works_except(start: date, holidays: set[int]) -> Callable[[date], bool]:
    closed = {start + timedelta(days=n) for n in holidays}
    return lambda day: day.weekday() < 5 and day not in closed


@given(today=DAYS, ahead=st.integers(0, 60), holidays=HOLIDAYS)
def test_the_last_day_is_a_working_day_not_past_the_end_with_none_between(today, ahead, holidays):
    ends_on, works = today + timedelta(days=ahead), works_except(today, holidays)
    last = deadlines.last_seat_day(ends_on, today=today, works=works)
    before = [today + timedelta(days=n) for n in range(ahead) if works(today + timedelta(days=n))]
    if before:
        assert last == before[-1]
    else:
        assert last == (ends_on if works(ends_on) else None)


@given(today=DAYS, ahead=st.integers(-40, 400), holidays=HOLIDAYS)
def test_a_window_says_one_true_thing(today, ahead, holidays):
    ends_on, works = today + timedelta(days=ahead), works_except(today, holidays)
    window = deadlines.window_of(ends_on, today=today, works=works)
    assert (window.standing is Standing.EXPIRED) == (ends_on < today)
    assert (window.standing is Standing.EARLY) == (ends_on >= today and today < window.opens)
    if window.standing is Standing.OPEN:
        assert window.last is not None
        assert today <= window.last <= ends_on
        assert works(window.last)
    if window.standing in (Standing.CLOSING, Standing.EXPIRED):
        assert window.last is None


@given(day=DAYS, months=st.integers(0, 12))
def test_months_before_keep_the_day_or_shorten_it(day, months):
    earlier = deadlines.months_before(day, months)
    assert (day.year * 12 + day.month) - (earlier.year * 12 + earlier.month) == months
    assert earlier.day == day.day or (earlier + timedelta(days=1)).day == 1


def test_three_months_before_the_end_of_may_is_the_end_of_february():
    assert deadlines.months_before(date(2022, 5, 31), 3) == date(2022, 2, 28)


def test_refuses_a_day_nobody_has_on_a_permit():
    with pytest.raises(deadlines.PermitDateWrong):
        deadlines.window_of(date(9999, 12, 31), today=date(2022, 2, 4), works=lambda day: True)


def an_hour(n: int, taken: int, quota: int, load: int, added: int) -> Hour:
    start = datetime(2022, 2, 7, 2, tzinfo=UTC) + timedelta(hours=n)
    return Hour(start.date(), start, taken, quota, load, added)


HOURS = st.lists(
    st.builds(an_hour, st.integers(0, 50), st.integers(0, 4), st.integers(0, 4), st.integers(0, 99), st.integers(0, 9)),
    max_size=12,
)


@given(hours=HOURS, party=st.integers(1, 5), bound=st.integers(0, 8))
def test_somebody_always_gets_an_hour_and_the_bound_spreads(hours, party, bound):
    numbers = DeadlineNumbers(added_a_day=bound)
    chosen = deadlines.choose_hour(hours, party=party, numbers=numbers)
    assert (chosen is None) == (not hours)
    assume(chosen is not None)
    if any(hour.lacks(party) == 0 for hour in hours):
        assert chosen.lacks(party) == 0
    within = [h for h in hours if h.lacks(party) and h.added_that_day + h.lacks(party) <= bound]
    if chosen.lacks(party) and within:
        assert chosen.added_that_day + chosen.lacks(party) <= bound
        assert chosen.load == min(h.load for h in within)
