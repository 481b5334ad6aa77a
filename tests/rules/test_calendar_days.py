"""Which hours a day has: the office's entry before the country's before the week (R13, R14); what a decree may say."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.foundation.offices import rules
from loket.foundation.offices.rules import DayKind, Hours, hours_on

WEEK = {day: Hours(time(8), time(15), time(12), time(13)) for day in range(5)}
FRIDAY = Hours(time(8), time(15), time(11, 30), time(13))
SHORT = Hours(time(8), time(10))
TODAY = date(2022, 2, 4)


def order(**changes: Any) -> rules.DayOrder:
    """A decree that closes next Friday, or what `changes` say."""
    said: dict[str, Any] = {
        "day": date(2022, 2, 11), "kind": DayKind.CLOSED, "name": "Libur", "decree": "SK 1/2022",
        "opens": None, "closes": None, "today": TODAY,
    }  # fmt: skip
    return rules.order_day(**(said | changes))


@given(st.dates(date(2022, 1, 1), date(2030, 12, 31)))
def test_an_ordinary_day_follows_its_weekday(day: date) -> None:
    assert hours_on(day, WEEK, None, None) == WEEK.get(day.weekday())


@given(st.dates(date(2022, 1, 1), date(2030, 12, 31)))
def test_a_national_holiday_closes_and_an_own_entry_wins_over_it(day: date) -> None:
    assert hours_on(day, WEEK, DayKind.CLOSED, None) is None
    assert hours_on(day, WEEK, DayKind.CLOSED, (DayKind.EXTRA, SHORT)) == SHORT
    assert hours_on(day, WEEK, None, (DayKind.CLOSED, None)) is None


@pytest.mark.parametrize(
    ("wall", "serves"),
    [((7, 59), False), ((8, 0), True), ((11, 29), True), ((11, 30), False), ((12, 59), False), ((13, 0), True),
     ((14, 59), True), ((15, 0), False)],
)  # fmt: skip
def test_friday_has_its_long_break(wall: tuple[int, int], serves: bool) -> None:
    assert FRIDAY.holds(time(*wall)) is serves


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"day": TODAY - timedelta(days=1)}, rules.DayIsOver),
        ({"day": TODAY + timedelta(days=732)}, rules.DayIsOver),
        ({"name": "\u202e \t"}, rules.DayNameWrong),
        ({"name": "x" * 121}, rules.DayNameWrong),
        ({"decree": ""}, rules.DecreeMissing),
        ({"decree": "12"}, rules.DecreeMissing),
        ({"decree": "SK 3174012345678901"}, rules.DecreeMissing),
        ({"kind": DayKind.EXTRA}, rules.DayHoursWrong),
        ({"kind": DayKind.SHORT, "opens": time(9), "closes": time(9)}, rules.DayHoursWrong),
    ],
)
def test_refuses_a_decree_that_can_not_be_kept(changes: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        order(**changes)


def test_today_and_two_years_ahead_may_be_set() -> None:
    assert order(day=TODAY).day == TODAY
    assert order(day=TODAY + timedelta(days=731)).hours is None


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_is_kept_clean_or_refused(name: str, decree: str) -> None:
    try:
        kept = order(name=name, decree=decree)
    except (rules.DayNameWrong, rules.DecreeMissing):
        return
    assert 1 <= len(kept.name) <= 120 and 3 <= len(kept.decree) <= 120
    assert kept.name.isprintable() and kept.decree.isprintable()
