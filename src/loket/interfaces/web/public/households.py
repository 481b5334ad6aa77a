"""Keluarga: the people an account books for. Only its own account sees them; officers have no page for it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from loket.foundation.offices.rules import Nationality
from loket.foundation.people import actions
from loket.foundation.people.niks import Sex
from loket.foundation.people.persons import MOST_KIN, HouseholdFull, KinTwice, Relation, is_minor, sex_of
from loket.foundation.people.queries import KinCard, household, kin_of
from loket.interfaces.web.audiences import Visit, citizen
from loket.interfaces.web.public.families import relatives_of, someone_of
from loket.interfaces.web.public.identity import IdentityForm
from loket.interfaces.web.public.words import RELATIONS
from loket.interfaces.web.words import said
from loket.kit.clock import office_day
from loket.kit.ids import as_uuid

HOME = "/keluarga/"
ZONE = "Asia/Jakarta"


class KinForm(IdentityForm):
    """Someone of the household: relation, identity, name, birth date, and for a child who the guardian is."""

    hubungan = forms.ChoiceField(
        label=_("Hubungan dengan Anda"),
        choices=[(each.value, RELATIONS[each]) for each in Relation],
        error_messages={"required": _("Pilih hubungannya."), "invalid_choice": _("Pilih hubungannya.")},
    )
    wali = forms.ChoiceField(
        label=_("Wali, bila di bawah 17 tahun"),
        help_text=_("Orang dewasa di daftar ini yang biasanya menyetujui untuknya."),
        required=False,
        error_messages={"invalid_choice": _("Pilih orang dewasa dari daftar keluarga Anda.")},
    )
    twice = _("Orang dengan nomor ini sudah ada di daftar keluarga Anda.")

    def __init__(self, *args: Any, adults: list[KinCard], **more: Any) -> None:
        super().__init__(*args, **more)
        guardians = [("", _("Belum ditentukan")), *((str(each.id), each.name) for each in adults)]
        self.fields["wali"].choices = guardians  # type: ignore[attr-defined]
        if not adults:
            del self.fields["wali"]
        self.order_fields(["hubungan", "nik", "negara", "paspor", "nama", "lahir", "wali"])

    def sex(self) -> Sex | None:
        """What the relation tells: a mother's NIK is a woman's."""
        return sex_of(Relation(self.cleaned_data["hubungan"])) if "hubungan" in self.cleaned_data else None

    def relative(self) -> actions.Relative:
        """The answers, as people keeps them."""
        typed = self.cleaned_data
        return actions.Relative(
            who=self.identity(),
            name=typed["nama"],
            born=typed["lahir"],
            relation=Relation(typed["hubungan"]),
            guardian=as_uuid(typed["wali"]) if typed.get("wali") else None,
        )


@citizen
@require_safe
def show(request: Visit) -> HttpResponse:
    """The list, with what can be done."""
    rows = relatives_of(_mine(request))
    names = {one.card.id: one.card.name for one in rows}
    today = office_day(request.now, ZONE)
    context = {
        "rows": [
            (one, names.get(one.card.guardian) if one.card.guardian else "", is_minor(one.card.born, today))
            for one in rows
        ],
        "most": MOST_KIN,
        "may_add": len(rows) < MOST_KIN,
        "saved": request.GET.get("tersimpan") == "1",
    }
    return render(request, "public/households.html", context)


@citizen
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Visit) -> HttpResponse:
    """One more person; `?warga=wna` asks for a passport in place of a NIK."""
    asked = (request.POST if request.method == "POST" else request.GET).get("warga", "")
    return _form(request, None, Nationality.WNA if asked == Nationality.WNA else Nationality.WNI)


@citizen
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Visit, kin_id: UUID) -> HttpResponse:
    """What is kept of a person; bookings that stand are left alone."""
    card = _own(request, kin_id)
    return _form(request, card, Nationality(card.nationality))


@citizen
@require_http_methods(["GET", "HEAD", "POST"])
def forget(request: Visit, kin_id: UUID) -> HttpResponse:
    """Asks once, then takes the person from the list."""
    card = _own(request, kin_id)
    if request.method == "POST":
        actions.forget_kin(account_id=_mine(request), kin_id=kin_id, by=request.actor, now=request.now)
        return HttpResponseRedirect(f"{HOME}?tersimpan=1", status=303)
    return render(request, "public/household_forget.html", {"card": card})


def _form(request: Visit, card: KinCard | None, nationality: Nationality) -> HttpResponse:
    today = office_day(request.now, ZONE)
    others = [each for each in household(_mine(request)) if card is None or each.id != card.id]
    form = KinForm(
        request.POST if request.method == "POST" else None,
        nationality=nationality,
        today=today,
        others=frozenset(each.key for each in others),
        adults=[each for each in others if not is_minor(each.born, today)],
        initial=_answers(card) if card else None,
    )
    if request.method == "POST" and form.is_valid() and not form.asks_again() and _keep(request, form, card):
        return HttpResponseRedirect(f"{HOME}?tersimpan=1", status=303)
    context = {"form": form, "card": card, "foreign": nationality == Nationality.WNA}
    return render(request, "public/household_form.html", context, status=422 if form.errors else 200)


def _keep(request: Visit, form: KinForm, card: KinCard | None) -> bool:
    """Whether it was kept; what a rule refused stands at its field."""
    asked: dict[str, Any] = {"account_id": _mine(request), "relative": form.relative()}
    try:
        if card is None:
            actions.keep_kin(**asked, by=request.actor, now=request.now)
        else:
            actions.change_kin(**asked, kin_id=card.id, by=request.actor, now=request.now)
    except KinTwice as refused:
        form.add_error(form.doubted, said(refused))
        return False
    except HouseholdFull as refused:
        form.add_error(None, said(refused))
        return False
    return True


def _answers(card: KinCard) -> dict[str, Any]:
    one = someone_of(card, None)
    return {
        "hubungan": card.relation.value,
        "nik": one.nik,
        "negara": one.country,
        "paspor": one.passport,
        "nama": card.name,
        "lahir": card.born,
        "wali": str(card.guardian) if card.guardian else "",
    }


def _own(request: Visit, kin_id: UUID) -> KinCard:
    """One of the own household. Raises Http404 for another's, as if there were none."""
    card = kin_of(_mine(request), kin_id)
    if card is None:
        raise Http404
    return card


def _mine(request: Visit) -> int:
    assert request.account is not None  # `citizen` has seen to it
    return request.account.pk
