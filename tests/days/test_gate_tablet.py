"""A morning at the gate in a real browser: camera, USB scanner, code, refusals, on a tablet and on a phone."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.test.utils import override_settings
from tests.days.fake_camera import film_of
from tests.factories import admission as gates
from tests.factories import people
from tests.factories.admission import ADULT, CHILD, ELDER, NINE, AtTheGate

from loket.kit import clock
from loket.planning.booking.models import Booking
from loket.planning.booking.rules import PriorityReason
from loket.visits.admission.models import Arrival, GateRefusal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: Playwright keeps an event loop in this thread, which Django would mind until the last teardown.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
SHOTS = Path(__file__).resolve().parents[2] / "screenshots"
TABLET, PHONE = {"width": 820, "height": 1180}, {"width": 360, "height": 740}
SMALLEST_TARGET = 44
Opened = Callable[..., Any]


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets what the pages take for now; at first Friday 4 February 2022, 09.00 WIB."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(clock, "_source", lambda: moment)

    set_to(NINE)
    return set_to


@pytest.fixture(autouse=True)
def plain_names() -> Iterator[None]:
    """Static files under their own names: the test's server takes them from the source, not from a collection."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield


@pytest.fixture
def gate(time: Callable[[datetime], None]) -> AtTheGate:
    return gates.a_gate()


@pytest.fixture(scope="module")
def playwright() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as running:
        yield running


@pytest.fixture
def open_gate(playwright: Any, gate: AtTheGate, live_server: Any) -> Iterator[Opened]:
    """`open_gate(film, TABLET)`: the stand in a browser whose camera sees the film; without one it has no camera."""
    path = next((p for p in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(p).exists()), None)
    if path is None:
        pytest.skip("no Chromium here")
    opened = []

    def start(film: Path | None = None, size: dict[str, int] = TABLET, **more: Any) -> Any:
        camera = [
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
        ]
        arguments = ["--no-sandbox", "--disable-gpu", *(camera if film else [])]
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        opened.append(browser)
        context = browser.new_context(viewport=size, has_touch=True, **more)
        if film:
            context.grant_permissions(["camera"], origin=live_server.url)
        officer = Client()
        officer.force_login(gate.officer.account)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": officer.cookies[name].value, "url": live_server.url}])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(f"{live_server.url}/gerbang/")
        return page

    yield start
    for browser in opened:
        browser.close()


def shot(page: Any, name: str) -> None:
    """Keeps a picture when SHOTS is set."""
    if os.environ.get("SHOTS"):
        SHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SHOTS / f"gate-{name}.png")


def sound(page: Any) -> bool:
    """Nothing hangs over the side, no target is too small for a thumb, and the browser has not complained."""
    small = page.evaluate(
        """least => [...document.querySelectorAll("main button, main a, main label.choice, main summary")]
          .map(part => [part.textContent.trim(), part.getBoundingClientRect()])
          .filter(([, box]) => box.height && box.height < least).map(([text]) => text)""",
        SMALLEST_TARGET,
    )
    assert small == []
    assert page.complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    return True


def wedge(page: Any, text: str) -> None:
    """A USB scanner: types fast and ends with Enter."""
    page.keyboard.type(text)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("size", [TABLET, PHONE], ids=["tablet", "phone"])
def test_camera_reads_a_ticket_and_two_taps_let_the_family_in(
    open_gate: Opened, gate: AtTheGate, tmp_path: Path, size: dict[str, int]
) -> None:
    booking = gates.a_family(
        gate,
        births=[ADULT, ELDER, CHILD],
        priorities=[PriorityReason.PREGNANT, PriorityReason.ELDERLY, PriorityReason.CHILD],
    )
    page = open_gate(film_of(gates.ticket_text(booking), tmp_path / "ticket.y4m"), size)
    tag = f"{size['width']}"
    shot(page, f"{tag}-1-stand")
    assert sound(page)
    page.get_by_role("button", name="Buka kamera").click()
    page.wait_for_url(re.compile(f"/gerbang/tiket/{booking.pk}/"))
    shot(page, f"{tag}-2-party")
    assert sound(page)
    assert page.get_by_label("B*** S*** 0***").first.is_checked()
    page.get_by_role("button", name="Izinkan masuk").click()
    page.wait_for_url(re.compile("/gerbang/masuk/"))
    assert page.get_by_role("heading", name="MASUK").is_visible()
    assert page.get_by_text("P-001").is_visible()
    shot(page, f"{tag}-3-admitted")
    assert sound(page)
    assert Arrival.objects.count() == 3
    page.reload()
    assert Arrival.objects.count() == 3
    page.get_by_role("link", name="Berikutnya").click()
    # The camera that was opened once opens again by itself, and the ticket still lies before it.
    page.wait_for_url(re.compile("/gerbang/ditolak/"))
    assert page.get_by_text("Tiket ini sudah dipakai masuk pukul 09.00 WIB.").is_visible()
    shot(page, f"{tag}-4-twice")


def test_camera_that_is_not_there_leaves_the_field_and_says_so(open_gate: Opened) -> None:
    page = open_gate()
    page.get_by_role("button", name="Buka kamera").click()
    page.get_by_text("Kamera tidak dapat dibuka.").wait_for()
    shot(page, "820-5-no-camera")
    assert page.get_by_label("Tiket, kode 8 huruf, atau nomor permohonan").is_visible()
    assert page.get_by_role("button", name="Buka kamera").is_visible()


