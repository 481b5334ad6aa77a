"""The head's calendar: what changes is shown before it is saved, weeks with breaks, whose numbers are affected."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.factories import booking, people
from tests.factories.offices import MORNING, Furnished, furnished_office

from loket.foundation.audit.models import LedgerLine
from loket.foundation.offices.models import CalendarDay, HoursPeriod
from loket.foundation.offices.queries import calendar_of
from loket.foundation.people.rules import Role
from loket.interfaces.jobs.reactions import react_to
from loket.kit import clock

pytestmark = pytest.mark.django_db
SET, WEEK = "/kantor-saya/kalender/atur/", "/kantor-saya/kalender/jam/"
MONDAY, FRIDAY = date(2022, 2, 7), date(2022, 2, 11)


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is Friday, 08.00 WIB."""
    monkeypatch.setattr(clock, "_source", lambda: MORNING)


@pytest.fixture
def office() -> Furnished:
    """A furnished office."""
    return furnished_office()


@pytest.fixture
def head(office: Furnished) -> Client:
    """The head's browser."""
    client = Client()
    client.force_login(people.an_officer(Role.HEAD, office.office, now=MORNING).account)
    return client


def a_day(**changes: Any) -> dict[str, str]:
    """A short Friday with a break of its own."""
    typed = {
        "hari_tanggal": "11", "hari_bulan": "2", "hari_tahun": "2022", "jenis": "short", "nama": "Rapat dinas",
        "sk": "W.10-12/2022", "buka": "08.00", "tutup": "11.00", "istirahat_dari": "9", "istirahat_sampai": "9:30",
    }  # fmt: skip
    return typed | {name: str(value) for name, value in changes.items()}


def a_week(**changes: Any) -> dict[str, str]:
    """Ramadan: Monday to Friday 08.00 to 15.00, a short break."""
    typed = {
        "nama": "Jam Ramadan", "sk": "SE 11/2022", "awal_tanggal": "7", "awal_bulan": "2", "awal_tahun": "2022",
        "akhir_tanggal": "11", "akhir_bulan": "2", "akhir_tahun": "2022",
    }  # fmt: skip
    for day in range(5):
        typed |= {f"buka_{day}": "08.00", f"tutup_{day}": "15.00"}
        typed |= {f"istirahat_dari_{day}": "12.00", f"istirahat_sampai_{day}": "12.30"}
    return typed | {name: str(value) for name, value in changes.items()}


def numbers_on_friday(office: Furnished) -> None:
    """Two parties, five people, hold numbers for Friday at 9, and one for 8."""
    for hour, sizes in ((1, (2, 3)), (0, (1,))):
        starts = MORNING + timedelta(days=7, hours=hour)
        slot = booking.an_open_slot(office.point, office.passport, starts_at=starts, now=MORNING)
        for size in sizes:
            booking.a_booked_party(slot, size=size, now=MORNING)


def let_booking_follow() -> None:
    """What the worker does with the news."""
    react_to(list(LedgerLine.objects.order_by("pk").values_list("pk", flat=True)), now=MORNING)


def test_shows_what_changes_before_anything_is_saved(office: Furnished, head: Client) -> None:
    numbers_on_friday(office)
    page = head.post(SET, a_day()).content.decode()
    assert "5 orang dalam 2 pendaftaran memegang nomor pada 1 sesi" in page
    assert "08.00–16.00" in page and "08.00–11.00" in page and "istirahat 09.00–09.30" in page
    assert "W.10-12/2022" in page
    assert not CalendarDay.objects.exists()


def test_goes_back_to_the_form_with_all_that_was_typed(office: Furnished, head: Client) -> None:
    page = head.post(SET, a_day(ubah=1)).content.decode()
    assert 'value="Rapat dinas"' in page and 'value="9:30"' in page
    assert not CalendarDay.objects.exists()


def test_saves_a_day_with_its_break(office: Furnished, head: Client) -> None:
    assert head.post(SET, a_day(pasti=1)).status_code == 303
    hours = calendar_of(office.point.pk, FRIDAY, FRIDAY).hours_on(FRIDAY)
    assert hours is not None and hours.break_from is not None and hours.break_from.hour == 9
    assert "istirahat 09.00–09.30" in head.get("/kantor-saya/kalender/").content.decode()


def test_sets_ramadan_after_showing_its_days(office: Furnished, head: Client) -> None:
    page = head.post(WEEK, a_week()).content.decode()
    assert page.count("istirahat 12.00–12.30") == 5
    assert not HoursPeriod.objects.exists()
    assert head.post(WEEK, a_week(pasti=1)).status_code == 303
    period = HoursPeriod.objects.get()
    assert (period.starts_on, period.ends_on, period.decree) == (MONDAY, date(2022, 2, 12), "SE 11/2022")
    assert "sampai Jumat, 11 Februari 2022" in head.get("/kantor-saya/kalender/").content.decode()


