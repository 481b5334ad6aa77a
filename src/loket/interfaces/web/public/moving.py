"""Another day for a ticket (R29): choose, check, confirm. The help desk's pages ask the same questions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from loket.foundation.offices.rules import ServiceKind
from loket.interfaces.web.audiences import Visit, everyone
from loket.interfaces.web.public.booking import day_of
from loket.interfaces.web.public.days import Wish, hour_cells, month_page
from loket.interfaces.web.public.tickets import ticket_of
from loket.interfaces.web.words import said, spoken
from loket.kit import ids
from loket.kit.clock import office_day
from loket.kit.errors import Refusal
from loket.kit.formats import clock_time, in_zone, long_date, zone_label
from loket.planning.booking import aftercare, moves
from loket.planning.booking import queries as booking
from loket.planning.booking.actions import move_booking
from loket.planning.booking.moves import MayMove
from loket.planning.booking.queries import BookingCard
from loket.planning.booking.rules import SlotSays


@everyone
@require_http_methods(["GET", "HEAD", "POST"])
def choose_new_hour(request: Visit, booking_id: UUID) -> HttpResponse:
    """When instead? The same days and hours as at booking; nothing changes yet."""
    page = ticket_of(request, booking_id)
    if page is None:
        return HttpResponseRedirect("/tiket/")
    return new_hour(request, page.booking, where=f"/tiket/{booking_id}/", template="public/move_hour.html")


@everyone
@require_http_methods(["GET", "HEAD", "POST"])
def check_new_hour(request: Visit, booking_id: UUID) -> HttpResponse:
    """Old and new hour side by side; confirming moves the whole party."""
    page = ticket_of(request, booking_id)
    if page is None:
        return HttpResponseRedirect("/tiket/")
    return check_move(request, page.booking, where=f"/tiket/{booking_id}/", template="public/move_check.html")


def new_hour(request: Visit, card: BookingCard, *, where: str, template: str) -> HttpResponse:
    """The days and hours for a booking that may move, or why it may not. `where`: the ticket's address."""
    after = aftercare.after_of(card, request.now)
    if after.may_move is not MayMove.YES:
        return _may_not(request, card, after.may_move, where=where, template=template)
    wish = wish_of(card, request, after)
    error = ""
    if request.method == "POST":
        slot_id = _slot_in(request.POST.get("jam", ""))
        if slot_id and _offer(card, wish, slot_id, request):
            return HttpResponseRedirect(f"{where}ubah/periksa/?jam={slot_id}", status=303)
        error = gettext("Pilih satu jam yang masih tersedia.")
    day = day_of(request.GET.get("hari", ""))
    month = max(day_of(request.GET.get("bulan", "")) or day or card.day, wish.today).replace(day=1)
    hours = [cell for cell in hour_cells(wish, day, 0, request.now) if cell.slot_id != card.slot_id] if day else []
    context = {
        **_common(card, where),
        "page": month_page(wish, month, day, request.now),
        "day": day,
        "hours": hours,
        "has_hours": any(hour.left for hour in hours),
        "zone": card.timezone,
        "error": error,
        "after": after,
        "rescued": request.GET.get("penuh") == "1",
    }
    return render(request, template, context, status=422 if error else 200)


def check_move(request: Visit, card: BookingCard, *, where: str, template: str) -> HttpResponse:
    """Asks once, then moves; a full hour leads back to the days, and a second tap moves nothing twice."""
    slot_id = _slot_in(request.POST.get("jam", "") or request.GET.get("jam", ""))
    if request.method == "POST" and slot_id:
        key = request.POST.get("kunci", "")[:36] or str(ids.new_id())
        try:
            move_booking(booking_id=card.id, slot_id=slot_id, key=key, by=request.actor, now=request.now)
        except (moves.MoveTooLate, moves.MovedEnough, moves.CannotMove) as refused:
            return render(request, template, {**_common(card, where), "refusal": said(refused)}, status=refused.status)
        except Refusal:
            return HttpResponseRedirect(f"{where}ubah/?penuh=1", status=303)
        return HttpResponseRedirect(f"{where}?diubah=1", status=303)
    after = aftercare.after_of(card, request.now)
    if after.may_move is not MayMove.YES:
        return _may_not(request, card, after.may_move, where=where, template=template)
    offer = _offer(card, wish_of(card, request, after), slot_id, request) if slot_id else None
    if offer is None:
        return HttpResponseRedirect(f"{where}ubah/?penuh=1")
    rows = [
        {"label": gettext("Jadwal lama"), "value": when(card.starts_at, card.timezone)},
        {"label": gettext("Jadwal baru"), "value": when(offer.starts_at, card.timezone), "href": f"{where}ubah/"},
    ]
    context = {**_common(card, where), "rows": rows, "slot_id": slot_id, "key": str(ids.new_id())}
    return render(request, template, context)


def wish_of(card: BookingCard, request: Visit, after: aftercare.After) -> Wish:
    """What may be chosen instead: never past a permit's end; a document is fetched no earlier than it was booked."""
    today = office_day(request.now, card.timezone)
    fetches = card.service_kind == ServiceKind.COLLECTION
    return Wish(
        card.point_id, card.service_id, card.size, today, card.timezone,
        not_before=card.day if fetches else None,
        not_after=after.permit_ends,
    )  # fmt: skip


def when(moment: Any, timezone: str) -> str:
    """`Rabu, 9 Februari 2022, 09.00 WIB`."""
    wall = in_zone(moment, timezone)
    return f"{long_date(wall, get_language() or 'id')}, {clock_time(wall)} {zone_label(timezone, wall)}"


def _common(card: BookingCard, where: str) -> dict[str, Any]:
    return {"booking": card, "where": where, "service": spoken(card.service_name_id, card.service_name_en)}


def _may_not(request: Visit, card: BookingCard, why: MayMove, *, where: str, template: str) -> HttpResponse:
    refused = moves.REFUSED[why]()
    return render(request, template, {**_common(card, where), "refusal": said(refused)}, status=refused.status)


def _slot_in(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 12 else 0


def _offer(card: BookingCard, wish: Wish, slot_id: int, request: Visit) -> booking.HourOffer | None:
    """The chosen hour when the party may have it."""
    found = booking.slot_offer(slot_id, card.size, request.now)
    if found is None or found[:2] != (card.point_id, card.service_id) or slot_id == card.slot_id:
        return None
    hour = found[2]
    free = hour.says is SlotSays.FREE and wish.holds(office_day(hour.starts_at, card.timezone))
    return hour if free else None
