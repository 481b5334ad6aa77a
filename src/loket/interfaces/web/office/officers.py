"""Petugas: the head's list of officers, a region's list of heads; add, suspend, role, move, second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from loket.foundation.people import actions
from loket.foundation.people.actions import FirstPassword
from loket.foundation.people.queries import colleagues
from loket.foundation.people.queries_staff import (
    OfficerRow,
    managed_by,
    moves_of,
    officer_managed,
    standing_of,
    terms_of,
)
from loket.foundation.people.rules import NotAName, NotAStaffName, Role, TooManyTries
from loket.foundation.people.rules_staff import MoveOpen, MoveWrong, WitnessWrong, roles_to_give
from loket.interfaces.web.account.nav import ROLE_LABELS
from loket.interfaces.web.audiences import Visit, staff
from loket.interfaces.web.office.officers_forms import AddForm, MoveForm, ResetForm, RoleForm
from loket.interfaces.web.office.places import offices_to_move_to, own_offices
from loket.interfaces.web.office.words import STAFF_STATES
from loket.interfaces.web.paths import SeeOther
from loket.interfaces.web.words import said

LIST = "/kantor-saya/petugas/"
_FORM_WRONG = 422
#: A first password between its making and the page that shows it once.
_FIRST = "first_password"


@staff(Role.HEAD, Role.REGION, confirmed=True)
@require_safe
def listed(request: Visit) -> HttpResponse:
    """Officers whom this head (or region) answers for, planned moves, deputies."""
    manager, now = request.staff, request.now
    rows = [(row, ROLE_LABELS[row.role], STAFF_STATES[row.state]) for row in managed_by(manager, now=now)]
    context = {
        "rows": rows,
        "moves": moves_of(manager),
        "terms": terms_of(manager, now=now),
        "own_office": manager.office_id,
        "is_region": manager.role == Role.REGION,
    }
    return render(request, "office/officers.html", context)


@staff(Role.HEAD, Role.REGION, confirmed=True)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Visit) -> HttpResponse:
    """A new officer; the first password is shown once on the next page."""
    roles = [Role.HEAD] if request.staff.role == Role.REGION else roles_to_give(standing_of(request.staff))
    form = AddForm(roles, own_offices(request), request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            made = actions.add_officer(
                login=typed["nama_petugas"], name=typed["nama"], role=Role(typed["peran"]),
                office_id=typed["kantor"], by=request.actor, now=request.now,
            )  # fmt: skip
        except (NotAStaffName, NotAName) as wrong:
            form.add_error("nama" if isinstance(wrong, NotAName) else "nama_petugas", said(wrong))
        else:
            return _handed(request, made)
    return render(request, "office/officer_add.html", {"form": form}, status=_status(request))


@staff(Role.HEAD, Role.REGION, confirmed=True)
@require_safe
def officer(request: Visit, staff_id: int) -> HttpResponse:
    """One officer: state, role, and what may be done."""
    return _show(request, _managed(request, staff_id))


@staff(Role.HEAD, Role.REGION, confirmed=True)
@require_POST
def suspend(request: Visit, staff_id: int) -> HttpResponse:
    """Suspends: sessions end at once."""
    return _done(request, staff_id, actions.suspend_officer)


@staff(Role.HEAD, Role.REGION, confirmed=True)
@require_POST
def resume(request: Visit, staff_id: int) -> HttpResponse:
    """Lets work again."""
    return _done(request, staff_id, actions.resume_officer)


@staff(Role.HEAD, Role.REGION, confirmed=True)
@require_POST
def first_password(request: Visit, staff_id: int) -> HttpResponse:
    """A new first password, shown once."""
    return _handed(request, actions.renew_first_password(staff_id=staff_id, by=request.actor, now=request.now))


@staff(Role.HEAD, Role.REGION, confirmed=True)
@require_POST
def role(request: Visit, staff_id: int) -> HttpResponse:
    """Another role."""
    row = _managed(request, staff_id)
    form = RoleForm(_roles(request, row), request.POST)
    if not form.is_valid():
        return _show(request, row, role=form)
    new = Role(form.cleaned_data["peran"])
    actions.change_role(staff_id=staff_id, role=new, by=request.actor, now=request.now)
    # a head who is one no longer has left the region's list
    return SeeOther(f"{LIST}{staff_id}/" if row.role is not Role.HEAD else LIST)


@staff(Role.HEAD, Role.REGION, confirmed=True)
@require_POST
def move(request: Visit, staff_id: int) -> HttpResponse:
    """Plans a move to another office."""
    row = _managed(request, staff_id)
    form = MoveForm(offices_to_move_to(request, row.office_id), request.POST)
    if form.is_valid():
        try:
            actions.ask_move(
                staff_id=staff_id, to_office_id=form.cleaned_data["kantor"], on=form.cleaned_data["mulai"],
                by=request.actor, now=request.now,
            )  # fmt: skip
        except (MoveWrong, MoveOpen) as wrong:
            form.add_error("mulai", said(wrong))
        else:
            return SeeOther(LIST)
    return _show(request, row, move=form)


@staff(Role.HEAD, Role.REGION, confirmed=True)
@require_POST
def agree(request: Visit, move_id: int) -> HttpResponse:
    """The receiving head agrees to a move."""
    actions.agree_to_move(move_id=move_id, by=request.actor, now=request.now)
    return SeeOther(LIST)


@staff(Role.HEAD, Role.REGION, confirmed=True)
@require_POST
def drop(request: Visit, move_id: int) -> HttpResponse:
    """Drops a planned move."""
    actions.drop_move(move_id=move_id, by=request.actor, now=request.now)
    return SeeOther(LIST)


@staff(Role.HEAD, Role.REGION, confirmed=True)
@require_POST
def reset_factor(request: Visit, staff_id: int) -> HttpResponse:
    """Takes second factors away before a second officer who types their own PIN."""
    row = _managed(request, staff_id)
    form = ResetForm(_witnesses(request, row), request.POST)
    if form.is_valid():
        try:
            actions.reset_second_factor(
                staff_id=staff_id, witness_id=form.cleaned_data["petugas_kedua"], witness_pin=form.cleaned_data["pin"],
                by=request.actor, now=request.now,
            )  # fmt: skip
        except (WitnessWrong, TooManyTries) as wrong:
            form.add_error("pin", said(wrong))
        else:
            return SeeOther(f"{LIST}{staff_id}/?terhapus=1")
    return _show(request, row, reset=form)


def _managed(request: Visit, staff_id: int) -> OfficerRow:
    row = officer_managed(request.staff, staff_id, now=request.now)
    if row is None:
        raise Http404
    return row


def _done(request: Visit, staff_id: int, verb: Callable[..., None]) -> HttpResponse:
    verb(staff_id=staff_id, by=request.actor, now=request.now)
    return SeeOther(f"{LIST}{staff_id}/")


def _handed(request: Visit, made: FirstPassword) -> HttpResponse:
    request.session[_FIRST] = {"staff": made.staff_id, "password": made.password, "until": made.until.isoformat()}
    return SeeOther(f"{LIST}{made.staff_id}/")


def _show(request: Visit, row: OfficerRow, **bound: Any) -> HttpResponse:
    first = request.session.get(_FIRST, {})
    if first.get("staff") == row.staff_id:
        del request.session[_FIRST]
    else:
        first = {}
    forms = {
        "role": RoleForm(_roles(request, row), initial={"peran": row.role.value}),
        "move": MoveForm(offices_to_move_to(request, row.office_id)),
        "reset": ResetForm(_witnesses(request, row)),
    } | bound
    context = {
        "row": row,
        "role_label": ROLE_LABELS[row.role],
        "state_label": STAFF_STATES[row.state],
        "first": first,
        "reset_done": request.GET.get("terhapus") == "1",
        "form": next(iter(bound.values()), forms["role"]),
        "forms": forms,
        "moving": [m for m in moves_of(request.staff) if m.staff_id == row.staff_id],
    }
    return render(request, "office/officer.html", context, status=_FORM_WRONG if bound else 200)


def _roles(request: Visit, row: OfficerRow) -> list[Role]:
    given = roles_to_give(standing_of(request.staff))
    return [r for r in given if r is not Role.HEAD or row.role is Role.HEAD]


def _witnesses(request: Visit, row: OfficerRow) -> list[tuple[int, str]]:
    not_these = {row.staff_id, request.staff.pk}
    return [(c.staff_id, c.name) for c in colleagues(row.office_id) if c.staff_id not in not_these]


def _status(request: Visit) -> int:
    return _FORM_WRONG if request.method == "POST" else 200
