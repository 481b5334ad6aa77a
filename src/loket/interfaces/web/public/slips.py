"""Mending a typing slip: the owner of a booking, before the visit, once (docs/adr/0017)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from loket.foundation.offices.rules import Nationality
from loket.foundation.people.actions import note_attempt
from loket.foundation.people.rules import Identity, identity_of_citizen, identity_of_foreigner, name_of
from loket.interfaces.web.audiences import Visit, citizen
from loket.interfaces.web.public.identity import keeps
from loket.interfaces.web.words import said
from loket.kit.errors import Refusal
from loket.planning.booking import queries as booking
from loket.planning.booking.actions import mend_slip
from loket.planning.booking.queries import SeatCard

#: Tries at one seat: who mends a slip knows the document; who tries numbers is stopped.
TRIES, WITHIN = 6, timedelta(days=1)
_LONG = 200


class SlipForm(forms.Form):
    """The name as it should be, and the identity number if that was wrong."""

    nama = forms.CharField(
        label=_("Nama yang benar"),
        help_text=_("Paling banyak 2 huruf boleh berbeda dari yang sekarang."),
        max_length=_LONG,
        error_messages={"required": _("Tulis nama seperti pada dokumen.")},
    )
    nik = forms.CharField(
        label=_("NIK yang benar"),
        help_text=_("Isi hanya bila NIK salah ketik satu angka."),
        max_length=_LONG,
        required=False,
    )
    negara = forms.CharField(
        label=_("Kode negara penerbit paspor"),
        max_length=_LONG,
        required=False,
        widget=forms.TextInput({"class": "short", "autocapitalize": "characters", "autocomplete": "off"}),
    )
    paspor = forms.CharField(
        label=_("Nomor paspor yang benar"),
        help_text=_("Isi hanya bila nomor paspor salah ketik satu huruf atau angka."),
        max_length=_LONG,
        required=False,
        widget=forms.TextInput({"class": "short", "autocapitalize": "characters", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, foreign: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("nik",) if foreign else ("negara", "paspor"):
            del self.fields[name]

    def clean_nama(self) -> str:
        """A name on one line (R60). Raises ValidationError."""
        return keeps(lambda: name_of(self.cleaned_data["nama"]))

    def clean_nik(self) -> Identity | None:
        """The NIK, None when it was left. Raises ValidationError."""
        typed = self.cleaned_data["nik"]
        return keeps(lambda: identity_of_citizen(typed)) if typed else None

    def clean_paspor(self) -> Identity | None:
        """The passport, None when it was left. Raises ValidationError."""
        country, typed = self.cleaned_data.get("negara", ""), self.cleaned_data["paspor"]
        return keeps(lambda: identity_of_foreigner(country, typed)) if typed else None

    @property
    def identity(self) -> Identity | None:
        """The identity that was typed, None when it stays."""
        return self.cleaned_data.get("nik") or self.cleaned_data.get("paspor")


@citizen
@require_http_methods(["GET", "HEAD", "POST"])
def mend(request: Visit, booking_id: UUID, place: int) -> HttpResponse:
    """One person of an own booking: what was typed wrong."""
    seat, foreign = _own_seat(request, booking_id, place)
    form = SlipForm(request.POST if request.method == "POST" else None, foreign=foreign, initial={"nama": seat.name})
    status, refusal = 200, ""
    if request.method == "POST":
        status = 422
        if form.is_valid():
            note_attempt(bucket_parts=("slip", str(seat.id)), limit=TRIES, window=WITHIN, now=request.now)
            try:
                mend_slip(
                    seat_id=seat.id, name=form.cleaned_data["nama"], identity=form.identity, by=request.actor,
                    now=request.now,
                )  # fmt: skip
            except Refusal as refused:
                refusal, status = said(refused), refused.status
            else:
                return HttpResponseRedirect(f"/tiket/{booking_id}/?diperbaiki=1", status=303)
    context = {"form": form, "seat": seat, "booking_id": booking_id, "refusal": refusal}
    return render(request, "public/slip.html", context, status=status)


def _own_seat(request: Visit, booking_id: UUID, place: int) -> tuple[SeatCard, bool]:
    """The seat at a place of a booking that this account made; whether a foreigner's. Raises Http404."""
    page = booking.booking_for_ticket(booking_id, names=True)
    assert request.account is not None  # `citizen` has seen to it
    if page is None or page.booking.account_id != request.account.pk:
        raise Http404
    seat = next((seat for seat in page.seats if seat.position == place), None)
    if seat is None:
        raise Http404
    return seat, page.booking.nationality == Nationality.WNA
