"""The gate's stand: what is scanned, typed or searched gets its verdict; who can't enter gets a way on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from loket.foundation.people.actions import note_attempt
from loket.foundation.people.rules import Role, TooManyTries
from loket.interfaces.web.audiences import Visit, staff
from loket.interfaces.web.gate.doors import CHOSEN, at, door_of, doors_of, go, law_here
from loket.interfaces.web.gate.forms import SearchForm, TicketForm, TurnAwayForm
from loket.interfaces.web.gate.words import language, said_of
from loket.interfaces.web.words import said
from loket.kit import ids
from loket.kit.crypto import keyring
from loket.planning.booking.tickets import TicketUnreadable, read_ticket
from loket.planning.daylists.queries import booking_of_reference
from loket.planning.daylists.rules import reference_of
from loket.visits.admission import queries, rules
from loket.visits.admission.actions import refuse_entry

#: Tries of one officer: a queue of people without tickets fits, a search through birth dates does not.
TRIES, TRIES_WITHIN = 60, timedelta(minutes=10)
#: Below this a text was typed by hand; a longer one came from a scanner.
LONGEST_TYPED = 20
#: Offers on a walk-in's page: soonest first, so many of one service.
OFFERS_A_SERVICE = 2


@staff(Role.GATE)
@require_GET
def stand(request: Visit) -> HttpResponse:
    """The page between two people: camera, code, search, counts of the day."""
    return _stand(request, door_of(request))


@staff(Role.GATE)
@require_POST
def check_ticket(request: Visit) -> HttpResponse:
    """A ticket or code gets its verdict; a refusal is kept."""
    door = door_of(request)
    form = TicketForm(request.POST)
    if not form.is_valid():
        return _stand(request, door, ticket_form=form)
    typed = form.cleaned_data["kode"]
    try:
        party, named = _party_of(typed, door, request)
    except rules.NotATicket as refusal:
        return _refuse(request, door, type(refusal), None)
    except TooManyTries as refusal:
        form.add_error("kode", said(refusal))
        return _stand(request, door, ticket_form=form)
    if party is None:
        form.add_error("kode", _("Kode ini tidak dikenal. Periksa hurufnya, atau cari tanpa tiket."))
        return _stand(request, door, ticket_form=form)
    return _answer(request, door, party, named)


@staff(Role.GATE)
@require_POST
def search(request: Visit) -> HttpResponse:
    """Somebody without a ticket is looked for on today's list of this door only."""
    door = door_of(request)
    form = SearchForm(request.POST, now=request.now, timezone=door.timezone)
    if not form.is_valid():
        return _stand(request, door, search_form=form)
    try:
        _note_try(request, door)
    except TooManyTries as refusal:
        form.add_error(None, said(refusal))
        return _stand(request, door, search_form=form)
    found = queries.find_on_day_list(
        form.cleaned_data["identity"], form.cleaned_data["lahir"], point_id=door.point_id, day=at(door, request).day
    )
    if found is None:
        told = said_of(rules.NotOnTheList, None, law_here(request))
        form.add_error(None, f"{told.reason} {told.next_step}")
        return _stand(request, door, search_form=form)
    return _answer(request, door, found)


@staff(Role.GATE)
@require_POST
def turn_away(request: Visit) -> HttpResponse:
    """Somebody without a number, or a companion, is turned away; the page tells the way on (R1, R25)."""
    door = door_of(request)
    form = TurnAwayForm(request.POST)
    if not form.is_valid():
        return _stand(request, door, status=422)
    refusal = rules.REFUSALS[form.cleaned_data["alasan"]]
    if refusal is rules.WalkIn:
        refusal = rules.walk_in_answer(law_here(request).door.value)
    return _refuse(request, door, refusal, None)


@staff(Role.GATE)
@require_GET
def refused(request: Visit, refusal_id: int) -> HttpResponse:
    """A refusal as it was given; loading it again changes nothing."""
    door = door_of(request)
    given = queries.refusal_given(refusal_id)
    if given is None or given.office_id != request.staff.office_id:
        raise Http404
    party = queries.find_by_ticket(given.booking_id, point_id=given.point_id) if given.booking_id else None
    return show_refusal(request, door, rules.REFUSALS[given.reason], party)


