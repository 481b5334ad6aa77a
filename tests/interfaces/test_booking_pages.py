"""Citizens' pages: the way through the questions, rights, refusals, query counts."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from tests.factories import booking, cases, offices, people
from tests.factories.offices import MORNING

from loket.foundation.offices.rules import ServiceKind
from loket.kit import clock
from loket.kit.clock import at_office
from loket.planning.booking.models import Booking, Seat
from loket.planning.booking.rules import BookingState

pytestmark = pytest.mark.django_db

MONDAY = date(2022, 2, 7)
PERSON = {"nik": "3174096802909001", "nama": "Siti Rahma", "prioritas": ""}
BORN = {"lahir_tanggal": "28", "lahir_bulan": "2", "lahir_tahun": "1990"}


@pytest.fixture(autouse=True)
def morning(monkeypatch):
    """Pages ask the clock; here it is Friday 4 February 2022, 08.00 WIB."""
    monkeypatch.setattr(clock, "_source", lambda: MORNING)


@pytest.fixture
def office():
    return offices.furnished_office()


@pytest.fixture
def slot(office):
    nine = at_office(MONDAY, datetime.min.time().replace(hour=9), "Asia/Jakarta")
    return booking.an_open_slot(office.point, office.passport, quota=5, starts_at=nine, now=MORNING)


@pytest.fixture
def account():
    return people.a_citizen_account(now=MORNING)


def answered(client: Client, slot, *, size: int = 1, persons=(PERSON,)) -> Client:
    """Goes through the questions up to the summary."""
    steps = [
        ("/ambil-nomor/layanan/", {"kantor": slot.point.office.slug, "layanan": slot.service.code}),
        ("/ambil-nomor/orang/", {"orang": str(size)}),
        ("/ambil-nomor/hari/", {"jam": str(slot.pk)}),
        *((f"/ambil-nomor/pemohon/{n}/", {**person, **BORN}) for n, person in enumerate(persons, start=1)),
        ("/ambil-nomor/pemberitahuan/", {"versi": "1", "setuju": "on"}),
    ]
    for path, answers in steps:
        response = client.post(path, answers)
        assert response.status_code == 303, (path, response.content.decode()[-3000:])
    return client


def signed_in(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def test_books_a_number_from_the_first_question_to_the_ticket(slot, account):
    client = answered(signed_in(account), slot)
    summary = client.get("/ambil-nomor/periksa/").content.decode()
    assert "Siti Rahma" in summary
    assert "3174096802909001" in summary
    assert "Senin, 7 Februari 2022, 09.00 WIB" in summary
    response = client.post("/ambil-nomor/periksa/")
    booked = Booking.objects.get()
    assert response["Location"] == f"/tiket/{booked.pk}/?baru=1"
    ticket = client.get(response["Location"]).content.decode()
    for shown in ("JKS-0702-09-A01", "Lantai 2", "08.30–09.15", f"{booked.code[:4]} {booked.code[4:]}", "<svg"):
        assert shown in ticket
    assert "Siti Rahma" not in ticket
    assert "3174096802909001" not in ticket


def test_asks_to_sign_in_before_the_summary_and_keeps_what_was_typed(slot, account):
    client = answered(Client(), slot)
    response = client.get("/ambil-nomor/periksa/")
    assert response["Location"] == "/masuk/?lanjut=/ambil-nomor/periksa/"
    client.force_login(account)
    assert "Siti Rahma" in client.get("/ambil-nomor/periksa/").content.decode()


def test_books_once_when_the_last_button_is_tapped_twice(slot, account):
    client = answered(signed_in(account), slot)
    key = client.get("/ambil-nomor/periksa/").context["draft"].key
    first = client.post("/ambil-nomor/periksa/", {"kunci": key})
    second = client.post("/ambil-nomor/periksa/", {"kunci": key})
    assert first.status_code == second.status_code == 303
    assert second["Location"] in first["Location"]
    assert Booking.objects.count() == 1


def test_returns_to_the_hours_with_the_rest_kept_when_the_slot_got_full(slot, account):
    client = answered(signed_in(account), slot)
    booking.a_booked_party(slot, size=5, now=MORNING)
    response = client.post("/ambil-nomor/periksa/")
    assert response["Location"] == "/ambil-nomor/hari/?penuh=1"
    assert "baru saja penuh" in client.get(response["Location"]).content.decode()
    other = booking.an_open_slot(slot.point, slot.service, starts_at=slot.starts_at + timedelta(hours=1), now=MORNING)
    assert client.post("/ambil-nomor/hari/", {"jam": str(other.pk)})["Location"] == "/ambil-nomor/periksa/"
    assert "Siti Rahma" in client.get("/ambil-nomor/periksa/").content.decode()


def test_refuses_a_second_open_number_without_saying_where_the_first_is(slot, account):
    client = answered(signed_in(account), slot)
    client.post("/ambil-nomor/periksa/")
    again = answered(signed_in(people.a_citizen_account(now=MORNING)), slot)
    response = again.post("/ambil-nomor/periksa/")
    page = response.content.decode()
    assert response.status_code == 409
    assert "belum dapat diterima" in page
    assert "JKS-0702" not in page
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"nik": "12"}, "16 angka"),
        ({"nik": "٩٩٠١٠١٤١٠١٩٩٠٠٠١"}, "16 angka"),
        ({"nama": "  "}, "Tulis nama"),
        ({"nama": "x" * 10_000}, "200"),
        ({"nama": "🙂"}, "Tulis nama"),
        ({"lahir_bulan": "13"}, "tidak mungkin"),
        ({"lahir_tanggal": "31", "lahir_bulan": "2"}, "tidak mungkin"),
        ({"lahir_tahun": "2030"}, "tidak mungkin"),
        ({"lahir_tahun": "-1"}, "tidak mungkin"),
        ({"prioritas": "vvip"}, "vvip"),
    ],
)
def test_says_at_the_field_what_is_wrong_and_keeps_the_rest(slot, wrong, sentence):
    client = answered(Client(), slot, persons=())
    response = client.post("/ambil-nomor/pemohon/1/", {**PERSON, **BORN, **wrong})
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert 'value="1990"' in page or "lahir_tahun" in wrong


def test_refuses_the_same_person_twice_in_one_party(slot):
    client = answered(Client(), slot, size=2)
    response = client.post("/ambil-nomor/pemohon/2/", {**PERSON, **BORN})
    assert response.status_code == 422
    assert "pemohon lain" in response.content.decode()


def test_keeps_the_first_persons_answers_when_leafing_back(slot):
    client = answered(Client(), slot, size=2)
    page = client.get("/ambil-nomor/pemohon/1/").content.decode()
    assert 'value="3174096802909001"' in page
    assert 'value="Siti Rahma"' in page


@pytest.mark.parametrize("said", ["", "0", "6", "-1", "99999999999999", "abc", "²"])
def test_refuses_a_party_that_is_none(slot, said):
    client = Client()
    client.post("/ambil-nomor/layanan/", {"kantor": slot.point.office.slug, "layanan": slot.service.code})
    assert client.post("/ambil-nomor/orang/", {"orang": said}).status_code == 422


@pytest.mark.parametrize("said", ["", "0", "-1", "9" * 30, "9" * 12, "x", "²"])
def test_refuses_an_hour_that_is_none(slot, said):
    client = Client()
    client.post("/ambil-nomor/layanan/", {"kantor": slot.point.office.slug, "layanan": slot.service.code})
    client.post("/ambil-nomor/orang/", {"orang": "1"})
    assert client.post("/ambil-nomor/hari/", {"jam": said}).status_code == 422


@pytest.mark.parametrize("query", ["hari=0001-01-01", "hari=9999-12-31", "bulan=x", "bulan=2022-13-01", "hari=-5"])
def test_shows_the_calendar_whatever_day_is_asked(slot, query):
    client = Client()
    client.post("/ambil-nomor/layanan/", {"kantor": slot.point.office.slug, "layanan": slot.service.code})
    client.post("/ambil-nomor/orang/", {"orang": "1"})
    assert client.get(f"/ambil-nomor/hari/?{query}").status_code == 200


def test_says_full_not_yet_open_and_closed_apart(office, slot):
    at = slot.starts_at
    booking.a_full_slot(office.point, office.passport, starts_at=at + timedelta(days=1), now=MORNING)
    opens = MORNING + timedelta(hours=6)
    booking.an_open_slot(office.point, office.passport, starts_at=at + timedelta(days=2), opens_at=opens, now=MORNING)
    offices.closed_day(MONDAY + timedelta(days=3), name="Cuti bersama contoh")
    client = Client()
    client.post("/ambil-nomor/layanan/", {"kantor": office.office.slug, "layanan": office.passport.code})
    client.post("/ambil-nomor/orang/", {"orang": "1"})
    page = client.get("/ambil-nomor/hari/").content.decode()
    assert "Senin, 7 Februari 2022: sisa 5" in page
    assert "Selasa, 8 Februari 2022: kuota penuh" in page
    assert "Rabu, 9 Februari 2022: kuota belum dibuka" in page
    assert "Kamis, 10 Februari 2022: tidak ada layanan" in page
    assert "Cuti bersama contoh" in page
    assert "dibuka Jumat, 4 Februari 2022, 14.00 WIB" in page


def test_leads_someone_who_skips_ahead_to_the_first_open_question(client):
    for path in ("orang/", "hari/", "pemohon/1/", "pemohon/5/"):
        assert client.get(f"/ambil-nomor/{path}")["Location"] == "/ambil-nomor/"


def test_lists_an_office_without_online_booking_with_the_reason(office):
    offices.bare_office("SKA", name="Surakarta")
    page = Client().get("/kantor/").content.decode()
    assert "Surakarta" in page
    assert "Belum melayani pendaftaran daring" in page
    assert "/kantor/surakarta/" not in page
    assert Client().get("/ambil-nomor/layanan/?kantor=surakarta").status_code == 404


def test_finds_offices_by_text_and_by_nearness(office):
    offices.furnished_office("SKA", name="Surakarta", at=(-7.53, 110.75))
    found = Client().get("/kantor/?cari=SURA").content.decode()
    assert "/kantor/surakarta/" in found
    assert "/kantor/jakarta-selatan/" not in found
    client = Client()
    kept = client.post("/kantor/dekat/", {"lintang": "-7.5633", "bujur": "110.8219"})
    assert kept["Location"] == "/kantor/?dekat=saya"
    near = client.get("/kantor/?dekat=saya").content.decode()
    assert near.index("Surakarta") < near.index("Jakarta Selatan")
    assert client.session["tempat"] == [-7.56, 110.82]


@pytest.mark.parametrize("place", [("x", "y"), ("nan", "nan"), ("inf", "110"), ("91", "110"), ("", "")])
def test_keeps_no_place_that_is_none(place):
    client = Client()
    response = client.post("/kantor/dekat/", {"lintang": place[0], "bujur": place[1]})
    assert response["Location"] == "/kantor/"
    assert "tempat" not in client.session


def test_shows_an_office_with_its_quota_hours_and_services(slot):
    page = Client().get("/kantor/jakarta-selatan/").content.decode()
    assert "Kantor Imigrasi Jakarta Selatan" in page
    assert "istirahat 11.30–13.00" in page
    assert "<b>5</b>" in page


def test_hides_a_ticket_from_everyone_but_its_account(slot, account):
    booked = booking.a_booked_party(slot, account=account, now=MORNING)
    path = f"/tiket/{booked.pk}/"
    assert signed_in(account).get(path).status_code == 200
    for stranger in (Client(), signed_in(people.a_citizen_account(now=MORNING))):
        for page in (path, path + "pdf", path + "batal/"):
            assert stranger.get(page)["Location"] == "/tiket/"
        assert stranger.get(path + "kabar/").status_code == 404
        assert stranger.post(path + "batal/").status_code == 302
    booked.refresh_from_db()
    assert booked.state == BookingState.BOOKED


def test_opens_a_ticket_by_code_and_birth_date(slot):
    booked = booking.a_booked_party(slot, members=[booking.a_member(born=date(1990, 2, 28), now=MORNING)], now=MORNING)
    client = Client()
    typed = f" {booked.code[:4].lower()}-{booked.code[4:]} "
    assert client.post("/tiket/", {"nomor": typed, **BORN, "lahir_tahun": "1991"}).status_code == 422
    assert client.post("/tiket/", {"nomor": typed, **BORN})["Location"] == f"/tiket/{booked.pk}/"
    assert client.get(f"/tiket/{booked.pk}/").status_code == 200


def test_stops_guessing_birth_dates_of_a_code(slot):
    booked = booking.a_booked_party(slot, members=[booking.a_member(born=date(1990, 2, 28), now=MORNING)], now=MORNING)
    client = Client()
    for year in range(1991, 2001):
        assert client.post("/tiket/", {"nomor": booked.code, **BORN, "lahir_tahun": str(year)}).status_code == 422
    refused = client.post("/tiket/", {"nomor": booked.code, **BORN})
    assert refused.status_code == 429
    assert client.get(f"/tiket/{booked.pk}/")["Location"] == "/tiket/"


def test_cancels_after_asking_and_holds_the_seat_back(slot, account):
    booked = booking.a_booked_party(slot, size=2, account=account, now=MORNING)
    client = signed_in(account)
    assert "Batalkan nomor ini?" in client.get(f"/tiket/{booked.pk}/batal/").content.decode()
    assert client.post(f"/tiket/{booked.pk}/batal/")["Location"] == f"/tiket/{booked.pk}/"
    slot.refresh_from_db()
    assert (slot.taken, slot.returned) == (0, 2)
    page = client.get(f"/tiket/{booked.pk}/").content.decode()
    assert "Dibatalkan" in page
    assert 'class="qr"' not in page


def test_refuses_to_cancel_once_the_hour_began(slot, account, monkeypatch):
    booked = booking.a_booked_party(slot, account=account, now=MORNING)
    monkeypatch.setattr(clock, "_source", lambda: slot.starts_at)
    assert signed_in(account).post(f"/tiket/{booked.pk}/batal/").status_code == 409


@pytest.mark.parametrize("size", ["a4", "80", "x" * 500])
def test_prints_a_small_ticket_without_names(slot, account, size):
    member = booking.a_member(name="Rahasia Namanya", now=MORNING)
    booked = booking.a_booked_party(slot, members=[member], account=account, now=MORNING)
    response = signed_in(account).get(f"/tiket/{booked.pk}/pdf", {"ukuran": size})
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert len(response.content) <= 60_000
    assert b"Rahasia" not in response.content


def test_lists_the_accounts_numbers_with_few_queries(slot, account, django_assert_max_num_queries):
    for _ in range(3):
        booking.a_booked_party(slot, account=account, now=MORNING)
    client = signed_in(account)
    with django_assert_max_num_queries(6):
        page = client.get("/nomor-saya/").content.decode()
    assert page.count("/tiket/") >= 3


def test_books_a_collection_for_a_finished_document(office, slot, account):
    booked = booking.a_booked_party(slot, account=account, now=MORNING)
    case = cases.a_ready_case(booked, now=slot.starts_at)
    Seat.objects.filter(pk=case.seat_id).update(is_open=False)
    Booking.objects.filter(pk=booked.pk).update(state=BookingState.SERVED)
    collection = office.services[ServiceKind.COLLECTION]
    early = booking.an_open_slot(office.point, collection, starts_at=slot.starts_at + timedelta(days=1), now=MORNING)
    later = booking.an_open_slot(office.point, collection, starts_at=slot.starts_at + timedelta(days=7), now=MORNING)
    client = signed_in(account)
    assert "Pesan jam pengambilan" in client.get(f"/tiket/{booked.pk}/").content.decode()
    begun = client.post(f"/ambil-nomor/pengambilan/{case.pk}/")
    assert begun["Location"] == "/ambil-nomor/hari/"
    assert client.post("/ambil-nomor/hari/", {"jam": str(early.pk)}).status_code == 422
    assert client.post("/ambil-nomor/hari/", {"jam": str(later.pk)})["Location"] == "/ambil-nomor/periksa/"
    client.post("/ambil-nomor/periksa/")
    fetched = Booking.objects.get(slot=later)
    assert fetched.seats.get().person_id == case.person_id
    assert "-C01" in client.get(f"/tiket/{fetched.pk}/").content.decode()


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/", 0),
        ("/kantor/", 3),
        ("/kantor/jakarta-selatan/", 8),
        ("/ambil-nomor/", 3),
        ("/tiket/", 0),
        ("/privasi/", 0),
    ],
)
def test_asks_the_database_little_for_public_pages(slot, django_assert_max_num_queries, path, most):
    with django_assert_max_num_queries(most):
        response = Client().get(path)
    assert response.status_code == 200


def test_shows_the_month_with_few_queries(slot, django_assert_max_num_queries):
    client = answered(Client(), slot, persons=())
    with django_assert_max_num_queries(11):
        assert client.get("/ambil-nomor/hari/?hari=2022-02-07").status_code == 200


def _shown(client: Client) -> dict[str, str]:
    """The hidden fields of the summary, as a browser would send them."""
    page = client.get("/ambil-nomor/periksa/").content.decode()
    return {name: re.findall(f'name="{name}" value="([^"]*)"', page)[0] for name in ("kunci", "isi")}


def test_confirms_only_the_answers_that_were_shown(office, slot, account):
    client = answered(signed_in(account), slot)
    first_tab = _shown(client)
    other = booking.an_open_slot(
        office.point, office.passport, starts_at=slot.starts_at + timedelta(hours=1), now=MORNING
    )
    client.post("/ambil-nomor/hari/", {"jam": str(other.pk)})
    response = client.post("/ambil-nomor/periksa/", first_tab)
    assert response.status_code == 409
    assert "berubah di halaman lain" in response.content.decode()
    assert "10.00 WIB" in response.content.decode()
    assert not Booking.objects.exists()
    assert client.post("/ambil-nomor/periksa/", _shown(client)).status_code == 303
    assert Booking.objects.get().slot_id == other.pk


def test_an_account_is_told_kindly_that_it_holds_enough(slot, account):
    booking.a_booked_party(slot, size=5, account=account, now=MORNING)
    later = booking.an_open_slot(slot.point, slot.service, starts_at=slot.starts_at + timedelta(hours=1), now=MORNING)
    client = answered(signed_in(account), later)
    response = client.post("/ambil-nomor/periksa/", _shown(client))
    assert response.status_code == 409
    assert "paling banyak 5 orang" in response.content.decode()
    assert "Siti Rahma" in response.content.decode()
    assert Booking.objects.count() == 1


def test_an_address_that_takes_forms_only_says_so(client: Client):
    response = client.get("/kantor/dekat/", headers={"Referer": "http://testserver/kantor/", "Host": "testserver"})
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert "Kembali ke halaman tadi" in response.content.decode()
