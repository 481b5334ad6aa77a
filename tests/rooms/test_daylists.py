"""Day lists of the national apps: nobody twice, nobody lost, the quota follows what is sold."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from tests.factories import booking, offices, people
from tests.factories.offices import MORNING, Furnished
from tests.rooms.races import race

from loket.foundation.offices.rules import ServiceKind
from loket.foundation.people.rules import Identity
from loket.kit.actor import SYSTEM
from loket.planning.booking.actions import Member, cancel_booking, claim_seats
from loket.planning.booking.models import Booking, Seat, Slot
from loket.planning.booking.rules import BookingState, Channel
from loket.planning.daylists import queries, rules
from loket.planning.daylists.actions import bring_in, drop_day_list, forget_day_lists, read_day_list
from loket.planning.daylists.models import DayList, ListedVisit
from loket.planning.daylists.rules import Source

pytestmark = pytest.mark.django_db

HEADS = "Nomor permohonan;Nama;NIK;Tanggal lahir;Tanggal kedatangan;Jam"
BUDI = "A-1001;Budi Santoso;3174054101900003;01-01-1990;07-02-2022;09.00"
SITI = "A-1002;Siti;3174056505880004;25-05-1988;07-02-2022;09.15"


@pytest.fixture
def place() -> Furnished:
    return offices.furnished_office()


def read(place: Furnished, *lines: str, now: datetime = MORNING) -> UUID:
    return read_day_list(
        point_id=place.point.pk, source=Source.M_PASPOR, usual_service=place.passport.code,
        content="\n".join([HEADS, *lines]).encode(), by=SYSTEM, now=now,
    )  # fmt: skip


def brought_in(place: Furnished, *lines: str) -> dict[str, int]:
    return dict(bring_in(list_id=read(place, *lines), by=SYSTEM, now=MORNING))


def counted(list_id: UUID) -> dict[str, int]:
    found = queries.preview(list_id, MORNING)
    assert found is not None
    return {says: count for says, count in found.counts.items() if count}


def test_reading_a_list_books_nobody(place):
    list_id = read(place, BUDI, SITI)
    assert counted(list_id) == {"new": 2}
    assert not Booking.objects.exists()
    assert b"Budi" not in bytes(DayList.objects.get().rows_sealed)


def test_brings_everybody_into_the_import_channel_whose_quota_is_what_was_sold(place):
    assert brought_in(place, BUDI, SITI) == {"new": 2}
    slot = Slot.objects.get()
    assert (slot.channel, slot.quota, slot.taken) == (Channel.IMPORT, 2, 2)
    assert Seat.objects.filter(is_open=True).count() == 2
    assert DayList.objects.get().rows_sealed is None


def test_the_same_list_again_changes_nothing(place):
    brought_in(place, BUDI, SITI)
    assert brought_in(place, BUDI, SITI) == {"known": 2}
    assert Booking.objects.count() == 2


def test_another_hour_moves_the_person_and_nobody_else(place):
    brought_in(place, BUDI, SITI)
    assert brought_in(place, BUDI.replace("09.00", "10.00"), SITI) == {"moved": 1, "known": 1}
    standing = Booking.objects.filter(state=BookingState.BOOKED).order_by("slot__starts_at")
    assert [row.slot.starts_at.hour + 7 for row in standing] == [9, 10]
    assert [(slot.quota, slot.taken, slot.returned) for slot in Slot.objects.order_by("starts_at")] == [
        (2, 1, 1),
        (1, 1, 0),
    ]


def test_whoever_cancelled_here_comes_back_with_a_later_list(place):
    brought_in(place, BUDI)
    cancel_booking(booking_id=Booking.objects.get().pk, by=SYSTEM, now=MORNING)
    assert brought_in(place, BUDI) == {"new": 1}
    assert Booking.objects.filter(state=BookingState.BOOKED).count() == 1
    assert ListedVisit.objects.get().booking.state == BookingState.BOOKED


def test_leaves_out_who_holds_a_number_of_that_kind(place):
    slot = booking.an_open_slot(place.point, place.passport, now=MORNING)
    person = people.a_person(Identity("wni", "nik:3174054101900003"), now=MORNING)
    member = Member(person, "wni", "Budi", datetime(1990, 1, 1).date())  # noqa: DTZ001
    claim_seats(slot_id=slot.pk, party=[member], key="k", account_id=None, by=SYSTEM, now=MORNING)
    assert brought_in(place, BUDI, SITI) == {"new": 2, "taken": 1}
    imported = Slot.objects.get(channel=Channel.IMPORT)
    assert (imported.quota, imported.taken) == (1, 1)


def test_one_person_with_two_services_gets_both(place):
    collection = place.services[ServiceKind.COLLECTION].code
    heads = HEADS + ";Layanan"
    lines = [BUDI + ";" + place.passport.code, BUDI.replace("A-1001", "A-1009") + ";" + collection]
    list_id = read_day_list(
        point_id=place.point.pk, source=Source.APAPO, usual_service=place.passport.code,
        content="\n".join([heads, *lines]).encode(), by=SYSTEM, now=MORNING,
    )  # fmt: skip
    assert dict(bring_in(list_id=list_id, by=SYSTEM, now=MORNING)) == {"new": 2}
    assert Seat.objects.filter(is_open=True).count() == 2


def test_leaves_out_hours_that_are_past_or_outside_opening_hours(place):
    past = BUDI.replace("07-02-2022;09.00", "03-02-2022;09.00")
    sunday = SITI.replace("07-02", "06-02")
    assert brought_in(place, past, sunday) == {"past": 1, "closed": 1}
    assert not Booking.objects.exists()


def test_a_list_is_brought_in_once_though_two_press_at_once(place):
    list_id = read(place, BUDI, SITI)
    bring_in(list_id=list_id, by=SYSTEM, now=MORNING)
    with pytest.raises(rules.ListGone):
        bring_in(list_id=list_id, by=SYSTEM, now=MORNING)
    with pytest.raises(rules.ListGone):
        drop_day_list(list_id=list_id, by=SYSTEM, now=MORNING)


def test_forgets_what_was_read_a_day_ago_with_all_names(place):
    read(place, BUDI)
    assert forget_day_lists(by=SYSTEM, now=MORNING + timedelta(hours=23)) == 0
    assert forget_day_lists(by=SYSTEM, now=MORNING + timedelta(hours=25)) == 1
    assert not DayList.objects.exists()


def test_the_gate_finds_a_visit_by_the_application_s_number(place):
    brought_in(place, BUDI)
    found = queries.booking_of_reference("A1001", point_id=place.point.pk)
    assert found == Booking.objects.get().pk
    assert queries.booking_of_reference("A1002", point_id=place.point.pk) is None


def test_judging_asks_a_fixed_number_of_questions(place, django_assert_max_num_queries):
    lines = [BUDI.replace("1001", str(2000 + n)).replace("0003", f"{n + 1:04}") for n in range(60)]
    list_id = read(place, *lines)
    with django_assert_max_num_queries(10):
        counted(list_id)


@pytest.mark.django_db(transaction=True)
def test_two_lists_with_the_same_people_at_once_book_them_once(place):
    lists = [read(place, BUDI, SITI) for _ in range(4)]
    answers = race(lambda list_id: bring_in(list_id=list_id, by=SYSTEM, now=MORNING), lists)
    assert sorted(answer.get("new", 0) for answer in answers) == [0, 0, 0, 2]
    assert Seat.objects.filter(is_open=True).count() == 2
    slot = Slot.objects.get()
    assert (slot.quota, slot.taken, slot.returned) == (2, 2, 0)
