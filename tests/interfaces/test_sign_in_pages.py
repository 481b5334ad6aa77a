"""Pages of signing in: citizens by code or password, statuses, where they lead, what they never say."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.factories.offices import MORNING

from loket.foundation.notify.queries import messages_to
from loket.foundation.people.actions import sign_in_with_code
from loket.foundation.people.models import Account
from loket.interfaces.web import drafts
from loket.kit import clock
from loket.kit.actor import SYSTEM

pytestmark = pytest.mark.django_db
PHONE, E164 = "0812 3456 7890", "+6281234567890"
PASSWORD = "kuda lari di pantai"


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_source", lambda: MORNING)


def _code(phone: str = E164) -> str:
    found = re.search(r"\d{6}", messages_to([phone])[0].text)
    assert found
    return found.group()


def _signed_in(client: Client, lanjut: str = "") -> HttpResponse:
    client.post("/masuk/", {"telepon": PHONE, "lanjut": lanjut})
    return client.post("/masuk/kode/", {"kode": _code()})  # type: ignore[return-value]


def _location(response: HttpResponse) -> tuple[int, str]:
    return response.status_code, response.headers.get("Location", "")


def test_a_phone_then_its_code_opens_the_account(client: Client) -> None:
    assert _location(client.post("/masuk/", {"telepon": PHONE})) == (303, "/masuk/kode/")  # type: ignore[arg-type]
    page = client.get("/masuk/kode/").content.decode()
    assert "0812-••••-890" in page
    assert f"Peragaan: kode Anda {_code()}" in page
    assert _location(client.post("/masuk/kode/", {"kode": _code()})) == (303, "/akun/")  # type: ignore[arg-type]
    assert "0812-3456-7890" in client.get("/akun/").content.decode()


def test_whoever_was_sent_to_sign_in_comes_back_to_the_same_page(client: Client) -> None:
    sent = client.get("/akun/?tab=1")
    assert sent.headers["Location"] == "/masuk/?lanjut=/akun/%3Ftab%3D1"
    assert 'name="lanjut" value="/akun/?tab=1"' in client.get(sent.headers["Location"]).content.decode()
    assert _location(_signed_in(client, "/akun/?tab=1")) == (303, "/akun/?tab=1")


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.com/",
        "//example.com/",
        "/\\example.com",
        "\\\\example.com",
        "javascript:alert(1)",
        "/\t/example.com",
        "///example.com",
        "http:///example.com",
        "/masuk/",
        "/keluar/",
        "akun/",
        "/" + "a" * 600,
    ],
)
def test_never_leads_off_this_site_or_in_a_circle(client: Client, elsewhere: str) -> None:
    response = _signed_in(client, elsewhere)
    if response.status_code == 400:  # a control character: the bounds turned it away
        assert "\t" in elsewhere
    else:
        assert _location(response) == (303, "/akun/")


@pytest.mark.parametrize(
    ("telepon", "sentence"),
    [
        ("", "Tulis nomor telepon Anda."),
        ("halo", "Nomor telepon ini belum benar."),
        ("0812\u202e345", "Nomor telepon ini belum benar."),
        ("💥" * 10, "Nomor telepon ini belum benar."),
        ("-1", "Nomor telepon ini belum benar."),
        ("'; DROP TABLE x; --", "Nomor telepon ini belum benar."),
        ("9" * 10_000, "paling panjang 30"),
    ],
)
def test_bad_phone_numbers_get_a_sentence_at_the_field_and_keep_what_was_typed(
    client: Client, telepon: str, sentence: str
) -> None:
    response = client.post("/masuk/", {"telepon": telepon})
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert 'href="#id_telepon"' in page
    assert 'aria-invalid="true"' in page


def test_a_nul_is_turned_away_without_a_fault_of_ours(client: Client) -> None:
    assert 400 <= client.post("/masuk/", {"telepon": "08\x0012"}).status_code < 500


def test_what_was_typed_stays_in_the_field(client: Client) -> None:
    assert 'value="0812"' in client.post("/masuk/", {"telepon": "0812"}).content.decode()


@pytest.mark.parametrize("kode", ["", "12", "abcdef", "1" * 10_000, "٣٣٣٣٣٣", "-12345"])
def test_bad_codes_get_a_sentence_at_the_field(client: Client, kode: str) -> None:
    client.post("/masuk/", {"telepon": PHONE})
    response = client.post("/masuk/kode/", {"kode": kode})
    assert response.status_code == 422
    assert 'href="#id_kode"' in response.content.decode()


def test_the_sixth_code_is_refused_with_the_time_to_come_back(client: Client) -> None:
    for _ in range(5):
        client.post("/masuk/", {"telepon": PHONE})
    response = client.post("/masuk/", {"telepon": PHONE})
    assert response.status_code == 429
    assert "Coba lagi pukul 08.15 WIB." in response.content.decode()
    assert client.post("/masuk/kode/lagi/").status_code == 429


def test_without_a_phone_there_is_no_page_for_the_code(client: Client) -> None:
    assert _location(client.get("/masuk/kode/")) == (303, "/masuk/")  # type: ignore[arg-type]
    assert _location(client.post("/masuk/kode/lagi/")) == (303, "/masuk/")  # type: ignore[arg-type]
    assert client.get("/masuk/kode/lagi/").status_code == 405


def test_a_known_and_an_unknown_phone_get_the_same_pages(client: Client) -> None:
    _signed_in(client)
    pages = []
    for phone in ("0812 3456 7890", "0812 9999 8890"):
        stranger = Client()
        first = stranger.post("/masuk/", {"telepon": phone})
        page = stranger.get("/masuk/kode/").content.decode()
        pages.append((first.status_code, re.sub(r'value="\w{64}"|\b\d{6}\b', "", page)))
    assert pages[0] == pages[1]


def test_a_wrong_password_and_an_unknown_phone_get_the_same_page(client: Client) -> None:
    _signed_in(client)
    client.post("/akun/kata-sandi/", {"kata_sandi_baru": PASSWORD})
    pages = []
    for phone in (PHONE, "0812 9999 8888"):
        response = Client().post("/masuk/sandi/", {"telepon": phone, "kata_sandi": "salah salah salah"})
        page = re.sub(r'value="[^"]*"', "", response.content.decode())
        pages.append((response.status_code, page))
    assert pages[0] == pages[1]
    assert pages[0][0] == 422


def test_a_password_is_never_sent_back_to_the_page(client: Client) -> None:
    page = client.post("/masuk/sandi/", {"telepon": PHONE, "kata_sandi": "rahasia sekali"}).content.decode()
    assert "rahasia sekali" not in page
    assert PHONE in page


def test_a_password_made_after_a_code_signs_in_and_keeps_this_session(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Client()
    _signed_in(other)
    monkeypatch.setattr(clock, "_source", lambda: MORNING + timedelta(minutes=1))
    _signed_in(client)
    assert _location(client.post("/akun/kata-sandi/", {"kata_sandi_baru": PASSWORD})) == (303, "/akun/")  # type: ignore[arg-type]
    assert client.get("/akun/").status_code == 200
    assert other.get("/akun/").status_code == 302
    again = Client().post("/masuk/sandi/", {"telepon": PHONE, "kata_sandi": PASSWORD, "lanjut": "/akun/?a=1"})
    assert _location(again) == (303, "/akun/?a=1")  # type: ignore[arg-type]


def test_whoever_only_knows_the_password_can_t_change_it(client: Client) -> None:
    _signed_in(client)
    client.post("/akun/kata-sandi/", {"kata_sandi_baru": PASSWORD})
    by_password = Client()
    by_password.post("/masuk/sandi/", {"telepon": PHONE, "kata_sandi": PASSWORD})
    response = by_password.post("/akun/kata-sandi/", {"kata_sandi_baru": "kata sandi yang lain"})
    assert response.status_code == 403
    assert Account.objects.get().check_password(PASSWORD)


def test_a_weak_password_is_refused_at_its_field(client: Client) -> None:
    _signed_in(client)
    response = client.post("/akun/kata-sandi/", {"kata_sandi_baru": "pendek"})
    assert response.status_code == 422
    assert "paling sedikit 10 huruf" in response.content.decode()


def test_signing_in_turns_the_session_s_key_and_keeps_drafts(client: Client) -> None:
    client.post("/masuk/", {"telepon": PHONE})
    session = client.session
    drafts.put(session, "booking", {"name": "Suparmi"}, now=MORNING)
    session.save()
    before = session.session_key
    client.post("/masuk/kode/", {"kode": _code()})
    assert client.session.session_key != before
    assert drafts.get(client.session, "booking", now=MORNING) == {"name": "Suparmi"}


def test_another_account_s_draft_never_goes_along(client: Client) -> None:
    _signed_in(client)
    session = client.session
    drafts.put(session, "booking", {"name": "Suparmi"}, now=MORNING)
    session.save()
    client.post("/masuk/", {"telepon": "0812 9999 8888"})
    client.post("/masuk/kode/", {"kode": _code("+6281299998888")})
    assert drafts.get(client.session, "booking", now=MORNING) == {}
    assert "0812-9999-8888" in client.get("/akun/").content.decode()


def test_signing_out_takes_a_button_and_ends_the_session(client: Client) -> None:
    _signed_in(client)
    assert client.get("/keluar/").status_code == 200
    assert client.get("/akun/").status_code == 200
    assert _location(client.post("/keluar/")) == (303, "/")  # type: ignore[arg-type]
    assert client.get("/akun/").status_code == 302


@pytest.mark.parametrize(
    "path", ["/masuk/", "/masuk/kode/", "/masuk/sandi/", "/keluar/", "/bahasa/", "/petugas/masuk/"]
)
def test_every_form_needs_its_protecting_token(path: str) -> None:
    assert Client(enforce_csrf_checks=True).post(path, {"telepon": PHONE}).status_code == 403


def test_the_language_switch_stays_and_returns_to_the_same_page(client: Client) -> None:
    response = client.post("/bahasa/", {"language": "en", "next": "/masuk/?lanjut=/akun/"})
    assert _location(response) == (303, "/masuk/?lanjut=/akun/")  # type: ignore[arg-type]
    assert client.cookies["bahasa"].value == "en"
    assert '<html lang="en">' in client.get("/masuk/").content.decode()


@pytest.mark.parametrize("where", ["https://example.com/", "//example.com", "", "/" + "a" * 600])
def test_the_language_switch_never_leads_off_this_site(client: Client, where: str) -> None:
    assert _location(client.post("/bahasa/", {"language": "en", "next": where})) == (303, "/")  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["", "xx", "en" * 5000, "../id"])
def test_an_unknown_language_changes_nothing(client: Client, language: str) -> None:
    assert client.post("/bahasa/", {"language": language, "next": "/masuk/"}).status_code == 303
    assert "bahasa" not in client.cookies


def test_an_account_s_messages_follow_the_switch(client: Client) -> None:
    _signed_in(client)
    client.post("/bahasa/", {"language": "en", "next": "/akun/"})
    assert Account.objects.get().language == "en"


def test_the_demo_s_screen_shows_this_session_s_phones_only(client: Client) -> None:
    client.post("/masuk/", {"telepon": PHONE})
    Client().post("/masuk/", {"telepon": "0812 9999 8888"})
    page = client.get("/demo/pesan/").content.decode()
    assert "0812-3456-7890" in page
    assert "0812-9999-8888" not in page
    assert "Belum ada pesan" in Client().get("/demo/pesan/").content.decode()


def test_pages_of_signing_in_ask_the_database_little(client: Client, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(0):  # type: ignore[operator]
        client.get("/masuk/")
    _signed_in(client)
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        client.get("/akun/")


def test_no_page_of_signing_in_puts_a_phone_into_an_address(client: Client) -> None:
    hops = [client.post("/masuk/", {"telepon": PHONE}), client.post("/masuk/kode/", {"kode": _code()})]
    assert all("812" not in hop.headers["Location"] for hop in hops)


def test_a_code_too_late_is_refused_on_the_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.post("/masuk/", {"telepon": PHONE})
    code = _code()
    monkeypatch.setattr(clock, "_source", lambda: MORNING + timedelta(minutes=10))
    assert client.post("/masuk/kode/", {"kode": code}).status_code == 422
    on_time = sign_in_with_code(
        phone=PHONE, code=code, language="id", client="x", by=SYSTEM, now=MORNING + timedelta(minutes=9)
    )
    assert on_time.is_new
