"""Cases (berkas permohonan): one file a person and service; opens with the booking, ends with "collected by whom".

Sources: R1, R43, R45; domain.md section 5. Tables: Case.
Facts written: cases.opened, cases.started, cases.finished, cases.collected, cases.hand_over_undone,
cases.closed, cases.person_corrected.
"""
