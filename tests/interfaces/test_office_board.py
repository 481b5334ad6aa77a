"""The public board of an office, its page, the hall's board and the ticket: hours, breaks, waits; nothing personal."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from tests.factories import booking, offices, visits
from tests.factories.offices import MORNING, Furnished, furnished_office

from loket.foundation.offices.models import HoursPeriod, PeriodHours
from loket.foundation.offices.rules import ZoneColour
from loket.interfaces.web.public.estimates import positions_now
from loket.kit import clock
from loket.oversight.office_day.board import public_board
from loket.planning.booking.queries import booking_for_ticket
from loket.visits.queueing.models import NumberEvent, QueueNumber
from loket.visits.queueing.rules import NumberHappening

pytestmark = pytest.mark.django_db
BOARD, PAGE = "/kantor/jakarta-selatan/papan/", "/kantor/jakarta-selatan/"


@pytest.fixture
def office() -> Furnished:
    """A furnished office; no board is kept from an earlier test."""
    cache.clear()
    return furnished_office()


def at(monkeypatch: pytest.MonkeyPatch, hour: int, minute: int = 0, *, day: int = 4) -> datetime:
    """It is this wall-clock time, on Friday 4 February 2022 or another day of it."""
    now = MORNING.replace(day=day, hour=hour, minute=minute)
    monkeypatch.setattr(clock, "_source", lambda: now)
    cache.clear()
    return now


def arrived(office: Furnished, parties: int, *, now: datetime = MORNING, size: int = 1) -> list[Any]:
    """So many parties hold a number and wait."""
    slot = booking.an_open_slot(office.point, office.passport, quota=100, starts_at=now + timedelta(hours=1), now=now)
    booked = [booking.a_booked_party(slot, size=size, now=now) for _ in range(parties)]
    for party in booked:
        visits.an_arrived_party(party, now=now)
    return booked


def called(first: int, last: int, *, after: int) -> None:
    """Numbers `first` to `last` were given in the morning and called so many minutes later."""
    for number in QueueNumber.objects.filter(serial__range=(first, last)).order_by("serial"):
        for happening, minutes in ((NumberHappening.GIVEN, 0), (NumberHappening.CALLED, after)):
            NumberEvent.objects.create(
                number=number, at=MORNING + timedelta(minutes=minutes), happening=happening, zone=number.zone,
                stage=number.stage, step=1,
            )  # fmt: skip


@pytest.mark.parametrize(
    ("hour", "minute", "says"),
    [
        (7, 0, "Belum buka. Buka pukul 08.00 WIB."),
        (9, 0, "Buka sampai 16.00 WIB."),
        (11, 45, "Istirahat sampai 13.00 WIB."),
        (16, 0, "Pelayanan hari ini sudah selesai."),
    ],
)
def test_says_whether_the_office_is_open_now(
    office: Furnished, monkeypatch: pytest.MonkeyPatch, hour: int, minute: int, says: str
) -> None:
    at(monkeypatch, hour, minute)
    for path in (BOARD, PAGE):
        assert says in Client().get(path).content.decode()


def test_says_why_a_day_is_closed_and_which_days_will_be(office: Furnished, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, 9)
    offices.closed_day(date(2022, 2, 4), name="Tahun Baru Imlek")
    offices.closed_day(date(2022, 2, 28), name="Isra Mikraj")
    offices.closed_day(date(2022, 2, 5), name="Sabtu libur")
    for path in (BOARD, PAGE):
        page = Client().get(path).content.decode()
        assert "Hari ini tutup: Tahun Baru Imlek." in page
        assert "Isra Mikraj" in page and "Sabtu libur" not in page


def test_measures_the_wait_of_the_last_hour_and_says_how(office: Furnished, monkeypatch: pytest.MonkeyPatch) -> None:
    arrived(office, 9)
    at(monkeypatch, 8, 30)
    assert "belum dapat dihitung" in Client().get(BOARD).content.decode()
    called(1, 3, after=10)
    few = public_board(office.point.pk, "Asia/Jakarta", at(monkeypatch, 8, 30)).wait
    assert few is not None and (few.minutes, few.people, few.is_last_hour) == (10, 3, False)
    called(4, 9, after=25)
    many = public_board(office.point.pk, "Asia/Jakarta", at(monkeypatch, 8, 30)).wait
    assert many is not None and (many.minutes, many.people, many.is_last_hour) == (20, 9, True)
    assert "9 orang yang dipanggil dalam 60 menit terakhir" in Client().get(BOARD).content.decode()
    late = public_board(office.point.pk, "Asia/Jakarta", at(monkeypatch, 10)).wait
    assert late is not None and not late.is_last_hour


def test_counts_who_waits_by_zone_and_the_quota_left(office: Furnished, monkeypatch: pytest.MonkeyPatch) -> None:
    arrived(office, 2, size=2)
    now = at(monkeypatch, 8, 30)
    board = public_board(office.point.pk, "Asia/Jakarta", now)
    assert board.waiting == 4
    assert {zone.colour: zone.waiting for zone in board.zones}[ZoneColour.WNI] == 4
    assert [(q.free, q.quota) for q in board.left] == [(96, 100)]
    page = Client().get(BOARD).content.decode()
    assert "96" in page and "Menunggu menurut ruang" in page


def test_names_nobody(office: Furnished, monkeypatch: pytest.MonkeyPatch) -> None:
    party = arrived(office, 1)[0]
    at(monkeypatch, 8, 30)
    page = booking_for_ticket(party.pk, names=True)
    html = Client().get(BOARD).content.decode()
    assert page is not None and page.seats[0].name
    for secret in (page.seats[0].name, page.booking.code, page.booking.number, "A-001"):
        assert secret not in html


def test_is_read_once_in_five_seconds(
    office: Furnished, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    at(monkeypatch, 9)
    client = Client()
    with django_assert_max_num_queries(20):
        client.get(BOARD)
    with django_assert_max_num_queries(8):
        client.get(BOARD)


def test_an_office_without_booking_has_no_board(office: Furnished) -> None:
    offices.bare_office("BGR", name="Bogor")
    assert Client().get("/kantor/bogor/papan/").status_code == 404
    assert Client().get("/kantor/tidak-ada/papan/").status_code == 404


def test_an_office_page_shows_the_hours_of_ramadan_while_it_lasts(
    office: Furnished, monkeypatch: pytest.MonkeyPatch
) -> None:
    period = HoursPeriod.objects.create(
        office=office.office, starts_on=date(2022, 2, 7), ends_on=date(2022, 2, 12), name="Jam Ramadan"
    )
    for day in range(5):
        PeriodHours.objects.create(period=period, weekday=day, opens=time(8), closes=time(14))
    at(monkeypatch, 9)
    before = Client().get(PAGE).content.decode()
    assert "Nanti, Jam Ramadan: Senin, 7 Februari 2022 sampai Jumat, 11 Februari 2022." in before
    assert "08.00–16.00" in before
    at(monkeypatch, 9, day=8)
    during = Client().get(PAGE).content.decode()
    assert "Jam Ramadan: Senin, 7 Februari 2022 sampai" in during and "08.00–14.00" in during


def test_the_halls_board_says_the_break_while_it_lasts(office: Furnished, monkeypatch: pytest.MonkeyPatch) -> None:
    zone = office.zones[ZoneColour.WNI].pk
    at(monkeypatch, 11, 45)
    page = Client().get(f"/papan/{zone}/").content.decode()
    assert 'data-to="2022-02-04T06:00:00+00:00">Istirahat sampai 13.00 WIB.' in page
    at(monkeypatch, 9)
    page = Client().get(f"/papan/{zone}/").content.decode()
    assert "hidden>Istirahat sampai 13.00 WIB." in page and "hidden>Pelayanan hari ini sudah selesai." in page


@pytest.mark.parametrize(
    ("hour", "minute", "parties", "says"),
    [
        (9, 0, 3, "Perkiraan dipanggil sekitar 09.20 WIB."),
        (11, 15, 3, "Perkiraan dipanggil sekitar 13.05 WIB."),
        (11, 45, 3, "Istirahat sampai 13.00 WIB. Perkiraan dipanggil sekitar 13.20 WIB."),
        (15, 50, 3, "Antrean mungkin melewati jam tutup. Tanyakan kepada petugas."),
        (9, 0, 1, ""),
    ],
)
def test_an_estimate_counts_the_break_and_ends_with_the_day(
    office: Furnished, hour: int, minute: int, parties: int, says: str
) -> None:
    now = MORNING.replace(hour=hour, minute=minute)
    last = arrived(office, parties, now=now)[-1]
    visits.an_open_counter(office.counters[1], officer_id=1, now=now)
    page = booking_for_ticket(last.pk)
    assert page is not None
    assert [words for _, words in positions_now(page.booking, now)] == [says]


def test_nothing_is_estimated_without_an_open_counter(office: Furnished) -> None:
    last = arrived(office, 3)[-1]
    page = booking_for_ticket(last.pk)
    assert page is not None
    assert [words for _, words in positions_now(page.booking, MORNING)] == [""]
