"""The dated letter of a permit's holder: seat on day D, permit ends on day E, asked for on day F, by which rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe

from loket.interfaces.web.audiences import Visit, everyone
from loket.interfaces.web.public.moving import when
from loket.interfaces.web.public.tickets import ticket_of
from loket.interfaces.web.public.words import within
from loket.interfaces.web.words import spoken
from loket.kit.clock import office_day
from loket.kit.formats import ENGLISH, INDONESIAN, long_date
from loket.planning.booking.aftercare import Letter, letter_of
from loket.planning.booking.queries import TicketPage
from loket.planning.booking.rules import BookingState

#: A letter speaks of a seat that is held or was used.
_HELD = (BookingState.BOOKED, BookingState.ARRIVED, BookingState.SERVED)


@dataclass(frozen=True, slots=True)
class Part:
    """The letter in one language."""

    language: str
    title: str
    opening: str
    rows: list[tuple[str, str]]
    lines: list[str]
    printed: str


@everyone
@require_safe
def show_letter(request: Visit, booking_id: UUID) -> HttpResponse:
    """The letter as a page, Indonesian and English under each other."""
    page = ticket_of(request, booking_id, names=True)
    if page is None:
        return HttpResponseRedirect("/tiket/")
    response = render(request, "public/letter.html", {"parts": parts_of(page, _letter(page), request.now)})
    response["Cache-Control"] = "no-store"
    return response


@everyone
@require_safe
def print_letter(request: Visit, booking_id: UUID) -> HttpResponse:
    """The letter as an A4 page."""
    page = ticket_of(request, booking_id, names=True)
    if page is None:
        return HttpResponseRedirect("/tiket/")
    from loket.interfaces.web.public.letter_paper import draw_letter  # noqa: PLC0415 (PDF drawing starts slowly)

    pdf = draw_letter(page, parts_of(page, _letter(page), request.now), now=request.now)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="surat-{page.booking.number}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def _letter(page: TicketPage) -> Letter:
    found = letter_of(page.booking.id)
    if found is None or page.booking.state not in _HELD:
        raise Http404
    return found


def parts_of(page: TicketPage, letter: Letter, now: datetime) -> list[Part]:
    """The letter in both languages."""
    found = []
    for language in (INDONESIAN, ENGLISH):
        with override(language):
            found.append(_part(page, letter, now, language))
    return found


def _part(page: TicketPage, letter: Letter, now: datetime, language: str) -> Part:
    card = page.booking
    service = within(spoken(card.service_name_id, card.service_name_en))
    asked = long_date(office_day(letter.applied_at, card.timezone), language)
    opening = gettext(
        "Kantor Imigrasi %(office)s menerangkan bahwa pemohon ini meminta jadwal %(service)s pada %(asked)s,"
        " sebelum izin tinggalnya berakhir."
    )
    rows = [
        (gettext("Nama"), ", ".join(seat.name for seat in page.seats)),
        (gettext("Jadwal"), when(card.starts_at, card.timezone)),
        (gettext("Izin berakhir"), long_date(letter.ends_on, language)),
        (gettext("Diminta pada"), asked),
        (gettext("Nomor"), card.number),
        (gettext("Kode"), f"{card.code[:4]} {card.code[4:]}"),
    ]
    lines = [
        gettext(
            "Dasar: perpanjangan izin tinggal diajukan paling lambat pada hari kerja terakhir sebelum izin berakhir;"
            " Undang-Undang Nomor 6 Tahun 2011 tentang Keimigrasian, pasal 48 dan 78."
        ),
        gettext("Surat ini menerangkan jadwal, bukan perpanjangan izin. Petugas memeriksanya dengan kode di atas."),
    ]
    if letter.is_guaranteed:
        lines.insert(
            0,
            gettext(
                "Semua jam biasa sebelum izin berakhir sudah terisi saat diminta;"
                " kantor memberi kursi terjamin pada jadwal di atas."
            ),
        )
    return Part(
        language=language,
        title=gettext("Surat keterangan jadwal"),
        opening=opening % {"office": card.office, "service": service, "asked": asked},
        rows=rows,
        lines=lines,
        printed=gettext("Dicetak %(at)s.") % {"at": when(now, card.timezone)},
    )
