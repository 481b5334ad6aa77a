"""An e-mail address on the account, by choice: given, confirmed by a code, taken off."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from loket.foundation.notify.actions import send_email_code
from loket.foundation.people.actions import confirm_email, forget_email
from loket.foundation.people.models import Account
from loket.foundation.people.queries import mailbox_of
from loket.foundation.people.rules import CodeWrong, NotAnEmail, TooManyTries
from loket.interfaces.web.account.forms import CodeForm, EmailForm
from loket.interfaces.web.account.views_citizen import HOME
from loket.interfaces.web.audiences import Visit, citizen, client_of
from loket.interfaces.web.paths import SeeOther

CODE_PAGE = "/akun/surel/kode/"
_FORM_WRONG = 422


@citizen
def give(request: Visit) -> HttpResponse:
    """Asks for the address and sends a code there."""
    mine = _mine(request)
    form, status = EmailForm(request.POST or None), 200
    if request.method == "POST":
        status = _FORM_WRONG
        if form.is_valid():
            try:
                send_email_code(
                    account_id=mine.pk, email=form.cleaned_data["surel"], client=client_of(request),
                    by=request.actor, now=request.now,
                )  # fmt: skip
            except (NotAnEmail, TooManyTries) as refusal:
                status = form.refuse(refusal, "surel")
            else:
                return SeeOther(CODE_PAGE)
    return render(request, "account/email.html", {"form": form, "mailbox": mailbox_of(mine)}, status=status)


@citizen
def confirm(request: Visit) -> HttpResponse:
    """Asks for the code that went to the address."""
    mailbox = mailbox_of(_mine(request))
    if mailbox is None or mailbox.is_confirmed:
        return SeeOther(HOME)
    form, status = CodeForm(request.POST or None), 200
    if request.method == "POST":
        status = _FORM_WRONG
        if form.is_valid():
            try:
                confirm_email(
                    account_id=_mine(request).pk, code=form.cleaned_data["kode"], by=request.actor, now=request.now
                )  # fmt: skip
            except CodeWrong as refusal:
                status = form.refuse(refusal, "kode")
            else:
                return SeeOther(HOME)
    return render(request, "account/email_code.html", {"form": form, "address": mailbox.address}, status=status)


@citizen
@require_POST
def forget(request: Visit) -> HttpResponse:
    """Takes the address off."""
    forget_email(account_id=_mine(request).pk, by=request.actor, now=request.now)
    return SeeOther(HOME)


def _mine(request: Visit) -> Account:
    assert request.account is not None  # `citizen` has seen to it
    return request.account
