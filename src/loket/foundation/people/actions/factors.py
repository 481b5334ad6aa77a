"""Second factors of officers: an app's codes (TOTP, RFC 6238), security keys, recovery codes, reset with a witness."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, validate_totp_code
from django.contrib.auth.hashers import check_password
from django.db.models import F

from loket.foundation.audit.actions import record
from loket.foundation.people import queries_passkeys as ceremonies
from loket.foundation.people import rules
from loket.foundation.people.actions.officers import managed, manager_of
from loket.foundation.people.attempts import forget_attempts, note_limited
from loket.foundation.people.models import Account, Staff
from loket.foundation.people.queries import peppered_pin
from loket.foundation.people.rules_staff import (
    APP_CODE_ONCE,
    FACTORS_AN_ACCOUNT,
    FactorWrong,
    KeyRefused,
    LastFactor,
    Purpose,
    WitnessWrong,
)
from loket.kit.actor import Actor
from loket.kit.transaction import in_transaction

_CODE_LONGEST = 20


def enrol_app(*, account_id: int, secret: str, code: str, by: Actor, now: datetime) -> None:
    """Keeps the secret of an officer's app once its code fits. The one before is replaced. Raises FactorWrong."""
    bucket = ("factor", account_id)
    note_limited(bucket, FACTORS_AN_ACCOUNT, now=now)
    if not validate_totp_code(secret, _digits(code)):
        raise FactorWrong
    with in_transaction():
        Account.objects.select_for_update().get(pk=account_id)
        Authenticator.objects.filter(user_id=account_id, type=Authenticator.Type.TOTP).delete()
        made = TOTP.activate(Account(pk=account_id), secret).instance
        Authenticator.objects.filter(pk=made.pk).update(created_at=now)
        record("people.factor_added", subject=("authenticator", made.pk), detail={"kind": "app"}, by=by, now=now)
    forget_attempts(bucket_parts=bucket)


def remove_app(*, account_id: int, by: Actor, now: datetime) -> None:
    """Removes an officer's app and ends the sessions. Raises LastFactor while there is no security key."""
    with in_transaction():
        Account.objects.select_for_update().get(pk=account_id)
        if not Authenticator.objects.filter(user_id=account_id, type=Authenticator.Type.WEBAUTHN).exists():
            raise LastFactor
        Authenticator.objects.filter(user_id=account_id, type=Authenticator.Type.TOTP).delete()
        Account.objects.filter(pk=account_id).update(sessions_ended=F("sessions_ended") + 1)
        detail = {"kind": "app"}
        record("people.factor_removed", subject=("account", account_id), detail=detail, by=by, now=now)


def renew_recovery_codes(*, account_id: int, by: Actor, now: datetime) -> list[str]:
    """Makes ten new recovery codes of 8 figures; the ones before no longer count. They are shown once."""
    with in_transaction():
        Account.objects.select_for_update().get(pk=account_id)
        Authenticator.objects.filter(user_id=account_id, type=Authenticator.Type.RECOVERY_CODES).delete()
        made = RecoveryCodes.activate(Account(pk=account_id))
        record("people.recovery_codes_made", subject=("account", account_id), by=by, now=now)
    return list(made.generate_codes())


def pass_with_code(*, account_id: int, code: str, by: Actor, now: datetime) -> str:
    """Passes the second factor by an app's or a recovery code; returns which, `app` or `recovery`.

    5 tries in 5 minutes; a code counts once. Raises FactorWrong, TooManyTries.
    """
    bucket = ("factor", account_id)
    note_limited(bucket, FACTORS_AN_ACCOUNT, now=now)
    typed = _digits(code)
    with in_transaction():
        used = _used(account_id, typed)
        if used is not None:
            _spend(used, typed, now)
            _noted(used, "recovery" if used.type == Authenticator.Type.RECOVERY_CODES else "app", by=by, now=now)
    if used is None:
        raise FactorWrong
    forget_attempts(bucket_parts=bucket)
    return "recovery" if used.type == Authenticator.Type.RECOVERY_CODES else "app"


