"""Pages after booking: another day, special times, permits that end, urgent seats; rights and bad input."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from tests.factories import booking, offices, people
from tests.factories.offices import MORNING

from loket.foundation.offices.models import Service
from loket.foundation.offices.rules import ServiceKind
from loket.foundation.people.rules import Role
from loket.kit import clock
from loket.kit.actor import SYSTEM
from loket.kit.crypto import keyring
from loket.planning.booking.actions import mark_missed, note_needs
from loket.planning.booking.models import Booking, PermitDeadline, Relief, Slot, UrgentClaim
from loket.planning.booking.needs import Need, Needs
from loket.planning.booking.rules import Channel
from loket.planning.booking.tickets import Ticket, write_ticket

pytestmark = pytest.mark.django_db

NINE = datetime.fromisoformat("2022-02-07T09:00+07:00")
TUESDAY = NINE + timedelta(days=1)
HOSTILE = ("", "0", "-4", "9" * 40, "x", "²", "\u202e", "'; --", "🙂" * 50)


@pytest.fixture(autouse=True)
def at_eight(monkeypatch):
    monkeypatch.setattr(clock, "_source", lambda: MORNING)


def later(monkeypatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "_source", lambda: moment)


@pytest.fixture
def office():
    return offices.furnished_office()


@pytest.fixture
def account():
    return people.a_citizen_account(now=MORNING)


@pytest.fixture
def citizen(account) -> Client:
    return signed_in(account)


def signed_in(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def officer(office, role=Role.HELP_DESK) -> Client:
    return signed_in(people.an_officer(role, office.office, now=MORNING).account)


def a_slot(office, starts_at=NINE, kind=ServiceKind.PASSPORT, channel=Channel.ONLINE, quota=5) -> Slot:
    slot = booking.an_open_slot(office.point, office.services[kind], quota=quota, starts_at=starts_at, now=MORNING)
    Slot.objects.filter(pk=slot.pk).update(channel=channel)
    return slot


@pytest.fixture
def booked(office, account) -> Booking:
    return booking.a_booked_party(a_slot(office), account=account, now=MORNING)


def test_a_citizen_moves_a_visit_and_the_ticket_says_so(office, citizen, booked):
    goal, where = a_slot(office, TUESDAY), f"/tiket/{booked.pk}/"
    assert "Ubah jadwal" in citizen.get(where).content.decode()
    assert 'value="' + str(goal.pk) in citizen.get(where + "ubah/?hari=2022-02-08").content.decode()
    chosen = citizen.post(where + "ubah/", {"jam": goal.pk})
    assert chosen["Location"] == f"{where}ubah/periksa/?jam={goal.pk}"
    page = citizen.get(chosen["Location"]).content.decode()
    assert "Senin, 7 Februari 2022" in page
    assert "Selasa, 8 Februari 2022" in page
    assert Booking.objects.get().slot_id != goal.pk, "nothing moves before it is confirmed"
    for _ in range(2):
        sent = citizen.post(where + "ubah/periksa/", {"jam": goal.pk, "kunci": "k1"})
        assert sent["Location"] == where + "?diubah=1"
    page = citizen.get(sent["Location"]).content.decode()
    assert "Jadwal sudah diubah" in page
    assert "semula Senin, 7 Februari 2022" in page
    again = citizen.get(where + "ubah/")
    assert again.status_code == 409
    assert "sudah pernah diubah" in again.content.decode()


def test_on_the_day_itself_the_page_tells_the_rule_and_the_way_on(office, citizen, booked, monkeypatch):
    later(monkeypatch, NINE - timedelta(hours=3))
    page = citizen.get(f"/tiket/{booked.pk}/ubah/")
    assert page.status_code == 409
    assert "jadwal khusus di meja bantuan" in page.content.decode()


def test_nobody_moves_anothers_visit(office, booked):
    stranger = signed_in(people.a_citizen_account(now=MORNING))
    for path in ("ubah/", "ubah/periksa/?jam=1", "surat/", "surat/pdf"):
        assert stranger.get(f"/tiket/{booked.pk}/{path}")["Location"] == "/tiket/"
    elsewhere = officer(offices.furnished_office("SKA", name="Surakarta"))
    for path in ("ubah/", "ubah/periksa/?jam=1", "khusus/"):
        assert elsewhere.get(f"/kantor-saya/bantuan/{booked.pk}/{path}").status_code == 404


@pytest.mark.parametrize("hour", HOSTILE)
def test_bad_hours_are_answered_in_words(citizen, booked, hour):
    where = f"/tiket/{booked.pk}/ubah/"
    assert citizen.post(where, {"jam": hour}).status_code == 422
    assert citizen.get(where + "periksa/", {"jam": hour}).status_code == 302
    assert citizen.post(where + "periksa/", {"jam": hour, "kunci": hour}).status_code in (302, 303)


def test_the_gate_tells_of_a_moved_visit_when_the_old_code_is_shown(office, citizen, booked, monkeypatch):
    old = Ticket(booked.pk, office.office.pk, office.point.pk, NINE.date(), NINE, 1)
    goal = a_slot(office, TUESDAY)
    citizen.post(f"/tiket/{booked.pk}/ubah/periksa/", {"jam": goal.pk, "kunci": "k"})
    later(monkeypatch, NINE)
    gate = officer(office, Role.GATE)
    page = gate.post("/gerbang/periksa/", {"kode": write_ticket(old, keyring())}, follow=True).content.decode()
    assert "sudah diubah" in page
    assert "Selasa, 8 Februari 2022" in page


def test_a_missed_visit_says_why_and_the_way_on(citizen, booked, monkeypatch):
    later(monkeypatch, TUESDAY)
    mark_missed(by=SYSTEM, now=TUESDAY)
    page = citizen.get(f"/tiket/{booked.pk}/").content.decode()
    assert "Tidak ada yang datang" in page
    assert "<svg" not in page.partition('class="qr"')[2][:200]
    assert "Hangus" in citizen.get("/nomor-saya/").content.decode()


def test_a_ticket_says_that_needs_are_known(citizen, booked, office):
    note_needs(booking_id=booked.pk, needs=[Needs((Need.WHEELCHAIR,))], by=SYSTEM, now=MORNING)
    assert "memakai kursi roda" in citizen.get(f"/tiket/{booked.pk}/").content.decode()
    assert "Kursi roda" in officer(office).get(f"/kantor-saya/bantuan/{booked.pk}/").content.decode()


def test_a_special_time_takes_two_officers(office, booked, monkeypatch):
    later(monkeypatch, TUESDAY)
    goal = a_slot(office, TUESDAY + timedelta(days=1))
    first, second = officer(office), officer(office, Role.HEAD)
    where = f"/kantor-saya/bantuan/{booked.pk}/khusus/"
    assert first.get(where).status_code == 200
    answers = {"alasan": "ill", "bukti": "Surat dokter 7/2022", "jam": goal.pk}
    for name, wrong in (("alasan", "x"), ("bukti", "abc"), ("bukti", "x" * 400), ("jam", "²"), ("jam", "999999")):
        assert first.post(where, {**answers, name: wrong}).status_code == 422
    assert first.post(where, answers).status_code == 303
    relief = Relief.objects.get()
    listed, one = "/kantor-saya/khusus/", f"/kantor-saya/khusus/{relief.pk}/"
    assert "Pemohon sakit" in second.get(listed).content.decode()
    assert first.post(one, {"putusan": "setuju"}).status_code == 403
    assert "Surat dokter 7/2022" in second.get(one).content.decode()
    assert second.post(one, {"putusan": "setuju"})["Location"] == listed + "?putus=1"
    booked.refresh_from_db()
    assert (booked.slot_id, booked.state) == (goal.pk, "booked")
    assert second.get(one).status_code == 409
    assert officer(offices.furnished_office("SKA", name="Surakarta")).get(one).status_code == 404


@pytest.fixture
def permits(office) -> Service:
    service = office.services[ServiceKind.STAY_PERMIT]
    Service.objects.filter(pk=service.pk).update(has_deadline=True)
    return service


def as_far_as_permits(citizen: Client, service: Service) -> str:
    citizen.post("/ambil-nomor/layanan/", {"kantor": "jakarta-selatan", "layanan": service.code})
    citizen.post("/ambil-nomor/wilayah/", {"wilayah": "-", "lanjut": "1"})
    return citizen.post("/ambil-nomor/orang/", {"orang": "1"})["Location"]


def ends(day: int, month: int, year: int) -> dict[str, str]:
    return {"berakhir_tanggal": str(day), "berakhir_bulan": str(month), "berakhir_tahun": str(year)}


ANN = {"negara": "AUS", "paspor": "N1234567", "nama": "Ann Lee", "prioritas": "", "lahir_tanggal": "3",
       "lahir_bulan": "4", "lahir_tahun": "1990"}  # fmt: skip


def test_a_holder_gets_a_seat_before_the_end_and_a_letter_in_both_languages(office, citizen, permits):
    assert as_far_as_permits(citizen, permits) == "/ambil-nomor/izin/"
    assert citizen.post("/ambil-nomor/izin/", ends(8, 2, 2022))["Location"] == "/ambil-nomor/hari/"
    page = citizen.get("/ambil-nomor/hari/").content.decode()
    assert "Minta kursi terjamin" in page
    assert citizen.post("/ambil-nomor/hari/", {"jam": "terjamin"})["Location"] == "/ambil-nomor/pemohon/1/"
    answers = {**ANN, "kebutuhan": ["interpreter"], "bahasa": "Mandarin"}
    assert citizen.post("/ambil-nomor/pemohon/1/", {**answers, "bahasa": ""}).status_code == 422
    assert citizen.post("/ambil-nomor/pemohon/1/", answers)["Location"] == "/ambil-nomor/pemberitahuan/"
    told = citizen.post("/ambil-nomor/pemberitahuan/", {"versi": "1", "setuju": "on"})
    assert told["Location"] == "/ambil-nomor/periksa/"
    assert "Mandarin" in citizen.get("/ambil-nomor/periksa/").content.decode()
    ticket = citizen.post("/ambil-nomor/periksa/")["Location"].partition("?")[0]
    assert PermitDeadline.objects.get().added == 1
    letter = citizen.get(ticket + "surat/").content.decode()
    for said in ("Ann Lee", "Selasa, 8 Februari 2022", "Tuesday, 8 February 2022", "Jumat, 4 Februari 2022"):
        assert said in letter
    pdf = citizen.get(ticket + "surat/pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert len(pdf.content) < 60_000
    assert pdf["Cache-Control"] == "no-store"


def test_offers_no_day_past_the_end(office, citizen, permits):
    a_slot(office, NINE, ServiceKind.STAY_PERMIT)
    late = a_slot(office, TUESDAY, ServiceKind.STAY_PERMIT)
    as_far_as_permits(citizen, permits)
    citizen.post("/ambil-nomor/izin/", ends(8, 2, 2022))
    page = citizen.get("/ambil-nomor/hari/?hari=2022-02-08").content.decode()
    assert "terjamin" not in page
    assert "?hari=2022-02-07" in page
    assert "?hari=2022-02-08#jam" not in page
    assert citizen.post("/ambil-nomor/hari/", {"jam": late.pk}).status_code == 422


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        (ends(3, 2, 2022), 409, "pasal 78"),
        (ends(1, 12, 2022), 409, "Kembali ke halaman ini mulai"),
        (ends(1, 1, 9999), 422, "paling lama 5 tahun"),
        (ends(1, 1, 1900), 409, "pasal 78"),
        (ends(31, 2, 2022), 422, "tidak mungkin"),
        ({}, 422, "Tulis tanggal"),
        ({"berakhir_tanggal": "🙂", "berakhir_bulan": "²", "berakhir_tahun": "x" * 9999}, 422, "tidak mungkin"),
    ],
)
def test_the_permits_page_is_kind_and_exact(office, citizen, permits, typed, status, said):
    as_far_as_permits(citizen, permits)
    page = citizen.post("/ambil-nomor/izin/", typed)
    assert page.status_code == status
    assert said in page.content.decode()
    assert "Rp" not in page.content.decode(), "no amount is computed here"


def test_the_help_desk_asks_for_the_end_and_grants(office, permits):
    desk = officer(office)
    answers = {"layanan": "izin-tinggal.wna", "orang": "1", "kunci": "k", "terjamin": "1", "diberitahu": "1"}
    answers |= {f"p1-{name}": value for name, value in ANN.items()}
    assert desk.post("/kantor-saya/bantuan/", answers).status_code == 422
    for wrong in (ends(1, 1, 1), ends(1, 1, 9999)):
        assert desk.post("/kantor-saya/bantuan/", answers | wrong).status_code == 422
    assert desk.post("/kantor-saya/bantuan/", answers | ends(8, 2, 2022)).status_code == 303
    assert PermitDeadline.objects.get().is_guaranteed


def test_an_urgent_seat_is_taken_with_evidence_and_counted(office):
    pool = a_slot(office, NINE, channel=Channel.URGENT, quota=1)
    desk, where = officer(office), "/kantor-saya/bantuan/mendesak/"
    person = {"nik": "3174096802909001", "nama": "Siti", "prioritas": "", "lahir_tanggal": "28", "lahir_bulan": "2"}
    answers = {
        "layanan": "paspor.wni",
        "kunci": "u",
        "jam": pool.pk,
        "perkara": "death",
        "bukti": "Surat 1/2022",
        "diberitahu": "1",
    }
    answers |= {f"p1-{name}": value for name, value in {**person, "lahir_tahun": "1990"}.items()}
    for name, wrong in (("bukti", ""), ("perkara", "x"), ("jam", "1" * 30), ("p1-nik", "1")):
        assert desk.post(where, {**answers, name: wrong}).status_code == 422
    assert desk.post(where, answers).status_code == 303
    assert UrgentClaim.objects.get().kind == "death"
    page = desk.get(where + "?layanan=paspor.wni").content.decode()
    assert "habis" in page
    assert officer(office, Role.GATE).get(where).status_code == 403


def test_pages_ask_the_database_little(office, citizen, booked, django_assert_max_num_queries):
    a_slot(office, TUESDAY)
    with django_assert_max_num_queries(20):
        assert citizen.get(f"/tiket/{booked.pk}/").status_code == 200
    with django_assert_max_num_queries(20):
        assert citizen.get(f"/tiket/{booked.pk}/ubah/?hari=2022-02-08").status_code == 200
    desk = officer(office)
    with django_assert_max_num_queries(12):
        assert desk.get("/kantor-saya/khusus/").status_code == 200
