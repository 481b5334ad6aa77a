"""Citizens' accounts: a phone number, a one-time code, later a password too. No e-mail (MISSION A1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from loket.foundation.audit.actions import record
from loket.foundation.people import rules
from loket.foundation.people.attempts import forget_attempts, note_limited
from loket.foundation.people.codes import make_code, spend_code
from loket.foundation.people.models import Account
from loket.foundation.people.passwords import check_login
from loket.foundation.people.queries import PHONE, index_of_phone, login_of_phone
from loket.kit.actor import Actor, ActorKind
from loket.kit.crypto import keyring
from loket.kit.transaction import in_transaction


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in; `is_new` when the account was opened by it."""

    account_id: int
    is_new: bool = False


def issue_code(*, phone: str, client: str, by: Actor, now: datetime) -> str:
    """Makes a one-time code for a phone and returns it for the message; only its keyed hash is kept.

    10 minutes, 5 tries, one use; the newest code counts. The answer is the same whether or not an account exists.
    `phone` as typed; `client` is the asker's address. Raises NotAPhone, TooManyTries.
    """
    number = rules.phone_of(phone)
    note_limited(("code", "phone", number), rules.CODES_A_PHONE, now=now)
    note_limited(("code", "address", client), rules.CODES_AN_ADDRESS, now=now)
    with in_transaction():
        code_id, code = make_code(index_of_phone(number), now)
        record("people.code_requested", subject=("code", code_id), by=by, now=now)
    return code


def sign_in_with_code(*, phone: str, code: str, language: str, client: str, by: Actor, now: datetime) -> SignedIn:
    """Spends a one-time code; the first one opens the account. Raises NotAPhone, CodeWrong, TooManyTries.

    A wrong try is kept although it is refused: the refusal is raised after the transaction.
    """
    number, typed = rules.phone_of(phone), rules.code_of(code)
    note_limited(("sign-in", "address", client), rules.SIGN_INS_AN_ADDRESS, now=now)
    with in_transaction():
        signed_in = _open_account(number, language, now) if spend_code(index_of_phone(number), typed, now) else None
    if signed_in is None:
        raise rules.CodeWrong
    forget_attempts(bucket_parts=("code", "phone", number))
    return signed_in


def sign_in_with_password(*, phone: str, password: str, client: str, by: Actor, now: datetime) -> SignedIn:
    """Signs in by phone and password. Raises NotAPhone, SignInWrong, TooManyTries.

    An unknown phone, an account without password and a wrong password answer the same and cost one hash each.
    """
    number = rules.phone_of(phone)
    account = check_login(login_of_phone(number), password, client=client, now=now)
    if account is None:
        raise rules.SignInWrong
    return _signed_in(account, "password", now)


def set_password(*, account_id: int, password: str, by: Actor, now: datetime) -> None:
    """Sets an account's password; its other sessions end with it. Raises PasswordWeak."""
    if len(password) > rules.PASSWORD_LONGEST:
        raise rules.PasswordWeak
    try:
        validate_password(password)
    except ValidationError as error:
        raise rules.PasswordWeak from error
    hashed = make_password(password)
    with in_transaction():
        Account.objects.filter(pk=account_id).update(password=hashed)
        record("people.password_set", subject=("account", account_id), by=by, now=now)


def choose_language(*, account_id: int, language: str, by: Actor, now: datetime) -> None:
    """Keeps the language in which an account wants its messages."""
    with in_transaction():
        Account.objects.filter(pk=account_id).update(language=language)
        record("people.language_chosen", subject=("account", account_id), detail={"language": language}, by=by, now=now)


def sign_out(*, account_id: int, by: Actor, now: datetime) -> None:
    """Notes that someone signed out."""
    record("people.signed_out", subject=("account", account_id), by=by, now=now)


def _open_account(number: str, language: str, now: datetime) -> SignedIn | None:
    login = login_of_phone(number)
    account, is_new = Account.objects.get_or_create(
        login=login,
        defaults={"language": language, "password": make_password(None), "created_at": now},
    )
    if not account.is_active:
        return None
    if not is_new:
        return _signed_in(account, "code", now)
    account.phone_sealed = keyring().seal(number, table="account", column=PHONE, row=account.pk)
    account.save(update_fields=["phone_sealed"])
    record("people.account_opened", subject=("account", account.pk), by=_self(account), now=now)
    return SignedIn(account.pk, is_new=True)


def _signed_in(account: Account, way: str, now: datetime) -> SignedIn:
    record("people.signed_in", subject=("account", account.pk), detail={"by": way}, by=_self(account), now=now)
    return SignedIn(account.pk)


def _self(account: Account) -> Actor:
    return Actor(ActorKind.CITIZEN, account.pk)
