"""The office's calendar: closed, extra and short days by decree (R13, R14)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from loket.foundation.offices import actions
from loket.foundation.offices.models import Office
from loket.foundation.offices.rules import DayKind, DayNotSet
from loket.foundation.people.rules import Role
from loket.interfaces.web.audiences import Visit, staff
from loket.interfaces.web.office.forms import AT_FIELD, DayForm
from loket.interfaces.web.office.places import own_office
from loket.interfaces.web.office.words import KINDS
from loket.interfaces.web.words import said
from loket.kit.clock import office_day
from loket.oversight.office_day import queries

SEE_OTHER = 303


@staff(Role.HEAD)
@require_GET
def calendar(request: Visit) -> HttpResponse:
    """Days ahead that differ, and the form for one more."""
    return _show(request, own_office(request), DayForm())


@staff(Role.HEAD)
@require_http_methods(["POST"])
def set_day(request: Visit) -> HttpResponse:
    """Sets a day; when people hold seats on a day that is to be closed it asks once more."""
    office = own_office(request)
    form = DayForm(request.POST)
    if not form.is_valid():
        return _show(request, office, form)
    held = _held(office, form)
    if held and not form.cleaned_data["yakin"]:
        return _show(request, office, _asking(request), held=held)
    try:
        _set(request, office, form)
    except tuple(AT_FIELD) as wrong:
        form.add_error(AT_FIELD[type(wrong)], said(wrong))
        return _show(request, office, form)
    return _back(saved=True)


@staff(Role.HEAD)
@require_POST
def unset_day(request: Visit, day: str) -> HttpResponse:
    """Takes the office's own entry of a day away."""
    office = own_office(request)
    try:
        chosen = date.fromisoformat(day)
    except ValueError as error:
        raise DayNotSet from error
    today = office_day(request.now, office.timezone)
    actions.unset_day(office_id=office.pk, day=chosen, today=today, by=request.actor, now=request.now)
    return _back(saved=True)


def _asking(request: Visit) -> DayForm:
    form = DayForm(request.POST, asks=True)
    if "ditanya" in request.POST:
        form.add_error("yakin", gettext("Centang ini dulu, atau ganti harinya."))
    return form


def _held(office: Office, form: DayForm) -> int:
    is_closing = form.cleaned_data["jenis"] == DayKind.CLOSED
    return queries.bookings_on(office.pk, form.cleaned_data["hari"]) if is_closing else 0


def _set(request: Visit, office: Office, form: DayForm) -> None:
    said = form.cleaned_data
    actions.set_day(
        office_id=office.pk,
        day=said["hari"],
        kind=DayKind(said["jenis"]),
        name=said["nama"],
        decree=said["sk"],
        opens=said["buka"],
        closes=said["tutup"],
        today=office_day(request.now, office.timezone),
        by=request.actor,
        now=request.now,
    )


def _show(request: Visit, office: Office, form: DayForm, *, held: int = 0) -> HttpResponse:
    entries = queries.entries_ahead(office.pk, office.timezone, request.now)
    context: dict[str, Any] = {
        "office": office,
        "form": form,
        "held": held,
        "entries": [(entry, KINDS[entry.kind]) for entry in entries],
        "saved": request.GET.get("tersimpan") == "1",
    }
    return render(request, "office/calendar.html", context, status=422 if form.errors else 200)


def _back(*, saved: bool) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('office:calendar')}?tersimpan={int(saved)}", status=SEE_OTHER)
