"""The help desk: books for people without a phone, under the same rules and the same quota, and prints."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from loket.foundation.offices import queries as offices
from loket.foundation.offices.queries import PointCard, ServiceCard
from loket.foundation.people.actions import note_attempt
from loket.foundation.people.persons import ProofLevel
from loket.foundation.people.queries import notice_in_force
from loket.foundation.people.rules import Role
from loket.interfaces.web.audiences import Visit, staff
from loket.interfaces.web.office.helpdesk_forms import Choice, FindForm, PartyForm, choices_of, size_of
from loket.interfaces.web.office.places import own_point
from loket.interfaces.web.public.booking import day_of
from loket.interfaces.web.public.days import Wish, hour_cells, month_page
from loket.interfaces.web.public.permit import PermitForm
from loket.interfaces.web.public.tickets import paper_response, ticket_context
from loket.interfaces.web.public.words import DOCUMENTS, PROOFS
from loket.interfaces.web.words import needs_in_words, said
from loket.kit import ids
from loket.kit.clock import office_day
from loket.kit.errors import Refusal
from loket.planning.booking import queries as booking
from loket.planning.booking.actions import (
    Claimed,
    book_before_deadline,
    book_party,
    cancel_booking,
    guarantee_seat,
)
from loket.planning.booking.aftercare import may_relieve
from loket.planning.booking.queries import BookingCard, TicketPage
from loket.planning.booking.rules import LARGEST_PARTY, SlotSays, channels_of

HOME = "/kantor-saya/bantuan/"
#: Searches of one officer: a queue of people fits, going through birth dates or codes does not (as at the gate).
TRIES, WITHIN = 60, timedelta(minutes=10)


@staff(Role.HELP_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: Visit) -> HttpResponse:
    """One page: what, for how many, which hour, who; POST books for the office's own quota."""
    point = own_point(request)
    asked = request.POST if request.method == "POST" else request.GET
    choices = choices_of(offices.services_of(point.id))
    choice = next((c for c in choices if c.value == asked.get("layanan")), choices[0] if choices else None)
    context: dict[str, Any] = {"choices": choices, "choice": choice, "sizes": range(1, LARGEST_PARTY + 1)}
    context["find"] = FindForm(today=_today(request))
    status = 200
    if choice:
        size = size_of(asked.get("orang", "1"))
        data = request.POST if request.method == "POST" else None
        party = PartyForm(choice, size, today=_today(request), data=data)
        if request.method == "POST":
            answer = _book(request, point, party)
            if isinstance(answer, HttpResponse):
                return answer
            context["refusal"], status = answer, 422
        context |= _day_context(request, point, choice, size) | {"party": party, "size": size}
        context["key"] = request.POST.get("kunci", "")[:36] or str(ids.new_id())
        context["permit"] = permit_of(request, choice.service)
    return render(request, "office/helpdesk.html", context, status=status)


def _today(request: Visit) -> date:
    office = request.staff.office
    return office_day(request.now, office.timezone if office else "Asia/Jakarta")


def _day_context(request: Visit, point: PointCard, choice: Choice, size: int) -> dict[str, Any]:
    asked = request.POST if request.method == "POST" else request.GET
    zone = request.staff.office.timezone if request.staff.office else "Asia/Jakarta"
    wish = Wish(point.id, choice.service.id, size, _today(request), zone, channels=channels_of(request.actor.kind))
    day = day_of(asked.get("hari", ""))
    month = max(day_of(asked.get("bulan", "")) or day or wish.today, wish.today).replace(day=1)
    chosen = asked.get("jam", "")
    slot = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 12 else 0
    return {
        "page": month_page(wish, month, day, request.now),
        "day": day,
        "hours": hour_cells(wish, day, slot, request.now) if day else [],
        "zone": zone,
        "query": f"layanan={choice.value}&orang={size}&",
    }


def _book(request: Visit, point: PointCard, party: PartyForm) -> HttpResponse | str:
    """Books and leads to the ticket; else answers what is wrong with the whole, empty when fields say it."""
    offer = _offer(request, point, party)
    permit = permit_of(request, party.choice.service)
    if not party.told:
        return gettext("Berikan atau bacakan pemberitahuan data pribadi, lalu centang.")
    if not party.is_valid() or party.asks_again() or (permit and not permit.is_valid()):
        return ""
    grants = permit is not None and "terjamin" in request.POST
    if offer is None and not grants:
        return gettext("Pilih satu jam.")
    if offer and not party.collects(office_id=request.staff.office_id or 0, day=_day_of(request, offer)):
        return ""
    try:
        claimed = _claim(request, point, party, permit, None if grants else offer)
    except Refusal as refused:
        return said(refused)
    return HttpResponseRedirect(f"{HOME}{claimed.booking_id}/?baru=1", status=303)


