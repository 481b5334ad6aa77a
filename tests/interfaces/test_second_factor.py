"""Outside the demo a password opens no page of officers: the second step first, an own password before it."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.http import HttpResponse
from django.test import Client
from tests.authenticator import Authenticator
from tests.factories.offices import MORNING, furnished_office
from tests.factories.people import PIN
from tools.audiences import addresses

from loket.foundation.audit.models import LedgerLine
from loket.foundation.offices.models import Office
from loket.foundation.people.actions import add_officer, hire_staff
from loket.foundation.people.models import Account, Staff
from loket.foundation.people.rules import Role
from loket.kit import clock
from loket.kit.actor import SYSTEM, Actor, ActorKind

pytestmark = pytest.mark.django_db
PASSWORD = "meja kayu jati tua"
STEP = "/petugas/langkah-kedua/"
UUID = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(autouse=True)
def _outside_the_demo(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.LOKET_SECOND_FACTOR = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # these tests are not about hashes
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    monkeypatch.setattr(clock, "_source", lambda: MORNING)


@pytest.fixture
def office() -> Office:
    return furnished_office().office


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "localhost"})


def hire(login: str, office: Office, role: Role = Role.COUNTER, pin: str = PIN) -> Staff:
    staff_id = hire_staff(
        login=login, name=login.title(), role=role, office_id=office.pk, password=PASSWORD, pin=pin, by=SYSTEM,
        now=MORNING,
    )  # fmt: skip
    return Staff.objects.get(pk=staff_id)


def sign_in(client: Client, login: str, password: str = PASSWORD) -> HttpResponse:
    return client.post("/petugas/masuk/", {"nama_petugas": login, "kata_sandi": password})  # type: ignore[return-value]


def code_of(secret: str, step: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1] + step))


def enrol_app(client: Client) -> str:
    """Sets an app up and returns its secret."""
    page = client.get(f"{STEP}aplikasi/").content.decode()
    secret = re.search(r'<b translate="no">([A-Z2-7 ]+)</b>', page)[1].replace(" ", "")  # type: ignore[index]
    sent = client.post(f"{STEP}aplikasi/", {"kode": code_of(secret)})
    assert sent.status_code == 303, sent.content.decode()
    return secret


def options_of(page: str) -> str:
    return html.unescape(re.search(r'data-options="([^"]+)"', page)[1])  # type: ignore[index]


def filled(route: str) -> str:
    route = re.sub(r"<uuid:\w+>", UUID, route)
    return "/" + re.sub(r"<\w+:\w+>", "1", route)


STAFF_ROUTES = [address.route for address in addresses() if address.audience.startswith("staff:")]


def test_every_officers_page_leads_to_the_second_step(client: Client, office: Office) -> None:
    hire("kepala", office, Role.HEAD)
    sign_in(client, "kepala")
    assert len(STAFF_ROUTES) > 30
    for route in STAFF_ROUTES:
        path = filled(route)
        for answer in (client.get(path), client.post(path, {"petugas": "1", "pin": PIN})):
            where = answer.headers.get("Location", "")
            assert (answer.status_code, where.partition("?")[0]) == (302, STEP), f"{path} {answer.status_code} {where}"
    assert not LedgerLine.objects.exclude(fact__in=("people.signed_in", "people.staff_hired")).exists()


def test_the_first_sign_in_leads_to_enrolment_and_then_to_the_page_of_the_role(client: Client, office: Office) -> None:
    hire("rina", office)
    sign_in(client, "rina")
    assert client.get(STEP).headers["Location"] == f"{STEP}pilih/"
    assert client.get(f"{STEP}pilih/").status_code == 200
    enrol_app(client)
    assert client.get("/petugas/").headers["Location"] == "/loket/"
    made = client.post("/petugas/keamanan/cadangan/", follow=True)
    assert len(re.findall(r"<li>\d{8}</li>", made.content.decode())) == 10
    assert "<li>" not in client.get("/petugas/keamanan/cadangan/").content.decode().partition("<main")[2]


def test_the_next_sign_in_asks_for_a_code_and_a_wrong_one_opens_nothing(client: Client, office: Office) -> None:
    hire("rina", office)
    sign_in(client, "rina")
    secret = enrol_app(client)
    other = Client(headers={"host": "localhost"})
    sign_in(other, "rina")
    wrong = "000000" if code_of(secret) != "000000" else "111111"
    for typed in (wrong, "", "x" * 10_000, "٣٤٥٦٧٨"):
        assert other.post(STEP, {"kode": typed}).status_code == 422
    assert other.get("/loket/").headers["Location"].startswith(STEP)
    key = other.session.session_key
    passed = other.post(STEP, {"kode": code_of(secret), "lanjut": "/loket/"})
    assert (passed.status_code, passed.headers["Location"]) == (303, "/loket/")
    assert other.session.session_key != key
    assert other.get("/petugas/keamanan/").status_code == 200


def test_with_a_factor_standing_a_password_enrols_no_other(client: Client, office: Office) -> None:
    hire("rina", office)
    sign_in(client, "rina")
    enrol_app(client)
    thief = Client(headers={"host": "localhost"})
    sign_in(thief, "rina")
    for page in ("pilih/", "aplikasi/", "kunci/"):
        assert thief.get(STEP + page).status_code == 403
        assert thief.post(STEP + page, {"kode": "123456"}).status_code == 403


def test_a_key_is_a_second_factor_and_opens_nothing_alone(client: Client, office: Office) -> None:
    hire("rina", office)
    sign_in(client, "rina")
    device = Authenticator()
    answer = device.create(options_of(client.get(f"{STEP}kunci/").content.decode()))
    assert client.post(f"{STEP}kunci/", {"nama_perangkat": "USB", "jawaban": answer}).status_code == 303
    alone = Client(headers={"host": "localhost"})
    given = device.get(options_of(alone.get("/masuk/kunci/").content.decode()))
    assert alone.post("/masuk/kunci/", {"jawaban": given}).status_code == 422
    assert alone.get("/loket/").headers["Location"].startswith("/petugas/masuk/")
    sign_in(alone, "rina")
    given = device.get(options_of(alone.get(STEP).content.decode()))
    assert alone.post(STEP, {"jawaban": given}).status_code == 303
    assert alone.post(STEP, {"jawaban": given}).status_code == 422, "an answer counts once"
    assert alone.get("/petugas/keamanan/").status_code == 200


def test_a_pin_hands_over_only_today_and_not_what_is_the_officer_s_own(
    client: Client, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    hire("rina", office)
    kepala = hire("kepala", office, Role.HEAD)
    sign_in(client, "rina")
    enrol_app(client)
    changed = client.post("/petugas/ganti/", {"petugas": kepala.pk, "pin": PIN})
    assert changed.headers["Location"] == "/kantor-saya/"
    assert client.get("/kantor-saya/kalender/").status_code == 200
    assert client.get("/kantor-saya/petugas/").headers["Location"].startswith(STEP)
    assert client.get(f"{STEP}aplikasi/").status_code == 403, "a PIN enrols no factor"
    monkeypatch.setattr(clock, "_source", lambda: MORNING + timedelta(hours=24))
    assert client.get("/kantor-saya/kalender/").headers["Location"].startswith(STEP)


def test_a_first_password_leads_to_an_own_one_before_anything_else(client: Client, office: Office) -> None:
    head = hire("kepala", office, Role.HEAD)
    by = Actor(ActorKind.STAFF, head.account_id, office.pk)
    made = add_officer(login="budi", name="Budi", role=Role.GATE, office_id=office.pk, by=by, now=MORNING)
    sign_in(client, "budi", made.password)
    own = "/petugas/kata-sandi-baru/"
    assert client.get("/gerbang/").headers["Location"].startswith(own)
    assert client.get(STEP).headers["Location"] == own
    assert client.get(f"{STEP}aplikasi/").headers["Location"] == "/petugas/masuk/"
    for weak in ("pendek", made.password, ""):
        assert client.post(own, {"kata_sandi_baru": weak}).status_code == 422
    assert client.post(own, {"kata_sandi_baru": PASSWORD}).status_code == 303
    assert client.get("/gerbang/").headers["Location"].startswith(STEP)


def test_half_way_an_officer_is_nobody_on_other_pages(client: Client, office: Office) -> None:
    hire("rina", office)
    sign_in(client, "rina")
    assert client.get("/akun/").headers["Location"].startswith("/masuk/")
    assert client.get("/").status_code == 200
    assert client.post("/keluar/").headers["Location"] == "/petugas/masuk/"
    assert client.get(STEP).headers["Location"] == "/petugas/masuk/"


def test_the_demo_says_that_it_is_off(client: Client, office: Office, settings: Any) -> None:
    assert "dimatikan" not in client.get("/petugas/masuk/").content.decode()
    settings.LOKET_SECOND_FACTOR = False
    hire("rina", office)
    assert "dimatikan" in client.get("/petugas/masuk/").content.decode()
    sign_in(client, "rina")
    assert client.get("/petugas/keamanan/").status_code == 200
    assert Account.objects.filter(authenticator__isnull=False).count() == 0
