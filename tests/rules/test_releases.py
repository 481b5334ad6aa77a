"""When quota opens (R6): every day has one moment, and every moment opens its days, over zones and month ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.kit.clock import at_office, office_day
from loket.planning.booking.releases import (
    MOST_AHEAD,
    Release,
    ReleaseKind,
    ReleaseRuleWrong,
    days_opened,
    is_release_day,
    last_working_day,
    opens_at,
    opens_on,
    releases_between,
)

ZONES = st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
DAYS = st.dates(date(2021, 1, 1), date(2027, 12, 31))
TIMES = st.times().map(lambda t: t.replace(second=0, microsecond=0))


def _works(day: date) -> bool:
    """Weekdays but a few holidays, one of them the last weekday of its month."""
    return day.weekday() < 5 and day not in {date(2022, 1, 31), date(2022, 2, 1), date(2022, 2, 28)}


@st.composite
def releases(draw: st.DrawFn) -> Release:
    kind = draw(st.sampled_from(ReleaseKind))
    weekday = draw(st.integers(0, 6)) if kind is ReleaseKind.WEEKLY else None
    return Release(kind, draw(TIMES), draw(st.integers(1, MOST_AHEAD[kind])), weekday)


@given(releases(), DAYS)
def test_a_day_is_among_the_days_that_its_release_opens(rule: Release, day: date) -> None:
    rule.check()
    on = opens_on(rule, day, _works)
    assert is_release_day(rule, on, _works)
    first, last = days_opened(rule, on)
    assert first <= day <= last


@given(releases(), DAYS)
def test_a_release_opens_only_days_that_wait_for_it(rule: Release, on: date) -> None:
    if not is_release_day(rule, on, _works):
        return
    first, last = days_opened(rule, on)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert {opens_on(rule, day, _works) for day in days} == {on}
    assert on < last, "nothing opens in the past"


@given(releases(), DAYS, ZONES)
def test_it_opens_at_the_offices_wall_clock(rule: Release, day: date, zone: str) -> None:
    moment = opens_at(rule, day, zone, _works)
    assert moment == at_office(opens_on(rule, day, _works), rule.at, zone)
    assert office_day(moment, zone) == opens_on(rule, day, _works)


@given(releases(), st.integers(0, 2_880_000), st.integers(0, 28_800), st.integers(0, 20_160), ZONES)
def test_two_looks_find_each_release_once(rule: Release, start: int, minutes: int, more: int, zone: str) -> None:
    since = datetime(2021, 1, 1, tzinfo=UTC) + timedelta(minutes=start)
    middle, end = since + timedelta(minutes=minutes), since + timedelta(minutes=minutes + more)
    halves = [*releases_between(rule, since, middle, zone, _works), *releases_between(rule, middle, end, zone, _works)]
    assert halves == list(releases_between(rule, since, end, zone, _works))
    assert all(since < moment <= end for moment, _ in halves)


def test_fridays_at_two_open_the_week_after_the_next() -> None:
    rule = Release(ReleaseKind.WEEKLY, time(14), 2, weekday=4)
    moment = opens_at(rule, date(2022, 2, 16), "Asia/Jakarta", _works)
    assert moment == datetime(2022, 2, 4, 7, tzinfo=UTC)
    assert days_opened(rule, date(2022, 2, 4)) == (date(2022, 2, 14), date(2022, 2, 20))
    assert [m for m, _ in releases_between(rule, moment - timedelta(seconds=1), moment, "Asia/Jakarta", _works)] == [
        moment
    ]
    assert list(releases_between(rule, moment, moment + timedelta(days=6), "Asia/Jakarta", _works)) == []


def test_the_last_working_day_of_a_month_passes_over_holidays() -> None:
    rule = Release(ReleaseKind.MONTHLY, time(9), 1)
    assert last_working_day(date(2022, 1, 1), _works) == date(2022, 1, 28)
    assert last_working_day(date(2022, 2, 1), _works) == date(2022, 2, 25)
    assert last_working_day(date(2022, 3, 1), lambda _: False) == date(2022, 3, 31)
    assert opens_on(rule, date(2022, 3, 31), _works) == date(2022, 2, 25)
    assert days_opened(rule, date(2021, 12, 31)) == (date(2022, 1, 1), date(2022, 1, 31))


def test_a_day_opens_at_midnight_two_weeks_ahead() -> None:
    rule = Release(ReleaseKind.DAILY, time(0), 14)
    assert opens_at(rule, date(2022, 2, 18), "Asia/Jayapura", _works) == datetime(2022, 2, 3, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "rule",
    [
        Release(ReleaseKind.WEEKLY, time(14), 1),
        Release(ReleaseKind.WEEKLY, time(14), 1, weekday=7),
        Release(ReleaseKind.WEEKLY, time(14), 9, weekday=4),
        Release(ReleaseKind.DAILY, time(14), 0),
        Release(ReleaseKind.DAILY, time(14), 14, weekday=4),
        Release(ReleaseKind.MONTHLY, time(14), 4),
    ],
)
def test_refuses_a_rule_that_never_or_too_far_ahead_opens(rule: Release) -> None:
    with pytest.raises(ReleaseRuleWrong):
        rule.check()
