"""The help desk and who sits on a seat: a document seen, and corrections with the document in the hand."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from loket.foundation.offices.rules import Nationality
from loket.foundation.people.persons import DocumentKind
from loket.foundation.people.rules import Role
from loket.interfaces.web.audiences import Visit, staff
from loket.interfaces.web.office.helpdesk import HOME, own_ticket
from loket.interfaces.web.public.identity import BirthDate
from loket.interfaces.web.public.slips import SlipForm
from loket.interfaces.web.public.words import DOCUMENTS
from loket.interfaces.web.words import said
from loket.kit.errors import Refusal
from loket.planning.booking.actions import correct_person, record_documents_seen
from loket.planning.booking.queries import BookingCard, SeatCard


class CorrectionForm(SlipForm):
    """What the document says: name, birth date, identity; and which document it is."""

    dokumen = forms.ChoiceField(
        label=_("Dokumen asli yang dilihat"),
        help_text=_("Jenisnya saja dicatat, tanpa salinan."),
        choices=[(kind.value, DOCUMENTS[kind]) for kind in DocumentKind],
        error_messages={"required": _("Pilih dokumennya."), "invalid_choice": _("Pilih dokumennya.")},
    )

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["lahir"] = BirthDate(today=today)
        self.order_fields(["dokumen", "nama", "lahir", "nik", "negara", "paspor"])
        self.fields["nama"].help_text = ""
        for name in ("nik", "paspor"):
            if name in self.fields:
                self.fields[name].help_text = _("Kosongkan bila nomornya sudah benar.")


@staff(Role.HELP_DESK)
@require_POST
def see_document(request: Visit, booking_id: UUID, place: int) -> HttpResponse:
    """The officer held this person's document: only its kind is kept."""
    _card, seat = _seat(request, booking_id, place)
    typed = request.POST.get("dokumen", "")
    if typed not in {kind.value for kind in DocumentKind}:
        raise Http404
    record_documents_seen(seat_ids=[seat.id], document=DocumentKind(typed), by=request.actor, now=request.now)
    return HttpResponseRedirect(f"{HOME}{booking_id}/?dicatat=1", status=303)


@staff(Role.HELP_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: Visit, booking_id: UUID, place: int) -> HttpResponse:
    """Corrects one person with the document in the hand."""
    card, seat = _seat(request, booking_id, place)
    data = request.POST if request.method == "POST" else None
    answers = {"nama": seat.name, "lahir": seat.born}
    form = CorrectionForm(data, foreign=card.nationality == Nationality.WNA, today=card.day, initial=answers)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            _correct(request, seat, form)
        except Refusal as refused:
            refusal = refused
        else:
            return HttpResponseRedirect(f"{HOME}{booking_id}/?dicatat=1", status=303)
    context = {"form": form, "booking": card, "refusal": said(refusal) if refusal else ""}
    status = refusal.status if refusal else 422 if form.errors else 200
    return render(request, "office/helpdesk_correct.html", context, status=status)


def _correct(request: Visit, seat: SeatCard, form: CorrectionForm) -> None:
    typed = form.cleaned_data
    correct_person(
        seat_id=seat.id,
        name=typed["nama"],
        born=typed["lahir"],
        identity=form.identity,
        document=DocumentKind(typed["dokumen"]),
        by=request.actor,
        now=request.now,
    )


def _seat(request: Visit, booking_id: UUID, place: int) -> tuple[BookingCard, SeatCard]:
    """A seat of a booking of the officer's own office. Raises Http404."""
    page = own_ticket(request, booking_id, names=True)
    seat = next((seat for seat in page.seats if seat.position == place), None)
    if seat is None:
        raise Http404
    return page.booking, seat
