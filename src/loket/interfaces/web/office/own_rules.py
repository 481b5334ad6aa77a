"""The rules in force at the head's office: every value with its basis, what will change, and the office's own."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from loket.foundation.offices.models import Office
from loket.foundation.people.rules import Role
from loket.foundation.policy import actions, queries
from loket.foundation.policy.rules import NumberName
from loket.interfaces.web.audiences import Visit, staff
from loket.interfaces.web.office.places import own_office
from loket.interfaces.web.office.rules_forms import AT_FIELD, CapForm, RuleForm
from loket.interfaces.web.office.rules_words import all_rules, entry_shown
from loket.interfaces.web.paths import SeeOther
from loket.interfaces.web.words import said
from loket.kit.clock import office_day


@staff(Role.HEAD)
@require_GET
def show_rules(request: Visit) -> HttpResponse:
    """What is in force today, what is to come, what the office set itself."""
    return _show(request, own_office(request), RuleForm(by_office=True), CapForm())


@staff(Role.HEAD)
@require_POST
def set_rule(request: Visit) -> HttpResponse:
    """Sets a number of the office."""
    office = own_office(request)
    form = RuleForm(request.POST, by_office=True)
    if not form.is_valid():
        return _show(request, office, form, CapForm())
    typed = form.cleaned_data
    try:
        actions.set_number(
            name=NumberName(typed["aturan"]),
            value=typed["nilai"],
            office_id=office.pk,
            starts_on=typed["mulai"],
            last_on=typed["akhir"],
            citation=typed["dasar"],
            today=office_day(request.now, office.timezone),
            by=request.actor,
            now=request.now,
        )
    except tuple(AT_FIELD) as wrong:
        form.add_error(AT_FIELD[type(wrong)], said(wrong))
        return _show(request, office, form, CapForm())
    return _saved()


@staff(Role.HEAD)
@require_POST
def set_cap(request: Visit) -> HttpResponse:
    """Lowers the office's staff cap (R54)."""
    office = own_office(request)
    form = CapForm(request.POST)
    if not form.is_valid():
        return _show(request, office, RuleForm(by_office=True), form)
    typed = form.cleaned_data
    try:
        actions.set_staff_cap(
            office_id=office.pk,
            percent=typed["persen"],
            starts_on=typed["mulai"],
            last_on=typed["akhir"],
            citation=typed["dasar"],
            today=office_day(request.now, office.timezone),
            by=request.actor,
            now=request.now,
        )
    except tuple(AT_FIELD) as wrong:
        form.add_error(AT_FIELD[type(wrong)], said(wrong))
        return _show(request, office, RuleForm(by_office=True), form)
    return _saved()


@staff(Role.HEAD)
@require_POST
def unset_rule(request: Visit, number_id: int) -> HttpResponse:
    """Ends an own number: the wider rule counts again from today."""
    office = own_office(request)
    today = office_day(request.now, office.timezone)
    actions.unset_number(number_id=number_id, office_id=office.pk, today=today, by=request.actor, now=request.now)
    return _saved()


@staff(Role.HEAD)
@require_POST
def unset_cap(request: Visit, cap_id: int) -> HttpResponse:
    """Ends the office's own staff cap."""
    office = own_office(request)
    today = office_day(request.now, office.timezone)
    actions.unset_staff_cap(cap_id=cap_id, office_id=office.pk, today=today, by=request.actor, now=request.now)
    return _saved()


def _show(request: Visit, office: Office, rule_form: RuleForm, cap_form: CapForm) -> HttpResponse:
    law = queries.at(office.pk, request.now)
    own = queries.entries_of(office_id=office.pk, today=law.day)
    bound = next((form for form in (rule_form, cap_form) if form.is_bound), None)
    context: dict[str, Any] = {
        "office": office,
        "law": law,
        "rules": all_rules(law),
        "ahead": [entry_shown(entry) for entry in queries.changes_ahead(law, office.region_id)],
        "screening_ahead": queries.screening_ahead(law),
        "own": [entry_shown(entry) for entry in (*own.numbers, *own.caps)],
        "form": bound,
        "rule_form": rule_form,
        "cap_form": cap_form,
        "saved": request.GET.get("tersimpan") == "1",
    }
    return render(request, "office/rules.html", context, status=422 if bound is not None and bound.errors else 200)


def _saved() -> HttpResponse:
    return SeeOther(f"{reverse('office:rules')}?tersimpan=1")
