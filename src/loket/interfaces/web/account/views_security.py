"""An officer's own keys: second factors, recovery codes, PIN, password."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from loket.foundation.people.actions import remove_app, remove_passkey, renew_recovery_codes, set_own_password, set_pin
from loket.foundation.people.models import Account
from loket.foundation.people.queries_staff import factors_of
from loket.foundation.people.rules import NotAPin, PasswordWeak, Role
from loket.interfaces.web.account.forms import NewPasswordForm, PinForm
from loket.interfaces.web.audiences import Visit, staff
from loket.interfaces.web.paths import SeeOther

SECURITY = "/petugas/keamanan/"
_FORM_WRONG = 422
_ANY_ROLE = tuple(Role)
#: New recovery codes between their making and the page that shows them once.
_CODES = "new_codes"


@staff(*_ANY_ROLE, confirmed=True)
def security(request: Visit) -> HttpResponse:
    """What stands between this officer's account and others."""
    return _show(request, PinForm())


@staff(*_ANY_ROLE, confirmed=True)
@require_http_methods(["GET", "POST"])
def recovery_codes(request: Visit) -> HttpResponse:
    """Makes new recovery codes by a button, and shows them once."""
    if request.method == "POST":
        account_id = request.staff.account_id
        codes = renew_recovery_codes(account_id=account_id, by=request.actor, now=request.now)
        request.session[_CODES] = codes
        return SeeOther(request.path)
    codes = request.session.pop(_CODES, [])
    left = factors_of(request.staff.account_id).codes_left
    return render(request, "account/recovery_codes.html", {"codes": codes, "left": left})


@staff(*_ANY_ROLE, confirmed=True)
@require_POST
def remove_factor(request: Visit) -> HttpResponse:
    """Removes the app or one key; other sessions end. LastFactor rises when it is the only one."""
    which, account_id = request.POST.get("yang", ""), request.staff.account_id
    if which == "aplikasi":
        remove_app(account_id=account_id, by=request.actor, now=request.now)
    else:
        key = int(which) if which.isascii() and which.isdigit() and len(which) < 18 else 0
        remove_passkey(account_id=account_id, passkey_id=key, by=request.actor, now=request.now)
    _stay(request)
    return SeeOther(SECURITY)


@staff(*_ANY_ROLE, confirmed=True)
@require_POST
def own_pin(request: Visit) -> HttpResponse:
    """Sets the PIN by which this officer takes over a shared machine."""
    form = PinForm(request.POST)
    if form.is_valid():
        try:
            set_pin(staff_id=request.staff.pk, pin=form.cleaned_data["pin"], by=request.actor, now=request.now)
        except NotAPin as refusal:
            form.refuse(refusal, "pin")
        else:
            return SeeOther(f"{SECURITY}?pin=1")
    return _show(request, form, status=_FORM_WRONG)


@staff(*_ANY_ROLE, confirmed=True)
def change_password(request: Visit) -> HttpResponse:
    """Sets another password; other sessions end."""
    form, status = NewPasswordForm(request.POST or None), 200
    if request.method == "POST":
        status = _FORM_WRONG
        if form.is_valid():
            password, account_id = form.cleaned_data["kata_sandi_baru"], request.staff.account_id
            try:
                set_own_password(account_id=account_id, password=password, by=request.actor, now=request.now)
            except PasswordWeak as refusal:
                status = form.refuse(refusal, "kata_sandi_baru")
            else:
                _stay(request)
                return SeeOther(SECURITY)
    context = {"form": form, "action": request.path, "back": SECURITY}
    return render(request, "account/own_password.html", context, status=status)


def _show(request: Visit, form: PinForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "factors": factors_of(request.staff.account_id),
        "has_pin": bool(request.staff.pin_hash),
        "pin_saved": request.GET.get("pin") == "1",
        "asks_factor": settings.LOKET_SECOND_FACTOR,
    }
    return render(request, "account/security.html", context, status=status)


def _stay(request: Visit) -> None:
    """This session goes on although all sessions of the account have just ended."""
    update_session_auth_hash(request, Account.objects.get(pk=request.staff.account_id))
