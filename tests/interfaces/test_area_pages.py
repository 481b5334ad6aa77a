"""Foreigners are asked where they live and come to the right office; where nobody knows, nobody is refused (R10)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.factories import booking
from tests.factories.offices import MORNING, Furnished, furnished_office

from loket.foundation.offices.models import AreaRegency, Office, Region
from loket.foundation.offices.rules import ServiceKind
from loket.kit import clock

pytestmark = pytest.mark.django_db
SERVICE, HOME, PARTY = "/ambil-nomor/layanan/", "/ambil-nomor/wilayah/", "/ambil-nomor/orang/"


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is Friday, 08.00 WIB."""
    monkeypatch.setattr(clock, "_source", lambda: MORNING)


@pytest.fixture
def south() -> Furnished:
    """South Jakarta, confirmed for its city."""
    office = furnished_office()
    AreaRegency.objects.create(office=office.office, regency="31.74", is_confirmed=True)
    return office


@pytest.fixture
def solo(south: Furnished) -> Furnished:
    """Surakarta, confirmed for two regencies."""
    office = furnished_office("SKA", name="Surakarta")
    for code in ("33.72", "33.13"):
        AreaRegency.objects.create(office=office.office, regency=code, is_confirmed=True)
    return office


def a_foreigner(office: Furnished) -> Client:
    """Somebody who chose the stay permit at this office."""
    client = Client()
    service = office.services[ServiceKind.STAY_PERMIT].code
    answer = client.post(SERVICE, {"kantor": office.office.slug, "layanan": service})
    assert answer.headers["Location"] == HOME
    return client


def test_asks_where_a_foreigner_lives_and_goes_on_at_the_right_office(south: Furnished) -> None:
    client = a_foreigner(south)
    page = client.get(HOME).content.decode()
    assert "Kota Jakarta Selatan" in page and page.count("<option value=") == 514
    assert client.get(PARTY).headers["Location"] == HOME
    assert client.post(HOME, {"wilayah": "31.74"}).headers["Location"] == PARTY


def test_citizens_are_not_asked(south: Furnished) -> None:
    client = Client()
    answer = client.post(SERVICE, {"kantor": "jakarta-selatan", "layanan": south.passport.code})
    assert answer.headers["Location"] == PARTY
    assert client.get(HOME).headers["Location"] == PARTY


def test_sends_a_foreigner_to_the_office_of_the_home(south: Furnished, solo: Furnished) -> None:
    client = a_foreigner(south)
    page = client.post(HOME, {"wilayah": "lain", "kabupaten": "33.72"}).content.decode()
    assert "Kantor lain melayani alamat Anda" in page and "Lanjutkan di Surakarta" in page
    assert "Lanjutkan di Jakarta Selatan" not in page
    moved = client.post(HOME, {"wilayah": "lain", "kabupaten": "33.72", "pindah": "surakarta"})
    assert moved.headers["Location"] == PARTY
    client.post(PARTY, {"orang": "1"})
    booking.an_open_slot(
        solo.point, solo.services[ServiceKind.STAY_PERMIT], starts_at=MORNING + timedelta(days=3), now=MORNING
    )
    assert "Kantor Imigrasi Surakarta" in client.get("/ambil-nomor/hari/").content.decode()


def test_a_confirmed_other_office_can_not_be_overruled(south: Furnished, solo: Furnished) -> None:
    client = a_foreigner(south)
    answer = client.post(HOME, {"wilayah": "lain", "kabupaten": "33.72", "lanjut": "1"})
    assert answer.status_code == 200
    assert client.get(PARTY).headers["Location"] == HOME
    assert client.post(HOME, {"wilayah": "31.74", "pindah": "surakarta"}).headers["Location"] == HOME


def test_an_unknown_area_is_asked_about_and_not_refused(south: Furnished, solo: Furnished) -> None:
    client = a_foreigner(south)
    page = client.post(HOME, {"wilayah": "lain", "kabupaten": "91.71"}).content.decode()
    assert "Pastikan kantornya" in page and "Kota Jayapura" in page
    going = client.post(HOME, {"wilayah": "lain", "kabupaten": "91.71", "lanjut": "1"})
    assert going.headers["Location"] == PARTY


def test_who_does_not_know_goes_on_too(south: Furnished) -> None:
    client = a_foreigner(south)
    assert "Tidak apa-apa" in client.post(HOME, {"wilayah": "-"}).content.decode()
    assert client.post(HOME, {"wilayah": "-", "lanjut": "1"}).headers["Location"] == PARTY


def test_an_office_that_may_serve_is_offered_even_when_it_books_by_telephone(south: Furnished) -> None:
    bare = Office.objects.create(
        code="BGR", slug="bogor", name="Bogor", region=Region.objects.get(), province="Jawa Barat",
        regency_code="32.71", timezone="Asia/Jakarta",
    )  # fmt: skip
    AreaRegency.objects.create(office=bare, regency="32.71")
    page = a_foreigner(south).post(HOME, {"wilayah": "lain", "kabupaten": "32.71"}).content.decode()
    assert "Kantor Imigrasi Bogor" in page and "Datang atau telepon" in page


def test_another_office_asks_again(south: Furnished, solo: Furnished) -> None:
    client = a_foreigner(south)
    client.post(HOME, {"wilayah": "31.74"})
    service = solo.services[ServiceKind.STAY_PERMIT].code
    assert client.post(SERVICE, {"kantor": "surakarta", "layanan": service}).headers["Location"] == HOME


@pytest.mark.parametrize(
    "typed",
    [{}, {"wilayah": "99.99"}, {"wilayah": "lain"}, {"wilayah": "lain", "kabupaten": "x" * 10_000},
     {"wilayah": "\x00"}, {"wilayah": "'; --"}, {"wilayah": "🏠"}, {"wilayah": "3174"}],
)  # fmt: skip
def test_answers_no_or_a_strange_answer_at_the_question(south: Furnished, typed: dict[str, str]) -> None:
    answer = a_foreigner(south).post(HOME, typed)
    assert 400 <= answer.status_code < 500
    if answer.status_code == 422:
        assert "Pilih kabupaten atau kota tempat tinggal Anda." in answer.content.decode()


def test_the_long_list_of_regencies_fits_into_twenty_kilobytes(south: Furnished) -> None:
    answer = a_foreigner(south).get(HOME, headers={"accept-encoding": "gzip"})
    assert answer.headers.get("Content-Encoding") == "gzip"
    assert len(answer.content) < 20_000
