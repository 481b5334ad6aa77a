"""Booking (pendaftaran antrean): slots with quota, and seats that belong to persons.

A slot is service point x service x channel x hour. `free = quota - taken - returned`: a cancelled seat moves to
`returned` in the same statement and only a release rule frees it, so nobody gains by waiting for it.
Guarantees in the database: never above quota, one open seat a person and service kind over all offices (R3),
seat numbers without gaps at first sale, one booking a key. One SQL function claims: sql/claim_seats.v2.sql.
A claim of better proof takes over; the weaker seat is frozen and the head decides (contests, docs/adr/0017).
Sources: R2-R6, R13-R15, R29, R31, R33; spec of the ticket: docs/adr/0006.
Tables: Slot, Booking, Seat, ReturnedSeat, ContestedSeat, SlipCorrection.
Facts written: booking.claimed, booking.cancelled, booking.past_visits_closed, booking.seats_freed,
booking.slots_opened, booking.slots_suspended, booking.slots_resumed, booking.arrived,
booking.visit_ended, booking.visit_reopened, booking.document_seen, booking.seat_frozen, booking.seat_restored,
booking.seat_given_up, booking.slip_mended, booking.person_corrected.
"""
