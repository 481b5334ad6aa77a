"""Slots of a day stay inside opening hours (R14); what a day says (R6)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from loket.foundation.offices.rules import Hours
from loket.planning.booking.hours import SHORTEST, quota_of, slot_hours
from loket.planning.booking.rules import DaySays, SlotSays, day_says

_MINUTES = st.lists(st.integers(0, 24 * 60 - 1), min_size=4, max_size=4, unique=True).map(sorted)


def _at(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def _length(starts: time, ends: time) -> timedelta:
    day = date(2000, 1, 1)
    return datetime.combine(day, ends) - datetime.combine(day, starts)


@given(_MINUTES)
def test_keeps_every_slot_inside_the_hours_and_out_of_the_break(marks):
    hours = Hours(*(_at(m) for m in (marks[0], marks[3], marks[1], marks[2])))
    ends_before = hours.opens
    for starts, ends in slot_hours(hours):
        assert ends_before <= starts < ends <= hours.closes
        assert ends <= hours.break_from or starts >= hours.break_to
        assert SHORTEST <= _length(starts, ends) <= timedelta(hours=1)
        assert hours.holds(starts)
        ends_before = ends


def test_splits_a_friday_around_its_prayer():
    friday = Hours(time(8), time(15), time(11, 30), time(13))
    assert [starts.hour for starts, _ in slot_hours(friday)] == [8, 9, 10, 11, 13, 14]


def test_gives_half_an_hour_half_the_seats():
    assert quota_of(25, time(11), time(11, 30)) == 12
    assert quota_of({11: 9}, time(11), time(11, 30)) == 9
    assert quota_of({11: 9}, time(12), time(13)) == 0


@given(st.lists(st.sampled_from(SlotSays)))
def test_says_free_when_any_hour_is_and_closed_when_none_stands(slots):
    said = day_says(slots)
    others = set(slots) - {SlotSays.CLOSED, SlotSays.PAST}
    assert (said is DaySays.CLOSED) == (not others and (not slots or SlotSays.CLOSED in slots))
    assert (said is DaySays.FREE) == (SlotSays.FREE in slots)


def test_never_calls_a_day_full_while_an_hour_is_not_open_yet():
    assert day_says([SlotSays.FULL, SlotSays.NOT_OPEN]) is DaySays.NOT_OPEN
