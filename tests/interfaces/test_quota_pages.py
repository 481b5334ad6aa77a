"""The head's quota: nothing is saved before what it changes was shown; nobody's number goes; only the own office."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.factories import people
from tests.factories.booking import a_booked_party, an_open_slot
from tests.factories.offices import MORNING, Furnished, furnished_office

from loket.foundation.people.rules import Role
from loket.kit import clock
from loket.planning.booking.models import BlankStock, ReleaseRule, Slot, Suspension
from loket.planning.booking.rules import Product

pytestmark = pytest.mark.django_db
QUOTA, TERMS, OVER = "/kantor-saya/kuota/", "/kantor-saya/kuota/aturan/", "/kantor-saya/kuota/lebih/"
WEEK = QUOTA + "?layanan=paspor&minggu=2022-02-07"


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is Friday, 08.00 WIB."""
    monkeypatch.setattr(clock, "_source", lambda: MORNING)


@pytest.fixture
def office() -> Furnished:
    return furnished_office()


@pytest.fixture
def head(office: Furnished) -> Client:
    client = Client()
    client.force_login(people.an_officer(Role.HEAD, office.office, now=MORNING).account)
    return client


@pytest.fixture
def slot(office: Furnished) -> Slot:
    """Monday 08.00, ten seats, six of them taken."""
    slot = an_open_slot(office.point, office.passport, quota=10, starts_at=MORNING + timedelta(days=3), now=MORNING)
    for nth in range(6):
        a_booked_party(slot, now=MORNING + timedelta(seconds=nth))
    return slot


def _hours(slot: Slot, seats: Any, **more: str) -> dict[str, str]:
    return {"tindakan": "kursi", f"kursi_{slot.pk}": str(seats)} | more


