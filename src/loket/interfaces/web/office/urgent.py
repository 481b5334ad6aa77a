"""The help desk takes a seat of the urgent pool for a case that can't wait (A11)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from loket.foundation.offices import queries as offices
from loket.foundation.offices.rules import ServiceKind
from loket.foundation.people.queries import notice_in_force
from loket.foundation.people.rules import Role
from loket.interfaces.web.audiences import Visit, staff
from loket.interfaces.web.office.helpdesk import HOME
from loket.interfaces.web.office.helpdesk_forms import PartyForm, choices_of
from loket.interfaces.web.office.places import own_office, own_point
from loket.interfaces.web.office.special_forms import UrgentForm, hours_for
from loket.interfaces.web.words import said
from loket.kit import ids
from loket.kit.clock import office_day
from loket.kit.errors import Refusal
from loket.planning.booking import aftercare
from loket.planning.booking.actions import claim_urgent_seat
from loket.planning.booking.deadlines import UrgentKind


@staff(Role.HELP_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def claim_urgent(request: Visit) -> HttpResponse:
    """One page: service, hour of the pool, kind of case, evidence, who."""
    office, point = own_office(request), own_point(request)
    asked = request.POST if request.method == "POST" else request.GET
    choices = [c for c in choices_of(offices.services_of(point.id)) if c.service.kind != ServiceKind.COLLECTION]
    choice = next((c for c in choices if c.value == asked.get("layanan")), choices[0] if choices else None)
    context: dict[str, Any] = {"choices": choices, "choice": choice}
    status = 200
    if choice:
        data = request.POST if request.method == "POST" else None
        hours = hours_for(aftercare.urgent_hours(point.id, choice.service.id, 1, request.now), office.timezone)
        form = UrgentForm(data, hours=hours)
        party = PartyForm(choice, 1, today=office_day(request.now, office.timezone), data=data)
        if request.method == "POST":
            answer = _claim(request, form, party)
            if isinstance(answer, HttpResponse):
                return answer
            context["refusal"], status = answer, 422
        context |= {"form": form, "person": party.forms[0], "told": party.told, "has_hours": bool(hours)}
        context["key"] = request.POST.get("kunci", "")[:36] or str(ids.new_id())
    return render(request, "office/urgent.html", context, status=status)


def _claim(request: Visit, form: UrgentForm, party: PartyForm) -> HttpResponse | str:
    """Books and leads to the ticket; else what is wrong with the whole, empty when fields say it."""
    if not party.told:
        return gettext("Berikan atau bacakan pemberitahuan data pribadi, lalu centang.")
    if not party.is_valid() or party.asks_again() or not form.is_valid():
        return ""
    typed = form.cleaned_data
    try:
        claimed = claim_urgent_seat(
            slot_id=int(typed["jam"]),
            applicants=party.applicants(notice_in_force(request.now).version),
            kind=UrgentKind(typed["perkara"]),
            evidence=typed["bukti"],
            key=request.POST.get("kunci", "")[:36] or str(ids.new_id()),
            by=request.actor,
            now=request.now,
        )
    except Refusal as refused:
        return said(refused)
    return HttpResponseRedirect(f"{HOME}{claimed.booking_id}/?baru=1", status=303)
