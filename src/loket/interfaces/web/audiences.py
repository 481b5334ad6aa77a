"""Who a page is for. Every view carries exactly one of these decorators; tests/house check it.

`everyone` asks nothing; `citizen` a signed-in citizen; `staff(Role...)` one of these roles, at the officer's own
office. Staff views find `request.staff`; all views find `request.actor` and `request.now`. An officer who has not
passed the second factor today, or still has a first password, is nobody yet: `request.half_way` (ADR 0016).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy

from loket.foundation.people.models import Account, Staff
from loket.foundation.people.queries_staff import acts_as_head, heads_office, officer_of
from loket.foundation.people.rules import Role
from loket.foundation.people.rules_staff import PLH
from loket.interfaces.web.account import entry
from loket.interfaces.web.paths import came_from
from loket.kit.actor import Actor, ActorKind
from loket.kit.clock import office_day
from loket.kit.errors import Refusal

View = Callable[..., HttpResponse]
FACTOR_PAGE = "/petugas/langkah-kedua/"
PASSWORD_PAGE = "/petugas/kata-sandi-baru/"  # noqa: S105 (an address)


class Visit(HttpRequest):
    """A request as our views see it: with the time, the actor, and for staff pages the officer."""

    now: datetime
    actor: Actor
    account: Account | None
    staff: Staff
    #: An officer between the password and the rest: no page of officers knows them yet.
    half_way: Staff | None


class NotYourPage(Refusal):
    """A signed-in officer asked for a page of another role or office."""

    code, status = "not_your_page", 403
    sentence = "Halaman ini untuk tugas lain. Masuk sebagai petugas yang bertugas di halaman ini."
    way_on = ("/petugas/", gettext_lazy("Ke halaman tugas saya"))


def everyone(view: View) -> View:
    """For anybody, signed in or not."""

    @wraps(view)
    def shown(request: Visit, *args: Any, **kwargs: Any) -> HttpResponse:
        _identify(request)
        return view(request, *args, **kwargs)

    return _stated(shown, "everyone")


def citizen(view: View) -> View:
    """For a signed-in citizen; others are sent to sign in and come back to the same page."""

    @wraps(view)
    def shown(request: Visit, *args: Any, **kwargs: Any) -> HttpResponse:
        _identify(request)
        if request.account is None or request.actor.kind is not ActorKind.CITIZEN:
            return _to_sign_in(request, "/masuk/")
        return view(request, *args, **kwargs)

    return _stated(shown, "citizen")


def staff(*roles: Role, confirmed: bool = False) -> Callable[[View], View]:
    """For officers with one of these roles. A head, or a deputy in their term, may see all pages of the own office.

    With `confirmed` the second factor must be the officer's own: a change by PIN on a shared machine is not enough.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def shown(request: Visit, *args: Any, **kwargs: Any) -> HttpResponse:
            _identify(request)
            if request.half_way is not None:
                return _to_sign_in(request, _next_step(request.half_way))
            if request.actor.kind is not ActorKind.STAFF:
                return _to_sign_in(request, "/petugas/masuk/")
            if request.staff.role not in roles:
                _take_the_head_s_part(request)
            if confirmed and settings.LOKET_SECOND_FACTOR and not entry.factor_own(request, day_of(request)):
                return _to_sign_in(request, FACTOR_PAGE)
            return view(request, *args, **kwargs)

        return _stated(shown, "staff:" + ",".join(sorted(r.value for r in roles)))

    return decorate


def client_of(request: HttpRequest) -> str:
    """The asker's address, for limits only; kept as a keyed hash."""
    return str(request.META.get("REMOTE_ADDR") or "-")


def host_of(request: HttpRequest) -> str:
    """The host name of this page, without port: passkeys are made for it and answer nowhere else."""
    return request.get_host().partition(":")[0]


def day_of(request: Visit, officer: Staff | None = None) -> str:
    """The day at the office of an officer (default: who works here), as `2022-02-04`."""
    officer = officer or request.staff
    zone = officer.office.timezone if officer.office else settings.TIME_ZONE
    return office_day(request.now, zone).isoformat()


def audience_of(view: Any) -> str | None:
    """What a view said of its audience, or None when it said nothing."""
    stated: str | None = getattr(view, "loket_audience", None)
    return stated


def _stated(view: View, audience: str) -> View:
    view.loket_audience = audience  # type: ignore[attr-defined]
    return view


def _identify(request: Visit) -> None:
    request.half_way = None
    request.account = request.user if isinstance(request.user, Account) and request.user.is_active else None
    if request.account is None:
        request.actor = Actor(ActorKind.CITIZEN)
        return
    officer = officer_of(request.account.pk, now=request.now)
    if officer is None:
        request.actor = Actor(ActorKind.CITIZEN, request.account.pk)
    elif _is_half_way(request, officer):
        request.half_way, request.account = officer, None
        request.actor = Actor(ActorKind.CITIZEN)
    else:
        request.staff = officer
        request.actor = Actor(ActorKind.STAFF, request.account.pk, officer.office_id)


def _is_half_way(request: Visit, officer: Staff) -> bool:
    if officer.first_password_until is not None:
        return True
    return bool(settings.LOKET_SECOND_FACTOR) and not entry.factor_passed(request, day_of(request, officer))


def _next_step(officer: Staff) -> str:
    return PASSWORD_PAGE if officer.first_password_until is not None else FACTOR_PAGE


def _take_the_head_s_part(request: Visit) -> None:
    """A head looks in everywhere; a deputy does so as Plh, and the ledger tells. Raises NotYourPage."""
    if not heads_office(request.staff):
        raise NotYourPage
    if acts_as_head(request.staff):
        request.actor = replace(request.actor, acting=PLH)


def _to_sign_in(request: HttpRequest, where: str) -> HttpResponse:
    # a form whose session ended leads back to the page with the form: its own address may take forms only
    target = request.get_full_path() if request.method == "GET" else came_from(request) or request.path
    return HttpResponseRedirect(f"{where}?lanjut={quote(target)}")
