"""Periods with hours of their own, breaks of special days, names through time, areas: what the database keeps."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.factories import booking, people
from tests.factories.offices import MORNING, Furnished, furnished_office

from loket.foundation.audit.models import LedgerLine
from loket.foundation.offices import actions, queries, rules
from loket.foundation.offices.models import AreaRegency, CalendarDay, HoursPeriod, Office, OfficeRecord, PeriodHours
from loket.foundation.offices.rules import AreaSays, Hours, HoursSource
from loket.foundation.people.rules import Role
from loket.interfaces.jobs.reactions import react_to
from loket.kit.actor import SYSTEM
from loket.planning.booking.actions import open_slots
from loket.planning.booking.models import Slot
from loket.planning.booking.queries import booking_for_ticket

pytestmark = pytest.mark.django_db
TODAY = date(2022, 2, 4)
MONDAY, FRIDAY = date(2022, 2, 7), date(2022, 2, 11)
FASTING = {day: Hours(time(8), time(14), time(12), time(12, 30)) for day in range(5)}


@pytest.fixture
def office() -> Furnished:
    """A furnished office."""
    return furnished_office()


def fast(office: Furnished, **changes: Any) -> int:
    """The head sets shorter days for next week, or what `changes` say."""
    head = people.as_actor(people.an_officer(Role.HEAD, office.office, now=MORNING))
    said: dict[str, Any] = {
        "office_id": office.office.pk, "first": MONDAY, "last": FRIDAY, "name": "Jam Ramadan", "decree": "SE 11/2022",
        "week": FASTING, "today": TODAY, "by": head, "now": MORNING,
    }  # fmt: skip
    return actions.set_period(**(said | changes))


def hours_at(office: Furnished, day: date) -> Hours | None:
    """The hours of a day at the office's point."""
    return queries.calendar_of(office.point.pk, day, day).hours_on(day)


def let_booking_follow() -> None:
    """What the worker does with the news."""
    react_to(list(LedgerLine.objects.order_by("pk").values_list("pk", flat=True)), now=MORNING)


def test_a_period_gives_its_days_their_hours_and_break_and_leaves_others(office: Furnished) -> None:
    fast(office)
    assert hours_at(office, MONDAY) == FASTING[0]
    assert hours_at(office, FRIDAY) == FASTING[4]
    assert hours_at(office, FRIDAY + timedelta(days=3)) == Hours(time(8), time(16), time(12), time(13))
    calendar = queries.work_calendar(office.office.pk, MONDAY, FRIDAY)
    assert calendar.decided(MONDAY).source is HoursSource.PERIOD
    period = calendar.period_on(MONDAY)
    assert period is not None and (period.name, period.decree) == ("Jam Ramadan", "SE 11/2022")


def test_slots_follow_a_period_and_its_break_and_come_back(office: Furnished) -> None:
    opened = open_slots(
        point_id=office.point.pk, service_id=office.passport.pk, first=MONDAY, last=MONDAY, quota=10, opens_at=None,
        by=SYSTEM, now=MORNING,
    )  # fmt: skip
    period = fast(office, week={0: Hours(time(9), time(14), time(10, 30), time(11))})
    let_booking_follow()
    stopped = Slot.objects.filter(is_suspended=True).order_by("starts_at")
    assert [(slot.starts_at.hour + 7) for slot in stopped] == [8, 10, 14, 15]
    assert opened == 7
    actions.unset_period(office_id=office.office.pk, period_id=period, today=TODAY, by=SYSTEM, now=MORNING)
    let_booking_follow()
    assert not Slot.objects.filter(is_suspended=True).exists()


def test_a_special_day_stops_the_slots_across_its_break(office: Furnished) -> None:
    open_slots(
        point_id=office.point.pk, service_id=office.passport.pk, first=MONDAY, last=MONDAY, quota=10, opens_at=None,
        by=SYSTEM, now=MORNING,
    )  # fmt: skip
    actions.set_day(
        office_id=office.office.pk, day=MONDAY, kind=rules.DayKind.SHORT, name="Rapat", decree="W.10-1", opens=time(8),
        closes=time(16), break_from=time(9, 30), break_to=time(10), today=TODAY, by=SYSTEM, now=MORNING,
    )  # fmt: skip
    let_booking_follow()
    assert [slot.starts_at.hour + 7 for slot in Slot.objects.filter(is_suspended=True)] == [9]
    assert hours_at(office, MONDAY) == Hours(time(8), time(16), time(9, 30), time(10))


