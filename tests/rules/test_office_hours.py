"""Which hours hold on a day, in the documented order; no service across a break; whose area an address is in."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.foundation.offices import rules
from loket.foundation.offices.regencies import all_regencies, regency_of
from loket.foundation.offices.rules import (
    AreaSays,
    Cover,
    DayKind,
    Hours,
    HoursSource,
    OpeningState,
    Period,
    Reach,
    after_service,
    area_says,
    decide_hours,
    lies_in_service,
    opening_at,
)
from loket.planning.booking.hours import slot_hours

TODAY = date(2022, 2, 4)
DAYS = st.dates(date(2022, 1, 1), date(2022, 12, 31))
MOMENTS = st.integers(0, 24 * 60 - 1)


def wall(minutes: int) -> time:
    """A wall-clock time from minutes of the day."""
    return time(*divmod(minutes, 60))


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    """Opening hours with a break or without."""
    marks = sorted(draw(st.lists(st.integers(0, 24 * 60 - 1), min_size=4, max_size=4, unique=True)))
    rest = (wall(marks[1]), wall(marks[2])) if draw(st.booleans()) else (None, None)
    return Hours(wall(marks[0]), wall(marks[3]), *rest)


WEEKS = st.dictionaries(st.integers(0, 6), hours(), max_size=7)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """A period with an end or without."""
    first = draw(DAYS)
    ends = first + timedelta(days=draw(st.integers(1, 60))) if draw(st.booleans()) else None
    return Period(first, ends, draw(WEEKS), draw(st.sampled_from(Reach)))


OWN = st.none() | st.tuples(st.just(DayKind.CLOSED), st.none()) | st.tuples(st.just(DayKind.SHORT), hours())


@given(DAYS, WEEKS, st.sampled_from([None, DayKind.CLOSED]), OWN, st.lists(periods(), max_size=4))
def test_a_day_is_answered_by_the_first_that_knows_it(
    day: date,
    week: dict[int, Hours],
    national: DayKind | None,
    own: tuple[DayKind, Hours | None] | None,
    some: list[Period],
) -> None:
    found = decide_hours(day, week, national, own, some)
    running = [p for p in some if p.covers(day) and (week or p.reach is Reach.POINT)]
    bounded = [p for p in running if p.ends_on]
    if own is not None:
        assert (found.source, found.hours) == (HoursSource.OWN_DAY, own[1])
    elif national is DayKind.CLOSED:
        assert (found.source, found.hours) == (HoursSource.NATION_DAY, None)
    elif bounded:
        assert found.source is HoursSource.PERIOD
        narrowest = max(p.reach for p in bounded)
        assert found.hours in [p.week.get(day.weekday()) for p in bounded if p.reach is narrowest]
    else:
        assert found.source is HoursSource.WEEK
        if not running:
            assert found.hours == week.get(day.weekday())


@given(DAYS, WEEKS, st.sampled_from([None, DayKind.CLOSED]), OWN, st.lists(periods(), max_size=4))
def test_no_slot_of_any_day_crosses_a_break(
    day: date,
    week: dict[int, Hours],
    national: DayKind | None,
    own: tuple[DayKind, Hours | None] | None,
    some: list[Period],
) -> None:
    found = decide_hours(day, week, national, own, some).hours
    for starts, ends in slot_hours(found) if found else []:
        assert lies_in_service(found, starts, ends)
        assert found.break_from is None or ends <= found.break_from or starts >= found.break_to


@given(hours(), MOMENTS, MOMENTS)
def test_service_lies_inside_only_where_every_minute_is_served(open_hours: Hours, a: int, b: int) -> None:
    first, last = sorted((a, b))
    every = all(open_hours.holds(wall(m)) for m in range(first, last))
    if first < last:
        assert lies_in_service(open_hours, wall(first), wall(last)) is every
    assert not lies_in_service(None, wall(first), wall(last))


@given(hours(), MOMENTS, st.integers(1, 300))
def test_service_time_skips_the_break_and_ends_with_the_day(open_hours: Hours, now: int, minutes: int) -> None:
    served = [m for m in range(now, 24 * 60) if open_hours.holds(wall(m))]
    done = after_service(open_hours, wall(now), minutes)
    if len(served) < minutes:
        assert done is None
    else:
        assert done is not None
        assert done == wall(served[minutes - 1] + 1)


@pytest.mark.parametrize(
    ("moment", "state", "until"),
    [
        (time(7), OpeningState.BEFORE, time(8)),
        (time(8), OpeningState.OPEN, time(15)),
        (time(11, 30), OpeningState.BREAK, time(13)),
        (time(13), OpeningState.OPEN, time(15)),
        (time(15), OpeningState.AFTER, None),
    ],
)
def test_a_door_says_open_break_or_closed(moment: time, state: OpeningState, until: time | None) -> None:
    said = opening_at(Hours(time(8), time(15), time(11, 30), time(13)), moment)
    assert (said.state, said.until) == (state, until)


def test_a_closed_day_has_a_closed_door() -> None:
    assert opening_at(None, time(9)).state is OpeningState.CLOSED


@pytest.mark.parametrize(
    ("rest", "refusal"),
    [
        ((time(12), None), rules.BreakWrong),
        ((None, time(12)), rules.BreakWrong),
        ((time(13), time(12)), rules.BreakWrong),
        ((time(8), time(9)), rules.BreakWrong),
        ((time(14), time(15)), rules.BreakWrong),
    ],
)
def test_refuses_a_break_that_is_none(rest: tuple[time | None, time | None], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        rules.checked_hours(time(8), time(15), *rest)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"first": TODAY - timedelta(days=1)}, rules.DayIsOver),
        ({"last": date(2022, 4, 1)}, rules.PeriodWrong),
        ({"last": date(2023, 4, 4)}, rules.PeriodWrong),
        ({"week": {}}, rules.PeriodEmpty),
        ({"week": {7: Hours(time(8), time(9))}}, rules.PeriodEmpty),
        ({"decree": "-"}, rules.DecreeMissing),
        ({"name": ""}, rules.DayNameWrong),
    ],
)
def test_refuses_a_period_that_can_not_be_kept(changes: dict[str, object], refusal: type[Exception]) -> None:
    said: dict[str, object] = {
        "first": date(2022, 4, 3), "last": date(2022, 5, 1), "name": "Ramadan", "decree": "SE 11/2022",
        "week": {0: Hours(time(8), time(15))}, "today": TODAY,
    }  # fmt: skip
    with pytest.raises(refusal):
        rules.order_period(**(said | changes))  # type: ignore[arg-type]


@given(st.lists(st.builds(Cover, st.integers(1, 4), st.booleans())), st.integers(1, 4))
def test_only_a_confirmed_other_office_sends_a_foreigner_away(covers: list[Cover], office: int) -> None:
    said = area_says(covers, office)
    sure = {cover.office_id for cover in covers if cover.is_confirmed}
    assert (said is AreaSays.ELSEWHERE) == bool(sure - {office} and office not in sure)
    assert (said is AreaSays.HERE) == (office in sure)


def test_regencies_carry_the_codes_of_the_home_ministry() -> None:
    assert len(all_regencies()) == 514
    named = {code: regency_of(code) for code in ("31.71", "31.74", "33.72", "33.13", "64.74")}
    assert [r.name for r in named.values() if r] == [
        "Kota Jakarta Pusat", "Kota Jakarta Selatan", "Kota Surakarta", "Kabupaten Karanganyar", "Kota Bontang",
    ]  # fmt: skip
    assert regency_of("99.99") is None


def test_the_days_of_a_period_include_its_last() -> None:
    order = rules.order_period(
        first=date(2022, 4, 3), last=date(2022, 5, 1), name="Ramadan", decree="SE 11", today=TODAY,
        week={0: Hours(time(8), time(15))},
    )  # fmt: skip
    ramadan = Period(order.starts_on, order.ends_on, order.week, Reach.OFFICE)
    assert ramadan.covers(date(2022, 5, 1)) and not ramadan.covers(date(2022, 5, 2))
