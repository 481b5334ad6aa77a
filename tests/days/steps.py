"""What people do on the pages, so that a story reads like a story."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

PASSWORD = "loket-demo-2022"


@dataclass(frozen=True)
class Applicant:
    """Someone who needs a passport, as typed on the form."""

    nik: str
    name: str
    born: tuple[int, int, int]


def go_on(page: Any, words: str = "Lanjut") -> None:
    """Presses the one button that leads on."""
    page.get_by_role("button", name=re.compile(words)).first.click()


def choose_seat(page: Any, *, office: str, service: str, people: int, day: str, hour: str) -> None:
    """From the start page to the chosen hour."""
    choose_service(page, office=office, service=service)
    page.get_by_label(re.compile(f"^{people} orang")).check()
    go_on(page)
    choose_hour(page, day=day, hour=hour)


def choose_service(page: Any, *, office: str, service: str) -> None:
    """From the start page to the question for whom."""
    page.goto("/")
    page.get_by_role("link", name=re.compile("Ambil nomor")).first.click()
    page.get_by_label(re.compile("Nama kantor")).fill(office)
    page.get_by_role("button", name="Cari", exact=True).click()
    page.get_by_role("link", name=re.compile(office)).first.click()
    page.get_by_label(service, exact=True).check()
    go_on(page)


def choose_hour(page: Any, *, day: str, hour: str) -> None:
    """On the page of days: a day, then an hour."""
    page.locator(f"a[href*='hari={day}']").first.click()
    page.locator("label.slot, label", has_text=hour).first.click()
    go_on(page, "Pilih")


def name_people(page: Any, people: list[Applicant]) -> None:
    """One page a person."""
    for person in people:
        page.get_by_label(re.compile("NIK")).fill(person.nik)
        page.get_by_label(re.compile("Nama")).fill(person.name)
        for label, number in zip(("Tanggal", "Bulan", "Tahun"), person.born, strict=True):
            page.get_by_label(label, exact=True).fill(str(number))
        go_on(page)
        page.wait_for_load_state()
        if page.locator("#ragu").count():  # the NIK is doubted, and right all the same (R59)
            go_on(page)
    read_notice(page)


def read_notice(page: Any) -> None:
    """What is done with personal data; for each minor the first adult acts (R63)."""
    page.get_by_role("heading", name="Data pribadi pemohon").wait_for()
    for sort in ("wali", "hubungan"):
        for group in {each.get_attribute("name") for each in page.locator(f"input[name^={sort}_]").all()}:
            page.locator(f"input[name={group}]").first.check()
    page.get_by_label(re.compile("Saya sudah membaca")).check()
    go_on(page)


def sign_in_by_phone(page: Any, phone: str) -> None:
    """Phone, then the code that the demo shows."""
    page.get_by_label(re.compile("telepon")).fill(phone)
    go_on(page, "Kirim kode")
    code = re.search(r"\b(\d{6})\b", page.locator("main").inner_text())
    assert code
    page.get_by_label(re.compile("Kode")).first.fill(code.group(1))
    go_on(page, "^Masuk")


def sign_in_officer(page: Any, login: str) -> None:
    """A staff member at the office's machine."""
    page.goto("/petugas/masuk/")
    page.get_by_label(re.compile("Nama petugas")).fill(login)
    page.get_by_label(re.compile("Kata sandi")).fill(PASSWORD)
    go_on(page, "Masuk")
    page.wait_for_url(lambda url: "/petugas/masuk/" not in url)


def code_of(ticket: Any) -> str:
    """The 8-character code on a ticket page."""
    found = re.search(r"\b([2-9A-HJ-NP-Z]{4} [2-9A-HJ-NP-Z]{4})\b", ticket.locator("main").inner_text())
    assert found, ticket.locator("main").inner_text()
    return found.group(1)


def show_ticket_at(gate: Any, code: str) -> None:
    """The gate officer types or scans what stands on the ticket."""
    gate.goto("/gerbang/")
    gate.get_by_label(re.compile("Tiket, kode")).fill(code)
    go_on(gate, "Periksa tiket")


def let_in(gate: Any, code: str) -> list[str]:
    """Scans, lets everybody in, answers the queue numbers on the green page."""
    show_ticket_at(gate, code)
    go_on(gate, "Izinkan masuk")
    gate.get_by_role("heading", name="Masuk").or_(gate.get_by_text("MASUK")).first.wait_for()
    return re.findall(r"\b[A-Z]-\d{3}\b", gate.locator("main, body").first.inner_text())


def sit_down(counter: Any, number: int) -> None:
    """An officer opens a counter."""
    counter.goto("/loket/")
    panel = counter.locator("form.panel").filter(has=counter.get_by_role("heading", name=f"Loket {number}", exact=True))
    panel.get_by_role("button").click()
    counter.get_by_role("heading", name=f"Loket {number}", exact=True).wait_for()


def call_next(counter: Any) -> str:
    """The key N, and who comes."""
    counter.keyboard.press("n")
    shown = counter.locator("#meja .big-number")
    shown.wait_for()
    return str(shown.inner_text()).strip()


def finish(counter: Any) -> None:
    """The key F, and the counter is free again."""
    counter.keyboard.press("f")
    counter.locator("#meja .big-number").wait_for(state="detached")
