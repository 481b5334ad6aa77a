"""Citizens sign in: phone, then code, one question a page; or phone and password."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from loket.foundation.notify.actions import send_code
from loket.foundation.notify.queries import messages_to
from loket.foundation.notify.rules import Template
from loket.foundation.people.actions import (
    SignedIn,
    sign_in_with_code,
    sign_in_with_password,
)
from loket.foundation.people.rules import CodeWrong, NotAPhone, SignInWrong, TooManyTries, phone_of
from loket.interfaces.web.account import entry
from loket.interfaces.web.account.forms import CodeForm, PasswordSignInForm, PhoneForm
from loket.interfaces.web.audiences import Visit, client_of, everyone
from loket.interfaces.web.paths import SeeOther, inner_path, wanted_path

HOME = "/akun/"
_FORM_WRONG = 422


@everyone
def sign_in(request: Visit) -> HttpResponse:
    """Asks for the phone number, sends a code."""
    wanted = wanted_path(request)
    form = PhoneForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = _FORM_WRONG
        if form.is_valid():
            try:
                _send_code(request, form.cleaned_data["telepon"])
            except (NotAPhone, TooManyTries) as refusal:
                status = form.refuse(refusal, "telepon")
            else:
                entry.await_code(request, phone=phone_of(form.cleaned_data["telepon"]), wanted=wanted)
                return SeeOther("/masuk/kode/")
    return render(request, "account/phone.html", {"form": form, "wanted": wanted}, status=status)


@everyone
def enter_code(request: Visit) -> HttpResponse:
    """Asks for the code; the first one opens the account."""
    waiting = entry.awaited(request)
    if not waiting:
        return SeeOther("/masuk/")
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = _FORM_WRONG
        if form.is_valid():
            try:
                signed_in = _sign_in_with_code(request, waiting["phone"], form.cleaned_data["kode"])
            except (CodeWrong, TooManyTries) as refusal:
                status = form.refuse(refusal, "kode")
            else:
                entry.enter(request, signed_in.account_id, way="code")
                return SeeOther(inner_path(waiting["wanted"], HOME))
    context = {"form": form, "phone": hidden(waiting["phone"]), "told": _told(waiting["phone"])}
    return render(request, "account/code.html", context, status=status)


@everyone
@require_POST
def send_again(request: Visit) -> HttpResponse:
    """Sends another code to the phone that is awaited; the old one no longer counts."""
    waiting = entry.awaited(request)
    if not waiting:
        return SeeOther("/masuk/")
    _send_code(request, waiting["phone"])
    return SeeOther("/masuk/kode/")


@everyone
def sign_in_by_password(request: Visit) -> HttpResponse:
    """Phone and password. What is wrong, or whether the phone is known, is not told."""
    wanted = wanted_path(request)
    form = PasswordSignInForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = _FORM_WRONG
        if form.is_valid():
            try:
                signed_in = _sign_in_with_password(request, form.cleaned_data)
            except NotAPhone as refusal:
                status = form.refuse(refusal, "telepon")
            except (SignInWrong, TooManyTries) as refusal:
                status = form.refuse(refusal, "kata_sandi")
            else:
                entry.enter(request, signed_in.account_id, way="password")
                return SeeOther(wanted or HOME)
    return render(request, "account/password.html", {"form": form, "wanted": wanted}, status=status)


def _send_code(request: Visit, phone: str) -> None:
    send_code(
        phone=phone, language=get_language() or "id", client=client_of(request), by=request.actor, now=request.now
    )


def _sign_in_with_code(request: Visit, phone: str, code: str) -> SignedIn:
    return sign_in_with_code(
        phone=phone,
        code=code,
        language=get_language() or "id",
        client=client_of(request),
        by=request.actor,
        now=request.now,
    )


def _sign_in_with_password(request: Visit, typed: dict[str, Any]) -> SignedIn:
    return sign_in_with_password(
        phone=typed["telepon"],
        password=typed["kata_sandi"],
        client=client_of(request),
        by=request.actor,
        now=request.now,
    )


def hidden(phone: str) -> str:
    """`0812-••••-890`: enough to know one's own number by."""
    return f"{'0' + phone[3:6] if phone.startswith('+62') else phone[:4]}-••••-{phone[-3:]}"


def _told(phone: str) -> str:
    """In the demo the code that the newest message told; outside it nothing is shown."""
    if not settings.LOKET.demo:
        return ""
    codes = (message for message in messages_to([phone]) if message.template == Template.CODE)
    newest = next(codes, None)
    found = re.search(r"[0-9]{6}", newest.text) if newest else None
    return found.group() if found else ""
