"""Policy (kebijakan): every number of the law as dated data, and which restriction level is in force where.

A rule is a row with scope (the nation, Java-Bali or outside it, a Kanwil, an office), first and last day, legal basis.
Narrower scope wins; a staff cap of a level can only be lowered. `queries.at(office_id, moment)` answers with
what is in force on that day in the office's zone, each value with its basis. National rows come with migrations
(sql/law.v*.sql). Sources: domain.md sections 3, 4, 8, 12, 15; R1, R7, R24-R26, R29-R37, R43, R44, R54, B6.
Tables: Enactment, Number, StaffCap, SectorRule, DoorRule, ScreeningRule, Measure (all but the first are Dated).
Facts written: policy.level_enacted, policy.level_lifted, policy.number_set, policy.number_unset, policy.cap_set,
policy.cap_unset.
"""
