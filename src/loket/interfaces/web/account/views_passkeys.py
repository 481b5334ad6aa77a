"""Citizens' passkeys: sign in by one, and on the account page add, name, remove. They need a script; codes do not."""

from __future__ import annotations

from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from loket.foundation.people.actions import add_passkey, name_passkey, remove_passkey, sign_in_with_passkey
from loket.foundation.people.models import Account
from loket.foundation.people.queries import addressee
from loket.foundation.people.queries_passkeys import begin_adding, begin_signing_in
from loket.foundation.people.queries_staff import Credential, passkeys_of
from loket.foundation.people.rules import TooManyTries
from loket.foundation.people.rules_staff import KeyRefused, NotAKeyName, Purpose, TooManyKeys
from loket.interfaces.web.account import entry
from loket.interfaces.web.account.forms import KeyNameForm
from loket.interfaces.web.account.views_citizen import HOME, hidden
from loket.interfaces.web.audiences import Visit, citizen, client_of, everyone, host_of
from loket.interfaces.web.paths import SeeOther, wanted_path
from loket.interfaces.web.words import said

KEYS = "/akun/kunci/"
_FORM_WRONG = 422


@everyone
def sign_in(request: Visit) -> HttpResponse:
    """Asks the browser for any passkey of this site. Whose, nobody is told before it verifies."""
    wanted, refused, status = wanted_path(request), "", 200
    if request.method == "POST":
        try:
            signed_in = sign_in_with_passkey(
                answer=request.POST.get("jawaban", ""), state=entry.spend_ceremony(request), host=host_of(request),
                client=client_of(request), by=request.actor, now=request.now,
            )  # fmt: skip
        except (KeyRefused, TooManyTries) as refusal:
            refused, status = said(refusal), refusal.status
        else:
            entry.enter(request, signed_in.account_id, way="passkey")
            return SeeOther(wanted or HOME)
    asked = begin_signing_in(host=host_of(request))
    entry.keep_ceremony(request, asked.state)
    context = {"options": asked.options, "wanted": wanted, "refused": refused}
    return render(request, "account/passkey.html", context, status=status)


@citizen
def listed(request: Visit) -> HttpResponse:
    """The passkeys of this account."""
    return render(request, "account/passkeys.html", {"keys": passkeys_of(_mine(request).pk)})


@citizen
def add(request: Visit) -> HttpResponse:
    """Adds a passkey, after signing in with a code or a passkey: the password alone opens no other way in."""
    if request.session.get(entry.WAY) not in entry.STRONG_WAYS:
        return render(request, "account/code_first.html", {"back": "/akun/kunci/tambah/"}, status=403)
    mine, form, status = _mine(request), KeyNameForm(request.POST or None), 200
    if request.method == "POST":
        status, state = _FORM_WRONG, entry.spend_ceremony(request)
        if form.is_valid():
            try:
                add_passkey(
                    account_id=mine.pk, purpose=Purpose.SIGN_IN, name=form.cleaned_data["nama_perangkat"],
                    answer=request.POST.get("jawaban", ""), state=state, host=host_of(request), by=request.actor,
                    now=request.now,
                )  # fmt: skip
            except (KeyRefused, NotAKeyName, TooManyKeys) as refusal:
                status = form.refuse(refusal, "nama_perangkat")
            else:
                return SeeOther(KEYS)
    to = addressee(mine.pk)
    asked = begin_adding(
        account_id=mine.pk, shown_as=hidden(to.phone) if to else "Loket", purpose=Purpose.SIGN_IN, host=host_of(request)
    )
    entry.keep_ceremony(request, asked.state)
    context = {"form": form, "options": asked.options, "back": KEYS, "action": "/akun/kunci/tambah/", "citizen": True}
    return render(request, "account/key_add.html", context, status=status)


@citizen
def rename(request: Visit, passkey_id: int) -> HttpResponse:
    """Names a passkey anew, or leads to removing it."""
    key = _key(request, passkey_id)
    form, status = KeyNameForm(request.POST or None, initial={"nama_perangkat": key.name}), 200
    if request.method == "POST":
        status = _FORM_WRONG
        if form.is_valid():
            try:
                name_passkey(
                    account_id=_mine(request).pk, passkey_id=key.id, name=form.cleaned_data["nama_perangkat"],
                    by=request.actor, now=request.now,
                )  # fmt: skip
            except NotAKeyName as refusal:
                status = form.refuse(refusal, "nama_perangkat")
            else:
                return SeeOther(KEYS)
    return render(request, "account/passkey_edit.html", {"form": form, "key": key}, status=status)


@citizen
@require_POST
def remove(request: Visit, passkey_id: int) -> HttpResponse:
    """Removes a passkey; other devices are signed out."""
    mine = _mine(request)
    key = _key(request, passkey_id)
    remove_passkey(account_id=mine.pk, passkey_id=key.id, by=request.actor, now=request.now)
    mine.refresh_from_db()
    update_session_auth_hash(request, mine)
    return SeeOther(KEYS)


def _key(request: Visit, passkey_id: int) -> Credential:
    found = next((key for key in passkeys_of(_mine(request).pk) if key.id == passkey_id), None)
    if found is None:
        raise Http404
    return found


def _mine(request: Visit) -> Account:
    assert request.account is not None  # `citizen` has seen to it
    return request.account
