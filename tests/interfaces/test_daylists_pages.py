"""The pages for day lists of the national apps: send, look, bring in; own office only."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories import offices, people
from tests.factories.offices import MORNING, Furnished

from loket.foundation.people.rules import Role
from loket.kit import clock
from loket.planning.booking.models import Booking
from loket.planning.daylists.models import DayList

pytestmark = pytest.mark.django_db

HERE = "/kantor-saya/daftar/"
SHEET = """Nomor permohonan;Nama;NIK;Tanggal lahir;Tanggal kedatangan;Jam
A-1001;Budi Santoso;3174054101900003;01-01-1990;07-02-2022;09.00
A-1002;Siti;31740565;25-05-1988;07-02-2022;09.15
"""


@pytest.fixture(autouse=True)
def morning(monkeypatch):
    monkeypatch.setattr(clock, "_source", lambda: MORNING)


@pytest.fixture
def place() -> Furnished:
    return offices.furnished_office()


def officer(place: Furnished, role: Role = Role.HELP_DESK) -> Client:
    client = Client()
    client.force_login(people.an_officer(role, place.office, now=MORNING).account)
    return client


def send(client: Client, place: Furnished, content: bytes = SHEET.encode(), **more: str):
    file = SimpleUploadedFile("daftar.csv", content)
    answers = {"aplikasi": "m_paspor", "layanan": place.passport.code, "berkas": file, **more}
    return client.post(HERE, answers)


def test_shows_what_a_file_would_do_before_it_does_it(place):
    client = officer(place)
    page = client.get(send(client, place)["Location"]).content.decode()
    assert "Masukkan 1 pemohon" in page
    assert "NIK terdiri atas 16 angka" in page
    assert "B*** S***" in page
    assert "Budi" not in page
    assert not Booking.objects.exists()


def test_brings_in_what_was_shown_and_says_so(place):
    client = officer(place, Role.HEAD)
    there = send(client, place)["Location"]
    answer = client.post(there + "masuk/")
    assert (answer.status_code, answer["Location"]) == (303, there)
    assert "sudah dimasukkan" in client.get(there).content.decode()
    assert Booking.objects.count() == 1
    assert client.post(there + "masuk/").status_code == 409


def test_forgets_a_list_on_wish(place):
    client = officer(place)
    there = send(client, place)["Location"]
    assert client.post(there + "hapus/").status_code == 303
    assert not DayList.objects.exists()
    assert client.get(there).status_code == 404


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "kosong"),
        (b"%PDF-1.7 this, is; none", "Kolom ini tidak ada"),
        (b"\x00\x01\x02", "tidak dapat dibaca"),
        (b"PK\x03\x04" + b"x" * 50, "tidak dapat dibaca"),
        (SHEET.splitlines()[0].encode(), "Tidak ada pemohon"),
        (b"a;b\n" * 4000, "terlalu besar"),
        (("﻿" + "🙂;" * 5000).encode(), "Kolom ini tidak ada"),
    ],
)
def test_says_at_the_field_what_is_wrong_with_a_file(place, content, sentence):
    answer = send(officer(place), place, content)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.mark.parametrize("more", [{"aplikasi": "x"}, {"layanan": "' OR 1=1"}, {"aplikasi": "", "layanan": ""}])
def test_says_what_else_is_missing(place, more):
    answer = send(officer(place), place, **more)
    assert answer.status_code == 422
    assert "Pilih" in answer.content.decode()


def test_another_office_s_list_is_not_there(place):
    there = send(officer(place), place)["Location"]
    stranger = officer(offices.furnished_office(code="SKA", name="Surakarta"))
    assert stranger.get(there).status_code == 404
    assert stranger.post(there + "masuk/").status_code == 404
    assert not Booking.objects.exists()


def test_the_gate_does_not_see_lists(place):
    assert officer(place, Role.GATE).get(HERE).status_code == 403


def test_the_gate_lets_in_by_the_application_s_number(place):
    desk = officer(place)
    desk.post(send(desk, place)["Location"] + "masuk/")
    answer = officer(place, Role.GATE).post("/gerbang/periksa/", {"kode": "a 1001"})
    assert answer.status_code == 303
    assert "/gerbang/" in answer["Location"]
    assert answer["Location"] != "/gerbang/"
