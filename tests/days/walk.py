"""A walk past every page of every audience, errors and empty lists too. Fields are found by name, in any language."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.days.steps import PASSWORD, Applicant

See = Callable[[Any, str], None]
#: The gate lets in for the first hour.
OPENED = datetime.fromisoformat("2022-02-04T07:45+07:00")
LATER = "2022-02-10"
SUSI = Applicant("3174055101850003", "Susi Lestari", (11, 1, 1985))
A_TICKET_OF_TODAY = (
    "SELECT b.code FROM loket_booking b JOIN loket_slot s ON s.id = b.slot_id JOIN loket_servicepoint p"
    " ON p.id = s.point_id JOIN loket_office o ON o.id = p.office_id JOIN loket_service v ON v.id = s.service_id"
    " WHERE o.code = 'JKS' AND s.day = '2022-02-04' AND b.state = 'booked' AND b.size > 1 AND v.nationality = 'wni'"
    " AND v.kind = 'passport' AND s.starts_at >"
    " now() + (SELECT seconds FROM loket_clockoffset LIMIT 1) * interval '1 second'"
    " ORDER BY s.starts_at, b.id LIMIT 1"
)
OFFICE = "jakarta-selatan"


@dataclass
class Walker:
    """One who goes and shows `see` each page. `size` marks what was already passed."""

    see: See
    passed: list[str] = field(default_factory=list)

    def show(self, page: Any, name: str) -> None:
        """Shows the page that is open."""
        self.passed.append(name)
        self.see(page, name)

    def at(self, page: Any, path: str, name: str) -> None:
        """Opens a page and shows it."""
        page.goto(path)
        self.show(page, name)

    def press(self, page: Any, name: str, selector: str = "main form[method=post] .btn:not(.second, .quiet)") -> None:
        """Sends the page's form and shows where it leads."""
        press(page, selector)
        self.show(page, name)


def press(page: Any, selector: str = "main form[method=post] .btn:not(.second, .quiet)") -> None:
    """Presses a button that leads to another page."""
    with page.expect_navigation():
        page.locator(selector).first.click()


DATE = ("tanggal", "bulan", "tahun")


def fill(page: Any, **answers: str) -> None:
    """Types into fields by their names."""
    for name, text in answers.items():
        page.locator(f"[name={name}]").first.fill(text)


def fill_person(page: Any, who: Applicant, prefix: str = "") -> None:
    """Types who comes."""
    day, month, year = map(str, who.born)
    answers = {"nik": who.nik, "nama": who.name, "lahir_tanggal": day, "lahir_bulan": month, "lahir_tahun": year}
    fill(page, **{prefix + name: text for name, text in answers.items()})


def sign_in(page: Any, login: str) -> None:
    """An officer signs in."""
    page.goto("/petugas/masuk/")
    fill(page, nama_petugas=login, kata_sandi=PASSWORD)
    press(page)


def read(walker: Walker, page: Any) -> None:
    """Pages that are only read, and lists that found nothing."""
    walker.at(page, "/", "start")
    walker.at(page, "/bantuan/", "how")
    walker.at(page, "/privasi/", "privacy")
    walker.at(page, "/privasi/pemberitahuan/", "privacy-notices")
    walker.at(page, "/kantor/", "offices")
    walker.at(page, "/kantor/?cari=jakarta", "offices-found")
    walker.at(page, "/kantor/?cari=zzz", "offices-none")
    walker.at(page, f"/kantor/?dekat={OFFICE}", "offices-near")
    walker.at(page, f"/kantor/{OFFICE}/", "office")
    walker.at(page, f"/kantor/{OFFICE}/aturan/", "arrival-rules")
    walker.at(page, f"/kantor/{OFFICE}/papan/", "office-board")
    walker.at(page, "/masuk/kunci/", "sign-in-passkey")
    walker.at(page, "/tidak-ada/", "error-404")
    walker.at(page, "/kantor/?cari=" + 2100 * "a", "error-too-long")
    walker.at(page, "/tiket/", "find")
    walker.press(page, "find-error")
    walker.at(page, "/masuk/sandi/", "sign-in-password")
    walker.at(page, "/papan/", "board-offices")


