"""Who may use the API's bookings: the session of a signed-in citizen."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja.security import APIKeyCookie

from loket.foundation.people.models import Account
from loket.foundation.people.queries import is_staff
from loket.kit.actor import Actor, ActorKind
from loket.kit.errors import Refusal


class Call(HttpRequest):
    """A request as the API's views see it; `auth` stands where CitizenSession has let someone in."""

    now: datetime
    auth: Actor


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
