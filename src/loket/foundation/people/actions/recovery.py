"""An account whose phone is lost goes to another number: at the help desk, with the identity seen, on the ledger."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db.models import F

from loket.foundation.audit.actions import record
from loket.foundation.people import rules
from loket.foundation.people.codes import spend_code
from loket.foundation.people.models import Account
from loket.foundation.people.queries import PHONE, index_of_phone, login_of_phone
from loket.foundation.people.rules_recovery import AccountNotProven, NumberInUse, SeenDocument
from loket.kit.actor import Actor
from loket.kit.crypto import keyring
from loket.kit.transaction import in_transaction


def move_account(
    *, account_id: int, phone: str, code: str, document: SeenDocument, replace: bool, by: Actor, now: datetime
) -> None:
    """Gives an account another phone number, once the code sent there has come back.

    Password and passkeys go, every session ends: whoever holds the lost phone is out. An account that the new number
    opened meanwhile is closed if `replace` (the caller knows that it holds nothing), else NumberInUse is raised.
    Raises NotAPhone, CodeWrong, AccountNotProven for an account that is gone.
    """
    number, typed = rules.phone_of(phone), rules.code_of(code)
    with in_transaction():
        is_right = spend_code(index_of_phone(number), typed, now)
        if is_right:
            _move(account_id, number, replace=replace)
            detail = {"document": document.value}
            record("people.account_recovered", subject=("account", account_id), detail=detail, by=by, now=now)
    if not is_right:
        raise rules.CodeWrong


def _move(account_id: int, number: str, *, replace: bool) -> None:
    login = login_of_phone(number)
    other = Account.objects.select_for_update().filter(login=login).exclude(pk=account_id).first()
    if other is not None:
        if not replace:
            raise NumberInUse
        other.login, other.phone_sealed, other.is_active = f"gone:{other.pk}", None, False
        other.save(update_fields=["login", "phone_sealed", "is_active"])
    Authenticator.objects.filter(user_id=account_id, type=Authenticator.Type.WEBAUTHN).delete()
    moved = Account.objects.filter(pk=account_id, is_active=True, phone_sealed__isnull=False).update(
        login=login,
        phone_sealed=keyring().seal(number, table="account", column=PHONE, row=account_id),
        password=make_password(None),
        sessions_ended=F("sessions_ended") + 1,
    )
    if not moved:
        raise AccountNotProven
