"""Citizens' pages of passkeys, e-mail, and the help desk's page for a lost telephone."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.authenticator import Authenticator
from tests.factories import booking, people
from tests.factories.offices import MORNING, furnished_office

from loket.foundation.notify.queries import messages_to
from loket.foundation.offices.rules import Nationality
from loket.foundation.people.actions import issue_code
from loket.foundation.people.models import Account
from loket.foundation.people.queries import mailbox_of
from loket.foundation.people.queries_staff import passkeys_of
from loket.foundation.people.rules import Role
from loket.kit import clock
from loket.kit.actor import SYSTEM, Actor, ActorKind
from loket.planning.booking.actions import Applicant, book_party

pytestmark = pytest.mark.django_db
PHONE, NEW = "+6281200000011", "+6281200000022"
KEYS = "/akun/kunci/"


@pytest.fixture(autouse=True)
def _morning(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # these tests are not about hashes
    monkeypatch.setattr(clock, "_source", lambda: MORNING)


def visitor() -> Client:
    return Client(headers={"host": "localhost"})


def signed_in(phone: str = PHONE) -> Client:
    client = visitor()
    client.post("/masuk/", {"telepon": phone})
    code = issue_code(phone=phone, client="x", by=Actor(ActorKind.CITIZEN), now=MORNING)
    assert client.post("/masuk/kode/", {"kode": code}).status_code == 303
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


def options_of(answer: Any) -> str:
    return html.unescape(re.search(r'data-options="([^"]+)"', text(answer))[1])  # type: ignore[index]


def add(client: Client, device: Authenticator, name: str = "HP Siti") -> Any:
    answer = device.create(options_of(client.get(f"{KEYS}tambah/")))
    return client.post(f"{KEYS}tambah/", {"nama_perangkat": name, "jawaban": answer})


def enter(client: Client, device: Authenticator) -> Any:
    answer = device.get(options_of(client.get("/masuk/kunci/")))
    return client.post("/masuk/kunci/", {"jawaban": answer, "lanjut": KEYS})


def test_a_citizen_adds_a_passkey_signs_in_by_it_names_and_removes_it() -> None:
    client, device = signed_in(), Authenticator()
    assert "Belum ada kunci sandi" in text(client.get(KEYS))
    assert add(client, device).headers["Location"] == KEYS
    other = visitor()
    assert enter(other, device).headers["Location"] == KEYS
    key = passkeys_of(Account.objects.get().pk)[0]
    assert other.post(f"{KEYS}{key.id}/", {"nama_perangkat": "Laptop"}).status_code == 303
    assert "Laptop" in text(client.get(KEYS))
    assert client.post(f"{KEYS}{key.id}/hapus/").status_code == 303
    assert client.get(KEYS).status_code == 200
    assert other.get(KEYS).headers["Location"].startswith("/masuk/"), "other devices are out"
    assert enter(visitor(), device).status_code == 422


def test_an_answer_is_spent_and_rubbish_is_refused_kindly() -> None:
    client, device = signed_in(), Authenticator()
    add(client, device)
    stranger = visitor()
    answer = device.get(options_of(stranger.get("/masuk/kunci/")))
    for typed in ("", "{", "x" * 20_000, '{"response":{"userHandle":"%%%"}}', "🙂"):
        refused = stranger.post("/masuk/kunci/", {"jawaban": typed})
        assert refused.status_code == 422
        assert "tidak diterima" in text(refused)
    assert stranger.post("/masuk/kunci/", {"jawaban": answer}).status_code == 422, "its challenge was spent"


def test_a_password_alone_adds_no_passkey() -> None:
    client = signed_in()
    assert client.post("/akun/kata-sandi/", {"kata_sandi_baru": "meja kayu jati"}).status_code == 303
    thief = visitor()
    assert thief.post("/masuk/sandi/", {"telepon": PHONE, "kata_sandi": "meja kayu jati"}).status_code == 303
    assert thief.get(f"{KEYS}tambah/").status_code == 403
    assert thief.post(f"{KEYS}tambah/", {"nama_perangkat": "x", "jawaban": "{}"}).status_code == 403


def test_others_passkeys_are_not_there() -> None:
    client, device = signed_in(), Authenticator()
    add(client, device)
    key = passkeys_of(Account.objects.get().pk)[0]
    stranger = signed_in(NEW)
    assert stranger.get(f"{KEYS}{key.id}/").status_code == 404
    assert stranger.post(f"{KEYS}{key.id}/hapus/").status_code == 404


@pytest.mark.parametrize("path", ["/masuk/kunci/", "/masuk/"])
def test_the_pages_work_without_scripts_and_say_so(path: str) -> None:
    page = text(visitor().get(path))
    assert "/masuk/" in page
    assert path == "/masuk/" or "JavaScript" in page


def test_an_e_mail_address_is_given_confirmed_and_taken_off() -> None:
    client = signed_in()
    for wrong in ("", "siti", "x" * 10_000, "a@b"):
        assert client.post("/akun/surel/", {"surel": wrong}).status_code == 422
    assert client.post("/akun/surel/", {"surel": "siti@contoh.id"}).headers["Location"] == "/akun/surel/kode/"
    assert "belum dipastikan" in text(client.get("/akun/"))
    assert client.post("/akun/surel/kode/", {"kode": "00000"}).status_code == 422
    told = next(m.text for m in messages_to([PHONE]) if "surel" in m.text)
    code = re.search(r"[0-9]{6}", told)[0]  # type: ignore[index]
    assert client.post("/akun/surel/kode/", {"kode": code}).status_code == 303
    page = text(client.get("/akun/"))
    assert "siti@contoh.id" in page
    assert "belum dipastikan" not in page
    assert client.post("/akun/surel/hapus/").status_code == 303
    assert mailbox_of(Account.objects.get()) is None


RECOVER = "/kantor-saya/bantuan/akun/"


def test_the_help_desk_moves_an_account_whose_person_is_proven() -> None:
    place = furnished_office()
    officer = visitor()
    officer.force_login(people.an_officer(Role.HELP_DESK, place.office, now=MORNING).account)
    account = people.a_citizen_account(phone=PHONE, now=MORNING)
    siti = people.a_nik()
    slot = booking.an_open_slot(place.point, place.passport, quota=5, now=MORNING)
    who = Applicant(siti, Nationality.WNI, "Siti", date(1990, 5, 17))
    book_party(slot_id=slot.pk, applicants=[who], key="k", account_id=account.pk, by=SYSTEM, now=MORNING)
    sent = {
        "nomor_lama": PHONE, "identitas": siti.key.removeprefix("nik:"), "dokumen": "ktp", "cocok": "on",
        "nomor_baru": NEW,
    }  # fmt: skip
    stranger = people.a_nik().key.removeprefix("nik:")
    for wrong in (
        {"identitas": stranger}, {"nomor_lama": "+6281200000099"}, {"cocok": ""}, {"dokumen": ""},
        {"nomor_baru": "x"}, {"identitas": "🙂" * 10}, {"nomor_lama": "9" * 10_000},
    ):  # fmt: skip
        assert officer.post(RECOVER, {**sent, **wrong}).status_code == 422
    assert officer.get(f"{RECOVER}kode/").headers["Location"] == RECOVER
    assert officer.post(RECOVER, sent).headers["Location"] == f"{RECOVER}kode/"
    code = issue_code(phone=NEW, client="x", by=SYSTEM, now=MORNING)
    assert officer.post(f"{RECOVER}kode/", {"kode": "000"}).status_code == 422
    done = officer.post(f"{RECOVER}kode/", {"kode": code}, follow=True)
    assert "sudah dipindahkan" in text(done)
    assert signed_in(NEW).get("/akun/").status_code == 200
    assert Account.objects.filter(phone_sealed__isnull=False).count() == 1
