"""Which rule counts: narrower scope, level, caps only downward, rounding, the colours of a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.foundation.policy import rules
from loket.foundation.policy.rules import Area, Basis, NumberName, Row, Scope, Sector, StaffShare

FRIDAY = date(2022, 2, 4)
SCOPES, LEVELS = st.sampled_from(Scope), st.none() | st.integers(1, 4)


def row(about: str, value: rules.T, scope: Scope = Scope.NATION, level: int | None = None) -> Row[rules.T]:
    return Row(about, value, Basis("uji", scope, level=level))


def whole(**more: object) -> rules.Rows:
    """What every office needs, one row each, and `more`."""
    facts: dict[str, object] = {
        "numbers": tuple(row(name, 1) for name in NumberName),
        "sectors": (row("", Sector.NON_ESSENTIAL),),
        "doors": (row("", rules.Door(frozenset(), rules.Companions.NONE, walk_in=False)),),
        "screenings": (row("", rules.Screening(mask=False, temperature_limit=None, colours={})),),
    }
    return rules.Rows(1, 1, "Asia/Jakarta", Area.JAVA_BALI, FRIDAY, **(facts | more))  # type: ignore[arg-type]


def level(number: int) -> rules.Level:
    return rules.Level(1, number, "uji", FRIDAY, FRIDAY + timedelta(days=7))


NUMBERS = st.lists(
    st.tuples(SCOPES, LEVELS, st.integers(0, 100)), max_size=8, unique_by=lambda found: (found[0], found[1])
)


@given(NUMBERS, LEVELS)
def test_the_narrowest_scope_counts_and_in_it_the_row_of_the_level(
    found: list[tuple[Scope, int | None, int]], number: int | None
) -> None:
    name = NumberName.QUOTA_PERCENT
    others = tuple(row(each, 1) for each in NumberName if each is not name)
    rows = (
        [Row(name.value, 200, Basis("uji", Scope.NATION))]
        if not any((scope, at) == (Scope.NATION, None) for scope, at, _ in found)
        else []
    )
    rows += [row(name, value, scope, at) for scope, at, value in found]
    counted = rules.resolve(whole(numbers=(*others, *rows)), level(number) if number else None).numbers[name]
    order = list(Scope)
    counting = [each for each in rows if each.basis.level in (None, number)]
    best = max((order.index(each.basis.scope), each.basis.level is not None) for each in counting)
    assert (order.index(counted.basis.scope), counted.basis.level is not None) == best


CAPS = st.lists(st.tuples(SCOPES, st.integers(0, 100)), min_size=1, max_size=6)


@given(CAPS)
def test_a_staff_cap_is_only_ever_lowered(found: list[tuple[Scope, int]]) -> None:
    caps = tuple(row("", StaffShare(percent, Sector.NON_ESSENTIAL), scope) for scope, percent in found)
    cap = rules.resolve(whole(caps=caps), None).staff_cap
    assert cap is not None
    assert cap.value.percent == min(percent for _, percent in found)


@given(CAPS)
def test_what_an_office_may_set_is_what_counts_without_it(found: list[tuple[Scope, int]]) -> None:
    caps = tuple(row("", StaffShare(percent, Sector.NON_ESSENTIAL), scope) for scope, percent in found)
    most, sector = rules.cap_without(whole(caps=caps), Scope.OFFICE)
    wider = [percent for scope, percent in found if scope is not Scope.OFFICE]
    assert (most, sector) == (min(wider, default=100), Sector.NON_ESSENTIAL)


def test_caps_of_another_sector_and_area_do_not_count() -> None:
    elsewhere = Row("", StaffShare(0, Sector.NON_ESSENTIAL), Basis("uji", Scope.AREA), Area.OUTSIDE)
    caps = (elsewhere, row("", StaffShare(10, Sector.ESSENTIAL)))
    assert rules.resolve(whole(caps=caps), None).staff_cap is None


@pytest.mark.parametrize("missing", ["numbers", "sectors", "doors", "screenings"])
def test_a_law_that_is_not_whole_is_an_error(missing: str) -> None:
    with pytest.raises(rules.RuleMissing):
        rules.resolve(whole(**{missing: ()}), None)


def test_half_of_seventy_five_seats_is_thirty_seven() -> None:
    assert rules.share_of(75, 50) == 37


@given(st.integers(0, 100_000), st.integers(0, 100))
def test_a_share_is_rounded_down_and_never_negative(base: int, percent: int) -> None:
    share = rules.share_of(base, percent)
    assert share * 100 <= base * percent < (share + 1) * 100
    assert 0 <= share <= base


@given(st.integers(300, 450), st.integers(360, 400))
def test_the_limit_itself_passes_the_door(temperature: int, limit: int) -> None:
    pack = rules.Screening(mask=True, temperature_limit=limit, colours={})
    assert pack.lets_in_at(temperature) == (temperature <= limit)
    assert pack.lets_in_at(limit)
    assert not pack.lets_in_at(limit + 1)


def test_a_colour_that_the_table_does_not_know_is_refused_and_without_a_table_nothing_is() -> None:
    verdict, colour = rules.ColourVerdict, rules.HealthColour
    pack = rules.Screening(mask=True, temperature_limit=None, colours={colour.GREEN: verdict.ENTER})
    assert pack.says_to(colour.BLACK) is verdict.REFUSE
    assert rules.Screening(mask=True, temperature_limit=None, colours={}).says_to(colour.BLACK) is verdict.ENTER


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-400, 400), st.integers(-400, 400))
def test_a_measure_has_a_start_and_an_end_within_a_year(first: date, length: int, away: int) -> None:
    last, today = first + timedelta(days=length), first + timedelta(days=away)
    if 0 <= length < 366 and last >= today:
        assert rules.check_measure(first, last, today=today) == last + timedelta(days=1)
    else:
        with pytest.raises(rules.PeriodWrong):
            rules.check_measure(first, last, today=today)


@given(st.sampled_from(NumberName), st.integers(-10, 20_000))
def test_a_number_stays_within_its_bounds(name: NumberName, value: int) -> None:
    bounds = rules.MEASUREMENTS[name]
    if bounds.least <= value <= bounds.most:
        rules.check_number(name, value, by_office=False)
    else:
        with pytest.raises(rules.NumberWrong):
            rules.check_number(name, value, by_office=False)


def test_every_number_has_a_measurement() -> None:
    assert rules.MEASUREMENTS.keys() == set(NumberName)


@pytest.mark.parametrize(
    ("province", "area"),
    [("DKI Jakarta", Area.JAVA_BALI), ("Bali", Area.JAVA_BALI), ("Riau", Area.OUTSIDE), ("", Area.OUTSIDE)],
)
def test_java_and_bali_are_told_from_the_rest(province: str, area: Area) -> None:
    assert rules.area_of(province) is area
