"""Between an officer's password and the rest: an own password, the second factor, its first enrolment (ADR 0016)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import render

from loket.foundation.people.actions import add_passkey, enrol_app, pass_with_code, pass_with_key, set_own_password
from loket.foundation.people.models import Account, Staff
from loket.foundation.people.queries_passkeys import begin_adding, begin_second_factor
from loket.foundation.people.queries_staff import Factors, app_address, factors_of, new_app_secret
from loket.foundation.people.rules import PasswordWeak, TooManyTries
from loket.foundation.people.rules_staff import FactorWrong, KeyRefused, NotAKeyName, Purpose, TooManyKeys
from loket.interfaces.web.account import entry
from loket.interfaces.web.account.forms import AppForm, FactorForm, KeyNameForm, NewPasswordForm
from loket.interfaces.web.account.nav import landing
from loket.interfaces.web.audiences import (
    FACTOR_PAGE,
    PASSWORD_PAGE,
    NotYourPage,
    Visit,
    day_of,
    everyone,
    host_of,
)
from loket.interfaces.web.paths import SeeOther, wanted_path
from loket.kit.actor import Actor, ActorKind

_FORM_WRONG = 422
_SECRET = "app_secret"  # noqa: S105 (a session's key)
SIGN_IN = "/petugas/masuk/"
CHOOSE = "/petugas/langkah-kedua/pilih/"
CODES = "/petugas/keamanan/cadangan/"


@everyone
def pass_factor(request: Visit) -> HttpResponse:
    """Asks for the second factor: a code, or a security key. Without any yet, leads to the enrolment."""
    officer = _officer(request)
    if officer is None:
        return SeeOther(SIGN_IN)
    if officer.first_password_until is not None:
        return SeeOther(PASSWORD_PAGE)
    wanted, factors = wanted_path(request), factors_of(officer.account_id)
    if not factors.any:
        return SeeOther(CHOOSE) if request.half_way else SeeOther("/petugas/")
    form, status = FactorForm(), 200
    if request.method == "POST":
        form = FactorForm(request.POST, by_key="jawaban" in request.POST)
        status = _FORM_WRONG
        if form.is_valid():
            try:
                _pass(request, officer)
            except (FactorWrong, KeyRefused, TooManyTries) as refusal:
                status = form.refuse(refusal, "kode")
            else:
                entry.note_factor(request, day_of(request, officer))
                return SeeOther(wanted or landing(officer))
    return render(request, "account/factor.html", _asked(request, officer, factors, form, wanted), status=status)


@everyone
def choose(request: Visit) -> HttpResponse:
    """Which second factor to enrol: an app on the own phone, or a security key."""
    officer = _enrolling(request)
    if officer is None:
        return SeeOther(SIGN_IN)
    return render(request, "account/factor_choose.html", {"first": request.half_way is not None})


@everyone
def enrol_by_app(request: Visit) -> HttpResponse:
    """Shows the secret as a QR code and as text, and takes the first code of the app."""
    officer = _enrolling(request)
    if officer is None:
        return SeeOther(SIGN_IN)
    secret = request.session.setdefault(_SECRET, new_app_secret())
    form, status = AppForm(request.POST or None), 200
    if request.method == "POST":
        status = _FORM_WRONG
        if form.is_valid():
            try:
                enrol_app(
                    account_id=officer.account_id, secret=secret, code=form.cleaned_data["kode"],
                    by=_actor(officer), now=request.now,
                )  # fmt: skip
            except (FactorWrong, TooManyTries) as refusal:
                status = form.refuse(refusal, "kode")
            else:
                del request.session[_SECRET]
                return _enrolled(request, officer)
    spaced = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    context = {"form": form, "address": app_address(officer, secret), "secret": spaced}
    return render(request, "account/factor_app.html", context, status=status)


@everyone
def enrol_by_key(request: Visit) -> HttpResponse:
    """Takes a security key or this device as second factor: never enough alone."""
    officer = _enrolling(request)
    if officer is None:
        return SeeOther(SIGN_IN)
    form, status = KeyNameForm(request.POST or None), 200
    if request.method == "POST":
        status, state = _FORM_WRONG, entry.spend_ceremony(request)
        if form.is_valid():
            try:
                add_passkey(
                    account_id=officer.account_id, purpose=Purpose.SECOND_FACTOR,
                    name=form.cleaned_data["nama_perangkat"], answer=request.POST.get("jawaban", ""), state=state,
                    host=host_of(request), by=_actor(officer), now=request.now,
                )  # fmt: skip
            except (KeyRefused, NotAKeyName, TooManyKeys) as refusal:
                status = form.refuse(refusal, "nama_perangkat")
            else:
                return _enrolled(request, officer)
    asked = begin_adding(
        account_id=officer.account_id, shown_as=officer.name, purpose=Purpose.SECOND_FACTOR, host=host_of(request)
    )
    entry.keep_ceremony(request, asked.state)
    context = {"form": form, "options": asked.options, "back": CHOOSE, "action": "/petugas/langkah-kedua/kunci/"}
    return render(request, "account/key_add.html", context, status=status)


@everyone
def own_password(request: Visit) -> HttpResponse:
    """In place of the first password, which somebody else has seen, the officer sets an own one."""
    officer = request.half_way
    if officer is None or officer.first_password_until is None:
        return SeeOther(SIGN_IN if officer is None else FACTOR_PAGE)
    wanted = wanted_path(request)
    form, status = NewPasswordForm(request.POST or None), 200
    if request.method == "POST":
        status = _FORM_WRONG
        if form.is_valid():
            password = form.cleaned_data["kata_sandi_baru"]
            try:
                set_own_password(
                    account_id=officer.account_id, password=password, by=_actor(officer), now=request.now
                )  # fmt: skip
            except PasswordWeak as refusal:
                status = form.refuse(refusal, "kata_sandi_baru")
            else:
                update_session_auth_hash(request, Account.objects.get(pk=officer.account_id))
                return SeeOther(wanted or landing(officer))
    context = {"form": form, "wanted": wanted, "action": PASSWORD_PAGE, "first": True}
    return render(request, "account/own_password.html", context, status=status)


def _officer(request: Visit) -> Staff | None:
    """The officer at this door: between password and factor, or inside and asked once more."""
    if request.half_way is not None:
        return request.half_way
    return request.staff if request.actor.kind is ActorKind.STAFF else None


def _enrolling(request: Visit) -> Staff | None:
    """Who may add a factor: a newcomer who has none, or whoever has just passed the own one. Raises NotYourPage.

    With a factor standing, the password alone adds no second one; nor does a PIN on a shared machine.
    """
    officer = _officer(request)
    if officer is None or officer.first_password_until is not None:
        return None
    if request.half_way is not None:
        if factors_of(officer.account_id).any:
            raise NotYourPage
    elif settings.LOKET_SECOND_FACTOR and not entry.factor_own(request, day_of(request)):
        raise NotYourPage
    return officer


def _enrolled(request: Visit, officer: Staff) -> HttpResponse:
    entry.note_factor(request, day_of(request, officer))
    return SeeOther(CODES if not factors_of(officer.account_id).codes_left else "/petugas/keamanan/")


def _pass(request: Visit, officer: Staff) -> None:
    by, account_id = _actor(officer), officer.account_id
    if "jawaban" in request.POST:
        state, host = entry.spend_ceremony(request), host_of(request)
        answer = request.POST["jawaban"]
        pass_with_key(account_id=account_id, answer=answer, state=state, host=host, by=by, now=request.now)
    else:
        pass_with_code(account_id=account_id, code=request.POST.get("kode", ""), by=by, now=request.now)


def _asked(request: Visit, officer: Staff, factors: Factors, form: FactorForm, wanted: str) -> dict[str, object]:
    context: dict[str, object] = {"form": form, "wanted": wanted, "factors": factors, "name": officer.name}
    if factors.keys:
        asked = begin_second_factor(account_id=officer.account_id, host=host_of(request))
        entry.keep_ceremony(request, asked.state)
        context["options"] = asked.options
    return context


def _actor(officer: Staff) -> Actor:
    return Actor(ActorKind.STAFF, officer.account_id, officer.office_id)
