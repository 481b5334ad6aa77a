"""Booking (pendaftaran antrean): slots with quota, and seats that belong to persons.

A slot is service point x service x channel x hour. `free = quota - taken - returned`: a cancelled seat moves to
`returned` in the same statement and only a release rule frees it, so nobody gains by waiting for it.
Guarantees in the database: never above quota, one open seat a person and service kind over all offices (R3),
seat numbers without gaps at first sale, one booking a key. One SQL function claims: sql/claim_seats.v2.sql.
A booking moves by its holder or, with evidence and two officers, by the office; permits with a last day always get one.
Sources: R2-R6, R13-R15, R29-R33, R36, R46; docs/adr/0006, 0015.
Tables: Slot, Booking, Seat, ReturnedSeat, SeatNeeds, Move, Relief, PermitDeadline, UrgentClaim.
Facts written: booking.claimed, booking.cancelled, booking.past_visits_closed, booking.seats_freed,
booking.slots_opened, booking.slots_suspended, booking.slots_resumed, booking.arrived, booking.visit_ended,
booking.visit_reopened, booking.moved, booking.missed, booking.excused, booking.turned_away, booking.relief_asked,
booking.relief_confirmed, booking.relief_declined, booking.needs_noted, booking.needs_forgotten, booking.deadline_noted,
booking.seat_guaranteed, booking.urgent_claimed.
"""
