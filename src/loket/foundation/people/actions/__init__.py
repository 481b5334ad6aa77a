"""What people does: opens accounts, signs in, counts tries, hires staff, notes persons who are served;
keeps households, proof of persons, and who read which notice."""

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
from loket.foundation.people.actions.households import Relative, change_kin, forget_kin, keep_kin
from loket.foundation.people.actions.notices import note_acts, publish_notice
from loket.foundation.people.actions.persons import IDENTITY, note_person
from loket.foundation.people.actions.proofs import note_proof
from loket.foundation.people.actions.staff import change_officer, hire_staff, set_pin, sign_in_staff
from loket.foundation.people.attempts import forget_attempts, note_attempt

__all__ = [
    "IDENTITY",
    "Relative",
    "SignedIn",
    "change_kin",
    "change_officer",
    "choose_language",
    "forget_attempts",
    "forget_expired",
    "forget_kin",
    "hire_staff",
    "issue_code",
    "keep_kin",
    "note_acts",
    "note_attempt",
    "note_person",
    "note_proof",
    "publish_notice",
    "set_password",
    "set_pin",
    "sign_in_staff",
    "sign_in_with_code",
    "sign_in_with_password",
    "sign_out",
]
