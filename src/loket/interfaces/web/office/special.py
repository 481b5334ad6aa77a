"""What lies beyond the ordinary quota: special reschedules for the second officer, guaranteed seats, urgent cases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from loket.foundation.people.rules import Role
from loket.interfaces.web.audiences import Visit, staff
from loket.interfaces.web.office.places import own_office
from loket.interfaces.web.office.special_forms import DecisionForm, hours_for
from loket.interfaces.web.office.words import RELIEF_REASONS, URGENT_KINDS
from loket.interfaces.web.public.moving import when
from loket.interfaces.web.words import said
from loket.kit.errors import Refusal
from loket.planning.booking import aftercare, moves
from loket.planning.booking import queries as booking
from loket.planning.booking.actions import confirm_relief, decline_relief
from loket.planning.booking.moves import ReliefState

HOME = "/kantor-saya/khusus/"
SHOWN_FOR = timedelta(days=30)


@staff(Role.HELP_DESK)
@require_safe
def waiting(request: Visit) -> HttpResponse:
    """Those waiting for a second officer, and what the office granted beyond its quota in the last 30 days."""
    office, since = own_office(request), request.now - SHOWN_FOR
    rows = [
        {"card": card, "reason": RELIEF_REASONS[card.reason], "is_mine": card.asked_by == request.actor.id}
        for card in aftercare.reliefs_waiting(office.pk)
    ]
    urgent = aftercare.urgent_counts(office.pk, since)
    context = {
        "waiting": rows,
        "granted": aftercare.granted_seats(office.pk, since),
        "urgent": [(URGENT_KINDS[kind], count) for kind, count in urgent.items()],
        "zone": office.timezone,
        "decided": request.GET.get("putus") == "1",
    }
    return render(request, "office/special.html", context)


@staff(Role.HELP_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: Visit, relief_id: UUID) -> HttpResponse:
    """The second officer looks at reason and evidence and says yes or no."""
    office = own_office(request)
    card = aftercare.relief_of(relief_id, office.pk)
    page = booking.booking_for_ticket(card.booking_id) if card else None
    if card is None or page is None:
        raise Http404
    if card.state is not ReliefState.WAITING:
        raise moves.ReliefOver
    hours = hours_for(aftercare.special_hours(page.booking, request.now), office.timezone)
    form = DecisionForm(request.POST if request.method == "POST" else None, hours=hours)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, relief_id, form)
        except moves.ReliefOver:
            raise
        except Refusal as refused:
            refusal = refused
        else:
            return HttpResponseRedirect(f"{HOME}?putus=1", status=303)
    context: dict[str, Any] = {
        "rows": _rows(card, page.booking.number, office.timezone),
        "form": form,
        "is_mine": card.asked_by == request.actor.id,
        "refusal": said(refusal) if refusal else "",
    }
    status = refusal.status if refusal else 422 if form.errors else 200
    return render(request, "office/special_decide.html", context, status=status)


def _decide(request: Visit, relief_id: UUID, form: DecisionForm) -> None:
    if request.POST.get("putusan") == "setuju":
        chosen = form.cleaned_data["jam"]
        confirm_relief(relief_id=relief_id, slot_id=int(chosen) if chosen else None, by=request.actor, now=request.now)
    else:
        decline_relief(relief_id=relief_id, by=request.actor, now=request.now)


def _rows(card: aftercare.ReliefCard, number: str, timezone: str) -> list[dict[str, Any]]:
    return [
        {"label": gettext("Nomor"), "value": number},
        {"label": gettext("Alasan"), "value": RELIEF_REASONS[card.reason]},
        {"label": gettext("Bukti"), "value": card.evidence},
        {"label": gettext("Jadwal lama"), "value": when(card.from_at, timezone)},
        {"label": gettext("Jadwal baru"), "value": when(card.to_at, timezone)},
    ]
