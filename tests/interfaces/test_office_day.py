"""The head's pages: who may see them, what stands there, how often the database is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.factories import booking, people, visits
from tests.factories.offices import MORNING, Furnished, furnished_office

from loket.foundation.offices.models import CalendarDay, Region
from loket.foundation.people.models import Staff
from loket.foundation.people.rules import Role
from loket.kit import clock
from loket.oversight.office_day import regions
from loket.visits.admission.models import GateRefusal

pytestmark = pytest.mark.django_db
NEXT_FRIDAY = date(2022, 2, 11)


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is Friday, 08.00 WIB."""
    monkeypatch.setattr(clock, "_source", lambda: MORNING)


@pytest.fixture
def office() -> Furnished:
    """A furnished office."""
    return furnished_office()


def signed_in(officer: Staff) -> Client:
    """A browser in which this officer works."""
    client = Client()
    client.force_login(officer.account)
    return client


def head_of(office: Furnished) -> Client:
    """The head's browser."""
    return signed_in(people.an_officer(Role.HEAD, office.office, now=MORNING))


def people_inside(office: Furnished, parties: int) -> None:
    """So many parties of two wait since 10 minutes; one counter is open, three were refused."""
    slot = booking.an_open_slot(
        office.point, office.passport, quota=2 * parties + 6, starts_at=MORNING + timedelta(hours=1), now=MORNING
    )
    earlier = MORNING - timedelta(minutes=10)
    for _ in range(parties):
        visits.an_arrived_party(booking.a_booked_party(slot, size=2, now=earlier), now=earlier)
    visits.an_open_counter(office.counters[1], officer_id=1, now=MORNING)
    for reason in ("walk_in", "walk_in", "too_early"):
        GateRefusal.objects.create(point=office.point, reason=reason, at=earlier, officer_id=1)


def day_form(**changes: Any) -> dict[str, str]:
    """What a head types to close next Friday."""
    typed = {
        "hari_tanggal": "11",
        "hari_bulan": "2",
        "hari_tahun": "2022",
        "jenis": "closed",
        "nama": "Perbaikan listrik",
        "sk": "W.10-KP.04-12 Tahun 2022",
        "buka": "",
        "tutup": "",
    }
    return typed | {name: str(value) for name, value in changes.items()}


def test_shows_who_is_inside_and_what_waits(office: Furnished) -> None:
    people_inside(office, 3)
    page = head_of(office).get("/kantor-saya/").content.decode()
    assert "A-001" in page
    assert "dari 6 orang" in page
    assert "terlama 10 menit" in page
    assert "kali, 2 tanpa nomor" in page
    assert "Terlalu awal" in page


def test_an_empty_day_says_so(office: Furnished) -> None:
    answer = head_of(office).get("/kantor-saya/")
    assert answer.status_code == 200
    assert "Belum ada pemohon di dalam" in answer.content.decode()


def test_asks_the_database_at_most_15_times(office: Furnished, django_assert_max_num_queries: Any) -> None:
    people_inside(office, 20)
    client = head_of(office)
    with django_assert_max_num_queries(15):
        assert client.get("/kantor-saya/").status_code == 200


def test_the_list_is_leafed_through(office: Furnished) -> None:
    people_inside(office, 15)
    client = head_of(office)
    first, second = (client.get(f"/kantor-saya/?hal={n}").content.decode() for n in (1, 2))
    assert "A-001" in first and "A-026" not in first
    assert "A-026" in second and "A-001" not in second


@pytest.mark.parametrize("page", ["0", "-1", "9999999999", "x", "٣", "1e9"])
def test_a_strange_page_number_is_no_failure(office: Furnished, page: str) -> None:
    assert head_of(office).get("/kantor-saya/", {"hal": page}).status_code == 200


@pytest.mark.parametrize("role", [Role.GATE, Role.COUNTER, Role.HELP_DESK])
@pytest.mark.parametrize("path", ["/kantor-saya/", "/kantor-saya/kalender/", "/kantor-saya/kantor/jakarta-selatan/"])
def test_is_not_for_other_officers(office: Furnished, role: Role, path: str) -> None:
    assert signed_in(people.an_officer(role, office.office, now=MORNING)).get(path).status_code == 403


def test_sends_strangers_to_sign_in(office: Furnished) -> None:
    assert Client().get("/kantor-saya/").headers["Location"].startswith("/petugas/masuk/")


def test_a_head_does_not_see_another_office(office: Furnished) -> None:
    other = furnished_office("JKB", name="Jakarta Barat")
    assert head_of(office).get(f"/kantor-saya/kantor/{other.office.slug}/").status_code == 403


def test_a_regional_head_sees_the_offices_of_the_own_region_only(office: Furnished) -> None:
    client = signed_in(people.a_regional_officer(office.office.region, now=MORNING))
    assert "Jakarta Selatan" in client.get("/kantor-saya/").content.decode()
    assert client.get("/kantor-saya/kantor/jakarta-selatan/").status_code == 200
    stranger = signed_in(people.a_regional_officer(Region.objects.create(name="Bali"), now=MORNING))
    assert stranger.get("/kantor-saya/kantor/jakarta-selatan/").status_code == 403
    assert stranger.get("/kantor-saya/kantor/tidak-ada/").status_code == 404


