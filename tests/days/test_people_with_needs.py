"""A household of four with a wheelchair user as far as its ticket; a person without mail or phone up to the gate."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from tests.days import steps, walk
from tests.days.conftest import STARTED_AT, Office

pytestmark = [pytest.mark.browser, pytest.mark.own_cluster, pytest.mark.slow, pytest.mark.xdist_group("day")]

VISIT = "2022-02-11"
#: The demo's citizen keeps these four; the third comes in a wheelchair.
HOLDER, FAMILY, WHEELCHAIR = "0812-0000-0001", ("Rahmat", "Laila", "Suparmi", "Bagas"), "Suparmi"
SUKIMAN = steps.Applicant("3174050109530010", "Sukiman", (1, 9, 1953))
HELPED, TOLD_ON = "2022-02-10", "2022-02-09T17:05+07:00"
#: Seats taken of a slot's hour and service, in all channels.
TAKEN = (
    "SELECT sum(s.taken) FROM loket_slot s JOIN loket_slot o USING (point_id, service_id, starts_at) WHERE o.id = %s"
)
#: A page is loaded again so often until the messages' worker has come by.
PATIENCE = 200


@pytest.fixture(autouse=True)
def clock_as_others_find_it(office: Office) -> Iterator[None]:
    """The demo's clock stands where the other stories begin, before and after."""
    yield
    office.set_clock(datetime.fromisoformat(STARTED_AT))


def at(day: str, hour: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour}+07:00")


def give_back_numbers(phone: Any) -> None:
    """The demo's citizen holds numbers already, and an account holds five seats at the most (R3)."""
    phone.goto("/nomor-saya/")
    tickets = {str(link.get_attribute("href")) for link in phone.locator("main a[href^='/tiket/']").all()}
    for ticket in sorted(tickets):
        phone.goto(f"{ticket}batal/")
        if phone.locator("main form .btn.no").count():
            walk.press(phone, "main form .btn.no")


def test_a_household_of_four_with_a_wheelchair_user(office: Office, device: Callable[..., Any]) -> None:
    phone = device(360, 740)

    # the kept household is ticked; an hour with three seats is not offered to four: all or none
    phone.goto("/akun/")
    steps.sign_in_by_phone(phone, HOLDER)
    give_back_numbers(phone)
    steps.choose_service(phone, office="Jakarta Selatan", service="Paspor baru")
    for name in FAMILY:
        phone.get_by_label(re.compile(name)).check()
    steps.go_on(phone)
    phone.locator(f"a[href*='hari={VISIT}']").first.click()
    ten = phone.locator("label.slot", has_text="10.00").locator("input")
    assert ten.is_enabled()
    office.ask("UPDATE loket_slot SET quota = taken + returned + 3 WHERE id = %s RETURNING id", ten.input_value())
    phone.reload()
    assert ten.is_disabled()
    steps.choose_hour(phone, day=VISIT, hour="09.00")

    # the notice is read, the need is set for one, and the ticket knows it
    steps.read_notice(phone)
    phone.get_by_role("heading", name="Periksa jawaban Anda").wait_for()
    phone.locator("main a[href='/ambil-nomor/pemohon/3/']").first.click()
    assert WHEELCHAIR in phone.get_by_label(re.compile("Nama lengkap")).input_value()
    phone.get_by_label("Saya memakai kursi roda").check()
    steps.go_on(phone)
    assert "Kursi roda" in phone.locator("main").inner_text()
    steps.go_on(phone, "Ambil nomor")
    phone.get_by_text("Nomor sudah Anda pegang").wait_for()
    ticket, said = phone.url.split("?")[0], phone.locator("main").inner_text()
    assert "Di gerbang" in said
    assert "Kami tahu Anda memakai kursi roda" in said
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    booking = ticket.rstrip("/").rpartition("/")[2]
    assert office.ask("SELECT count(*) FROM loket_seat WHERE booking_id = %s", booking) == len(FAMILY)

    # nobody of them moves alone, and the page says so
    phone.get_by_role("link", name="Ubah jadwal").click()
    phone.get_by_text("untuk semua 4 orang di tiket ini, tidak untuk sebagian").wait_for()


def test_a_person_without_mail_or_phone_at_the_help_desk(office: Office, device: Callable[..., Any]) -> None:
    desk, gate, head = device(1366, 900), device(820, 1180), device(1366, 900)
    failed = office.ask("SELECT count(*) FROM loket_message WHERE state = 'failed'")

    # the officer books under the public's quota, with the need, and prints both papers
    steps.sign_in_officer(desk, "jks.bantuan")
    desk.goto(f"/kantor-saya/bantuan/?layanan=paspor-baru.wni&orang=1&hari={HELPED}")
    hour = desk.locator("label.slot", has_text="11.00")
    slot = hour.locator("input").get_attribute("value")
    taken = office.ask(TAKEN, slot)
    hour.click()
    walk.fill_person(desk, SUKIMAN, "p1-")
    desk.locator("[name=p1-kebutuhan][value=deaf]").check()
    desk.locator("[name=diberitahu]").check()
    desk.get_by_role("button", name=re.compile("Ambil nomor")).click()
    desk.get_by_text("Nomor sudah diambil").wait_for()
    code, booking = steps.code_of(desk), desk.url.split("?")[0].rstrip("/").rpartition("/")[2]
    assert office.ask(TAKEN, slot) == taken + 1
    for name in ("Cetak A4", "Cetak struk"):
        paper = desk.get_by_role("link", name=re.compile(name)).get_attribute("href")
        assert desk.context.request.get(paper).body().startswith(b"%PDF-")

    # the day before: the round is told, he is not in it, and nothing failed for it
    office.set_clock(datetime.fromisoformat(TOLD_ON))
    job = "INSERT INTO procrastinate_jobs (queue_name, task_name, args) SELECT 'messages', 'remind_day',"
    args = " jsonb_build_object('office_id', id, 'timezone', timezone, 'day', %s::text)"
    office.ask(f"{job}{args} FROM loket_office WHERE code = 'JKS' RETURNING id", HELPED)
    steps.sign_in_officer(head, "jks.kepala")
    told = "SELECT count(*) FROM loket_noticeround WHERE template = 'day_before' AND day = %s"
    for _time in range(PATIENCE):
        head.goto("/kantor-saya/pemberitahuan/")
        if office.ask(told, HELPED):
            break
    assert office.ask(told, HELPED) == 1
    assert office.ask("SELECT count(*) FROM loket_message WHERE once LIKE %s", f"%{booking}%") == 0
    assert office.ask("SELECT count(*) FROM loket_message WHERE state = 'failed'") == failed

    # he comes with the paper; the gate sees the need and gives a number
    office.set_clock(at(HELPED, "10:50"))
    steps.sign_in_officer(gate, "jks.gerbang")
    steps.show_ticket_at(gate, code)
    assert "Tuli" in gate.locator(".gate-guest").inner_text()
    steps.go_on(gate, "Izinkan masuk")
    gate.get_by_text("MASUK").first.wait_for()
    (_number,) = set(re.findall(r"\b[A-Z]-\d{3}\b", gate.locator("body").inner_text()))
