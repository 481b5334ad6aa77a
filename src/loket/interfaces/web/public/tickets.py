"""The ticket: page, live part, paper, cancelling, finding it again, and an account's list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from loket.casework.cases.queries import CaseCard, cases_of_booking
from loket.casework.cases.rules import CaseState
from loket.foundation.people.actions import note_attempt
from loket.interfaces.web.audiences import Visit, citizen, client_of, everyone
from loket.interfaces.web.public.estimates import positions_now
from loket.interfaces.web.public.forms import FindTicketForm
from loket.interfaces.web.public.ics import draw_event
from loket.interfaces.web.public.paper import PAPERS, draw_ticket
from loket.interfaces.web.public.words import LANES, PRIORITY, STATES, within
from loket.interfaces.web.words import needs_sentence, said, spoken
from loket.kit.clock import office_day
from loket.kit.errors import Refusal
from loket.kit.formats import clock_time, in_zone
from loket.planning.booking import queries as booking
from loket.planning.booking.actions import cancel_booking
from loket.planning.booking.aftercare import after_of
from loket.planning.booking.moves import MayMove
from loket.planning.booking.queries import BookingCard, TicketPage
from loket.planning.booking.reminders import times_moved
from loket.planning.booking.rules import GONE, BookingState, PriorityReason
from loket.visits.admission.told import door_of_booking

_OPENED = "tiket"
_MOST_OPENED = 10
#: R62 and the length of a code (39 bits): ten tries an hour leave a guesser nothing.
_TRIES, _WINDOW = 10, timedelta(hours=1)
#: An address may be a whole village behind one mobile operator's gateway (as in people.rules).
_TRIES_AN_ADDRESS = 1200
_FOUND = "/tiket/"
#: A ticket in these states still opens a door.
_LIVE = (BookingState.BOOKED, BookingState.ARRIVED, BookingState.SERVED)


def ticket_of(request: Visit, booking_id: UUID, *, names: bool = False) -> TicketPage | None:
    """The ticket when this visitor may see it: its account's owner, or who knew code and birth date."""
    page = booking.booking_for_ticket(booking_id, names=names)
    if page is None:
        return None
    owns = request.account is not None and page.booking.account_id == request.account.pk
    opened = str(booking_id) in request.session.get(_OPENED, [])
    return page if owns or opened else None


@everyone
@require_safe
def show_ticket(request: Visit, booking_id: UUID) -> HttpResponse:
    """The ticket page. Whoever may not see it is asked for code and birth date, known or not."""
    page = ticket_of(request, booking_id)
    if page is None:
        return HttpResponseRedirect(_FOUND)
    context = ticket_context(request, page) | _news(request, page)
    if page.booking.state is BookingState.BOOKED:
        context["door"] = [spoken(*pair) for pair in door_of_booking(page.booking)]
    return render(request, "public/ticket.html", context)


@everyone
@require_safe
def show_news(request: Visit, booking_id: UUID) -> HttpResponse:
    """The live part of the ticket page: positions in the queue, state of the file."""
    page = ticket_of(request, booking_id)
    if page is None:
        raise Http404
    return render(request, "public/ticket_news.html", _news(request, page))


def ticket_context(request: Visit, page: TicketPage) -> dict[str, Any]:
    """What the ticket part and the paper show."""
    card = page.booking
    service = spoken(card.service_name_id, card.service_name_en)
    size = card.size
    opens, closes = (clock_time(in_zone(moment, card.timezone)) for moment in card.arrival)
    untils = f"{opens}–{closes}"
    after = after_of(card, request.now)
    state = card.state_at(request.now)
    return {
        "booking": card,
        "ticket": {
            "lane": LANES.get(page.colour, ""),
            "office": card.office,
            "place": place_of(page),
            "at": card.starts_at,
            "zone": card.timezone,
            "code": page.token if state in _LIVE else "",
            "rows": [
                (gettext("Nomor"), card.number),
                (
                    gettext("Untuk"),
                    ngettext("%(n)s orang, %(what)s", "%(n)s orang, %(what)s", size)
                    % {"n": size, "what": within(service)},
                ),
                (gettext("Datang"), untils),
                (gettext("Kode"), f"{card.code[:4]} {card.code[4:]}"),
            ],
        },
        "service": service,
        "state": STATES[state],
        "is_gone": state in GONE,
        "pay_until": card.expires_at if state is BookingState.HELD else None,
        "is_new": request.GET.get("baru") == "1",
        "is_moved": request.GET.get("diubah") == "1",
        "after": after,
        "may_move": after.may_move is MayMove.YES,
        "move_is_late": after.may_move is MayMove.TOO_LATE and card.starts_at > request.now,
        "needs": [needs_sentence(needs) for needs in after.needs],
        "may_cancel": state in (BookingState.BOOKED, BookingState.HELD) and card.starts_at > request.now,
        "frozen": [seat for seat in page.seats if seat.is_frozen],
        "mendable": _mendable(request, page),
        "mended": request.GET.get("diperbaiki") == "1",
    }


def _mendable(request: Visit, page: TicketPage) -> list[int]:
    """Places at which the booking's owner may mend a typing slip: the visit is ahead, the place not frozen."""
    card = page.booking
    owns = request.account is not None and card.account_id == request.account.pk
    ahead = card.state is BookingState.BOOKED and card.starts_at > request.now
    return [seat.position for seat in page.seats if seat.is_open] if owns and ahead else []


