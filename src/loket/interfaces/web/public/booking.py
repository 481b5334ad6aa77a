"""Booking, one question a page. Every answer is kept in the draft; Back and change links lose nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from loket.foundation.offices import queries as offices
from loket.foundation.offices.queries import OfficeCard, PointCard, ServiceCard
from loket.foundation.offices.rules import ServiceKind
from loket.foundation.people.rules import NotAnIdentity
from loket.interfaces.web.audiences import Visit, everyone
from loket.interfaces.web.public import drafts
from loket.interfaces.web.public.days import Wish, hour_cells, month_page
from loket.interfaces.web.public.drafts import Draft
from loket.interfaces.web.public.families import family_for, seat_family
from loket.interfaces.web.public.forms import PersonForm, answers_of
from loket.interfaces.web.public.nearest import elsewhere, stopped
from loket.interfaces.web.public.offices import offices_context
from loket.interfaces.web.public.words import REASONS, name_of
from loket.kit.clock import office_day
from loket.planning.booking import queries as booking
from loket.planning.booking.aftercare import is_free_before, permit_window
from loket.planning.booking.rules import LARGEST_PARTY, SlotSays

#: Stands for an hour in the form when the office is to choose one.
GUARANTEED = "terjamin"


def onward(draft: Draft) -> HttpResponse:
    """To the first question without an answer."""
    return HttpResponseRedirect(draft.next_step(), status=303)


def bookable(slug: str) -> tuple[OfficeCard, PointCard]:
    """An office and the point that takes its bookings. Raises Http404 when there is none."""
    office = offices.office_by_slug(slug)
    point = next((p for p in offices.points_of(office.id) if p.is_bookable), None) if office else None
    if office is None or point is None:
        raise Http404
    return office, point


def service_of(draft: Draft) -> ServiceCard | None:
    """The service of a draft."""
    return next((s for s in offices.services_of(draft.point_id) if s.id == draft.service_id), None)


@everyone
@require_safe
@gzip_page
def choose_office(request: Visit) -> HttpResponse:
    """Where? The list of offices; an unfinished draft is offered to go on with."""
    draft = drafts.load(request)
    context = offices_context(request) | {"unfinished": draft.next_step() if draft.service_id else "", "books": True}
    return render(request, "public/offices.html", context)


@everyone
@require_http_methods(["GET", "HEAD", "POST"])
@gzip_page
def choose_service(request: Visit) -> HttpResponse:
    """What for? Services of an office; those not offered say why (R11)."""
    draft = drafts.load(request)
    slug = request.POST.get("kantor") or request.GET.get("kantor") or draft.office
    if not slug:
        return HttpResponseRedirect("/ambil-nomor/")
    office, point = bookable(slug[:60])
    services = [s for s in offices.services_of(point.id) if s.kind != ServiceKind.COLLECTION]
    error = ""
    if request.method == "POST":
        code = request.POST.get("layanan", "")
        chosen = next((s for s in services if s.code == code and s.reason is None), None)
        if chosen:
            take_service(draft, office, point, chosen)
            drafts.save(request, draft)
            return onward(draft)
        error = gettext("Pilih satu layanan.")
    context = {
        "office": office,
        "services": [(s, name_of(s), REASONS[s.reason] if s.reason else "") for s in services],
        "chosen": draft.service_id if draft.point_id == point.id else 0,
        "error": error,
    }
    return render(request, "public/service.html", context, status=422 if error else 200)


def take_service(draft: Draft, office: OfficeCard, point: PointCard, service: ServiceCard) -> None:
    """Keeps what is wanted and where; an hour chosen for something else is forgotten."""
    if (draft.point_id, draft.service_id) != (point.id, service.id):
        draft.slot_id, draft.starts_at = 0, ""
        draft.permit_ends, draft.is_guaranteed = "", False
    if draft.is_collection:
        draft.people, draft.size, draft.not_before = [], 0, ""
    draft.office, draft.point_id = office.slug, point.id
    draft.service_id, draft.nationality = service.id, service.nationality
    draft.has_deadline = service.has_deadline


@everyone
@require_http_methods(["GET", "HEAD", "POST"])
@gzip_page
def choose_party(request: Visit) -> HttpResponse:
    """For how many? One to five (R2)."""
    draft = drafts.load(request)
    if not draft.service_id or draft.is_collection or draft.asks_home:
        return onward(draft)
    error = ""
    family = family_for(request, draft)
    ticked = set(request.POST.getlist("keluarga")[: 2 * LARGEST_PARTY])
    if request.method == "POST":
        chosen = [one for one in family if str(one.card.id) in ticked]
        said = request.POST.get("orang", "")
        size = int(said) if said in {str(n) for n in range(1, LARGEST_PARTY + 1)} else 0
        if max(size, len(chosen)) in range(1, LARGEST_PARTY + 1):
            seat_family(draft, family, chosen, max(size, len(chosen)))
            drafts.save(request, draft)
            return onward(draft)
        error = gettext("Pilih 1 sampai 5 orang.")
    context = {
        "sizes": range(1, LARGEST_PARTY + 1),
        "chosen": draft.size,
        "error": error,
        "draft": draft,
        "family": [(one, str(one.card.id) in ticked or one.sits_in(draft)) for one in family],
    }
    return render(request, "public/party.html", context, status=422 if error else 200)


@everyone
@require_http_methods(["GET", "HEAD", "POST"])
@gzip_page
def choose_hour(request: Visit) -> HttpResponse:
    """When? Days with their quota, then hours of the chosen day (R6, R13)."""
    draft = drafts.load(request)
    if not draft.size or (draft.has_deadline and not draft.permit_ends):
        return onward(draft)
    office = offices.office_by_slug(draft.office)
    if office is None:
        raise Http404
    here = booking.service_here(draft.point_id, draft.service_id)
    wish = _wish(request, draft, office, here)
    error = ""
    if request.method == "POST":
        error = _take_hour(request, draft, wish)
        if not error:
            drafts.save(request, draft)
            return onward(draft)
    context = _hour_context(request, draft, office, wish) | {"error": error, "stopped": stopped(here)}
    return render(request, "public/hour.html", context, status=422 if error else 200)


def _wish(request: Visit, draft: Draft, office: OfficeCard, here: booking.ServiceHere) -> Wish:
    """What is looked for; a permit's holder is offered no day past its end (R46)."""
    today = office_day(request.now, office.timezone)
    not_before = date.fromisoformat(draft.not_before) if draft.not_before else None
    last = None
    if draft.ends_on:
        window = permit_window(draft.point_id, draft.ends_on, timezone=office.timezone, now=request.now)
        last = window.last or today - timedelta(days=1)
    return Wish(draft.point_id, draft.service_id, draft.size, today, office.timezone, not_before, last, here=here)


