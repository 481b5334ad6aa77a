"""Situations of integrations: programs that hold a token."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from loket.foundation.integrations.actions import MadeToken, make_token
from loket.foundation.integrations.rules import Scope
from loket.foundation.offices.models import Office, Region
from loket.kit.actor import SYSTEM


def a_token(
    place: Office | Region, *, scopes: Iterable[Scope] = tuple(Scope), days: int = 30, now: datetime
) -> MadeToken:
    """A token of an office or a region that may do everything, unless told otherwise."""
    where = {"office_id": place.pk} if isinstance(place, Office) else {"region_id": place.pk}
    return make_token(name="Papan lobi", scopes=scopes, days=days, **where, by=SYSTEM, now=now)


def bearing(token: MadeToken) -> dict[str, str]:
    """The header by which a program shows its token."""
    return {"Authorization": f"Bearer {token.text}"}