def place_of(page: TicketPage) -> str:
    """`Lantai 2`; the point's name when its floors are not known."""
    return gettext("Lantai %(floor)s") % {"floor": page.floor} if page.floor is not None else page.booking.point


def _news(request: Visit, page: TicketPage) -> dict[str, Any]:
    card = page.booking
    today = office_day(request.now, card.timezone)
    cases = cases_of_booking(card.id) if card.state in (BookingState.ARRIVED, BookingState.SERVED) else []
    is_live = card.day == today and card.state in (BookingState.BOOKED, BookingState.ARRIVED)
    return {
        "booking": card,
        "is_live": is_live,
        "positions": positions_now(card, request.now) if is_live else [],
        "cases": [_case_row(case, card) for case in cases],
        "priorities": [PRIORITY[PriorityReason(seat.priority)] for seat in page.seats if seat.priority],
    }


def _case_row(case: CaseCard, card: BookingCard) -> dict[str, Any]:
    return {
        "id": case.id,
        "position": case.position,
        "alone": card.size == 1,
        "is_ready": case.state is CaseState.READY,
        "is_collected": case.state is CaseState.COLLECTED,
        "ready_on": case.ready_on,
    }


@everyone
@require_http_methods(["GET", "HEAD", "POST"])
def find_ticket(request: Visit) -> HttpResponse:
    """Opens a ticket by its code and one person's birth date; tries are counted."""
    today = office_day(request.now, "Asia/Jakarta")
    form = FindTicketForm(request.POST or None, today=today)
    refusal = ""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                booking_id = _opened_by(request, form)
            except Refusal as refused:
                refusal, status = said(refused), refused.status
            else:
                if booking_id:
                    kept = [str(booking_id), *request.session.get(_OPENED, [])]
                    request.session[_OPENED] = kept[:_MOST_OPENED]
                    return HttpResponseRedirect(f"/tiket/{booking_id}/", status=303)
                refusal = gettext("Kode dan tanggal lahir ini tidak cocok. Periksa keduanya pada tiket Anda.")
    context = {"form": form, "refusal": refusal, "signed_in": request.account is not None}
    return render(request, "public/find.html", context, status=status)


def _opened_by(request: Visit, form: FindTicketForm) -> UUID | None:
    """The booking that code and birth date open. Raises TooManyTries: per code, and per address of the sender."""
    code, born = form.cleaned_data["nomor"], form.cleaned_data["lahir"]
    for bucket, limit in ((("ticket-code", code), _TRIES), (("ticket-from", client_of(request)), _TRIES_AN_ADDRESS)):
        note_attempt(bucket_parts=bucket, limit=limit, window=_WINDOW, now=request.now)
    booking_id = booking.id_of_code(code)
    return booking_id if booking_id and booking.holds_birth_date(booking_id, born) else None


@everyone
@require_safe
def print_ticket(request: Visit, booking_id: UUID) -> HttpResponse:
    """The ticket as PDF: A4, or `?ukuran=80` for an 80 mm receipt printer."""
    page = ticket_of(request, booking_id)
    if page is None:
        return HttpResponseRedirect(_FOUND)
    return paper_response(request, page)


def paper_response(request: Visit, page: TicketPage) -> HttpResponse:
    """A ticket's PDF, shown in the browser."""
    size = request.GET.get("ukuran", "a4")
    door = door_of_booking(page.booking)
    pdf = draw_ticket(page, paper=size if size in PAPERS else "a4", door=door, now=request.now)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="tiket-{page.booking.number}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@everyone
@require_safe
def save_to_calendar(request: Visit, booking_id: UUID) -> HttpResponse:
    """The visit as .ics; opened again after a move or a cancel, it changes or removes the entry."""
    page = ticket_of(request, booking_id)
    if page is None:
        return HttpResponseRedirect(_FOUND)
    card = page.booking
    is_off = card.state_at(request.now) in (*GONE, BookingState.MISSED, BookingState.EXCUSED)
    door = () if is_off else door_of_booking(card)
    file = draw_event(card, door=door, moved=times_moved(card.id), is_off=is_off, now=request.now)
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="jadwal-{card.number}.ics"'
    response["Cache-Control"] = "no-store"
    return response


@everyone
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_ticket(request: Visit, booking_id: UUID) -> HttpResponse:
    """Asks once, then cancels; the seat goes back to the office, not to the next who waits (R29)."""
    page = ticket_of(request, booking_id)
    if page is None:
        return HttpResponseRedirect(_FOUND)
    where = f"/tiket/{booking_id}/"
    if request.method == "POST":
        cancel_booking(booking_id=booking_id, by=request.actor, now=request.now)
        return HttpResponseRedirect(where, status=303)
    return render(request, "public/cancel.html", ticket_context(request, page))


@citizen
@require_safe
def my_numbers(request: Visit) -> HttpResponse:
    """The account's bookings: those ahead first, then the past ones."""
    assert request.account is not None
    mine = booking.bookings_of_account(request.account.pk)
    is_ahead = {
        card.id: card.state_at(request.now) in (BookingState.HELD, BookingState.BOOKED, BookingState.ARRIVED)
        and card.day >= office_day(request.now, card.timezone)
        for card in mine
    }
    rows = [
        (card, spoken(card.service_name_id, card.service_name_en), STATES[card.state_at(request.now)]) for card in mine
    ]
    context = {
        "ahead": [row for row in reversed(rows) if is_ahead[row[0].id]],
        "past": [row for row in rows if not is_ahead[row[0].id]],
    }
    return render(request, "public/mine.html", context)