def test_shows_the_week_with_few_queries(head: Client, slot: Slot, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(10):
        page = head.get(WEEK).content.decode()
    assert f'name="kursi_{slot.pk}" value="10"' in page
    assert "terisi 6 dari 10" in page


def test_saves_only_what_was_seen_and_lists_the_overhang(head: Client, slot: Slot) -> None:
    preview = head.post(WEEK, _hours(slot, 4)).content.decode()
    slot.refresh_from_db()
    assert (slot.quota, "2 orang memegang nomor di atas kuota baru" in preview) == (10, True)
    assert head.post(WEEK, _hours(slot, 4, pasti="1")).status_code == 303
    slot.refresh_from_db()
    assert (slot.quota, slot.wanted, slot.taken) == (6, 4, 6)
    over = head.get(OVER).content.decode()
    assert over.count("JKS-0702-08-A") == 2
    assert "JKS-0702-08-A06" in over
    assert "Pemohon" not in over, "no names"
    assert "2 orang melebihi kuota" in head.get(WEEK).content.decode()


def test_a_days_total_is_spread_and_a_percentage_counts_from_the_base(head: Client, slot: Slot) -> None:
    other = an_open_slot(slot.point, slot.service, quota=30, starts_at=slot.starts_at + timedelta(hours=1), now=MORNING)
    head.post(WEEK, {"tindakan": "kursi", "hari_2022-02-07": "60", "pasti": "1"})
    assert sorted(Slot.objects.values_list("quota", flat=True)) == [15, 45]
    assert head.post(WEEK, {"tindakan": "persen", "persen": "50", "semua": "1", "pasti": "1"}).status_code == 303
    other.refresh_from_db()
    assert sum(Slot.objects.values_list("quota", flat=True)) == 30


@pytest.mark.parametrize("typed", ["-1", "2001", "x", "１", "9" * 10_000, "1.5", "1e3", "🙂"])
def test_a_number_that_is_none_is_told_and_nothing_typed_is_lost(head: Client, slot: Slot, typed: str) -> None:
    answer = head.post(WEEK, _hours(slot, typed, pasti="1"))
    assert answer.status_code == 422
    assert typed[:20] in answer.content.decode()
    assert head.post(WEEK, {"tindakan": "persen", "persen": typed, "pasti": "1"}).status_code in (303, 422)
    slot.refresh_from_db()
    assert slot.taken == 6


@pytest.mark.parametrize("week", ["", "x", "9999-12-31", "0001-01-01", "2022-02-30"])
def test_opens_whatever_week_stands_in_the_address(head: Client, slot: Slot, week: str) -> None:
    assert head.get(QUOTA, {"minggu": week, "layanan": "x", "jalur": "y"}).status_code == 200


def test_another_offices_slots_stay(head: Client, slot: Slot) -> None:
    other = furnished_office("SKA", name="Surakarta")
    theirs = an_open_slot(other.point, other.passport, quota=9, starts_at=slot.starts_at, now=MORNING)
    head.post(WEEK, _hours(slot, 12, pasti="1", **{f"kursi_{theirs.pk}": "0"}))
    theirs.refresh_from_db()
    assert theirs.quota == 9


@pytest.mark.parametrize("path", [QUOTA, TERMS, OVER])
@pytest.mark.parametrize("role", [Role.GATE, Role.COUNTER, Role.HELP_DESK])
def test_is_the_heads_alone(office: Furnished, path: str, role: Role) -> None:
    client = Client()
    client.force_login(people.an_officer(role, office.office, now=MORNING).account)
    assert client.get(path).status_code == 403


def test_sets_the_release_rule(head: Client, office: Furnished) -> None:
    weekly = {"tindakan": "rilis", "jenis": "weekly", "hari": "4", "jam": "14.00", "depan": "2"}
    assert head.post(TERMS, weekly).status_code == 303
    rule = ReleaseRule.objects.get()
    assert (rule.point_id, rule.service_id, rule.weekday, rule.at, rule.ahead) == (
        office.point.pk,
        None,
        4,
        time(14),
        2,
    )
    for wrong in ({"jam": "25.00"}, {"jam": ""}, {"depan": "0"}, {"depan": "99"}, {"jenis": "x"}, {"hari": "7"}):
        assert head.post(TERMS, weekly | wrong).status_code == 422
    assert head.post(TERMS, {"tindakan": "rilis", "jenis": "daily", "jam": "0", "depan": "14"}).status_code == 303
    assert ReleaseRule.objects.get().weekday is None


def test_suspends_and_resumes_a_service_which_the_public_reads(head: Client, office: Furnished, slot: Slot) -> None:
    typed = {"tindakan": "hentikan", "layanan": str(office.passport.pk), "pengumuman": "Alat foto sedang diperbaiki."}
    assert head.post(TERMS, typed | {"pengumuman": "x"}).status_code == 422
    assert head.post(TERMS, typed).status_code == 303
    assert Suspension.objects.get().service_id == office.passport.pk
    assert "Alat foto sedang diperbaiki." in _hour_page(office, slot.day)
    assert head.post(TERMS, typed | {"tindakan": "lanjutkan"}).status_code == 303
    assert head.post(TERMS, typed | {"tindakan": "lanjutkan"}).status_code == 422
    assert head.post(TERMS, typed | {"layanan": "999999"}).status_code == 422


def test_counts_blanks(head: Client, office: Furnished) -> None:
    assert head.post(TERMS, {"tindakan": "blangko", "produk": "plain", "blangko": "0"}).status_code == 303
    assert BlankStock.objects.get(office=office.office, product=Product.PLAIN).remaining == 0
    for wrong in ("-1", "", "1000001", "x"):
        assert head.post(TERMS, {"tindakan": "blangko", "produk": "plain", "blangko": wrong}).status_code == 422


def test_a_full_day_tells_the_next_here_and_the_nearest_elsewhere(office: Furnished, slot: Slot) -> None:
    near = furnished_office("JKT", name="Jakarta Timur", at=(-6.25, 106.9))
    an_open_slot(near.point, near.passport, starts_at=slot.starts_at, quota=3, now=MORNING)
    an_open_slot(office.point, office.passport, starts_at=slot.starts_at + timedelta(days=2), now=MORNING)
    for _ in range(4):
        a_booked_party(slot, now=MORNING)
    page = _hour_page(office, slot.day)
    assert "kuota penuh" in page
    assert "Rabu, 9 Februari 2022" in page
    assert "Kantor Imigrasi Jakarta Timur" in page


def _hour_page(office: Furnished, day: date) -> str:
    citizen = Client()
    citizen.post("/ambil-nomor/layanan/", {"kantor": office.office.slug, "layanan": office.passport.code})
    answer = citizen.post("/ambil-nomor/orang/", {"orang": "1"})
    return citizen.get(answer["Location"], {"hari": day.isoformat()}).content.decode()
