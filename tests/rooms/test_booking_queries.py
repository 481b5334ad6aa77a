"""What booking and offices answer, each in a fixed number of queries; slots are opened inside hours only."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from tests.factories import booking, offices, people
from tests.factories.offices import MORNING

from loket.foundation.audit.models import LedgerLine
from loket.foundation.offices import queries as office_queries
from loket.foundation.offices.models import CalendarDay
from loket.foundation.offices.rules import DayKind, ServiceKind
from loket.foundation.people.models import Person
from loket.foundation.people.rules import identity_of_citizen
from loket.kit.actor import SYSTEM
from loket.kit.clock import at_office
from loket.planning.booking import queries, rules
from loket.planning.booking.actions import Applicant, book_party, cancel_booking, open_slots
from loket.planning.booking.models import Booking, Seat, Slot

pytestmark = pytest.mark.django_db

MONDAY = date(2022, 2, 7)
FRIDAY = date(2022, 2, 11)
ZONE = "Asia/Jakarta"


@pytest.fixture
def office():
    return offices.furnished_office()


def opened(office, first=MONDAY, last=FRIDAY, *, quota=10, opens_at=None) -> int:
    return open_slots(
        point_id=office.point.pk, service_id=office.passport.pk, first=first, last=last, quota=quota,
        opens_at=opens_at, by=SYSTEM, now=MORNING,
    )  # fmt: skip


def hours(office, day) -> list[str]:
    slots = queries.hours_of_day(office.point.pk, office.passport.pk, day, 1, MORNING)
    return [f"{s.starts_at.astimezone(MORNING.tzinfo):%H.%M}/{s.quota}" for s in slots]


def applicant(nik: str = "9901014101990001", born: date = date(1990, 2, 28), declared=None) -> Applicant:
    identity = identity_of_citizen(nik)
    return Applicant(who=identity, nationality=identity.nationality, name="Siti", born=born, declared=declared)


def test_opens_slots_inside_the_hours_and_around_the_break(office):
    assert opened(office) == 7 * 5
    assert hours(office, MONDAY) == ["08.00/10", "09.00/10", "10.00/10", "11.00/10", "13.00/10", "14.00/10", "15.00/10"]
    assert hours(office, FRIDAY)[3:5] == ["11.00/5", "13.00/10"]


def test_opens_nothing_twice(office):
    opened(office)
    assert opened(office) == 0
    assert LedgerLine.objects.filter(fact="booking.slots_opened").count() == 1


def test_opens_nothing_on_closed_days_but_on_extra_days(office):
    offices.closed_day(MONDAY)
    saturday = FRIDAY + timedelta(days=1)
    CalendarDay.objects.create(
        day=saturday, office=office.office, kind=DayKind.EXTRA, name="Sabtu simpatik", opens=time(8), closes=time(10)
    )
    opened(office, last=saturday + timedelta(days=1))
    assert hours(office, MONDAY) == []
    assert hours(office, saturday) == ["08.00/10", "09.00/10"]
    assert hours(office, saturday + timedelta(days=1)) == []


def test_opens_slots_with_the_quota_of_each_hour(office):
    assert opened(office, last=MONDAY, quota={8: 20, 13: 5}) == 2
    assert hours(office, MONDAY) == ["08.00/20", "13.00/5"]


@pytest.mark.parametrize(("last", "quota"), [(MONDAY - timedelta(days=1), 5), (date(2024, 1, 1), 5), (FRIDAY, -1),
                                             (FRIDAY, 10**9)])  # fmt: skip
def test_refuses_slots_backward_endless_or_without_bound(office, last, quota):
    with pytest.raises(rules.SlotsWrong):
        opened(office, last=last, quota=quota)


def test_says_of_every_day_of_a_month_what_it_is_in_two_queries(office, django_assert_num_queries):
    opened(office)
    opened(office, date(2022, 2, 14), date(2022, 2, 18), opens_at=at_office(date(2022, 2, 4), time(14), ZONE))
    for slot in Slot.objects.filter(day=date(2022, 2, 8)):
        Slot.objects.filter(pk=slot.pk).update(taken=slot.quota, issued=slot.quota)
    with django_assert_num_queries(2):
        days = queries.days_of_month(office.point.pk, office.passport.pk, 2022, 2, 1, MORNING)
    said = {day.day.day: day.says for day in days}
    assert len(days) == 28
    assert (said[7], said[8], said[12], said[14]) == ("free", "full", "closed", "not_open")
    assert days[13].opens_at == at_office(date(2022, 2, 4), time(14), ZONE)
    assert (days[6].free, days[6].quota) == (70, 70)


def test_calls_a_day_full_for_a_party_that_fits_no_hour(office):
    booking.an_open_slot(
        office.point, office.passport, quota=2, starts_at=at_office(MONDAY, time(9), ZONE), now=MORNING
    )
    booking.an_open_slot(
        office.point, office.passport, quota=2, starts_at=at_office(MONDAY, time(10), ZONE), now=MORNING
    )
    point, service = office.point.pk, office.passport.pk
    assert queries.days_of_month(point, service, 2022, 2, 2, MORNING)[6].says is rules.DaySays.FREE
    assert queries.days_of_month(point, service, 2022, 2, 3, MORNING)[6].says is rules.DaySays.FULL


def test_offers_the_next_free_hours_to_a_walk_in_in_one_query(office, django_assert_num_queries):
    at = at_office(MONDAY, time(9), ZONE)
    booking.a_full_slot(office.point, office.passport, starts_at=at, now=MORNING)
    booking.an_open_slot(office.point, office.passport, starts_at=at + timedelta(hours=1),
                         opens_at=MORNING + timedelta(hours=1), now=MORNING)  # fmt: skip
    free = booking.an_open_slot(office.point, office.passport, starts_at=at + timedelta(hours=2), now=MORNING)
    with django_assert_num_queries(1):
        found = queries.next_free(office.point.pk, [office.passport.pk], MORNING)
    assert [seat.slot_id for seat in found] == [free.pk]


def test_draws_a_ticket_in_three_queries_without_names(office, django_assert_num_queries):
    slot = booking.an_open_slot(office.point, office.passport, starts_at=at_office(MONDAY, time(9), ZONE), now=MORNING)
    booked = booking.a_booked_party(slot, size=2, now=MORNING)
    with django_assert_num_queries(3):
        page = queries.booking_for_ticket(booked.pk)
    assert page is not None
    assert (page.booking.number, page.floor, page.colour) == ("JKS-0702-09-A01", 2, "wni")
    assert [(seat.name, seat.born) for seat in page.seats] == [("", None), ("", None)]
    with_names = queries.booking_for_ticket(booked.pk, names=True)
    assert with_names is not None
    assert [seat.name for seat in with_names.seats] == ["Pemohon 1", "Pemohon 2"]


def test_lists_a_day_in_two_queries_and_leaves_cancelled_ones_out(office, django_assert_num_queries):
    at = at_office(MONDAY, time(9), ZONE)
    slots = [booking.an_open_slot(office.point, office.passport, starts_at=at + timedelta(hours=n), now=MORNING)
             for n in range(2)]  # fmt: skip
    later, gone, early = (booking.a_booked_party(slots[n], size=2, now=MORNING) for n in (1, 0, 0))
    cancel_booking(booking_id=gone.pk, by=SYSTEM, now=MORNING)
    with django_assert_num_queries(2):
        found = queries.day_list(office.point.pk, MONDAY, names=True)
    assert [one.booking.id for one in found] == [early.pk, early.pk, later.pk, later.pk]
    assert found[0].seat.name == "Pemohon 1"


def test_lists_an_accounts_bookings_in_one_query(office, django_assert_num_queries):
    account = people.a_citizen_account(now=MORNING)
    slot = booking.an_open_slot(office.point, office.passport, now=MORNING)
    for _ in range(3):
        booking.a_booked_party(slot, account=account, now=MORNING)
    booking.a_booked_party(slot, now=MORNING)
    with django_assert_num_queries(1):
        found = queries.bookings_of_account(account.pk)
    assert len(found) == 3


def test_books_the_old_and_the_young_with_priority_by_age_on_the_day(office):
    at = at_office(MONDAY, time(9), ZONE)
    slot = booking.an_open_slot(office.point, office.passport, starts_at=at, now=MORNING)
    party = [
        applicant("9901014101990001", date(1962, 2, 7)),
        applicant("9901014101990002", date(1962, 2, 8)),
        applicant("9901014101990003", date(2017, 2, 8)),
        applicant("9901014101990004", date(1990, 1, 1), rules.PriorityReason.PREGNANT),
    ]
    booked = book_party(slot_id=slot.pk, applicants=party, key="k", account_id=None, by=SYSTEM, now=MORNING)
    seats = Seat.objects.filter(booking_id=booked.booking_id).order_by("position")
    assert [seat.priority for seat in seats] == ["elderly", None, "child", "pregnant"]


def test_leaves_no_identity_behind_when_the_claim_is_refused(office):
    slot = booking.a_full_slot(office.point, office.passport, now=MORNING)
    before = Person.objects.count()
    with pytest.raises(rules.SeatTaken):
        book_party(slot_id=slot.pk, applicants=[applicant()], key="k", account_id=None, by=SYSTEM, now=MORNING)
    assert Person.objects.count() == before
    with pytest.raises(rules.SlotClosed):
        book_party(slot_id=0, applicants=[applicant()], key="k", account_id=None, by=SYSTEM, now=MORNING)


def test_cancels_until_the_slot_starts_and_not_after(office):
    slot = booking.an_open_slot(office.point, office.passport, now=MORNING)
    late, early = booking.a_booked_party(slot, now=MORNING), booking.a_booked_party(slot, now=MORNING)
    cancel_booking(booking_id=early.pk, by=SYSTEM, now=slot.starts_at - timedelta(seconds=1))
    with pytest.raises(rules.CannotCancel):
        cancel_booking(booking_id=late.pk, by=SYSTEM, now=slot.starts_at)
    assert Booking.objects.get(pk=late.pk).state == rules.BookingState.BOOKED


def test_sorts_offices_by_distance_and_gives_reasons(office, django_assert_num_queries):
    offices.bare_office("SKA", name="Surakarta", at=(-7.53, 110.75))
    offices.bare_office("XXX", name="Tanpa Tempat")
    with django_assert_num_queries(1):
        near = office_queries.nearest_offices((-7.56, 110.82))
    assert [card.name for card in near] == ["Surakarta", "Jakarta Selatan"]
    assert [card.reason for card in near] == [office_queries.Unavailable.NOT_CONNECTED, None]
    assert near[0].distance_km == pytest.approx(8.4, abs=0.5)


def test_says_why_a_service_is_not_to_be_had_at_a_point(office):
    offer = office.offers[ServiceKind.STAY_PERMIT]
    offer.is_active = False
    offer.save()
    office.offers[ServiceKind.COLLECTION].steps.all().delete()
    office.offers[ServiceKind.COLLECTION].delete()
    reasons = [card.reason for card in office_queries.services_of(office.point.pk)]
    assert reasons == [None, office_queries.Unavailable.PAUSED, office_queries.Unavailable.NOT_OFFERED]


def test_works_on_weekdays_that_no_decree_closes(office):
    offices.closed_day(MONDAY)
    CalendarDay.objects.create(
        day=date(2022, 2, 12), office=office.office, kind=DayKind.EXTRA, name="Simpatik", opens=time(8), closes=time(12)
    )
    calendar = office_queries.work_calendar(office.office.pk, date(2022, 2, 7), date(2022, 2, 13))
    worked = [day for day in range(7, 14) if calendar.works(date(2022, 2, day))]
    assert worked == [8, 9, 10, 11, 12]