def _all_taken(request: Visit, wish: Wish) -> bool:
    """Whether no ordinary hour is left before the permit ends: then the office grants one (A11)."""
    last = wish.not_after
    return last is not None and not is_free_before(
        wish.point_id, wish.service_id, last, wish.party, timezone=wish.timezone, now=request.now
    )


def _take_hour(request: Visit, draft: Draft, wish: Wish) -> str:
    """Keeps the chosen slot in the draft; answers the error in words, empty when it was taken over."""
    said = request.POST.get("jam", "")
    draft.is_guaranteed = said == GUARANTEED and _all_taken(request, wish)
    if draft.is_guaranteed:
        draft.slot_id, draft.starts_at = 0, ""
        return ""
    if not said.isascii() or not said.isdigit() or len(said) > 12:
        return gettext("Pilih satu jam.")
    offer = booking.slot_offer(int(said), draft.size, request.now)
    if offer is None or offer[:2] != (wish.point_id, wish.service_id):
        return gettext("Pilih satu jam.")
    hour = offer[2]
    if hour.says is not SlotSays.FREE or not wish.holds(office_day(hour.starts_at, wish.timezone)):
        return gettext("Jam ini tidak dapat dipilih lagi. Pilih jam lain; isian Anda tetap tersimpan.")
    draft.slot_id, draft.starts_at = hour.slot_id, hour.starts_at.isoformat()
    return ""


def _hour_context(request: Visit, draft: Draft, office: OfficeCard, wish: Wish) -> dict[str, Any]:
    day = day_of(request.GET.get("hari", "")) or (office_day(draft.at, office.timezone) if draft.at else None)
    month = day_of(request.GET.get("bulan", "")) or day or wish.today
    month = max(month, wish.today).replace(day=1)
    page = month_page(wish, month, day, request.now)
    service = service_of(draft)
    hours = hour_cells(wish, day, draft.slot_id, request.now) if day else []
    return {
        "office": office,
        "elsewhere": elsewhere(wish, office, page, day, hours, request.now),
        "page": page,
        "day": day,
        "hours": hours,
        "has_hours": any(hour.left for hour in hours),
        "service": name_of(service) if service else "",
        "draft": draft,
        "rescued": request.GET.get("penuh") == "1",
        "last_day": wish.not_after,
        "all_taken": _all_taken(request, wish),
        "guaranteed": GUARANTEED,
    }


def day_of(said: str) -> date | None:
    """A day from an address; None for what is none, or for a year that nobody means."""
    try:
        day = date.fromisoformat(said[:10])
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2200 else None


@everyone
@require_http_methods(["GET", "HEAD", "POST"])
def name_person(request: Visit, place: int) -> HttpResponse:
    """Who is person number `place`? One page each."""
    draft = drafts.load(request)
    if not draft.has_hour or not 1 <= place <= draft.size or draft.is_collection:
        return onward(draft)
    office = offices.office_by_slug(draft.office)
    someone = draft.party[place - 1]
    nationality = draft.nationality or "wni"
    today = office_day(request.now, office.timezone if office else "Asia/Jakarta")
    asked: dict[str, Any] = {"nationality": nationality, "today": today, "others": _others(draft, place)}
    if request.method == "POST":
        form = PersonForm(request.POST, **asked)
        if form.is_valid() and not form.asks_again():
            draft.put(place - 1, form.someone())
            drafts.save(request, draft)
            return onward(draft)
    else:
        form = PersonForm(initial=answers_of(someone), **asked)
    context = {"form": form, "place": place, "draft": draft, "before": place - 1}
    return render(request, "public/person.html", context, status=422 if form.errors else 200)


def _others(draft: Draft, place: int) -> frozenset[str]:
    """Identity keys of the other persons of the party, as far as they were answered."""
    keys = set()
    for number, someone in enumerate(draft.party, start=1):
        if number != place and someone.is_whole(draft.nationality):
            try:
                keys.add(someone.identity().key)
            except NotAnIdentity:
                continue
    return frozenset(keys)
