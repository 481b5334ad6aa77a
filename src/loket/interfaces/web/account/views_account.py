"""The account and what goes with it: language, password, signing out, and in the demo the screen of messages."""

from __future__ import annotations

from typing import Literal

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from loket.foundation.notify.queries import messages_to
from loket.foundation.people.actions import choose_language, set_password, sign_out
from loket.foundation.people.models import Account
from loket.foundation.people.queries import addressee, mailbox_of
from loket.foundation.people.queries_staff import passkeys_of
from loket.foundation.people.rules import PasswordWeak
from loket.interfaces.web.account import entry
from loket.interfaces.web.account.forms import NewPasswordForm
from loket.interfaces.web.account.views_citizen import HOME
from loket.interfaces.web.audiences import Visit, citizen, everyone
from loket.interfaces.web.paths import SeeOther, inner_path
from loket.interfaces.web.words import CHANNELS
from loket.kit.actor import ActorKind

_FORM_WRONG = 422
_LAX: Literal["Lax"] = "Lax"


@everyone
def leave(request: Visit) -> HttpResponse:
    """Signs out by a button, never by a link that something else could follow."""
    if request.method != "POST":
        return render(request, "account/leave.html")
    account_id = request.actor.id
    is_staff = request.actor.kind is ActorKind.STAFF or request.half_way is not None
    if account_id is not None:
        sign_out(account_id=account_id, by=request.actor, now=request.now)
    entry.leave(request)
    return SeeOther("/petugas/masuk/" if is_staff else "/")


@everyone
@require_POST
def choose(request: Visit) -> HttpResponse:
    """The language switch: stays, and returns to the same page."""
    response = SeeOther(_where_switched(request))
    language = request.POST.get("language")
    if language in dict(settings.LANGUAGES):
        if request.account is not None and request.actor.kind is ActorKind.CITIZEN:
            choose_language(account_id=request.account.pk, language=language, by=request.actor, now=request.now)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite=_LAX,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
        )
    return response


@citizen
def account(request: Visit) -> HttpResponse:
    """What an account is: phone, language of messages, password or none."""
    mine = _mine(request)
    to = addressee(mine.pk)
    context = {"phone": to.phone if to else "", "language": mine.language, "has_password": mine.has_usable_password()}
    context |= {"passkeys": passkeys_of(mine.pk), "mailbox": mailbox_of(mine)}
    return render(request, "account/account.html", context)


@citizen
def new_password(request: Visit) -> HttpResponse:
    """Sets a password, after signing in with a code: whoever only knows the old one can't change it."""
    if request.session.get(entry.WAY) not in entry.STRONG_WAYS:
        return render(request, "account/code_first.html", {"back": "/akun/kata-sandi/"}, status=403)
    form = NewPasswordForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = _FORM_WRONG
        if form.is_valid():
            mine = _mine(request)
            try:
                set_password(
                    account_id=mine.pk, password=form.cleaned_data["kata_sandi_baru"], by=request.actor, now=request.now
                )
            except PasswordWeak as refusal:
                status = form.refuse(refusal, "kata_sandi_baru")
            else:
                mine.refresh_from_db()
                update_session_auth_hash(request, mine)
                return SeeOther(HOME)
    return render(request, "account/new_password.html", {"form": form}, status=status)


@everyone
def demo_messages(request: Visit) -> HttpResponse:
    """The demo's stand-in for a phone: messages to the phones of this session only."""
    phones = list(request.session.get(entry.PHONES, []))
    if request.actor.kind is ActorKind.CITIZEN and request.account is not None:
        to = addressee(request.account.pk)
        phones += [to.phone] if to and to.phone not in phones else []
    shown = [(message, CHANNELS[message.channel]) for message in messages_to(phones)] if phones else []
    return render(request, "account/demo_messages.html", {"messages_shown": shown})


def _mine(request: Visit) -> Account:
    assert request.account is not None  # `citizen` has seen to it
    return request.account


def _where_switched(request: Visit) -> str:
    """The page with the switch: signing-in pages are fine here, they are only looked at."""
    typed = request.POST.get("next", "")
    looked_at = typed.startswith(("/masuk/", "/petugas/")) and not typed.startswith("/masuk/kode/lagi/")
    return typed if looked_at and len(typed) <= 500 else inner_path(typed, "/")
