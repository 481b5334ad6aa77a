"""People: accounts of citizens, staff with their role at an office, and the persons served.

An account needs a phone number, no e-mail; staff share a machine and change by PIN. A person is a NIK or a
passport number, sealed and found by a blind index (UU 27/2022). An account keeps its household (Kin, at most 12), and
proves persons by documents that officers see (Proof: kinds only, no copies). Notices are versioned and read for each
applicant, for minors by a guardian. Sources: domain.md 9 and 12, R2, R3, R24, R59, R60, R62, R63; docs/adr/0017.
Pure: rules, persons (relations, proof, guardians), niks, names, mrz (ICAO 9303).
Tables: Account, Staff, OneTimeCode, Attempt, Person, Kin, Proof, Notice, NoticeAct.
Facts written: people.code_requested, people.account_opened, people.signed_in,
people.signed_out, people.password_set, people.language_chosen, people.staff_hired, people.pin_set,
people.officer_changed, people.sign_in_traces_forgotten, people.kin_kept, people.kin_changed,
people.kin_forgotten, people.notice_published, people.notice_accepted.
"""
