"""When does the permit end? Asked on its own page for services with a legal deadline (A11, R46)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from loket.foundation.offices import queries as offices
from loket.interfaces.web.audiences import Visit, everyone
from loket.interfaces.web.forms import DateParts
from loket.interfaces.web.public import drafts
from loket.interfaces.web.words import said
from loket.kit.errors import Refusal
from loket.planning.booking import deadlines
from loket.planning.booking.aftercare import permit_window
from loket.planning.booking.deadlines import Standing, Window

_REFUSED: dict[Standing, tuple[type[Refusal], str | Promise]] = {
    Standing.EXPIRED: (deadlines.PermitExpired, _("Izin tinggal sudah berakhir")),
    Standing.EARLY: (deadlines.PermitTooEarly, _("Belum waktunya")),
    Standing.CLOSING: (deadlines.NoHourLeft, _("Hari kerja terakhir sudah lewat")),
}


class PermitForm(forms.Form):
    """The last day of the permit."""

    berakhir = forms.DateField(
        label=_("Izin tinggal berlaku sampai"),
        help_text=_(
            "Seperti tertulis di izin tinggal. Bila beberapa orang, yang paling dulu berakhir. Contoh: 28 2 2022"
        ),
        input_formats=["%Y-%m-%d"],
        widget=DateParts(birth=False),
        error_messages={
            "required": _("Tulis tanggal izin tinggal berakhir: tanggal, bulan, dan tahun."),
            "invalid": _("Tanggal ini tidak mungkin. Periksa tanggal, bulan, dan tahunnya."),
        },
    )


@everyone
@require_http_methods(["GET", "HEAD", "POST"])
def ask_permit(request: Visit) -> HttpResponse:
    """The permit's last day; who can't be booked is told the rule and the way on, nothing typed is lost."""
    draft = drafts.load(request)
    office = offices.office_by_slug(draft.office) if draft.size and draft.has_deadline else None
    if office is None:
        return HttpResponseRedirect(draft.next_step(), status=303)
    form = PermitForm(request.POST if request.method == "POST" else None, initial={"berakhir": draft.ends_on})
    if request.method != "POST":
        return render(request, "public/permit.html", {"form": form, "office": office})
    context: dict[str, Any] = {"form": form, "office": office}
    window = _window_of(form, draft.point_id, office.timezone, request)
    if window is None:
        return render(request, "public/permit.html", context, status=422)
    if window.standing in _REFUSED:
        refusal, title = _REFUSED[window.standing]
        context |= {"refusal": said(refusal()), "title": title, "standing": window.standing, "opens": window.opens}
        return render(request, "public/permit.html", context, status=refusal.status)
    draft.permit_ends = form.cleaned_data["berakhir"].isoformat()
    draft.slot_id, draft.starts_at, draft.is_guaranteed = 0, "", False
    drafts.save(request, draft)
    return HttpResponseRedirect(draft.next_step(), status=303)


def _window_of(form: PermitForm, point_id: int, timezone: str, request: Visit) -> Window | None:
    """The window of the typed day; None when the form says what is wrong with it."""
    if not form.is_valid():
        return None
    try:
        return permit_window(point_id, form.cleaned_data["berakhir"], timezone=timezone, now=request.now)
    except deadlines.PermitDateWrong as refused:
        form.add_error("berakhir", said(refused))
        return None
