"""People: accounts of citizens, staff with their role at an office, deputies (Plh), and the persons served.

An account needs a phone number, no e-mail; officers need a second factor and change on a shared machine by PIN
(ADR 0016). A person is a NIK or a passport number, sealed and found by a blind index (UU 27/2022). Sources:
domain.md 9, 12, 13, R2, R3, R59, R60. Tables: Account, Staff, StaffMove, Deputy, OneTimeCode, Attempt, Person.
Facts written: people.code_requested, people.account_opened, people.account_recovered, people.signed_in,
people.signed_out, people.password_set, people.language_chosen, people.email_given, people.email_confirmed,
people.email_forgotten, people.passkey_added, people.passkey_named, people.passkey_removed, people.factor_added,
people.factor_removed, people.factor_passed, people.factor_reset, people.recovery_codes_made, people.staff_hired,
people.first_password_made, people.officer_suspended, people.officer_resumed, people.role_changed, people.move_asked,
people.move_agreed, people.move_dropped, people.officer_moved, people.deputy_named, people.deputy_revoked,
people.pin_set, people.officer_changed, people.sign_in_traces_forgotten.
"""
