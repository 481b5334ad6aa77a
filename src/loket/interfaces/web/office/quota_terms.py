"""How an office books: its release rule (R6), suspensions with their notice (R9), blank booklets (R12)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from loket.foundation.offices import queries as offices
from loket.foundation.people.rules import Role
from loket.interfaces.web.audiences import Visit, staff
from loket.interfaces.web.office.places import own_office, own_point
from loket.interfaces.web.office.quota import SEE_OTHER
from loket.interfaces.web.office.quota_forms import number_of
from loket.interfaces.web.office.words import PRODUCTS, RELEASES, WEEKDAYS
from loket.interfaces.web.words import said, spoken
from loket.kit.errors import Refusal
from loket.planning.booking import queries as booking
from loket.planning.booking.actions import resume_service, set_blanks, set_release, suspend_service
from loket.planning.booking.releases import Release, ReleaseKind, ReleaseRuleWrong
from loket.planning.booking.rules import MOST_BLANKS, BlanksWrong, NotSuspended, Product

Do = Callable[[Visit, int, int], None]


@staff(Role.HEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: Visit) -> HttpResponse:
    """Three forms; each saves itself, and a refusal is told above with all that was typed."""
    office = own_office(request)
    point = own_point(request)
    error = ""
    if request.method == "POST":
        try:
            _ACTIONS.get(request.POST.get("tindakan", ""), _nothing)(request, office.pk, point.id)
        except Refusal as refused:
            error = said(refused)
        else:
            return HttpResponseRedirect(f"{reverse('office:quota_terms')}?tersimpan=1", status=SEE_OTHER)
    here = booking.terms_here(point.id)
    offered = [service for service in offices.services_of(point.id) if service.reason is None]
    names: dict[int | None, str] = {None: gettext("Semua layanan")}
    names |= {service.id: spoken(service.name_id, service.name_en) for service in offered}
    context: dict[str, Any] = {
        "office": office,
        "release": here.release,
        "kinds": RELEASES.items(),
        "weekdays": WEEKDAYS,
        "suspensions": [(key or 0, names.get(key, ""), notice, since) for key, notice, since in here.suspensions],
        "services": [(key or 0, name) for key, name in names.items()],
        "blanks": [(product, PRODUCTS[product], here.blanks.get(product, "")) for product in Product],
        "typed": request.POST,
        "error": error,
        "saved": request.GET.get("tersimpan") == "1",
    }
    return render(request, "office/quota_terms.html", context, status=422 if error else 200)


def _nothing(request: Visit, office_id: int, point_id: int) -> None:
    """A form that none of ours sent."""
    raise NotSuspended


def _release(request: Visit, office_id: int, point_id: int) -> None:
    typed = request.POST
    kind = next((k for k in ReleaseKind if k.value == typed.get("jenis")), None)
    ahead, at = number_of(typed.get("depan", ""), 1000), _time(typed.get("jam", ""))
    weekday = number_of(typed.get("hari", ""), 6) if kind is ReleaseKind.WEEKLY else None
    if kind is None or ahead is None or at is None:
        raise ReleaseRuleWrong
    rule = Release(kind, at, ahead, weekday)
    set_release(point_id=point_id, service_id=None, rule=rule, by=request.actor, now=request.now)


def _time(typed: str) -> time | None:
    hour, _, minute = typed.strip().replace(":", ".").partition(".")
    hours, minutes = number_of(hour, 23), number_of(minute or "0", 59)
    return None if hours is None or minutes is None else time(hours, minutes)


def _suspend(request: Visit, office_id: int, point_id: int) -> None:
    suspend_service(
        point_id=point_id,
        service_id=_service(request, point_id),
        notice=request.POST.get("pengumuman", ""),
        notice_en=request.POST.get("pengumuman_en", ""),
        by=request.actor,
        now=request.now,
    )


def _resume(request: Visit, office_id: int, point_id: int) -> None:
    resume_service(point_id=point_id, service_id=_service(request, point_id), by=request.actor, now=request.now)


def _service(request: Visit, point_id: int) -> int | None:
    """The service that was chosen, None for all. Raises NotSuspended for none of this point's."""
    typed = number_of(request.POST.get("layanan", ""), 9_999_999)
    known = {service.id for service in offices.services_of(point_id) if service.reason is None}
    if typed != 0 and typed not in known:
        raise NotSuspended
    return typed or None


def _count(request: Visit, office_id: int, point_id: int) -> None:
    product = next((p for p in Product if p.value == request.POST.get("produk")), None)
    remaining = number_of(request.POST.get("blangko", ""), MOST_BLANKS)
    if product is None or remaining is None:
        raise BlanksWrong
    set_blanks(office_id=office_id, product=product, remaining=remaining, by=request.actor, now=request.now)


_ACTIONS: dict[str, Do] = {"rilis": _release, "hentikan": _suspend, "lanjutkan": _resume, "blangko": _count}
