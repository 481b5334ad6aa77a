"""The summary before anything is final, and the one action that books."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from loket.foundation.offices import queries as offices
from loket.foundation.people.rules import NotABirthDate, NotAnIdentity
from loket.interfaces.web.audiences import Visit, citizen
from loket.interfaces.web.public import drafts
from loket.interfaces.web.public.booking import service_of
from loket.interfaces.web.public.words import name_of
from loket.kit.errors import Refusal
from loket.planning.booking import rules
from loket.planning.booking.actions import book_party
from loket.planning.booking.queries import id_of_key

SUMMARY = "/ambil-nomor/periksa/"
#: Refusals after which only the hour has to be chosen anew.
_OTHER_HOUR = (rules.SeatTaken, rules.NotOpenYet, rules.SlotClosed)


@citizen
@require_http_methods(["GET", "HEAD", "POST"])
def check_answers(request: Visit) -> HttpResponse:
    """Periksa jawaban Anda: every answer with a link to change it; confirming books."""
    draft = drafts.load(request)
    if request.method == "POST" and (sent := _sent_before(request, draft)):
        return sent
    if draft.next_step() != SUMMARY:
        return HttpResponseRedirect(draft.next_step(), status=303)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            claimed = book_party(
                slot_id=draft.slot_id,
                applicants=[someone.applicant() for someone in draft.party],
                key=draft.key,
                account_id=request.account.pk if request.account else None,
                by=request.actor,
                now=request.now,
            )
        except _OTHER_HOUR:
            return HttpResponseRedirect("/ambil-nomor/hari/?penuh=1", status=303)
        except rules.KeyReused as refused:
            draft.key = drafts.begin().key
            drafts.save(request, draft)
            refusal = refused
        except (rules.AlreadyBooked, rules.PartyWrong, rules.BusyTryAgain, NotAnIdentity, NotABirthDate) as refused:
            refusal = refused
        else:
            drafts.drop(request)
            return HttpResponseRedirect(f"/tiket/{claimed.booking_id}/?baru=1", status=303)
    office = offices.office_by_slug(draft.office)
    service = service_of(draft)
    context = {
        "draft": draft,
        "office": office,
        "service": name_of(service) if service else "",
        "refusal": refusal,
    }
    return render(request, "public/check.html", context, status=refusal.status if refusal else 200)


def _sent_before(request: Visit, draft: drafts.Draft) -> HttpResponse | None:
    """The way to the ticket when this very form was sent before: a second tap on a slow line books nothing twice."""
    key = request.POST.get("kunci", "")[:36]
    if not key or key == draft.key:
        return None
    booking_id = id_of_key(request.actor.principal, key)
    return HttpResponseRedirect(f"/tiket/{booking_id}/", status=303) if booking_id else None
