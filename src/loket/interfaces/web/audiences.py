"""Who a page is for. Every view carries exactly one of these decorators; tests/house check it.

`everyone` asks nothing; `citizen` a signed-in citizen; `staff(Role...)` one of these roles, at the officer's own
office. Staff views find `request.staff`; all views find `request.actor` and `request.now`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy

from loket.foundation.people.models import Account, Staff
from loket.foundation.people.rules import Role
from loket.interfaces.web.paths import came_from
from loket.kit.actor import Actor, ActorKind
from loket.kit.errors import Refusal

View = Callable[..., HttpResponse]


class Visit(HttpRequest):
    """A request as our views see it: with the time, the actor, and for staff pages the officer."""

    now: datetime
    actor: Actor
    account: Account | None
    staff: Staff


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


def staff(*roles: Role) -> Callable[[View], View]:
    """For officers with one of these roles. A head may see all staff pages of the own office."""
    allowed = {*roles, Role.HEAD}

    def decorate(view: View) -> View:
        @wraps(view)
        def shown(request: Visit, *args: Any, **kwargs: Any) -> HttpResponse:
            _identify(request)
            if request.actor.kind is not ActorKind.STAFF:
                return _to_sign_in(request, "/petugas/masuk/")
            if request.staff.role not in allowed:
                raise NotYourPage
            return view(request, *args, **kwargs)

        return _stated(shown, "staff:" + ",".join(sorted(r.value for r in roles)))

    return decorate


def client_of(request: HttpRequest) -> str:
    """The asker's address, for limits only; kept as a keyed hash."""
    return str(request.META.get("REMOTE_ADDR") or "-")


def audience_of(view: Any) -> str | None:
    """What a view said of its audience, or None when it said nothing."""
    stated: str | None = getattr(view, "loket_audience", None)
    return stated


def _stated(view: View, audience: str) -> View:
    view.loket_audience = audience  # type: ignore[attr-defined]
    return view


def _identify(request: Visit) -> None:
    request.account = request.user if isinstance(request.user, Account) and request.user.is_active else None
    if request.account is None:
        request.actor = Actor(ActorKind.CITIZEN)
        return
    officer = Staff.objects.select_related("office", "region").filter(account=request.account).first()
    if officer is None:
        request.actor = Actor(ActorKind.CITIZEN, request.account.pk)
    else:
        request.staff = officer
        request.actor = Actor(ActorKind.STAFF, request.account.pk, officer.office_id)


def _to_sign_in(request: HttpRequest, where: str) -> HttpResponse:
    # a form whose session ended leads back to the page with the form: its own address may take forms only
    target = request.get_full_path() if request.method == "GET" else came_from(request) or request.path
    return HttpResponseRedirect(f"{where}?lanjut={quote(target)}")
