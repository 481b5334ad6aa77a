"""Who may use the API: anybody, the session of a signed-in citizen, or a program's token with the scope it needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja.security import APIKeyCookie, HttpBearer

from loket.foundation.integrations.actions import use_token
from loket.foundation.integrations.queries import reaches
from loket.foundation.integrations.rules import Grant, Scope, TokenUnknown
from loket.foundation.offices.queries import OfficeCard, office_by_slug, points_of
from loket.foundation.people.models import Account
from loket.foundation.people.queries import is_staff
from loket.kit.actor import Actor, ActorKind
from loket.kit.errors import Refusal


class Call(HttpRequest):
    """A request as the API's views see it; `auth` stands where CitizenSession has let someone in."""

    now: datetime
    auth: Actor


@dataclass(frozen=True, slots=True)
class Program:
    """A program that was let in: who acts, and what its token holds."""

    actor: Actor
    grant: Grant


class ProgramCall(HttpRequest):
    """A request as views see it where TokenOf has let a program in."""

    now: datetime
    auth: Program


class CitizensOnly(Refusal):
    """An officer asked for a citizen's bookings; officers book at the help desk's pages."""

    code, status = "citizens_only", 403
    sentence = "Bagian ini untuk akun warga. Petugas mendaftarkan pemohon di halaman meja bantuan."


class CitizenSession(APIKeyCookie):
    """The cookie `sesi` of a signed-in citizen; requests that change something carry the CSRF token too."""

    param_name = "sesi"
    openapi_name = "citizen_session"

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """The acting citizen, None when nobody is signed in. Raises CitizensOnly."""
        account = request.user
        if not isinstance(account, Account) or not account.is_active:
            return None
        if is_staff(account.pk):
            raise CitizensOnly
        return Actor(ActorKind.CITIZEN, account.pk)


class TokenOf(HttpBearer):
    """A program's token that holds one scope: `Authorization: Bearer loket_...` (RFC 6750)."""

    openapi_description = "A token that the head of an office makes at /kantor-saya/token/"

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Any:
        """The program, or TokenUnknown when nothing was shown: a token is asked for, not a sign-in."""
        program = super().__call__(request)
        if program is None:
            raise TokenUnknown
        return program

    def authenticate(self, request: HttpRequest, token: str) -> Program:
        """Lets a program in. Raises TokenUnknown, TooManyTries, ScopeMissing."""
        grant = use_token(text=token, needed=self.scope, now=request.now)  # type: ignore[attr-defined]
        return Program(Actor(ActorKind.API, grant.token_id, grant.office_id), grant)


def office_of(request: ProgramCall, slug: str) -> OfficeCard:
    """An office where the program's token holds. Raises Http404 for others, as for one that does not exist."""
    office = office_by_slug(slug)
    if office is None or not reaches(request.auth.grant, office.id):
        raise Http404
    return office


def point_of(office: OfficeCard) -> int:
    """The point that takes an office's bookings. Raises Http404 for an office without one."""
    point = next((p.id for p in points_of(office.id) if p.is_bookable), None)
    if point is None:
        raise Http404
    return point
