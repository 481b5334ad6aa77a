"""Ceremonies of WebAuthn (W3C, Level 2): what a browser is asked for, and whether its answer verifies.

The state between the two halves goes to the caller and comes back from the caller's session: nothing global. The
relying party is the host name of the page; keys made for one host never answer on another.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from allauth.account.utils import url_str_to_user_pk, user_pk_to_url_str
from allauth.mfa.models import Authenticator

from loket.foundation.people.models import Account
from loket.foundation.people.rules_staff import KeyRefused, Purpose

if TYPE_CHECKING:
    from fido2.server import Fido2Server
    from fido2.webauthn import AttestedCredentialData, UserVerificationRequirement

# fido2 takes half a second to import (it carries the list of public suffixes): only ceremonies pay for it.

LONGEST_ANSWER = 16 * 1024
State = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ceremony:
    """What the browser gets (`options`, JSON) and what stays with us (`state`)."""

    options: str
    state: State


@dataclass(frozen=True, slots=True)
class Answer:
    """What a browser gave back, as JSON; `credential_id` and `handle` as it says, unproved."""

    raw: dict[str, Any]

    @property
    def handle(self) -> str | None:
        """The user handle of a discoverable credential, or None."""
        found = self.raw.get("response")
        handle = found.get("userHandle") if isinstance(found, dict) else None
        return handle if isinstance(handle, str) else None


def begin_adding(*, account_id: int, shown_as: str, purpose: Purpose, host: str) -> Ceremony:
    """Asks a browser for a new credential of this account.

    For signing in: discoverable and with the person verified (fingerprint, PIN), as it stands for all factors. For
    the second factor: neither is demanded, so that a plain security key will do.
    """
    from fido2.webauthn import PublicKeyCredentialUserEntity, ResidentKeyRequirement  # noqa: PLC0415 (see above)

    alone = purpose is Purpose.SIGN_IN
    options, state = _server(host).register_begin(
        PublicKeyCredentialUserEntity(id=_handle(account_id), name=shown_as, display_name=shown_as),
        credentials=[data for _, data in _kept(account_id)],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED if alone else ResidentKeyRequirement.DISCOURAGED,
        user_verification=_verification(purpose),
    )
    return Ceremony(json.dumps(dict(options)), {**state, "purpose": purpose.value, "account": account_id})


def begin_signing_in(*, host: str) -> Ceremony:
    """Asks a browser for any passkey that it has for this host: nobody is named, so nobody is betrayed."""
    options, state = _server(host).authenticate_begin([], user_verification=_verification(Purpose.SIGN_IN))
    return Ceremony(json.dumps(dict(options)), {**state, "purpose": Purpose.SIGN_IN.value})


def begin_second_factor(*, account_id: int, host: str) -> Ceremony:
    """Asks a browser for one of the security keys of this account."""
    known = [data for row, data in _kept(account_id) if row.data["purpose"] == Purpose.SECOND_FACTOR]
    options, state = _server(host).authenticate_begin(known, user_verification=_verification(Purpose.SECOND_FACTOR))
    return Ceremony(json.dumps(dict(options)), {**state, "purpose": Purpose.SECOND_FACTOR.value, "account": account_id})


def answer_of(typed: str) -> Answer:
    """A browser's answer as sent, 16 kB of JSON at most. Raises KeyRefused."""
    if len(typed) > LONGEST_ANSWER:
        raise KeyRefused
    try:
        raw = json.loads(typed)
    except (ValueError, RecursionError) as error:
        raise KeyRefused from error
    if not isinstance(raw, dict):
        raise KeyRefused
    return Answer(raw)


def verify_added(answer: Answer, state: State, *, purpose: Purpose, account_id: int, host: str) -> dict[str, Any]:
    """The credential to keep, once the answer fits the state. Raises KeyRefused."""
    if state.get("purpose") != purpose or state.get("account") != account_id:
        raise KeyRefused
    try:
        _server(host).register_complete(_plain(state), answer.raw)
    except Exception as error:  # parsers of a stranger's bytes raise whatever they like
        raise KeyRefused from error
    return answer.raw


def verify_used(answer: Answer, state: State, *, purpose: Purpose, account_id: int, host: str) -> Authenticator:
    """The authenticator of `account_id` that made the answer, if it was made for this purpose. Raises KeyRefused.

    Only credentials of the purpose are looked at: one that was registered as second factor never signs in alone,
    whatever the authenticator says of itself (django-allauth issue 4224).
    """
    if state.get("purpose") != purpose or state.get("account", account_id) != account_id:
        raise KeyRefused
    known = [(row, data) for row, data in _kept(account_id) if row.data["purpose"] == purpose]
    try:
        used = _server(host).authenticate_complete(_plain(state), [data for _, data in known], answer.raw)
    except Exception as error:  # parsers of a stranger's bytes raise whatever they like
        raise KeyRefused from error
    return next(row for row, data in known if data.credential_id == used.credential_id)


def account_of(answer: Answer) -> int:
    """The account that the answer names; proved only by `verify_used`. Raises KeyRefused."""
    from fido2.utils import websafe_decode  # noqa: PLC0415 (see above)

    try:
        return int(url_str_to_user_pk(websafe_decode(answer.handle or "").decode()))
    except Exception as error:  # as above
        raise KeyRefused from error


def _server(host: str) -> Fido2Server:
    """http is taken from localhost only (fido2.rpid); elsewhere a page without TLS gets no answer accepted."""
    from fido2.server import Fido2Server  # noqa: PLC0415 (see above)
    from fido2.webauthn import PublicKeyCredentialRpEntity  # noqa: PLC0415 (see above)

    return Fido2Server(PublicKeyCredentialRpEntity(id=host, name="Loket"))


def _plain(state: State) -> State:
    return {key: value for key, value in state.items() if key not in ("purpose", "account")}


def _verification(purpose: Purpose) -> UserVerificationRequirement:
    from fido2.webauthn import UserVerificationRequirement  # noqa: PLC0415 (see above)

    alone = purpose is Purpose.SIGN_IN
    return UserVerificationRequirement.REQUIRED if alone else UserVerificationRequirement.PREFERRED


def _handle(account_id: int) -> bytes:
    return str(user_pk_to_url_str(Account(pk=account_id))).encode()


def _kept(account_id: int) -> list[tuple[Authenticator, AttestedCredentialData]]:
    rows = Authenticator.objects.filter(user_id=account_id, type=Authenticator.Type.WEBAUTHN).order_by("id")
    found = [(row, row.wrap().authenticator_data.credential_data) for row in rows]
    return [(row, data) for row, data in found if data is not None]
