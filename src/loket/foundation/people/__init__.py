"""People: accounts of citizens, staff with their role at an office, and the persons served.

An account needs a phone number, no e-mail; staff share a machine and change by PIN. A person is a NIK or a
passport number, sealed and found by a blind index (UU 27/2022). Sources: domain.md 9 and 12, R2, R3, R59, R60.
Tables: Account, Staff, OneTimeCode, Attempt, Person.
Facts written: people.code_requested, people.account_opened, people.signed_in,
people.staff_hired, people.officer_changed.
"""
