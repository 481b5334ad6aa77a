"""Asks whether a login and a password belong together, at the same cost whoever asks."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password

from loket.foundation.people import rules
from loket.foundation.people.attempts import forget_attempts, note_limited
from loket.foundation.people.models import Account


def check_login(login: str, password: str, *, client: str, now: datetime) -> Account | None:
    """The active account of this login and password, or None; tries are counted. Raises TooManyTries."""
    bucket = ("password", login)
    note_limited(bucket, rules.PASSWORDS_A_LOGIN, now=now)
    note_limited(("sign-in", "address", client), rules.SIGN_INS_AN_ADDRESS, now=now)
    account = Account.objects.filter(login=login).first()
    kept = account.password if account else make_password(None)
    # Django hashes once for an unusable password too, so an unknown login costs what a known one does.
    right = check_password(password[: rules.PASSWORD_LONGEST + 1], kept)
    if account is None or not right or not account.is_active:
        return None
    forget_attempts(bucket_parts=bucket)
    return account
