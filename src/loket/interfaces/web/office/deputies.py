"""Plh: the head, or the region, names an officer who acts for the head for some days."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from loket.foundation.people.actions import name_deputy, revoke_deputy
from loket.foundation.people.queries_staff import could_deputise, terms_of
from loket.foundation.people.rules import Role
from loket.foundation.people.rules_staff import TermTaken, TermWrong
from loket.interfaces.web.audiences import Visit, staff
from loket.interfaces.web.office.officers_forms import DeputyForm
from loket.interfaces.web.office.places import own_offices
from loket.interfaces.web.paths import SeeOther
from loket.interfaces.web.words import said

PAGE = "/kantor-saya/petugas/plh/"


@staff(Role.HEAD, Role.REGION, confirmed=True)
@require_http_methods(["GET", "HEAD", "POST"])
def deputies(request: Visit) -> HttpResponse:
    """Terms that are not over, and the form for one more. A deputy sees it and names nobody."""
    form, status = DeputyForm(_officers(request), request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            typed = form.cleaned_data
            try:
                name_deputy(
                    staff_id=typed["petugas"], first=typed["mulai"], last=typed["sampai"], by=request.actor,
                    now=request.now,
                )  # fmt: skip
            except (TermWrong, TermTaken) as wrong:
                form.add_error("sampai", said(wrong))
            else:
                return SeeOther(PAGE)
    context = {
        "form": form,
        "terms": terms_of(request.staff, now=request.now),
        "may_name": request.staff.role in (Role.HEAD, Role.REGION),
        "is_region": request.staff.role == Role.REGION,
    }
    return render(request, "office/deputies.html", context, status=status)


@staff(Role.HEAD, Role.REGION, confirmed=True)
@require_POST
def revoke(request: Visit, term_id: int) -> HttpResponse:
    """Ends a term at once."""
    revoke_deputy(term_id=term_id, by=request.actor, now=request.now)
    return SeeOther(PAGE)


def _officers(request: Visit) -> list[tuple[int, str]]:
    offices = own_offices(request)
    found = could_deputise([office_id for office_id, _name in offices])
    return [(who, f"{name} – {office}" if len(offices) > 1 else name) for who, name, office in found]
