"""A holder moves a visit, the head gives a special time, and a permit that ends gets its seat and letter."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.days import steps
from tests.days.conftest import Office

pytestmark = [pytest.mark.browser, pytest.mark.own_cluster, pytest.mark.slow, pytest.mark.xdist_group("day")]

SARI = steps.Applicant("3174055407920011", "Sari Dewi", (14, 7, 1992))


def test_a_visit_moves_and_a_permit_gets_its_seat(office: Office, device: Callable[..., Any]) -> None:
    phone, foreigner, head = device(360, 740), device(360, 740), device(1366, 900)

    # a citizen books Tuesday, and moves to Wednesday the same day
    steps.choose_seat(phone, office="Jakarta Selatan", service="Paspor baru", people=1, day="2022-02-09", hour="10.00")
    steps.name_people(phone, [SARI])
    steps.sign_in_by_phone(phone, "0812 5555 0101")
    steps.go_on(phone, "Ambil nomor")
    code = steps.code_of(phone)
    phone.get_by_role("link", name="Ubah jadwal").click()
    steps.choose_hour(phone, day="2022-02-10", hour="09.00")
    phone.get_by_role("heading", name="Periksa jadwal baru").wait_for()
    steps.go_on(phone, "Ubah jadwal")
    phone.get_by_text("Jadwal sudah diubah.").first.wait_for()
    assert steps.code_of(phone) == code
    assert "semula Rabu, 9 Februari 2022" in phone.locator("main").inner_text()
    assert phone.get_by_role("link", name="Ubah jadwal").count() == 0

    # three foreigners whose permits end on Tuesday: every ordinary hour before is too small for them
    foreigner.goto("/ambil-nomor/layanan/?kantor=jakarta-selatan")
    foreigner.locator("input[value=perpanjangan-itas]").check(force=True)
    steps.go_on(foreigner)
    foreigner.locator("input[name=wilayah]").first.check(force=True)
    steps.go_on(foreigner)
    foreigner.get_by_label(re.compile("^3 orang")).check()
    steps.go_on(foreigner)
    for label, number in (("Tanggal", "8"), ("Bulan", "2"), ("Tahun", "2022")):
        foreigner.get_by_label(label, exact=True).fill(number)
    steps.go_on(foreigner)
    steps.go_on(foreigner, "Minta kursi terjamin")
    for n in range(3):
        foreigner.get_by_label(re.compile("Kode negara")).fill("AUS")
        foreigner.get_by_label("Nomor paspor").fill(f"N765432{n}")
        foreigner.get_by_label(re.compile("Nama")).fill(f"Ann Lee {'ABC'[n]}")
        for label, number in (("Tanggal", "3"), ("Bulan", "4"), ("Tahun", "1990")):
            foreigner.get_by_label(label, exact=True).fill(number)
        if n == 0:
            foreigner.get_by_label("Saya memakai kursi roda").check()
        steps.go_on(foreigner)
    steps.read_notice(foreigner)
    steps.sign_in_by_phone(foreigner, "0812 5555 0102")
    steps.go_on(foreigner, "Ambil nomor")
    foreigner.get_by_text("Kami tahu Anda memakai kursi roda").first.wait_for()
    foreigner.get_by_role("link", name=re.compile("Surat jadwal")).click()
    letter = foreigner.locator("main").inner_text()
    assert "Ann Lee A" in letter
    assert "Selasa, 8 Februari 2022" in letter
    assert "Tuesday, 8 February 2022" in letter

    # the head confirms what the help desk asked for, and sees the guaranteed seat
    steps.sign_in_officer(head, "jks.kepala")
    head.get_by_role("link", name=re.compile("Jadwal khusus")).click()
    assert "Sel, 8 Feb" in head.locator("main").inner_text()
    head.get_by_role("link", name=re.compile("Server tidak dapat dihubungi")).click()
    steps.go_on(head, "Setujui jadwal khusus")
    head.get_by_text("Keputusan sudah dicatat.").wait_for()
    assert office.ask("SELECT count(*) FROM loket_move WHERE kind = 'special'") == 1
