"""The help desk: same quota, own office only, prints."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from tests.factories import booking, cases, offices, people
from tests.factories.offices import MORNING

from loket.foundation.offices.rules import ServiceKind
from loket.foundation.people.rules import Role
from loket.interfaces.web.office import helpdesk
from loket.kit import clock
from loket.planning.booking.models import Booking, Seat, Slot
from loket.planning.booking.rules import BookingState

pytestmark = pytest.mark.django_db

NINE = datetime.fromisoformat("2022-02-07T09:00+07:00")
SITI = {"nik": "3174096802909001", "nama": "Siti Rahma", "prioritas": "", "lahir_tanggal": "28", "lahir_bulan": "2",
        "lahir_tahun": "1990"}  # fmt: skip
ADI = {**SITI, "nik": "3174096802909002", "nama": "Adi"}


@pytest.fixture(autouse=True)
def morning(monkeypatch):
    monkeypatch.setattr(clock, "_source", lambda: MORNING)


@pytest.fixture
def office():
    return offices.furnished_office()


@pytest.fixture
def slot(office):
    return booking.an_open_slot(office.point, office.passport, quota=3, starts_at=NINE, now=MORNING)


def officer(office, role=Role.HELP_DESK) -> Client:
    client = Client()
    client.force_login(people.an_officer(role, office, now=MORNING).account)
    return client


def typed(slot: Slot, *persons: dict[str, str], **more: str) -> dict[str, str]:
    answers = {"kunci": "k1", "layanan": "paspor.wni", "orang": str(len(persons)), "hari": "2022-02-07"}
    answers |= {"diberitahu": "1"}
    answers |= {"jam": str(slot.pk)}
    for n, person in enumerate(persons, start=1):
        answers |= {f"p{n}-{name}": value for name, value in person.items()}
    return {**answers, **more}


def test_books_for_two_from_the_same_quota_without_a_phone(office, slot):
    client = officer(office.office)
    response = client.post("/kantor-saya/bantuan/", typed(slot, SITI, ADI))
    booked = Booking.objects.get()
    assert response["Location"] == f"/kantor-saya/bantuan/{booked.pk}/?baru=1"
    assert (booked.account_id, booked.size) == (None, 2)
    slot.refresh_from_db()
    assert slot.taken == 2
    page = client.get(response["Location"]).content.decode()
    assert "Siti Rahma" in page
    again = client.post("/kantor-saya/bantuan/", typed(slot, SITI, ADI))
    assert again["Location"] == response["Location"]


def test_keeps_all_that_was_typed_when_a_field_is_wrong(office, slot):
    response = officer(office.office).post("/kantor-saya/bantuan/", typed(slot, SITI, {**ADI, "nik": "1"}))
    page = response.content.decode()
    assert response.status_code == 422
    assert "16 angka" in page
    assert 'value="Siti Rahma"' in page
    assert 'value="3174096802909001"' in page


@pytest.mark.parametrize("hour", ["", "0", "-4", "9" * 40, "x", "²"])
def test_asks_for_an_hour_when_none_was_chosen(office, slot, hour):
    response = officer(office.office).post("/kantor-saya/bantuan/", typed(slot, SITI, jam=hour))
    assert response.status_code == 422
    assert "Pilih satu jam." in response.content.decode()


def test_says_that_the_hour_is_full(office, slot):
    booking.a_booked_party(slot, size=3, now=MORNING)
    response = officer(office.office).post("/kantor-saya/bantuan/", typed(slot, SITI))
    assert response.status_code == 422
    assert "baru saja penuh" in response.content.decode()


def test_refuses_one_person_twice_in_a_party(office, slot):
    response = officer(office.office).post("/kantor-saya/bantuan/", typed(slot, SITI, SITI))
    assert response.status_code == 422
    assert Booking.objects.count() == 0


def test_books_only_hours_of_the_own_office(office, slot):
    other = offices.furnished_office("SKA", name="Surakarta")
    response = officer(other.office).post("/kantor-saya/bantuan/", typed(slot, SITI))
    assert response.status_code == 422
    assert Booking.objects.count() == 0


def test_shows_and_cancels_numbers_of_the_own_office_only(office, slot):
    booked = booking.a_booked_party(slot, now=MORNING)
    path = f"/kantor-saya/bantuan/{booked.pk}/"
    stranger = officer(offices.furnished_office("SKA", name="Surakarta").office)
    for page in (path, path + "pdf", path + "batal/"):
        assert stranger.get(page).status_code == 404
    assert stranger.post(path + "batal/").status_code == 404
    own = officer(office.office)
    assert own.get(path + "pdf?ukuran=80").content.startswith(b"%PDF-")
    assert own.post(path + "batal/")["Location"] == path
    booked.refresh_from_db()
    assert booked.state == BookingState.CANCELLED


def test_is_no_page_for_the_gate_or_for_citizens(office):
    assert officer(office.office, Role.GATE).get("/kantor-saya/bantuan/").status_code == 403
    assert officer(office.office, Role.HEAD).get("/kantor-saya/bantuan/").status_code == 200
    assert Client().get("/kantor-saya/bantuan/")["Location"].startswith("/petugas/masuk/")


def test_finds_a_number_by_code_and_by_identity_with_birth_date(office, slot):
    client = officer(office.office)
    client.post("/kantor-saya/bantuan/", typed(slot, SITI))
    booked = Booking.objects.get()
    where = f"/kantor-saya/bantuan/{booked.pk}/"
    born = {name: value for name, value in SITI.items() if name.startswith("lahir")}
    find = "/kantor-saya/bantuan/cari/"
    assert client.post(find, {"nomor": booked.code})["Location"] == where
    assert client.post(find, {"nomor": SITI["nik"], **born})["Location"] == where
    for wrong in ({"nomor": SITI["nik"]}, {"nomor": "22222222"}, {"nomor": SITI["nik"], **born, "lahir_tahun": "1991"}):
        assert client.post(find, wrong).status_code == 422
    stranger = officer(offices.furnished_office("SKA", name="Surakarta").office)
    assert stranger.post(find, {"nomor": booked.code}).status_code == 422


def test_books_a_collection_only_for_a_document_that_is_ready(office, slot):
    client = officer(office.office)
    client.post("/kantor-saya/bantuan/", typed(slot, SITI))
    booked = Booking.objects.get()
    hour = booking.an_open_slot(
        office.point, office.services[ServiceKind.COLLECTION], starts_at=NINE + timedelta(days=7), now=MORNING
    )
    answers = typed(hour, SITI, layanan="pengambilan.wni", hari="2022-02-14", kunci="k2")
    assert "Belum ada dokumen" in client.post("/kantor-saya/bantuan/", answers).content.decode()
    cases.a_ready_case(booked, now=NINE)
    assert client.post("/kantor-saya/bantuan/", answers).status_code == 303
    assert Seat.objects.get(slot=hour).kind == ServiceKind.COLLECTION


def test_shows_the_desk_with_few_queries(office, slot, django_assert_max_num_queries):
    client = officer(office.office)
    with django_assert_max_num_queries(13):
        assert client.get("/kantor-saya/bantuan/?hari=2022-02-07&orang=5").status_code == 200


def test_opens_whatever_stands_in_the_address(office, slot):
    client = officer(office.office)
    for query in ("orang=99&layanan=x", "hari=0001-01-01", "bulan=9999-01-01", "jam=²", "hari=" + str(date.max)):
        assert client.get(f"/kantor-saya/bantuan/?{query}").status_code == 200


def test_searches_of_one_officer_have_an_end(office, monkeypatch):
    monkeypatch.setattr(helpdesk, "TRIES", 2)
    client = Client()
    client.force_login(people.an_officer(Role.HELP_DESK, office.office, now=MORNING).account)
    asked = {"nomor": SITI["nik"], "lahir_tanggal": "1", "lahir_bulan": "1", "lahir_tahun": "1990"}
    answers = [client.post("/kantor-saya/bantuan/cari/", asked).status_code for _ in range(3)]
    assert answers == [422, 422, 429]
