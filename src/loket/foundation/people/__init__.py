"""People: accounts of citizens, staff with their role at an office, deputies (Plh), and the persons served.

An account needs a phone number, no e-mail; officers need a second factor and change on a shared machine by PIN (ADR
0016). A person is a NIK or a passport number, sealed and found by a blind index (UU 27/2022). An account keeps its
household (Kin) and proves persons by documents officers see (Proof); notices are read for each applicant, for minors by
a guardian (ADR 0017). Sources: domain.md 9, 12, 13, R2, R3, R59, R60, R63. Tables: Account, Staff, StaffMove, Deputy,
OneTimeCode, Attempt, Person, Kin, Proof, Notice, NoticeAct. Facts written: people.code_requested,
people.account_opened, people.account_recovered, people.signed_in, people.signed_out, people.password_set,
people.language_chosen, people.email_given, people.email_confirmed, people.email_forgotten, people.passkey_added,
people.passkey_named, people.passkey_removed, people.factor_added, people.factor_removed, people.factor_passed,
people.factor_reset, people.recovery_codes_made, people.staff_hired, people.first_password_made,
people.officer_suspended, people.officer_resumed, people.role_changed, people.move_asked, people.move_agreed,
people.move_dropped, people.officer_moved, people.deputy_named, people.deputy_revoked, people.pin_set,
people.officer_changed, people.sign_in_traces_forgotten, people.kin_kept, people.kin_changed, people.kin_forgotten,
people.notice_published, people.notice_accepted.
"""
