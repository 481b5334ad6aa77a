"""Identitas yang diperselisihkan: the head decides on seats that gave way to better proof (docs/adr/0017)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from loket.foundation.people.rules import Role
from loket.interfaces.web.audiences import Visit, staff
from loket.interfaces.web.office.places import own_office
from loket.interfaces.web.public.words import PROOFS, Words
from loket.interfaces.web.words import said, spoken
from loket.kit.errors import Refusal
from loket.planning.booking.actions import give_seat, restore_seat
from loket.planning.booking.contests import ContestState
from loket.planning.booking.queries import Dispute, dispute_at, disputes_of

HOME = "/kantor-saya/diperselisihkan/"
STATES: dict[ContestState, tuple[str, Words]] = {
    ContestState.FROZEN: ("warn", _("Menunggu keputusan")),
    ContestState.RESTORED: ("ok", _("Dipulihkan")),
    ContestState.GIVEN: ("plain", _("Diberikan kepada yang lain")),
    ContestState.CANCELLED: ("no", _("Dibatalkan otomatis")),
}
_ACTIONS = {"pulihkan": restore_seat, "berikan": give_seat}


@staff(Role.HEAD)
@require_safe
def show_list(request: Visit) -> HttpResponse:
    """Frozen seats of the own office, those to decide first."""
    office = own_office(request)
    rows = [_row(one) for one in disputes_of(office.pk)]
    context = {
        "office": office,
        "waiting": [row for row in rows if row["is_open"]],
        "decided": [row for row in rows if not row["is_open"]],
        "done": request.GET.get("diputuskan") == "1",
    }
    return render(request, "office/disputes.html", context)


@staff(Role.HEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: Visit, seat_id: UUID) -> HttpResponse:
    """One of them: what is known of either side, and the two decisions."""
    office = own_office(request)
    found = dispute_at(office.pk, seat_id)
    if found is None:
        raise Http404
    refusal: Refusal | None = None
    act = _ACTIONS.get(request.POST.get("putusan", ""))
    if request.method == "POST" and act is not None:
        try:
            act(seat_id=seat_id, by=request.actor, now=request.now)
        except Refusal as refused:
            refusal = refused
        else:
            return HttpResponseRedirect(f"{HOME}?diputuskan=1", status=303)
    context = {"office": office, "row": _row(found), "refusal": said(refusal) if refusal else ""}
    status = refusal.status if refusal else 422 if request.method == "POST" else 200
    return render(request, "office/dispute.html", context, status=status)


def _row(one: Dispute) -> dict[str, Any]:
    return {
        "one": one,
        "service": spoken(one.service_id, one.service_en),
        "state": STATES[one.state],
        "is_open": one.state is ContestState.FROZEN,
        "lower": PROOFS[one.lower],
        "higher": PROOFS[one.higher],
        "proof": PROOFS[one.proof],
    }