def test_an_open_end_is_a_new_week(office: Furnished, head: Client) -> None:
    ends = {"akhir_tanggal": "", "akhir_bulan": "", "akhir_tahun": ""}
    assert head.post(WEEK, a_week(pasti=1, **ends)).status_code == 303
    assert "dan seterusnya" in head.get("/kantor-saya/kalender/").content.decode()
    assert calendar_of(office.point.pk, date(2022, 6, 1), date(2022, 6, 1)).hours_on(date(2022, 6, 1)) is not None


def test_takes_a_period_away_after_asking(office: Furnished, head: Client) -> None:
    head.post(WEEK, a_week(pasti=1))
    where = f"/kantor-saya/kalender/jam/{HoursPeriod.objects.get().pk}/hapus/"
    assert head.post(where).status_code == 200
    assert HoursPeriod.objects.exists()
    assert head.post(where, {"pasti": "1"}).status_code == 303
    assert not HoursPeriod.objects.exists()
    assert head.post(where, {"pasti": "1"}).status_code == 404
    assert head.post(f"/kantor-saya/kalender/jam/{'9' * 30}/hapus/").status_code == 404


def test_another_offices_period_is_not_there(office: Furnished, head: Client) -> None:
    other = furnished_office("JKB", name="Jakarta Barat")
    theirs = HoursPeriod.objects.create(office=other.office, starts_on=MONDAY, ends_on=FRIDAY, name="x")
    assert head.post(f"/kantor-saya/kalender/jam/{theirs.pk}/hapus/", {"pasti": "1"}).status_code == 404
    assert HoursPeriod.objects.filter(pk=theirs.pk).exists()


def test_a_second_period_on_the_same_days_is_told_at_the_field(office: Furnished, head: Client) -> None:
    head.post(WEEK, a_week(pasti=1))
    answer = head.post(WEEK, a_week(pasti=1, awal_tanggal="11", akhir_tanggal="12"))
    assert answer.status_code == 422
    assert "Sudah ada jam khusus" in answer.content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"awal_tanggal": "31"},
        {"awal_tahun": "1999"},
        {"awal_tahun": "99999"},
        {"akhir_tanggal": "6"},
        {"akhir_tahun": "2024"},
        {"nama": "x" * 10_000},
        {"nama": "a\x00b"},
        {"sk": "🚧"},
        {"buka_0": "25.00"},
        {"buka_0": "-1"},
        {"buka_0": "15.00"},
        {"buka_0": ""},
        {"istirahat_dari_0": ""},
        {"istirahat_sampai_0": "16.00"},
        {"tempat": "99999999999999999999"},
        {f"{name}_{day}": "" for day in range(5) for name in ("buka", "tutup", "istirahat_dari", "istirahat_sampai")},
    ],
)
def test_answers_a_bad_week_at_the_field_and_loses_nothing(
    office: Furnished, head: Client, changes: dict[str, str]
) -> None:
    office.office.points.create(name="ULP", kind="ulp")
    answer = head.post(WEEK, a_week(pasti=1, **changes))
    assert 400 <= answer.status_code < 500
    assert not HoursPeriod.objects.exists()
    if answer.status_code == 422 and "sk" not in changes:
        assert "SE 11/2022" in answer.content.decode()


@pytest.mark.parametrize("changes", [{"istirahat_dari": ""}, {"istirahat_dari": "7"}, {"istirahat_sampai": "12"}])
def test_half_a_break_is_told_at_the_field(office: Furnished, head: Client, changes: dict[str, str]) -> None:
    answer = head.post(SET, a_day(pasti=1, **changes))
    assert answer.status_code == 422
    assert "kosongkan keduanya" in answer.content.decode()


def test_lists_the_bookings_that_stand_on_closed_hours(office: Furnished, head: Client) -> None:
    numbers_on_friday(office)
    assert "Tidak ada pendaftaran" in head.get("/kantor-saya/kalender/terdampak/").content.decode()
    head.post(SET, a_day(pasti=1, yakin="on"))
    let_booking_follow()
    page = head.get("/kantor-saya/kalender/terdampak/").content.decode()
    assert page.count("JKS-1102-09-A") == 2 and "JKS-1102-08-A" not in page
    assert "2 pendaftaran masih ada" in head.get("/kantor-saya/").content.decode()
    other = furnished_office("JKB", name="Jakarta Barat")
    client = Client()
    client.force_login(people.an_officer(Role.HEAD, other.office, now=MORNING).account)
    assert "JKS-1102" not in client.get("/kantor-saya/kalender/terdampak/").content.decode()


def test_a_preview_asks_as_often_for_a_month_as_for_a_day(
    office: Furnished, head: Client, django_assert_max_num_queries: Any
) -> None:
    numbers_on_friday(office)
    with django_assert_max_num_queries(17):
        assert head.post(WEEK, a_week(akhir_bulan="3")).status_code == 200


@pytest.mark.parametrize("path", [WEEK, "/kantor-saya/kalender/terdampak/"])
@pytest.mark.parametrize("role", [Role.GATE, Role.COUNTER, Role.HELP_DESK])
def test_is_for_heads_only(office: Furnished, role: Role, path: str) -> None:
    client = Client()
    client.force_login(people.an_officer(role, office.office, now=MORNING).account)
    assert client.get(path).status_code == 403