def test_usb_scanner_is_heard_in_the_field_and_on_every_verdict(open_gate: Opened, gate: AtTheGate) -> None:
    first, second = gates.a_family(gate), gates.a_family(gate, starts_at=NINE + timedelta(minutes=1))
    page = open_gate()
    wedge(page, gates.ticket_text(first))
    page.wait_for_url(re.compile(f"/tiket/{first.pk}/"))
    page.keyboard.press("Enter")  # the one button of the page
    page.wait_for_url(re.compile(f"/masuk/{first.pk}/"))
    wedge(page, gates.ticket_text(second))
    page.wait_for_url(re.compile(f"/tiket/{second.pk}/"))
    wedge(page, gates.ticket_text(first))  # another ticket comes first: nobody of the second party is let in
    page.wait_for_url(re.compile("/ditolak/"))
    assert Arrival.objects.count() == 2
    wedge(page, gates.ticket_text(second))
    page.wait_for_url(re.compile(f"/tiket/{second.pk}/"))
    assert sound(page)


def test_typed_code_and_search_work_without_a_mouse(open_gate: Opened, gate: AtTheGate) -> None:
    booking = gates.a_family(gate, births=[ADULT])
    page = open_gate()
    page.keyboard.type(booking.code.lower())
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/tiket/{booking.pk}/"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/masuk/{booking.pk}/"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/gerbang/$"))
    assert Arrival.objects.count() == 1


@pytest.mark.parametrize("size", [TABLET, PHONE], ids=["tablet", "phone"])
def test_walk_in_sees_the_next_free_numbers(open_gate: Opened, gate: AtTheGate, size: dict[str, int]) -> None:
    for hours in (24, 25, 72):
        gates.a_family(gate, starts_at=NINE + timedelta(hours=hours))
    page = open_gate(size=size)
    page.get_by_role("button", name="Tanpa nomor").click()
    assert page.get_by_role("heading", name="DITOLAK").is_visible()
    assert page.get_by_text("sisa 18").first.is_visible()
    shot(page, f"{size['width']}-6-walk-in")
    assert sound(page)
    assert GateRefusal.objects.get().reason == "walk_in"


@pytest.mark.parametrize("size", [TABLET, PHONE], ids=["tablet", "phone"])
def test_late_party_comes_in_with_a_reason(
    open_gate: Opened, gate: AtTheGate, time: Callable[[datetime], None], size: dict[str, int]
) -> None:
    booking = gates.a_family(gate)
    time(NINE + timedelta(minutes=20))
    page = open_gate(size=size)
    wedge(page, gates.ticket_text(booking))
    page.wait_for_url(re.compile("/ditolak/"))
    shot(page, f"{size['width']}-7-late")
    assert sound(page)
    page.get_by_role("link", name="Terima dengan alasan").click()
    page.get_by_label("Lalu lintas atau angkutan terganggu").check()
    shot(page, f"{size['width']}-8-override")
    assert sound(page)
    page.get_by_role("button", name="Terima dengan alasan").click()
    page.wait_for_url(re.compile("/masuk/"))
    shot(page, f"{size['width']}-9-overridden")
    assert set(Arrival.objects.values_list("override_reason", flat=True)) == {"Lalu lintas atau angkutan terganggu"}


def test_search_keeps_what_was_typed(open_gate: Opened, gate: AtTheGate) -> None:
    identity = people.a_nik()
    booking = gates.someone_on_the_list(gate, identity)
    page = open_gate(size=PHONE)
    page.get_by_text("Cari tanpa tiket").click()
    page.get_by_label("NIK atau nomor paspor").fill(identity.key.removeprefix("nik:"))
    for box, value in (("Tanggal", "17"), ("Bulan", "6"), ("Tahun", "1990")):
        page.get_by_label(box, exact=True).fill(value)
    page.get_by_role("button", name="Cari di daftar hari ini").click()
    page.get_by_text("Tidak ada nomor dengan data ini di sini hari ini.").wait_for()
    shot(page, "360-10-search")
    page.complaints = []  # the browser notes the answer's status 422
    assert sound(page)
    page.get_by_label("Bulan", exact=True).fill("5")
    page.get_by_role("button", name="Cari di daftar hari ini").click()
    page.wait_for_url(re.compile(f"/tiket/{booking.pk}/"))
    assert identity.key.removeprefix("nik:") not in page.url


def test_everything_works_without_scripts(open_gate: Opened, gate: AtTheGate) -> None:
    booking = gates.a_family(gate)
    page = open_gate(java_script_enabled=False)
    page.get_by_label("Tiket, kode 8 huruf, atau nomor permohonan").fill(booking.code)
    page.get_by_role("button", name="Periksa tiket").click()
    page.get_by_role("button", name="Izinkan masuk").click()
    assert page.get_by_text("A-002").is_visible()
    page.get_by_role("link", name="Cetak").click()
    assert page.get_by_text("A-001").is_visible()
    page.emulate_media(media="print")
    shot(page, "820-11-slip")
    assert page.get_by_role("link", name="Berikutnya").is_hidden()


def test_only_those_who_came_are_let_in(open_gate: Opened, gate: AtTheGate) -> None:
    booking: Booking = gates.a_family(gate, births=[ADULT, ADULT, CHILD])
    page = open_gate(size=PHONE)
    wedge(page, gates.ticket_text(booking))
    page.locator("input[name=kursi]").nth(1).uncheck()
    page.get_by_label("1", exact=True).check()
    shot(page, "360-12-partly")
    page.get_by_role("button", name="Izinkan masuk").click()
    assert page.get_by_text("1 orang belum datang; tempatnya menunggu sampai pukul 09.15.").is_visible()
    assert page.get_by_text("1 wali anak").is_visible()
    shot(page, "360-13-partly-admitted")
    assert sound(page)