def test_new_slots_keep_out_of_the_break_of_a_special_day(office: Furnished) -> None:
    actions.set_day(
        office_id=office.office.pk, day=date(2022, 2, 12), kind=rules.DayKind.EXTRA, name="Simpatik", decree="W.10-2",
        opens=time(8), closes=time(12), break_from=time(9), break_to=time(10), today=TODAY, by=SYSTEM, now=MORNING,
    )  # fmt: skip
    open_slots(
        point_id=office.point.pk, service_id=office.passport.pk, first=MONDAY, last=date(2022, 2, 13), quota=10,
        opens_at=None, by=SYSTEM, now=MORNING,
    )  # fmt: skip
    saturday = Slot.objects.filter(day=date(2022, 2, 12)).order_by("starts_at")
    assert [slot.starts_at.hour + 7 for slot in saturday] == [8, 10, 11]


def test_a_new_week_holds_until_a_later_one_and_gives_way_to_a_period(office: Furnished) -> None:
    early = {day: Hours(time(7), time(13)) for day in range(6)}
    fast(office, last=None, week=early, name="Jam baru")
    fast(office, first=date(2022, 2, 9), last=date(2022, 2, 9))
    assert hours_at(office, date(2022, 2, 12)) == early[5]
    assert hours_at(office, date(2022, 2, 9)) == FASTING[2]
    fast(office, last=None, week={0: Hours(time(10), time(11))}, name="Jam lain lagi")
    assert hours_at(office, MONDAY) == Hours(time(10), time(11))
    assert HoursPeriod.objects.filter(ends_on=None).count() == 1


def test_a_point_keeps_its_own_period_beside_its_offices(office: Furnished) -> None:
    fast(office)
    fast(office, point_id=office.point.pk, week={0: Hours(time(10), time(12))}, name="Jam loket")
    assert hours_at(office, MONDAY) == Hours(time(10), time(12))
    assert hours_at(office, FRIDAY) is None
    other = furnished_office("JKB", name="Jakarta Barat")
    with pytest.raises(rules.PeriodNotSet):
        fast(office, point_id=other.point.pk, first=MONDAY + timedelta(days=14), last=None)
    assert hours_at(other, MONDAY) == Hours(time(8), time(16), time(12), time(13))


def test_a_period_of_the_country_holds_everywhere_and_opens_no_point_without_a_week(office: Furnished) -> None:
    nation = HoursPeriod.objects.create(starts_on=MONDAY, ends_on=FRIDAY, name="Ramadan", decree="SE")
    PeriodHours.objects.create(period=nation, weekday=0, opens=time(8), closes=time(12))
    assert hours_at(office, MONDAY) == Hours(time(8), time(12))
    bare = office.office.points.create(name="ULP", kind=rules.PointKind.ULP)
    assert queries.calendar_of(bare.pk, MONDAY, MONDAY).hours_on(MONDAY) is None
    fast(office)
    assert hours_at(office, MONDAY) == FASTING[0]


def test_refuses_a_second_period_on_the_same_days_and_so_does_the_database(office: Furnished) -> None:
    fast(office)
    with pytest.raises(rules.PeriodTaken):
        fast(office, first=FRIDAY, last=FRIDAY + timedelta(days=3))
    with pytest.raises(IntegrityError), transaction.atomic():
        HoursPeriod.objects.create(office=office.office, starts_on=FRIDAY, ends_on=date(2022, 3, 1), name="x")


def test_days_that_are_over_keep_the_hours_they_had(office: Furnished) -> None:
    period = fast(office)
    wednesday = date(2022, 2, 9)
    actions.unset_period(office_id=office.office.pk, period_id=period, today=wednesday, by=SYSTEM, now=MORNING)
    assert hours_at(office, date(2022, 2, 8)) == FASTING[1]
    assert hours_at(office, wednesday) == Hours(time(8), time(16), time(12), time(13))
    with pytest.raises(rules.PeriodNotSet):
        actions.unset_period(office_id=office.office.pk, period_id=period, today=wednesday, by=SYSTEM, now=MORNING)


def test_a_head_takes_no_other_offices_period_away(office: Furnished) -> None:
    period = fast(office)
    other = furnished_office("JKB", name="Jakarta Barat")
    with pytest.raises(rules.PeriodNotSet):
        actions.unset_period(office_id=other.office.pk, period_id=period, today=TODAY, by=SYSTEM, now=MORNING)


