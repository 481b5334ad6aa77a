"""An e-mail address on an account: never needed, given by choice, used once a code from it has come back."""

from __future__ import annotations

from datetime import datetime

from loket.foundation.audit.actions import record
from loket.foundation.people import rules
from loket.foundation.people.attempts import note_limited
from loket.foundation.people.codes import make_code, spend_code
from loket.foundation.people.models import Account
from loket.foundation.people.queries import EMAIL, mailbox_of
from loket.kit.actor import Actor
from loket.kit.crypto import keyring
from loket.kit.transaction import in_transaction


def give_email(*, account_id: int, email: str, client: str, by: Actor, now: datetime) -> str:
    """Keeps an address, unconfirmed, and returns the code that goes to it; only its hash is kept.

    Codes are limited as those to phones are. Raises NotAnEmail, TooManyTries.
    """
    address = rules.email_of(email)
    note_limited(("code", EMAIL, address), rules.CODES_A_PHONE, now=now)
    note_limited(("code", "address", client), rules.CODES_AN_ADDRESS, now=now)
    sealed = keyring().seal(address, table="account", column=EMAIL, row=account_id)
    with in_transaction():
        Account.objects.filter(pk=account_id).update(email_sealed=sealed, email_confirmed_at=None)
        _code_id, code = make_code(_index(account_id, address), now)
        record("people.email_given", subject=("account", account_id), by=by, now=now)
    return code


def confirm_email(*, account_id: int, code: str, by: Actor, now: datetime) -> None:
    """Confirms the address that the account gave. Raises CodeWrong; a wrong try is kept although it is refused."""
    typed = rules.code_of(code)
    with in_transaction():
        account = Account.objects.select_for_update().get(pk=account_id)
        mailbox = mailbox_of(account)
        is_right = mailbox is not None and spend_code(_index(account_id, mailbox.address), typed, now)
        if is_right:
            account.email_confirmed_at = now
            account.save(update_fields=["email_confirmed_at"])
            record("people.email_confirmed", subject=("account", account_id), by=by, now=now)
    if not is_right:
        raise rules.CodeWrong


def forget_email(*, account_id: int, by: Actor, now: datetime) -> None:
    """Takes the address off the account."""
    with in_transaction():
        Account.objects.filter(pk=account_id).update(email_sealed=None, email_confirmed_at=None)
        record("people.email_forgotten", subject=("account", account_id), by=by, now=now)


def _index(account_id: int, address: str) -> bytes:
    return keyring().blind_index(EMAIL, f"{account_id}\n{address}")
