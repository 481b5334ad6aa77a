"""People: accounts of citizens, staff with their role at an office, and the persons served.

An account needs a phone number, no e-mail; staff share a machine and change by PIN. A person is a NIK or a
passport number, sealed and found by a blind index (UU 27/2022). Sources: domain.md 9 and 12, R2, R3, R59, R60.
Tables: Account, Staff, OneTimeCode, Attempt, Person.
Facts written: people.code_requested, people.account_opened, people.signed_in,
people.signed_out, people.password_set, people.language_chosen, people.staff_hired, people.pin_set,
people.officer_changed, people.sign_in_traces_forgotten.
"""