def ask_foreigner(walker: Walker, page: Any) -> None:
    """Where a foreigner lives: the question, its error, another office, nobody knows; then back to the services."""
    page.check("[name=layanan][value=perpanjangan-itas]")
    walker.press(page, "book-home")
    walker.press(page, "book-home-error")
    for code, name in (("33.72", "book-home-elsewhere"), ("36.71", "book-home-unknown")):
        page.goto("/ambil-nomor/wilayah/")
        page.check("[name=wilayah][value=lain]")
        page.select_option("[name=kabupaten]", code)
        walker.press(page, name)
    page.goto(f"/ambil-nomor/layanan/?kantor={OFFICE}")


def book(walker: Walker, page: Any, *, who: Applicant = SUSI, phone: str = "0812 9876 1111") -> str:
    """A citizen's way with every mistake on it; answers the ticket's address."""
    walker.at(page, "/ambil-nomor/", "book-office")
    walker.at(page, f"/ambil-nomor/layanan/?kantor={OFFICE}", "book-service")
    walker.press(page, "book-service-error")
    ask_foreigner(walker, page)
    page.locator("[name=layanan]:enabled").first.check()
    walker.press(page, "book-party")
    walker.press(page, "book-party-error")
    page.locator("[name=orang]").first.check()
    walker.press(page, "book-days")
    page.goto(f"/ambil-nomor/hari/?hari={LATER}")
    walker.show(page, "book-hours")
    walker.press(page, "book-hours-error")
    page.locator("label.slot:has(input:enabled)").first.click()
    walker.press(page, "book-person")
    walker.press(page, "book-person-error")
    fill_person(page, who)
    walker.press(page, "book-notice")
    walker.press(page, "book-notice-error")
    page.locator("[name=setuju]").check()
    walker.press(page, "sign-in")
    walker.press(page, "sign-in-error")
    fill(page, telepon=phone)
    walker.press(page, "code")
    code = re.search(r"\b(\d{6})\b", page.locator("main .notice").inner_text())
    assert code
    fill(page, kode="1")
    walker.press(page, "code-error")
    fill(page, kode=code.group(1))
    walker.press(page, "book-check")
    walker.press(page, "ticket")
    ticket = str(page.url).partition("?")[0]
    walker.at(page, f"{ticket}salah-ketik/1/", "ticket-slip")
    walker.at(page, "/nomor-saya/", "numbers")
    walker.at(page, "/akun/", "account")
    walker.at(page, "/akun/kata-sandi/", "password")
    walker.press(page, "password-error")
    walker.at(page, "/akun/pemberitahuan/", "notices")
    walker.at(page, "/akun/kunci/", "passkeys")
    walker.at(page, "/akun/kunci/tambah/", "passkey-add")
    walker.at(page, "/akun/surel/", "email")
    walker.press(page, "email-error")
    household(walker, page)
    walker.at(page, "/demo/pesan/", "messages")
    walker.at(page, f"{ticket}batal/", "cancel")
    walker.press(page, "ticket-cancelled")
    return ticket


def household(walker: Walker, page: Any) -> None:
    """The people an account books for: none, an error, one, changed and forgotten; then ticked when booking."""
    walker.at(page, "/keluarga/", "household-none")
    walker.at(page, "/keluarga/tambah/", "household-add")
    walker.press(page, "household-add-error")
    fill_person(page, MOTHER)
    page.select_option("[name=hubungan]", "mother")
    walker.press(page, "household")
    ways = [str(page.locator(f"main a[href^='/keluarga/']{end}").first.get_attribute("href")) for end in ("", HAPUS)]
    walker.at(page, ways[0], "household-change")
    page.goto(f"/ambil-nomor/layanan/?kantor={OFFICE}")
    page.locator("[name=layanan]:enabled").first.check()
    walker.press(page, "book-party-family")
    walker.at(page, ways[1], "household-forget")
    press(page)


MOTHER = Applicant("3174055107580004", "Sumarni", (11, 7, 1958))
HAPUS = "[href$='hapus/']"


