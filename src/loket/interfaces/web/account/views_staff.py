"""Officers sign in by name and password, and hand a shared machine over by PIN."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from loket.foundation.people.actions import SignedIn, change_officer, sign_in_staff
from loket.foundation.people.models import Staff
from loket.foundation.people.queries import colleagues
from loket.foundation.people.rules import PinWrong, Role, StaffSignInWrong, TooManyTries
from loket.interfaces.web.account import entry
from loket.interfaces.web.account.forms import ChangeOfficerForm, StaffSignInForm
from loket.interfaces.web.account.nav import landing, shown
from loket.interfaces.web.audiences import Visit, client_of, everyone, staff
from loket.interfaces.web.paths import SeeOther, wanted_path
from loket.kit.clock import office_day

_FORM_WRONG = 422
_ANY_ROLE = tuple(Role)


@everyone
def sign_in(request: Visit) -> HttpResponse:
    """Staff name and password."""
    wanted = wanted_path(request)
    form = StaffSignInForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = _FORM_WRONG
        if form.is_valid():
            try:
                signed_in = sign_in_staff(
                    login=form.cleaned_data["nama_petugas"],
                    password=form.cleaned_data["kata_sandi"],
                    client=client_of(request),
                    by=request.actor,
                    now=request.now,
                )
            except (StaffSignInWrong, TooManyTries) as refusal:
                status = form.refuse(refusal, "kata_sandi")
            else:
                return _enter(request, signed_in, wanted)
    return render(request, "account/staff_sign_in.html", {"form": form, "wanted": wanted}, status=status)


@staff(*_ANY_ROLE)
def change(request: Visit) -> HttpResponse:
    """A colleague takes over this machine by PIN and goes on at the same page."""
    wanted = wanted_path(request)
    is_sent = request.method == "POST" and "petugas" in request.POST
    others = [c for c in colleagues(request.staff.office_id) if c.staff_id != request.staff.pk]
    today = entry.officers_today(request, _day(request, request.staff))
    form = ChangeOfficerForm(others, today, request.POST if is_sent else None)
    status = 200
    if is_sent:
        status = _FORM_WRONG
        if form.is_valid():
            try:
                signed_in = change_officer(
                    staff_id=form.cleaned_data["petugas"],
                    pin=form.cleaned_data["pin"],
                    by=request.actor,
                    now=request.now,
                )
            except (PinWrong, TooManyTries) as refusal:
                status = form.refuse(refusal, "pin")
            else:
                return _enter(request, signed_in, wanted)
    context = {"form": form, "wanted": wanted, "alone": not others, "officer": shown(request.staff)}
    return render(request, "account/staff_change.html", context, status=status)


@staff(*_ANY_ROLE)
def home(request: Visit) -> HttpResponse:
    """The page of the officer's role."""
    return SeeOther(landing(request.staff))


def _enter(request: Visit, signed_in: SignedIn, wanted: str) -> HttpResponse:
    officer = Staff.objects.select_related("office", "region").get(account_id=signed_in.account_id)
    entry.enter_staff(request, signed_in.account_id, staff_id=officer.pk, day=_day(request, officer))
    return SeeOther(landing(officer, wanted))


def _day(request: Visit, officer: Staff) -> str:
    return office_day(request.now, shown(officer).timezone).isoformat()
