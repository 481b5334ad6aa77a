"""Tokens of the office's programs: what they may do, until when, used when; made and revoked by the head."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from loket.foundation.integrations.actions import make_token, revoke_token
from loket.foundation.integrations.queries import tokens_of
from loket.foundation.integrations.rules import (
    LONGEST_LIFE,
    NoScopes,
    NotALifetime,
    NotATokenName,
    Scope,
    TooManyTokens,
)
from loket.foundation.people.rules import Role
from loket.interfaces.web.audiences import Visit, staff
from loket.interfaces.web.office.places import own_office
from loket.interfaces.web.words import said

SEE_OTHER = 303
#: Ids are bigints; an address takes more digits than that.
LARGEST_ID = 2**63 - 1
SCOPES = {
    Scope.AVAILABILITY_READ: _("Membaca kuota"),
    Scope.BOOKINGS_READ: _("Membaca daftar pemegang nomor, tanpa nama"),
    Scope.BOOKINGS_WRITE: _("Mendaftarkan pemohon dan membatalkan nomor"),
    Scope.ARRIVALS_IMPORT: _("Memasukkan daftar harian dari aplikasi lain"),
    Scope.STATISTICS_READ: _("Membaca angka hari ini"),
}
AT_FIELD: dict[type[Exception], str] = {NotATokenName: "program", NoScopes: "hak", NotALifetime: "hari"}


class TokenForm(forms.Form):
    """A new token: for which program, what it may do, for how long."""

    program = forms.CharField(
        label=_("Nama program"), max_length=60, error_messages={"required": NotATokenName.sentence}
    )
    hak = forms.MultipleChoiceField(
        label=_("Yang boleh dilakukan"),
        choices=[(scope.value, words) for scope, words in SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": NoScopes.sentence},
    )
    hari = forms.IntegerField(
        label=_("Berlaku berapa hari"), min_value=1, max_value=LONGEST_LIFE, initial=90,
        error_messages={"min_value": NotALifetime.sentence, "max_value": NotALifetime.sentence},
    )  # fmt: skip


@staff(Role.HEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: Visit) -> HttpResponse:
    """The office's tokens, and the form for one more.

    A new token's text stands on the answer to the form itself and nowhere else: a redirect would have to keep it.
    """
    office = own_office(request)
    form = TokenForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _show(request, form, status=422 if form.is_bound else 200)
    asked = form.cleaned_data
    try:
        made = make_token(
            name=asked["program"], scopes=asked["hak"], days=asked["hari"], office_id=office.pk, by=request.actor,
            now=request.now,
        )  # fmt: skip
    except (NotATokenName, NoScopes, NotALifetime, TooManyTokens) as refused:
        form.add_error(AT_FIELD.get(type(refused)), said(refused))
        return _show(request, form, status=422)
    return _show(request, TokenForm(), made=made.text)


@staff(Role.HEAD)
@require_POST
def revoke(request: Visit, token_id: int) -> HttpResponse:
    """Ends a token of the own office at once. Another office's answers 404."""
    office = own_office(request)
    if token_id > LARGEST_ID or not any(card.id == token_id for card in tokens_of(office.pk)):
        raise Http404
    revoke_token(token_id=token_id, office_id=office.pk, by=request.actor, now=request.now)
    return HttpResponseRedirect(reverse("office:tokens"), status=SEE_OTHER)


def _show(request: Visit, form: TokenForm, *, made: str = "", status: int = 200) -> HttpResponse:
    office = own_office(request)
    rows = [
        (card, [SCOPES[Scope(scope)] for scope in card.scopes], card.in_force(request.now))
        for card in tokens_of(office.pk)
    ]
    context: dict[str, Any] = {"office": office, "rows": rows, "form": form, "made": made}
    return render(request, "office/tokens.html", context, status=status)
