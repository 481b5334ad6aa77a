"""Staff: hired with a role at an office, sign in by name and password, change on a shared machine by PIN."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import IntegrityError

from loket.foundation.audit.actions import record
from loket.foundation.people import rules
from loket.foundation.people.actions.citizens import SignedIn
from loket.foundation.people.attempts import forget_attempts, note_limited
from loket.foundation.people.models import Account, Staff
from loket.foundation.people.passwords import check_login
from loket.foundation.people.queries import peppered_pin
from loket.foundation.people.rules_staff import FirstPasswordOver
from loket.kit.actor import Actor, ActorKind
from loket.kit.transaction import in_transaction


def hire_staff(
    *,
    login: str,
    name: str,
    role: rules.Role,
    office_id: int | None = None,
    region_id: int | None = None,
    password: str,
    pin: str = "",
    is_demo: bool = False,
    by: Actor,
    now: datetime,
) -> int:
    """Hires a staff member and returns the id of the staff row. Without PIN there is no change of officer to them.

    Raises NotAStaffName (also when taken), NotAName, NotAPin; the password is the hirer's to choose.
    """
    login, name = rules.staff_name_of(login), rules.name_of(name)
    pin = rules.pin_of(pin) if pin else ""
    try:
        with in_transaction():
            account = Account.objects.create(
                login=login, password=make_password(password), is_demo=is_demo, created_at=now
            )
            officer = Staff.objects.create(
                account=account, name=name, role=role, office_id=office_id, region_id=region_id,
                pin_hash=_hash_pin(account.pk, pin) if pin else "",
            )  # fmt: skip
            detail = {"role": role.value}
            record(
                "people.staff_hired", subject=("staff", officer.pk), detail=detail, office_id=office_id, by=by, now=now
            )
    except IntegrityError as error:
        if Account.objects.filter(login=login).exists():
            raise rules.NotAStaffName from error
        raise
    return officer.pk


def set_pin(*, staff_id: int, pin: str, by: Actor, now: datetime) -> None:
    """Sets a staff member's PIN of 6 digits. Raises NotAPin."""
    officer = Staff.objects.get(pk=staff_id)
    hashed = _hash_pin(officer.account_id, rules.pin_of(pin))
    with in_transaction():
        Staff.objects.filter(pk=staff_id).update(pin_hash=hashed)
        record("people.pin_set", subject=("staff", staff_id), office_id=officer.office_id, by=by, now=now)


def sign_in_staff(*, login: str, password: str, client: str, by: Actor, now: datetime) -> SignedIn:
    """Signs an officer in by staff name and password. Raises StaffSignInWrong, FirstPasswordOver, TooManyTries.

    A citizen's account never signs in here; an unknown name costs what a known one does.
    """
    try:
        name = rules.staff_name_of(login)
    except rules.NotAStaffName:
        name = "-"  # no such name can exist; it is tried all the same, at the same cost
    account = check_login(name, password, client=client, now=now)
    officer = Staff.objects.filter(account=account).first() if account else None
    if officer is None:
        raise rules.StaffSignInWrong
    if officer.first_password_until is not None and officer.first_password_until <= now:
        raise FirstPasswordOver
    record(
        "people.signed_in", subject=("account", officer.account_id), detail={"by": "staff password"},
        by=_officer(officer), now=now,
    )  # fmt: skip
    return SignedIn(officer.account_id)


def change_officer(*, staff_id: int, pin: str, by: Actor, now: datetime) -> SignedIn:
    """Hands a shared machine over to a colleague of the same office who knows their PIN.

    `by` is the officer who works there now. Raises PinWrong, TooManyTries (5 tries in 5 minutes an officer).
    """
    bucket = ("pin", staff_id)
    note_limited(bucket, rules.PINS_AN_OFFICER, now=now)
    officer = Staff.objects.filter(pk=staff_id, account__is_active=True).first()
    if officer is None or not officer.pin_hash or officer.office_id is None or officer.office_id != by.office_id:
        raise rules.PinWrong
    if not check_password(peppered_pin(officer.account_id, pin[:20]), officer.pin_hash):
        raise rules.PinWrong
    forget_attempts(bucket_parts=bucket)
    detail = {"before": by.id}
    subject = ("account", officer.account_id)
    record("people.officer_changed", subject=subject, detail=detail, by=_officer(officer), now=now)
    return SignedIn(officer.account_id)


def _officer(officer: Staff) -> Actor:
    return Actor(ActorKind.STAFF, officer.account_id, officer.office_id)


def _hash_pin(account_id: int, pin: str) -> str:
    return make_password(peppered_pin(account_id, pin))
