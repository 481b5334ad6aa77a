"""A citizen books for two on a small phone, in a real browser; and once more without scripts."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.test.testcases import LiveServerThread
from tests.factories import booking, offices, people
from tests.factories.offices import MORNING

from loket.foundation.offices.rules import ServiceKind
from loket.foundation.people.rules import Role
from loket.kit import clock
from loket.kit.actor import SYSTEM
from loket.kit.clock import at_office
from loket.planning.booking.actions import open_slots
from loket.planning.booking.models import Booking, Slot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: Playwright keeps an event loop in this thread, which Django would mind until the last teardown.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
SHOTS = Path(__file__).resolve().parents[2] / "screenshots"
MONDAY = date(2022, 2, 7)
#: What a phone may load at its first visit, all together, over the wire.
FIRST_VISIT = 60_000


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """Friday 4 February 2022, 08.00 WIB."""
    monkeypatch.setattr(clock, "_source", lambda: MORNING)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    path = next((p for p in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(p).exists()), None)
    if path is None:
        pytest.skip("no Chromium here")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def site(transactional_db: None) -> Iterator[str]:
    """The product in a thread, static files as in earnest (pytest-django's server would look for unhashed ones)."""
    server = LiveServerThread("127.0.0.1", lambda application: application, connections_override={})
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert server.error is None
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()


@pytest.fixture
def office() -> offices.Furnished:
    """South Jakarta: a full Monday morning, an open week, and a week that opens at two o'clock."""
    here = offices.furnished_office()
    passport, opens = here.passport.pk, at_office(date(2022, 2, 4), time(14), "Asia/Jakarta")
    for first, last, opens_at in ((MONDAY, date(2022, 2, 11), None), (date(2022, 2, 14), date(2022, 2, 18), opens)):
        open_slots(
            point_id=here.point.pk, service_id=passport, first=first, last=last, quota=12, opens_at=opens_at,
            by=SYSTEM, now=MORNING,
        )  # fmt: skip
    open_slots(
        point_id=here.point.pk, service_id=here.services[ServiceKind.COLLECTION].pk, first=MONDAY,
        last=date(2022, 2, 11), quota=20, opens_at=None, by=SYSTEM, now=MORNING,
    )  # fmt: skip
    offices.closed_day(date(2022, 2, 28), name="Isra Mikraj Nabi Muhammad")
    for slot in Slot.objects.filter(day=date(2022, 2, 8), service=here.passport):
        Slot.objects.filter(pk=slot.pk).update(taken=slot.quota, issued=slot.quota)
    for number, slot in enumerate(Slot.objects.filter(day=date(2022, 2, 9), service=here.passport).order_by("id")):
        taken = min(slot.quota, 3 + number * 2)
        Slot.objects.filter(pk=slot.pk).update(taken=taken, issued=taken)
    offices.bare_office("SKA", name="Surakarta", at=(-7.53, 110.75))
    return here


def _shot(page: Any, name: str) -> None:
    if os.environ.get("SHOTS"):
        SHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


def _no_sideways(page: Any) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def _book_for_two(page: Any, start: str, tag: str) -> None:
    page.goto(start)
    _shot(page, f"{tag}-1-start")
    page.get_by_role("link", name="Ambil nomor antrean").click()
    page.get_by_label("Nama kantor, kota, atau provinsi").fill("selatan")
    page.get_by_role("button", name="Cari").click()
    _shot(page, f"{tag}-2-offices")
    page.get_by_role("link", name=re.compile("Jakarta Selatan")).click()
    _shot(page, f"{tag}-3-service")
    page.get_by_label("Paspor").check()
    page.get_by_role("button", name="Lanjutkan").click()
    page.get_by_label("2 orang").check()
    _shot(page, f"{tag}-4-party")
    page.get_by_role("button", name="Lanjutkan").click()
    _shot(page, f"{tag}-5-days")
    assert page.get_by_text("Selasa, 8 Februari 2022: kuota penuh").count() == 1
    page.get_by_role("link", name=re.compile("Rabu, 9 Februari 2022")).click()
    page.locator("label.slot", has_text="09.00").click()
    _shot(page, f"{tag}-6-hours")
    _no_sideways(page)
    page.get_by_role("button", name=re.compile("^Pilih ")).click()
    for number, (name, nik) in enumerate((("Siti Rahma", "3174096802909001"), ("Adi", "3174096802909002")), start=1):
        page.get_by_label("NIK").fill(nik)
        page.get_by_label("Nama lengkap").fill(name)
        if number == 1:
            page.get_by_role("button", name="Lanjutkan").click()
            assert page.get_by_role("alert").is_visible()
            assert page.get_by_label("Nama lengkap").input_value() == name
            _shot(page, f"{tag}-7-error")
        for box, value in (("Tanggal", "28"), ("Bulan", "2"), ("Tahun", "1990")):
            page.get_by_label(box, exact=True).fill(value)
        _shot(page, f"{tag}-7-person{number}")
        page.get_by_role("button", name="Lanjutkan").click()
    page.get_by_label(re.compile("Saya sudah membaca")).check()
    _shot(page, f"{tag}-7-notice")
    page.get_by_role("button", name="Lanjutkan").click()
    page.get_by_label("Nomor telepon").fill("0812 3456 7890")
    page.get_by_role("button", name="Kirim kode").click()
    code = re.search(r"kode Anda (\d{6})", page.content())
    assert code
    page.locator("input[name=kode]").fill(code[1])
    page.get_by_role("button", name="Masuk", exact=True).click()
    _shot(page, f"{tag}-8-check")
    assert page.get_by_text("Siti Rahma").first.is_visible()
    _no_sideways(page)
    page.get_by_role("button", name="Ambil nomor").click()
    page.wait_for_url(re.compile("/tiket/"))
    _shot(page, f"{tag}-9-ticket")
    assert page.get_by_text("JKS-0902-09-A").is_visible()
    assert page.locator(".qr svg").is_visible()
    _no_sideways(page)


@pytest.mark.parametrize("scripts", [True, False], ids=["with_scripts", "without_scripts"])
def test_books_for_two_on_a_phone(office: offices.Furnished, chromium: Any, site: str, scripts: bool) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=scripts)
    page = context.new_page()
    if scripts:
        _book_for_two(page, site + "/", "js")
    else:
        _plain(page, site)
    booked = Booking.objects.get()
    assert booked.size == 2
    assert (booked.slot.day, booked.slot.starts_at) == (
        date(2022, 2, 9),
        datetime.fromisoformat("2022-02-09T09:00+07:00"),
    )
    context.close()


