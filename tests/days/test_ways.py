"""Every page is found by its links, from where its users start. Pages are fetched, not drawn: no browser's work."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from tests.days import steps
from tests.days.conftest import Office
from tools.audiences import views

from loket.interfaces.web.audiences import audience_of

pytestmark = [pytest.mark.browser, pytest.mark.own_cluster, pytest.mark.xdist_group("day")]

LOGINS = {
    "gate": "jks.gerbang",
    "counter": "jks.loket5",
    "help_desk": "jks.bantuan",
    "head": "jks.kepala",
    "region": "kanwil.dki",
}
#: Where only a sent form leads, a script, or something that rarely is.
SECOND_STEPS = {
    "akun/kunci/<int:passkey_id>/",
    "akun/surel/kode/",
    "ambil-nomor/hari/",
    "ambil-nomor/izin/",
    "ambil-nomor/orang/",
    "ambil-nomor/pemohon/<int:place>/",
    "ambil-nomor/pemberitahuan/",
    "ambil-nomor/periksa/",
    "ambil-nomor/wilayah/",
    "gaya/",
    "gaya/<slug:screen>/",
    "gerbang/ditolak/<int:refusal_id>/",
    "gerbang/masuk/<uuid:booking_id>/",
    "gerbang/masuk/<uuid:booking_id>/cetak/",
    "gerbang/tiket/<uuid:booking_id>/",
    "healthz",
    "kantor-saya/bantuan/<uuid:booking_id>/",
    "kantor-saya/bantuan/<uuid:booking_id>/batal/",
    "kantor-saya/bantuan/<uuid:booking_id>/pdf",
    "kantor-saya/bantuan/<uuid:booking_id>/perbaiki/<int:place>/",
    "kantor-saya/bantuan/<uuid:booking_id>/khusus/",
    "kantor-saya/bantuan/<uuid:booking_id>/ubah/",
    "kantor-saya/bantuan/<uuid:booking_id>/ubah/periksa/",
    "kantor-saya/bantuan/akun/kode/",
    "kantor-saya/daftar/<uuid:list_id>/",
    "kantor-saya/kalender/terdampak/",
    "loket/antrean/",
    "masuk/kode/",
    "petugas/kata-sandi-baru/",
    "petugas/langkah-kedua/",
    "petugas/langkah-kedua/aplikasi/",
    "petugas/langkah-kedua/kunci/",
    "petugas/langkah-kedua/pilih/",
    "readyz",
    "tiket/<uuid:booking_id>/kabar/",
    "tiket/<uuid:booking_id>/surat/",
    "tiket/<uuid:booking_id>/surat/pdf",
    "tiket/<uuid:booking_id>/ubah/periksa/",
}
#: Pages of one shape are opened this often: one officer's page leads where another's does.
LOOKED_AT = 3
WAYS = re.compile(r"<(?:a|form)\b[^>]*?\b(?:href|action)=\"([^\"]*)\"")


def ways_from(page: Any, start: str) -> set[str]:
    """The routes that links and forms name, from one page on."""
    named: set[str] = set()
    opened: Counter[str] = Counter()
    ahead, seen = [start], {start}
    while ahead:
        answer = page.context.request.get(ahead.pop(0))
        if "text/html" not in answer.headers.get("content-type", "") or not answer.ok:
            continue
        for address, route in places_on(answer.text(), answer.url):
            named.add(route)
            if address not in seen and opened[route] < LOOKED_AT:
                opened[route] += 1
                seen.add(address)
                ahead.append(address)
    return named


def places_on(text: str, at: str) -> Iterator[tuple[str, str]]:
    """Addresses of our own that a page names, with the route of each."""
    yield urlsplit(at).path, resolve(urlsplit(at).path).route
    for found in WAYS.findall(text):
        there = urlsplit(urljoin(at, unescape(found)))
        if there.netloc != urlsplit(at).netloc:
            continue
        try:
            yield there._replace(scheme="", netloc="", fragment="").geturl(), resolve(there.path).route
        except Resolver404:
            pytest.fail(f"{at} leads to {there.path}, where nothing is")


def is_page(view: Any) -> bool:
    """Whether a view answers GET (what only takes POST is a button's work)."""
    while view is not None:
        cells = [cell.cell_contents for cell in getattr(view, "__closure__", None) or ()]
        if ["POST"] in cells:
            return False
        view = getattr(view, "__wrapped__", None)
    return True


def pages_for(*audiences: str) -> set[str]:
    """The routes of pages that name one of these audiences, but the second steps."""
    wanted = set(audiences)
    return {
        route
        for route, view in views()
        if wanted.intersection((audience_of(view) or "").removeprefix("staff:").split(",")) and is_page(view)
    } - SECOND_STEPS


def own_pages(role: str) -> set[str]:
    """What an officer of this role works with; a head also does what the office's others do."""
    return pages_for(*(("head", "gate", "counter", "help_desk") if role == "head" else (role,)))


@pytest.mark.parametrize("role", LOGINS)
def test_every_page_of_a_role_is_found_by_links(office: Office, device: Callable[..., Any], role: str) -> None:
    page = device(1366, 900)
    steps.sign_in_officer(page, LOGINS[role])
    assert sorted(own_pages(role) - ways_from(page, "/petugas/")) == []


def test_every_page_of_citizens_is_found_by_links(office: Office, device: Callable[..., Any]) -> None:
    page = device(360, 740)
    named = ways_from(page, "/")
    page.goto("/akun/")
    steps.sign_in_by_phone(page, "0812-0000-0001")
    assert sorted(pages_for("everyone", "citizen") - named - ways_from(page, "/")) == []
