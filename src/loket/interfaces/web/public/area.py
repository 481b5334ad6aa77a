"""Foreigners: where do you live? The office of that area serves them; where it is not known we ask (R10)."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from loket.foundation.offices import queries as offices
from loket.foundation.offices.queries import AreaAnswer, OfficeCard, Regency
from loket.foundation.offices.rules import AreaSays, Nationality
from loket.interfaces.web.audiences import Visit, everyone
from loket.interfaces.web.public import drafts
from loket.interfaces.web.public.booking import bookable, onward, service_of, take_service
from loket.interfaces.web.public.drafts import Draft
from loket.kit.clock import office_day

#: What people answer who do not know their regency, and those who live elsewhere than the office's area.
UNKNOWN, OTHER = "-", "lain"


@everyone
@require_http_methods(["GET", "HEAD", "POST"])
@gzip_page
def ask_home(request: Visit) -> HttpResponse:
    """Where do you live? Then on, or to the right office, or one more question where the area is not known."""
    draft = drafts.load(request)
    office = offices.office_by_slug(draft.office)
    if office is None or not draft.service_id or draft.nationality != Nationality.WNA or draft.is_collection:
        return onward(draft)
    if request.method != "POST":
        return _ask(request, draft, office)
    code = _code(request)
    if code is None:
        return _ask(request, draft, office, error=gettext("Pilih kabupaten atau kota tempat tinggal Anda."))
    answer = _answer(request, code, office)
    if "pindah" in request.POST:
        return _move(request, draft, code, answer)
    if answer.says is AreaSays.HERE or (answer.says is AreaSays.UNKNOWN and "lanjut" in request.POST):
        draft.home = f"{code}@{draft.point_id}"
        drafts.save(request, draft)
        return onward(draft)
    return _tell(request, draft, office, code, answer)


def _code(request: Visit) -> str | None:
    """The chosen regency, UNKNOWN, or None for no answer."""
    said = request.POST.get("wilayah", "")
    if said == OTHER:
        said = request.POST.get("kabupaten", "")
    return said if said == UNKNOWN or offices.regency_of(said) else None


def _answer(request: Visit, code: str, office: OfficeCard) -> AreaAnswer:
    if code == UNKNOWN:
        return AreaAnswer(AreaSays.UNKNOWN, [])
    return offices.area_answer(code, office.id, office_day(request.now, office.timezone))


def _ask(request: Visit, draft: Draft, office: OfficeCard, *, error: str = "") -> HttpResponse:
    known = [r for r, _ in offices.area_of_office(office.id, office_day(request.now, office.timezone))]
    near = {regency.code for regency in known}
    chosen = request.POST.get("wilayah", "") or draft.regency
    other = request.POST.get("kabupaten", "") or draft.regency
    context: dict[str, Any] = {
        "office": office,
        "near": known,
        "provinces": _by_province([r for r in offices.all_regencies().values() if r.code not in near]),
        "chosen": OTHER if chosen and chosen not in (*near, UNKNOWN) else chosen,
        "other": other,
        "error": error,
    }
    return render(request, "public/area.html", context, status=422 if error else 200)


def _by_province(regencies: list[Regency]) -> list[tuple[str, list[Regency]]]:
    return [(province, list(inside)) for province, inside in groupby(regencies, key=lambda r: r.province)]


def _tell(request: Visit, draft: Draft, office: OfficeCard, code: str, answer: AreaAnswer) -> HttpResponse:
    """Which office serves the address, or that we do not know for sure."""
    service = service_of(draft)
    context = {
        "office": office,
        "home": offices.regency_of(code),
        "code": code,
        "is_elsewhere": answer.says is AreaSays.ELSEWHERE,
        "stands_here": any(card.id == office.id for card in answer.offices),
        "others": [(card, _serves(card, draft)) for card in answer.offices if card.id != office.id],
        "service": service,
    }
    return render(request, "public/area_answer.html", context)


def _serves(card: OfficeCard, draft: Draft) -> bool:
    """Whether the same service can be booked there."""
    if card.reason is not None:
        return False
    _, point = bookable(card.slug)
    return any(s.id == draft.service_id and s.reason is None for s in offices.services_of(point.id))


def _move(request: Visit, draft: Draft, code: str, answer: AreaAnswer) -> HttpResponse:
    """Goes on at another office that (may) serve the address."""
    slug = request.POST.get("pindah", "")[:60]
    card = next((card for card in answer.offices if card.slug == slug), None)
    if card is not None and _serves(card, draft):
        office, point = bookable(card.slug)
        service = next(s for s in offices.services_of(point.id) if s.id == draft.service_id)
        take_service(draft, office, point, service)
        draft.home = f"{code}@{draft.point_id}"
        drafts.save(request, draft)
    return onward(draft)
