"""Officers sign in by name and password, and hand a shared machine over by PIN."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from loket.foundation.people.actions import SignedIn, change_officer, sign_in_staff
from loket.foundation.people.queries import colleagues
from loket.foundation.people.queries_staff import officer_of
from loket.foundation.people.rules import PinWrong, Role, StaffSignInWrong, TooManyTries
from loket.foundation.people.rules_staff import FirstPasswordOver
from loket.interfaces.web.account import entry
from loket.interfaces.web.account.forms import ChangeOfficerForm, StaffSignInForm
from loket.interfaces.web.account.nav import landing, shown
from loket.interfaces.web.audiences import Visit, client_of, day_of, everyone, staff
from loket.interfaces.web.paths import SeeOther, wanted_path

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
            except (StaffSignInWrong, FirstPasswordOver, TooManyTries) as refusal:
                status = form.refuse(refusal, "kata_sandi")
            else:
                return _enter(request, signed_in, wanted)
    return render(
        request,
        "account/staff_sign_in.html",
        {"form": form, "wanted": wanted, "asks_factor": settings.LOKET_SECOND_FACTOR},
        status=status,
    )


@staff(*_ANY_ROLE)
def change(request: Visit) -> HttpResponse:
    """A colleague takes over this machine by PIN and goes on at the same page."""
    wanted = wanted_path(request)
    is_sent = request.method == "POST" and "petugas" in request.POST
    others = [c for c in colleagues(request.staff.office_id) if c.staff_id != request.staff.pk]
    today = entry.officers_today(request, day_of(request))
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
                return _enter(request, signed_in, wanted, by_pin=True)
    context = {"form": form, "wanted": wanted, "alone": not others, "officer": shown(request.staff)}
    return render(request, "account/staff_change.html", context, status=status)


@staff(*_ANY_ROLE)
def home(request: Visit) -> HttpResponse:
    """The page of the officer's role."""
    return SeeOther(landing(request.staff))


def _enter(request: Visit, signed_in: SignedIn, wanted: str, *, by_pin: bool = False) -> HttpResponse:
    officer = officer_of(signed_in.account_id, now=request.now)
    assert officer is not None  # whoever signed in here is an officer
    day = day_of(request, officer)
    entry.enter_staff(request, signed_in.account_id, staff_id=officer.pk, day=day, by_pin=by_pin)
    return SeeOther(landing(officer, wanted))
