"""Quota changes (R7, R8), blanks (R12), suspensions (R9), offers (R11), channels (R4)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.factories import people
from tests.factories.booking import a_booked_party, a_member, an_open_slot
from tests.factories.offices import MORNING, Furnished, furnished_office
from tests.rooms.invariants import broken_promises
from tests.rooms.races import race

from loket.foundation.audit.models import LedgerLine
from loket.foundation.offices.models import Offer
from loket.foundation.offices.rules import Nationality
from loket.kit.actor import SYSTEM
from loket.planning.booking import queries, rules
from loket.planning.booking.actions import (
    Applicant,
    Claimed,
    book_party,
    cancel_booking,
    claim_seats,
    free_seats,
    open_slots,
    resize_quota,
    resume_service,
    scale_quota,
    set_blanks,
    set_terms,
    suspend_service,
)
from loket.planning.booking.models import Booking, Slot
from loket.planning.booking.rules import Channel, DaySays, PaymentMode, PriorityReason, Product, SlotSays

NOW = MORNING
MONDAY = date(2022, 2, 7)
NOTICE = "Dihentikan sementara karena banjir di lantai dasar."


@pytest.fixture
def office(db: None) -> Furnished:
    return furnished_office()


@pytest.fixture
def slot(office: Furnished) -> Slot:
    return an_open_slot(office.point, office.passport, quota=10, starts_at=NOW + timedelta(days=3), now=NOW)


def _claim(slot: Slot, key: str = "k") -> Claimed:
    return claim_seats(slot_id=slot.pk, party=[a_member(now=NOW)], key=key, account_id=None, by=SYSTEM, now=NOW)


def test_lowering_keeps_what_is_out_and_lets_it_go_by_release(slot: Slot) -> None:
    bookings = [a_booked_party(slot, now=NOW) for _ in range(6)]
    preview = resize_quota(point_id=slot.point_id, seats={slot.pk: 4}, by=SYSTEM, now=NOW)
    assert (preview.removed, preview.over) == (4, 2)
    slot.refresh_from_db()
    assert (slot.quota, slot.wanted, slot.taken) == (6, 4, 6)
    for booking in bookings[:3]:
        cancel_booking(booking_id=booking.pk, by=SYSTEM, now=NOW)
    with pytest.raises(rules.SeatTaken):
        _claim(slot)
    assert free_seats(slot_id=slot.pk, by=SYSTEM, now=NOW) == 3
    slot.refresh_from_db()
    assert (slot.quota, slot.wanted, slot.taken, slot.returned) == (4, None, 3, 0)
    _claim(slot)
    with pytest.raises(rules.SeatTaken):
        _claim(slot, "l")
    assert broken_promises() == []


def test_raising_again_sells_the_numbers_that_came_back(slot: Slot) -> None:
    booking = a_booked_party(slot, size=5, now=NOW)
    resize_quota(point_id=slot.point_id, seats={slot.pk: 0}, by=SYSTEM, now=NOW)
    cancel_booking(booking_id=booking.pk, by=SYSTEM, now=NOW)
    free_seats(slot_id=slot.pk, by=SYSTEM, now=NOW)
    slot.refresh_from_db()
    assert (slot.quota, slot.wanted) == (0, None)
    resize_quota(point_id=slot.point_id, seats={slot.pk: 7}, by=SYSTEM, now=NOW)
    again = Booking.objects.get(pk=_claim(slot).booking_id)
    assert again.seats.get().number == 1
    assert broken_promises() == []


def test_a_percentage_counts_from_the_base_and_leaves_deadlines_alone(office: Furnished) -> None:
    opened = {"point_id": office.point.pk, "service_id": office.passport.pk, "first": MONDAY, "last": MONDAY}
    open_slots(**opened, quota={8: 13, 9: 13, 10: 13, 11: 12, 13: 12, 14: 12}, by=SYSTEM, now=NOW)
    open_slots(**opened, quota={8: 4}, channel=Channel.DEADLINE, by=SYSTEM, now=NOW)
    scaled = {"point_id": office.point.pk, "first": MONDAY, "last": MONDAY, "by": SYSTEM, "now": NOW}
    assert scale_quota(**scaled, percent=50).removed == 75 - 37
    online = Slot.objects.filter(channel=Channel.ONLINE)
    assert sum(online.values_list("quota", flat=True)) == 37
    assert Slot.objects.get(channel=Channel.DEADLINE).quota == 4
    scale_quota(**scaled, percent=75)
    assert sum(online.values_list("quota", flat=True)) == 56
    scale_quota(**scaled, percent=100)
    assert list(online.order_by("starts_at").values_list("quota", flat=True)) == [13, 13, 13, 12, 12, 12]
    assert scale_quota(**scaled, percent=100) == scale_quota(**scaled, percent=100)
    assert LedgerLine.objects.filter(fact="booking.quota_resized").count() == 3


def test_slots_of_another_point_and_of_the_past_stay(office: Furnished, slot: Slot) -> None:
    other = furnished_office("SKA", name="Surakarta")
    resize_quota(point_id=other.point.pk, seats={slot.pk: 1}, by=SYSTEM, now=NOW)
    resize_quota(point_id=office.point.pk, seats={slot.pk: 1}, by=SYSTEM, now=slot.starts_at)
    slot.refresh_from_db()
    assert slot.quota == 10


@pytest.mark.parametrize("seats", [-1, 2001])
def test_refuses_impossible_seats(slot: Slot, seats: int) -> None:
    with pytest.raises(rules.SlotsWrong):
        resize_quota(point_id=slot.point_id, seats={slot.pk: seats}, by=SYSTEM, now=NOW)


def test_without_blanks_only_what_needs_them_is_closed(office: Furnished, slot: Slot) -> None:
    where = {"point_id": office.point.pk, "service_id": office.passport.pk}
    set_terms(**where, payment=PaymentMode.NONE, product=Product.PLAIN, by=SYSTEM, now=NOW)
    set_blanks(office_id=office.office.pk, product=Product.ELECTRONIC, remaining=0, by=SYSTEM, now=NOW)
    assert queries.service_here(**where).says is None
    set_blanks(office_id=office.office.pk, product=Product.PLAIN, remaining=0, by=SYSTEM, now=NOW)
    assert queries.service_here(**where).says is DaySays.NO_BLANKS
    assert queries.next_free(office.point.pk, [office.passport.pk], NOW) == []
    offer = queries.slot_offer(slot.pk, 1, NOW)
    assert offer is not None
    assert offer[2].says is SlotSays.NO_BLANKS
    with pytest.raises(rules.BlanksOut):
        _claim(slot)
    set_blanks(office_id=office.office.pk, product=Product.PLAIN, remaining=1, by=SYSTEM, now=NOW)
    _claim(slot)


def test_a_notice_stops_bookings_and_keeps_them(office: Furnished, slot: Slot) -> None:
    standing = a_booked_party(slot, now=NOW)
    where = {"point_id": office.point.pk, "service_id": None}
    suspend_service(**where, notice=NOTICE, by=SYSTEM, now=NOW)
    later = {"service_id": office.passport.pk, "first": date(2022, 2, 8), "last": date(2022, 2, 8)}
    open_slots(point_id=office.point.pk, **later, quota=3, by=SYSTEM, now=NOW)
    for one in Slot.objects.all():
        with pytest.raises(rules.ServiceSuspended):
            _claim(one)
    here = queries.service_here(office.point.pk, office.passport.pk)
    assert (here.says, here.notice_id) == (DaySays.SUSPENDED, NOTICE)
    assert queries.booking_for_ticket(standing.pk) is not None
    resume_service(**where, by=SYSTEM, now=NOW)
    _claim(slot)
    with pytest.raises(rules.NotSuspended):
        resume_service(**where, by=SYSTEM, now=NOW)


def test_the_notice_of_one_service_outlives_that_of_all(office: Furnished, slot: Slot) -> None:
    mine = {"point_id": office.point.pk, "service_id": office.passport.pk}
    suspend_service(**mine, notice="Alat foto sedang diperbaiki.", by=SYSTEM, now=NOW)
    suspend_service(point_id=office.point.pk, service_id=None, notice=NOTICE, by=SYSTEM, now=NOW)
    assert queries.service_here(**mine).notice_id == "Alat foto sedang diperbaiki."
    resume_service(point_id=office.point.pk, service_id=None, by=SYSTEM, now=NOW)
    with pytest.raises(rules.ServiceSuspended):
        _claim(slot)


@pytest.mark.parametrize("notice", ["", "   ", "pendek", "x" * 301, "\u202e\x00"])
def test_refuses_a_suspension_that_tells_nothing(office: Furnished, notice: str) -> None:
    with pytest.raises(rules.NoticeWrong):
        suspend_service(point_id=office.point.pk, service_id=None, notice=notice, by=SYSTEM, now=NOW)


def test_a_service_that_is_paused_here_is_not_sold(office: Furnished, slot: Slot) -> None:
    Offer.objects.filter(point=office.point, service=office.passport).update(is_active=False)
    with pytest.raises(rules.NotOfferedHere):
        _claim(slot)
    assert queries.service_here(office.point.pk, office.passport.pk).says is DaySays.NOT_OFFERED


def _applicant(born: date = date(1990, 5, 17), declared: PriorityReason | None = None) -> Applicant:
    return Applicant(people.a_nik(), Nationality.WNI, "Siti Aminah", born, declared)


def test_priority_seats_go_to_those_who_qualify_then_the_public_ones(office: Furnished, slot: Slot) -> None:
    own = an_open_slot(
        office.point, office.passport, quota=1, starts_at=slot.starts_at, channel=Channel.PRIORITY, now=NOW
    )
    old = date(1950, 1, 1)
    got = [
        book_party(slot_id=slot.pk, applicants=[_applicant(born)], key=f"k{n}", account_id=None, by=SYSTEM, now=NOW)
        for n, born in enumerate((date(1990, 5, 17), old, old))
    ]
    slots = [Booking.objects.get(pk=claimed.booking_id).slot_id for claimed in got]
    assert slots == [slot.pk, own.pk, slot.pk]


def test_a_retry_finds_its_booking_wherever_it_sits(office: Furnished, slot: Slot) -> None:
    an_open_slot(office.point, office.passport, quota=1, starts_at=slot.starts_at, channel=Channel.PRIORITY, now=NOW)
    person = [_applicant(date(1950, 1, 1))]
    ask = {"slot_id": slot.pk, "applicants": person, "account_id": None, "by": SYSTEM, "now": NOW}
    first = book_party(**ask, key="same")
    again = book_party(**ask, key="same")
    assert (again.booking_id, again.repeated) == (first.booking_id, True)


@pytest.mark.parametrize("channel", sorted(set(Channel) - {Channel.ONLINE}))
def test_a_citizen_asks_for_public_seats_only(office: Furnished, slot: Slot, channel: Channel) -> None:
    account = people.a_citizen_account(now=NOW)
    Slot.objects.filter(pk=slot.pk).update(channel=channel)
    with pytest.raises(rules.SlotClosed):
        book_party(
            slot_id=slot.pk, applicants=[_applicant()], key="k", account_id=account.pk, by=people.as_actor(account),
            now=NOW,
        )  # fmt: skip
    assert queries.slot_offer(slot.pk, 1, NOW) is None


def test_the_desk_sees_its_own_seats_and_then_the_publics(office: Furnished, slot: Slot) -> None:
    own = an_open_slot(office.point, office.passport, quota=1, starts_at=slot.starts_at, channel=Channel.DESK, now=NOW)
    ask = (office.point.pk, office.passport.pk, slot.day, 1, NOW)
    desk = (Channel.DESK, Channel.ONLINE)
    assert [hour.slot_id for hour in queries.hours_of_day(*ask, channels=desk)] == [own.pk]
    _claim(own)
    assert [hour.slot_id for hour in queries.hours_of_day(*ask, channels=desk)] == [slot.pk]
    assert [hour.slot_id for hour in queries.hours_of_day(*ask)] == [slot.pk]


def test_tells_the_nearest_offices_that_have_seats_that_day(office: Furnished, slot: Slot) -> None:
    near = furnished_office("JKT", name="Jakarta Timur", at=(-6.25, 106.9))
    far = furnished_office("SKA", name="Surakarta", at=(-7.5, 110.8))
    full = furnished_office("BGR", name="Bogor", at=(-6.6, 106.8))
    for other in (near, far):
        an_open_slot(other.point, other.passport, starts_at=slot.starts_at, quota=2, now=NOW)
    an_open_slot(full.point, full.passport, starts_at=slot.starts_at, quota=1, now=NOW)
    found = queries.nearest_with_seats(office.office.pk, office.passport.pk, slot.day, 2, NOW)
    assert [o.name for o in found] == ["Jakarta Timur", "Surakarta"]
    assert found[0].distance_km is not None
    assert found[0].distance_km < 20


@pytest.mark.django_db(transaction=True)
@pytest.mark.xdist_group("races")
def test_quota_changes_and_claims_at_one_moment_lose_no_seat(db: None) -> None:
    office = furnished_office()
    hours = [NOW + timedelta(days=1, hours=h) for h in range(2)]
    slots = [an_open_slot(office.point, office.passport, quota=12, starts_at=hour, now=NOW) for hour in hours]
    members = [a_member(now=NOW) for _ in range(30)]

    def either(turn: int) -> object:
        if turn >= 30:
            seats = {slots[turn % 2].pk: turn % 9, slots[1 - turn % 2].pk: 12}
            return resize_quota(point_id=office.point.pk, seats=seats, by=SYSTEM, now=NOW)
        return claim_seats(
            slot_id=slots[turn % 2].pk, party=[members[turn]], key=f"k{turn}", account_id=None, by=SYSTEM, now=NOW
        )

    race(either, range(42))
    for slot in Slot.objects.all():
        assert slot.quota == max(slot.wanted or slot.quota, slot.taken + slot.returned)
    assert broken_promises() == []