def test_a_regional_head_does_not_change_an_office_calendar(office: Furnished) -> None:
    client = signed_in(people.a_regional_officer(office.office.region, now=MORNING))
    assert client.post("/kantor-saya/kalender/atur/", day_form()).status_code == 403


def test_closes_a_day_by_decree_and_shows_it(office: Furnished) -> None:
    client = head_of(office)
    assert client.post("/kantor-saya/kalender/atur/", day_form(pasti=1)).status_code == 303
    page = client.get("/kantor-saya/kalender/").content.decode()
    assert "Jumat, 11 Februari 2022" in page and "W.10-KP.04-12 Tahun 2022" in page


def test_asks_once_more_when_people_hold_seats_on_the_day(office: Furnished) -> None:
    slot = booking.an_open_slot(office.point, office.passport, starts_at=MORNING + timedelta(days=7), now=MORNING)
    booking.a_booked_party(slot, size=3, now=MORNING)
    client = head_of(office)
    asked = client.post("/kantor-saya/kalender/atur/", day_form())
    assert asked.status_code == 200
    assert "3 orang dalam 1 pendaftaran memegang nomor pada 1 sesi" in asked.content.decode()
    forgot = client.post("/kantor-saya/kalender/atur/", day_form(pasti=1))
    assert (forgot.status_code, "Perbaikan listrik" in forgot.content.decode()) == (422, True)
    assert not CalendarDay.objects.exists()
    assert client.post("/kantor-saya/kalender/atur/", day_form(pasti=1, yakin="on")).status_code == 303
    assert CalendarDay.objects.get().day == NEXT_FRIDAY


def test_takes_an_own_day_away_again(office: Furnished) -> None:
    client = head_of(office)
    client.post("/kantor-saya/kalender/atur/", day_form(pasti=1))
    asked = client.post("/kantor-saya/kalender/hapus/2022-02-11/")
    assert (asked.status_code, CalendarDay.objects.count()) == (200, 1)
    assert client.post("/kantor-saya/kalender/hapus/2022-02-11/", {"pasti": "1"}).status_code == 303
    assert not CalendarDay.objects.exists()
    assert client.post("/kantor-saya/kalender/hapus/2022-02-11/", {"pasti": "1"}).status_code == 404
    assert client.post("/kantor-saya/kalender/hapus/2022-02-31/").status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"hari_tanggal": "31"},
        {"hari_tanggal": "3"},
        {"hari_tahun": "9999"},
        {"hari_tahun": "-1"},
        {"hari_bulan": "٢x"},
        {"jenis": "hilang"},
        {"nama": "x" * 10_000},
        {"nama": "\u202e"},
        {"nama": "  "},
        {"sk": ""},
        {"sk": "🚧"},
        {"jenis": "extra", "buka": "15.00", "tutup": "08.00"},
        {"jenis": "extra"},
        {"jenis": "short", "buka": "25.99", "tutup": "12.00"},
        {"nama": "a\x00b"},
    ],
)
def test_answers_bad_input_at_the_field_and_loses_nothing(office: Furnished, changes: dict[str, str]) -> None:
    answer = head_of(office).post("/kantor-saya/kalender/atur/", day_form(**changes))
    assert 400 <= answer.status_code < 500
    assert not CalendarDay.objects.exists()
    if answer.status_code == 422 and "nama" not in changes:
        assert "Perbaikan listrik" in answer.content.decode()


def test_a_regional_head_sees_the_office_with_the_longest_wait_first(office: Furnished) -> None:
    calm = furnished_office("JKB", name="Jakarta Barat")
    for each in (office, calm):
        slot = booking.an_open_slot(each.point, each.passport, starts_at=MORNING + timedelta(hours=1), now=MORNING)
        booked = booking.a_booked_party(slot, size=2, now=MORNING)
        if each is office:
            visits.an_arrived_party(booked, now=MORNING - timedelta(minutes=40))
    rows, _ = regions.offices_today(office.office.region.name, MORNING)
    assert [(row.name, row.arrived, row.expected, row.waiting, row.longest, row.refused) for row in rows] == [
        ("Jakarta Selatan", 2, 2, 2, 40, 0),
        ("Jakarta Barat", 0, 2, 0, 0, 0),
    ]
    assert [row.left for row in rows] == [18, 18]


def test_the_regions_table_asks_as_often_for_many_offices(
    office: Furnished, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for number in range(6):
        furnished_office(f"X{number:02}", name=f"Kantor {number}")
    with django_assert_max_num_queries(6):
        rows, others = regions.offices_today(office.office.region.name, MORNING)
    assert len(rows) == 7
    assert others == []
