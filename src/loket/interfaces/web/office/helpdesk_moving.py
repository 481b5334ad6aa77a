"""The help desk moves a booking: as its holder might (R29), or for a reason with a second officer (R30)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from loket.foundation.people.rules import Role
from loket.interfaces.web.audiences import Visit, staff
from loket.interfaces.web.office.helpdesk import HOME, own_ticket
from loket.interfaces.web.office.special_forms import ReliefForm, hours_for
from loket.interfaces.web.public.moving import check_move, new_hour
from loket.interfaces.web.words import said
from loket.kit.errors import Refusal
from loket.planning.booking import aftercare, moves
from loket.planning.booking.actions import ask_relief


@staff(Role.HELP_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: Visit, booking_id: UUID) -> HttpResponse:
    """Another day for the person before the desk; the same rule as on the ticket."""
    card = own_ticket(request, booking_id).booking
    return new_hour(request, card, where=f"{HOME}{booking_id}/", template="office/helpdesk_move_hour.html")


@staff(Role.HELP_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: Visit, booking_id: UUID) -> HttpResponse:
    """Old and new hour before it is final."""
    card = own_ticket(request, booking_id).booking
    return check_move(request, card, where=f"{HOME}{booking_id}/", template="office/helpdesk_move_check.html")


@staff(Role.HELP_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def special(request: Visit, booking_id: UUID) -> HttpResponse:
    """Reason, evidence and hour of a special reschedule; it waits for the second officer."""
    card = own_ticket(request, booking_id).booking
    if not aftercare.may_relieve(card, request.now):
        raise moves.CannotMove
    hours = hours_for(aftercare.special_hours(card, request.now), card.timezone)
    form = ReliefForm(request.POST if request.method == "POST" else None, hours=hours)
    context: dict[str, Any] = {"booking": card, "form": form, "has_hours": bool(hours)}
    if request.method != "POST":
        return render(request, "office/helpdesk_special.html", context)
    if form.is_valid():
        try:
            ask_relief(booking_id=booking_id, by=request.actor, now=request.now, **form.asked())
        except Refusal as refused:
            context["refusal"] = said(refused)
        else:
            return HttpResponseRedirect(f"{HOME}{booking_id}/", status=303)
    return render(request, "office/helpdesk_special.html", context, status=422)