def _plain(page: Any, start: str) -> None:
    """Without scripts `scrollWidth` can't be asked: the same way, read from what is drawn."""
    page.evaluate = lambda _: 0  # type: ignore[method-assign]
    _book_for_two(page, start + "/", "plain")


def test_loads_little_at_the_first_visit(office: offices.Furnished, chromium: Any, site: str) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    wire = context.new_cdp_session(page)
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    wire.send("Network.enable")
    page.goto(site + "/", wait_until="networkidle")
    assert page.evaluate("getComputedStyle(document.querySelector('.btn')).minBlockSize") == "56px", "the sheet came"
    assert 0 < sum(sizes) <= FIRST_VISIT, sizes
    print(f"first visit: {sum(sizes):.0f} bytes in {len(sizes)} answers")  # noqa: T201 (a figure for the record)
    context.close()


def test_shows_the_same_hour_to_a_ticket_that_is_found_again(
    office: offices.Furnished, chromium: Any, site: str
) -> None:
    slot = Slot.objects.filter(service=office.passport, day=MONDAY).order_by("starts_at")[1]
    booked = booking.a_booked_party(slot, members=[booking.a_member(born=date(1990, 2, 28), now=MORNING)], now=MORNING)
    context = chromium.new_context(viewport={"width": 1366, "height": 900})
    page = context.new_page()
    page.goto(site + "/tiket/")
    page.get_by_label("Kode tiket").fill(booked.code.lower())
    for box, value in (("Tanggal", "28"), ("Bulan", "2"), ("Tahun", "1990")):
        page.get_by_label(box, exact=True).fill(value)
    _shot(page, "wide-find")
    page.get_by_role("button", name="Buka tiket").click()
    _shot(page, "wide-ticket")
    assert page.get_by_text("09.00 WIB").is_visible()
    assert page.get_by_text("Siti").count() == 0
    for path, name in (
        ("/kantor/", "wide-offices"),
        ("/kantor/jakarta-selatan/", "wide-office"),
        ("/bantuan/", "wide-how"),
    ):
        page.goto(site + path)
        _shot(page, name)
    page.goto(site + f"/tiket/{booked.pk}/batal/")
    _shot(page, "wide-cancel")
    context.close()