def help_desk(walker: Walker, page: Any) -> None:
    """The help desk books for somebody, finds and cancels."""
    walker.at(page, "/petugas/masuk/", "staff-sign-in")
    walker.press(page, "staff-sign-in-error")
    sign_in(page, "jks.bantuan")
    walker.at(page, "/petugas/ganti/", "staff-change")
    walker.at(page, "/kantor-saya/bantuan/", "desk")
    query = "layanan=" + page.locator("[name=layanan] option").first.get_attribute("value")
    walker.at(page, f"/kantor-saya/bantuan/?{query}&orang=2&hari={LATER}", "desk-day")
    walker.press(page, "desk-error")
    walker.at(page, "/gerbang/", "error-403")
    page.goto(f"/kantor-saya/bantuan/?{query}&orang=1&hari={LATER}")
    page.locator("label.slot:has(input:enabled)").first.click()
    fill_person(page, Applicant("3174055202860004", "Wahyuni", (12, 2, 1986)), "p1-")
    page.check("[name=diberitahu]")
    page.locator("[name=diberitahu]").check()
    walker.press(page, "desk-ticket")
    ticket = str(page.url).partition("?")[0]
    walker.at(page, f"{ticket}perbaiki/1/", "desk-correct")
    walker.press(page, "desk-correct-error")
    walker.at(page, f"{ticket}batal/", "desk-cancel")
    press(page)
    page.goto("/kantor-saya/bantuan/")
    walker.press(page, "desk-find", "aside form .btn")
    walker.at(page, "/kantor-saya/bantuan/akun/", "desk-recover")
    walker.press(page, "desk-recover-error")


def gate(walker: Walker, page: Any, code: str) -> None:
    """The gate: a wrong code, somebody without a number, a party of today, and once more the same ticket."""
    sign_in(page, "jks.gerbang")
    walker.at(page, "/gerbang/", "gate")
    fill(page, kode="1234")
    walker.press(page, "gate-error", "form[data-scan] .btn")
    page.goto("/gerbang/")
    walker.press(page, "gate-walk-in", "[name=alasan][value=walk_in]")
    page.goto("/gerbang/")
    page.locator("summary").first.click()
    walker.press(page, "gate-search-error", ".gate-search .btn")
    page.goto("/gerbang/")
    fill(page, kode=code)
    walker.press(page, "gate-party", "form[data-scan] .btn")
    for box in page.locator("[name=kursi]").all():
        box.uncheck()
    walker.press(page, "gate-party-error", ".gate-go .btn")
    for box in page.locator("[name=kursi]").all():
        box.check()
    walker.press(page, "gate-admitted", ".gate-go .btn")
    walker.at(page, page.url + "cetak/", "gate-slip")
    page.goto("/gerbang/")
    fill(page, kode=code)
    walker.press(page, "gate-used", "form[data-scan] .btn")


def counter(walker: Walker, page: Any) -> None:
    """A counter is chosen, people are called and finished, the counter is closed again."""
    sign_in(page, "jks.loket1")
    walker.at(page, "/loket/", "counter-choose")
    walker.press(page, "counter-free", "form.panel .btn")
    for name in ("counter-called", "counter-called-2"):
        page.keyboard.press("n")
        page.locator("#meja .big-number").wait_for()
        walker.show(page, name)
        page.keyboard.press("s" if name == "counter-called" else "f")
        page.locator("#meja .big-number").wait_for(state="detached")
    walker.show(page, "counter-after")
    press(page, "form[action$='tutup/'] .btn")


def own_keys(walker: Walker, page: Any) -> None:
    """An officer's own keys: second factor, recovery codes, PIN, password."""
    sign_in(page, "jks.loket2")
    walker.at(page, "/petugas/keamanan/", "security")
    walker.press(page, "security-error", "form[action$='pin/'] .btn")
    walker.at(page, "/petugas/langkah-kedua/pilih/", "factor-choose")
    walker.at(page, "/petugas/langkah-kedua/aplikasi/", "factor-app")
    walker.press(page, "factor-app-error")
    walker.at(page, "/petugas/langkah-kedua/kunci/", "factor-key")
    walker.at(page, "/petugas/keamanan/kata-sandi/", "own-password")
    walker.press(page, "own-password-error")
    walker.at(page, "/petugas/keamanan/cadangan/", "recovery-codes")
    walker.press(page, "recovery-codes-shown")


def officers(walker: Walker, page: Any) -> None:
    """The head's officers: the list, one of them, a new one, deputies; the region's heads."""
    sign_in(page, "jks.kepala")
    walker.at(page, "/kantor-saya/petugas/", "officers")
    page.locator("main td a, main th a").first.click()
    page.wait_for_url(re.compile(r"/petugas/\d+/"))
    walker.show(page, "officer")
    walker.press(page, "officer-error", "form[action$='pindah/'] .btn")
    walker.at(page, "/kantor-saya/petugas/tambah/", "officer-add")
    walker.press(page, "officer-add-error")
    walker.at(page, "/kantor-saya/petugas/plh/", "deputies")
    walker.press(page, "deputies-error", "form[action$='plh/'] .btn")
    walker.at(page, "/kantor-saya/diperselisihkan/", "disputes")
    page.locator("main td a, main th a").first.click()
    page.wait_for_url(re.compile(r"/diperselisihkan/.+"))
    walker.show(page, "dispute")
    sign_in(page, "kanwil.dki")
    walker.at(page, "/kantor-saya/petugas/", "heads")


