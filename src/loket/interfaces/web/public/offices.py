"""Find an office by name or nearness, and what it offers (R11)."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from loket.foundation.offices import queries as offices
from loket.foundation.offices.queries import OfficeCard
from loket.interfaces.web.audiences import Visit, everyone
from loket.interfaces.web.opening import opening_words
from loket.interfaces.web.public.board import quota_by_day
from loket.interfaces.web.public.words import REASONS, name_of
from loket.kit.clock import office_day
from loket.planning.booking import queries as booking

_PLACE = "tempat"
_LONGEST_SEARCH = 60
_DAYS_SHOWN, _CLOSED_SHOWN = 14, 60
#: More bookable offices than this are folded up by region.
_LISTED_AT_ONCE = 20
#: Indonesia, in whole degrees: what lies outside is a mistake of the device.
_SOUTH, _NORTH, _WEST, _EAST = -12, 7, 94, 142


@everyone
@require_safe
@gzip_page
def list_offices(request: Visit) -> HttpResponse:
    """All offices by region, those that hold a text, or the nearest ones."""
    return render(request, "public/offices.html", offices_context(request))


def offices_context(request: Visit) -> dict[str, Any]:
    """What the list of offices shows: found by text, nearest to a city or to the device, or all by region."""
    text = " ".join(request.GET.get("cari", "").split())[:_LONGEST_SEARCH]
    city = request.GET.get("dekat", "")[:_LONGEST_SEARCH]
    found = offices.find_offices(text)
    place = _place_of(request, city)
    near = offices.nearest_offices(place) if place and not text else []
    online = [card for card in found if card.reason is None]
    others = [card for card in found if card.reason is not None]
    return {
        "text": text,
        "near": near,
        "city": city,
        "online": online if len(online) <= _LISTED_AT_ONCE else [],
        "regions": _by_region(online) if len(online) > _LISTED_AT_ONCE else [],
        "others": _by_region(others),
        "count": len(found),
        "online_count": len(online),
        "others_count": len(others),
        "cities": offices.all_offices() if not text else [],
    }


def _by_region(cards: list[OfficeCard]) -> list[tuple[str, list[OfficeCard]]]:
    return [(region, list(inside)) for region, inside in groupby(cards, key=lambda card: card.region)]


def _place_of(request: Visit, city: str) -> tuple[float, float] | None:
    if city == "saya":
        kept = request.session.get(_PLACE)
        return (kept[0], kept[1]) if kept else None
    office = offices.office_by_slug(city) if city else None
    if office is None or office.latitude is None or office.longitude is None:
        return None
    return office.latitude, office.longitude


@everyone
@require_POST
def note_place(request: Visit) -> HttpResponse:
    """Keeps the device's place in the session, rounded to two decimals (about a kilometre); never in an address."""
    try:
        latitude = round(float(request.POST.get("lintang", "")[:20]), 2)
        longitude = round(float(request.POST.get("bujur", "")[:20]), 2)
    except ValueError:
        return HttpResponseRedirect("/kantor/", status=303)
    if not (_SOUTH <= latitude <= _NORTH and _WEST <= longitude <= _EAST):
        return HttpResponseRedirect("/kantor/", status=303)
    request.session[_PLACE] = [latitude, longitude]
    return HttpResponseRedirect("/kantor/?dekat=saya", status=303)


@everyone
@require_safe
@gzip_page
def show_office(request: Visit, slug: str) -> HttpResponse:
    """One office: address, hours, services with reasons, and the quota that is left, day by day (R68)."""
    office = offices.office_by_slug(slug)
    if office is None:
        raise Http404
    today = office_day(request.now, office.timezone)
    points = offices.points_of(office.id)
    point = next((p for p in points if p.is_bookable), points[0] if points else None)
    context: dict[str, Any] = {"office": office, "points": points, "reasons": REASONS}
    if point:
        last = today + timedelta(days=_DAYS_SHOWN)
        monday = today - timedelta(days=today.weekday())
        calendar = offices.calendar_of(point.id, today, today + timedelta(days=_CLOSED_SHOWN))
        week, period = calendar.week_on(today), calendar.period_on(today)
        services = offices.services_of(point.id)
        names = {service.id: name_of(service) for service in services}
        left = [q for q in booking.quota_left(point.id, today, last, request.now) if q.quota]
        context |= {
            "hours": [(monday + timedelta(days=n), week.get(n)) for n in range(7)] if week else [],
            "says": opening_words(
                calendar.opening(request.now, office.timezone),
                office.timezone,
                request.now,
                name=calendar.name_of(today),
            ),
            "period": period,
            "period_last": period.ends_on - timedelta(days=1) if period and period.ends_on else None,
            "periods_ahead": [
                (p, p.ends_on - timedelta(days=1)) for p in calendar.periods if p.ends_on and p.starts_on > today
            ],
            "closed_ahead": calendar.closed_ahead(today, _CLOSED_SHOWN),
            "services": [(names[s.id], REASONS[s.reason] if s.reason else "") for s in services],
            "left": quota_by_day(left, names),
        }
    return render(request, "public/office.html", context)
