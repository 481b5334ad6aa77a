"""Signing a browser in and out: the session's key is turned, drafts go along, officers of today are remembered."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import SESSION_KEY, login, logout
from django.http import HttpRequest

from loket.foundation.people.models import Account
from loket.interfaces.web import drafts

#: The phones that this session asked codes for: the demo's screen of messages shows theirs.
PHONES = "phones"
MOST_PHONES = 3
#: The phone whose code is awaited, and where to go then.
AWAITED = "awaited"
#: How this session signed in: `code`, `password` or `passkey`; whoever only knows the password changes no keys.
WAY = "way"
STRONG_WAYS = ("code", "passkey")
#: Officers who worked on this machine today: the day, and ids of their staff rows.
OFFICERS = "officers"
#: The day on which a second factor was passed on this machine, and whether by the officer who works there now.
FACTOR = "factor"
#: A ceremony of WebAuthn that waits for the browser's answer; spent by the first one.
CEREMONY = "ceremony"
_STAFF_SESSION = 12 * 3600


def await_code(request: HttpRequest, *, phone: str, wanted: str) -> None:
    """Notes whose code is awaited; the phone stays in the sealed session, never in an address."""
    phones = [phone, *(kept for kept in request.session.get(PHONES, []) if kept != phone)]
    request.session[PHONES] = phones[:MOST_PHONES]
    request.session[AWAITED] = {"phone": phone, "wanted": wanted}


def awaited(request: HttpRequest) -> dict[str, str]:
    """What `await_code` noted, or empty."""
    kept: dict[str, str] = request.session.get(AWAITED, {})
    return kept


def enter(request: HttpRequest, account_id: int, *, way: str) -> None:
    """Signs a citizen in. The key turns; drafts stay unless they were another account's."""
    kept = _own(request, account_id, (drafts.KEY, PHONES))
    login(request, Account.objects.get(pk=account_id))
    request.session.update(kept)
    request.session.pop(AWAITED, None)
    request.session[WAY] = way


def enter_staff(request: HttpRequest, account_id: int, *, staff_id: int, day: str, by_pin: bool = False) -> None:
    """Signs an officer in on a machine that others may share; whoever worked there before is out.

    A second factor that was passed here today stays passed for the machine when a colleague takes over by PIN.
    """
    before = officers_today(request, day)
    passed = factor_passed(request, day) and by_pin
    logout(request)
    login(request, Account.objects.get(pk=account_id))
    if passed:
        request.session[FACTOR] = {"day": day, "own": False}
    request.session[OFFICERS] = {"day": day, "ids": [staff_id, *(i for i in before if i != staff_id)][:20]}
    request.session.set_expiry(_STAFF_SESSION)


def note_factor(request: HttpRequest, day: str) -> None:
    """Notes that the officer of this session passed the second factor on `day`; the session's key turns."""
    request.session.cycle_key()
    request.session[FACTOR] = {"day": day, "own": True}


def factor_passed(request: HttpRequest, day: str) -> bool:
    """Whether somebody passed the second factor on this machine on `day`."""
    return bool(request.session.get(FACTOR, {}).get("day") == day)


def factor_own(request: HttpRequest, day: str) -> bool:
    """Whether the officer of this session did, rather than a colleague before a change by PIN."""
    return factor_passed(request, day) and bool(request.session[FACTOR].get("own"))


def keep_ceremony(request: HttpRequest, state: dict[str, Any]) -> None:
    """Keeps what the browser's answer will be held against; a later one takes its place."""
    request.session[CEREMONY] = state


def spend_ceremony(request: HttpRequest) -> dict[str, Any]:
    """What `keep_ceremony` kept, once; empty when there is none."""
    kept: dict[str, Any] = request.session.pop(CEREMONY, {})
    return kept


def officers_today(request: HttpRequest, day: str) -> list[int]:
    """Ids of the staff rows who signed in here on `day`, the latest first."""
    kept = request.session.get(OFFICERS, {})
    ids: list[int] = kept.get("ids", []) if kept.get("day") == day else []
    return ids


def leave(request: HttpRequest) -> None:
    """Signs out: the session ends with everything in it."""
    logout(request)


def _own(request: HttpRequest, account_id: int, keys: tuple[str, ...]) -> dict[str, Any]:
    """What of a session may go along: all of a stranger's, nothing of another account's."""
    before = request.session.get(SESSION_KEY)
    if before is not None and before != str(account_id):
        return {}
    return {key: request.session[key] for key in keys if key in request.session}
