"""Passkeys: added, named, removed, and citizens who sign in by one (ADR 0016)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import F

from loket.foundation.audit.actions import record
from loket.foundation.people import queries_passkeys as ceremonies
from loket.foundation.people import rules
from loket.foundation.people.actions.citizens import SignedIn
from loket.foundation.people.attempts import note_limited
from loket.foundation.people.models import Account, Staff
from loket.foundation.people.rules_staff import (
    LONGEST_KEY_NAME,
    MOST_KEYS,
    KeyRefused,
    LastFactor,
    NotAKeyName,
    Purpose,
    TooManyKeys,
)
from loket.kit.actor import Actor, ActorKind
from loket.kit.text import clean_line
from loket.kit.transaction import in_transaction

Answer = ceremonies.Answer
State = dict[str, Any]


def add_passkey(
    *, account_id: int, purpose: Purpose, name: str, answer: str, state: State, host: str, by: Actor, now: datetime
) -> int:
    """Keeps a new passkey once the browser's answer fits; returns its id. Raises KeyRefused, NotAKeyName, TooManyKeys.

    `name`: as its owner calls the device, 1 to 40 characters.
    """
    kept_name = _key_name(name)
    credential = ceremonies.verify_added(
        ceremonies.answer_of(answer), state, purpose=purpose, account_id=account_id, host=host
    )
    with in_transaction():
        Account.objects.select_for_update().get(pk=account_id)  # two at once count one after the other
        keys = Authenticator.objects.filter(user_id=account_id, type=Authenticator.Type.WEBAUTHN)
        if keys.count() >= MOST_KEYS:
            raise TooManyKeys
        data = {"name": kept_name, "credential": credential, "purpose": purpose.value}
        made = Authenticator.objects.create(
            user_id=account_id, type=Authenticator.Type.WEBAUTHN, data=data, created_at=now
        )
        detail = {"purpose": purpose.value}
        record("people.passkey_added", subject=("authenticator", made.pk), detail=detail, by=by, now=now)
    return int(made.pk)


def name_passkey(*, account_id: int, passkey_id: int, name: str, by: Actor, now: datetime) -> None:
    """Gives a passkey of this account another name. Raises NotAKeyName, KeyRefused when there is no such key."""
    kept_name = _key_name(name)
    with in_transaction():
        key = _own_key(account_id, passkey_id)
        key.data["name"] = kept_name
        key.save(update_fields=["data"])
        record("people.passkey_named", subject=("authenticator", passkey_id), by=by, now=now)


def remove_passkey(*, account_id: int, passkey_id: int, by: Actor, now: datetime) -> None:
    """Removes a passkey of this account and ends its sessions: the device may be in other hands.

    Raises KeyRefused when there is no such key, LastFactor for an officer's only second factor.
    """
    with in_transaction():
        Account.objects.select_for_update().get(pk=account_id)
        key = _own_key(account_id, passkey_id)
        if key.data["purpose"] == Purpose.SECOND_FACTOR and not _others(account_id, passkey_id):
            raise LastFactor
        key.delete()
        Account.objects.filter(pk=account_id).update(sessions_ended=F("sessions_ended") + 1)
        record("people.passkey_removed", subject=("authenticator", passkey_id), by=by, now=now)


def sign_in_with_passkey(*, answer: str, state: State, host: str, client: str, by: Actor, now: datetime) -> SignedIn:
    """Signs a citizen in by a passkey. Raises KeyRefused, TooManyTries.

    Unknown, removed, another purpose's, an officer's or a suspended account's key: all answer the same.
    """
    note_limited(("sign-in", "address", client), rules.SIGN_INS_AN_ADDRESS, now=now)
    given = ceremonies.answer_of(answer)
    account_id = ceremonies.account_of(given)
    key = ceremonies.verify_used(given, state, purpose=Purpose.SIGN_IN, account_id=account_id, host=host)
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if account is None or Staff.objects.filter(account=account).exists():
        raise KeyRefused
    with in_transaction():
        Authenticator.objects.filter(pk=key.pk).update(last_used_at=now)
        actor = Actor(ActorKind.CITIZEN, account_id)
        record("people.signed_in", subject=("account", account_id), detail={"by": "passkey"}, by=actor, now=now)
    return SignedIn(account_id)


def _key_name(typed: str) -> str:
    """A device's name, 1 to 40 characters on one line. Raises NotAKeyName."""
    try:
        name = clean_line(typed, limit=LONGEST_KEY_NAME)
    except ValueError as error:
        raise NotAKeyName from error
    if not name:
        raise NotAKeyName
    return name


def _own_key(account_id: int, passkey_id: int) -> Authenticator:
    key = Authenticator.objects.select_for_update().filter(
        pk=passkey_id, user_id=account_id, type=Authenticator.Type.WEBAUTHN
    )
    found = key.first()
    if found is None:
        raise KeyRefused
    return found


def _others(account_id: int, passkey_id: int) -> bool:
    rest = Authenticator.objects.filter(user_id=account_id).exclude(pk=passkey_id)
    return bool(rest.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())
