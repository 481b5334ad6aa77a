"""Levels of restriction of a region: preview what changes, enact, lift; and the region's own numbers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from loket.foundation.offices.models import Region
from loket.foundation.people.rules import Role
from loket.foundation.policy import actions, queries
from loket.foundation.policy.rules import NumberName, check_measure
from loket.interfaces.web.audiences import NotYourPage, Visit, staff
from loket.interfaces.web.office.places import offices_under
from loket.interfaces.web.office.rules_forms import AT_FIELD, LevelForm, RuleForm
from loket.interfaces.web.office.rules_words import ZONES, ChangeShown, change_shown, entry_shown
from loket.interfaces.web.paths import SeeOther
from loket.interfaces.web.words import said
from loket.kit.clock import office_day


@staff(Role.REGION)
@require_GET
def show_levels(request: Visit) -> HttpResponse:
    """Levels that count, will and did lately, and the form for one more."""
    region = _region(request)
    return _show(request, region, _level_form(region), RuleForm(by_office=False))


@staff(Role.REGION)
@require_POST
def enact(request: Visit) -> HttpResponse:
    """Shows what a level would change; with `tetapkan` it enacts."""
    region = _region(request)
    form = _level_form(region, request.POST)
    number_form = RuleForm(by_office=False)
    if not form.is_valid():
        return _show(request, region, form, number_form)
    try:
        if "tetapkan" in request.POST:
            _enact(request, region, form)
            return _saved()
        changes = _preview(request, region, form)
    except tuple(AT_FIELD) as wrong:
        form.add_error(AT_FIELD[type(wrong)], said(wrong))
        return _show(request, region, form, number_form)
    return _show(request, region, form, number_form, changes=changes)


@staff(Role.REGION)
@require_POST
def lift(request: Visit, enactment_id: int) -> HttpResponse:
    """Ends a level before its time, from today on."""
    region = _region(request)
    actions.lift_level(
        enactment_id=enactment_id, region_id=region.pk, today=_today(request), by=request.actor, now=request.now
    )
    return _saved()


@staff(Role.REGION)
@require_POST
def set_rule(request: Visit) -> HttpResponse:
    """Sets a number for all offices of the region."""
    region = _region(request)
    form = RuleForm(request.POST, by_office=False)
    if not form.is_valid():
        return _show(request, region, _level_form(region), form)
    typed = form.cleaned_data
    try:
        actions.set_number(
            name=NumberName(typed["aturan"]),
            value=typed["nilai"],
            region_id=region.pk,
            starts_on=typed["mulai"],
            last_on=typed["akhir"],
            citation=typed["dasar"],
            today=_today(request),
            by=request.actor,
            now=request.now,
        )
    except tuple(AT_FIELD) as wrong:
        form.add_error(AT_FIELD[type(wrong)], said(wrong))
        return _show(request, region, _level_form(region), form)
    return _saved()


@staff(Role.REGION)
@require_POST
def unset_rule(request: Visit, number_id: int) -> HttpResponse:
    """Ends a number of the region: the wider rule counts again from today."""
    region = _region(request)
    actions.unset_number(
        number_id=number_id, region_id=region.pk, today=_today(request), by=request.actor, now=request.now
    )
    return _saved()


def _region(request: Visit) -> Region:
    """The regional head's region. Raises NotYourPage for a head of an office, who has none."""
    if request.staff.role != Role.REGION or request.staff.region is None:
        raise NotYourPage
    return request.staff.region


def _today(request: Visit) -> Any:
    return office_day(request.now, settings.TIME_ZONE)


def _level_form(region: Region, data: Any = None) -> LevelForm:
    return LevelForm(data, offices=[(office.pk, office.name) for office in offices_under(region)])


def _enact(request: Visit, region: Region, form: LevelForm) -> None:
    typed = form.cleaned_data
    actions.enact_level(
        region_id=region.pk,
        office_id=form.office_id,
        level=typed["tingkat"],
        starts_on=typed["mulai"],
        last_on=typed["akhir"],
        decree=typed["dasar"],
        risk_zone=form.risk_zone,
        today=_today(request),
        by=request.actor,
        now=request.now,
    )


def _preview(request: Visit, region: Region, form: LevelForm) -> list[ChangeShown]:
    """What changes at each office on the first day. Raises PeriodWrong, as enacting would."""
    typed, today = form.cleaned_data, _today(request)
    check_measure(typed["mulai"], typed["akhir"], today=today)
    day = max(typed["mulai"], today)
    found = queries.what_changes(region.pk, office_id=form.office_id, day=day, level=form.level)
    return [change_shown(change) for change in found]


def _show(
    request: Visit,
    region: Region,
    level_form: LevelForm,
    rule_form: RuleForm,
    *,
    changes: list[ChangeShown] | None = None,
) -> HttpResponse:
    today = _today(request)
    levels = queries.levels_of(region.pk, today=today)
    own = queries.entries_of(region_id=region.pk, today=today)
    bound = next((form for form in (level_form, rule_form) if form.is_bound), None)
    context: dict[str, Any] = {
        "region": region,
        "levels": [(each, _state(each, today), ZONES[each.risk_zone] if each.risk_zone else "") for each in levels],
        "own": [entry_shown(entry) for entry in own.numbers],
        "changes": changes,
        "sent": level_form.sent() if changes is not None else (),
        "form": bound,
        "level_form": level_form,
        "rule_form": rule_form,
        "saved": request.GET.get("tersimpan") == "1",
    }
    return render(request, "office/levels.html", context, status=422 if bound is not None and bound.errors else 200)


def _state(level: queries.LevelShown, today: Any) -> str:
    """`now`, `next`, `lifted` or `over`."""
    if level.last_on < level.starts_on or (level.lifted and level.last_on < today):
        return "lifted"
    if level.last_on < today:
        return "over"
    return "now" if level.starts_on <= today else "next"


def _saved() -> HttpResponse:
    return SeeOther(f"{reverse('office:levels')}?tersimpan=1")