def _claim(
    request: Visit, point: PointCard, party: PartyForm, permit: PermitForm | None, offer: booking.HourOffer | None
) -> Claimed:
    """The one action: an ordinary hour, one before a permit's end, or without `offer` a guaranteed one (A11)."""
    asked: dict[str, Any] = {
        "applicants": party.applicants(notice_in_force(request.now).version),
        "key": request.POST.get("kunci", "")[:36] or str(ids.new_id()),
        "account_id": None,
        "by": request.actor,
        "now": request.now,
    }
    if permit is None:
        return book_party(slot_id=offer.slot_id if offer else 0, **asked)
    ends_on = permit.cleaned_data["berakhir"]
    if offer is None:
        return guarantee_seat(point_id=point.id, service_id=party.choice.service.id, ends_on=ends_on, **asked)
    return book_before_deadline(slot_id=offer.slot_id, ends_on=ends_on, **asked)


def permit_of(request: Visit, service: ServiceCard) -> PermitForm | None:
    """The question for the permit's last day, for services with a legal deadline."""
    if not service.has_deadline:
        return None
    return PermitForm(request.POST if request.method == "POST" else None)


def _day_of(request: Visit, offer: booking.HourOffer) -> date:
    return office_day(offer.starts_at, request.staff.office.timezone if request.staff.office else "Asia/Jakarta")


def _offer(request: Visit, point: PointCard, party: PartyForm) -> booking.HourOffer | None:
    """The chosen slot, when it is this office's and this service's; a full one is left to the claim to refuse."""
    typed = request.POST.get("jam", "")
    if not typed.isascii() or not typed.isdigit() or len(typed) > 12:
        return None
    found = booking.slot_offer(int(typed), len(party.forms), request.now, channels_of(request.actor.kind))
    if found is None or found[:2] != (point.id, party.choice.service.id) or found[2].says is SlotSays.PAST:
        return None
    return found[2]


@staff(Role.HELP_DESK)
@require_POST
def find(request: Visit) -> HttpResponse:
    """Finds a booking of this office by code, or by identity and birth date; nothing of it stands in the address."""
    form = FindForm(request.POST, today=_today(request))
    found: list[BookingCard] = []
    if form.is_valid():
        note_attempt(bucket_parts=("help-desk", request.actor.principal), limit=TRIES, window=WITHIN, now=request.now)
        found = _found(request, form)
        if len(found) == 1:
            return HttpResponseRedirect(f"{HOME}{found[0].id}/", status=303)
    context = {"form": form, "found": found, "asked": form.is_valid()}
    return render(request, "office/helpdesk_find.html", context, status=200 if found else 422)


def _found(request: Visit, form: FindForm) -> list[BookingCard]:
    office_id = request.staff.office_id or 0
    if form.code:
        booking_id = booking.id_of_code(form.code)
        page = booking.booking_for_ticket(booking_id) if booking_id else None
        return [page.booking] if page and page.booking.office_id == office_id else []
    identity, born = form.identity, form.cleaned_data.get("lahir")
    return booking.bookings_of_identity(identity, born, office_id=office_id) if identity and born else []


def own_ticket(request: Visit, booking_id: UUID, *, names: bool = False) -> TicketPage:
    """A ticket of the officer's own office. Raises Http404 for others', as if there were none."""
    page = booking.booking_for_ticket(booking_id, names=names)
    if page is None or page.booking.office_id != request.staff.office_id:
        raise Http404
    return page


@staff(Role.HELP_DESK)
@require_safe
def show(request: Visit, booking_id: UUID) -> HttpResponse:
    """A booking with its persons: print, or cancel."""
    page = own_ticket(request, booking_id, names=True)
    context = ticket_context(request, page) | {
        "seats": [(seat, PROOFS[ProofLevel(seat.proof)], needs_in_words(seat.needs)) for seat in page.seats],
        "documents": DOCUMENTS.items(),
        "noted": request.GET.get("dicatat") == "1",
        "may_relieve": may_relieve(page.booking, request.now),
    }
    return render(request, "office/helpdesk_ticket.html", context)


@staff(Role.HELP_DESK)
@require_safe
def print_paper(request: Visit, booking_id: UUID) -> HttpResponse:
    """The ticket as PDF: A4, or `?ukuran=80`."""
    return paper_response(request, own_ticket(request, booking_id))


@staff(Role.HELP_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: Visit, booking_id: UUID) -> HttpResponse:
    """Asks once, then cancels for the person before the desk (R29)."""
    page = own_ticket(request, booking_id)
    if request.method == "POST":
        cancel_booking(booking_id=booking_id, by=request.actor, now=request.now)
        return HttpResponseRedirect(f"{HOME}{booking_id}/", status=303)
    return render(request, "office/helpdesk_cancel.html", ticket_context(request, page))
