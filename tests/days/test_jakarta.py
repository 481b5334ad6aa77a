"""One day at South Jakarta in a real browser: booking to collection, and refusals (docs/days/jakarta.md)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.days import steps
from tests.days.conftest import Office
from tests.house.personal_data import personal_data_in

pytestmark = [pytest.mark.browser, pytest.mark.own_cluster, pytest.mark.xdist_group("day")]

WIB = ZoneInfo("Asia/Jakarta")
VISIT, READY = "2022-02-09", "2022-02-15"
RATNA = steps.Applicant("3174055407910007", "Ratna Wulandari", (14, 7, 1991))
GALIH = steps.Applicant("3174051501190008", "Galih Wulandari", (15, 1, 2012))
PHONE = "0812 9876 5432"


def at(day: str, hour: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=WIB)


def test_one_familys_way_from_booking_to_collection(office: Office, device: Callable[..., Any]) -> None:
    phone, gate = device(360, 740), device(820, 1180)
    board, head = device(1920, 1080), device(1366, 900)

    # a citizen on a cheap phone books for two
    steps.choose_seat(phone, office="Jakarta Selatan", service="Paspor baru", people=2, day=VISIT, hour="09.00")
    steps.name_people(phone, [RATNA, GALIH])
    steps.sign_in_by_phone(phone, PHONE)
    phone.get_by_role("heading", name="Periksa jawaban Anda").wait_for()
    assert "Galih Wulandari" in phone.locator("main").inner_text()
    steps.go_on(phone, "Ambil nomor")
    phone.get_by_text("Nomor sudah Anda pegang").wait_for()
    ticket, code = phone.url.split("?")[0], steps.code_of(phone)
    assert re.search(r"JKS-0902-09-A\d\d", phone.locator("main").inner_text())
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360

    # today the gate refuses: wrong day; and somebody without a number
    steps.sign_in_officer(gate, "jks.gerbang")
    steps.show_ticket_at(gate, code)
    gate.get_by_text(re.compile("Ditolak", re.IGNORECASE)).first.wait_for()
    assert "Rabu, 9 Februari 2022" in gate.locator("body").inner_text()
    gate.goto("/gerbang/")
    steps.go_on(gate, "Tanpa nomor")
    gate.get_by_text(re.compile("hanya dengan nomor")).wait_for()
    assert re.search(r"\d{2}\.\d{2}", gate.locator("body").inner_text())

    # the day itself: let in once, not twice
    office.set_clock(at(VISIT, "08:50"))
    numbers = steps.let_in(gate, code)
    assert len(set(numbers)) == 2
    steps.show_ticket_at(gate, code)
    gate.get_by_text("sudah dipakai masuk").wait_for()

    # board and phone follow the counters through three stages
    zone = office.ask(
        "SELECT zone_id FROM loket_queuenumber WHERE day = %s AND letter = %s AND serial = %s",
        VISIT,
        *number_of(numbers[0]),
    )
    board.goto(f"/papan/{zone}/")
    counters = {stage: device(1366, 900) for stage in ("documents", "capture")}
    for stage, login, number in (("documents", "jks.loket1", 1), ("capture", "jks.loket3", 3)):
        steps.sign_in_officer(counters[stage], login)
        steps.sit_down(counters[stage], number)
    for nth, called in enumerate(sorted(set(numbers))):
        assert steps.call_next(counters["documents"]) == called
        board.get_by_text(called).first.wait_for()
        if nth == 0:
            phone.goto(ticket)
            phone.get_by_text("Silakan ke loket 1").wait_for()
        steps.finish(counters["documents"])
    undo_and_finish_again(counters["documents"])
    served = 0
    while office.ask(
        "SELECT count(*) FROM loket_queuenumber WHERE day = %s AND state <> 'done' AND serial = ANY(%s)",
        VISIT,
        serials(numbers),
    ):
        steps.call_next(counters["capture"])
        steps.finish(counters["capture"])
        served += 1
        assert served <= 4, "two people have two stages each at this counter"
    phone.goto(ticket)
    phone.get_by_text(re.compile("siap diambil mulai Selasa, 15 Februari 2022")).first.wait_for()

    # the head saw the day
    steps.sign_in_officer(head, "jks.kepala")
    head.get_by_role("heading", name="Hari ini").wait_for()

    # four working days later it is collected, and the file says by whom
    office.set_clock(at(READY, "07:00"))
    collect(office, phone, gate, device(1366, 900), ticket, at(READY, "08:50"))
    phone.goto(ticket)
    phone.get_by_text("Dokumen sudah diambil").first.wait_for()
    assert (
        office.ask(
            "SELECT collector_kind FROM loket_case WHERE state = 'collected' AND collected_at >= %s", at(READY, "08:00")
        )
        == "owner"
    )

    # and nothing personal was written down
    known = (RATNA.nik, GALIH.nik, RATNA.name, GALIH.name, "81298765432", code, code.replace(" ", ""))
    assert personal_data_in(office.written(), known=known) == []


def collect(office: Office, phone: Any, gate: Any, counter: Any, ticket: str, moment: datetime) -> None:
    """The family's first document: an hour for collection, the gate, the handover."""
    phone.goto(ticket)
    phone.get_by_role("link", name=re.compile("Pesan jam pengambilan")).or_(
        phone.get_by_role("button", name=re.compile("Pesan jam pengambilan"))
    ).first.click()
    steps.choose_hour(phone, day=READY, hour="09.00")
    phone.get_by_role("heading", name="Periksa jawaban Anda").wait_for()
    steps.go_on(phone, "Ambil nomor")
    phone.get_by_text("Nomor sudah Anda pegang").wait_for()
    code = steps.code_of(phone)
    office.set_clock(moment)
    numbers = steps.let_in(gate, code)
    steps.sign_in_officer(counter, "jks.loket9")
    steps.sit_down(counter, 9)
    assert steps.call_next(counter) in numbers
    counter.get_by_label("Pemilik sendiri").check()
    counter.get_by_role("button", name=re.compile("Serahkan dan selesai")).click()
    counter.locator("#meja .big-number").wait_for(state="detached")


def undo_and_finish_again(counter: Any) -> None:
    """A slip of the finger: U takes the last finish back within 30 seconds."""
    counter.keyboard.press("u")
    counter.locator("#meja .big-number").wait_for()
    steps.finish(counter)


def number_of(text: str) -> tuple[str, int]:
    letter, serial = text.split("-")
    return letter, int(serial)


def serials(numbers: list[str]) -> list[int]:
    return [number_of(text)[1] for text in numbers]
