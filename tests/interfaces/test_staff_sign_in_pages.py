"""Officers' pages: sign in, land on the page of the role, hand the machine over by PIN."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.factories.offices import MORNING, furnished_office
from tests.factories.people import PIN

from loket.foundation.offices.models import Office
from loket.foundation.people.actions import hire_staff
from loket.foundation.people.models import Staff
from loket.foundation.people.rules import Role
from loket.interfaces.web import drafts
from loket.interfaces.web.account.nav import NAV, landing, nav_for
from loket.kit import clock
from loket.kit.actor import SYSTEM

pytestmark = pytest.mark.django_db
PASSWORD = "meja kayu jati tua"


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_source", lambda: MORNING)


@pytest.fixture
def office() -> Office:
    return furnished_office().office


def _hire(login: str, role: Role, office: Office, *, pin: str = PIN, name: str = "") -> int:
    return hire_staff(
        login=login, name=name or login.title(), role=role, office_id=office.pk, password=PASSWORD, pin=pin,
        by=SYSTEM, now=MORNING,
    )  # fmt: skip


def _sign_in(client: Client, login: str, lanjut: str = "") -> tuple[int, str]:
    response = client.post("/petugas/masuk/", {"nama_petugas": login, "kata_sandi": PASSWORD, "lanjut": lanjut})
    return _location(response)  # type: ignore[arg-type]


def _location(response: HttpResponse) -> tuple[int, str]:
    return response.status_code, response.headers.get("Location", "")


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.HELP_DESK, "/kantor-saya/bantuan/"),
        (Role.GATE, "/gerbang/"),
        (Role.COUNTER, "/loket/"),
        (Role.HEAD, "/kantor-saya/"),
        (Role.REGION, "/kantor-saya/"),
    ],
)
def test_an_officer_lands_on_the_page_of_the_role(client: Client, office: Office, role: Role, page: str) -> None:
    _hire("rina", role, office)
    assert _sign_in(client, "rina") == (303, page)
    assert _location(client.get("/petugas/")) == (303, page)  # type: ignore[arg-type]


def test_a_page_that_asked_for_signing_in_is_returned_to_unless_it_is_another_role_s(
    client: Client, office: Office
) -> None:
    _hire("rina", Role.COUNTER, office)
    assert _sign_in(client, "rina", "/loket/3/") == (303, "/loket/3/")
    assert _sign_in(Client(), "rina", "/gerbang/") == (303, "/loket/")
    assert _sign_in(Client(), "rina", "https://example.com/") == (303, "/loket/")


@pytest.mark.parametrize("name", ["rina", "tiada", "", "x" * 10_000, "p:00", "ri\u202ena"])
def test_every_wrong_sign_in_gets_a_sentence_and_no_fault(client: Client, office: Office, name: str) -> None:
    _hire("rina", Role.GATE, office)
    response = client.post("/petugas/masuk/", {"nama_petugas": name, "kata_sandi": "salah salah salah"})
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert _location(client.get("/petugas/")) == (302, "/petugas/masuk/?lanjut=/petugas/")  # type: ignore[arg-type]


def test_a_citizen_s_session_is_not_an_officer_s(client: Client) -> None:
    assert _location(client.get("/petugas/ganti/"))[1].startswith("/petugas/masuk/")  # type: ignore[arg-type]


def test_a_colleague_takes_over_at_the_same_page_and_the_officer_before_is_out(client: Client, office: Office) -> None:
    _hire("rina", Role.COUNTER, office)
    dewi = _hire("dewi", Role.COUNTER, office, pin="112233")
    _sign_in(client, "rina")
    session = client.session
    drafts.put(session, "note", {"text": "of rina"}, now=MORNING)
    session.save()
    old_key = session.session_key
    asked = client.post("/petugas/ganti/", {"lanjut": "/loket/3/"})
    assert asked.status_code == 200
    assert 'name="lanjut" value="/loket/3/"' in asked.content.decode()
    changed = client.post("/petugas/ganti/", {"petugas": dewi, "pin": "112233", "lanjut": "/loket/3/"})
    assert _location(changed) == (303, "/loket/3/")  # type: ignore[arg-type]
    assert client.session.session_key != old_key
    assert not client.session.exists(old_key)
    assert drafts.get(client.session, "note", now=MORNING) == {}
    assert client.session["_auth_user_id"] == str(Staff.objects.get(pk=dewi).account_id)


def test_who_worked_on_this_machine_today_is_named_first(
    client: Client, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    rina = _hire("rina", Role.COUNTER, office, name="Zulaikha")
    dewi = _hire("dewi", Role.COUNTER, office, pin="112233", name="Dewi")
    _hire("agus", Role.GATE, office, name="Agus")
    _sign_in(client, "rina")
    client.post("/petugas/ganti/", {"petugas": dewi, "pin": "112233"})
    page = client.get("/petugas/ganti/").content.decode()
    assert "Hari ini di komputer ini" in page
    assert page.index("Zulaikha") < page.index("Agus")
    assert f'value="{rina}"' in page
    monkeypatch.setattr(clock, "_source", lambda: MORNING + timedelta(hours=24))
    tomorrow = client.get("/petugas/ganti/").content.decode()
    assert "Hari ini di komputer ini" not in tomorrow
    assert tomorrow.index("Agus") < tomorrow.index("Zulaikha")


@pytest.mark.parametrize("pin", ["000000", "", "12", "1" * 10_000, "abcdef"])
def test_a_wrong_pin_leaves_the_officer_where_they_are(client: Client, office: Office, pin: str) -> None:
    _hire("rina", Role.COUNTER, office)
    dewi = _hire("dewi", Role.COUNTER, office, pin="112233")
    _sign_in(client, "rina")
    response = client.post("/petugas/ganti/", {"petugas": dewi, "pin": pin})
    assert response.status_code == 422
    assert 'href="#id_pin"' in response.content.decode()
    assert "Rina" in client.get("/petugas/ganti/").content.decode()


@pytest.mark.parametrize("who", ["", "0", "-1", "9" * 40, "x"])
def test_only_a_colleague_of_the_list_can_be_chosen(client: Client, office: Office, who: str) -> None:
    _hire("rina", Role.COUNTER, office)
    _hire("dewi", Role.COUNTER, office)
    _sign_in(client, "rina")
    assert client.post("/petugas/ganti/", {"petugas": who, "pin": PIN}).status_code == 422


def test_the_sixth_pin_is_refused_with_the_time_to_come_back(client: Client, office: Office) -> None:
    _hire("rina", Role.COUNTER, office)
    dewi = _hire("dewi", Role.COUNTER, office, pin="112233")
    _sign_in(client, "rina")
    for _ in range(5):
        client.post("/petugas/ganti/", {"petugas": dewi, "pin": "000000"})
    response = client.post("/petugas/ganti/", {"petugas": dewi, "pin": "112233"})
    assert response.status_code == 429
    assert "Coba lagi pukul 08.05 WIB." in response.content.decode()


def test_an_officer_signs_out_to_the_staff_s_door(client: Client, office: Office) -> None:
    _hire("rina", Role.COUNTER, office)
    _sign_in(client, "rina")
    assert _location(client.post("/keluar/")) == (303, "/petugas/masuk/")  # type: ignore[arg-type]


def test_the_frame_names_officer_office_and_parts(client: Client, office: Office) -> None:
    _hire("rina", Role.HEAD, office)
    _hire("dewi", Role.COUNTER, office)
    _sign_in(client, "rina")
    page = client.get("/petugas/ganti/").content.decode()
    assert '<a href="/petugas/keamanan/">Rina</a> · Kepala kantor' in page
    assert "Jakarta Selatan" in page
    for path, label in nav_for(Staff.objects.get(name="Rina")):
        assert f'<a href="{path}">{label}</a>' in page


def test_every_role_has_parts_and_lands_on_the_first() -> None:
    assert set(NAV) == set(Role)
    for role, entries in NAV.items():
        assert landing(Staff(role=role)) == entries[0][0]


def test_a_form_whose_session_ended_leads_back_to_its_page(client: Client) -> None:
    host = {"Host": "testserver", "Referer": "http://testserver/gerbang/"}
    sent = client.post("/gerbang/periksa/", {"kode": "x"}, headers=host)
    assert _location(sent) == (302, "/petugas/masuk/?lanjut=/gerbang/")  # type: ignore[arg-type]
    stranger = client.post("/gerbang/periksa/", {"kode": "x"}, headers=host | {"Referer": "http://evil.example/a/"})
    assert "evil" not in stranger.headers["Location"]
