"""Every page for everybody: axe, the keyboard alone, large type, a narrow screen, a slow line.

The way without scripts is walked in test_books_on_a_phone.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.days import walk
from tests.days.conftest import STARTED_AT, Office

pytestmark = [pytest.mark.browser, pytest.mark.own_cluster, pytest.mark.xdist_group("day")]

PHONE, DESK = (360, 740), (1366, 900)
VIEW = {"width": PHONE[0], "height": PHONE[1]}
#: Bytes over the wire: the first page on a new phone, and any other.
FIRST_VISIT, LATER_PAGE = 60_000, 20_000
SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"
FEWEST_PAGES = 60
AXE = Axe().axe_script


@dataclass
class Found:
    """What a walk saw."""

    pages: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    sideways: list[str] = field(default_factory=list)
    sideways_in_large_type: list[str] = field(default_factory=list)
    weights: dict[str, int] = field(default_factory=dict)


class Wire:
    """Counts what comes over the wire into a page."""

    def __init__(self, page: Any) -> None:
        self.bytes = 0
        session = page.context.new_cdp_session(page)
        session.on("Network.loadingFinished", self._count)
        session.send("Network.enable")

    def _count(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])

    def taken(self) -> int:
        """Bytes since the last time."""
        counted, self.bytes = self.bytes, 0
        return counted


def violations(page: Any) -> list[str]:
    """What axe has against the page, in a line each."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] }).then((answer) => answer.violations)")
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def walked(
    office: Office, chromium: Any, *, language: str, phone: str, looks: Iterable[tuple[tuple[int, int], str]]
) -> Found:
    """Walks past all pages in one language; each is looked at in every size and scheme."""
    found, wires = Found(), {}

    def see(page: Any, name: str) -> None:
        found.pages.append(name)
        if page in wires:
            page.wait_for_load_state("networkidle") if name == "start" else None
            found.weights[name] = wires[page].taken()
            if too_wide(page, font="200%"):
                found.sideways_in_large_type.append(name)
        for (width, height), scheme in looks:
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            found.faults.extend(f"{name} ({width}, {scheme}) {fault}" for fault in violations(page))
            if too_wide(page):
                found.sideways.append(f"{name} at {width}")

    def new() -> Any:
        # Without motion: a colour that is still turning would be judged as if it stayed.
        context = chromium.new_context(base_url=office.url, viewport=VIEW, reduced_motion="reduce")
        context.add_cookies([{"name": "bahasa", "value": language, "url": office.url}])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        return page

    contexts: list[Any] = []
    walker = walk.Walker(see)
    citizen = new()
    wires[citizen] = Wire(citizen)
    walk.read(walker, citizen)
    walk.book(walker, citizen, phone=phone)
    walk.help_desk(walker, new())
    walk.own_keys(walker, new())
    with doors_open(office):
        walk.gate(walker, new(), office.ask(walk.A_TICKET_OF_TODAY))
        walk.counter(walker, new())
        walk.overview(walker, new())
        walk.officers(walker, new())
        walk.planning(walker, new())
    for context in contexts:
        context.close()
    return found


@contextmanager
def doors_open(office: Office) -> Iterator[None]:
    """The first hour of the demo's day; afterwards its clock stands where the other stories begin."""
    office.set_clock(walk.OPENED)
    try:
        yield
    finally:
        office.set_clock(datetime.fromisoformat(STARTED_AT))


def too_wide(page: Any, font: str = "") -> bool:
    """Whether the page scrolls sideways, with the reader's own size of letters."""
    page.evaluate("size => { document.documentElement.style.fontSize = size }", font)
    over = page.evaluate(SIDEWAYS)
    page.evaluate("() => { document.documentElement.style.fontSize = '' }")
    return bool(over > 0)


#: One walk serves all tests of this file, also when others are run between them and the browser is a new one.
_WALKS: list[Found] = []


@pytest.fixture
def found(office: Office, chromium: Any) -> Found:
    """One walk in Indonesian with a phone in the light."""
    if not _WALKS:
        _WALKS.append(walked(office, chromium, language="id", phone="0812 9876 1110", looks=[(PHONE, "light")]))
    return _WALKS[0]


def test_axe_finds_nothing_on_any_page(found: Found) -> None:
    assert len(set(found.pages)) >= FEWEST_PAGES
    assert found.faults == []


