"""Households, notices, slips, contested seats on pages: rights, refusals, and what is shown to whom."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from tests.factories import booking, offices, people
from tests.factories.offices import MORNING

from loket.foundation.offices.rules import Nationality
from loket.foundation.people.actions import Relative, keep_kin, publish_notice
from loket.foundation.people.models import Kin, NoticeAct, Proof
from loket.foundation.people.persons import DocumentKind, HouseholdFull, Relation
from loket.foundation.people.queries import household
from loket.foundation.people.rules import Role, identity_of_citizen
from loket.kit import clock
from loket.kit.actor import SYSTEM
from loket.kit.clock import at_office
from loket.planning.booking.actions import Applicant, book_party
from loket.planning.booking.models import Booking, ContestedSeat, Seat

pytestmark = pytest.mark.django_db

MONDAY = date(2022, 2, 7)
LAILA = {"hubungan": "wife", "nik": "3174094203879001", "nama": "Laila Hidayat", "wali": ""}
BORN = {"lahir_tanggal": "2", "lahir_bulan": "3", "lahir_tahun": "1987"}
BAGAS = Relative(
    identity_of_citizen("3174090906139003"), "Bagas Hidayat", date(2013, 6, 9), Relation.CHILD, guardian=None
)


@pytest.fixture(autouse=True)
def morning(monkeypatch):
    monkeypatch.setattr(clock, "_source", lambda: MORNING)


@pytest.fixture
def office():
    return offices.furnished_office()


@pytest.fixture
def slots(office):
    starts = [at_office(MONDAY, datetime.min.time().replace(hour=h), "Asia/Jakarta") for h in (9, 10)]
    return [booking.an_open_slot(office.point, office.passport, quota=5, starts_at=s, now=MORNING) for s in starts]


@pytest.fixture
def account():
    return people.a_citizen_account(now=MORNING)


def signed_in(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def officer(role, office) -> Client:
    return signed_in(people.an_officer(role, office.office, now=MORNING).account)


def kept(account, relative=BAGAS):
    return keep_kin(account_id=account.pk, relative=relative, by=people.as_actor(account), now=MORNING)


def laila() -> Relative:
    return Relative(identity_of_citizen(LAILA["nik"]), LAILA["nama"], date(1987, 3, 2), Relation.WIFE)


def booked(slot, account, *, nik=LAILA["nik"], name="Laila Hidayat", born=date(1987, 3, 2)) -> Seat:
    applicants = [Applicant(identity_of_citizen(nik), Nationality.WNI, name, born)]
    claimed = book_party(
        slot_id=slot.pk, applicants=applicants, key="k", account_id=account.pk, by=people.as_actor(account), now=MORNING
    )
    return Seat.objects.get(booking_id=claimed.booking_id)


def taken_over(slots, account, office) -> Seat:
    seat = booked(slots[0], account)
    desk = people.as_actor(people.an_officer(Role.HELP_DESK, office.office, now=MORNING))
    who = Applicant(
        identity_of_citizen(LAILA["nik"]), Nationality.WNI, "Laila", date(1987, 3, 2), seen=DocumentKind.KTP
    )
    book_party(slot_id=slots[1].pk, applicants=[who], key="k", account_id=None, by=desk, now=MORNING)
    seat.refresh_from_db()
    return seat


def test_keeps_changes_and_forgets_a_person_sealed(account):
    client = signed_in(account)
    assert client.post("/keluarga/tambah/", {**LAILA, **BORN}).status_code == 303
    kin = Kin.objects.get()
    assert b"Laila" not in bytes(kin.name_sealed)
    assert "3174094203879001" in client.get("/keluarga/").content.decode()
    assert client.post(f"/keluarga/{kin.pk}/", {**LAILA, **BORN, "nama": "Laila H"}).status_code == 303
    assert household(account.pk)[0].name == "Laila H"
    assert client.post(f"/keluarga/{kin.pk}/hapus/").status_code == 303
    assert Kin.objects.count() == 0


def test_another_accounts_household_is_not_there(account, office):
    kin_id = kept(account)
    for stranger in (signed_in(people.a_citizen_account(now=MORNING)),):
        for path in (f"/keluarga/{kin_id}/", f"/keluarga/{kin_id}/hapus/"):
            assert stranger.get(path).status_code == 404
            assert stranger.post(path, {**LAILA, **BORN}).status_code == 404
        assert "Bagas" not in stranger.get("/keluarga/").content.decode()
    for role in Role:
        if role is not Role.REGION:
            assert "/masuk/" in officer(role, office).get(f"/keluarga/{kin_id}/")["Location"]
    assert Kin.objects.count() == 1


def test_a_relation_that_the_nik_contradicts_is_asked_twice_and_not_refused(account):
    client = signed_in(account)
    father = {**LAILA, **BORN, "hubungan": "father"}
    asked = client.post("/keluarga/tambah/", father)
    assert asked.status_code == 200
    assert "jenis kelamin" in asked.content.decode()
    assert client.post("/keluarga/tambah/", {**father, "yakin": asked.context["form"].seen}).status_code == 303


def test_keeps_twelve_people_and_says_so_kindly(account):
    for n in range(12):
        kept(account, Relative(people.a_nik(), f"Orang {n}", date(1990, 1, 1), Relation.OTHER))
    with pytest.raises(HouseholdFull):
        kept(account)
    answer = signed_in(account).post("/keluarga/tambah/", {**LAILA, **BORN})
    assert answer.status_code == 422
    assert "paling banyak 12 orang" in answer.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        *({"nik": "x" * 10_000}, {"nik": "3174097203879001"}, {"nama": "\u202e"}, {"nama": "🙂" * 60}),
        *({"hubungan": "uncle"}, {"lahir_tahun": "3000"}, {"lahir_bulan": "-1"}, {"nama": ""}),
    ],
)
def test_says_at_the_field_what_is_wrong(account, wrong):
    answer = signed_in(account).post("/keluarga/tambah/", {**LAILA, **BORN, **wrong})
    assert answer.status_code == 422
    assert Kin.objects.count() == 0


def to_the_notice(client, slot, ticked):
    for path, answers in (
        ("/ambil-nomor/layanan/", {"kantor": slot.point.office.slug, "layanan": slot.service.code}),
        ("/ambil-nomor/orang/", {"keluarga": ticked}),
    ):
        assert client.post(path, answers).status_code == 303
    return client.post("/ambil-nomor/hari/", {"jam": str(slot.pk)})


def test_books_a_child_and_the_mother_with_ticks_and_the_mothers_act(slots, account):
    mother = kept(account, laila())
    child = kept(account, Relative(BAGAS.who, BAGAS.name, BAGAS.born, BAGAS.relation, mother))
    client = signed_in(account)
    onward = to_the_notice(client, slots[0], [str(mother), str(child)])
    assert onward["Location"] == "/ambil-nomor/pemberitahuan/"
    page = client.get(onward["Location"]).content.decode()
    assert "Siapa wali Bagas Hidayat?" in page
    without = client.post(onward["Location"], {"versi": "1", "setuju": "on"})
    assert without.status_code == 422
    acted = {"versi": "1", "setuju": "on", "wali_2": "p1", "hubungan_2": "mother"}
    assert client.post(onward["Location"], acted)["Location"] == "/ambil-nomor/periksa/"
    assert "Laila Hidayat (Ibu)" in client.get("/ambil-nomor/periksa/").content.decode()
    assert client.post("/ambil-nomor/periksa/").status_code == 303
    assert Booking.objects.get().size == 2
    acts = NoticeAct.objects.order_by("guardian_relation")
    assert [(a.notice_id, a.account_id, a.guardian_relation) for a in acts] == [
        (1, account.pk, "mother"),
        (1, account.pk, None),
    ]
    assert b"Laila" not in bytes(acts[0].guardian_sealed)


def test_the_holder_of_the_account_may_be_the_guardian_by_name(slots, account):
    child = kept(account)
    client = signed_in(account)
    to_the_notice(client, slots[0], [str(child)])
    acted = {"versi": "1", "setuju": "on", "wali_1": "akun", "nama_1": "", "hubungan_1": "father"}
    assert client.post("/ambil-nomor/pemberitahuan/", acted).status_code == 422
    assert client.post("/ambil-nomor/pemberitahuan/", {**acted, "nama_1": "Rahmat"}).status_code == 303


def test_a_new_version_of_the_notice_asks_again_before_it_books(slots, account):
    mother = kept(account, laila())
    client = signed_in(account)
    to_the_notice(client, slots[0], [str(mother)])
    client.post("/ambil-nomor/pemberitahuan/", {"versi": "1", "setuju": "on"})
    publish_notice(text_id="Baru\nTeks.", text_en="New\nText.", valid_from=MORNING, by=SYSTEM, now=MORNING)
    again = client.post("/ambil-nomor/periksa/")
    assert again["Location"] == "/ambil-nomor/pemberitahuan/?baru=1"
    assert Booking.objects.count() == 0
    old = client.post("/ambil-nomor/pemberitahuan/", {"versi": "1", "setuju": "on"})
    assert "baru saja berubah" in old.content.decode()
    client.post("/ambil-nomor/pemberitahuan/", {"versi": "2", "setuju": "on"})
    assert client.post("/ambil-nomor/periksa/").status_code == 303
    assert NoticeAct.objects.get().notice_id == 2


def test_shows_every_version_to_everybody_and_never_lets_one_change(account):
    publish_notice(
        text_id="Nanti\nTeks.", text_en="Later\nText.", valid_from=MORNING + timedelta(days=9), by=SYSTEM, now=MORNING
    )
    page = Client().get("/privasi/pemberitahuan/").content.decode()
    assert page.index("Versi 2") < page.index("Versi 1")
    assert "Belum berlaku" in page
    assert "Berlaku sekarang" in page


def test_mends_a_slip_once_and_only_for_its_owner(slots, account):
    seat = booked(slots[0], account, name="Laila Hidayt")
    path = f"/tiket/{seat.booking_id}/salah-ketik/1/"
    stranger = signed_in(people.a_citizen_account(now=MORNING))
    assert stranger.post(path, {"nama": "Laila Hidayat", "nik": ""}).status_code == 404
    client = signed_in(account)
    assert path in client.get(f"/tiket/{seat.booking_id}/").content.decode()
    assert client.post(path, {"nama": "Orang Lain", "nik": ""}).status_code == 422
    assert client.post(path, {"nama": "Laila Hidayat", "nik": ""}).status_code == 303
    again = client.post(path, {"nama": "Laila Hidayatt", "nik": ""})
    assert again.status_code == 409
    assert "sudah pernah diperbaiki" in again.content.decode()


def test_a_slip_in_the_nik_moves_the_seat_to_the_right_person_and_tells_nothing_of_others(slots, account):
    seat = booked(slots[0], account, nik="3174094203879010")
    was = seat.person_id
    booked(slots[1], people.a_citizen_account(now=MORNING))
    path = f"/tiket/{seat.booking_id}/salah-ketik/1/"
    client = signed_in(account)
    taken = client.post(path, {"nama": "Laila Hidayat", "nik": LAILA["nik"]})
    assert taken.status_code == 409
    assert "belum dapat diterima" in taken.content.decode()
    assert client.post(path, {"nama": "Laila Hidayat", "nik": "3174094203879011"}).status_code == 303
    seat.refresh_from_db()
    assert seat.person_id != was


def test_a_frozen_ticket_says_so_without_telling_who(slots, account, office):
    seat = taken_over(slots, account, office)
    page = signed_in(account).get(f"/tiket/{seat.booking_id}/").content.decode()
    assert "Dibekukan" in page
    assert "meja bantuan Jakarta Selatan" in page
    gate = officer(Role.GATE, office)
    refused = gate.post("/gerbang/periksa/", {"kode": seat.booking.code}, follow=True).content.decode()
    assert "DITOLAK" in refused


def test_the_head_decides_and_nobody_elses_office_sees_it(slots, account, office):
    seat = taken_over(slots, account, office)
    other = officer(Role.HEAD, offices.furnished_office("SKA", name="Surakarta"))
    path = f"/kantor-saya/diperselisihkan/{seat.pk}/"
    assert other.get(path).status_code == other.post(path, {"putusan": "pulihkan"}).status_code == 404
    assert officer(Role.HELP_DESK, office).get(path).status_code == 403
    head = officer(Role.HEAD, office)
    listed = head.get("/kantor-saya/diperselisihkan/").content.decode()
    assert "Laila Hidayat" in listed
    assert head.post(path, {"putusan": "x"}).status_code == 422
    assert head.post(path, {"putusan": "pulihkan"}).status_code == 303
    assert ContestedSeat.objects.get(seat=seat).state == "restored"
    assert head.post(path, {"putusan": "berikan"}).status_code == 409


def test_the_help_desk_notes_a_document_and_corrects_with_it(slots, account, office):
    seat = booked(slots[0], account, name="Layla Hydayat")
    desk = officer(Role.HELP_DESK, office)
    base = f"/kantor-saya/bantuan/{seat.booking_id}/"
    stranger = officer(Role.HELP_DESK, offices.furnished_office("SKA", name="Surakarta"))
    assert stranger.post(f"{base}dokumen/1/", {"dokumen": "ktp"}).status_code == 404
    assert desk.post(f"{base}dokumen/1/", {"dokumen": "foto"}).status_code == 404
    assert desk.post(f"{base}dokumen/1/", {"dokumen": "ktp"}).status_code == 303
    assert Proof.objects.get().level == "document_seen"
    answers = {"dokumen": "ktp", "nama": "Laila Hidayat Putri", **BORN, "nik": ""}
    assert desk.post(f"{base}perbaiki/1/", answers).status_code == 303
    handed_on = {**answers, "nama": "Adi Nugraha", "lahir_tahun": "1970", "nik": "3671010101709001"}
    answer = desk.post(f"{base}perbaiki/1/", handed_on)
    assert answer.status_code == 409
    assert "tidak dapat dipindahkan" in answer.content.decode()
