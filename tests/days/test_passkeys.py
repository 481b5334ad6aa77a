"""Passkeys in a real browser, by Chromium's virtual authenticator over CDP."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = "0812-0000-0001"
#: A phone with a fingerprint reader: keeps passkeys, verifies its owner, is always touched.
READER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_citizen_adds_a_passkey_and_comes_back_by_it(device: Callable[..., Any], office: Any) -> None:
    page = device(360, 740)
    site = office.url.replace("127.0.0.1", "localhost")  # browsers make no passkeys for a bare IP address
    reader = page.context.new_cdp_session(page)
    reader.send("WebAuthn.enable")
    reader.send("WebAuthn.addVirtualAuthenticator", {"options": READER})
    page.goto(f"{site}/masuk/?lanjut=/akun/kunci/tambah/")
    page.get_by_label("Nomor telepon").fill(PHONE)
    page.get_by_role("button", name="Kirim kode").click()
    code = re.search(r"\b\d{6}\b", page.get_by_text("Peragaan: kode").inner_text())
    assert code
    page.get_by_label("Kode 6 angka").fill(code[0])
    page.get_by_role("button", name="Masuk").click()
    page.get_by_label("Nama perangkat").fill("HP Siti")
    page.get_by_role("button", name="Simpan di perangkat ini").click()
    page.wait_for_url("**/akun/kunci/")
    assert page.get_by_text("HP Siti").first.is_visible()
    page.context.clear_cookies()
    page.goto(f"{site}/masuk/")
    page.get_by_role("link", name="Masuk dengan kunci sandi").click()
    page.get_by_role("button", name="Buka dengan perangkat ini").click()
    page.wait_for_url("**/akun/")
    assert page.get_by_role("heading", name="Akun Anda").is_visible()


def test_without_scripts_the_page_says_so_and_shows_no_dead_button(device: Callable[..., Any], office: Any) -> None:
    page = device(360, 740, java_script_enabled=False)
    page.goto(f"{office.url}/masuk/kunci/")
    assert page.get_by_text("JavaScript").is_visible()
    assert not page.get_by_role("button", name="Buka dengan perangkat ini").is_visible()
    page.get_by_role("link", name="Masuk dengan kode").click()
    assert page.get_by_label("Nomor telepon").is_visible()