def test_nothing_scrolls_sideways_on_a_phone(found: Found) -> None:
    assert found.sideways == []


def test_letters_of_twice_the_size_fit_on_a_phone(found: Found) -> None:
    assert "ticket" in found.weights
    assert found.sideways_in_large_type == []


def test_later_pages_are_light(found: Found) -> None:
    later = {name: weight for name, weight in found.weights.items() if name != "start"}
    assert later["book-days"] > 0
    assert {name: weight for name, weight in later.items() if weight > LATER_PAGE} == {}


@pytest.mark.parametrize("path", ["/", "/ambil-nomor/"])
def test_the_first_visit_is_light(office: Office, device: Callable[..., Any], path: str) -> None:
    page = device(*PHONE)
    wire = Wire(page)
    page.goto(path, wait_until="networkidle")
    assert 5_000 < wire.taken() <= FIRST_VISIT


@pytest.mark.slow
@pytest.mark.parametrize("language", ["id", "en"])
def test_axe_finds_nothing_in_any_language_size_or_scheme(office: Office, chromium: Any, language: str) -> None:
    looks = [(size, scheme) for size in (PHONE, DESK) for scheme in ("light", "dark")]
    phone = {"id": "0812 9876 1112", "en": "0812 9876 1113"}[language]
    seen = walked(office, chromium, language=language, phone=phone, looks=looks)
    assert len(set(seen.pages)) >= FEWEST_PAGES
    assert seen.faults == []
    assert seen.sideways == []
    assert seen.sideways_in_large_type == []


class Keys:
    """A person with a keyboard only. Every stop must be seen."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def to(self, selector: str) -> None:
        """Tab until the focus is there."""
        for _ in range(80):
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                assert self.page.evaluate(SHOWN), f"the focus on {selector} can't be seen"
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"Tab never reached {selector} on {self.page.url}")

    def write(self, selector: str, text: str) -> None:
        """Tab there and type."""
        self.to(selector)
        self.page.keyboard.type(text)

    def press(self, selector: str, key: str = "Enter") -> None:
        """Tab there, press, and wait for the page it leads to."""
        self.to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def tick(self, selector: str) -> None:
        """Tab there and press the space bar."""
        self.to(selector)
        self.page.keyboard.press("Space")


#: The focused element, or the face of a hidden radio, has an outline.
SHOWN = """() => {
  const at = document.activeElement;
  const face = at.matches(".face-input") ? at.nextElementSibling : at;
  return at.matches(":focus-visible") && getComputedStyle(face).outlineStyle !== "none";
}"""
GO = "main form[method=post] button.big"


def test_a_seat_is_booked_with_the_keyboard_alone(device: Callable[..., Any]) -> None:
    page = device(*DESK)
    keys = Keys(page)
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    keys.press("main a.big")
    keys.write("#cari", "selatan")
    keys.press(".find button")
    keys.press("a[href*=jakarta-selatan]")
    keys.press(GO)
    assert page.evaluate("document.activeElement.id") == "kesalahan", "the summary of errors has the focus"
    keys.to("#kesalahan a")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "layanan", "its link leads to the question"
    page.keyboard.press("Space")
    keys.press(GO, "Space")
    keys.tick("[name=orang]")
    keys.press(GO)
    keys.press(f"a[href*='hari={walk.LATER}']")
    keys.tick("[name=jam]:enabled")
    keys.press(GO)
    day, month, year = map(str, ARI.born)
    for name, text in (
        ("nik", ARI.nik),
        ("nama", ARI.name),
        ("lahir_tanggal", day),
        ("lahir_bulan", month),
        ("lahir_tahun", year),
    ):
        keys.write(f"[name={name}]", text)
    keys.press(GO)
    keys.tick("[name=setuju]")
    keys.press(GO)
    keys.write("[name=telepon]", "081298761114")
    keys.press(GO)
    code = re.search(r"\b(\d{6})\b", page.locator("main .notice").inner_text())
    assert code
    keys.write("[name=kode]", code.group(1))
    keys.press(GO)
    keys.press(GO)
    assert page.get_by_text("Nomor sudah Anda pegang").is_visible()
    keys.press("a[href$='batal/']")
    keys.press("main form[method=post] .btn.no")


ARI = walk.Applicant("3174055304870006", "Ari Puspita", (13, 4, 1987))
