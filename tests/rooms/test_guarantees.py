"""A permit's holder gets a seat before its end, whatever is full; urgent cases a small pool with evidence (A11)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from tests.factories import booking, people
from tests.factories.offices import MORNING, closed_day, furnished_office
from tests.rooms.invariants import broken_promises

from loket.foundation.audit.models import LedgerLine
from loket.foundation.offices.rules import Nationality, ServiceKind
from loket.foundation.people.rules import Role
from loket.kit.actor import SYSTEM, Actor, ActorKind
from loket.planning.booking import deadlines, moves, rules
from loket.planning.booking.actions import (
    Applicant,
    book_before_deadline,
    book_party,
    claim_urgent_seat,
    guarantee_seat,
    move_booking,
)
from loket.planning.booking.aftercare import granted_seats, letter_of, permit_window, urgent_counts, urgent_hours
from loket.planning.booking.deadlines import DeadlineNumbers, Standing, UrgentKind
from loket.planning.booking.models import Booking, PermitDeadline, Slot, UrgentClaim
from loket.planning.booking.rules import Channel

pytestmark = pytest.mark.django_db

#: MORNING is Friday 4 February, 08.00; the permit ends on Tuesday the 8th, so Monday is the last day.
TUESDAY = date(2022, 2, 8)
MONDAY = datetime.fromisoformat("2022-02-07T09:00+07:00")


@pytest.fixture
def office():
    return furnished_office()


def stay(office):
    return office.services[ServiceKind.STAY_PERMIT]


def a_slot(office, starts_at=MONDAY, quota=1, channel=Channel.ONLINE, service=None) -> Slot:
    service = service or stay(office)
    slot = booking.an_open_slot(office.point, service, quota=quota, starts_at=starts_at, now=MORNING)
    Slot.objects.filter(pk=slot.pk).update(channel=channel)
    slot.refresh_from_db()
    return slot


def foreigners(count=1):
    return [Applicant(people.a_passport(), Nationality.WNA, "Ann", date(1990, 1, 2)) for _ in range(count)]


def grant(office, key="k", count=1, ends_on=TUESDAY, now=MORNING, numbers=deadlines.NUMBERS, who=None):
    return guarantee_seat(
        point_id=office.point.pk, service_id=stay(office).pk, ends_on=ends_on, applicants=who or foreigners(count),
        key=key, account_id=None, numbers=numbers, by=SYSTEM, now=now,
    )  # fmt: skip


def slot_of(claimed) -> Slot:
    return Booking.objects.select_related("slot").get(pk=claimed.booking_id).slot


def test_books_ordinary_hours_up_to_the_last_working_day_only(office):
    ask = {"ends_on": TUESDAY, "account_id": None, "by": SYSTEM, "now": MORNING}
    late = a_slot(office, MONDAY + timedelta(days=1))
    with pytest.raises(deadlines.PastDeadline):
        book_before_deadline(slot_id=late.pk, applicants=foreigners(), key="a", **ask)
    who = foreigners()
    claimed = book_before_deadline(slot_id=a_slot(office).pk, applicants=who, key="b", **ask)
    assert book_before_deadline(slot_id=slot_of(claimed).pk, applicants=who, key="b", **ask).repeated
    letter = letter_of(claimed.booking_id)
    assert letter is not None
    assert (letter.ends_on, letter.applied_at, letter.is_guaranteed) == (TUESDAY, MORNING, False)


def test_no_move_leads_past_the_permits_end(office):
    ask = {"ends_on": TUESDAY, "account_id": None, "by": SYSTEM, "now": MORNING}
    claimed = book_before_deadline(slot_id=a_slot(office).pk, applicants=foreigners(), key="b", **ask)
    late = a_slot(office, MONDAY + timedelta(days=7))
    with pytest.raises(deadlines.PastDeadline):
        move_booking(booking_id=claimed.booking_id, slot_id=late.pk, key="m", by=SYSTEM, now=MORNING)


def test_gives_no_guaranteed_seat_while_ordinary_ones_are_free(office):
    a_slot(office)
    with pytest.raises(deadlines.SeatsAreFree):
        grant(office)
    assert grant(office, count=2)


def test_takes_the_floor_before_any_quota_grows(office):
    floor = a_slot(office, channel=Channel.DEADLINE)
    first, second = grant(office), grant(office, key="2")
    floor.refresh_from_db()
    assert (floor.quota, floor.taken) == (1, 1)
    assert [PermitDeadline.objects.get(pk=c.booking_id).added for c in (first, second)] == [0, 1]
    assert slot_of(second).channel == Channel.DEADLINE
    assert LedgerLine.objects.filter(fact="booking.seat_guaranteed").count() == 2
    assert broken_promises() == []


def test_grows_the_least_loaded_hour_by_exactly_what_is_missing(office):
    booking.a_booked_party(
        a_slot(office, MONDAY.replace(hour=8), quota=5, service=office.passport), size=5, now=MORNING
    )
    hours = [slot_of(grant(office, key=str(n), count=2)) for n in range(3)]
    assert MONDAY.replace(hour=8) not in {slot.starts_at for slot in hours}
    assert len({slot.starts_at for slot in hours}) == 3
    assert all(slot.quota == slot.taken == 2 for slot in hours)


def test_spreads_over_the_days_and_then_the_law_comes_first(office):
    numbers = DeadlineNumbers(added_a_day=1)
    days = [slot_of(grant(office, key=str(n), numbers=numbers)).day for n in range(3)]
    assert sorted(days[:2]) == [date(2022, 2, 4), date(2022, 2, 7)]
    assert [row.over_bound for row in granted_seats(office.office.pk, MORNING)].count(True) == 1


def test_a_repeated_key_grants_once(office):
    who = foreigners()
    assert grant(office, who=who) == grant(office, who=who).__class__(grant(office, who=who).booking_id, False)
    assert Booking.objects.count() == 1


def test_a_closed_monday_leaves_friday(office):
    closed_day(date(2022, 2, 7))
    assert slot_of(grant(office)).day == date(2022, 2, 4)


def test_a_permit_that_ended_or_ends_far_off_gets_its_own_answer(office):
    for ends_on, refusal in (
        (date(2022, 2, 3), deadlines.PermitExpired),
        (date(2022, 6, 1), deadlines.PermitTooEarly),
    ):
        with pytest.raises(refusal):
            grant(office, ends_on=ends_on)
    saturday = datetime.fromisoformat("2022-02-05T09:00+07:00")
    with pytest.raises(deadlines.NoHourLeft):
        grant(office, ends_on=date(2022, 2, 6), now=saturday)


def test_the_window_follows_the_offices_day(office):
    eve = datetime.fromisoformat("2022-02-04T23:59+07:00")
    ends = date(2022, 2, 4)
    ask = {"timezone": "Asia/Jakarta"}
    assert permit_window(office.point.pk, ends, now=eve, **ask).standing is Standing.OPEN
    assert permit_window(office.point.pk, ends, now=eve + timedelta(minutes=1), **ask).standing is Standing.EXPIRED


def an_officer(office) -> Actor:
    staff = people.an_officer(Role.HELP_DESK, office.office, now=MORNING)
    return Actor(ActorKind.STAFF, staff.account_id, staff.office_id)


def urgent(office, slot, by, evidence="Rujukan RS 12/2022", key="u"):
    return claim_urgent_seat(
        slot_id=slot.pk,
        applicants=foreigners(),
        kind=UrgentKind.MEDICAL,
        evidence=evidence,
        key=key,
        by=by,
        now=MORNING,
    )


def test_an_urgent_seat_needs_an_officer_of_the_office_and_evidence(office):
    pool = a_slot(office, channel=Channel.URGENT)
    by = an_officer(office)
    with pytest.raises(moves.EvidenceNeeded):
        urgent(office, pool, by, evidence=" ")
    with pytest.raises(rules.SlotClosed):
        urgent(office, pool, SYSTEM)
    with pytest.raises(rules.SlotClosed):
        urgent(office, pool, an_officer(furnished_office("SKA", name="Surakarta")))
    with pytest.raises(rules.SlotClosed):
        urgent(office, a_slot(office, MONDAY + timedelta(hours=1)), by)
    urgent(office, pool, by)
    assert b"Rujukan" not in bytes(UrgentClaim.objects.get().evidence_sealed)
    assert urgent_counts(office.office.pk, MORNING) == {UrgentKind.MEDICAL: 1, UrgentKind.DEATH: 0}
    assert urgent_hours(office.point.pk, stay(office).pk, 1, MORNING) == []
    with pytest.raises(rules.SeatTaken):
        urgent(office, pool, by, key="v")


@pytest.mark.parametrize("channel", [Channel.URGENT, Channel.DEADLINE])
def test_the_ordinary_way_never_enters_the_pools(office, channel):
    pool = a_slot(office, channel=channel)
    for by in (SYSTEM, an_officer(office), Actor(ActorKind.CITIZEN, 1)):
        with pytest.raises(rules.SlotClosed):
            book_party(slot_id=pool.pk, applicants=foreigners(), key="k", account_id=None, by=by, now=MORNING)