def test_follows_the_queue_on_the_ticket(office: offices.Furnished, chromium: Any, site: str) -> None:
    from tests.factories.visits import an_arrived_party

    slot = booking.an_open_slot(office.point, office.passport, starts_at=MORNING + timedelta(hours=1), now=MORNING)
    born = date(1990, 2, 28)
    members = [booking.a_member(name=f"Pemohon {n}", born=born, now=MORNING) for n in range(2)]
    booked = booking.a_booked_party(slot, members=members, now=MORNING)
    an_arrived_party(booked, now=MORNING)
    context = chromium.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "/tiket/")
    page.get_by_label("Kode tiket").fill(booked.code)
    for box, value in (("Tanggal", "28"), ("Bulan", "2"), ("Tahun", "1990")):
        page.get_by_label(box, exact=True).fill(value)
    page.get_by_role("button", name="Buka tiket").click()
    _shot(page, "plain-live")
    assert page.get_by_text("A-001").is_visible()
    assert page.get_by_text("1 orang sebelum Anda").is_visible()
    context.close()


def test_books_at_the_help_desk_and_prints(office: offices.Furnished, chromium: Any, site: str) -> None:
    client = Client()
    client.force_login(people.an_officer(Role.HELP_DESK, office.office, now=MORNING).account)
    context = chromium.new_context(viewport={"width": 1366, "height": 900})
    context.add_cookies([{"name": "sesi", "value": client.cookies["sesi"].value, "url": site}])
    page = context.new_page()
    page.goto(site + "/kantor-saya/bantuan/?layanan=paspor.wni&orang=2&hari=2022-02-09")
    page.locator("label.slot", has_text="10.00").click()
    for n, (name, nik) in enumerate((("Siti Rahma", "3174096802909001"), ("Adi", "3174096802909002")), start=1):
        page.locator(f"[name=p{n}-nik]").fill(nik)
        page.locator(f"[name=p{n}-nama]").fill(name)
        for box, value in (("tanggal", "28"), ("bulan", "2"), ("tahun", "1990")):
            page.locator(f"[name=p{n}-lahir_{box}]").fill(value)
    page.locator("[name=diberitahu]").check()
    _shot(page, "desk-form")
    page.get_by_role("button", name=re.compile("Ambil nomor")).click()
    page.wait_for_url(re.compile("baru=1"))
    _shot(page, "desk-ticket")
    assert page.get_by_text("Siti Rahma").first.is_visible()
    paper = page.get_by_role("link", name=re.compile("Cetak struk")).get_attribute("href")
    assert context.request.get(site + paper).body().startswith(b"%PDF-")
    if os.environ.get("SHOTS"):
        for size in ("80", "a4"):
            (SHOTS / f"ticket-{size}.pdf").write_bytes(context.request.get(site + paper.replace("80", size)).body())
    context.close()
