"""What people does: opens accounts, signs in, counts tries, manages officers, notes persons who are served."""

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
from loket.foundation.people.actions.deputies import name_deputy, revoke_deputy
from loket.foundation.people.actions.emails import confirm_email, forget_email, give_email
from loket.foundation.people.actions.factors import (
    check_witness,
    enrol_app,
    pass_with_code,
    pass_with_key,
    remove_app,
    renew_recovery_codes,
    reset_second_factor,
)
from loket.foundation.people.actions.forgetting import forget_expired
from loket.foundation.people.actions.households import Relative, change_kin, forget_kin, keep_kin
from loket.foundation.people.actions.moves import agree_to_move, ask_move, carry_out_moves, drop_move
from loket.foundation.people.actions.notices import note_acts, publish_notice
from loket.foundation.people.actions.officers import (
    FirstPassword,
    add_officer,
    change_role,
    invite_officer,
    renew_first_password,
    resume_officer,
    set_own_password,
    suspend_officer,
)
from loket.foundation.people.actions.passkeys import (
    add_passkey,
    name_passkey,
    remove_passkey,
    sign_in_with_passkey,
)
from loket.foundation.people.actions.persons import IDENTITY, note_person
from loket.foundation.people.actions.proofs import note_proof
from loket.foundation.people.actions.recovery import move_account
from loket.foundation.people.actions.staff import change_officer, hire_staff, set_pin, sign_in_staff
from loket.foundation.people.attempts import forget_attempts, note_attempt

__all__ = [
    "IDENTITY",
    "FirstPassword",
    "Relative",
    "SignedIn",
    "add_officer",
    "add_passkey",
    "agree_to_move",
    "ask_move",
    "carry_out_moves",
    "change_kin",
    "change_officer",
    "change_role",
    "check_witness",
    "choose_language",
    "confirm_email",
    "drop_move",
    "enrol_app",
    "forget_attempts",
    "forget_email",
    "forget_expired",
    "forget_kin",
    "give_email",
    "hire_staff",
    "invite_officer",
    "issue_code",
    "keep_kin",
    "move_account",
    "name_deputy",
    "name_passkey",
    "note_acts",
    "note_attempt",
    "note_person",
    "note_proof",
    "pass_with_code",
    "pass_with_key",
    "publish_notice",
    "remove_app",
    "remove_passkey",
    "renew_first_password",
    "renew_recovery_codes",
    "reset_second_factor",
    "resume_officer",
    "revoke_deputy",
    "set_own_password",
    "set_password",
    "set_pin",
    "sign_in_staff",
    "sign_in_with_code",
    "sign_in_with_passkey",
    "sign_in_with_password",
    "sign_out",
    "suspend_officer",
]