@pytest.mark.parametrize("rest", [(time(12), None), (time(7), time(9)), (time(12), time(12))])
def test_the_database_refuses_a_break_outside_the_hours(office: Furnished, rest: tuple[time, time | None]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarDay.objects.create(
            day=MONDAY, office=office.office, kind="short", name="x", opens=time(8), closes=time(14),
            break_from=rest[0], break_to=rest[1],
        )  # fmt: skip


def test_a_calendar_asks_at_most_four_times_for_a_whole_year(
    office: Furnished, django_assert_max_num_queries: Any
) -> None:
    fast(office)
    with django_assert_max_num_queries(4):
        queries.calendar_of(office.point.pk, TODAY, TODAY + timedelta(days=365))
    with django_assert_max_num_queries(4):
        queries.work_calendar(office.office.pk, TODAY, TODAY + timedelta(days=365))


def rename(office: Office, starts_on: date, name: str) -> None:
    """A decree names the office anew."""
    actions.change_office(
        office_id=office.pk, starts_on=starts_on, name=name, office_class="Kelas I", address="", by=SYSTEM, now=MORNING,
        region_id=office.region_id, decree="M.HH-01/2022",
    )  # fmt: skip


def test_a_ticket_keeps_the_name_of_its_day(office: Furnished) -> None:
    before, after = (
        booking.a_booked_party(
            booking.an_open_slot(office.point, office.passport, starts_at=MORNING + timedelta(days=n), now=MORNING),
            now=MORNING,
        )
        for n in (3, 7)
    )
    rename(office.office, FRIDAY, "Jakarta Selatan Raya")
    names = [page.booking.office for b in (before, after) if (page := booking_for_ticket(b.pk))]
    assert names == ["Jakarta Selatan", "Jakarta Selatan Raya"]
    office.office.refresh_from_db()
    assert office.office.name == "Jakarta Selatan"
    then = queries.office_on(office.office.pk, TODAY)
    assert then is not None and then.office_class == "Kelas I Khusus"


def test_an_office_takes_its_new_name_over_on_the_day(office: Furnished) -> None:
    rename(office.office, FRIDAY, "Jakarta Selatan Raya")
    assert actions.follow_records(by=SYSTEM, now=MORNING) == 0
    assert actions.follow_records(by=SYSTEM, now=MORNING + timedelta(days=7)) == 1
    assert actions.follow_records(by=SYSTEM, now=MORNING + timedelta(days=7)) == 0
    office.office.refresh_from_db()
    assert office.office.name == "Jakarta Selatan Raya"
    assert [record.name for record in queries.records_of(office.office.pk)] == [
        "Jakarta Selatan", "Jakarta Selatan Raya",
    ]  # fmt: skip


def test_two_names_of_one_day_are_refused_by_the_database(office: Furnished) -> None:
    rename(office.office, FRIDAY, "Jakarta Selatan Raya")
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficeRecord.objects.create(
            office=office.office, region=office.office.region, name="x", starts_on=MONDAY, ends_on=date(2022, 3, 1)
        )


def test_a_foreigner_is_sent_to_the_confirmed_office_and_asked_where_none_is(office: Furnished) -> None:
    other = furnished_office("SKA", name="Surakarta")
    AreaRegency.objects.create(office=office.office, regency="31.74", is_confirmed=True)
    AreaRegency.objects.create(office=other.office, regency="33.72", is_confirmed=True, starts_on=MONDAY)
    AreaRegency.objects.create(office=other.office, regency="33.13")
    here = office.office.pk
    assert queries.area_answer("31.74", here, TODAY).says is AreaSays.HERE
    assert queries.area_answer("33.72", here, TODAY).says is AreaSays.UNKNOWN
    sent = queries.area_answer("33.72", here, MONDAY)
    assert (sent.says, [card.slug for card in sent.offices]) == (AreaSays.ELSEWHERE, ["surakarta"])
    asked = queries.area_answer("33.13", here, TODAY)
    assert (asked.says, [card.slug for card in asked.offices]) == (AreaSays.UNKNOWN, ["surakarta"])
    assert queries.area_answer("91.71", here, TODAY).offices == []
    assert [(r.code, sure) for r, sure in queries.area_of_office(here, TODAY)] == [("31.74", True)]


def test_an_office_covers_a_regency_once_a_day(office: Furnished) -> None:
    AreaRegency.objects.create(office=office.office, regency="31.74", ends_on=MONDAY)
    AreaRegency.objects.create(office=office.office, regency="31.74", starts_on=MONDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        AreaRegency.objects.create(office=office.office, regency="31.74", starts_on=TODAY, ends_on=FRIDAY)