@staff(Role.GATE)
@require_POST
def choose_door(request: Visit) -> HttpResponse:
    """This device stands at another door of the same office from now on."""
    typed = request.POST.get("titik", "")
    chosen = next((door for door in doors_of(request) if str(door.point_id) == typed), None)
    if chosen is None:
        raise Http404
    request.session[CHOSEN] = chosen.point_id
    return go("gate:stand")


def show_refusal(
    request: Visit, door: queries.DoorPlace, refusal: type[rules.GateRefused], party: queries.Party | None
) -> HttpResponse:
    """The red page: one reason, one next step, and where it helps the next free seats or the way to override."""
    needs_seats = refusal in (rules.WalkIn, rules.DayOver, rules.TicketCancelled)
    offers = queries.free_seats_here(door.point_id, now=request.now, each=OFFERS_A_SERVICE) if needs_seats else []
    context = {
        "said": said_of(refusal, party, party.law if party else law_here(request)),
        "refusal": refusal,
        "party": party if refusal.may_override else None,
        "offers": offers,
        "english": language() == "en",
        "zone": door.timezone,
    }
    return render(request, "gate/refused.html", context)


def _party_of(typed: str, door: queries.DoorPlace, request: Visit) -> tuple[queries.Party | None, datetime | None]:
    """The party of a scan or a typed code, None for an unknown code; and the hour that a scanned ticket names.

    Raises NotATicket, TooManyTries.
    """
    if len(typed) <= LONGEST_TYPED:
        _note_try(request, door)
        found = queries.find_by_code(ids.clean_code(typed), point_id=door.point_id)
        return found or _by_application(typed, door), None
    try:
        ticket = read_ticket(typed, keyring())
    except TicketUnreadable as error:
        if found := _by_application(typed, door):
            return found, None
        raise rules.NotATicket from error
    party = queries.find_by_ticket(ticket.booking_id, point_id=door.point_id)
    if party is None:
        raise rules.NotATicket
    return party, ticket.starts_at


def _by_application(typed: str, door: queries.DoorPlace) -> queries.Party | None:
    """The party that came with a list of a national app, by the application's number (planning.daylists)."""
    reference = reference_of(typed)
    booking_id = booking_of_reference(reference, point_id=door.point_id) if reference else None
    return queries.find_by_ticket(booking_id, point_id=door.point_id) if booking_id else None


def _note_try(request: Visit, door: queries.DoorPlace) -> None:
    note_attempt(
        bucket_parts=("gate", request.actor.principal),
        limit=TRIES,
        window=TRIES_WITHIN,
        now=request.now,
        timezone=door.timezone,
    )


def _answer(
    request: Visit, door: queries.DoorPlace, party: queries.Party, named: datetime | None = None
) -> HttpResponse:
    refusal = rules.verdict(party.shown, at(door, request), named=named)
    if refusal is not None:
        return _refuse(request, door, refusal, party)
    return go("gate:party", booking_id=party.booking_id)


def _refuse(
    request: Visit, door: queries.DoorPlace, refusal: type[rules.GateRefused], party: queries.Party | None
) -> HttpResponse:
    booking_id = party.booking_id if party else None
    refusal_id = refuse_entry(
        point_id=door.point_id, booking_id=booking_id, reason=refusal.code, by=request.actor, now=request.now
    )
    return go("gate:refused", refusal_id=refusal_id)


def _stand(
    request: Visit,
    door: queries.DoorPlace,
    *,
    ticket_form: TicketForm | None = None,
    search_form: SearchForm | None = None,
    status: int = 0,
) -> HttpResponse:
    day = at(door, request).day
    context: dict[str, Any] = {
        "door": door,
        "doors": doors_of(request),
        "today": queries.gate_today(point_id=door.point_id, day=day, timezone=door.timezone),
        "day": day,
        "ticket_form": ticket_form or TicketForm(),
        "search_form": search_form or SearchForm(now=request.now, timezone=door.timezone),
        "searching": search_form is not None,
    }
    if search_form is not None:
        context["ticket_form"].fields["kode"].widget.attrs.pop("autofocus")  # the summary of what is wrong has it
    bad = ticket_form is not None or search_form is not None
    return render(request, "gate/stand.html", context, status=status or (422 if bad else 200))
