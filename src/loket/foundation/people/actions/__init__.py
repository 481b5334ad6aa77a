"""What people does: opens accounts, signs in, counts tries, hires staff, notes persons who are served."""

from __future__ import annotations

from loket.foundation.people.actions.citizens import (
    SignedIn,
    choose_language,
    issue_code,
    set_password,
    sign_in_with_code,
    sign_in_with_password,
    sign_out,
)
from loket.foundation.people.actions.forgetting import forget_expired
from loket.foundation.people.actions.persons import IDENTITY, note_person
from loket.foundation.people.actions.staff import change_officer, hire_staff, set_pin, sign_in_staff
from loket.foundation.people.attempts import forget_attempts, note_attempt

__all__ = [
    "IDENTITY",
    "SignedIn",
    "change_officer",
    "choose_language",
    "forget_attempts",
    "forget_expired",
    "hire_staff",
    "issue_code",
    "note_attempt",
    "note_person",
    "set_password",
    "set_pin",
    "sign_in_staff",
    "sign_in_with_code",
    "sign_in_with_password",
    "sign_out",
]
