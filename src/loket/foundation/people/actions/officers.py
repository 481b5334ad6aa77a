"""The head's hand over officers: add, suspend, resume, change of role, a new first password. Ranks: rules_staff."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db.models import F

from loket.foundation.audit.actions import record
from loket.foundation.offices.models import Office
from loket.foundation.people import rules, rules_staff
from loket.foundation.people.actions.citizens import set_password
from loket.foundation.people.actions.staff import hire_staff
from loket.foundation.people.models import Account, Deputy, Staff, StaffMove
from loket.foundation.people.queries_staff import officer_of, standing_of
from loket.kit.actor import Actor
from loket.kit.transaction import in_transaction

#: Without signs that look alike; three groups of four are some 59 bits.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class FirstPassword:
    """What is shown once to the one who hands it over. The officer sets an own one before `until`."""

    staff_id: int
    password: str
    until: datetime


def add_officer(*, login: str, name: str, role: rules.Role, office_id: int, by: Actor, now: datetime) -> FirstPassword:
    """Adds an officer to an office that `by` answers for, with a first password that lives 3 days.

    Raises OfficerUnknown for another's office, NotYourRoleToGive, NotAStaffName, NotAName.
    """
    with in_transaction():
        added = rules_staff.Standing(0, role, office_id, _region_of(office_id))
        giver = standing_of(manager_of(by, now))
        rules_staff.check_role(giver, role)
        if not rules_staff.may_manage(giver, added):
            raise rules_staff.OfficerUnknown
        return invite_officer(login=login, name=name, role=role, office_id=office_id, by=by, now=now)


def invite_officer(
    *,
    login: str,
    name: str,
    role: rules.Role,
    office_id: int | None = None,
    region_id: int | None = None,
    by: Actor,
    now: datetime,
) -> FirstPassword:
    """Hires with a first password and asks nobody's rank: for `add_officer`, and for the operator's first officers.

    Raises NotAStaffName, NotAName.
    """
    password, until = _password(), now + rules_staff.FIRST_PASSWORD_LIVES
    with in_transaction():
        staff_id = hire_staff(
            login=login, name=name, role=role, office_id=office_id, region_id=region_id, password=password, by=by,
            now=now,
        )  # fmt: skip
        Staff.objects.filter(pk=staff_id).update(first_password_until=until)
    return FirstPassword(staff_id, password, until)


def renew_first_password(*, staff_id: int, by: Actor, now: datetime) -> FirstPassword:
    """A new first password, for an officer who lost theirs; sessions end. Raises OfficerUnknown, NotOnYourself."""
    password, until = _password(), now + rules_staff.FIRST_PASSWORD_LIVES
    hashed = make_password(password)
    with in_transaction():
        officer = managed(manager_of(by, now), staff_id, now=now)
        Account.objects.filter(pk=officer.account_id).update(password=hashed, sessions_ended=F("sessions_ended") + 1)
        Staff.objects.filter(pk=staff_id).update(first_password_until=until)
        _record("people.first_password_made", officer, by=by, now=now)
    return FirstPassword(staff_id, password, until)


def suspend_officer(*, staff_id: int, by: Actor, now: datetime) -> None:
    """Suspends an officer: sessions end at once, signing in and PIN are refused, a term as deputy ends.

    Raises OfficerUnknown, NotOnYourself.
    """
    with in_transaction():
        officer = managed(manager_of(by, now), staff_id, now=now)
        Account.objects.filter(pk=officer.account_id).update(is_active=False, sessions_ended=F("sessions_ended") + 1)
        Deputy.objects.filter(staff=officer, revoked_at=None, ends_at__gt=now).update(revoked_at=now)
        _record("people.officer_suspended", officer, by=by, now=now)


def resume_officer(*, staff_id: int, by: Actor, now: datetime) -> None:
    """Lets a suspended officer work again; sessions from before stay ended. Raises OfficerUnknown, NotOnYourself."""
    with in_transaction():
        officer = managed(manager_of(by, now), staff_id, now=now)
        Account.objects.filter(pk=officer.account_id).update(is_active=True)
        _record("people.officer_resumed", officer, by=by, now=now)


def change_role(*, staff_id: int, role: rules.Role, by: Actor, now: datetime) -> None:
    """Gives an officer another role at the same office. A head who is no longer one takes no planned move along.

    Raises OfficerUnknown, NotOnYourself, NotYourRoleToGive.
    """
    with in_transaction():
        manager = manager_of(by, now)
        officer = managed(manager, staff_id, now=now)
        rules_staff.check_role(standing_of(manager), role)
        Staff.objects.filter(pk=staff_id).update(role=role)
        if officer.role == rules.Role.HEAD:
            StaffMove.objects.filter(staff=officer, done_at=None, dropped_at=None).update(dropped_at=now)
        detail = {"before": officer.role, "role": role.value}
        _record("people.role_changed", officer, detail=detail, by=by, now=now)


def set_own_password(*, account_id: int, password: str, by: Actor, now: datetime) -> None:
    """Sets an officer's own password, another than the one before; other sessions end. Raises PasswordWeak."""
    kept = Account.objects.values_list("password", flat=True).get(pk=account_id)
    if len(password) < rules.PASSWORD_SHORTEST or check_password(password[: rules.PASSWORD_LONGEST + 1], kept):
        raise rules.PasswordWeak
    with in_transaction():
        set_password(account_id=account_id, password=password, by=by, now=now)
        Staff.objects.filter(account_id=account_id).update(first_password_until=None)


def manager_of(by: Actor, now: datetime) -> Staff:
    """The officer who acts, with a running term as deputy. Raises OfficerUnknown for anybody else."""
    officer = officer_of(by.id, now=now) if by.id is not None else None
    if officer is None:
        raise rules_staff.OfficerUnknown
    return officer


def managed(manager: Staff, staff_id: int, *, now: datetime) -> Staff:
    """An officer whom `manager` answers for, locked. Raises OfficerUnknown, NotOnYourself."""
    locked = Staff.objects.select_for_update().filter(pk=staff_id).values_list("account_id", flat=True).first()
    target = officer_of(locked, now=now) if locked is not None else None
    if target is None:
        raise rules_staff.OfficerUnknown
    rules_staff.check_may_manage(standing_of(manager), standing_of(target))
    return target


def _record(fact: str, officer: Staff, *, detail: dict[str, str] | None = None, by: Actor, now: datetime) -> None:
    record(fact, subject=("staff", officer.pk), detail=detail, office_id=officer.office_id, by=by, now=now)


def _region_of(office_id: int) -> int | None:
    return Office.objects.values_list("region_id", flat=True).filter(pk=office_id).first()


def _password() -> str:
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(3))
