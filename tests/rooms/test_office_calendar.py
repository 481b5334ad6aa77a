"""Days of an office's calendar: set and unset by decree, and what booking makes of them (R13, R14)."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from tests.factories import booking, people
from tests.factories.offices import MORNING, Furnished, furnished_office

from loket.foundation.audit.models import LedgerLine
from loket.foundation.offices import rules
from loket.foundation.offices.actions import set_day, unset_day
from loket.foundation.offices.models import CalendarDay, Office
from loket.foundation.offices.queries import work_calendar
from loket.foundation.people.rules import Role
from loket.interfaces.jobs.reactions import react_to
from loket.planning.booking.models import Slot
from loket.planning.booking.rules import SlotClosed

pytestmark = pytest.mark.django_db
TODAY = date(2022, 2, 4)
FRIDAY, SATURDAY = date(2022, 2, 11), date(2022, 2, 12)


@pytest.fixture
def office() -> Furnished:
    """A furnished office."""
    return furnished_office()


def works_on(office: Office, day: date) -> bool:
    """Whether the office works on one day."""
    return work_calendar(office, day, day).works(day)


def by_decree(office: Furnished, **changes: Any) -> None:
    """The head closes next Friday, or does what `changes` say."""
    head = people.as_actor(people.an_officer(Role.HEAD, office.office, now=MORNING))
    order: dict[str, Any] = {
        "office_id": office.office.pk,
        "day": FRIDAY,
        "kind": rules.DayKind.CLOSED,
        "name": "Perbaikan listrik",
        "decree": "W.10-12/2022",
        "today": TODAY,
        "by": head,
        "now": MORNING,
    }
    set_day(**(order | changes))


def let_booking_follow() -> None:
    """What the worker does with the news."""
    react_to(list(LedgerLine.objects.order_by("pk").values_list("pk", flat=True)), now=MORNING)


def test_a_decree_closes_a_weekday_and_nothing_else(office: Furnished) -> None:
    by_decree(office)
    assert not works_on(office.office, FRIDAY)
    assert works_on(office.office, FRIDAY - timedelta(days=1))
    line = LedgerLine.objects.get(fact="offices.day_set")
    assert (line.detail["decree"], line.office_id) == ("W.10-12/2022", office.office.pk)


def test_a_decree_opens_a_saturday_with_its_own_hours(office: Furnished) -> None:
    by_decree(office, day=SATURDAY, kind=rules.DayKind.EXTRA, opens=time(8), closes=time(12))
    assert works_on(office.office, SATURDAY)


def test_the_office_opens_on_a_day_when_the_country_is_closed(office: Furnished) -> None:
    CalendarDay.objects.create(day=FRIDAY, kind=rules.DayKind.CLOSED, name="Libur", decree="SKB 3 Menteri")
    assert not works_on(office.office, FRIDAY)
    by_decree(office, kind=rules.DayKind.EXTRA, opens=time(9), closes=time(11))
    assert works_on(office.office, FRIDAY)


def test_a_second_decree_replaces_the_first(office: Furnished) -> None:
    by_decree(office)
    by_decree(office, kind=rules.DayKind.SHORT, opens=time(8), closes=time(10), decree="W.10-13/2022")
    assert CalendarDay.objects.get().decree == "W.10-13/2022"
    assert works_on(office.office, FRIDAY)


def test_unsetting_a_day_brings_the_week_back(office: Furnished) -> None:
    by_decree(office)
    unset_day(
        office_id=office.office.pk, day=FRIDAY, today=TODAY, by=people.as_actor(
            people.an_officer(Role.HEAD, office.office, now=MORNING)
        ), now=MORNING,
    )  # fmt: skip
    assert works_on(office.office, FRIDAY)


def test_refuses_to_unset_what_is_not_set(office: Furnished) -> None:
    head = people.as_actor(people.an_officer(Role.HEAD, office.office, now=MORNING))
    with pytest.raises(rules.DayNotSet):
        unset_day(office_id=office.office.pk, day=FRIDAY, today=TODAY, by=head, now=MORNING)
    with pytest.raises(rules.DayIsOver):
        unset_day(office_id=office.office.pk, day=TODAY - timedelta(days=1), today=TODAY, by=head, now=MORNING)


def test_nobody_books_on_a_day_that_was_closed_and_bookings_stay(office: Furnished) -> None:
    slot = booking.an_open_slot(office.point, office.passport, starts_at=MORNING + timedelta(days=7), now=MORNING)
    kept = booking.a_booked_party(slot, now=MORNING)
    by_decree(office)
    let_booking_follow()
    with pytest.raises(SlotClosed):
        booking.a_booked_party(slot, now=MORNING)
    kept.refresh_from_db()
    assert kept.state == "booked"


def test_slots_resume_when_the_day_opens_again_and_other_offices_are_left_alone(office: Furnished) -> None:
    other = furnished_office("JKB", name="Jakarta Barat")
    later = MORNING + timedelta(days=7)
    mine = booking.an_open_slot(office.point, office.passport, starts_at=later, now=MORNING)
    theirs = booking.an_open_slot(other.point, other.passport, starts_at=later, now=MORNING)
    by_decree(office)
    let_booking_follow()
    assert Slot.objects.get(pk=mine.pk).is_suspended
    assert not Slot.objects.get(pk=theirs.pk).is_suspended
    by_decree(office, kind=rules.DayKind.SHORT, opens=time(8), closes=time(12))
    let_booking_follow()
    assert not Slot.objects.get(pk=mine.pk).is_suspended


def test_a_short_day_stops_the_slots_after_its_closing(office: Furnished) -> None:
    early, late = (
        booking.an_open_slot(
            office.point, office.passport, starts_at=MORNING.replace(hour=hour) + timedelta(days=7), now=MORNING
        )
        for hour in (9, 12)
    )
    by_decree(office, kind=rules.DayKind.SHORT, opens=time(8), closes=time(12))
    let_booking_follow()
    assert not Slot.objects.get(pk=early.pk).is_suspended
    assert Slot.objects.get(pk=late.pk).is_suspended
    line = LedgerLine.objects.get(fact="booking.slots_suspended")
    assert (line.detail["slots"], line.office_id) == (1, office.office.pk)
