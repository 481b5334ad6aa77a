"""The head's quota: a week's matrix, what a change does before it is saved, whose seats are too many (R4, R7, R8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from loket.foundation.offices import queries as offices
from loket.foundation.offices.models import Office
from loket.foundation.offices.queries import PointCard, ServiceCard
from loket.foundation.people.rules import Role
from loket.interfaces.web.audiences import Visit, staff
from loket.interfaces.web.office.places import own_office, own_point
from loket.interfaces.web.office.quota_forms import Change, change_of
from loket.interfaces.web.office.words import CHANNELS
from loket.interfaces.web.words import said, spoken
from loket.kit.clock import office_day
from loket.planning.booking import queries as booking
from loket.planning.booking.actions import resize_quota, scale_quota
from loket.planning.booking.queries import WeekSlot
from loket.planning.booking.rules import Channel, SlotsWrong

SEE_OTHER = 303
#: The matrix is leafed through this many weeks back and ahead.
WEEKS = 26


@dataclass(frozen=True, slots=True)
class Shown:
    """Which part of the matrix is looked at."""

    office: Office
    point: PointCard
    services: list[ServiceCard]
    service: ServiceCard
    channel: Channel
    monday: date

    @property
    def query(self) -> str:
        """The address of this part."""
        return f"layanan={self.service.code}&jalur={self.channel.value}&minggu={self.monday.isoformat()}"


@staff(Role.HEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def quota(request: Visit) -> HttpResponse:
    """The week's matrix; POST shows what a change would do, and makes it when that was seen."""
    shown = _shown(request)
    week = booking.week_of(shown.point.id, shown.service.id, shown.channel, shown.monday, request.now)
    if request.method != "POST" or "ubah" in request.POST:
        return _show(request, shown, week, status=200)
    change = change_of(request.POST, week)
    if change.error:
        return _show(request, shown, week, error=change.error, status=422)
    try:
        preview = _preview(request, shown, change)
        if request.POST.get("pasti") != "1":
            return _ask(request, shown, change, preview)
        _make(request, shown, change)
    except SlotsWrong as wrong:
        return _show(request, shown, week, error=said(wrong), status=422)
    return HttpResponseRedirect(f"{reverse('office:quota')}?{shown.query}&tersimpan=1", status=SEE_OTHER)


@staff(Role.HEAD)
@require_GET
def overhang(request: Visit) -> HttpResponse:
    """Hours with more people than wanted, and the numbers to move first; no names (R8)."""
    office = own_office(request)
    rows = booking.overhang_of(own_point(request).id, request.now)
    return render(request, "office/quota_over.html", {"office": office, "rows": rows})


def _shown(request: Visit) -> Shown:
    office = own_office(request)
    point = own_point(request)
    services = [service for service in offices.services_of(point.id) if service.reason is None]
    if not services:
        raise Http404
    asked = request.GET
    service = next((s for s in services if s.code == asked.get("layanan")), services[0])
    channel = next((c for c in Channel if c.value == asked.get("jalur")), Channel.ONLINE)
    return Shown(office, point, services, service, channel, _monday(asked.get("minggu", ""), office, request))


def _monday(typed: str, office: Office, request: Visit) -> date:
    today = office_day(request.now, office.timezone)
    try:
        day = date.fromisoformat(typed[:10])
    except ValueError:
        day = today
    reach = timedelta(weeks=WEEKS)
    day = min(max(day, today - reach), today + reach)
    return day - timedelta(days=day.weekday())


def _preview(request: Visit, shown: Shown, change: Change) -> Any:
    if change.percent is None:
        return booking.preview_resize(shown.point.id, change.seats, request.now)
    service_id = None if change.all_services else shown.service.id
    last = shown.monday + timedelta(days=6)
    return booking.preview_scale(shown.point.id, shown.monday, last, change.percent, service_id, request.now)


def _make(request: Visit, shown: Shown, change: Change) -> None:
    if change.percent is None:
        resize_quota(point_id=shown.point.id, seats=change.seats, by=request.actor, now=request.now)
        return
    scale_quota(
        point_id=shown.point.id,
        first=shown.monday,
        last=shown.monday + timedelta(days=6),
        percent=change.percent,
        service_id=None if change.all_services else shown.service.id,
        by=request.actor,
        now=request.now,
    )


def _ask(request: Visit, shown: Shown, change: Change, preview: Any) -> HttpResponse:
    typed = [(name, value) for name, value in request.POST.items() if name not in ("csrfmiddlewaretoken", "pasti")]
    context = {"shown": shown, "change": change, "preview": preview, "typed": typed, "office": shown.office}
    return render(request, "office/quota_changes.html", context | _words(shown))


def _show(request: Visit, shown: Shown, week: list[WeekSlot], *, status: int, error: str = "") -> HttpResponse:
    days = sorted({slot.day for slot in week})
    by_hour = sorted(week, key=lambda slot: (slot.starts_at.time(), slot.day))
    hours = [list(slots) for _, slots in groupby(by_hour, key=lambda slot: slot.starts_at.time())]
    context = {
        "shown": shown,
        "office": shown.office,
        "days": [(day, [s for s in week if s.day == day], request.POST.get(f"hari_{day}", "")) for day in days],
        "rows": [(slots[0].starts_at, _row(slots, days, request)) for slots in hours],
        "channels": [(channel, CHANNELS[channel]) for channel in Channel],
        "before": shown.monday - timedelta(days=7),
        "after": shown.monday + timedelta(days=7),
        "over": sum(slot.over for slot in week),
        "percent": request.POST.get("persen", ""),
        "all_services": request.POST.get("semua") == "1",
        "error": error,
        "saved": request.GET.get("tersimpan") == "1",
    }
    return render(request, "office/quota.html", context | _words(shown), status=status)


def _row(slots: list[WeekSlot], days: list[date], request: Visit) -> list[tuple[WeekSlot | None, str]]:
    """One cell a day: its slot, if the hour has one that day, and what was typed for it."""
    by_day = {slot.day: slot for slot in slots}
    return [
        (slot, request.POST.get(f"kursi_{slot.slot_id}", str(slot.wanted))) if slot else (None, "")
        for slot in (by_day.get(day) for day in days)
    ]


def _words(shown: Shown) -> dict[str, Any]:
    service = shown.service
    return {"service": spoken(service.name_id, service.name_en), "channel": CHANNELS[shown.channel]}
