"""Help desk: an account goes to another telephone number, with the person there and the identity seen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from loket.foundation.notify.actions import send_code
from loket.foundation.people.actions import move_account, note_attempt
from loket.foundation.people.queries import account_of_phone
from loket.foundation.people.rules import (
    CodeWrong,
    Identity,
    NotAnIdentity,
    NotAPhone,
    Role,
    TooManyTries,
    identity_of_citizen,
    identity_of_foreigner,
    phone_of,
)
from loket.foundation.people.rules_recovery import AccountNotProven, NumberInUse, SeenDocument
from loket.interfaces.web.account.forms import CodeForm, PlainForm
from loket.interfaces.web.audiences import Visit, client_of, staff
from loket.interfaces.web.office.helpdesk import TRIES, WITHIN
from loket.interfaces.web.paths import SeeOther
from loket.kit.errors import Refusal
from loket.planning.booking.holders import has_booked, has_booked_for

PAGE = "/kantor-saya/bantuan/akun/"
CODE_PAGE = "/kantor-saya/bantuan/akun/kode/"
_FORM_WRONG = 422
_PLAN = "recovery"
_DOCUMENTS = {
    SeenDocument.KTP: _("KTP"),
    SeenDocument.PASSPORT: _("Paspor"),
    SeenDocument.DRIVING_LICENCE: _("SIM"),
}


def _line(label: Any, longest: int, missing: Any, **attributes: str) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=longest,
        widget=forms.TextInput(attrs={"autocomplete": "off", **attributes}),
        error_messages={"required": missing, "max_length": _("Isian ini terlalu panjang.")},
    )  # fmt: skip


class RecoveryForm(PlainForm):
    """Old number, who stands there, which document was seen, new number."""

    nomor_lama = _line(_("Nomor telepon lama"), 30, _("Tulis nomor lama."), type="tel")
    identitas = _line(
        _("NIK, atau negara dan nomor paspor"),
        40,
        _("Tulis NIK atau nomor paspor dari dokumen asli."),
        spellcheck="false",
    )
    dokumen = forms.ChoiceField(
        label=_("Dokumen asli yang dilihat"), widget=forms.RadioSelect,
        choices=[(document.value, label) for document, label in _DOCUMENTS.items()],
        error_messages={"required": _("Pilih dokumen."), "invalid_choice": _("Pilih dokumen.")},
    )  # fmt: skip
    cocok = forms.BooleanField(
        label=_("Wajah orang ini cocok dengan foto pada dokumen."),
        error_messages={"required": _("Tanpa kecocokan wajah akun tidak dipindahkan.")},
    )
    nomor_baru = _line(_("Nomor telepon baru"), 30, _("Tulis nomor baru."), type="tel")


@staff(Role.HELP_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def recover(request: Visit) -> HttpResponse:
    """Proves the person, and sends a code to the new number, which they hold in their hand."""
    form, status = RecoveryForm(request.POST or None), 200
    if request.method == "POST":
        status = _FORM_WRONG
        if form.is_valid():
            try:
                plan = _plan(request, form.cleaned_data)
            except Refusal as refusal:
                status = form.refuse(refusal, _field_of(refusal))
            else:
                request.session[_PLAN] = plan
                return SeeOther(CODE_PAGE)
    context = {"form": form, "done": request.GET.get("selesai") == "1"}
    return render(request, "office/recover.html", context, status=status)


@staff(Role.HELP_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: Visit) -> HttpResponse:
    """The code from the new telephone moves the account; everything that signed in before is out."""
    plan = request.session.get(_PLAN)
    if not plan:
        return SeeOther(PAGE)
    form, status = CodeForm(request.POST or None), 200
    if request.method == "POST":
        status = _FORM_WRONG
        if form.is_valid():
            try:
                _move(request, plan, form.cleaned_data["kode"])
            except (CodeWrong, NumberInUse, AccountNotProven) as refusal:
                status = form.refuse(refusal, "kode")
            else:
                del request.session[_PLAN]
                return SeeOther(f"{PAGE}?selesai=1")
    return render(request, "office/recover_code.html", {"form": form}, status=status)


def _plan(request: Visit, typed: dict[str, Any]) -> dict[str, Any]:
    """What the code will carry out. Raises NotAPhone, NotAnIdentity, AccountNotProven, TooManyTries."""
    note_attempt(bucket_parts=("recovery", request.actor.id or 0), limit=TRIES, window=WITHIN, now=request.now)
    old, identity = phone_of(typed["nomor_lama"]), _identity(typed["identitas"])
    account_id = account_of_phone(old)
    if account_id is None or not has_booked_for(account_id, identity):
        raise AccountNotProven
    try:
        new = phone_of(typed["nomor_baru"])
        send_code(phone=new, language="id", client=client_of(request), by=request.actor, now=request.now)
    except NotAPhone as wrong:
        raise NewNumberWrong from wrong
    return {"account": account_id, "phone": new, "document": typed["dokumen"]}


def _move(request: Visit, plan: dict[str, Any], code: str) -> None:
    other = account_of_phone(plan["phone"])
    move_account(
        account_id=plan["account"], phone=plan["phone"], code=code, document=SeenDocument(plan["document"]),
        replace=other is None or not has_booked(other), by=request.actor, now=request.now,
    )  # fmt: skip


def _identity(typed: str) -> Identity:
    """Digits are a NIK; else a country of three letters and a passport number, such as `AUS N1234567`."""
    country, _space, number = typed.strip().partition(" ")
    if number and country.isalpha():
        return identity_of_foreigner(country, number)
    return identity_of_citizen(typed)


class NewNumberWrong(NotAPhone):
    """The new number is not one; the sentence stands at its own field."""


def _field_of(refusal: Refusal) -> str:
    fields = {NewNumberWrong: "nomor_baru", NotAPhone: "nomor_lama", TooManyTries: "nomor_baru"}
    known = next((field for sort, field in fields.items() if isinstance(refusal, sort)), "")
    return known or ("identitas" if isinstance(refusal, NotAnIdentity) else "nomor_lama")