def pass_with_key(*, account_id: int, answer: str, state: dict[str, Any], host: str, by: Actor, now: datetime) -> None:
    """Passes the second factor by a security key of this account. Raises KeyRefused, TooManyTries."""
    bucket = ("factor", account_id)
    note_limited(bucket, FACTORS_AN_ACCOUNT, now=now)
    given = ceremonies.answer_of(answer)
    if not state:
        raise KeyRefused
    key = ceremonies.verify_used(given, state, purpose=Purpose.SECOND_FACTOR, account_id=account_id, host=host)
    with in_transaction():
        _noted(key, "key", by=by, now=now)
    forget_attempts(bucket_parts=bucket)


def reset_second_factor(*, staff_id: int, witness_id: int, witness_pin: str, by: Actor, now: datetime) -> None:
    """Takes all second factors of an officer away, before a second officer who types their own PIN.

    The officer's sessions end; the next sign-in enrols anew. The witness is another officer of that office, neither
    the one concerned nor the one who resets. Raises OfficerUnknown, NotOnYourself, WitnessWrong, TooManyTries.
    """
    check_witness(staff_id=witness_id, pin=witness_pin, not_for=staff_id, by=by, now=now)
    with in_transaction():
        officer = managed(manager_of(by, now), staff_id, now=now)
        witness = Staff.objects.get(pk=witness_id)
        if witness.office_id != officer.office_id:
            raise WitnessWrong
        Authenticator.objects.filter(user_id=officer.account_id).delete()
        Account.objects.filter(pk=officer.account_id).update(sessions_ended=F("sessions_ended") + 1)
        detail, office_id = {"witness": witness.account_id}, officer.office_id
        record("people.factor_reset", subject=("staff", staff_id), detail=detail, office_id=office_id, by=by, now=now)


def check_witness(*, staff_id: int, pin: str, not_for: int | None = None, by: Actor, now: datetime) -> int:
    """The account of a second officer who typed their own PIN, counted like every PIN.

    Never the acting officer, nor the one concerned (`not_for`). Call it outside the transaction of what is witnessed.
    Raises WitnessWrong, TooManyTries.
    """
    bucket = ("pin", staff_id)
    note_limited(bucket, rules.PINS_AN_OFFICER, now=now)
    witness = Staff.objects.filter(pk=staff_id, account__is_active=True).exclude(account_id=by.id or 0).first()
    if witness is None or not witness.pin_hash or staff_id == not_for:
        raise WitnessWrong
    if not check_password(peppered_pin(witness.account_id, pin[:20]), witness.pin_hash):
        raise WitnessWrong
    forget_attempts(bucket_parts=bucket)
    return witness.account_id


def _used(account_id: int, code: str) -> Authenticator | None:
    """The authenticator whose code this is; the app's first, so that a chance hit never burns a recovery code."""
    kept = Authenticator.objects.filter(user_id=account_id).exclude(type=Authenticator.Type.WEBAUTHN)
    for row in sorted(kept, key=lambda row: row.type != Authenticator.Type.TOTP):
        checked = TOTP(row) if row.type == Authenticator.Type.TOTP else RecoveryCodes(row)
        if code and checked.validate_code(code):
            return row
    return None


def _spend(used: Authenticator, code: str, now: datetime) -> None:
    """An app's code counts once as long as it lives: allauth remembers it for one step, it lives for three."""
    if used.type != Authenticator.Type.TOTP:
        return
    try:
        note_limited(("app code", used.user_id, code), APP_CODE_ONCE, now=now)
    except rules.TooManyTries as again:
        raise FactorWrong from again


def _noted(used: Authenticator, way: str, *, by: Actor, now: datetime) -> None:
    Authenticator.objects.filter(pk=used.pk).update(last_used_at=now)
    record("people.factor_passed", subject=("account", used.user_id), detail={"by": way}, by=by, now=now)


def _digits(code: str) -> str:
    typed = "".join(sign for sign in code[:_CODE_LONGEST] if sign not in " -")
    return typed if typed.isascii() and typed.isdigit() else ""
