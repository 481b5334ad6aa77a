"""Letting a party in: who came, the green page with the numbers, the slip."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from loket.foundation.people.persons import DocumentKind
from loket.foundation.people.rules import Role
from loket.interfaces.web import law as law_words
from loket.interfaces.web.audiences import Visit, staff
from loket.interfaces.web.gate.doors import at, door_of, go, own_party
from loket.interfaces.web.gate.forms import AdmissionForm
from loket.interfaces.web.gate.views import show_refusal
from loket.interfaces.web.gate.words import checks_of, hour_of, language, note_of, said_of, who_came
from loket.interfaces.web.words import said
from loket.kit import formats
from loket.kit.ids import as_uuid
from loket.visits.admission import queries, rules
from loket.visits.admission.actions import admit_party

#: A second tap on MASUK sends the form twice: within this time it is answered with what the first one did.
SAME_TAP = timedelta(minutes=1)
#: Refusals of what was filled in, to the field that can mend it.
_AT_FIELD: dict[type[rules.GateRefused], str] = {
    rules.NobodyTicked: "kursi",
    rules.GuardiansWrong: "wali",
    rules.CompanionsWrong: "pendamping",
    rules.ReasonNeeded: "alasan_lain",
}


@staff(Role.GATE)
@require_GET
def party(request: Visit, booking_id: UUID) -> HttpResponse:
    """Who is on the ticket: ticks for who came, one button; or why they can't come in."""
    door = door_of(request)
    found = own_party(request, door, booking_id)
    refusal = rules.verdict(found.shown, at(door, request))
    if refusal is not None and not refusal.may_override:
        return show_refusal(request, door, refusal, found)
    return _ask(request, found, refusal, AdmissionForm(party=found, outside_window=refusal is not None))


@staff(Role.GATE)
@require_POST
def admit(request: Visit, booking_id: UUID) -> HttpResponse:
    """Lets in those who are ticked; the answer is a page that may be loaded again."""
    door = door_of(request)
    found = own_party(request, door, booking_id)
    refusal = rules.verdict(found.shown, at(door, request))
    if refusal is not None and not refusal.may_override:
        return _after(request, found)
    form = AdmissionForm(request.POST, party=found, outside_window=refusal is not None)
    if not form.is_valid():
        return _ask(request, found, refusal, form)
    try:
        _admit(request, door, found, form)
    except tuple(_AT_FIELD) as wrong:
        field = _AT_FIELD[type(wrong)]
        form.add_error(field if field in form.fields else None, said(wrong))
        return _ask(request, found, refusal, form)
    except rules.GateRefused:
        return go("gate:party", booking_id=booking_id)  # another door was quicker, or the hour has passed
    return go("gate:admitted", booking_id=booking_id)


@staff(Role.GATE)
@require_GET
def admitted(request: Visit, booking_id: UUID) -> HttpResponse:
    """The green page: those who came in together last, and their numbers. Loading it again admits nobody."""
    found = own_party(request, door_of(request), booking_id)
    guests = found.last_in
    if not guests:
        return go("gate:party", booking_id=booking_id)
    verdict = {
        "admitted": True,
        "who": who_came(found, guests),
        "checks": checks_of(found, guests),
        "numbers": [guest.number for guest in guests if guest.number],
        "note": note_of(found, guests),
        "next_href": reverse("gate:stand"),
        "print_href": reverse("gate:slip", kwargs={"booking_id": booking_id}),
    }
    return render(request, "gate/admitted.html", {"verdict": verdict})


@staff(Role.GATE)
@require_GET
def slip(request: Visit, booking_id: UUID) -> HttpResponse:
    """The numbers on 80 mm paper, one slip a person, without names."""
    door = door_of(request)
    found = own_party(request, door, booking_id)
    english = language() == formats.ENGLISH
    context = {
        "party": found,
        "guests": found.last_in,
        "hour": hour_of(found),
        "service": found.service_en if english else found.service_id,
        "english": english,
        "zone": door.timezone,
    }
    return render(request, "gate/slip.html", context)


def _admit(request: Visit, door: queries.DoorPlace, found: queries.Party, form: AdmissionForm) -> None:
    said = form.cleaned_data
    with override(formats.INDONESIAN):  # the reason is kept in the language of the law
        reason = str(said["reason"])
    admit_party(
        booking_id=found.booking_id,
        point_id=door.point_id,
        seat_ids=[as_uuid(seat) for seat in said["kursi"]],
        priority_seat_ids=[as_uuid(seat) for seat in said["prioritas"]],
        guardians=said.get("wali") or 0,
        companions=said.get("pendamping") or 0,
        document=DocumentKind(said["dokumen"]) if said["dokumen"] else None,
        override_reason=reason,
        by=request.actor,
        now=request.now,
    )


def _after(request: Visit, found: queries.Party) -> HttpResponse:
    """Answers a form that can't count any more: green when this officer has just let them in, else the red page."""
    mine = found.last_in and all(guest.passed_by == request.actor.id for guest in found.last_in)
    fresh = mine and all(guest.passed_at and request.now - guest.passed_at <= SAME_TAP for guest in found.last_in)
    where = "gate:admitted" if fresh else "gate:party"
    return go(where, booking_id=found.booking_id)


def _ask(
    request: Visit, found: queries.Party, refusal: type[rules.GateRefused] | None, form: AdmissionForm
) -> HttpResponse:
    context = {
        "party": found,
        "form": form,
        "rows": form.rows(),
        "hour": hour_of(found),
        "said": said_of(refusal, found, found.law) if refusal else None,
        "companions_rule": law_words.COMPANIONS[found.law.door.value.companions],
        "law": found.law,
        "inside": [guest for guest in found.guests if guest.passed_at],
        "service": found.service_en if language() == formats.ENGLISH else found.service_id,
    }
    return render(request, "gate/party.html", context, status=422 if form.errors else 200)