#: Rows of a day list: two to come, one that can't be read.
LISTED = b"""Nomor permohonan;Nama;NIK;Tanggal lahir;Tanggal kedatangan;Jam
1022000000009001;Rina Marlina;3174055003900091;10-03-1990;10-02-2022;09:00
1022000000009002;Bagas Pratama;3174051204880092;12-04-1988;10-02-2022;10:00
1022000000009003;Tanpa Tanggal;3174051204880093;;;
"""


def planning(walker: Walker, page: Any) -> None:
    """The head's quota, releases, and a day list from a national app."""
    sign_in(page, "jks.kepala")
    walker.at(page, "/kantor-saya/kuota/", "quota")
    page.locator("[name=persen]").fill("50")
    walker.press(page, "quota-preview", "form:has([name=persen]) .btn")
    page.goto("/kantor-saya/kuota/")
    page.locator("[name=persen]").fill("x")
    walker.press(page, "quota-error", "form:has([name=persen]) .btn")
    walker.at(page, "/kantor-saya/kuota/lebih/", "quota-over")
    walker.at(page, "/kantor-saya/kuota/aturan/", "quota-terms")
    walker.press(page, "quota-terms-error", "[name=tindakan][value=hentikan]")
    walker.at(page, "/kantor-saya/daftar/", "day-lists")
    walker.press(page, "day-lists-error", "form[enctype] .btn")
    page.locator("[name=aplikasi]").first.check()
    page.locator("[name=berkas]").set_input_files({"name": "daftar.csv", "mimeType": "text/csv", "buffer": LISTED})
    walker.press(page, "day-list", "form[enctype] .btn")
    press(page, "form[action$='hapus/'] .btn")


def overview(walker: Walker, page: Any) -> None:
    """The board, the head's pages and the region's."""
    walker.at(page, f"/papan/?kantor={OFFICE}", "board-zones")
    page.locator("main a[href^='/papan/']").nth(1).click()
    page.wait_for_url(re.compile(r"/papan/\d+/"))
    walker.show(page, "board")
    sign_in(page, "jks.kepala")
    walker.at(page, "/kantor-saya/", "today")
    walker.at(page, "/kantor-saya/kalender/", "calendar")
    walker.press(page, "calendar-error", "#ubah .btn")
    fill(page, hari_tanggal="8", hari_bulan="2", hari_tahun="2022", nama="Rapat dinas", sk="W.10-12 Tahun 2022")
    page.check("[name=jenis][value=closed]")
    walker.press(page, "calendar-changes", "#ubah .btn")
    walker.at(page, "/kantor-saya/kalender/jam/", "calendar-week")
    walker.press(page, "calendar-week-error")
    walker.at(page, "/kantor-saya/kalender/terdampak/", "calendar-affected")
    walker.at(page, "/kantor-saya/pemberitahuan/", "notices-failed")
    walker.at(page, "/kantor-saya/pemberitahuan/teks/", "notice-texts")
    walker.at(page, "/kantor-saya/aturan/", "rules")
    walker.press(page, "rules-error", "#ubah .btn")
    sign_in(page, "kanwil.dki")
    walker.at(page, "/kantor-saya/tingkat/", "levels")
    walker.press(page, "levels-error", "#tetapkan .btn")
    page.locator("[name=ppkm-tingkat]").nth(2).check()
    fill(page, **dict(zip([f"ppkm-mulai_{part}" for part in DATE], ["8", "2", "2022"], strict=True)))
    fill(page, **dict(zip([f"ppkm-akhir_{part}" for part in DATE], ["14", "2", "2022"], strict=True)))
    fill(page, **{"ppkm-dasar": "Inmendagri 9/2022"})
    walker.press(page, "levels-preview", "#tetapkan .btn")
    walker.at(page, "/kantor-saya/", "region")
    walker.at(page, f"/kantor-saya/kantor/{OFFICE}/", "region-office")
